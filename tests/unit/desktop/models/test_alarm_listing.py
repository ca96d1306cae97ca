"""The table stays as it was put; what has come since is counted."""

from __future__ import annotations

import pytest

from desktop.models.alarm_arrange import FIRST_ORDER
from desktop.models.alarm_filter import AlarmFilter
from desktop.models.alarm_index import AlarmIndex
from desktop.models.alarm_listing import QUIET_MS, Hidden, Listing, Waiting, is_following
from services.contract import events as ev
from services.contract.model import Level
from tests.fakes import flood
from tests.fakes import town as fake
from tests.fakes.town import SmallTown


class Desk:
    """A listing over the flood, as it was put."""

    def __init__(self, *, is_grouped: bool = True) -> None:
        self.town: SmallTown = flood.raised()
        self.town.store.drain()
        self.index = AlarmIndex()
        self.index.rebuild(self.town.state, frozenset())
        self.listing = Listing()
        self.listing.is_grouped = is_grouped
        self.listing.settle(self.columns)

    @property
    def columns(self):
        return self.index.columns

    def put(self, *bodies: ev.EventBody) -> Waiting:
        for body in bodies:
            self.town.put(body)
        self.index.update(self.town.state, self.town.store.drain().state)
        return self.listing.waiting(self.columns)

    def fresh(self, id: str, level: Level, **fields: object) -> ev.AlertRaised:
        return ev.AlertRaised(fake.alert(id, "W07", level, age_ms=0, area="N16", **fields))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_nothing_waits_when_everything_was_just_put(desk: Desk) -> None:
    assert desk.listing.waiting(desk.columns) == Waiting()


def test_new_alerts_are_counted_with_the_worst_of_them(desk: Desk) -> None:
    lines = list(desk.listing.lines)
    waiting = desk.put(desk.fresh("n1", Level.BLUE), desk.fresh("n2", Level.ORANGE))
    assert (waiting.count, waiting.level) == (2, Level.ORANGE)
    assert desk.listing.lines == lines
    assert "alert:n2" in desk.listing.settle(desk.columns)
    assert desk.listing.waiting(desk.columns) == Waiting()


def test_one_that_joins_a_group_in_sight_is_seen_in_its_line(desk: Desk) -> None:
    assert desk.put(desk.fresh("n1", Level.BLUE, group="w7")).count == 0


def test_flat_it_is_counted(desk: Desk) -> None:
    flat = Desk(is_grouped=False)
    assert flat.put(flat.fresh("n1", Level.BLUE, group="w7")).count == 1


def test_one_that_the_filter_leaves_out_is_not_counted(desk: Desk) -> None:
    desk.listing.ask(AlarmFilter(area="N10"))
    desk.listing.settle(desk.columns)
    assert desk.put(desk.fresh("n1", Level.RED)) == Waiting()


def test_an_open_alert_that_the_filter_leaves_out_is_counted_with_the_worst(desk: Desk) -> None:
    assert desk.listing.hidden(desk.columns) == Hidden()
    desk.listing.ask(AlarmFilter(area="N10"))
    before = desk.listing.hidden(desk.columns)
    desk.put(desk.fresh("n1", Level.RED))
    assert desk.listing.hidden(desk.columns) == Hidden(before.count + 1, Level.RED)


def test_an_alert_that_ends_stays_and_the_order_is_told_to_be_old(desk: Desk) -> None:
    waiting = desk.put(ev.AlertAcknowledged("bike"), ev.AlertReturnedToNormal("bike", 0.0))
    assert waiting == Waiting(is_out_of_order=True)
    assert "alert:bike" in desk.listing.lines
    assert "alert:bike" not in desk.listing.settle(desk.columns)


def test_an_alert_that_worsens_tells_that_the_order_is_old(desk: Desk) -> None:
    body = ev.AlertLevelRaised("bike", Level.RED, 1.0, "更重", "ebike_safety.lift")
    assert desk.put(body) == Waiting(is_out_of_order=True)


def test_a_fold_opens_below_its_line_and_closes_again(desk: Desk) -> None:
    before = list(desk.listing.lines)
    opened = list(desk.listing.fold(desk.columns, "group:f0", is_open=True))
    at = opened.index("group:f0")
    assert opened[at + 1 : at + 4] == ["alert:f0", "alert:pump", "held:f0"]
    desk.listing.fold(desk.columns, "held:f0", is_open=True)
    assert len(desk.listing.lines) == len(before) + 3 + 9
    desk.listing.fold(desk.columns, "group:f0", is_open=False)
    assert desk.listing.lines == before


def test_a_fold_leaves_an_old_order_alone(desk: Desk) -> None:
    desk.put(ev.AlertLevelRaised("bike", Level.RED, 1.0, "更重", "ebike_safety.lift"))
    before = list(desk.listing.lines)
    desk.listing.fold(desk.columns, "group:w3", is_open=True)
    assert [id for id in desk.listing.lines if id in before] == before


def test_words_narrow_and_another_column_sorts(desk: Desk) -> None:
    desk.listing.look_for("  W03 ")
    assert desk.listing.is_filtered
    assert desk.listing.settle(desk.columns) == ["group:w3"]
    desk.listing.sort_by("title", adding=False)
    assert desk.listing.sorts != FIRST_ORDER


@pytest.mark.parametrize(
    "reading",
    [
        {"is_at_top": False},
        {"has_chosen": True},
        {"is_asking": True},
        {"quiet_ms": QUIET_MS - 1},
    ],
    ids=str,
)
def test_the_table_follows_only_when_nobody_reads_it(reading: dict[str, object]) -> None:
    alone = {"is_at_top": True, "has_chosen": False, "is_asking": False, "quiet_ms": QUIET_MS}
    assert is_following(**alone)
    assert not is_following(**(alone | reading))
