"""Outlines of houses: the boxes of the plan given the shapes houses have.

Every outline stays within its box, so that nothing that fitted comes to stand on a road.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.random import Generator

from services.demo.buildings import Building
from services.demo.geometry import Points

_SHAPES: Final = {
    # Along and across the box from -1 to 1, counter-clockwise from the lower left.
    "box": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "stepped": ((-1, -1), (0, -1), (0, -0.72), (1, -0.72), (1, 1), (0, 1), (0, 0.72), (-1, 0.72)),
    "angle": ((-1, -1), (1, -1), (1, 0.1), (0.2, 0.1), (0.2, 1), (-1, 1)),
    "cross": (
        (-0.55, -1),
        (0.55, -1),
        (0.55, -0.6),
        (1, -0.6),
        (1, 0.7),
        (0.35, 0.7),
        (0.35, 1),
        (-0.35, 1),
        (-0.35, 0.7),
        (-1, 0.7),
        (-1, -0.6),
        (-0.55, -0.6),
    ),
    "bays": (
        (-1, -1),
        (1, -1),
        (1, 0.75),
        (0.7, 0.75),
        (0.7, 1),
        (0.3, 1),
        (0.3, 0.75),
        (-0.3, 0.75),
        (-0.3, 1),
        (-0.7, 1),
        (-0.7, 0.75),
        (-1, 0.75),
    ),
    "court": ((-1, -1), (1, -1), (1, 1), (0.4, 1), (0.4, -0.2), (-0.4, -0.2), (-0.4, 1), (-1, 1)),
}
_CHOICES: Final = {
    "residential": ("bays", "stepped", "bays", "box"),
    "tower": ("cross", "cross", "bays"),
    "old_house": ("box", "box", "angle", "court", "box"),
    "factory": ("box", "box", "angle"),
    "house": ("box", "angle", "box", "stepped"),
    "commercial": ("angle", "box", "court"),
    "office": ("box", "court", "stepped"),
}


def outline(house: Building, rng: Generator) -> Points:
    """The ring of the house."""
    choices = _CHOICES.get(house.kind)
    if choices is None or len(house.ring) != 4:
        return house.ring
    shape = np.array(_SHAPES[choices[int(rng.integers(len(choices)))]], dtype=np.float64)
    if rng.random() < 0.5:
        shape = (shape * (-1, 1))[::-1]
    middle = house.ring.mean(axis=0)
    along = (house.ring[1] - house.ring[0]) / 2
    across = (house.ring[3] - house.ring[0]) / 2
    ring: Points = middle + shape[:, :1] * along + shape[:, 1:] * across
    return ring
