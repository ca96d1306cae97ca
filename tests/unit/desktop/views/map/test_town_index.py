"""Names are gathered when they are first asked for, a piece at a time, and kept in step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.feed import Feed
from desktop.views.map import town_index
from desktop.views.map.town_index import TownIndex
from services.contract import events as ev
from services.contract.model import Team
from tests.fakes.town import SmallTown, busy
from widgets.map.features import Name

HERE = (121.0, 31.0)


@pytest.fixture
def town() -> SmallTown:
    return busy()


@pytest.fixture
def feed(town: SmallTown, qtbot: QtBot) -> Iterator[Feed]:
    made = Feed(town.store)
    yield made
    made.stop()


def titles(index: TownIndex, text: str) -> list[str]:
    return [hit.title for hit in index.search(text, HERE)]


def test_a_small_town_is_there_at_once(town: SmallTown, feed: Feed) -> None:
    index = TownIndex(town.store, feed)
    assert titles(index, "南闸") == ["南闸"]
    assert not index._turn.isActive()


def test_a_large_town_comes_in_pieces_and_says_when_it_is_whole(
    town: SmallTown, feed: Feed, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(town_index, "PIECE", 3)
    index = TownIndex(town.store, feed)
    with qtbot.waitSignal(index.filled, timeout=2000):
        # Cases are the first to come, streams the last.
        assert titles(index, "案件 c2") == ["案件 c2"]
        assert titles(index, "南闸") == []
    assert titles(index, "南闸") == ["南闸"]
    assert not index._turn.isActive()


def test_what_changes_while_names_come_in_is_not_lost(
    town: SmallTown, feed: Feed, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(town_index, "PIECE", 3)
    index = TownIndex(town.store, feed)
    with qtbot.waitSignal(index.filled, timeout=2000):
        assert titles(index, "三队") == []
        town.put(ev.TeamRegistered(Team("T3", "三队", 3, 121.01, 31.01)))
        feed.changed.emit(town.store.drain())
    assert titles(index, "三队") == ["三队"]


def test_another_town_or_base_map_begins_anew(town: SmallTown, feed: Feed) -> None:
    index = TownIndex(town.store, feed)
    assert titles(index, "渡口") == []
    index.set_names([Name("渡口", "places", "", 121.0, 31.0)])
    assert titles(index, "渡口") == ["渡口"]
    town.store.replace_state(type(town.state)())
    feed.changed.emit(town.store.drain())
    assert titles(index, "南闸") == []
    index.set_words()
    assert titles(index, "渡口") == ["渡口"]
