"""Each window beside the wall opens by its action, leads to the others, and closes with it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ActionId
from desktop.composition.beside import Beside
from desktop.composition.parts import Parts
from desktop.link.http import HttpDoor
from desktop.link.rulebook import RulebookDoor
from desktop.media.stills import StillLoader
from desktop.views.reference import Reference
from tests.fakes import town as fake
from tests.unit.desktop.views.conftest import Room


def _spawn(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    """Nothing is asked of a server here."""
    work.close()
    return cast("asyncio.Task[None]", _Done())


class _Done:
    def done(self) -> bool:
        return True


async def _no_token() -> str:
    return ""


@pytest.fixture
def beside(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Beside]:
    send = room.kit.send
    store, window = room.town.store, room.window
    parts = Parts(window, room.wall, store, room.feed, send, lambda: fake.ZONE)
    http = HttpDoor("", _no_token, tmp_path_factory.mktemp("http"))
    stills = StillLoader(store, http, lambda: None)
    made = Beside(parts, RulebookDoor(http), _spawn, stills, Reference(window))
    yield made
    made.close()


def test_each_action_opens_its_window_and_the_wall_closes_all(beside: Beside, room: Room) -> None:
    opened = {action: door() for action, door in beside.doors.items()}

    assert set(opened) == {"rules", "load", "alarms", "area_board"}
    assert all(window.isVisible() for window in opened.values())
    room.window.closed.emit()
    assert [beside.rules.window, beside.alarms.window, beside.alarms.board] == [None, None, None]


def test_a_rule_asked_for_anywhere_opens_the_editor(beside: Beside) -> None:
    beside.load.rule_asked.emit("waterlogging_response.depth_road")
    assert beside.rules.window is not None
    beside.rules.close()
    beside.alarms.rule_asked.emit("waterlogging_response.depth_road")
    assert beside.rules.window is not None


def test_the_cursor_of_the_table_is_the_selection_of_the_wall(
    beside: Beside, room: Room, qtbot: QtBot
) -> None:
    id = next(iter(room.town.store.state.alerts))
    beside.alarms.selected.emit(f"alert:{id}")
    assert room.wall.focus.alert is not None
    assert room.wall.focus.alert.id == id


def test_what_a_window_does_not_serve_the_wall_does(beside: Beside, room: Room) -> None:
    asked: list[object] = []
    room.wall.action_asked.connect(lambda action, focus: asked.append(action))
    for desk in (beside.rules, beside.load, beside.alarms):
        desk.asked.emit(ActionId.REFUSALS)
    assert asked == [ActionId.REFUSALS] * 3
