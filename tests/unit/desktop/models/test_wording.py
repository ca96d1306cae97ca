"""Formats of ages, spans and distances in both languages, and a word for everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.language import Language
from desktop.models import wording
from services.contract import commands as cmd
from services.contract.model import AlertState, Level, Stage, TeamStatus, Tier
from tests.fakes import town as fake
from tests.fakes.town import NOW, ZONE

Speak = Callable[[str], None]


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Speak]:
    used: list[Language] = []

    def change(to: str) -> None:
        used.append(Language(qapp, to))
        used[-1].apply()

    yield change
    for language in used:
        language.current = "zh"
        language.apply()


@pytest.mark.parametrize(
    ("age_ms", "zh", "en"),
    [
        (-5000, "刚刚", "just now"),
        (999, "刚刚", "just now"),
        (1000, "1 秒前", "1 s ago"),
        (59_999, "59 秒前", "59 s ago"),
        (60_000, "1 分前", "1 min ago"),
        (3_599_999, "59 分前", "59 min ago"),
        (3_600_000, "1 小时前", "1 h ago"),
        (172_799_999, "47 小时前", "47 h ago"),
        (172_800_000, "2 天前", "2 d ago"),
    ],
)
def test_ages(speak: Speak, age_ms: int, zh: str, en: str) -> None:
    assert wording.age_text(age_ms) == zh
    speak("en")
    assert wording.age_text(age_ms) == en


@pytest.mark.parametrize(
    ("span_ms", "text"),
    [(-1, "00:00"), (768_000, "12:48"), (3_599_999, "59:59"), (4_360_000, "1:12:40")],
)
def test_durations_are_the_same_in_both(speak: Speak, span_ms: int, text: str) -> None:
    assert wording.duration_text(span_ms) == text
    speak("en")
    assert wording.duration_text(span_ms) == text


@pytest.mark.parametrize(
    ("metres", "zh", "en"),
    [
        (0.0, "0 米", "0 m"),
        (847.0, "850 米", "850 m"),
        (994.0, "990 米", "990 m"),
        (997.0, "1.0 公里", "1.0 km"),
        (1000.0, "1.0 公里", "1.0 km"),
        (1940.0, "1.9 公里", "1.9 km"),
    ],
)
def test_distances(speak: Speak, metres: float, zh: str, en: str) -> None:
    assert wording.distance_text(metres) == zh
    speak("en")
    assert wording.distance_text(metres) == en


def test_times_and_days_are_the_towns(speak: Speak) -> None:
    assert wording.clock_time(NOW, ZONE) == "20:35"
    assert wording.clock_time(NOW, ZONE, seconds=True) == "20:35:00"
    assert wording.date_text(NOW, ZONE) == "7月18日 周六"
    speak("en")
    assert wording.date_text(NOW, ZONE) == "Sat 18 Jul"


@pytest.mark.parametrize(
    ("value", "unit", "text"), [(36.54, "cm", "36.5"), (3.456, "m", "3.46"), (1.0, "A", "1.0")]
)
def test_a_figure_has_the_decimals_of_its_unit(value: float, unit: str, text: str) -> None:
    assert wording.value_text(value, unit) == text


def test_a_unit_without_a_word_stands_for_itself() -> None:
    assert wording.unit_text("kPa") == "kPa"


def test_a_figure_has_its_unit_and_a_score_is_no_figure() -> None:
    assert wording.figure_text(15.04, "cm") == "15.0 厘米"
    assert wording.figure_text(0.93, "") == ""


def test_people_and_how_fast_they_come_are_said_in_words() -> None:
    assert wording.unit_text("person") == "人"
    assert wording.unit_text("person/min") == "人/分"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_value_has_its_own_word(speak: Speak, language: str) -> None:
    speak(language)
    for said, values in (
        (wording.level_text, list(Level)),
        (wording.alert_state_text, list(AlertState)),
        (wording.stage_text, list(Stage)),
        (wording.tier_text, list(Tier)),
        (wording.team_status_text, list(TeamStatus)),
    ):
        words = [said(value) for value in values]
        assert all(words)
        assert len(set(words)) == len(words)


def test_every_command_has_words() -> None:
    for kind in cmd.OperatorCommand.__args__:
        body = kind(*(None for _ in kind.__struct_fields__))
        assert wording.command_text(body) != kind.__name__


def test_titles_are_in_the_readers_language_as_far_as_they_have_one(speak: Speak) -> None:
    english = fake.alert(
        "a", "W1", Level.RED, age_ms=0, title_en="Deep", guidance="封闭", guidance_en="Close it"
    )
    plain = fake.alert("b", "W1", Level.RED, age_ms=0)
    case = fake.case("c", Level.RED, age_ms=0, title_en="Deep water")
    said = (wording.alert_title, wording.alert_guidance)
    assert [say(english) for say in said] == ["W1 积水", "封闭"]
    assert wording.case_title(case) == "案件 c"
    speak("en")
    assert [say(english) for say in said] == ["Deep", "Close it"]
    assert wording.case_title(case) == "Deep water"
    assert wording.alert_title(plain) == "W1 积水"


def test_log_lines_and_actors() -> None:
    assert wording.log_text("TeamArrived", "一队") == "一队 到场"
    assert wording.log_text("Unknown", "{x}") == "{x}"
    assert wording.log_text("CaseNoted", "{0} {") == "{0} {"
    assert wording.actor_text("system:engine") == "自动"
    assert wording.actor_text("陈立") == "陈立"


def test_every_line_an_alert_remembers_has_words_with_and_without_a_text() -> None:
    kinds = (
        "AlertRaised",
        "AlertLevelRaised",
        "AlertReturnedToNormal",
        "AlertAcknowledged",
        "AlertShelved",
        "AlertUnshelved",
        "AlertSuppressed",
        "AlertReleased",
        "AlertReset",
        "TakenOutOfService",
        "ReturnedToService",
        "EscalationStepped",
        "NotificationSent",
        "NotificationFailed",
    )
    for kind in kinds:
        assert wording.log_text(kind, "") not in ("", kind)
        assert not wording.log_text(kind, "").endswith("：")
    assert wording.log_text("AlertShelved", "检修") == "搁置：检修"
    assert wording.log_text("CaseNoted", "请看：") == "请看："


def test_a_reason_is_said_in_the_language_in_force() -> None:
    assert wording.reason_text("停电", "no power") == "停电"
