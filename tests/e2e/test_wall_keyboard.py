"""A whole case at the real window, from a reading to its end: by keyboard, then by mouse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
import qasync
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QPushButton, QWidget

from desktop.__main__ import make_parser
from desktop.actions.catalogue import ActionId
from desktop.app import Desktop
from desktop.sessions import open_profile
from desktop.views.dialogs.form import FormDialog
from desktop.views.wall_window import WallWindow
from tests.fakes.servers import create_token, curl, state_of
from tests.fakes.towns import CAMERA, UNDERPASS
from widgets.theme.style import apply_theme

PATIENCE_S = 20.0
LEFT = Qt.MouseButton.LeftButton
POINT = f"stream:{UNDERPASS}"


async def until(condition: Callable[[], bool], what: str) -> None:
    """Let the loop run until what the window shows fits."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"waited {PATIENCE_S:.0f} s for {what}") from None


class Operator:
    """Sits before the window: sees what it offers, presses keys, clicks."""

    def __init__(self, window: WallWindow) -> None:
        self.window = window

    async def sees_alert(self) -> None:
        await until(lambda: self.window.queue.queue_model().rowCount() == 1, "the alert")

    async def offered(self, action: ActionId) -> QWidget:
        """Wait until the panel has a button for it that can be pressed; answers the button."""
        panel = self.window.detail

        def is_offered() -> bool:
            try:
                return panel.isVisible() and panel.button(action).isEnabled()
            except KeyError:
                return False

        await until(is_offered, f"{action} to be offered")
        return panel.button(action)

    async def press(self, key: Qt.Key) -> None:
        # Qt matches shortcuts only in the active window, and offscreen there is no window
        # system that makes it active again when a dialog closes.
        self.window.activateWindow()
        await until(self.window.isActiveWindow, "the window to be active")
        QTest.keyClick(self.window, key)

    async def click(self, target: QWidget, at: QPoint | None = None) -> None:
        await until(target.isVisible, "something to click")
        QTest.mouseClick(target, LEFT, pos=at or target.rect().center())

    async def form(self) -> FormDialog:
        await until(lambda: self._form() is not None, "a form")
        form = self._form()
        assert form is not None
        return form

    async def form_is_gone(self) -> None:
        await until(lambda: self._form() is None, "the form to close")

    def _form(self) -> FormDialog | None:
        forms = self.window.findChildren(FormDialog)
        return next((form for form in forms if form.isVisible()), None)


def confirm_button(form: QDialog) -> QPushButton:
    return next(button for button in form.findChildren(QPushButton) if button.isDefault())


def write(form: QDialog, text: str) -> None:
    (field,) = form.findChildren(QPlainTextEdit)
    QTest.keyClicks(field, text)


def child_server(data: Path) -> psutil.Process | None:
    """The server the desktop has started for itself."""
    for child in psutil.Process().children():
        if any(str(data) in word for word in child.cmdline()):
            return child
    return None


async def url_of(server: psutil.Process) -> str:
    words = server.cmdline()
    ready = Path(words[words.index("--ready-file") + 1])
    await until(ready.exists, "the server to listen")
    return ready.read_text("utf-8").strip()


async def send_reading(url: str, token: str, value: float) -> None:
    words = ("-H", f"Authorization: Bearer {token}")
    body = f'[{{"stream": "{UNDERPASS}", "value": {value}}}]'
    status, _ = await asyncio.to_thread(curl, f"{url}/api/readings", *words, "--data-binary", body)
    assert status == 202


@asynccontextmanager
async def at_work(desktop: Desktop, data: Path, token: str) -> AsyncIterator[Operator]:
    """A desktop running with its own server, into which one reading has come."""
    running = asyncio.create_task(desktop.run(), name="desktop")
    server = None
    try:
        await until(lambda: child_server(data) is not None, "the server")
        server = child_server(data)
        assert server is not None
        await send_reading(await url_of(server), token, 33)
        operator = Operator(desktop.window)
        await operator.sees_alert()
        yield operator
    finally:
        desktop.window.close()
        assert await running == 0
    assert not server.is_running()


async def by_keyboard(operator: Operator) -> None:
    await operator.press(Qt.Key.Key_J)
    await operator.offered(ActionId.ACKNOWLEDGE)
    await operator.press(Qt.Key.Key_A)
    await operator.offered(ActionId.OPEN_CASE)
    await operator.press(Qt.Key.Key_C)
    QTest.keyClick(await operator.form(), Qt.Key.Key_Return)
    await operator.form_is_gone()
    await operator.offered(ActionId.DISPATCH)
    await operator.press(Qt.Key.Key_D)
    QTest.keyClick(await operator.form(), Qt.Key.Key_Return)
    await operator.form_is_gone()
    await operator.offered(ActionId.ARRIVED)
    await operator.press(Qt.Key.Key_R)
    await until(lambda: shows_handling(operator.window), "the team on site")
    await operator.press(Qt.Key.Key_X)
    form = await operator.form()
    write(form, "Water gone, road open")
    QTest.keyClick(confirm_button(form), Qt.Key.Key_Return)
    await operator.form_is_gone()
    await until(lambda: not offers(operator.window, ActionId.CLOSE_CASE), "the end of the case")


async def by_mouse(operator: Operator) -> None:
    window = operator.window
    await selects_by_mouse(operator)
    await operator.click(await operator.offered(ActionId.ACKNOWLEDGE))
    await until(lambda: not offers(window, ActionId.ACKNOWLEDGE), "the alert acknowledged")
    await operator.click(await operator.offered(ActionId.OPEN_CASE))
    await confirm_by_mouse(operator)
    await operator.click(await operator.offered(ActionId.DISPATCH))
    await confirm_by_mouse(operator)
    await operator.click(await operator.offered(ActionId.ARRIVED))
    await until(lambda: shows_handling(window), "the team on site")
    await operator.click(await operator.offered(ActionId.CLOSE_CASE))
    await confirm_by_mouse(operator, "Water gone, road open")
    await until(lambda: not offers(window, ActionId.CLOSE_CASE), "the end of the case")


async def selects_by_mouse(operator: Operator) -> None:
    """Queue row, ground, tile, ground, map point: each selects the one alert everywhere."""
    window = operator.window
    (row,) = window.queue.queue_model().rows()
    row_at = window.queue.visualRect(window.queue.queue_model().index_of(row.id)).center()
    await operator.click(window.queue.viewport(), row_at)
    assert selection(window) == (row.id, f"asset:{CAMERA}", POINT)
    QTest.mouseDClick(window.queue.viewport(), LEFT, pos=row_at)
    await until(window.map.is_settled, "the map to come to rest over the alert")
    await operator.click(window.map, QPoint(8, 8))
    assert selection(window) == (None, None, None)
    await operator.click(window.tiles.viewport(), window.tiles.tile_rect(0).center().toPoint())
    assert selection(window) == (row.id, f"asset:{CAMERA}", POINT)
    await operator.click(window.map, QPoint(8, 8))
    point = window.map.point_on_screen(POINT)
    assert point is not None
    await operator.click(window.map, point.toPoint())
    assert selection(window) == (row.id, f"asset:{CAMERA}", POINT)


async def confirm_by_mouse(operator: Operator, text: str = "") -> None:
    form = await operator.form()
    if text:
        write(form, text)
    await operator.click(confirm_button(form))
    await operator.form_is_gone()


def selection(window: WallWindow) -> tuple[str | None, str | None, str | None]:
    return window.queue.selected_id(), window.tiles.selected_id(), window.map.selected()


def offers(window: WallWindow, action: ActionId) -> bool:
    try:
        window.detail.button(action)
    except KeyError:
        return False
    return True


def shows_handling(window: WallWindow) -> bool:
    """Somebody is there: the case can be closed, and nobody is awaited any more."""
    return offers(window, ActionId.CLOSE_CASE) and not offers(window, ActionId.ARRIVED)


@pytest.mark.parametrize("work", [by_keyboard, by_mouse])
def test_operator_handles_an_alert_to_the_end(
    qapp: QApplication, town: Path, tmp_path: Path, work: Callable[[Operator], Awaitable[None]]
) -> None:
    data = tmp_path / "data"
    options = make_parser().parse_args(["--town", str(town), "--data", str(data)])
    apply_theme(qapp)
    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    try:
        with loop:
            profile = open_profile(options, options.data)
            db = profile.embedded_db
            db.parent.mkdir(parents=True, exist_ok=True)
            token = create_token(db)

            async def main() -> None:
                async with at_work(Desktop(options, qapp, profile), data, token) as operator:
                    await work(operator)

            loop.run_until_complete(main())
    finally:
        asyncio.set_event_loop(None)
    assert state_of(db)["cases"]["by_stage"] == {"closed": 1}
