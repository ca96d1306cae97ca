"""One search box: everything by name, number, initials or coordinates, the best first."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.search import Hit, HitKind, PlaceName, SearchIndex, area_centre
from services.contract import events as ev
from services.contract.changes import Changes
from services.contract.model import Area, Asset, Level, Stage, Stream, TownState
from tests.fakes.town import SmallTown, busy, case

PLACES = (PlaceName("人民路", 121.0, 31.0, "道路"), PlaceName("Dongpu 东浦", 121.01, 31.01))


def index(town: SmallTown) -> SearchIndex:
    made = SearchIndex()
    made.set_places(PLACES)
    made.rebuild(town.state)
    return made


def ids(hits: list[Hit]) -> list[str]:
    return [hit.id for hit in hits]


@pytest.mark.parametrize(
    ("text", "id", "kind"),
    [
        ("河浜路球机", "asset:C2", HitKind.CAMERA),
        ("C2", "asset:C2", HitKind.CAMERA),
        ("ｃ２", "asset:C2", HitKind.CAMERA),
        ("rmlxlj", "stream:W1", HitKind.STREAM),
        ("雨量", "stream:R1", HitKind.STREAM),
        ("一队", "team:T1", HitKind.TEAM),
        ("东村", "area:A1", HitKind.AREA),
        ("案件 c2", "case:c2", HitKind.CASE),
        ("20260718-c2", "case:c2", HitKind.CASE),
        ("人民路", "place:0", HitKind.PLACE),
        ("DONGPU", "place:1", HitKind.PLACE),
        ("dp", "place:1", HitKind.PLACE),
    ],
)
def test_everything_is_found_by_name_number_or_initials(text: str, id: str, kind: HitKind) -> None:
    town = busy()
    hits = index(town).search(town.state, text)
    assert (hits[0].id, hits[0].kind) == (id, kind)


def test_a_hit_says_what_it_is_and_where() -> None:
    town = busy()
    made = index(town)
    (team,) = made.search(town.state, "一队")
    assert team == Hit("team:T1", HitKind.TEAM, "一队", "出动", 121.002, 31.002)
    (found,) = made.search(town.state, "20260718-c2")
    assert (found.title, found.note) == ("案件 c2", "20260718-c2 · 待派遣")
    (camera,) = made.search(town.state, "球机")
    assert camera.note == "C2 · 西村"
    area = made.search(town.state, "东村")[0]
    assert (area.lon, area.lat) == pytest.approx((121.01, 31.01))


def test_exact_before_beginning_before_within() -> None:
    town = busy()
    for at, name in enumerate(("南闸东", "旧南闸", "南闸")):
        town.put(ev.AssetRegistered(Asset(f"G{at}", "gate", name, 121.0, 31.0)))
    hits = index(town).search(town.state, "南闸")
    assert ids(hits) == ["asset:G2", "stream:H1", "asset:G0", "asset:G1"]


def test_several_words_must_all_be_there_in_any_order() -> None:
    town = busy()
    made = index(town)
    assert ids(made.search(town.state, "球机 河浜")) == ["asset:C2"]
    assert made.search(town.state, "球机 人民") == []


def test_what_is_over_stands_last() -> None:
    town = busy()
    town.set_case("c2", stage=Stage.CLOSED)
    hits = index(town).search(town.state, "案件")
    assert ids(hits) == ["case:c1", "case:c2"]
    assert hits[1].note.endswith("已结案")


@pytest.mark.parametrize("text", ["", " ", "没有这个", "\n\t", "%", "(", "\\"])
def test_nothing_is_found_where_nothing_fits(text: str) -> None:
    town = busy()
    assert index(town).search(town.state, text) == []


def test_coordinates_are_a_hit_in_any_form() -> None:
    town = busy()
    made = index(town)
    (hit,) = made.search(town.state, "121.47,31.23")
    assert hit == Hit(
        "position:", HitKind.POSITION, "31.230000°N 121.470000°E", "WGS 84", 121.47, 31.23
    )
    (turned,) = made.search(town.state, "31.23, 121.47")
    assert (turned.lon, turned.note) == (121.47, "WGS 84 · 按纬度在前读取")
    (metres,) = made.search(town.state, "512345, 3456789", near=(121.1, 31.1))
    assert "120°" in metres.note
    assert made.search(town.state, "512345, 3456789") == []
    (baidu,) = made.search(town.state, "百度 121.47,31.23")
    assert "BD-09" in baidu.note


def test_changes_are_taken_one_by_one() -> None:
    town = busy()
    made = index(town)
    town.store.drain()
    town.put(ev.CaseOpened(with_case("c9", "管道爆裂")))
    assert made.search(town.state, "管道") == []
    made.update(town.state, town.store.drain().state)
    assert ids(made.search(town.state, "管道")) == ["case:c9"]
    town.put(ev.CaseNoted("c9", "已到场"))
    made.update(town.state, town.store.drain().state)
    assert ids(made.search(town.state, "gdbl")) == ["case:c9"]
    town.put(ev.AssetRegistered(Asset("C2", "camera", "改名后的球", 121.0, 31.0)))
    made.update(town.state, town.store.drain().state)
    assert made.search(town.state, "河浜路球机") == []
    assert ids(made.search(town.state, "改名")) == ["asset:C2"]


def with_case(id: str, title: str):  # type: ignore[no-untyped-def]
    return case(id, Level.RED, age_ms=0, title=title)


def test_another_town_replaces_everything_but_the_places() -> None:
    town = busy()
    made = index(town)
    empty = TownState()
    assert made.search(empty, "一队") == [], "a state the index has not been told of yet"
    made.update(empty, Changes(everything=True))
    assert made.search(empty, "一队") == []
    assert ids(made.search(empty, "人民路")) == ["place:0"]
    made.set_places(())
    assert made.search(empty, "人民路") == []


def test_the_streams_of_a_teams_position_are_not_found() -> None:
    town = busy()
    town.put(ev.StreamRegistered(Stream("T1.lon", 9, "team.lon", "一队 经度", "deg", 0, 0)))
    assert ids(index(town).search(town.state, "一队")) == ["team:T1"]


def test_the_number_of_hits_is_bounded_and_the_best_are_kept_of_very_many() -> None:
    state = TownState()
    for at in range(3_000):
        state.assets[f"Z{at}"] = Asset(f"Z{at}", "box", f"旧水箱 {at}", 0, 0)
    state.assets["Y"] = Asset("Y", "box", "水箱", 0, 0)
    made = SearchIndex()
    made.rebuild(state)
    hits = made.search(state, "水箱", limit=7)
    assert len(hits) == 7
    assert hits[0].id == "asset:Y"


def test_an_area_without_an_outline_has_a_place_all_the_same() -> None:
    assert area_centre(Area("x", "x", "village", ())) == (0.0, 0.0)


names = st.text("河浜路人民桥东西ab1 ", min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@given(st.lists(names, max_size=40), st.text("河浜路人民桥ab1", min_size=1, max_size=3))
def test_it_finds_what_looking_at_every_name_finds(titles: list[str], text: str) -> None:
    made = SearchIndex()
    made.set_places(PlaceName(title, 0, 0) for title in titles)
    found = {hit.title for hit in made.search(TownState(), text, limit=100)}
    folded = [" ".join(title.split()) for title in titles]
    plain = {title for title, name in zip(titles, folded, strict=True) if text in name}
    assert plain <= found
    letters = str.maketrans("河浜路人民桥东西", "hblrmqdx")
    assert all(text in title or text in title.translate(letters) for title in found)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_an_index_kept_by_changes_equals_one_made_anew(seed: int) -> None:
    rng = Random(seed)
    town = busy()
    kept = index(town)
    town.store.drain()
    for _ in range(20):
        name = "".join(rng.choice("河浜路人民") for _ in range(3))
        at = rng.randrange(5)
        town.put(
            rng.choice(
                [
                    ev.AssetRegistered(Asset(f"X{at}", "pump", name, 0, 0)),
                    ev.CaseOpened(with_case(f"c{at}", name)),
                    ev.AreaRegistered(Area(f"A{at}", name, "village", ())),
                ]
            )
        )
        kept.update(town.state, town.store.drain().state)
    for text in ("河", "路人", "h", "x1", "民 河"):
        assert kept.search(town.state, text) == index(town).search(town.state, text)
