"""Camera tiles: which, in what order, and how they look without a fresh picture."""

from __future__ import annotations

import pytest

from desktop.models.tile_presenter import MAX_TILES, STILL_STALE_MS, Still, tiles, watched_cameras
from services.contract import events as ev
from services.contract.model import AlertState, Level
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW, ZONE
from widgets.theme import tokens
from widgets.values import Tile


def shown(town: fake.SmallTown, *, online: bool = True, **stills: Still) -> tuple[Tile, ...]:
    readings = town.store.readings
    return tiles(town.state, readings, stills, online=online, now_ms=NOW, zone=ZONE)


def test_every_camera_with_a_live_alert_has_a_tile_worst_first() -> None:
    town = fake.busy()
    town.read("W1", 36.52)

    first, second = shown(town)

    assert (first.id, second.id) == ("asset:C1", "asset:C2")
    assert (first.name, first.level, first.time) == ("下立交枪机", tokens.Level.RED, "20:25")
    assert first.overlay == "36.5 厘米"
    assert second.overlay == ""


def test_a_camera_shows_the_worst_of_its_alerts() -> None:
    town = fake.registers()
    town.put(ev.AlertRaised(fake.alert("bad", "W1", Level.RED, age_ms=9, camera="C1")))
    town.put(ev.AlertRaised(fake.alert("mild", "W2", Level.BLUE, age_ms=1, camera="C1")))

    assert [(c, a.id) for c, a in watched_cameras(town.state)] == [("C1", "bad")]


def test_of_equal_levels_the_newest_comes_first() -> None:
    town = fake.registers()
    town.put(ev.AlertRaised(fake.alert("old", "W1", Level.RED, age_ms=9, camera="C1")))
    town.put(ev.AlertRaised(fake.alert("new", "W2", Level.RED, age_ms=1, camera="C2")))

    assert [camera for camera, _ in watched_cameras(town.state)] == ["C2", "C1"]


@pytest.mark.parametrize("state", [AlertState.SHELVED, AlertState.NORMAL, AlertState.SUPPRESSED])
def test_what_nobody_has_to_look_at_has_no_tile(state: AlertState) -> None:
    town = fake.busy()
    town.set_alert("a1", state=state)

    assert [tile.id for tile in shown(town)] == ["asset:C2"]


def test_the_column_is_bounded() -> None:
    town = fake.registers()
    for n in range(MAX_TILES + 3):
        made = fake.alert(f"x{n}", "W1", Level.RED, age_ms=n, camera=f"K{n}")
        town.put(ev.AlertRaised(made))

    assert len(shown(town)) == MAX_TILES


@pytest.mark.parametrize(("online", "look"), [(True, "loading"), (False, "offline")])
def test_without_a_picture_a_tile_is_loading_or_offline(online: bool, look: str) -> None:
    first = shown(fake.busy(), online=online)[0]

    assert (first.state, first.image, first.image_key, first.mark) == (look, b"", "", "")


@pytest.mark.parametrize("online", [True, False])
@pytest.mark.parametrize(
    ("age_ms", "look"), [(2 * MIN, "ready"), (STILL_STALE_MS, "ready"), (6 * MIN, "stale")]
)
def test_a_picture_stays_and_grows_stale(age_ms: int, look: str, online: bool) -> None:
    still = Still(b"jpeg", NOW - age_ms, "v1")
    first = shown(fake.busy(), online=online, C1=still)[0]

    assert (first.state, first.image, first.image_key) == (look, b"jpeg", "C1:v1")
    assert first.age.text == f"{age_ms // MIN} 分前"
    assert first.age.stale == (look == "stale")


def test_a_tile_says_whether_its_picture_was_drawn_or_taken() -> None:
    still = Still(b"jpeg", NOW - 8000, "v1")
    first, second = shown(fake.busy(), C1=still, C2=still)

    assert (first.mark, second.mark) == ("绘制", "静像")


def test_a_camera_outside_the_register_is_named_by_its_id() -> None:
    town = fake.registers()
    town.put(ev.AlertRaised(fake.alert("a", "gone", Level.RED, age_ms=0, camera="K9")))

    assert [(t.name, t.overlay) for t in shown(town)] == [("K9", "")]
