"""A file is read aside, shown on the map, corrected and only then kept; nothing broken breaks."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.maps.crs import from_wgs84, gauss_kruger
from desktop.models.layer_list import IMPORT
from tests.fakes.archives import mbtiles, png
from tests.unit.desktop.views.map.conftest import Stand, Standing
from widgets.map.sources import TileAddress

CSV = "名称,经度,纬度\n甲,121.01,31.01\n乙,121.02,31.02\n丙,abc,31.0\n"
SWAPPED = "name,x,y\n" + "".join(f"p{n},31.0{n},121.0{n}\n" for n in range(1, 8))


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _open(stand: Stand, qtbot: QtBot, path: Path) -> None:
    stand.desks.imports.open(path)
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)


def _sources(stand: Stand) -> list[str]:
    return [layer.source.id.partition(":")[0] for layer in stand.room.window.map._tiles.layers]


def _accept(stand: Stand, qtbot: QtBot) -> None:
    qtbot.mouseClick(stand.desks.imports.panel.accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)


def test_the_preview_is_on_the_map_and_the_map_goes_there(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    _open(stand, qtbot, _write(tmp_path, "点.csv", CSV.replace("121.", "101.")))
    panel = stand.desks.imports.panel

    assert _sources(stand) == ["preview"]
    assert abs(stand.room.window.map.view().lon - 101.015) < 0.01
    assert panel.crs.currentData() == "wgs84"
    assert panel.refused.rowCount() == 1
    assert panel.refused.item(0, 0).text() == "4"
    assert panel.accept.hasFocus()


def test_accepted_by_the_enter_key_it_is_a_layer_with_an_age(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    _open(stand, qtbot, _write(tmp_path, "点.csv", CSV))
    panel = stand.desks.imports.panel
    panel.name.setFocus()
    panel.name.selectAll()
    qtbot.keyClicks(panel.name, "baoding")
    qtbot.keyClick(panel.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)

    assert _sources(stand) == ["import"]
    rows = {info.title: info for info in stand.desks.panel.infos()}
    assert rows["baoding"].age == "导入 刚刚"
    assert stand.room.window.pane.open_panel() is None


def test_cancelled_or_put_away_nothing_is_kept(stand: Stand, qtbot: QtBot, tmp_path: Path) -> None:
    path = _write(tmp_path, "点.csv", CSV)
    _open(stand, qtbot, path)
    stand.desks.imports.panel.setFocus()
    qtbot.keyClick(stand.desks.imports.panel, Qt.Key.Key_Escape)
    assert _sources(stand) == []
    _open(stand, qtbot, path)
    stand.press("layers")
    assert _sources(stand) == []
    assert stand.grounds.imports.all() == ()


def test_a_read_that_is_cancelled_is_never_heard_of(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    stand.desks.imports.open(_write(tmp_path, "点.csv", CSV))
    qtbot.mouseClick(stand.desks.imports.panel.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)

    assert stand.desks.imports.result is None
    assert _sources(stand) == []


def test_swapped_coordinates_are_offered_to_be_swapped(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    _open(stand, qtbot, _write(tmp_path, "swapped.csv", SWAPPED))
    panel = stand.desks.imports.panel
    assert panel.swap.isVisible()
    qtbot.mouseClick(panel.swap, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)

    result = stand.desks.imports.result
    assert result is not None and result.is_swapped
    assert abs(stand.room.window.map.view().lon - 121.04) < 0.05


def test_another_system_moves_the_features(stand: Stand, qtbot: QtBot, tmp_path: Path) -> None:
    _open(stand, qtbot, _write(tmp_path, "点.csv", CSV))
    before = stand.desks.imports.result
    crs = stand.desks.imports.panel.crs
    crs.setCurrentIndex(crs.findData("gcj02"))
    crs.activated.emit(crs.currentIndex())
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)
    after = stand.desks.imports.result

    assert before is not None and after is not None
    assert after.crs.id == "gcj02"
    assert after.bounds != before.bounds


def test_an_import_survives_a_restart_and_its_removal_can_be_undone(
    stand_on: Standing, qtbot: QtBot, tmp_path: Path
) -> None:
    first = stand_on()
    _open(first, qtbot, _write(tmp_path, "点.csv", CSV))
    _accept(first, qtbot)
    again = stand_on()
    assert _sources(again) == ["import"]
    id = again.grounds.imports.all()[0].about.id
    again.desks.imports.remove(id)
    assert _sources(again) == []
    qtbot.mouseClick(again.room.window.banner.action_button(), Qt.MouseButton.LeftButton)
    assert _sources(again) == ["import"]
    again.desks.imports.remove(id)
    qtbot.waitUntil(lambda: again.grounds.is_idle, timeout=10_000)
    assert _sources(stand_on()) == []


def test_the_list_of_refused_rows_can_be_kept(stand: Stand, qtbot: QtBot, tmp_path: Path) -> None:
    _open(stand, qtbot, _write(tmp_path, "点.csv", CSV))
    kept = tmp_path / "refused.csv"
    stand.desks.imports.save_report(str(kept))

    lines = kept.read_text("utf-8-sig").splitlines()
    assert lines[0] == "行,拒绝原因"
    assert lines[1].startswith("4,")


def test_a_table_without_coordinates_lets_the_columns_be_chosen(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    table = "名称,甲,乙\n" + "".join(f"点,121.0{n},31.0{n}\n" for n in range(1, 6))
    _open(stand, qtbot, _write(tmp_path, "无名.csv", table))
    panel = stand.desks.imports.panel
    assert not panel.accept.isVisible()
    panel.columns[0].setCurrentText("甲")
    panel.columns[1].setCurrentText("乙")
    qtbot.mouseClick(panel.read_columns, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)

    assert stand.desks.imports.result is not None
    assert stand.desks.imports.result.count == 5


def test_broken_files_say_why_and_leave_the_map_alone(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    for name, text in (("cut.geojson", '{"type": "Fea'), ("no.gpkg", "x"), ("e.csv", "")):
        _open(stand, qtbot, _write(tmp_path, name, text))
        assert "无法导入" in stand.desks.imports.panel._summary.text()
        assert _sources(stand) == []
    assert stand.desks.imports.panel.isVisible()


def test_a_damaged_import_is_named_and_the_others_stay(
    stand_on: Standing, qtbot: QtBot, tmp_path: Path
) -> None:
    first = stand_on()
    for name in ("a.csv", "b.csv"):
        _open(first, qtbot, _write(tmp_path, name, CSV))
        _accept(first, qtbot)
    broken = first.grounds.imports.all()[0].about.id
    (tmp_path / "imports" / f"{broken}.geojson").write_text("{")
    again = stand_on()

    assert len(again.grounds.imports.all()) == 1


def _drop(stand: Stand, *paths: Path) -> None:
    canvas = stand.room.window.map
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, action = QPointF(100, 100), Qt.DropAction.CopyAction
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(100, 100), action, data, button, keys)
    QApplication.sendEvent(canvas, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(canvas, QDropEvent(where, action, data, button, keys))


def test_files_dropped_on_the_map_are_imported_or_become_the_base(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    square = {
        "type": "Polygon",
        "coordinates": [[[121, 31], [121.01, 31], [121, 31.01], [121, 31]]],
    }
    raster = mbtiles(tmp_path / "air.mbtiles", {TileAddress(0, 0, 0): png()}, {"format": "png"})
    geojson = _write(tmp_path, "area.geojson", json.dumps(square))
    _drop(stand, raster, geojson)
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)

    assert _sources(stand) == ["mbtiles", "preview"]
    assert stand.desks.imports.result is not None
    _accept(stand, qtbot)
    assert f"{IMPORT}{stand.grounds.imports.all()[0].about.id}" in [
        info.id for info in stand.desks.panel.infos()
    ]


@pytest.mark.parametrize("suffix", [".gpkg", ".shp"])
def test_a_geopackage_and_a_shapefile_come_in_with_their_system(
    stand: Stand, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    places = from_wgs84(gauss_kruger(40, prefixed=True), np.array([[121.01, 31.01]]))
    path = tmp_path / f"泵站{suffix}"
    pyogrio.raw.write(
        path,
        np.array([struct.pack("<BI2d", 1, 1, *places[0]), None], object),
        [np.array(["河埠头", "下立交"], object)],
        np.array(["name"], object),
        geometry_type="Point",
        crs="EPSG:4528",
    )
    _open(stand, qtbot, path)
    result = stand.desks.imports.result
    assert result is not None and result.bounds is not None
    assert (result.count, result.refused_count, result.crs.epsg) == (1, 1, 4528)
    assert result.bounds.west == pytest.approx(121.01, abs=1e-6)
    _accept(stand, qtbot)
    (kept,) = stand.grounds.imports.all()
    assert (kept.about.title, kept.source.names[0].text) == ("泵站", "河埠头")
