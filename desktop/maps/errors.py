"""What goes wrong with base maps, each in one sentence a person can act on."""

from __future__ import annotations

from pathlib import Path


class MapError(Exception):
    """Base of every error of this package that is not about a single tile."""


class ArchiveError(MapError):
    """A map file that cannot be used: where, what is wrong, what to do."""

    def __init__(self, path: Path, problem: str, fix: str) -> None:
        super().__init__(f"{path.name}: {problem}; {fix}")
        self.path = path
        self.problem = problem
        self.fix = fix


class PlanError(MapError):
    """An offline area that cannot be made as asked."""


class CatalogueError(MapError):
    """A base map of the catalogue that cannot be read or opened."""
