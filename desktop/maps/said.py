"""A sentence with a code, so that a reader's language can be put in its place later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Param = str | int | float


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be told: `text` is plain English with the `params` filled in."""

    code: str
    text: str
    params: Mapping[str, Param] = field(default_factory=dict)


def say(code: str, pattern: str, **params: Param) -> Said:
    """The sentence of a pattern such as "row {row} has no place"."""
    return Said(code, pattern.format_map(params), params)
