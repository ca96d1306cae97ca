"""An area is drawn, weighed, fetched, and draws with the network door shut, after a restart too."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.map_choice import MapChoice
from desktop.maps.area_download import Phase
from tests.fakes.archives import png
from tests.fakes.tile_server import Reply, TileServer, tile_server
from tests.unit.desktop.views.map.conftest import Stand, Standing
from tests.unit.desktop.views.map.hands import click, drag
from widgets.map.projection import lonlat_to_world
from widgets.map.sources import RasterTile, TileAddress, TileError
from widgets.map.values import Bounds

WEST, EAST = (121.000, 31.015), (121.012, 31.004)


@pytest.fixture
def server() -> Iterator[TileServer]:
    with tile_server(lambda path, headers: Reply(png())) as made:
        yield made


@pytest.fixture
def town(stand_on: Standing, server: TileServer, tmp_path: Path) -> Standing:
    (tmp_path / "basemaps").mkdir()
    (tmp_path / "basemaps" / "own.toml").write_text(
        '[[basemap]]\nid = "own"\ntitle = "自建"\nkind = "xyz"\nbulk = true\nmax_zoom = 16\n'
        f'location = "{server.url}/{{z}}/{{x}}/{{y}}.png"\n'
    )

    def stand(choice: MapChoice | None = None) -> Stand:
        return stand_on(choice)

    return stand


def _begin(town: Standing) -> Stand:
    return town(MapChoice(base=("own",)))


def _idle(stand: Stand, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)


def _draw(stand: Stand, qtbot: QtBot) -> None:
    stand.press("offline")
    qtbot.mouseClick(stand.desks.offline.panel.rectangle, Qt.MouseButton.LeftButton)
    drag(stand.room, WEST, EAST)
    qtbot.waitUntil(lambda: stand.desks.offline.dialog() is not None, timeout=3000)
    _idle(stand, qtbot)


def _fetch(stand: Stand, qtbot: QtBot, name: str = "dongcun") -> str:
    _draw(stand, qtbot)
    dialog = stand.desks.offline.dialog()
    assert dialog is not None
    dialog.high.setValue(15)
    _idle(stand, qtbot)
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, name)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(stand.grounds.offline.all()), timeout=10_000)
    return stand.grounds.offline.all()[0].area.id


def _done(stand: Stand, qtbot: QtBot, id: str, phase: Phase = Phase.DONE) -> None:
    def is_there() -> bool:
        progress = stand.grounds.offline.progress(id)
        return progress is not None and progress.phase is phase

    qtbot.waitUntil(is_there, timeout=20_000)
    qtbot.wait(300)
    _idle(stand, qtbot)


def test_the_form_counts_tiles_and_megabytes_as_the_zooms_change(
    town: Standing, qtbot: QtBot
) -> None:
    stand = _begin(town)
    _draw(stand, qtbot)
    dialog = stand.desks.offline.dialog()
    assert dialog is not None
    dialog.low.setValue(10)
    dialog.high.setValue(11)
    _idle(stand, qtbot)
    few = dialog.estimate.text()
    dialog.high.setValue(16)
    _idle(stand, qtbot)

    assert few != dialog.estimate.text()
    assert "块" in few and "KB" in few
    dialog.low.setValue(16)
    dialog.high.setValue(12)
    assert dialog.zooms() == (12, 12)
    dialog.reject()


def test_with_the_door_shut_the_area_draws_after_a_restart_too(
    town: Standing, qtbot: QtBot, server: TileServer
) -> None:
    stand = _begin(town)
    id = _fetch(stand, qtbot)
    _done(stand, qtbot, id)
    area = stand.grounds.offline.find(id)
    assert area is not None and area.is_complete and area.title == "dongcun"
    inside = area.plan.runs()[-1].some(1)[0]
    stand.grounds.choice.change(uses_network=False)

    again = town()
    asked = len(server.asked)
    source = again.grounds.base.layers()[0].source
    assert isinstance(source.load(inside), RasterTile)
    with pytest.raises(TileError):
        source.load(TileAddress(15, 0, 0))
    assert len(server.asked) == asked


def test_a_download_pauses_resumes_and_shows_how_far_it_is(
    town: Standing, qtbot: QtBot, server: TileServer
) -> None:
    gate = threading.Event()
    server.answer = lambda path, headers: Reply(png(), hold=gate)
    stand = _begin(town)
    id = _fetch(stand, qtbot)
    panel = stand.desks.offline.panel
    qtbot.waitUntil(panel.pause.isEnabled, timeout=10_000)
    panel.pause.setFocus()
    qtbot.keyClick(panel.pause, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.start.text() == "继续", timeout=5000)
    assert "已暂停" in panel.rows.item(0).text()
    gate.set()
    qtbot.mouseClick(panel.start, Qt.MouseButton.LeftButton)
    _done(stand, qtbot, id)

    assert "已下完" in panel.rows.item(0).text()
    assert panel._bar.value() == panel._bar.maximum()


def test_a_download_under_way_goes_on_at_the_next_start(
    town: Standing, qtbot: QtBot, server: TileServer
) -> None:
    gate = threading.Event()
    server.answer = lambda path, headers: Reply(png(), hold=gate)
    stand = _begin(town)
    id = _fetch(stand, qtbot)
    qtbot.waitUntil(stand.desks.offline.panel.pause.isEnabled, timeout=10_000)
    gate.set()
    stand.grounds.offline.pause(id)

    again = town()
    _done(again, qtbot, id)
    area = again.grounds.offline.find(id)
    assert area is not None and area.is_complete


def test_tiles_that_would_not_come_are_tried_again(
    town: Standing, qtbot: QtBot, server: TileServer
) -> None:
    tile = Reply(png())
    x, y = lonlat_to_world((WEST[0] + EAST[0]) / 2, (WEST[1] + EAST[1]) / 2)
    broken = f"/15/{int(x * 2**15)}/{int(y * 2**15)}.png"

    def answer(path: str, headers: object) -> Reply:
        return Reply(b"<html>sign in</html>") if path == broken else tile

    server.answer = answer
    stand = _begin(town)
    id = _fetch(stand, qtbot)
    panel = stand.desks.offline.panel

    def ended() -> bool:
        # A server that keeps refusing has the download pause by itself.
        progress = stand.grounds.offline.progress(id)
        return progress is not None and progress.phase in (Phase.INCOMPLETE, Phase.PAUSED)

    qtbot.waitUntil(ended, timeout=20_000)
    qtbot.waitUntil(lambda: panel.start.text() in ("重试", "继续"), timeout=3000)
    server.answer = lambda path, headers: Reply(png())

    def retried() -> bool:
        # The server is left alone for some seconds after an answer like that.
        if panel.start.isEnabled():
            qtbot.mouseClick(panel.start, Qt.MouseButton.LeftButton)
        progress = stand.grounds.offline.progress(id)
        return progress is not None and progress.phase is Phase.DONE

    qtbot.waitUntil(retried, timeout=20_000)
    _done(stand, qtbot, id)


def test_an_area_is_edited_and_deleted_after_a_question(town: Standing, qtbot: QtBot) -> None:
    stand = _begin(town)
    id = _fetch(stand, qtbot)
    _done(stand, qtbot, id)
    stand.desks.offline.edit(id)
    dialog = stand.desks.offline.dialog()
    assert dialog is not None
    dialog.name.setText("改名")
    dialog.low.setValue(13)
    _idle(stand, qtbot)
    dialog.accept()
    qtbot.waitUntil(lambda: stand.grounds.offline.all()[0].area.title == "改名", timeout=10_000)
    _done(stand, qtbot, id)
    stand.desks.offline.ask_deletion(id)
    box = stand.desks.offline.question()
    assert box is not None
    yes = next(b for b in box.findChildren(QPushButton) if b.text() == "删除")
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    _idle(stand, qtbot)

    assert stand.grounds.offline.all() == ()
    assert stand.desks.offline.panel.rows.count() == 0


def test_the_outline_is_drawn_anew_and_what_is_missing_is_fetched(
    town: Standing, qtbot: QtBot
) -> None:
    stand = _begin(town)
    id = _fetch(stand, qtbot)
    _done(stand, qtbot, id)
    before = stand.grounds.offline.find(id)
    assert before is not None
    qtbot.mouseClick(stand.desks.offline.panel.outline, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(stand.room.window.map.is_settled, timeout=10_000)
    for corner in ((121.002, 31.002), (121.03, 31.002), (121.03, 31.03)):
        click(stand.room, *corner)
    qtbot.keyClick(stand.room.window.map, Qt.Key.Key_Return)
    dialog = stand.desks.offline.dialog()
    assert dialog is not None
    assert dialog.name.text() == "dongcun"
    assert dialog.zooms() == (before.plan.min_zoom, before.plan.max_zoom)
    _idle(stand, qtbot)
    dialog.accept()
    qtbot.waitUntil(lambda: stand.grounds.offline.find(id) != before, timeout=10_000)
    _done(stand, qtbot, id)
    after = stand.grounds.offline.find(id)

    assert after is not None and after.is_complete
    assert not isinstance(after.plan.area, Bounds) and len(after.plan.area) == 3
    assert len(stand.grounds.offline.all()) == 1


def test_the_estimate_is_of_tiles_as_the_server_has_them(town: Standing, qtbot: QtBot) -> None:
    stand = _begin(town)
    _draw(stand, qtbot)
    dialog = stand.desks.offline.dialog()
    assert dialog is not None
    dialog.low.setValue(16)
    dialog.high.setValue(16)
    qtbot.waitUntil(lambda: "按抽样" in dialog.estimate.text(), timeout=10_000)
    count = int(dialog.estimate.text().split()[0].replace(",", ""))
    assert f"约 {count * len(png()) / 1000:.0f} KB" in dialog.estimate.text()
    dialog.reject()


def test_killed_in_the_middle_it_goes_on_though_its_base_map_is_not_chosen(
    town: Standing, qtbot: QtBot, server: TileServer, tmp_path: Path
) -> None:
    gate = threading.Event()
    first: list[str] = []

    def answer(path: str, headers: object) -> Reply:
        first.append(path)
        return Reply(png(), hold=None if len(first) < 4 else gate)

    stand = _begin(town)
    server.answer = answer
    id = _fetch(stand, qtbot)
    qtbot.waitUntil(lambda: len(first) >= 4, timeout=10_000)
    qtbot.waitUntil(lambda: bool(stand.kept) and stand.kept[-1].downloads == (id,), timeout=10_000)
    # What a process that is killed leaves: its files as they are at that moment, closed by nobody.
    left = {path: path.read_bytes() for path in (tmp_path / "areas").iterdir()}
    chosen = stand.kept[-1]
    gate.set()
    stand.room.window.map._tiles.stop()
    stand.grounds.rest()
    stand.grounds.stop()
    for path in (tmp_path / "areas").iterdir():
        path.unlink()
    for path, content in left.items():
        path.write_bytes(content)
    server.answer = lambda path, headers: Reply(png())

    again = town(msgspec.structs.replace(chosen, base=()))
    assert again.grounds.stored("own") is None
    _done(again, qtbot, id)
    area = again.grounds.offline.find(id)
    assert area is not None and area.is_complete


def test_the_towns_own_map_needs_no_area_and_says_so(stand: Stand) -> None:
    stand.press("offline")

    assert not stand.desks.offline.panel.rectangle.isEnabled()
    assert "本镇底图已在本机" in stand.desks.offline.panel._about.text()
