"""Where main lines run beyond the plan: on the same course, out into the country."""

from __future__ import annotations

from typing import Final

import numpy as np

from services.demo import layout
from services.demo.geometry import Points
from services.demo.townmap import country

_STEP: Final = layout.LATTICE / 2
_NEAR_M: Final = 4700

RUN: Final[Points] = np.unique(
    np.concatenate(
        [
            np.arange(-_NEAR_M, _NEAR_M + 1, _STEP),
            np.arange(_NEAR_M, country.DETAIL_M, 100.0),
            -np.arange(_NEAR_M, country.DETAIL_M, 100.0),
            np.arange(country.DETAIL_M, country.FAR_M + 1, 1500.0),
            -np.arange(country.DETAIL_M, country.FAR_M + 1, 1500.0),
        ]
    )
)
"""Places along a line: closer where the town is."""

REACHES: Final = {
    # How far each line of the plan goes, up the frame and down; else to the next country road.
    "沪泽公路": (-country.FAR_M, country.FAR_M),
    "人民路": (-country.FAR_M, country.FAR_M),
    "北环大道": (-11_400, 11_600),
    "南环大道": (-7_700, 11_600),
    "泽西大道": (-6_400, 6_100),
    "解放路": (-3_700, 4_300),
    "建设路": (-6_400, 3_400),
    "北市河": (-9_600, 6_000),
    "南塘河": (-9_600, 9_800),
    "东塘港": (-7_500, 8_200),
    "西泾浜": (-4_500, 8_200),
}
_ELSE: Final = {"u": (-3_700, 4_300), "v": (-3_300, 3_400)}

RIVER_ENDS: Final = (-8_700, 8_150)
"""The river comes out of the lake and falls into the great river, in the frame."""


def between(low: float, high: float) -> Points:
    """The places along a line from one to the other, both included."""
    inner = RUN[(low < RUN) & (high > RUN)]
    return np.concatenate([[low], inner, [high]])


def course(line: layout.Line) -> Points:
    """The middle line of a road or a creek; where the plan has it, at the plan's very place."""
    run = between(*REACHES.get(line.name, _ELSE[line.axis]))
    wiggles = line.kind == "canal"
    return along(line.axis, float(line.at), run, wiggles=wiggles)


def along(axis: str, at: float, run: Points, *, wiggles: bool = False) -> Points:
    """A line of the frame at constant u or v; creeks wiggle around it."""
    fixed = np.full(len(run), at)
    if wiggles:
        fixed = fixed + 14 * np.sin(run / 240.0 + at) + 7 * np.sin(run / 95.0)
        fixed = fixed + _beyond(run) * 70 * np.sin(run / 610.0 + at)
    return country.place(fixed, run) if axis == "u" else country.place(run, fixed)


def river() -> tuple[Points, Points]:
    """The middle line of the river and its half-width at each point."""
    run = between(*RIVER_ENDS)
    half = 44 + 8 * np.sin(run / 430.0) + 5 * np.sin(run / 170.0 + 1.0)
    half = half + _beyond(run) * np.where(run > 0, 26.0, 6.0)
    bends = 420 * np.sin(run / 1050.0 + 0.5) + 130 * np.sin(run / 390.0)
    return country.place(run, _beyond(run) * bends), half


def beside_river(v: float) -> Points:
    """A line along the river at a constant distance in the frame, where its banks are a park."""
    run = between(-3_000, 3_000)
    return country.place(run, np.full(len(run), v))


def _beyond(run: Points) -> Points:
    """0 in the plan, towards 1 far out of it."""
    over = np.maximum(np.abs(run) - 3_050.0, 0.0)
    share: Points = over**2 / (over**2 + 900.0**2)
    return share
