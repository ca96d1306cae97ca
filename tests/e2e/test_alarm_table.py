"""The alarm table at a real server: opened by its key, an alert acknowledged and shelved."""

from __future__ import annotations

import asyncio
from pathlib import Path

import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.__main__ import make_parser
from desktop.app import Desktop
from desktop.sessions import open_profile
from desktop.views.alarms.window import AlarmWindow
from desktop.views.dialogs.alert_forms import ShelveDialog
from tests.e2e.test_wall_keyboard import Operator, at_work, until
from tests.fakes.servers import create_token
from widgets.alarms.values import AlarmLine, AlarmMark, Sending
from widgets.theme.style import apply_theme


def opened() -> AlarmWindow | None:
    found = (each for each in QApplication.topLevelWidgets() if isinstance(each, AlarmWindow))
    return next(found, None)


def first(window: AlarmWindow) -> AlarmLine:
    model = window.table.alarm_model()
    return model.line(model.ids()[0])


async def press(window: AlarmWindow, key: Qt.Key) -> None:
    window.activateWindow()
    await until(window.isActiveWindow, "the table to be active")
    QTest.keyClick(window.table, key)


async def at_the_table(operator: Operator) -> None:
    """Acknowledge the one alert there is, then shelve it with a reason."""
    await operator.press(Qt.Key.Key_Q)
    await until(lambda: opened() is not None, "the alarm table")
    window = opened()
    assert window is not None
    assert first(window).mark is AlarmMark.UNACKNOWLEDGED
    await press(window, Qt.Key.Key_J)
    await press(window, Qt.Key.Key_A)
    await until(lambda: first(window).mark is AlarmMark.ACKNOWLEDGED, "it to be acknowledged")
    await until(lambda: first(window).sending is Sending.NONE, "the command to be done")
    assert first(window).by != ""
    await press(window, Qt.Key.Key_S)
    form = window.findChild(ShelveDialog)
    assert form is not None
    field = form.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "sensor under repair")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: first(window).mark is AlarmMark.SHELVED, "it to be shelved")
    await until(lambda: first(window).sending is Sending.NONE, "the shelving to be done")
    await press(window, Qt.Key.Key_U)
    await until(lambda: window.table.alarm_model().ids() == (), "the table to be empty")
    texts = [button.text() for button in window.bar.states.buttons()]
    assert any(text.endswith(" 1") for text in texts[3:4])


def test_an_alert_is_taken_and_shelved_at_the_alarm_table(
    qapp: QApplication, town: Path, tmp_path: Path
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
                    await at_the_table(operator)

            loop.run_until_complete(main())
    finally:
        asyncio.set_event_loop(None)
    assert opened() is None
