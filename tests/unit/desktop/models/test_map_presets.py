"""The eight maps: complete, readable, and refused with the file and the fix when they are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models import map_presets as presets
from desktop.models.classes import Method
from services.contract import events as ev
from services.contract.model import (
    Asset,
    Level,
    Markup,
    MarkupKind,
    TownState,
)
from tests.fakes.town import busy, registers
from widgets.map.values import Bounds, MapLayer

GOOD = 'order = 1\ntitle = { zh = "图", en = "Map" }\nabout = { zh = "有", en = "has" }\n'


def preset(tmp_path: Path, text: str = "", head: str = GOOD) -> presets.MapPreset:
    file = tmp_path / "own.toml"
    file.write_text(head + text, "utf-8")
    return presets.read_preset(file)


def test_the_eight_maps_come_in_their_order_with_both_languages() -> None:
    found = presets.load_presets().maps
    assert presets.load_presets().problems == ()
    assert [one.id for one in found] == [
        "hazards",
        "shelters",
        "command",
        "rescue",
        "materials",
        "evacuation",
        "monitoring",
        "cameras",
    ]
    assert [one.order for one in found] == list(range(1, 9))
    assert len({one.title_zh for one in found}) == len({one.title_en for one in found}) == 8
    for one in found:
        assert one.title == one.title_zh
        assert one.title_en.isascii()
        assert one.about
        assert one.assets or one.streams or one.teams


def test_a_town_replaces_and_adds(tmp_path: Path) -> None:
    (tmp_path / "cameras.toml").write_text(GOOD.replace("图", "探头"), "utf-8")
    (tmp_path / "extra.toml").write_text(GOOD.replace("order = 1", "order = 9"), "utf-8")
    (tmp_path / "notes.txt").write_text("not a preset")
    found = {one.id: one for one in presets.load_presets(tmp_path).maps}
    assert len(found) == 9
    assert found["cameras"].title_zh == "探头"
    assert list(found)[-1] == "extra"
    assert len(presets.load_presets(tmp_path / "nowhere").maps) == 8


def test_a_wrong_file_of_ones_own_is_named_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "cameras.toml").write_text("order = ", "utf-8")
    (tmp_path / "huge.toml").write_text("#" * 1_000_001, "utf-8")
    (tmp_path / "latin.toml").write_bytes(b"\xff")
    (tmp_path / "own.toml").write_text("\ufeff" + GOOD, "utf-8")
    found = presets.load_presets(tmp_path)
    assert [line.partition(":")[0] for line in found.problems] == [
        "cameras.toml",
        "huge.toml",
        "latin.toml",
    ]
    by_id = {one.id: one for one in found.maps}
    assert by_id["cameras"].title_zh == "视频资源图"
    assert by_id["own"].title_zh == "图"


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "maps").write_text("")
    found = presets.load_presets(tmp_path / "maps")
    assert len(found.maps) == 8
    assert found.problems[0].startswith("maps: the folder cannot be read")


def test_everything_a_file_can_say(tmp_path: Path) -> None:
    text = """
extent = [121.0, 31.0, 121.2, 31.2]
[show]
assets = ["pump"]
streams = ["water"]
teams = true
alerts = "red"
[indicator]
id = "depth"
method = "natural"
[layers.heat]
visible = true
opacity = 0.5
"""
    found = preset(tmp_path, text)
    assert (found.id, found.assets, found.streams) == ("own", ("pump",), ("water",))
    assert (found.teams, found.cases, found.alerts) == (True, False, Level.RED)
    assert (found.indicator, found.method) == ("depth", Method.NATURAL)
    assert found.extent == Bounds(121.0, 31.0, 121.2, 31.2)
    assert found.layers == {MapLayer.HEAT: presets.LayerLook(True, 0.5)}


@pytest.mark.parametrize(
    ("head", "text", "words"),
    [
        ("order = ", "", "is not TOML"),
        ("", "", "order"),
        (GOOD, "colour = 1\n", "colour"),
        (GOOD, "[show]\nassets = 'pump'\n", r"show\.assets"),
        (GOOD, "[show]\ncamera = true\n", "camera"),
        (GOOD, "[show]\nalerts = 'pink'\n", r"show\.alerts"),
        (GOOD, "[indicator]\nid = 'luck'\n", "choose one of cases"),
        (GOOD, "[indicator]\nid = 'depth'\nmethod = 'magic'\n", "method"),
        (GOOD, "[layers.sky]\nvisible = true\n", "sky"),
        (GOOD, "[layers.heat]\nopacity = 7\n", "from 0 to 1"),
        (GOOD, "extent = 'moon'\n", "extent"),
        (GOOD, "extent = [121, 31, 120, 32]\n", "west, south, east, north"),
        (GOOD, "extent = [1, 2]\n", "extent"),
    ],
)
def test_an_error_names_the_file_and_the_fix(
    tmp_path: Path, head: str, text: str, words: str
) -> None:
    with pytest.raises(presets.PresetError, match=words) as caught:
        preset(tmp_path, text, head)
    assert str(caught.value).startswith("own.toml: ")
    assert "; " in str(caught.value)


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    with pytest.raises(presets.PresetError, match="cannot be read"):
        presets.read_preset(file)
    file.write_bytes(b"\xff\xff")
    with pytest.raises(presets.PresetError, match="UTF-8"):
        presets.read_preset(file)


@given(st.text(max_size=80))
def test_any_text_is_a_preset_or_refused_with_words(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("presets")
    try:
        preset(folder, text)
    except presets.PresetError as error:
        assert "own.toml" in str(error)


def test_what_a_preset_shows(tmp_path: Path) -> None:
    town = busy()
    town.put(ev.AssetRegistered(Asset("P1", "pump", "泵", 121.0, 31.0)))
    found = preset(tmp_path, '[show]\nassets = ["pump"]\nstreams = ["rain"]\nteams = true\n')
    shown = presets.shown_ids(found, town.state)
    assert shown == {"asset:P1", "stream:R1", "stream:W1", "stream:W2", "team:T1", "team:T2"}
    everything = preset(tmp_path, '[show]\nassets = ["*"]\nstreams = ["*"]\n')
    assert {"asset:C1", "stream:H1"} <= presets.shown_ids(everything, town.state)


def test_an_alarm_is_shown_whatever_the_kind_from_the_level_the_preset_names(
    tmp_path: Path,
) -> None:
    state = busy().state
    assert presets.shown_ids(preset(tmp_path), state) == {"stream:W1", "stream:W2"}
    red = preset(tmp_path, '[show]\nalerts = "red"\n')
    assert presets.shown_ids(red, state) == {"stream:W1"}


def test_cases_and_markups_when_asked_for(tmp_path: Path) -> None:
    town = registers()
    town.put(ev.MarkupDrawn(Markup("m1", MarkupKind.POINT, ((121.0, 31.0),))))
    state = busy().state
    state.markups.update(town.state.markups)
    found = preset(tmp_path, "[show]\ncases = true\nmarkups = true\nalerts = 'red'\n")
    assert presets.shown_ids(found, state) == {"case:c1", "case:c2", "markup:m1", "stream:W1"}


def test_kinds_the_town_has_nothing_of_are_told(tmp_path: Path) -> None:
    found = preset(tmp_path, '[show]\nassets = ["camera", "boat"]\nstreams = ["water", "wind"]\n')
    assert presets.missing_kinds(found, registers().state) == ("boat", "wind")


def test_the_extent_is_the_town_what_is_shown_or_a_frame(tmp_path: Path) -> None:
    state = registers().state
    town = presets.extent_of(preset(tmp_path), state)
    assert town is not None
    assert town.west < 121.0 < 121.04 < town.east
    shown = presets.extent_of(preset(tmp_path, 'extent = "shown"\n[show]\nteams = true\n'), state)
    assert shown is not None
    assert shown.west == pytest.approx(121.002 - 0.033 * 0.08)
    assert shown.north == pytest.approx(31.015 + 0.013 * 0.08)
    nothing = preset(tmp_path, 'extent = "shown"\n[show]\nassets = ["boat"]\n')
    assert presets.extent_of(nothing, state) == town, "nothing shown: the whole town"
    assert presets.extent_of(preset(tmp_path), TownState()) is None
    frame = preset(tmp_path, "extent = [1, 2, 3, 4]\n")
    assert presets.extent_of(frame, state) == Bounds(1, 2, 3, 4)


def test_a_single_point_is_not_zoomed_into_without_end(tmp_path: Path) -> None:
    state = TownState(assets={"S": Asset("S", "shelter", "馆", 121.0, 31.0)})
    found = preset(tmp_path, 'extent = "shown"\n[show]\nassets = ["shelter"]\n')
    box = presets.extent_of(found, state)
    assert box is not None
    assert box.east - box.west == pytest.approx(0.004)
    assert box.north - box.south == pytest.approx(0.004)
