"""Boxes that must not touch: a plane of cells that knows what stands where. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_CELL: Final = 96.0


class Plane:
    """Boxes so far, found again by the cells they lie in."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def is_free(self, box: Box) -> bool:
        """Say whether nothing touches the box."""
        return self.first_in(box) is None

    def first_in(self, box: Box) -> Box | None:
        """Return a box that touches this one, None when it is free."""
        left, top, right, bottom = box
        for cell in _cells(box):
            for other in self._cells.get(cell, ()):
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return other
        return None

    def add(self, box: Box) -> None:
        """Take the place of a box."""
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)


class Echoes:
    """Where each text was said, so that it is not said again nearby."""

    def __init__(self) -> None:
        self._said: dict[object, list[tuple[float, float]]] = {}

    def is_near(self, text: object, x: float, y: float, distance: float) -> bool:
        """Say whether the text stands less than `distance` away."""
        return any(
            (x - other_x) ** 2 + (y - other_y) ** 2 < distance * distance
            for other_x, other_y in self._said.get(text, ())
        )

    def add(self, text: object, x: float, y: float) -> None:
        """Remember that the text stands there."""
        self._said.setdefault(text, []).append((x, y))


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield column, row
