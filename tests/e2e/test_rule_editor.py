"""The rule editor against the real server: a change is tried on what was read, saved, in force,
and taken back."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.link.http import HttpDoor
from desktop.link.rulebook import RulebookDoor
from desktop.models.feed import Feed
from desktop.views.dialogs.rule_forms import ReasonDialog
from desktop.views.rules.desk import RuleDesk
from desktop.views.rules.window import RuleWindow
from services.bootstrap import Options, serve
from services.clock import Clock
from tests.fakes import town as fake
from tests.fakes.console import Console, open_console
from tests.fakes.servers import LOCAL_TOKEN
from tests.fakes.towns import UNDERPASS, write_town

RULE = "waterlogging_response.depth_underpass"
BLUE = "levels.blue.at"


class Seat:
    """An editor on a served town."""

    def __init__(self, app: QApplication, console: Console, desk: RuleDesk, url: str) -> None:
        self._app, self.console, self.desk, self.url = app, console, desk, url

    @property
    def window(self) -> RuleWindow:
        assert self.desk.window is not None
        return self.desk.window

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not condition():
                # The server works in this process too, some of it in threads.
                await asyncio.sleep(0.005)
                self._app.processEvents()

    def type(self, key: str, text: str) -> None:
        line = self.window.rule.form.box(key).line()
        line.setText(text)
        line.textEdited.emit(text)

    def answer(self, reason: str) -> None:
        dialog = self.window.findChildren(ReasonDialog)[-1]
        dialog.reason().setText(reason)
        dialog.accept()

    async def read(self, *values: tuple[int, float]) -> None:
        """Readings so many minutes ago, waited for until they are written."""
        now = Clock.real().now_ms()
        body = [{"stream": UNDERPASS, "value": v, "at": now - ago * 60_000} for ago, v in values]
        headers = {"Authorization": f"Bearer {LOCAL_TOKEN}"}
        async with httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False) as http:
            (await http.post("/api/readings", json=body)).raise_for_status()


@pytest.fixture
async def seat(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> AsyncIterator[Seat]:
    town = write_town(tmp_path / "town")
    stop, ready = asyncio.Event(), asyncio.Queue[str]()
    options = Options(str(town), str(tmp_path / "town.db"), "127.0.0.1:0")
    tasks: list[asyncio.Task[None]] = []

    def spawn(work, name: str) -> asyncio.Task[None]:  # type: ignore[no-untyped-def]
        tasks.append(asyncio.create_task(work, name=name))
        return tasks[-1]

    async def token() -> str:
        return LOCAL_TOKEN

    async with asyncio.TaskGroup() as group, contextlib.AsyncExitStack() as stack:
        group.create_task(
            serve(options, stop, ready.put_nowait, {"ONEMAP_LOCAL_TOKEN": LOCAL_TOKEN})
        )
        url = await ready.get()
        stack.callback(stop.set)
        console = await stack.enter_async_context(open_console(tmp_path / "desk", url))
        http = HttpDoor(url, token, tmp_path / "http")
        stack.push_async_callback(http.aclose)
        wall, feed = QWidget(), Feed(console.store)
        qtbot.addWidget(wall)
        stack.callback(feed.stop)
        desk = RuleDesk(
            console.store, feed, console.send, RulebookDoor(http), spawn, lambda: fake.ZONE, wall
        )
        stack.callback(desk.close)
        yield Seat(qapp, console, desk, url)
        desk.close()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_change_is_tried_saved_in_force_and_taken_back(seat: Seat) -> None:
    await seat.read((50, 1), (40, 7), (30, 1), (20, 1), (1, 1))
    seat.desk.edit(RULE)
    await seat.until(lambda: seat.window.rule.save.isVisible() and bool(seat.window.rule.title()))
    seat.type(BLUE, "10")
    table = seat.window.trial.table.table_model()

    async def tried() -> bool:
        """Readings are written behind; what is tried before finds none of them."""
        seat.window.trial.run.click()
        await seat.until(lambda: seat.window.trial.run.isVisible())
        return bool(table.rows())

    async with asyncio.timeout(60):
        while not await tried():
            pass
    assert [cell.text for cell in table.rows()[0].cells[1:5]] == ["1", "–", "–", "1"]
    plot = seat.window.trial.plot
    await seat.until(lambda: plot.value() is not None)
    assert [len(lane.spans) for lane in plot.value().lanes] == [1, 0]  # type: ignore[union-attr]

    seat.window.rule.save.click()
    seat.answer("夜里反复")
    await seat.until(lambda: seat.window.rule.state_text() == "● 改动已生效")
    assert seat.console.store.state.rule_changes[RULE].reason == "夜里反复"
    assert seat.window.rule.form.box(BLUE).field().told == "场景包为 5"

    seat.window.rule.back.click()
    seat.answer("看错了")
    await seat.until(lambda: seat.window.rule.form.box(BLUE).text() == "5")
    assert RULE not in seat.console.store.state.rule_changes


async def test_the_server_finds_what_the_form_does_not(seat: Seat) -> None:
    seat.desk.edit(RULE)
    await seat.until(lambda: bool(seat.window.rule.title()))
    seat.type("during", "no_such_calendar")
    seat.window.trial.run.click()
    box = seat.window.rule.form.box("during")

    await seat.until(lambda: box.problem_text().startswith("■ 服务器："))
