"""The feed tells the views what changed, then that it is calm, and the time whatever happens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.feed import Feed
from desktop.models.pace import FRAME_MS, TICK_MS
from desktop.state.changes import StoreChanges
from desktop.state.values import Status
from tests.fakes import town as fake


@pytest.fixture
def town() -> fake.SmallTown:
    return fake.busy()


@pytest.fixture
def feed(qtbot: QtBot, town: fake.SmallTown) -> Iterator[Feed]:
    made = Feed(town.store)
    with qtbot.waitSignal(made.changed, timeout=1000):
        pass
    yield made
    made.stop()


def test_what_was_there_before_is_delivered_first(qtbot: QtBot, town: fake.SmallTown) -> None:
    feed = Feed(town.store)
    with qtbot.waitSignal(feed.changed, timeout=1000) as caught:
        pass
    feed.stop()

    changes = caught.args[0]
    assert isinstance(changes, StoreChanges)
    assert changes.state.alerts == {"a1", "a2", "a3"}


def test_many_changes_of_one_frame_come_as_one(
    qtbot: QtBot, town: fake.SmallTown, feed: Feed
) -> None:
    delivered: list[StoreChanges] = []
    feed.changed.connect(delivered.append)

    with qtbot.waitSignal(feed.changed, timeout=1000):
        for value in range(50):
            town.read("W1", float(value))
        town.read("H1", 3.0)
    qtbot.wait(3 * FRAME_MS)

    assert len(delivered) == 1
    assert delivered[0].indexes.tolist() == [0, 3]


def test_a_change_that_comes_while_delivering_comes_next(
    qtbot: QtBot, town: fake.SmallTown, feed: Feed
) -> None:
    def answer(_: StoreChanges) -> None:
        town.store.set_connection(status=Status.ONLINE)

    feed.changed.connect(answer)
    with qtbot.waitSignals([feed.changed, feed.changed], timeout=1000, order="strict"):
        town.read("W1", 1.0)


def test_it_ticks_when_nothing_changes(qtbot: QtBot, feed: Feed) -> None:
    with qtbot.waitSignals([feed.ticked, feed.ticked], timeout=4 * TICK_MS):
        pass


def test_it_ticks_while_everything_changes(qtbot: QtBot, town: fake.SmallTown, feed: Feed) -> None:
    def again(_: StoreChanges) -> None:
        town.read("W1", 1.0)

    feed.changed.connect(again)
    town.read("W1", 0.0)
    with qtbot.waitSignal(feed.ticked, timeout=4 * TICK_MS):
        pass


def test_calm_follows_a_change(qtbot: QtBot, town: fake.SmallTown, feed: Feed) -> None:
    with qtbot.waitSignal(feed.calmed, timeout=1000):
        pass
    with qtbot.waitSignals([feed.changed, feed.calmed], timeout=1000, order="strict"):
        town.read("W1", 1.0)


def test_after_stop_it_is_silent(qtbot: QtBot, town: fake.SmallTown) -> None:
    feed = Feed(town.store)
    feed.stop()

    with qtbot.assertNotEmitted(feed.changed, wait=3 * FRAME_MS):
        town.read("W1", 1.0)


def test_beside_the_wall_the_same_is_heard_a_turn_later(
    qtbot: QtBot, town: fake.SmallTown, feed: Feed
) -> None:
    heard: list[object] = []
    feed.changed.connect(heard.append)
    feed.changed_beside.connect(heard.append)
    with qtbot.waitSignals([feed.changed, feed.changed_beside], timeout=1000, order="strict"):
        town.read("W1", 1.0)
    assert heard[0] is heard[1]


def test_beside_the_wall_it_ticks_too(qtbot: QtBot, feed: Feed) -> None:
    with qtbot.waitSignals([feed.ticked, feed.ticked_beside], timeout=4 * TICK_MS, order="strict"):
        pass
