"""When alerts asked for attention, as their own lines tell it."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.state.annunciations import annunciations
from services.contract import commands as cmd
from services.contract.changes import Changes
from services.contract.events import Event
from services.contract.model import ALERT_LOG, AlertState, Level, LogEntry
from services.decisions import Refused
from tests.unit.services.detect.stage import SECOND, Stage

RAISED, WORSE, BACK = "AlertRaised", "AlertLevelRaised", "AlertReturnedToNormal"
OUT, SHELVED, HELD = "TakenOutOfService", "AlertShelved", "AlertSuppressed"


def log(*what: tuple[int, str]) -> Iterable[LogEntry]:
    return (LogEntry(at, "x", kind) for at, kind in what)


@pytest.mark.parametrize(
    ("lines", "times"),
    [
        ([(1, RAISED)], (1,)),
        ([(1, RAISED), (2, "AlertAcknowledged"), (3, WORSE), (4, "NotificationSent")], (1, 3)),
        ([(1, RAISED), (1, HELD), (2, WORSE), (3, "AlertReleased")], (3,)),
        ([(1, RAISED), (1, HELD), (2, BACK)], ()),
        ([(1, RAISED), (1, OUT), (2, "ReturnedToService")], (2,)),
        ([(1, RAISED), (1, SHELVED), (2, WORSE), (3, "AlertUnshelved")], (1, 3)),
        ([(1, RAISED), (2, SHELVED), (3, BACK), (4, "AlertUnshelved")], (1,)),
        ([(1, RAISED), (2, SHELVED), (3, BACK), (4, WORSE), (5, "AlertUnshelved")], (1, 5)),
        ([(1, RAISED), (2, BACK), (3, OUT), (4, WORSE)], (1, 4)),
        ([(1, RAISED), (2, SHELVED), (3, "AlertReset"), (4, WORSE)], (1, 4)),
        ([(5, WORSE)], (5,)),
        ([], ()),
    ],
)
def test_only_what_somebody_was_shown_counts(
    lines: list[tuple[int, str]], times: tuple[int, ...]
) -> None:
    assert annunciations(log(*lines)) == times


class Witness(Stage):
    """Notes what becomes unacknowledged, or worse while it is."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, list[int]] = {}
        self.before: dict[str, AlertState] = {}
        self.told = self._heard

    def _heard(self, events: tuple[Event, ...], changes: Changes) -> None:
        for id in changes.alerts:
            alert, was = self.state.alerts[id], self.before.get(id)
            asks = alert.state is AlertState.UNACKNOWLEDGED
            worse = any(event.kind == WORSE for event in events)
            if asks and (was is not AlertState.UNACKNOWLEDGED or worse):
                self.seen.setdefault(id, []).append(self.now_ms)
            self.before[id] = alert.state


def act(town: Witness, rng: Random) -> None:
    some = rng.choice(list(town.state.alerts.values()))
    soon = town.now_ms + 60_000
    body = rng.choice(
        [
            cmd.ReturnAlert(some.id, 0),
            cmd.RaiseAlertLevel(some.id, rng.choice(list(Level)[1:]), 2, "重", some.rule),
            cmd.AcknowledgeAlert(some.id),
            cmd.ShelveAlert(some.id, soon, "检修"),
            cmd.UnshelveAlert(some.id),
            cmd.SuppressAlert(some.id, "p.s", "停电"),
            cmd.ReleaseAlert(some.id),
            cmd.ResetAlert(some.id, "已查"),
            cmd.TakeOutOfService(some.stream, "", "检修"),
            cmd.ReturnToService(some.stream, ""),
        ]
    )
    try:
        town.give(body)
    except Refused:
        return


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_the_lines_tell_what_was_seen_to_happen(seed: int) -> None:
    rng, town = Random(seed), Witness()
    for stream in ("W1", "W2", "C1.on"):
        alert = town.alert("water.depth", stream)
        town.give(cmd.RaiseAlert(replace(alert, latched=rng.random() < 0.5)))
    for _ in range(40):
        town.wait(SECOND)
        act(town, rng)
    for alert in town.state.alerts.values():
        assert len(alert.log) < ALERT_LOG
        assert list(annunciations(alert.log)) == town.seen.get(alert.id, [])
