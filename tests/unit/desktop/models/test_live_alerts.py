"""Live alerts by stream: the same taken a change at a time as taken from the whole state."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.focus import is_live, worst_alert_on
from desktop.models.live_alerts import LiveAlerts
from services.contract import events as ev
from services.contract.model import AlertState, Level
from tests.fakes import town as fake

STREAMS = ("W1", "W2")
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 5), st.sampled_from(list(AlertState)), st.sampled_from(list(Level)[1:])
    ),
    max_size=20,
)


@given(CHANGES)
def test_the_worst_is_that_of_the_state_after_any_changes(
    changes: list[tuple[int, AlertState, Level]],
) -> None:
    town = fake.registers()
    live = LiveAlerts.of(town.state)
    for number, state, level in changes:
        stream = STREAMS[number % 2]
        made = fake.alert(f"a{number}", stream, level, age_ms=number, state=state)
        town.put(ev.AlertRaised(made))

        assert live.update(town.state, [made.id]) == {stream}
        for each in STREAMS:
            assert live.worst(each) == worst_alert_on(town.state, each)
            assert {a.id for a in live.on(each)} == {
                a.id for a in town.state.alerts.values() if a.stream == each and is_live(a)
            }
        assert set(live.streams()) == {s for s in STREAMS if live.on(s)}


def test_an_alert_the_state_lost_is_let_go() -> None:
    town = fake.busy()
    live = LiveAlerts.of(town.state)
    del town.state.alerts["a1"]

    assert live.update(town.state, ["a1", "never"]) == {"W1"}
    assert (live.worst("W1"), live.streams()) == (None, ["W2"])


def test_taking_the_town_anew_forgets_what_was() -> None:
    town = fake.busy()
    live = LiveAlerts.of(town.state)
    town.state.alerts.clear()
    live.rebuild(town.state)

    assert (live.streams(), list(live.on("W1"))) == ([], [])
