"""The town in figures: what is held is counted too, so that nothing is hidden."""

from __future__ import annotations

import numpy as np

from services.api.summary import summarize
from services.contract.codec import Columns
from services.contract.model import Alert, AlertState, Level, TownState

EMPTY = Columns(np.zeros(0, np.uint32), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.uint8))


def test_alerts_are_counted_by_level_and_state_unless_they_are_over() -> None:
    state = TownState()
    for number, one in enumerate([*AlertState, AlertState.SUPPRESSED]):
        id = f"a{number}"
        state.alerts[id] = Alert(id, "r", "s", id, Level.RED, one, 0, "", "", 0, 0, 1, 1)
    found = summarize(state, EMPTY, 5)["alerts"]
    assert found == {
        "red": {one.value: 1 for one in AlertState if one is not AlertState.NORMAL}
        | {"suppressed": 2}
    }
