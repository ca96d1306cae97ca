"""Where main lines run beyond the plan: out to the frame of the sheet, on the same course."""

from __future__ import annotations

from typing import Final

import numpy as np

from services.demo import layout
from services.demo.geometry import Points

REACH_M: Final = 4700
"""From the middle of the town past every corner of the frame."""

RUN: Final = np.arange(-REACH_M, REACH_M + 1, layout.LATTICE / 2, dtype=np.float64)


def course(line: layout.Line) -> Points:
    """The middle line of a road or a creek; where the plan has it, at the plan's very place."""
    fixed = np.full(len(RUN), float(line.at))
    if line.kind == "canal":
        fixed = fixed + 14 * np.sin(RUN / 240.0 + line.at) + 7 * np.sin(RUN / 95.0)
    return layout.warp(fixed, RUN) if line.axis == "u" else layout.warp(RUN, fixed)


def river() -> tuple[Points, Points]:
    """The middle line of the river and its half-width at each point."""
    half = 44 + 8 * np.sin(RUN / 430.0) + 5 * np.sin(RUN / 170.0 + 1.0)
    return layout.warp(RUN, np.zeros(len(RUN))), half


def beside_river(v: float) -> Points:
    """A line along the river at a constant distance in the frame."""
    return layout.warp(RUN, np.full(len(RUN), v))
