"""How long the screen stands still while the alarm table is open: ten thousand active rows, a
thousand changes a second.

The wall, the alarm table's window and the area panel are all shown offscreen over one store. Three
ways of reading: nobody (the table puts itself in order), an operator with the cursor on a line
(the order stands still), and grouped. Measured as `stall` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtWidgets import QApplication

from desktop import heap
from desktop.actions.catalogue import catalogue
from desktop.models.feed import Feed
from desktop.state.store import TownStore
from desktop.state.values import Status
from desktop.views.alarms.alarms import Alarms
from desktop.views.wall import Wall
from desktop.views.wall_window import WallWindow
from services.contract.commands import OperatorCommand
from tests.benchmarks import stall, window
from tests.benchmarks.report import Figure, percentile

PLACES = 500
OF_GROUP = 8


class Way(NamedTuple):
    """How the table is read."""

    name: str
    is_grouped: bool
    has_cursor: bool


WAYS = (
    Way("flat following", is_grouped=False, has_cursor=False),
    Way("flat read", is_grouped=False, has_cursor=True),
    Way("grouped following", is_grouped=True, has_cursor=False),
    Way("grouped read", is_grouped=True, has_cursor=True),
)


def measure() -> Iterator[Figure]:
    """The longest standstill and the worst hundredth, and how many changes were really taken."""
    app = window.application()
    for way in WAYS:
        watch, rate = _measure(app, way)
        name = f"alarm table {stall.ROWS} rows {way.name}"
        yield Figure(f"{name} longest", max(watch.gaps), "ms", stall.BUDGET)
        yield Figure(f"{name} p99", percentile(watch.gaps, 99), "ms", stall.BUDGET)
        yield Figure(f"{name} most processor time in a turn", max(watch.worked), "ms")
        yield Figure(f"{name} processor time p99", percentile(watch.worked, 99), "ms")
        yield Figure(f"{name} changes taken", rate, "changes/s", stall.CHANGES_PER_S)


def _measure(app: QApplication, way: Way) -> tuple[stall.Stopwatch, float]:
    journal = stall.Journal()
    stall.fill(journal, PLACES, OF_GROUP)
    begun = len(journal.events)
    stall.change(journal, PLACES, int(stall.CHANGES_PER_S * stall.SECONDS))
    store = TownStore()
    store.clock.set(stall.NOW_MS, 1.0)
    store.apply_events(journal.events[:begun])
    store.set_connection(status=Status.ONLINE)
    shown = WallWindow(catalogue())
    feed = Feed(store, shown)
    wall = Wall(shown, store, feed, {}, lambda: stall.ZONE)
    sent: list[OperatorCommand] = []
    alarms = Alarms(store, feed, sent.append, {}, lambda: stall.ZONE, shown)
    shown.show()
    opened = alarms.show_table()
    alarms.show_board()
    assert alarms.table is not None
    if not way.is_grouped:
        alarms.table.toggle_grouping()
    if way.has_cursor:
        opened.table.step(5)
        wall.select(opened.table.current_id())
    player, stopwatch = stall.Player(store, journal.events[begun:]), stall.Stopwatch()
    stall.turn(stall.SETTLE_S)
    heap.settle()
    player.start()
    stall.turn(stall.SETTLE_S)
    stopwatch.start()
    seconds = stall.SECONDS - 2 * stall.SETTLE_S
    at = player.applied
    stall.turn(seconds)
    rate = (player.applied - at) / seconds
    player.stop()
    feed.stop()
    alarms.close()
    shown.close()
    app.processEvents()
    return stopwatch, rate
