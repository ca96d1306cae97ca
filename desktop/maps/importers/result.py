"""What an import found: features, where they are, and what was left out and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from desktop.maps.crs import Crs
from desktop.maps.errors import MapError
from desktop.maps.said import Param, Said, say
from widgets.map.values import Bounds

MAX_LISTED: Final = 1_000
"""Refused rows listed one by one; the rest is only counted."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one import may hold; more is refused with words before memory runs out."""

    max_bytes: int = 256 * 1024 * 1024
    max_rows: int = 1_000_000
    max_vertices: int = 5_000_000


class ImportRefused(MapError):
    """The file as a whole cannot be imported; `said` is the sentence with its code."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.text)
        self.said = said


def refuse(code: str, pattern: str, **params: Param) -> ImportRefused:
    """The refusal to raise."""
    return ImportRefused(say(code, pattern, **params))


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A line of a table (the header is line 1), or a feature counted from 1."""

    row: int
    reason: Said


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """An import without its features: what is said of it before it is accepted."""

    count: int
    """Features that would come onto the map."""
    crs: Crs
    crs_reason: Said
    refused: tuple[RefusedRow, ...]
    refused_count: int
    bounds: Bounds | None
    notes: tuple[Said, ...]
    is_swapped: bool
    swap_suspected: Said | None


@dataclass(frozen=True)
class ImportResult:
    """A file as it would come onto the map if it were accepted as it is."""

    features: dict[str, Any]
    """A GeoJSON FeatureCollection on WGS 84: rings closed and wound as RFC 7946 wants."""
    crs: Crs
    crs_reason: Said
    """Whether the system came from the file, was chosen, or was guessed and from what."""
    refused: tuple[RefusedRow, ...]
    refused_count: int
    bounds: Bounds | None
    notes: tuple[Said, ...]
    """What was mended, dropped or guessed beside the system."""
    is_swapped: bool
    """The first coordinate was read as latitude or northing."""
    swap_suspected: Said | None
    """Why latitude and longitude look exchanged as read; None when they do not."""
    reread: Callable[[Crs | None, bool | None], ImportResult]

    @property
    def count(self) -> int:
        """Features that would come onto the map."""
        return len(self.features["features"])

    def summary(self) -> ImportSummary:
        """What is said of it."""
        return ImportSummary(
            self.count,
            self.crs,
            self.crs_reason,
            self.refused,
            self.refused_count,
            self.bounds,
            self.notes,
            self.is_swapped,
            self.swap_suspected,
        )

    def swapped(self) -> ImportResult:
        """The same file with the two coordinates exchanged. Raises ImportRefused."""
        return self.reread(self.crs, not self.is_swapped)
