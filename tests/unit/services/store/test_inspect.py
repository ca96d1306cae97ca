from __future__ import annotations

import numpy as np

from services.contract import events as ev
from services.contract.codec import Columns
from services.contract.model import (
    Alert,
    AlertState,
    Case,
    Level,
    Markup,
    MarkupKind,
    Stage,
    Stream,
    Tier,
)
from services.store.inspect import state_report
from services.store.journal import JournalStore
from services.store.readings import ReadingStore


def alert(id: str, level: Level, state: AlertState) -> Alert:
    return Alert(id, "r", "s1", "deep", level, state, 1.0, "m", "a", 1.0, 2.0, 5, 5)


def test_the_report_counts_what_is_open_and_ages_what_was_heard(engine):
    bodies = [
        ev.StreamRegistered(Stream("s2", 1, "rain", "Rain", "mm", 0, 0)),
        ev.StreamRegistered(Stream("s1", 0, "level", "Level", "m", 0, 0)),
        ev.AlertRaised(alert("a", Level.RED, AlertState.UNACKNOWLEDGED)),
        ev.AlertRaised(alert("b", Level.RED, AlertState.ACKNOWLEDGED)),
        ev.AlertRaised(alert("c", Level.BLUE, AlertState.NORMAL)),
        ev.AlertRaised(alert("d", Level.BLUE, AlertState.SUPPRESSED)),
        ev.CaseOpened(
            Case(
                "k", "20260101-1", "t", "c", Tier.SMALL, Level.RED, Stage.FILED, "", "", 0, 0, 5, ""
            )
        ),
        ev.MarkupDrawn(Markup("m", MarkupKind.POINT, ((121.0, 31.0),))),
    ]
    events, prev = [], ""
    for seq, body in enumerate(bodies, 1):
        event = ev.seal(body, seq=seq, id=f"e{seq}", at_ms=seq, actor="", command="", prev=prev)
        events.append(event)
        prev = event.hash
    JournalStore(engine).append(events, [])
    ReadingStore(engine).append(
        Columns(
            np.array([0], np.uint32),
            np.array([0.4]),
            np.array([7_000], np.int64),
            np.array([1], np.uint8),
        )
    )
    report = state_report(engine, 9_500)
    assert report["seq"] == 8
    assert report["alerts"] == {
        "open": 2,
        "by_level": {"red": 2},
        "by_state": {"unacknowledged": 1, "acknowledged": 1},
        "held": {"suppressed": 1},
    }
    assert report["cases"] == {"total": 1, "by_stage": {"filed": 1}}
    assert report["markups"] == {"point": 1}
    first, second = report["streams"]
    assert (first["id"], first["value"], first["age_s"]) == ("s1", 0.4, 2.5)
    assert first["quality"] == "uncertain"
    assert (second["id"], second["value"], second["age_s"]) == ("s2", None, None)
