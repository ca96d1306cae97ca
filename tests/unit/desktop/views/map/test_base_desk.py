"""Base maps are chosen, stacked, styled and remembered; what fails says so once."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.map_choice import FILE, TOWN, MapChoice
from desktop.views.dialogs.basemaps import TokenDialog
from desktop.views.map.opened import read_style
from tests.fakes.archives import mbtiles, pmtiles, png, point_tile
from tests.fakes.tile_server import Reply, tile_server
from tests.unit.desktop.views.map.conftest import Stand, Standing, offer_tiles
from tests.unit.desktop.views.map.test_layer_panel_desk import TOWN as TOWN_MAP
from widgets.map.sources import TileAddress

ROOT = {TileAddress(0, 0, 0): png()}


def _idle(stand: Stand, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)


def _sources(stand: Stand) -> list[str]:
    return [layer.source.id.partition(":")[0] for layer in stand.room.window.map._tiles.layers]


def _raster(folder: Path) -> Path:
    return mbtiles(folder / "air.mbtiles", ROOT, {"name": "航拍", "format": "png"})


def _vector(folder: Path) -> Path:
    path = folder / "streets.pmtiles"
    path.write_bytes(pmtiles({TileAddress(0, 0, 0): point_tile()}, kind=1))
    return path


def test_the_towns_own_map_is_what_everything_begins_with(stand: Stand, qtbot: QtBot) -> None:
    stand.grounds.base.set_town(TOWN_MAP, 0)
    _idle(stand, qtbot)

    assert _sources(stand) == ["town"]
    assert [name.text for name in stand.room.kit.index._names] == []


def test_files_of_every_kind_stack_above_it(stand: Stand, qtbot: QtBot, tmp_path: Path) -> None:
    base = stand.grounds.base
    base.set_town(TOWN_MAP, 0)
    features = tmp_path / "own.geojson"
    features.write_bytes(TOWN_MAP)
    for path in (_raster(tmp_path), _vector(tmp_path), features):
        base.open_file(path)
    _idle(stand, qtbot)

    assert _sources(stand) == ["town", "mbtiles", "pmtiles", "geojson"]


def test_the_dialog_ticks_orders_and_forgets_by_keyboard(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    stand.grounds.base.open_file(_raster(tmp_path))
    stand.desks.base.open()
    dialog = stand.desks.base.dialog()
    assert dialog is not None
    rows = dialog.rows
    assert rows.item(0).text().startswith("air.mbtiles")
    assert rows.item(1).text().startswith("本镇底图")
    rows.setCurrentRow(0)
    dialog._down.setFocus()
    qtbot.keyClick(dialog._down, Qt.Key.Key_Space)
    _idle(stand, qtbot)
    assert stand.grounds.choice.choice.base == (f"{FILE}{tmp_path / 'air.mbtiles'}", TOWN)
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert stand.grounds.choice.choice.base == (TOWN,)
    dialog._forget.click()
    assert stand.grounds.choice.choice.files == ()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert stand.desks.base.dialog() is None


def test_the_choice_is_there_again_at_the_next_start(
    stand_on: Standing, qtbot: QtBot, tmp_path: Path
) -> None:
    first = stand_on()
    first.grounds.base.open_file(_raster(tmp_path), alone=True)
    first.grounds.base.set_style("light")
    again = stand_on()

    assert _sources(again) == ["mbtiles"]
    assert again.grounds.choice.choice.style == "light"


def test_a_file_that_is_gone_or_broken_is_said_and_the_rest_stays(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pmtiles"
    broken.write_bytes(b"PMTiles\x03nonsense")
    stand.grounds.base.set_town(TOWN_MAP, 0)
    stand.grounds.base.open_file(broken)
    _idle(stand, qtbot)

    assert _sources(stand) == ["town"]
    assert "broken.pmtiles" in stand.room.window.banner.accessibleName()


def test_a_style_of_ones_own_names_once_what_it_asks_in_vain(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    style = tmp_path / "own.json"
    layers = [
        {"id": "ground", "type": "background", "paint": {"background-color": "#102030"}},
        {"id": "hills", "type": "hillshade", "source": "dem"},
    ]
    style.write_text(json.dumps({"version": 8, "layers": layers}))
    said: list[str] = []
    stand.grounds.base.told.connect(lambda text, tone: said.append(text))
    stand.grounds.base.set_style(str(style))
    _idle(stand, qtbot)
    stand.grounds.base.set_style("dark")
    stand.grounds.base.set_style(str(style))
    _idle(stand, qtbot)

    assert len(said) == 1
    assert "own.json" in said[0]


def test_a_style_that_is_none_goes_back_to_the_dark_one(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("[]")
    stand.grounds.base.set_style(str(bad))
    qtbot.waitUntil(lambda: stand.grounds.choice.choice.style == "dark", timeout=5000)


def _styled(folder: Path, style: str) -> None:
    (folder / "basemaps").mkdir(exist_ok=True)
    _vector(folder / "basemaps")
    (folder / "basemaps" / "own.toml").write_text(
        '[[basemap]]\nid = "own"\ntitle = "自建"\nkind = "pmtiles"\n'
        f'location = "streets.pmtiles"\nstyle = "{style}"\n',
        "utf-8",
    )


def test_a_base_map_with_a_style_of_its_own_keeps_it(
    stand_on: Standing, qtbot: QtBot, tmp_path: Path
) -> None:
    _styled(tmp_path, "own.json")
    ground = {"id": "ground", "type": "background", "paint": {"background-color": "#102030"}}
    own = {"version": 8, "layers": [ground]}
    (tmp_path / "basemaps" / "own.json").write_text(json.dumps(own))
    stand = stand_on(MapChoice(base=("own",), style="light"))
    _idle(stand, qtbot)

    for other in (None, read_style("dark")):
        (layer,) = stand.grounds.base.layers(other)
        assert layer.style is not None
        assert [one.id for one in layer.style.layers] == ["ground"]


def test_a_base_map_in_a_style_that_came_along_takes_that_of_paper(
    stand_on: Standing, qtbot: QtBot, tmp_path: Path
) -> None:
    _styled(tmp_path, "light")
    stand = stand_on(MapChoice(base=("own",), style="dark"))
    _idle(stand, qtbot)
    grounds = []
    for other in (None, read_style("dark")):
        (layer,) = stand.grounds.base.layers(other)
        assert layer.style is not None
        color = layer.style.background(10.0)
        assert color is not None
        grounds.append(color.hex().upper())

    assert grounds == ["#F1EEE7", "#0B131E"]


def test_a_style_of_a_base_map_that_is_gone_is_said_and_the_map_stays(
    stand_on: Standing, qtbot: QtBot, tmp_path: Path
) -> None:
    _styled(tmp_path, "gone.json")
    stand = stand_on(MapChoice(base=("own",)))
    _idle(stand, qtbot)

    assert _sources(stand) == ["pmtiles"]
    assert "gone.json" in stand.room.window.banner.accessibleName()


def test_a_provider_with_a_token_asks_for_it_once_and_keeps_it_out_of_the_settings(
    stand_on: Standing, qtbot: QtBot, tmp_path: Path
) -> None:
    with tile_server(lambda path, headers: Reply(png())) as server:
        offer_tiles(tmp_path, server.url, token="mine")
        stand = stand_on()
        stand.grounds.base.choose(["own"])
        dialogs = stand.room.window.findChildren(TokenDialog)
        assert len(dialogs) == 1
        qtbot.keyClicks(dialogs[0]._token, "secret-tk")
        qtbot.keyClick(dialogs[0]._token, Qt.Key.Key_Return)
        _idle(stand, qtbot)
        assert _sources(stand) == ["web"]
        again = stand_on()
        assert _sources(again) == ["web"]
        again.room.window.map.set_base([])

    kept = tmp_path / "config" / "map-tokens.json"
    assert kept.stat().st_mode & 0o077 == 0
    assert "secret-tk" in kept.read_text()
    assert "secret-tk" not in repr(again.kept)


def test_a_server_that_stops_is_said_once_per_outage(
    stand_on: Standing, qtbot: QtBot, tmp_path: Path
) -> None:
    with tile_server(lambda path, headers: Reply(status=503)) as server:
        offer_tiles(tmp_path, server.url)
        stand = stand_on(MapChoice(base=("own",)))
        said: list[str] = []
        stand.room.window.map.base_failed.connect(lambda source, text: said.append(text))
        stand.room.window.map.repaint()
        qtbot.waitUntil(lambda: bool(said), timeout=15_000)

        assert "自建" in stand.room.window.banner.accessibleName()
        assert "© 镇" in stand.room.window.map._tiles.attribution
        stand.room.window.map.set_base([])
