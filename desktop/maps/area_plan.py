"""What an offline area is to hold: checked, counted and weighed before anything is fetched."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from desktop.maps.contents import StoredSource
from desktop.maps.coverage import Ring, TileRuns, bounds_of, corners, count, cover
from desktop.maps.errors import PlanError
from desktop.maps.said import say
from widgets.map.sources import MAX_ZOOM, TileError
from widgets.map.values import Bounds

MAX_TILES: Final = 200_000
"""Of one area: a town to zoom 18 is about 50,000. More is a matter for whoever runs the server."""
MAX_CORNERS: Final = 10_000
MEAN_BYTES: Final = {"pbf": 30_000, "png": 15_000, "jpg": 20_000, "webp": 10_000}
"""What a tile weighs while nothing better is known."""


@dataclass(frozen=True)
class AreaPlan:
    """An area of the base map `source_id` (its id in the catalogue). Raises PlanError.

    `area` is a rectangle or a ring of (lon, lat) in degrees, not closed, within ±180°.
    """

    source_id: str
    area: Bounds | Ring
    min_zoom: int
    max_zoom: int

    def __post_init__(self) -> None:
        ring = corners(self.area)
        if not 3 <= len(ring) <= MAX_CORNERS:
            raise PlanError(
                say(
                    "area.corners",
                    "an area has 3 to {most:,} corners, not {n:,}; draw it again",
                    most=MAX_CORNERS,
                    n=len(ring),
                )
            )
        if not all(len(corner) == 2 and _is_on_earth(*corner) for corner in ring):
            raise PlanError(
                say("area.off_earth", "a corner of the area is not on the Earth; draw it again")
            )
        if not 0 <= self.min_zoom <= self.max_zoom <= MAX_ZOOM:
            raise PlanError(
                say(
                    "area.zooms",
                    "the zooms {low} to {high} are no range within 0 to {most}",
                    low=self.min_zoom,
                    high=self.max_zoom,
                    most=MAX_ZOOM,
                )
            )

    @property
    def bounds(self) -> Bounds:
        return bounds_of(self.area)

    def runs(self) -> tuple[TileRuns, ...]:
        """The tiles of each zoom. Raises PlanError when they are beyond counting."""
        return tuple(cover(self.area, z) for z in range(self.min_zoom, self.max_zoom + 1))


def count_tiles(plan: AreaPlan) -> int:
    """Exactly how many tiles the area reaches into."""
    return count(plan.runs())


def check_plan(plan: AreaPlan, *, may_bulk: bool = True, max_tiles: int = MAX_TILES) -> int:
    """The number of tiles, when they may be fetched. Raises PlanError with the reason."""
    if not may_bulk:
        raise PlanError(
            say(
                "area.forbidden",
                "the terms of this base map forbid fetching it in bulk; choose another one",
            )
        )
    total = count_tiles(plan)
    if total > max_tiles:
        raise PlanError(
            say(
                "area.too_many",
                "the area is {n:,} tiles, more than {most:,}; "
                "draw a smaller one or choose a lower zoom",
                n=total,
                most=max_tiles,
            )
        )
    return total


def sample_sizes(source: StoredSource, plan: AreaPlan, per_zoom: int = 3) -> dict[int, float]:
    """The mean size of a tile at each zoom, from a few spread over the area.

    Asks the source; zooms of which no sample came are left out.
    """
    means = {}
    for runs in plan.runs():
        sizes = []
        for address in runs.some(per_zoom):
            try:
                sizes.append(len(source.raw(address) or b""))
            except TileError:
                continue
        if sizes:
            means[runs.z] = sum(sizes) / len(sizes)
    return means


def estimate_bytes(plan: AreaPlan, means: Mapping[int, float], kind: str = "png") -> int:
    """What the area will weigh; a zoom without a mean takes that of the nearest one."""
    total = 0.0
    for runs in plan.runs():
        nearest = min(means, key=lambda z: abs(z - runs.z), default=None)
        mean = MEAN_BYTES.get(kind, 15_000) if nearest is None else means[nearest]
        # Vector tiles are kept packed, to about half.
        total += runs.count * mean * (0.5 if kind == "pbf" and nearest is not None else 1.0)
    return round(total)


def plan_to_json(plan: AreaPlan) -> dict[str, Any]:
    """The plan as JSON keeps it."""
    area = plan.area
    if isinstance(area, Bounds):
        shape: dict[str, Any] = {"bounds": [area.west, area.south, area.east, area.north]}
    else:
        shape = {"ring": [list(corner) for corner in area]}
    zooms = {"min_zoom": plan.min_zoom, "max_zoom": plan.max_zoom}
    return {"source": plan.source_id, **zooms, **shape}


def plan_from_json(body: Mapping[str, Any]) -> AreaPlan:
    """The plan of `plan_to_json`. Raises PlanError for anything else."""
    try:
        area: Bounds | Ring
        if "bounds" in body:
            west, south, east, north = (float(value) for value in body["bounds"])
            area = Bounds(west, south, east, north)
        else:
            area = tuple((float(lon), float(lat)) for lon, lat in body["ring"])
        zooms = int(body["min_zoom"]), int(body["max_zoom"])
        return AreaPlan(str(body["source"]), area, *zooms)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise PlanError(
            say("area.plan", "the plan of the area cannot be read ({why})", why=repr(error))
        ) from error


def _is_on_earth(lon: float, lat: float) -> bool:
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
