"""How long the screen stands still while ten thousand queue rows change a thousand times a second.

A whole wall, shown offscreen, over a store that takes ready-made events on Qt's loop in batches
of a hundredth of a second. A timer of 5 ms notes when it has its turn: the longest time between
two turns is how long an operator's key would have waited. The first second, in which the window
paints itself for the first time, does not count.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop import heap
from desktop.actions.catalogue import catalogue
from desktop.models.feed import Feed
from desktop.state.store import TownStore
from desktop.views.wall import Wall
from desktop.views.wall_window import WallWindow
from services.contract import events as ev
from services.contract.apply import apply
from services.contract.model import (
    Alert,
    AlertState,
    Area,
    Case,
    Level,
    Stage,
    Stream,
    Team,
    Tier,
    Town,
    TownState,
)
from tests.benchmarks import window
from tests.benchmarks.report import Figure, percentile

ROWS = 10_000
PLACES = (500, 10_000)
"""Points of the map the alerts stand on: what the table costs, and the map full of alerts too."""
CASES = 2_000
"""So many of the rows are cases."""
CHANGES_PER_S = 1_000
SECONDS = 12.0
SETTLE_S = 1.0
BEAT_MS = 10
PROBE_MS = 5
BUDGET = 50.0
NOW_MS = 1_784_378_100_000
ZONE = ZoneInfo("Asia/Shanghai")


class Journal:
    """Seals events onto a state of its own, so that they only need applying later."""

    def __init__(self) -> None:
        self.state = TownState()
        self.events: list[ev.Event] = []

    def put(self, body: ev.EventBody) -> None:
        """The next event."""
        state = self.state
        event = ev.seal(
            body,
            seq=state.seq + 1,
            id=f"e{state.seq + 1}",
            at_ms=NOW_MS,
            actor="陈立",
            command="",
            prev=state.hash,
        )
        apply(state, event)
        self.events.append(event)


class Stopwatch(QObject):
    """Times between the turns of a short timer, in ms, and how much of each was worked."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.worked: list[float] = []
        self._last = self._last_worked = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note)

    def start(self) -> None:
        """Count from now."""
        self._last, self._last_worked = time.perf_counter(), time.thread_time()
        self._timer.start(PROBE_MS)

    def _note(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self._last) * 1000)
        self.worked.append((worked - self._last_worked) * 1000)
        self._last, self._last_worked = now, worked


class Player(QObject):
    """Applies ready-made events to a store at a fixed rate, whatever the screen does."""

    def __init__(self, store: TownStore, events: list[ev.Event]) -> None:
        super().__init__()
        self._store = store
        self._events = events
        self._begun = 0.0
        self.applied = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._play)

    def start(self) -> None:
        """Play from now."""
        self._begun = time.perf_counter()
        self._timer.start(BEAT_MS)

    def stop(self) -> None:
        """Play no more."""
        self._timer.stop()

    def _play(self) -> None:
        due = int((time.perf_counter() - self._begun) * CHANGES_PER_S)
        self._store.apply_events(self._events[self.applied : due])
        self.applied = min(due, len(self._events))


def measure() -> Iterator[Figure]:
    """The longest standstill and the worst hundredth, and how many changes were really taken."""
    app = window.application()
    for places in PLACES:
        gaps, rate = _measure(app, places)
        name = f"stall {ROWS} rows on {places} places"
        yield Figure(f"{name} longest", max(gaps), "ms", BUDGET)
        yield Figure(f"{name} p99", percentile(gaps, 99), "ms", BUDGET)
        yield Figure(f"{name} changes taken", rate, "changes/s", CHANGES_PER_S)


def _measure(app: QApplication, places: int) -> tuple[list[float], float]:
    journal = Journal()
    fill(journal, places)
    begun = len(journal.events)
    change(journal, places, int(CHANGES_PER_S * SECONDS))
    store = TownStore()
    store.clock.set(NOW_MS, 1.0)
    store.apply_events(journal.events[:begun])
    shown = WallWindow(catalogue())
    feed = Feed(store, shown)
    wall = Wall(shown, store, feed, {}, lambda: ZONE)
    shown.show()
    wall.select("alert:a5")
    player, stopwatch = Player(store, journal.events[begun:]), Stopwatch()
    turn(SETTLE_S)
    heap.settle()
    player.start()
    turn(SETTLE_S)
    stopwatch.start()
    at, counted = player.applied, time.perf_counter()
    turn(SECONDS - 2 * SETTLE_S)
    rate = (player.applied - at) / (time.perf_counter() - counted)
    if shown.queue.queue_model().rowCount() < ROWS:
        raise RuntimeError("the rows that change are not there")
    player.stop()
    feed.stop()
    shown.close()
    app.processEvents()
    return stopwatch.gaps, rate


def turn(seconds: float) -> None:
    """Let Qt work for so long."""
    # Not the application's own loop: to quit that closes its windows.
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def fill(journal: Journal, places: int, of_group: int = 1) -> None:
    """A town with `ROWS` alerts on `places` places, `of_group` of them to a group."""
    ring = ((121.0, 31.0), (121.1, 31.0), (121.1, 31.1), (121.0, 31.1), (121.0, 31.0))
    journal.put(ev.TownRegistered(Town("t", "云泽镇", "Yunze", "Asia/Shanghai", (121.05, 31.05))))
    journal.put(ev.AreaRegistered(Area("A1", "东村", "village", (ring,))))
    for number in range(20):
        journal.put(ev.TeamRegistered(Team(f"T{number}", f"{number} 队", 6, 121.0, 31.0, "")))
    rng = random.Random(4)
    for number in range(ROWS):
        journal.put(ev.StreamRegistered(_stream(number, rng)))
    for number in range(ROWS):
        first = f"a{number - number % of_group}" if of_group > 1 else ""
        journal.put(ev.AlertRaised(_alert(f"a{number}", number % places, rng, first)))
    for number in range(CASES):
        _open(journal, f"a{number}")


def change(journal: Journal, places: int, count: int) -> None:
    """What happens on a bad day, in equal shares; the number of rows stays about the same."""
    rng = random.Random(7)
    state, fresh = journal.state, 0
    end = len(journal.events) + count
    live, cases = list(state.alerts), list(state.cases)
    while len(journal.events) < end:
        alert = rng.choice(live)
        what = rng.randrange(6)
        if what == 0:
            level = Level(rng.randint(1, 4))
            journal.put(ev.AlertLevelRaised(alert, level, 30.0, "积水 30 厘米", "depth"))
        elif what == 1:
            journal.put(ev.AlertAcknowledged(alert))
        elif what == 2:
            fresh += 1
            place = rng.randrange(places)
            live.append(f"new{fresh}")
            journal.put(ev.AlertRaised(_alert(live[-1], place, rng)))
        elif what == 3:
            journal.put(ev.AlertReturnedToNormal(alert, 0.0))
        elif what == 4 and not state.alerts[alert].case:
            cases.append(_open(journal, alert))
        elif what == 5:
            case = rng.choice(cases)
            team = f"T{rng.randrange(20)}"
            journal.put(ev.TeamDispatched(case, team, NOW_MS + 3_600_000))


def _stream(number: int, rng: random.Random) -> Stream:
    lon, lat = 121 + rng.random() / 10, 31 + rng.random() / 10
    return Stream(
        f"W{number}", number, "water.depth", f"测点 {number}", "cm", lon, lat, "", "A1", {}
    )


def _alert(id: str, place: int, rng: random.Random, group: str = "") -> Alert:
    raised = NOW_MS - rng.randrange(3_600_000)
    return Alert(
        id=id,
        rule="depth",
        stream=f"W{place}",
        title=f"测点 {place} 积水 {rng.randint(8, 40)} 厘米",
        level=Level(rng.randint(1, 4)),
        state=AlertState.UNACKNOWLEDGED,
        value=20.0,
        unit="cm",
        area="A1",
        lon=121.05,
        lat=31.05,
        raised_at_ms=raised,
        changed_at_ms=raised,
        group=group,
    )


def _open(journal: Journal, alert: str) -> str:
    held = journal.state.alerts[alert]
    case = Case(
        f"c-{alert}",
        f"20260718-{len(journal.state.cases)}",
        held.title,
        "event.waterlogging",
        Tier.SMALL,
        held.level,
        Stage.FILED,
        held.stream,
        held.area,
        held.lon,
        held.lat,
        NOW_MS,
        "陈立",
        alert,
    )
    journal.put(ev.CaseOpened(replace(case, due_ms=NOW_MS + 1_800_000)))
    return case.id
