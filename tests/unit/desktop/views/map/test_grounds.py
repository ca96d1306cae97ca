"""All maps stand on the same grounds; each goes its own way above them; all ends in order."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ActionId
from desktop.map_choice import MapChoice
from desktop.views.map.desks import furnish
from desktop.views.map.grounds import outfit
from desktop.views.map.live import LiveMap
from desktop.views.map.pane import MapPane
from tests.fakes.archives import mbtiles, png
from tests.fakes.tile_server import Reply, tile_server
from tests.unit.desktop.views.map.conftest import Stand, Standing, offer_tiles
from widgets.map.sources import TileAddress


def test_the_keys_of_the_map_open_their_panels(stand: Stand) -> None:
    pane = stand.room.window.pane
    for action, panel in (
        (ActionId.LAYERS, stand.desks.panel.box),
        (ActionId.MAPS, stand.desks.presets.panel),
        (ActionId.OFFLINE, stand.desks.offline.panel),
    ):
        stand.room.desks.perform(action)
        assert pane.open_panel() is panel
        stand.room.desks.perform(ActionId.DESELECT)
        assert pane.open_panel() is None


def test_a_second_map_stands_on_the_same_and_shows_its_own_layers(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    room, grounds = stand.room, stand.grounds
    pane = MapPane()
    qtbot.addWidget(pane)
    live = LiveMap(pane.canvas, room.town.store)
    live.rebuild()
    desks = furnish(pane, room.kit, room.feed, live, is_second=True)
    second = outfit(pane, room.kit, room.feed, live, desks, grounds, is_second=True)
    path = mbtiles(tmp_path / "air.mbtiles", {TileAddress(0, 0, 0): png()}, {"format": "png"})
    grounds.base.open_file(path)
    qtbot.waitUntil(lambda: grounds.is_idle, timeout=5000)
    second.presets.show("cameras")

    for canvas in (pane.canvas, room.window.map):
        assert canvas._tiles.layers[0].source.id.startswith("mbtiles")
    assert stand.desks.layers.preset is None
    assert second.layers.preset is not None
    assert grounds.choice.choice.preset == ""
    pane.canvas._tiles.stop()


def test_a_language_changes_every_panel(stand: Stand) -> None:
    stand.press("layers")
    stand.grounds.base.renamed.emit()

    assert stand.desks.panel.box.accessibleName() == "图层"


def test_a_wrong_entry_of_the_users_list_is_said_and_the_others_stay(
    stand_on: Standing, tmp_path: Path
) -> None:
    (tmp_path / "basemaps").mkdir()
    (tmp_path / "basemaps" / "bad.toml").write_text('[[basemap]]\nid = "x"\n')
    stand = stand_on()

    assert "bad.toml" in stand.room.window.banner.accessibleName()
    assert len(stand.grounds.base.catalogue.choices()) >= 3


def test_maps_of_ones_own_are_offered_and_a_wrong_one_is_said(
    stand_on: Standing, tmp_path: Path
) -> None:
    (tmp_path / "maps").mkdir()
    text = 'order = 9\ntitle = { zh = "网格图", en = "Grid" }\nabout = { zh = "有", en = "has" }\n'
    (tmp_path / "maps" / "grid.toml").write_text(text, "utf-8")
    (tmp_path / "maps" / "bad.toml").write_text("order =", "utf-8")
    stand = stand_on()

    assert [each.id for each in stand.desks.presets.presets][-1] == "grid"
    assert "bad.toml" in stand.room.window.banner.accessibleName()


def test_no_thread_is_left_at_the_end(stand: Stand) -> None:
    stand.grounds.rest()
    stand.grounds.stop()

    assert [t.name for t in threading.enumerate() if t.name.startswith(("map-", "area-"))] == []


def test_the_end_waits_for_a_tile_that_a_server_was_asked_for(
    stand_on: Standing, qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hold, asked = threading.Event(), threading.Event()

    def answer(path: str, headers: object) -> Reply:
        asked.set()
        return Reply(png(), hold=hold)

    with tile_server(answer) as server:
        offer_tiles(tmp_path, server.url)
        stand = stand_on(MapChoice(base=("own",)))
        qtbot.waitUntil(asked.is_set, timeout=10_000)
        ending = threading.Thread(target=stand.grounds.stop)
        ending.start()
        qtbot.waitUntil(lambda: not stand.grounds.door.is_open, timeout=10_000)
        is_waiting = ending.is_alive()
        hold.set()
        ending.join()
        stand.room.window.map.set_base([])

    assert is_waiting
    assert "cache" not in caplog.text
