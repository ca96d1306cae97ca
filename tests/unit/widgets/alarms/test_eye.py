"""What is read stays where it is; what was read may go."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from widgets.alarms.eye import Eye
from widgets.alarms.line_painter import ROW_HEIGHT
from widgets.alarms.view import AlarmView

IDS = [f"a{number}" for number in range(60)]


@pytest.fixture
def view(qtbot: QtBot) -> AlarmView:
    made = AlarmView()
    qtbot.addWidget(made)
    made.resize(1400, 300)
    made.set_lines(IDS)
    made.show()
    return made


def moved(view: AlarmView, ids: list[str], current: str) -> int:
    """The first pixel shown after the lines became `ids`."""
    eye = Eye(view, view.alarm_model())
    eye.remember(current)
    view.alarm_model()._take(ids)
    view.updateGeometries()
    eye.restore()
    return view.verticalScrollBar().value()


def test_at_the_top_nothing_is_kept(view: AlarmView) -> None:
    assert moved(view, ["new", *IDS], "") == 0


def test_at_the_top_a_cursor_is(view: AlarmView) -> None:
    view.verticalScrollBar().setRange(0, 5000)
    assert moved(view, ["new", *IDS], "a2") == ROW_HEIGHT


def test_when_the_line_is_gone_the_next_in_sight_stays(view: AlarmView) -> None:
    view.verticalScrollBar().setValue(10 * ROW_HEIGHT)
    view.verticalScrollBar().setRange(0, 5000)
    after = [id for id in IDS if id not in ("a3", "a10")]
    assert moved(view, after, "a10") == 8 * ROW_HEIGHT + 1 * ROW_HEIGHT - ROW_HEIGHT
