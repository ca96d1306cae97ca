"""Which places get a curve: the columns choose what the plain definition chooses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.chart_choice import CHARTS, DEPTH, ChartChoice
from desktop.models.focus import worst_alert_on
from desktop.models.live_alerts import LiveAlerts
from desktop.models.stream_table import StreamTable
from services.contract import events as ev
from services.contract.model import AlertState, Level, Stream
from tests.fakes import town as fake

PLACES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.sampled_from((0.0, 1.0, 5.0)), st.floats(-10, 100)),
        st.sampled_from((0, 0, 0, 1, 2, 4)),
    ),
    max_size=40,
)


def plain(town: fake.SmallTown, selected: str) -> list[str]:
    """The selected one, then by alert level, then by depth, then as registered."""

    def order(stream: Stream) -> tuple[bool, int, float]:
        alert = worst_alert_on(town.state, stream.id)
        latest = town.store.readings.get(stream.index)
        return stream.id != selected, -(alert.level if alert else 0), -(latest or (0.0, 0))[0]

    depths = [s for s in town.state.streams.values() if s.kind == DEPTH]
    return [stream.id for stream in sorted(depths, key=order)[:CHARTS]]


def place(town: fake.SmallTown, number: int, value: float | None, level: int) -> None:
    name = f"P{number}"
    town.put(ev.StreamRegistered(Stream(name, 10 + number, DEPTH, name, "cm", 0, 0)))
    if value is not None:
        town.read(name, value)
    if level:
        town.put(ev.AlertRaised(fake.alert(f"p{number}", name, Level(level), age_ms=0)))


def test_only_depths_are_charted_by_alert_then_by_depth() -> None:
    town = fake.busy()
    for number, depth in enumerate((4.0, 9.0, 1.0)):
        place(town, number, depth, 0)
    choice = ChartChoice(StreamTable.of(town.state), LiveAlerts.of(town.state))

    def shown(selected: str) -> list[str]:
        return [s.id for s in choice.choose(town.store.readings, selected)]

    assert shown("") == ["W1", "W2", "P1"]
    assert shown("P2") == ["P2", "W1", "W2"]
    assert shown("R1") == ["W1", "W2", "P1"]


@given(PLACES, st.integers(-1, 40))
def test_the_choice_is_that_of_the_plain_definition(
    places: list[tuple[float | None, int]], chosen: int
) -> None:
    town = fake.registers()
    for number, (value, level) in enumerate(places):
        place(town, number, value, level)
    choice = ChartChoice(StreamTable.of(town.state), LiveAlerts.of(town.state))
    selected = f"P{chosen}"

    found = [stream.id for stream in choice.choose(town.store.readings, selected)]
    assert found == plain(town, selected)


def test_alerts_that_come_and_go_change_the_choice() -> None:
    town = fake.registers()
    for number in range(5):
        place(town, number, float(number), 0)
    live = LiveAlerts.of(town.state)
    choice = ChartChoice(StreamTable.of(town.state), live)

    town.put(ev.AlertRaised(fake.alert("a", "P0", Level.BLUE, age_ms=0)))
    choice.update(live, live.update(town.state, ["a"]))
    assert [s.id for s in choice.choose(town.store.readings, "")] == ["P0", "P4", "P3"]

    town.set_alert("a", state=AlertState.NORMAL)
    choice.update(live, live.update(town.state, ["a"]))
    assert [s.id for s in choice.choose(town.store.readings, "")] == ["P4", "P3", "P2"]


def test_a_town_without_depths_has_no_curves() -> None:
    town = fake.SmallTown()
    choice = ChartChoice(StreamTable.of(town.state), LiveAlerts.of(town.state))

    assert choice.choose(town.store.readings, "W1") == []
