"""The load of a seat in figures, bands, shares and tables."""

from __future__ import annotations

import pytest

from desktop.models import seat_presenter as shown
from desktop.state.seat_load import LevelShare, LoadReport, SeatLoad
from desktop.state.values import PendingCommand
from services.contract.commands import AcknowledgeAlert, OpenCase
from services.contract.model import Level, Tier
from tests.fakes import seat
from tests.fakes import town as fake
from widgets.theme import tokens


def measured(town: fake.SmallTown, at_ms: int = fake.NOW) -> LoadReport:
    load = SeatLoad()
    load.rebuild(town.state)
    return load.report(town.state, at_ms)


@pytest.fixture
def town() -> fake.SmallTown:
    return seat.noisy()


def test_the_figures_tell_rate_floods_and_what_stands(town: fake.SmallTown) -> None:
    figures = {one.id: one for one in shown.figures(measured(town))}
    assert figures["now"].value == "4"
    assert figures["floods"].value == "1"
    assert figures["stale"].value == "1"
    assert not any(one.stale for one in figures.values())


def test_a_flood_that_is_on_is_red(town: fake.SmallTown) -> None:
    report = measured(town, fake.NOW - 80 * fake.MIN)
    assert report.in_flood
    now = shown.figures(report)[0]
    assert now.level is tokens.Level.RED and now.note == "泛滥中"


def test_without_a_connection_all_figures_are_old(town: fake.SmallTown) -> None:
    assert all(one.stale for one in shown.figures(measured(town), stale=True))


def test_the_strip_covers_the_day_with_a_tip_for_each_bar(town: fake.SmallTown) -> None:
    load = shown.load(measured(town), fake.ZONE)
    assert len(load.counts) == len(load.tips) == 144
    assert sum(load.counts) == 50
    assert load.tips[-1] == "07-18 20:30 起 10 分钟：4 条"


def test_shares_stand_against_their_targets(town: fake.SmallTown) -> None:
    shares = shown.shares(measured(town))
    assert [one.target for one in shares] == [0.80, 0.15, 0.05]
    assert shares[0].text == "40 条，80%，宜为 80%"
    assert shares[2].name == "红色、橙色"
    assert not any(one.is_over for one in shares)
    assert shown.shares(measured(fake.registers())) == []


@pytest.mark.parametrize(
    ("levels", "share", "target", "is_over"),
    [
        ((Level.BLUE,), 0.60, 0.80, True),
        ((Level.BLUE,), 0.95, 0.80, False),
        ((Level.ORANGE, Level.RED), 0.30, 0.05, True),
        ((Level.YELLOW,), 0.05, 0.15, False),
    ],
)
def test_too_many_severe_or_too_few_mild_alarms_are_marked(
    levels: tuple[Level, ...], share: float, target: float, is_over: bool
) -> None:
    assert shown._share(LevelShare(levels, 1, share, target)).is_over is is_over


def test_bad_actors_stand_from_the_worst(town: fake.SmallTown) -> None:
    report = measured(town)
    rows = shown.actor_rows(report, town.state, [])
    assert [cell.text for cell in rows[0].cells] == [
        "1", "W1 积水", "W1 人民路下立交", "蓝色", "40", "80%", "–",
    ]  # fmt: skip
    assert shown.find_actor(report, rows[0].id) == report.bad_actors[0]
    assert shown.find_actor(report, "gone") is None and shown.find_actor(None, rows[0].id) is None


def test_a_repair_is_shown_from_its_sending_to_its_end(town: fake.SmallTown) -> None:
    def repair(*pending: PendingCommand) -> str:
        return shown.actor_rows(measured(town), town.state, pending)[0].cells[-1].text

    order = PendingCommand("1", OpenCase("c", "t", shown.REPAIR, Tier.SMALL, seat.NOISY), 0)
    other = PendingCommand("2", AcknowledgeAlert("a"), 0)
    assert repair(other) == "–"
    assert repair(other, order) == "已发出"
    seat.open_repair(town, seat.NOISY)
    assert repair() == "20260718-0042 待派遣"


def test_what_flutters_is_listed_the_latest_first(town: fake.SmallTown) -> None:
    rows = shown.chatter_rows(measured(town), town.state)
    assert [row.cells[1].text for row in rows] == ["W2 河浜路低洼", "W1 人民路下立交"]
    assert rows[0].cells[2].text == "4 次/1 分" and rows[0].cells[2].tone == ""
    at = fake.NOW - 3 * fake.MIN - 20_000
    assert shown.chatter_rows(measured(town, at), town.state)[0].cells[2].tone == "warn"


def test_what_stands_too_long_says_since_when(town: fake.SmallTown) -> None:
    rows = shown.stale_rows(measured(town), town.state)
    assert [cell.text for cell in rows[0].cells] == ["", "R1 积水", "未确认", "30 小时"]
    assert rows[0].cells[0].level is tokens.Level.ORANGE


def test_rows_have_a_cell_for_every_column(town: fake.SmallTown) -> None:
    report = measured(town)
    for columns, rows in (
        (shown.actor_columns(), shown.actor_rows(report, town.state, [])),
        (shown.chatter_columns(), shown.chatter_rows(report, town.state)),
        (shown.stale_columns(), shown.stale_rows(report, town.state)),
    ):
        assert rows and all(len(row.cells) == len(columns) for row in rows)


def test_a_repair_is_called_by_its_device(town: fake.SmallTown) -> None:
    actor = measured(town).bad_actors[0]
    text = shown.repair_title(town.state, actor)
    assert text == "检修：W1 人民路下立交 24 小时内反复告警 40 次"
