"""What stands in a town's database, as plain values for `state --json` and GET /api/state."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa

from services.contract.codec import Columns
from services.contract.model import HELD_STATES, OPEN_STATES, Level, Quality, TownState
from services.store.journal import JournalStore
from services.store.readings import ReadingStore
from services.store.rebuild import rebuild


def state_report(engine: sa.Engine, now_ms: int) -> dict[str, Any]:
    """The report from the database alone. Raises BrokenChain when the journal does not hold."""
    return describe(rebuild(JournalStore(engine)), ReadingStore(engine).latest(), now_ms)


def describe(state: TownState, latest: Columns, now_ms: int) -> dict[str, Any]:
    """Seq, open alerts by level and by state, held ones by state, cases by stage, markups by kind,
    and the streams with value and age (s).

    `now_ms` is town time. A stream that never sent has null for value, at_ms and age_s.
    """
    open_alerts = [alert for alert in state.alerts.values() if alert.state in OPEN_STATES]
    held = [alert for alert in state.alerts.values() if alert.state in HELD_STATES]
    rows = {int(index): row for row, index in enumerate(latest.index)}
    levels = Counter(Level(alert.level).name.lower() for alert in open_alerts)
    return {
        "seq": state.seq,
        "hash": state.hash,
        "at_ms": state.at_ms,
        "now_ms": now_ms,
        "town": state.town.id if state.town else None,
        "response_level": state.operation.level.name,
        "alerts": {
            "open": len(open_alerts),
            "by_level": dict(levels),
            "by_state": dict(Counter(alert.state.value for alert in open_alerts)),
            "held": dict(Counter(alert.state.value for alert in held)),
        },
        "cases": {
            "total": len(state.cases),
            "by_stage": dict(Counter(case.stage.value for case in state.cases.values())),
        },
        "markups": dict(Counter(markup.kind.value for markup in state.markups.values())),
        "unknown_events": state.unknown_events,
        "streams": [
            {
                "id": stream.id,
                "kind": stream.kind,
                "name": stream.name,
                "unit": stream.unit,
                **_reading(latest, rows.get(stream.index), now_ms),
            }
            for stream in sorted(state.streams.values(), key=lambda stream: stream.index)
        ],
    }


def _reading(latest: Columns, row: int | None, now_ms: int) -> dict[str, Any]:
    if row is None:
        return {"value": None, "at_ms": None, "age_s": None, "quality": None}
    at_ms = int(latest.at_ms[row])
    return {
        "value": float(latest.value[row]),
        "at_ms": at_ms,
        "age_s": round((now_ms - at_ms) / 1000, 3),
        "quality": Quality(int(latest.quality[row])).name.lower(),
    }
