"""Lists beside the map: by kind, counted whole, the worst or the nearest first, and bounded."""

from __future__ import annotations

from desktop.models import place_lists
from desktop.models.live_alerts import LiveAlerts
from desktop.models.nearby import Nearby, NearbyKind
from services.contract import events as ev
from services.contract.model import Asset
from services.contract.model import Level as Level_
from tests.fakes.town import MIN, NOW, SmallTown, alert, busy
from widgets.theme.tokens import Level


def chosen(town: SmallTown, *ids: str) -> place_lists.Chosen:
    live = LiveAlerts.of(town.state)
    choice = place_lists.Choice(town.state, ids)
    return choice.listed(town.state, town.store.readings, live, NOW)


def near(id: str, kind: NearbyKind, metres: float, **more: object) -> Nearby:
    return Nearby(id, kind, id, "在用", 121.0, 31.0, metres, **more)  # type: ignore[arg-type]


def test_the_worst_kind_and_the_worst_thing_stand_first() -> None:
    found = chosen(busy(), "asset:C1", "case:c2", "stream:R1", "stream:W2", "stream:W1")
    assert [row.id for row in found.rows] == [
        "",
        "stream:W1",
        "stream:W2",
        "stream:R1",
        "",
        "case:c2",
        "",
        "asset:C1",
    ]
    assert found.worst is Level.RED
    assert found.count == 5
    assert found.rows[0].figure == "3 · 告警 2"


def test_strangers_and_nothing_are_nothing() -> None:
    assert chosen(busy(), "stream:none", "team:T1", "").count == 0
    assert chosen(busy()) == place_lists.Chosen(0, Level.NONE, ())


def test_a_shelved_alert_is_no_level() -> None:
    town = busy()
    live = LiveAlerts.of(town.state)
    assert place_lists.level_of(town.state, live, "stream:W2") is Level.ORANGE
    town.state.alerts.pop("a2")
    live.update(town.state, ["a2"])
    assert place_lists.level_of(town.state, live, "stream:W2") is Level.NONE


def test_a_row_tells_its_figure_and_how_old_it_is() -> None:
    town = busy()
    town.read("W1", 36.0, age_ms=2 * MIN)
    town.read("R1", 5.0, age_ms=60 * MIN)
    rows = {row.id: row for row in chosen(town, "stream:W1", "stream:R1", "stream:H1").rows}
    assert (rows["stream:W1"].figure, rows["stream:W1"].note) == ("36.0 厘米", "2 分前")
    assert not rows["stream:W1"].stale
    assert rows["stream:R1"].stale
    assert (rows["stream:H1"].note, rows["stream:H1"].stale) == ("尚无数据", True)


def test_a_long_list_is_cut_and_says_so() -> None:
    town = busy()
    ids = [f"X{n}" for n in range(place_lists.MOST_ROWS + 7)]
    town.state.assets.update({id: Asset(id, "camera", id, 121.0, 31.0) for id in ids})
    found = chosen(town, *(f"asset:{id}" for id in ids))
    assert found.count == len(ids)
    assert found.rows[0].figure == str(len(ids))
    assert found.rows[-1].title == "另有 7 处未列出"
    assert len(found.rows) == place_lists.MOST_ROWS + 2


def test_what_is_near_stands_by_kind_teams_first() -> None:
    town = busy()
    found = [
        near("asset:C1", NearbyKind.CAMERA, 10),
        near("stream:W1", NearbyKind.STREAM, 20, age_ms=2 * MIN, is_stale=True),
        near("team:T1", NearbyKind.TEAM, 150),
        near("asset:C2", NearbyKind.CAMERA, 1900),
    ]
    rows = place_lists.nearby_rows(town.state, LiveAlerts.of(town.state), found)
    assert [row.id for row in rows] == [
        "",
        "team:T1",
        "",
        "asset:C1",
        "asset:C2",
        "",
        "stream:W1",
    ]
    assert [row.figure for row in rows][1:5] == ["150 米", "2", "10 米", "1.9 公里"]
    assert rows[-1].note == "在用 · 2 分前"
    assert rows[-1].stale
    assert rows[-1].level is Level.RED


def test_a_case_that_is_gone_is_left_out_of_the_rows() -> None:
    town = busy()
    choice = place_lists.Choice(town.state, ["case:c2", "asset:C1"])
    del town.state.cases["c2"]
    found = choice.listed(town.state, town.store.readings, LiveAlerts.of(town.state), NOW)
    assert [row.id for row in found.rows if row.id] == ["asset:C1"]


def test_a_level_that_rises_moves_its_thing_up() -> None:
    town = busy()
    choice = place_lists.Choice(town.state, ["stream:R1", "stream:H1", "stream:W1"])
    live = LiveAlerts.of(town.state)
    town.put(ev.AlertRaised(alert("h", "H1", Level_.RED, age_ms=0)))
    live.update(town.state, ["h"])
    found = choice.listed(town.state, town.store.readings, live, NOW)
    assert {row.id for row in found.rows[1:3]} == {"stream:W1", "stream:H1"}
