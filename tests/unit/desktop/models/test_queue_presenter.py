"""The queue: worst first, and clocks say what is left."""

from __future__ import annotations

import pytest

from desktop.models.queue_presenter import case_clock, queue_rows, stage_counts, subjects
from desktop.state.values import PendingCommand
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.model import AlertState, Level, Stage
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW, ZONE
from widgets.theme import tokens
from widgets.values import QueueRow


def rows(town: fake.SmallTown, *pending: str, now_ms: int = NOW) -> dict[str, QueueRow]:
    return {
        row.id: row for row in queue_rows(town.state, town.store.readings, pending, now_ms, ZONE)
    }


def test_alerts_and_cases_stand_in_one_order_worst_first_and_shelved_last() -> None:
    assert list(rows(fake.busy())) == ["case:c1", "alert:a2", "case:c2", "alert:a3"]


def test_alerts_are_ordered_by_level_then_waiting_then_newest() -> None:
    town = fake.registers()
    for made in (
        fake.alert("blue", "W1", Level.BLUE, age_ms=1),
        fake.alert("known", "W1", Level.RED, age_ms=1, state=AlertState.ACKNOWLEDGED),
        fake.alert("old", "W1", Level.RED, age_ms=9),
        fake.alert("new", "W2", Level.RED, age_ms=5),
        fake.alert("over", "W2", Level.RED, age_ms=5, state=AlertState.NORMAL),
    ):
        town.put(ev.AlertRaised(made))

    assert list(rows(town)) == ["alert:new", "alert:old", "alert:known", "alert:blue"]


def test_an_alert_row_says_what_where_since_when_and_how_it_stands() -> None:
    row = rows(fake.busy())["alert:a2"]

    assert row == QueueRow(
        "alert:a2", tokens.Level.ORANGE, "W2 积水", "西村 · 告警", "20:23", "已确认"
    )


def test_an_alert_outside_all_areas_names_its_stream() -> None:
    town = fake.registers()
    town.put(ev.AlertRaised(fake.alert("a", "W1", Level.RED, age_ms=0, area="")))

    assert rows(town)["alert:a"].subtitle == "人民路下立交 · 告警"


def test_a_case_row_says_where_which_loop_who_and_how_long_is_left() -> None:
    row = rows(fake.busy())["case:c1"]

    assert row == QueueRow(
        "case:c1",
        tokens.Level.RED,
        "案件 c1",
        "告警时 36.0 厘米 · 东村 · 中环 · 一队",
        "12:48",
        "已派遣",
        unacknowledged=True,
    )


def test_a_case_past_its_time_is_overdue_by_so_much() -> None:
    row = rows(fake.busy(), now_ms=NOW + 20 * MIN)["case:c1"]

    assert (row.right, row.overdue) == ("超 07:12", True)


def test_the_moment_it_is_due_is_not_yet_overdue() -> None:
    town = fake.busy()
    assert case_clock(town.state.cases["c1"], NOW + 12 * MIN + 48_000) == ("00:00", False)


def test_no_clock_runs_before_dispatch_or_after_closing() -> None:
    town = fake.busy()
    assert case_clock(town.state.cases["c2"], NOW) == ("—", False)

    town.put(ev.CaseClosed("c1", "水已退"))
    assert case_clock(town.state.cases["c1"], NOW + 60 * MIN) == ("—", False)


@pytest.mark.parametrize(
    ("subject", "row"), [("a2", "alert:a2"), ("c1", "case:c1"), ("a1", "case:c1")]
)
def test_a_row_with_a_command_out_is_pending(subject: str, row: str) -> None:
    shown = rows(fake.busy(), subject)

    assert [id for id, each in shown.items() if each.pending] == [row]


def test_subjects_are_the_alerts_and_cases_of_waiting_commands() -> None:
    bodies = (cmd.AcknowledgeAlert("a1"), cmd.DispatchTeam("c1", "T1"), cmd.LiftWarning("rain"))
    waiting = [PendingCommand(str(n), body, NOW) for n, body in enumerate(bodies)]

    assert subjects(waiting) == {"a1", "c1"}


def test_a_live_alert_returns_to_the_queue_when_its_case_is_closed() -> None:
    town = fake.busy()
    town.put(ev.CaseClosed("c1", "水已退"))

    assert next(iter(rows(town))) == "alert:a1"
    assert "case:c1" not in rows(town)


def test_stages_are_counted_in_the_order_cases_pass_them() -> None:
    town = fake.busy()
    for number, stage in enumerate(Stage):
        made = fake.case(f"x{number}", Level.BLUE, age_ms=0, stage=stage)
        town.put(ev.CaseOpened(made))

    counts = stage_counts(town.state)

    assert [(c.text, c.count) for c in counts] == [
        ("待派遣", 3),
        ("已派遣", 2),
        ("处置中", 1),
        ("待核查", 2),
        ("已结案", 1),
    ]
    assert [c.id for c in counts if c.current] == ["handling"]


def test_a_case_tells_what_is_measured_now_and_an_old_value_as_old() -> None:
    town = fake.busy()
    town.put(ev.AlertLevelRaised("a1", Level.RED, 48.0, "更深", "depth"))
    assert rows(town)["case:c1"].subtitle.startswith("告警时 48.0 厘米 · ")
    assert rows(town)["case:c1"].title == "案件 c1"

    town.read("W1", 51.5)
    assert rows(town)["case:c1"].subtitle.startswith("51.5 厘米 · ")
    assert rows(town, now_ms=NOW + 60 * MIN)["case:c1"].subtitle.startswith("告警时 48.0 厘米 · ")

    town.set_alert("a1", state=AlertState.NORMAL)
    assert rows(town)["case:c1"].subtitle.startswith("东村 · ")


def test_an_alert_tells_what_is_measured_now_and_nothing_of_a_silent_stream() -> None:
    town = fake.busy()
    assert "厘米" not in rows(town)["alert:a2"].subtitle
    town.read("W2", 39.0)
    assert rows(town)["alert:a2"].subtitle.startswith("39.0 厘米 · ")
