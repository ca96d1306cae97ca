from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.maps.area_download import AreaDownload, Phase, Politeness
from desktop.maps.area_plan import AreaPlan, count_tiles
from desktop.maps.covered import CoveredSource
from desktop.maps.errors import MapError, PlanError
from desktop.maps.http_tiles import open_client
from desktop.maps.offline import OfflineArea, OfflineAreas, within
from desktop.maps.url_template import UrlTemplate
from desktop.maps.xyz import NetworkDoor, WebMap, WebSource
from tests.fakes.archives import mbtiles, png
from tests.fakes.tile_server import Reply, tile_server
from tests.fakes.tiles import MemorySource
from widgets.map.sources import RasterTile, TileAddress, TileError
from widgets.map.values import Bounds

PLAN = AreaPlan("town", ((11.0, 43.5), (11.6, 43.6), (11.2, 44.1)), 4, 12)
WIDER = replace(PLAN, area=Bounds(10.8, 43.5, 11.3, 44.0), max_zoom=13)
QUICK = Politeness(first_wait_s=0.0)


def _fill(area: OfflineArea, source: MemorySource | WebSource) -> None:
    download = AreaDownload(source, area.path, area.plan, politeness=QUICK)
    download.start()
    assert download.wait(60) is Phase.DONE
    download.stop()


def _needed(plan: AreaPlan) -> set[TileAddress]:
    return {a for runs in plan.runs() for a in runs.some(10**6)}


def test_an_area_is_made_filled_and_found_again(tmp_path: Path) -> None:
    areas = OfflineAreas(tmp_path, clock=lambda: 1234.5)
    made = areas.make(PLAN, "河岸", MemorySource())
    assert (made.held, made.total, made.is_complete) == (0, count_tiles(PLAN), False)
    _fill(made, MemorySource())
    (found,) = OfflineAreas(tmp_path).list().areas

    assert (found.id, found.title, found.plan) == (made.id, "河岸", PLAN)
    assert (found.attribution, found.made_ms, found.format) == ("© Town", 1_234_500, "png")
    assert found.is_complete
    assert found.size_bytes > made.size_bytes


def test_the_file_is_plain_mbtiles(tmp_path: Path) -> None:
    area = OfflineAreas(tmp_path).make(PLAN, "River", MemorySource())
    db = sqlite3.connect(area.path)
    said = dict(db.execute("SELECT name, value FROM metadata"))
    db.close()

    assert {k: said[k] for k in ("name", "format", "minzoom", "maxzoom", "type")} == {
        "name": "River", "format": "png", "minzoom": "4", "maxzoom": "12", "type": "baselayer",
    }  # fmt: skip


def test_an_edit_fetches_only_the_difference(tmp_path: Path) -> None:
    areas = OfflineAreas(tmp_path)
    area = areas.make(PLAN, "River", MemorySource())
    _fill(area, MemorySource())
    wider = areas.edit(area, WIDER)
    source = MemorySource()
    _fill(wider, source)

    assert set(source.asked) == _needed(WIDER) - _needed(PLAN)
    assert len(source.asked) == len(set(source.asked))
    assert (areas.list().areas[0].plan, wider.title) == (WIDER, "River")


def test_what_fell_out_of_an_area_can_be_removed(tmp_path: Path) -> None:
    areas = OfflineAreas(tmp_path)
    area = areas.make(WIDER, "River", MemorySource())
    _fill(area, MemorySource())
    smaller = areas.edit(area, PLAN, "Bank")
    gone = _needed(WIDER) - _needed(PLAN)

    assert areas.surplus(smaller) == len(gone)
    assert areas.prune(smaller).size_bytes < smaller.size_bytes
    assert areas.surplus(smaller) == 0
    source = areas.open(smaller)
    assert all(source.load(address) is None for address in gone)
    assert all(source.load(a) is not None for a in _needed(PLAN) & _needed(WIDER))
    source.close()


def test_an_area_keeps_its_base_map(tmp_path: Path) -> None:
    areas = OfflineAreas(tmp_path)
    area = areas.make(PLAN, "River", MemorySource())

    with pytest.raises(PlanError, match="keeps its base map"):
        areas.edit(area, replace(PLAN, source_id="other"))


def test_a_deleted_area_is_gone(tmp_path: Path) -> None:
    areas = OfflineAreas(tmp_path)
    area = areas.make(PLAN, "River", MemorySource())
    areas.delete(area)

    assert areas.list().areas == ()
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_no_areas_are_named_and_disturb_no_other(tmp_path: Path) -> None:
    areas = OfflineAreas(tmp_path)
    area = areas.make(PLAN, "River", MemorySource())
    (tmp_path / "broken.mbtiles").write_bytes(b"x" * 5000)
    mbtiles(tmp_path / "foreign.mbtiles", {TileAddress(0, 0, 0): png()}, {"format": "png"})
    found = areas.list()

    assert [one.id for one in found.areas] == [area.id]
    assert len(found.problems) == 2
    assert "broken.mbtiles: it is damaged" in str(found.problems[0])
    assert "foreign.mbtiles: it is no offline area" in str(found.problems[1])


def test_a_map_that_forbids_bulk_is_not_stored(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="forbid"):
        OfflineAreas(tmp_path).make(PLAN, "River", MemorySource(), may_bulk=False)
    assert list(tmp_path.iterdir()) == []


def test_zooms_the_map_does_not_have_are_left_out(tmp_path: Path) -> None:
    area = OfflineAreas(tmp_path).make(PLAN, "River", MemorySource(zooms=(6, 8)))

    assert (area.plan.min_zoom, area.plan.max_zoom) == (6, 8)
    with pytest.raises(PlanError, match="only the zooms 13 to 14"):
        within(PLAN, MemorySource(zooms=(13, 14)))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(MapError, match="cannot be made"):
        OfflineAreas(tmp_path / "file").make(PLAN, "River", MemorySource())
    assert OfflineAreas(tmp_path / "none").list().areas == ()


def test_a_journal_left_by_a_kill_is_undone_before_the_area_is_read(tmp_path: Path) -> None:
    areas = OfflineAreas(tmp_path)
    area = areas.make(PLAN, "River", MemorySource())
    _fill(area, MemorySource())
    # A transaction under way: the pages are written and the journal knows the old ones.
    db = sqlite3.connect(area.path, isolation_level=None)
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE tiles SET tile_data = zeroblob(3000)")
    journal = area.path.with_name(area.path.name + "-journal")
    killed = tmp_path / "copy"
    killed.mkdir()
    (killed / area.path.name).write_bytes(area.path.read_bytes())
    (killed / journal.name).write_bytes(journal.read_bytes())
    db.execute("ROLLBACK")
    db.close()
    again = OfflineAreas(killed)
    (found,) = again.list().areas
    source = again.open(found)

    assert found.is_complete
    assert all(isinstance(source.load(a), RasterTile) for a in _needed(PLAN))
    source.close()


def test_with_the_network_door_shut_the_area_draws_after_a_restart_too(tmp_path: Path) -> None:
    with (
        tile_server(lambda path, headers: Reply(png(2, 2))) as server,
        open_client("OneMap/test", trust_env=False) as client,
    ):
        web = WebMap("town", UrlTemplate(server.url + "/{z}/{x}/{y}"))
        area = OfflineAreas(tmp_path).make(PLAN, "River", WebSource(web, client, NetworkDoor()))
        _fill(area, WebSource(web, client, NetworkDoor()))
        asked = len(server.asked)
        for _ in range(2):
            areas = OfflineAreas(tmp_path)
            stored = [areas.open(one) for one in areas.list().areas]
            shut = WebSource(web, client, NetworkDoor(is_open=False))
            source = CoveredSource(shut, stored)
            assert {source.load(a) for a in _needed(PLAN)} == {RasterTile(png(2, 2))}
            with pytest.raises(TileError, match="switched off"):
                source.load(TileAddress(10, 0, 0))
            for one in stored:
                one.close()
        assert len(server.asked) == asked == len(_needed(PLAN))
