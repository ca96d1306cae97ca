"""What the manual says of signatures and breakers is true of the program and of its model."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from services.api.waveforms import KINDS, MAX_BODY
from services.breakers.settings import BreakerSettings, read_settings
from services.signature.classifier import Classifier
from services.signature.message import MAX_SAMPLES, Channel, WaveformMessage
from tests.unit.manual_pages import LANGUAGES, blocks, first_cells, prose, section, source

PAGE = "electrical-signature"
both = pytest.mark.parametrize("language", LANGUAGES)
HEADS = {
    "zh": ("上报波形", "自动断电", "评估（模拟波形）"),
    "en": ("Sending a waveform", "Tripping", "Evaluation (SIMULATED waveforms)"),
}


@both
def test_every_field_of_a_waveform_and_every_kind_of_stream_is_documented(language: str) -> None:
    found = first_cells(section(language, PAGE, HEADS[language][0]))
    fields = (*WaveformMessage.__struct_fields__, *Channel.__struct_fields__)
    assert sorted(found) == sorted((*fields, *KINDS))


@both
def test_every_key_of_breakers_is_documented_with_its_default(language: str) -> None:
    text = section(language, PAGE, HEADS[language][1])
    assert sorted(first_cells(text)) == sorted(BreakerSettings.__struct_fields__)
    for name in ("timeout_s", "give_up_s"):
        assert f"| `{name}` | `{getattr(BreakerSettings(), name)}` |" in text


def test_the_example_of_breakers_loads() -> None:
    table = tomllib.loads(blocks("zh", PAGE)["breakers"])["breakers"]
    settings = read_settings(table, Path("town.toml"))
    assert settings.trip
    assert settings.mqtt is not None


@both
def test_limits_and_thresholds_are_those_of_the_program(language: str) -> None:
    text = prose(language, PAGE)
    assert f"{MAX_BODY // 1024**2} MiB" in text
    assert str(MAX_SAMPLES) in text
    classifier = Classifier.shipped()
    for part in (classifier.charging.part, classifier.arc.part):
        assert f"{part.act:g}" in text
        assert f"{part.unsure:g}" in text


@both
def test_figures_are_said_to_be_of_simulated_waveforms(language: str) -> None:
    assert ("模拟波形" if language == "zh" else "SIMULATED") in source(language, PAGE)
    rows = section(language, PAGE, HEADS[language][2]).splitlines()
    assert sum(bool(re.match(r"\| \S.* \| \d+ \| [\d.]+ % \|", row)) for row in rows) >= 20


def test_both_languages_tell_the_same_figures() -> None:
    zh, en = (
        re.findall(r"[\d.]+ %", section(language, PAGE, HEADS[language][2]))
        for language in LANGUAGES
    )
    assert zh == en
