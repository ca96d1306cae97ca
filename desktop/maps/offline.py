"""The offline areas of a folder, one MBTiles file each; all that is known of an area is in it.

Makes, lists, edits and deletes them. Filling them is `area_download`'s.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from desktop.maps.area_plan import AreaPlan, check_plan, plan_from_json, plan_to_json
from desktop.maps.contents import Decode, StoredSource, json_object
from desktop.maps.errors import ArchiveError, MapError, PlanError
from desktop.maps.mbtiles import MbtilesSource
from desktop.maps.mbtiles_writer import MbtilesWriter, held_in, recover
from desktop.maps.said import say
from widgets.map import mvt
from widgets.map.sources import TileAddress

SUFFIX: Final = ".mbtiles"
_PLAN: Final = "onemap:area"
_FIX: Final = say("fix.area", "delete the area and make it again")


@dataclass(frozen=True)
class OfflineArea:
    """An area as it is on disk. `held` of `total` tiles are there or known to be empty."""

    id: str
    title: str
    plan: AreaPlan
    path: Path
    format: str
    attribution: str
    made_ms: int
    held: int
    total: int
    size_bytes: int

    @property
    def is_complete(self) -> bool:
        return self.held >= self.total


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a folder holds: the areas by title, and one line for each file that is unusable."""

    areas: tuple[OfflineArea, ...]
    problems: tuple[MapError, ...]


class OfflineAreas:
    """The areas of one folder. Methods raise MapError."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock

    def list(self) -> Shelf:
        """Every area there is."""
        areas, problems = list[OfflineArea](), list[MapError]()
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            try:
                areas.append(self._read(path))
            except MapError as error:
                problems.append(error)
        areas.sort(key=lambda area: (area.title, area.made_ms))
        return Shelf(tuple(areas), tuple(problems))

    def make(
        self, plan: AreaPlan, title: str, source: StoredSource, *, may_bulk: bool = True
    ) -> OfflineArea:
        """A new area, still empty. `may_bulk` is what the catalogue says of the base map."""
        plan = within(plan, source)
        check_plan(plan, may_bulk=may_bulk)
        path = self._folder / f"{uuid4().hex}{SUFFIX}"
        writer = MbtilesWriter(path)
        try:
            about = {"format": source.format, "attribution": source.attribution}
            writer.describe({**about, **_about(title, plan, int(self._clock() * 1000))})
        finally:
            writer.close()
        return self._read(path)

    def edit(self, area: OfflineArea, plan: AreaPlan, title: str = "") -> OfflineArea:
        """Give an area another outline, zooms or title. Nothing is fetched or removed yet."""
        if plan.source_id != area.plan.source_id:
            raise PlanError(
                say(
                    "area.keeps_base",
                    "an area keeps its base map; make a new one for another base map",
                )
            )
        check_plan(plan)
        recover(area.path)
        writer = MbtilesWriter(area.path)
        try:
            writer.describe(_about(title or area.title, plan, area.made_ms))
        finally:
            writer.close()
        return self._read(area.path)

    def surplus(self, area: OfflineArea) -> int:
        """How many tiles are kept that are no longer part of the area."""
        recover(area.path)
        writer = MbtilesWriter(area.path)
        try:
            return sum(len(numbers) for _, numbers in _surplus(area.plan, writer))
        finally:
            writer.close()

    def prune(self, area: OfflineArea) -> OfflineArea:
        """Remove what is no longer part of the area and give the room back."""
        recover(area.path)
        writer = MbtilesWriter(area.path)
        try:
            for z, numbers in _surplus(area.plan, writer):
                side = 1 << z
                writer.remove(TileAddress(z, n % side, n // side) for n in numbers.tolist())
            writer.compact()
        finally:
            writer.close()
        return self._read(area.path)

    def delete(self, area: OfflineArea) -> None:
        """Remove an area. Its sources must be closed and its download stopped."""
        try:
            area.path.unlink(missing_ok=True)
            area.path.with_name(area.path.name + "-journal").unlink(missing_ok=True)
        except OSError as error:
            fix = say("fix.close", "close the maps that show it and try again")
            raise ArchiveError(
                area.path,
                say("area.in_use", "it is still in use ({why})", why=error.strerror or ""),
                fix,
            ) from error

    def open(self, area: OfflineArea, *, decode: Decode = mvt.decode) -> MbtilesSource:
        """The area as tiles."""
        recover(area.path)
        return MbtilesSource(area.path, decode=decode)

    def _read(self, path: Path) -> OfflineArea:
        recover(path)
        source = MbtilesSource(path)
        try:
            body = json_object(source.metadata.get(_PLAN, "").encode())
            plan, made_ms = plan_from_json(body), int(body.get("made_ms", 0))
        except (PlanError, ValueError, TypeError) as error:
            raise ArchiveError(
                path, say("area.stranger", "it is no offline area of this program"), _FIX
            ) from error
        finally:
            source.close()
        runs = plan.runs()
        total = sum(one.count for one in runs)
        held = held_in(path, (one.z for one in runs))
        lacking = sum(one.lacking(held[one.z]) for one in runs)
        return OfflineArea(
            path.stem, source.title, plan, path, source.format, source.attribution,
            made_ms, total - lacking, total, path.stat().st_size,
        )  # fmt: skip


def within(plan: AreaPlan, source: StoredSource) -> AreaPlan:
    """The plan without zooms the source does not have. Raises PlanError when none is left."""
    low, high = max(plan.min_zoom, source.min_zoom), min(plan.max_zoom, source.max_zoom)
    if low > high:
        raise PlanError(
            say(
                "area.no_zooms",
                "this base map has only the zooms {low} to {high}",
                low=source.min_zoom,
                high=source.max_zoom,
            )
        )
    return replace(plan, min_zoom=low, max_zoom=high)


def _about(title: str, plan: AreaPlan, made_ms: int) -> dict[str, str]:
    at = plan.bounds
    return {
        "name": title,
        "type": "baselayer",
        "version": "1.3",
        "bounds": f"{at.west:.7f},{at.south:.7f},{at.east:.7f},{at.north:.7f}",
        "minzoom": str(plan.min_zoom),
        "maxzoom": str(plan.max_zoom),
        _PLAN: json.dumps({**plan_to_json(plan), "made_ms": made_ms}, ensure_ascii=False),
    }


def _surplus(plan: AreaPlan, writer: MbtilesWriter) -> list[tuple[int, NDArray[np.int64]]]:
    runs = {one.z: one for one in plan.runs()}
    found = []
    for z in writer.zooms():
        held = writer.held(z)
        found.append((z, runs[z].outside(held) if z in runs else held))
    return found
