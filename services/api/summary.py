"""The town in figures, for /api/state: what is open and drawn, where it stands, how fresh it is."""

from __future__ import annotations

from collections import Counter
from typing import Any

from services.contract.codec import Columns
from services.contract.model import ENDED_STAGES, HELD_STATES, OPEN_STATES, TownState

_SHOWN = OPEN_STATES | HELD_STATES


def summarize(state: TownState, latest: Columns, now_ms: int) -> dict[str, Any]:
    """A JSON-ready summary. Ages are in milliseconds of town time."""
    by_level: dict[str, Counter[str]] = {}
    for alert in state.alerts.values():
        if alert.state in _SHOWN:
            by_level.setdefault(alert.level.name.lower(), Counter())[alert.state.value] += 1
    rows = {
        index: (value, at_ms, quality)
        for index, value, at_ms, quality in zip(
            latest.index.tolist(),
            latest.value.tolist(),
            latest.at_ms.tolist(),
            latest.quality.tolist(),
            strict=True,
        )
    }
    streams = {}
    for stream in state.streams.values():
        value, at_ms, quality = rows.get(stream.index, (None, None, None))
        streams[stream.id] = {
            "value": value,
            "unit": stream.unit,
            "at_ms": at_ms,
            "age_ms": None if at_ms is None else now_ms - at_ms,
            "quality": quality,
        }
    return {
        "town": state.town.name if state.town else None,
        "seq": state.seq,
        "hash": state.hash,
        "now_ms": now_ms,
        "alerts": {level: dict(states) for level, states in by_level.items()},
        "cases": dict(Counter(case.stage.value for case in state.cases.values())),
        "open_cases": sum(case.stage not in ENDED_STAGES for case in state.cases.values()),
        "response": state.operation.level.name,
        "warnings": _warnings(state, is_drill=False),
        "drills": _warnings(state, is_drill=True),
        "markups": dict(Counter(markup.kind.value for markup in state.markups.values())),
        "streams": streams,
    }


def _warnings(state: TownState, is_drill: bool) -> dict[str, str]:
    """The worst level by kind; drills are never among the real ones."""
    chosen = [warning for warning in state.warnings.values() if warning.is_drill is is_drill]
    chosen.sort(key=lambda warning: warning.level)
    return {warning.kind: warning.level.name.lower() for warning in chosen}
