"""The manual is true of the program: what it names exists, and what exists it names."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.__main__ import make_parser as desktop_parser
from desktop.actions.catalogue import catalogue
from desktop.settings import load_settings
from services.__main__ import _parser as server_parser
from services.api.docs import openapi
from services.cap.settings import Rule as CapRule
from services.cap.settings import Settings as CapSettings
from services.contract.model import AlertState, Stage, TeamStatus, Tier
from services.ingest.mqtt import Settings as MqttSettings
from services.ingest.mqtt import Topic, read_settings
from services.operations import markups
from services.packs.explain import kinds_of_rules
from services.packs.loader import load_packs
from services.packs.rules import Text
from services.packs.schema import Pack
from services.plan import read_plan
from tests.unit.manual_pages import (
    CELL,
    FENCE,
    LANGUAGES,
    LINK,
    MANUAL,
    PAGES,
    ROOT,
    anchor,
    blocks,
    english,
    first_cells,
    headings,
    prose,
    section,
    source,
)

both = pytest.mark.parametrize("language", LANGUAGES)
every_page = pytest.mark.parametrize("page", PAGES)


# The pages


@both
def test_every_page_is_there_and_no_other(language: str) -> None:
    assert sorted(p.name for p in (MANUAL / language).iterdir()) == sorted(f"{p}.md" for p in PAGES)


@every_page
def test_both_languages_have_the_same_structure(page: str) -> None:
    zh, en = (source(language, page) for language in LANGUAGES)
    assert [rank for rank, _ in headings("zh", page)] == [rank for rank, _ in headings("en", page)]
    assert [info for info, _ in FENCE.findall(zh)] == [info for info, _ in FENCE.findall(en)]
    assert _shape(zh) == _shape(en)


def _shape(text: str) -> list[int]:
    """Columns of every table row, in order."""
    return [line.count("|") for line in text.splitlines() if line.startswith("|")]


@every_page
def test_marked_examples_are_the_same_in_both_languages(page: str) -> None:
    assert blocks("zh", page) == blocks("en", page)


@both
@every_page
def test_a_page_begins_with_its_title_and_its_reader(language: str, page: str) -> None:
    lines = source(language, page).splitlines()
    assert lines[0].startswith("# ")
    assert lines[2].startswith("写给" if language == "zh" else "For ")


@both
@every_page
def test_every_relative_link_leads_somewhere(language: str, page: str) -> None:
    for target in LINK.findall(prose(language, page)):
        if "://" in target:
            continue
        path, _, fragment = target.partition("#")
        file = (MANUAL / language / path).resolve() if path else MANUAL / language / f"{page}.md"
        assert file.is_file(), target
        if fragment:
            anchors = [anchor(title) for _, title in headings(file.parent.name, file.stem)]
            assert fragment in anchors, target


@both
def test_the_index_leads_to_every_page(language: str) -> None:
    targets = {target.partition("#")[0] for target in LINK.findall(source(language, "index"))}
    assert {f"{page}.md" for page in PAGES if page != "index"} <= targets


def test_the_readme_leads_to_the_manual() -> None:
    links = LINK.findall((ROOT / "README.md").read_text("utf-8"))
    assert {f"resources/manual/{language}/index.md" for language in LANGUAGES} <= set(links)


# Command lines


def leaves(parser: argparse.ArgumentParser, words: str) -> Iterator[tuple[str, set[str]]]:
    """Every command with its options and arguments, without what is not shown to users."""
    children: dict[str, argparse.ArgumentParser] = {}
    options: set[str] = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            children = action.choices
        elif action.help != argparse.SUPPRESS and "--help" not in action.option_strings:
            options.add(action.option_strings[-1] if action.option_strings else action.dest)
    if not children or words == "onemap":
        yield words, options
    for name, child in children.items():
        yield from leaves(child, f"{words} {name}")


@both
def test_every_server_command_and_option_is_documented_and_no_other(language: str) -> None:
    documented = {
        title.strip("`"): set(first_cells(section(language, "server", title)))
        for _, title in headings(language, "server")
        if title.startswith("`onemap-server")
    }
    assert documented == dict(leaves(server_parser(), "onemap-server"))


@both
def test_the_manual_uses_only_options_that_exist(language: str) -> None:
    commands = {**dict(leaves(server_parser(), "onemap-server"))}
    commands.update(leaves(desktop_parser(), "onemap"))
    known = {option for options in commands.values() for option in options}
    for page in PAGES:
        for line in source(language, page).splitlines():
            if re.match(r"(onemap(-server)?) ", line) and not line.startswith("onemap-server:"):
                assert set(re.findall(r"--[a-z-]+", line)) <= known, line


@both
def test_every_option_of_the_desktop_is_documented_and_no_other(language: str) -> None:
    commands = dict(leaves(desktop_parser(), "onemap"))
    title = "桌面程序的选项" if language == "zh" else "Options of the desktop"
    assert set(first_cells(section(language, "install", title))) == commands["onemap"]
    shown = {cell.split()[0] for cell in first_cells(prose(language, "index")) if "--" in cell}
    assert shown == commands["onemap demo"] - commands["onemap"]


# Keys of the desktop


def key_rows(language: str) -> list[list[str]]:
    """Key and words of every action: the wall's keys, and the map's where it has a chapter."""
    text = section(language, "wall", "快捷键" if language == "zh" else "Keys")
    title = "地图按键" if language == "zh" else "Keys of the map"
    if any(words == title for _, words in headings(language, "map")):
        text += section(language, "map", title)
    lines = (line for line in text.splitlines() if line.startswith("| `"))
    return [[cell.strip() for cell in line.split("|")[1:3]] for line in lines]


@both
def test_every_action_appears_with_its_key_and_no_other(language: str) -> None:
    words = english() if language == "en" else {}
    expected = [
        [f"`{action.shortcut}`", words.get(action.text, action.text).rstrip("…")]
        for action in catalogue()
    ]
    assert sorted(key_rows(language)) == sorted(expected)


# Packs


def keys_of(kind: Any, path: str) -> Iterator[str]:
    """Dotted paths of every key of a struct that can be written; texts are written whole. Where
    a table has several kinds, the keys of each."""
    if isinstance(kind, msgspec.inspect.UnionType):
        kinds = [t for t in kind.types if not isinstance(t, msgspec.inspect.NoneType)]
        if len(kinds) > 1:
            for one in kinds:
                yield from keys_of(one, path)
            return
        kind = kinds[0]
    if isinstance(kind, msgspec.inspect.ListType):
        kind = kind.item_type
    if isinstance(kind, msgspec.inspect.DictType):
        if isinstance(kind.value_type, msgspec.inspect.StructType | msgspec.inspect.UnionType):
            if path.count(".") > 1:
                yield path
            yield from keys_of(kind.value_type, f"{path}.*")
            return
    elif isinstance(kind, msgspec.inspect.StructType) and kind.cls is not Text:
        if kind.tag_field is not None:
            yield f"{path}.{kind.tag_field}"
        for field in kind.fields:
            yield from keys_of(field.type, f"{path}.{field.encode_name}".lstrip("."))
        return
    yield path


@both
def test_every_key_of_a_pack_is_documented_and_no_other(language: str) -> None:
    title = "全部的键" if language == "zh" else "Every key"
    documented = first_cells(section(language, "packs", title))
    assert sorted(documented) == sorted(set(keys_of(msgspec.inspect.type_info(Pack), "")))


def test_the_example_pack_loads(tmp_path: Path) -> None:
    folder = tmp_path / "wind_watch"
    folder.mkdir()
    (folder / "pack.toml").write_text(blocks("zh", "packs")["pack.toml"], "utf-8")
    (pack,) = load_packs((tmp_path,), ["wind_watch"])
    assert pack.id == "wind_watch"
    assert pack.rules["gust"].levels["blue"].at == 10.8
    assert {rule.__struct_config__.tag for rule in pack.rules.values()} == set(kinds_of_rules())


# The town directory


def write_town(folder: Path, extra: str = "", drop: str = "") -> Path:
    """The town of the manual's example."""
    for name, body in blocks("zh", "town").items():
        text = body
        if name == "town.toml":
            text = body.partition(drop)[0] + extra if drop else body + extra
        (folder / name).write_text(text, "utf-8")
    return folder


def test_the_example_town_loads(tmp_path: Path) -> None:
    plan = read_plan(str(write_town(tmp_path)))
    assert plan.register.town.id == "linhe"
    assert [stream.id for stream in plan.register.streams] == ["W07", "R01", "T1.lon", "T1.lat"]
    assert plan.rules["waterlogging_response.depth_underpass"].levels["red"].at == 22


def test_the_example_of_overrides_loads(tmp_path: Path) -> None:
    override = blocks("zh", "packs")["override"]
    plan = read_plan(str(write_town(tmp_path, override, drop="[overrides")))
    assert plan.rules["waterlogging_response.rain_intensity"].on_delay_s == 120


def test_the_example_of_mqtt_loads(tmp_path: Path) -> None:
    plan = read_plan(str(write_town(tmp_path, blocks("zh", "doors")["mqtt"])))
    assert plan.mqtt is not None
    assert [topic.stream for topic in plan.mqtt.topic] == ["{stream}", "W{1}"]


def test_the_example_of_cap_loads(tmp_path: Path) -> None:
    plan = read_plan(str(write_town(tmp_path, blocks("zh", "doors")["cap"])))
    assert [rule.kind for rule in plan.cap.rule] == ["强对流"]
    assert set(plan.cap.areas.values()) <= {area.id for area in plan.register.areas}


def test_the_example_of_settings_loads(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(blocks("zh", "wall")["settings.toml"], "utf-8")
    assert load_settings(path).key_file


def test_every_marked_example_is_loaded_by_a_test() -> None:
    marked = {name for page in PAGES for name in blocks("zh", page)}
    files = {"town.toml", "areas.geojson", "assets.json", "streams.json", "teams.json"}
    others = {"pack.toml", "override", "mqtt", "cap", "settings.toml", "basemaps.toml", "tianditu"}
    doors = {"hooks", "frigate", "onvif", "drop", "thing"}
    assert marked == files | others | doors | {"notify", "breakers"}


# Doors


@both
def test_every_key_of_mqtt_is_documented_and_no_other(language: str) -> None:
    documented = first_cells(section(language, "doors", "MQTT"))
    assert sorted(documented) == sorted((*MqttSettings.__struct_fields__, *Topic.__struct_fields__))


def test_the_defaults_of_mqtt_are_as_documented() -> None:
    settings = read_settings({"topic": [{"pattern": "a/{stream}"}]}, Path("town.toml"))
    text = section("en", "doors", "MQTT")
    for name, value in (*_defaults(settings), *_defaults(settings.topic[0])):
        if value and name not in ("topic", "pattern"):
            assert f"| `{name}` | `{value}` |" in text


def _defaults(struct: msgspec.Struct) -> list[tuple[str, Any]]:
    return [(name, getattr(struct, name)) for name in struct.__struct_fields__]


@both
def test_every_key_of_cap_is_documented_and_no_other(language: str) -> None:
    title = "CAP 预警" if language == "zh" else "CAP warnings"
    documented = first_cells(section(language, "doors", title))
    outcomes = ("outcome", "issued", "updated", "withdrawn", "known", "ignored")
    keys = (*CapSettings.__struct_fields__, *CapRule.__struct_fields__)
    assert sorted(documented) == sorted((*outcomes, *keys))


@both
def test_every_route_is_documented_with_its_method(language: str) -> None:
    text = prose(language, "doors")
    for path, methods in openapi(())["paths"].items():
        for method in methods.keys() - {"parameters"}:
            assert f"| `{path}` | {method.upper()} |" in text


# Words


@both
def test_every_state_is_in_the_glossary(language: str) -> None:
    codes = set(CELL.findall(prose(language, "glossary")))
    wanted = {str(each) for kind in (AlertState, Stage, TeamStatus, Tier) for each in kind}
    assert codes == wanted


@both
def test_every_refusal_of_casework_and_markups_is_explained(language: str) -> None:
    title = "指令被拒的原因" if language == "zh" else "Why a command is refused"
    explained = set(first_cells(section(language, "troubleshooting", title)))
    pattern = re.compile(r'"((?:alert|case|team|text|markup)\.[a-z_]+)"')
    services = ROOT / "services"
    said = {
        code
        for file in (*(services / "casework").glob("*.py"), Path(markups.__file__))
        for code in pattern.findall(file.read_text("utf-8"))
    }
    assert {"case.closed", "markup.unknown"} <= said
    assert said <= explained
    known = {code for code in explained if code.partition(".")[0] in ("alert", "case", "markup")}
    assert known <= said
