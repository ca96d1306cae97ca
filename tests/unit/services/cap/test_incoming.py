from __future__ import annotations

from datetime import datetime

import pytest

from services.cap.incoming import Ignored, Taken, Withdrawn, kind_of, level_of, understand
from services.cap.parse import parse_cap
from services.cap.settings import Rule, Settings
from services.contract.model import Area, Level, Town, TownState, Warning
from tests.unit.services.cap.samples import changed, sample

NOW = int(datetime.fromisoformat("2026-07-18T15:00:00+08:00").timestamp() * 1000)


def square(lon: float, lat: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    d = 0.01
    return (((lon, lat), (lon + d, lat), (lon + d, lat + d), (lon, lat + d), (lon, lat)),)


STATE = TownState(
    town=Town("t", "云泽镇", "Yunze", "Asia/Shanghai", (121.15, 31.1)),
    areas={
        "N1": Area("N1", "河东", "居委", square(121.15, 31.10)),
        "N2": Area("N2", "河西", "居委", square(121.25, 31.10)),
    },
)


def read(
    data: bytes, settings: Settings | None = None, now_ms: int = NOW
) -> Taken | Withdrawn | Ignored:
    return understand(parse_cap(data), STATE, settings or Settings(), now_ms)


def taken(data: bytes, settings: Settings | None = None) -> Warning:
    found = read(data, settings)
    assert isinstance(found, Taken), found
    return found.warning


def test_a_thunderstorm_becomes_a_warning_for_the_neighbourhood_it_touches() -> None:
    warning = taken(sample("thunderstorm"))
    assert (warning.kind, warning.level, warning.areas) == ("雷雨大风", Level.ORANGE, ("N1",))
    assert warning.issuer == "Qingbei Weather Office"
    assert warning.urgency == "Immediate"
    assert warning.instruction.startswith("Go indoors")
    assert warning.expires_ms - NOW == 3_600_000
    assert warning.messages == ("met@qingbei.example,QB-TS-0718-01,2026-07-18T14:57:00+08:00",)
    assert not warning.is_drill


@pytest.mark.parametrize("colour", ["red", "orange", "yellow", "blue"])
def test_a_colour_decides_the_level_and_the_whole_town_is_meant(colour: str) -> None:
    warning = taken(sample(f"rainstorm_{colour}").replace(b">Severe<", b">Minor<"))
    assert (warning.kind, warning.level) == ("暴雨", Level[colour.upper()])
    assert warning.areas == ()
    assert warning.text.endswith("色预警")


def test_an_update_names_what_it_replaces_and_a_circle_is_understood() -> None:
    found = read(sample("earthquake"))
    assert isinstance(found, Taken)
    assert (found.warning.kind, found.warning.level) == ("地震", Level.BLUE)
    assert found.replaces == ("quakes@seismo.example,EQ-20260718-2,2026-07-18T12:41:00-00:00",)


def test_two_languages_are_one_warning_in_chinese_with_its_english() -> None:
    warning = taken(sample("amber"), Settings(geocodes=("006037",)))
    assert (warning.kind, warning.text) == ("儿童失踪", "寻找失踪儿童")
    assert (warning.text_en, warning.category) == ("Amber alert", "Rescue")


def test_an_exercise_is_a_drill_and_says_so_in_its_words() -> None:
    warning = taken(changed("rainstorm_red", ">Actual<", ">Exercise<"))
    assert warning.is_drill
    assert warning.text.startswith("【演练】")


@pytest.mark.parametrize("status", ["System", "Test", "Draft"])
def test_other_statuses_are_no_warnings(status: str) -> None:
    found = read(changed("rainstorm_red", ">Actual<", f">{status}<"))
    assert isinstance(found, Ignored)
    assert status in found.reason


def test_what_does_not_touch_the_town_is_ignored_with_its_area() -> None:
    found = read(sample("thunderstorm").replace(b"121.", b"120."))
    assert isinstance(found, Ignored)
    assert "lake shore" in found.reason


def test_what_has_expired_is_ignored() -> None:
    found = read(sample("thunderstorm"), now_ms=NOW + 3_600_000)
    assert isinstance(found, Ignored)
    assert "expired" in found.reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("31.1000,121.1500 5.0", "41.1,121.15 5.0"),
        ("<urgency>", "<responseType>AllClear</responseType><urgency>"),
        ("<senderName>", "<expires>2026-07-18T14:00:00+08:00</expires><senderName>"),
    ],
)
def test_an_update_that_moves_away_or_ends_withdraws_the_warning(old: str, new: str) -> None:
    found = read(changed("earthquake", old, new))
    assert isinstance(found, Withdrawn)
    assert found.messages[0].startswith("quakes@seismo.example,EQ-20260718-2,")


def test_a_message_without_an_area_is_for_whom_it_was_sent_to() -> None:
    text = sample("thunderstorm").decode()
    text = text[: text.index("<area>")] + text[text.index("</area>") + 7 :]
    assert taken(text.encode()).areas == ()


@pytest.mark.parametrize(
    ("settings", "areas"),
    [
        (Settings(geocodes=("310118105000",)), ()),
        (Settings(geocodes=("310117",)), None),
        (Settings(areas={"310118000000": "N2"}), ("N2",)),
        (Settings(names=("青北区",)), ()),
        (Settings(), None),
    ],
)
def test_codes_and_words_stand_in_for_shapes(
    settings: Settings, areas: tuple[str, ...] | None
) -> None:
    text = sample("rainstorm_red").decode()
    text = text[: text.index("<polygon>")] + text[text.index("</polygon>") + 10 :]
    found = read(text.encode(), settings)
    assert isinstance(found, Taken if areas is not None else Ignored)
    if isinstance(found, Taken):
        assert found.warning.areas == areas


def test_the_towns_rules_come_first() -> None:
    (info,) = parse_cap(sample("thunderstorm")).infos
    settings = Settings(rule=(Rule("强对流", code="SVR", level="red"), Rule("x", text="hail")))
    assert (kind_of(info, settings), level_of(info, settings)) == ("强对流", Level.RED)
    other = Settings(rule=(Rule("强对流", code="XXX"),))
    assert (kind_of(info, other), level_of(info, other)) == ("雷雨大风", Level.ORANGE)
