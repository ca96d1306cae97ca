"""The manual's pages on doors are true of the doors: keys, defaults, examples, what is offered."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from services.api.sensorthings.create import Workshop
from services.api.sensorthings.evaluate import ARITY
from services.api.sensorthings.options import _OPTIONS
from services.api.sensorthings.words import NAVIGATION
from services.ingest.broker import Broker
from services.ingest.drop import DropSettings, read_drop
from services.ingest.frigate import _VALUES, Watch, watch_of
from services.ingest.frigate_source import FrigateSettings, read_frigate
from services.ingest.hooks import HookSettings, read_hooks
from services.ingest.onvif_map import Event, Settings, read_onvif
from services.registers.directory import _Record, _stream
from tests.unit.manual_pages import (
    CELL,
    LANGUAGES,
    blocks,
    first_cells,
    prose,
    section,
    source,
)

FILE = Path("town.toml")
both = pytest.mark.parametrize("language", LANGUAGES)
TITLES = {
    "hooks": ("网络回调", "Webhooks"),
    "frigate": ("Frigate", "Frigate"),
    "onvif": ("ONVIF 事件", "ONVIF events"),
    "drop": ("CSV 文件", "CSV files"),
}
ATTRIBUTES = ("frigate_camera", "label", "sub_label", "zone", "frigate_value")
KEYS: dict[str, tuple[str, ...]] = {
    "hooks": HookSettings.__struct_fields__,
    "frigate": (*FrigateSettings.__struct_fields__, *ATTRIBUTES),
    "onvif": (*Settings.__struct_fields__, *Event.__struct_fields__),
    "drop": DropSettings.__struct_fields__,
}


def chapter(language: str, name: str) -> str:
    return section(language, "doors", TITLES[name][LANGUAGES.index(language)])


@both
@pytest.mark.parametrize("name", KEYS)
def test_every_key_of_a_door_is_documented_and_no_other(language: str, name: str) -> None:
    assert sorted(first_cells(chapter(language, name))) == sorted(KEYS[name])


@pytest.mark.parametrize(
    ("name", "struct"),
    [
        ("hooks", HookSettings()),
        ("frigate", FrigateSettings()),
        ("onvif", Event(topic="", stream="")),
        ("drop", DropSettings(folder="")),
    ],
)
def test_the_defaults_are_as_documented(name: str, struct: msgspec.Struct) -> None:
    text = chapter("en", name)
    for key in struct.__struct_fields__:
        value = getattr(struct, key)
        if value and key != "broker":
            written = f"{value:g}" if isinstance(value, float) else value
            assert f"| `{key}` | `{written}` |" in text


def example(name: str) -> Any:
    return tomllib.loads(blocks("zh", "doors")[name])


def test_the_example_of_webhooks_loads() -> None:
    hooks = read_hooks(example("hooks")["hooks"], FILE, {})
    body = b'{"alerts": [{"labels": {"pump": "W07"}, "status": "firing"}, {}]}'
    parsed = hooks["pumps"].readings(body)
    assert [(each.stream, each.value) for each in parsed.items] == [("W07", 1.0)]
    assert parsed.refused[0].reason in source("en", "doors")
    uplink = {"deviceInfo": {"tags": {"site": "07"}}, "object": {"level_cm": 3}}
    assert hooks["lorawan"].readings(json.dumps(uplink).encode()).items[0].stream == "W07"


def test_the_example_of_frigate_loads() -> None:
    settings = read_frigate(example("frigate")["frigate"], None, FILE)
    assert isinstance(settings.broker, Broker)
    assert settings.broker.host == "192.0.2.20"


@both
def test_the_stream_of_frigate_is_watched_as_described(language: str) -> None:
    text = source(language, "doors")
    begin = text.index('{"id": "EB01"')
    record = json.loads(text[begin : text.index("\n```", begin)])
    made = _stream(_Record(Path("streams.json"), "entry 1", record))
    assert watch_of(made) == Watch("EB01", "lift3", "bicycle", "", "cabin", "score")
    assert set(_VALUES) <= set(CELL.findall(chapter(language, "frigate")))


def test_the_example_of_onvif_loads() -> None:
    sources = read_onvif(example("onvif")["onvif"], FILE, {"GATE_KEY": "k"})
    assert sources["gate"].has_key


def test_the_example_of_csv_loads() -> None:
    settings = read_drop(example("drop")["drop"], FILE, "Asia/Shanghai")
    assert (settings.folder, settings.stream) == ("in", "W{站号}")


@both
def test_what_sensorthings_offers_is_documented_and_no_more(language: str) -> None:
    cells = first_cells(prose(language, "sensorthings"))
    assert sorted(cells) == sorted((*NAVIGATION, *_OPTIONS, *ARITY))


def test_the_example_of_a_thing_is_created() -> None:
    shop = Workshop(lambda *_: "", lambda _: None, lambda stream: stream)
    drafts = shop.thing(json.loads(blocks("zh", "sensorthings")["thing"]))
    assert drafts.assets[0].kind == "manhole"
    assert (drafts.streams[0].kind, drafts.streams[0].attributes["site"]) == ("water.depth", "road")
