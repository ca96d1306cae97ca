"""What goes wrong with base maps, each in one sentence a person can act on."""

from __future__ import annotations

from pathlib import Path

from desktop.maps.said import Said


class MapError(Exception):
    """Base of every error of this package that is not about a single tile."""


class ArchiveError(MapError):
    """A map file that cannot be used: where, what is wrong, what to do."""

    def __init__(self, path: Path, problem: Said, fix: Said) -> None:
        super().__init__(f"{path.name}: {problem.text}; {fix.text}")
        self.path = path
        self.problem = problem
        self.fix = fix


class PlanError(MapError):
    """An offline area that cannot be made as asked."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.text)
        self.said = said


class CatalogueError(MapError):
    """A base map of the catalogue that cannot be read or opened; `said` where it has a code."""

    def __init__(self, said: Said | str) -> None:
        super().__init__(said.text if isinstance(said, Said) else said)
        self.said = said if isinstance(said, Said) else Said("", said)
