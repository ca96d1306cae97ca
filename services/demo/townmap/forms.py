"""Where a road or a railway is a bridge or a tunnel, found from the waters it meets."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.demo import geometry
from services.demo.geometry import Points
from services.demo.townmap import country
from services.demo.townmap.land import Land
from services.demo.townmap.water import Bed

_FORMS: Final = ("", "bridge", "tunnel")
_STEP_M: Final = 6.0
_ABUTMENT_M: Final = 8.0
_DIVE_M: Final = 70.0
_NEAR_M: Final = 180.0
"""Beyond it a coarse look at a water is enough."""
_TOWN_M: Final = 3_100.0
"""Within it waters are known to the metre; beyond, the raster of the country is enough."""
_TOWN_POINTS: Final = 4
_COUNTRY_POINTS: Final = 24
"""Of so many points one is kept: bends are wide."""


class Former:
    """Cuts lines where they become bridges or tunnels."""

    def __init__(self, waters: list[Bed], land: Land) -> None:
        self.waters = waters
        self._land = land

    def forms(
        self, part: Points, *, dives: Sequence[tuple[float, float]] = ()
    ) -> list[tuple[Points, str]]:
        """The stretches of a line with "", "bridge" or "tunnel"; neighbours share their ends.

        It dives under what crosses at the `dives`, in the plane.
        """
        known = _within(part, country.DETAIL_M)
        first, last = int(known.argmax()), len(known) - int(known[::-1].argmax())
        dense = geometry.densify(part[first:last], _STEP_M)
        forms = np.zeros(len(dense), dtype=np.int64)
        in_town = _within(dense, _TOWN_M)
        forms[~in_town] = self._land.is_wet(dense[~in_town])
        if in_town.any():
            for bed in self.waters:
                forms[np.flatnonzero(in_town)[_gaps(dense[in_town], bed) < _ABUTMENT_M]] = 1
        for at in dives:
            forms[np.hypot(*(dense - np.array(at)).T) < _DIVE_M] = 2
        marks = [0, *(np.flatnonzero(np.diff(forms)) + 1).tolist(), len(dense) - 1]
        found = []
        for start, stop in itertools.pairwise(marks):
            if stop > start:
                run = _lighter(dense[start : stop + 1], in_town[start : stop + 1])
                found.append((run, _FORMS[int(forms[start])]))
        far = [part[: first + 1], part[last - 1 :]]
        return found + [(run, "") for run in far if len(run) > 1]

    def is_over_river(self, stretch: Points) -> bool:
        """Whether a stretch is over the town's river."""
        return bool(_gaps(stretch, self.waters[0]).min() < 0)


def beside(line: Points, shift: float) -> Points:
    """The line shifted to its left by so many metres."""
    tangent = np.gradient(line, axis=0)
    tangent /= np.hypot(tangent[:, 0], tangent[:, 1])[:, None]
    shifted: Points = line + np.column_stack([-tangent[:, 1], tangent[:, 0]]) * shift
    return shifted


def _within(points: Points, reach: float) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = np.abs(points).max(axis=1, initial=0.0) < reach
    return near


def _gaps(dense: Points, bed: Bed) -> NDArray[np.float64]:
    """Metres from each point to the bank, negative over the water; far away just far."""
    gaps = np.full(len(dense), np.inf)
    coarse = np.hypot(*(dense[:, None, :] - bed.line[None, ::6, :]).transpose(2, 0, 1))
    near = np.flatnonzero(coarse.min(axis=1) < _NEAR_M)
    if len(near) == 0:
        return gaps
    away = np.hypot(*(dense[near][:, None, :] - bed.line[None, :, :]).transpose(2, 0, 1))
    nearest = away.argmin(axis=1)
    gaps[near] = away[np.arange(len(near)), nearest] - bed.half[nearest]
    return gaps


def _lighter(run: Points, in_town: NDArray[np.bool_]) -> Points:
    order = np.arange(len(run))
    kept = (order % _COUNTRY_POINTS == 0) | (in_town & (order % _TOWN_POINTS == 0))
    kept[-1] = True
    light: Points = run[kept]
    return light
