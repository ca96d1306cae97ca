"""The flood of the typhoon day, 20:20 to 20:30, as the server itself decides it.

The real packs, engine, handlers, grouping and suppression write a real journal; the alarms are
read from that journal: 23 raw alarms in six groups, nine of them suppressed with their cause, and
none of the others hidden.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest

from desktop.state.alarm_groups import AlarmGroups
from desktop.state.seat_load import SeatLoad
from services.contract.apply import apply
from services.contract.events import AlertLevelRaised, AlertRaised, Event, open_body
from services.contract.model import Alert, AlertState, TownState
from services.demo.clock import DAY_START_MS, at_ms
from services.features import make_decide
from services.plan import Plan, read_plan
from services.rehearsal import make_past
from services.rulebook.book import RuleBook
from services.rulebook.force import with_packs
from services.store.database import open_database
from services.store.journal import JournalStore
from services.store.memory import EngineMemory
from services.store.readings import ReadingStore

BEGIN, END = at_ms("20:20"), at_ms("20:30")
LATER = "21:14"

WATER = "waterlogging_response."
ESTATE = "smart_estate."
UNDERPASS = (f"{WATER}depth_underpass", "W07")
FEEDER = (f"{ESTATE}feeder_outage", "FD2.voltage")
RAIN = (f"{WATER}rain_1h", "R03")
SHED = (f"{ESTATE}shed_water", "BS1.water")
LAOJIE = (f"{WATER}depth_road", "W02")
HUAYUAN = (f"{WATER}depth_garage", "GA2.depth")
CAMERAS = ("C01", "C02", "C06", "C21", "C22", "C31", "C35", "C36", "C39")
FLOOD = {
    UNDERPASS: [
        UNDERPASS,  # at 25 cm it becomes red and asks again
        (f"{WATER}stalled_car", "C07.stalled_car"),
        (f"{WATER}wader", "C07.wader"),
        (f"{WATER}pump_well", "PW1.well_level"),
        (f"{WATER}pump_fault", "PW1.fault"),
    ],
    FEEDER: [FEEDER, *((f"{ESTATE}camera_offline", f"{id}.heartbeat") for id in CAMERAS)],
    RAIN: [(f"{WATER}rain_1h", gauge) for gauge in ("R01", "R06", "R04", "R02")],
    SHED: [SHED],
    LAOJIE: [LAOJIE],
    HUAYUAN: [HUAYUAN, (f"{WATER}depth_road", "W08")],
}
"""The alarms by group, each named by rule and stream, under the one the group began with."""


class Day:
    """The journal of the day, and the town as it was at a moment of it."""

    def __init__(self, events: list[Event]) -> None:
        self.events = events

    def town_at(self, until_ms: int) -> TownState:
        state = TownState()
        for event in self.events:
            if event.at_ms >= until_ms:
                break
            apply(state, event)
        return state

    def annunciations(self) -> list[str]:
        """The alert of every alarm of the ten minutes: raised, or raised to a higher level."""
        found = []
        for event in self.events:
            if BEGIN <= event.at_ms < END:
                body = open_body(event)
                if isinstance(body, AlertRaised):
                    found.append(body.alert.id)
                elif isinstance(body, AlertLevelRaised):
                    found.append(body.alert)
        return found


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    plan = read_plan("demo")
    engine = open_database(str(tmp_path_factory.mktemp("flood") / "town.db"))
    try:
        journal = JournalStore(engine)
        asyncio.run(_play(plan, journal, ReadingStore(engine), EngineMemory(engine)))
        yield Day(journal.read(1, 100_000))
    finally:
        engine.dispose()


async def _play(
    plan: Plan, journal: JournalStore, readings: ReadingStore, memory: EngineMemory
) -> None:
    decide = make_decide(RuleBook(plan.packs))
    register = with_packs(plan.register, plan.packs)
    await make_past(LATER, journal, readings, plan.packs, decide, register, memory)


def name(alert: Alert) -> tuple[str, str]:
    return alert.rule, alert.stream


def test_there_are_23_raw_alarms_in_six_groups(day: Day) -> None:
    state = day.town_at(END)
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for id in day.annunciations():
        alert = state.alerts[id]
        found.setdefault(name(state.alerts[alert.group]), []).append(name(alert))
    listed = {first: Counter(alarms) for first, alarms in found.items()}
    assert listed == {first: Counter(alarms) for first, alarms in FLOOD.items()}
    assert sum(len(alarms) for alarms in found.values()) == 23
    assert len(found) == 6


def test_nine_cameras_are_suppressed_by_the_feeder_and_say_so(day: Day) -> None:
    state = day.town_at(END)
    held = [alert for alert in state.alerts.values() if alert.state is AlertState.SUPPRESSED]
    assert sorted(alert.stream for alert in held) == sorted(f"{id}.heartbeat" for id in CAMERAS)
    (cause,) = [alert for alert in state.alerts.values() if name(alert) == FEEDER]
    for alert in held:
        assert alert.suppressed_by == cause.id
        assert alert.suppressed_reason == "所在供电支路停电"
        assert alert.suppressed_reason_en == "Its feeder has no power"
        assert alert.group == cause.group


def test_no_other_alarm_is_hidden(day: Day) -> None:
    """The fourteen others were put before the operator: raised open, by nobody held since."""
    state = day.town_at(END)
    cameras = {f"{id}.heartbeat" for id in CAMERAS}
    others = [state.alerts[id] for id in day.annunciations()]
    others = [alert for alert in others if alert.stream not in cameras]
    assert len(others) == 14
    open_states = {AlertState.UNACKNOWLEDGED, AlertState.ACKNOWLEDGED}
    for alert in others:
        if alert.returned:
            assert alert.state is AlertState.RETURNED_UNACKNOWLEDGED, name(alert)
        else:
            assert alert.state in open_states, name(alert)
        held = {"AlertSuppressed", "AlertShelved", "TakenOutOfService"}
        assert held.isdisjoint(line.what for line in alert.log), name(alert)
        assert alert.title and alert.guidance


def test_the_wall_shows_them_as_six_groups_and_counts_what_it_presents(day: Day) -> None:
    state = day.town_at(END)
    groups = AlarmGroups()
    groups.rebuild(state)
    shown = {name(state.alerts[key]) for key in groups.keys()}  # noqa: SIM118
    assert set(FLOOD) <= shown
    load = SeatLoad()
    load.rebuild(state)
    report = load.report(state, END - 1)
    assert report.rate_now == 14
    assert report.in_flood
    assert report.held == 9


def test_with_the_power_the_cameras_come_back_and_nothing_stays_held(day: Day) -> None:
    state = day.town_at(at_ms(LATER))
    for alert in state.alerts.values():
        assert alert.state is not AlertState.SUPPRESSED
        if alert.rule == f"{ESTATE}camera_offline":
            assert alert.state is AlertState.NORMAL
            assert alert.returned


def test_the_mission_has_its_minutes(day: Day) -> None:
    state = day.town_at(END)
    raised = {name(a): (a.raised_at_ms - DAY_START_MS) // 60_000 for a in state.alerts.values()}
    assert raised[f"{WATER}stalled_car", "C07.stalled_car"] == 861  # 20:21
    assert raised[f"{WATER}rain_6h", "R01"] == 587  # 15:47: 50 mm in 6 hours
    assert raised["ebike_safety.ebike_in_lift", "LF1.ebike"] == 725  # 18:05
    assert raised["hazard_inspection.pole_in_wind", "PL1.tilt"] == 438  # 13:18, the case at 13:20
