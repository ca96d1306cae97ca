"""What is done with the files of offline areas, away from the GUI thread. Functions only."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.maps.area_download import AreaDownload
from desktop.maps.area_plan import AreaPlan
from desktop.maps.mbtiles import MbtilesSource
from desktop.maps.offline import OfflineArea, OfflineAreas, Shelf


@dataclass(frozen=True)
class Listing:
    """The areas of a folder, and their tiles by area."""

    shelf: Shelf
    sources: dict[str, MbtilesSource]


def list_areas(areas: OfflineAreas) -> Listing:
    """Every area, open."""
    shelf = areas.list()
    return Listing(shelf, {area.id: areas.open(area) for area in shelf.areas})


def edit_area(
    areas: OfflineAreas,
    area: OfflineArea,
    plan: AreaPlan,
    title: str,
    download: AreaDownload | None,
) -> OfflineArea:
    """Change an area; tiles that are out of it go. Raises MapError."""
    if download is not None:
        download.stop()
    edited = areas.edit(area, plan, title)
    return areas.prune(edited) if areas.surplus(edited) else edited


def delete_area(
    areas: OfflineAreas,
    area: OfflineArea,
    source: MbtilesSource | None,
    download: AreaDownload | None,
) -> None:
    """Remove an area with its file. Raises MapError."""
    if download is not None:
        download.stop()
    if source is not None:
        source.close()
    areas.delete(area)
