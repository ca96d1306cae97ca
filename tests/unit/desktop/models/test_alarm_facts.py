"""What the table knows of an alert without asking the state again."""

from __future__ import annotations

from desktop.models import alarm_facts
from services.contract import events as ev
from services.contract.model import AlertState, Level, OutOfService
from tests.fakes import town as fake


def test_an_alert_is_known_by_its_words() -> None:
    town = fake.busy()
    row = alarm_facts.facts(town.state, town.state.alerts["a1"])
    assert (row.level, row.state) == (Level.RED, AlertState.UNACKNOWLEDGED)
    assert (row.place, row.area, row.camera) == ("东村", "A1", "下立交枪机")
    assert row.case == "20260718-c1 已派遣"


def test_outside_of_every_area_the_place_is_the_stream() -> None:
    town = fake.busy()
    town.set_alert("a1", area="")
    assert alarm_facts.place_text(town.state, town.state.alerts["a1"]) == "人民路下立交"


def test_a_case_counts_while_it_is_open() -> None:
    town = fake.busy()
    alert = town.state.alerts["a1"]
    assert alarm_facts.open_case(town.state, alert) is town.state.cases["c1"]
    town.put(ev.CaseClosed("c1", "水退"))
    assert alarm_facts.open_case(town.state, alert) is None


def test_mine_is_what_i_acknowledged_or_opened_a_case_of() -> None:
    town = fake.busy()
    alerts, me = town.state.alerts, frozenset({"陈立"})
    assert alarm_facts.is_mine(town.state, alerts["a2"], me)
    assert alarm_facts.is_mine(town.state, alerts["a1"], me)
    assert not alarm_facts.is_mine(town.state, alerts["a3"], me)
    assert not alarm_facts.is_mine(town.state, alerts["a2"], frozenset())


def test_a_service_state_has_a_row_of_its_own() -> None:
    town = fake.busy()
    row = alarm_facts.service_facts(town.state, OutOfService("W1", "", "送修", "陈立", 5))
    assert row.state is AlertState.OUT_OF_SERVICE
    assert (row.title, row.place, row.by, row.since_ms) == ("W1 人民路下立交", "东村", "陈立", 5)
