"""Every rule of every shipped pack is raised to each of its levels, and says what to do.

Real packs, real loader, real engine. The readings are made from what the rule says of itself;
rules that combine others have their sequences in `test_rows`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from services.contract.model import Level
from services.packs.loader import load_packs
from services.packs.rules import (
    LEVELS,
    AbsenceRule,
    AccumulationRule,
    BaselineRule,
    CombinationRule,
    CountRule,
    LevelName,
    NeighboursRule,
    RateRule,
    Rule,
    StaleRule,
    StuckRule,
    ThresholdRule,
)
from services.packs.schema import Pack
from tests.unit.manual_pages import LANGUAGES, anchor, headings
from tests.unit.packs.scene import Scene, moment

FOLDER = Path(__file__).parents[3] / "resources" / "packs"
NAMES = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "pack.toml").is_file())
SETS = {"waterlogging_response": ("shanghai", "national")}


def packs() -> list[tuple[str, Pack]]:
    """Every pack with each of its threshold sets."""
    found = []
    for name in NAMES:
        for chosen in SETS.get(name, ("",)):
            override = {name: {"threshold_set": chosen}} if chosen else None
            found.append((f"{name} {chosen}".strip(), load_packs((), [name], override)[0]))
    return found


PACKS = packs()
CASES = [
    pytest.param(pack, name, level, id=f"{label}.{name}-{level}")
    for label, pack in PACKS
    for name, rule in pack.rules.items()
    if not isinstance(rule, CombinationRule)
    for level in rule.levels
]


@pytest.mark.parametrize(("pack", "name", "level"), CASES)
def test_a_rule_is_raised_to_its_level_and_not_above(
    pack: Pack, name: str, level: LevelName
) -> None:
    rule = pack.rules[name]
    scene = Scene((pack,))
    attributes = {key: wanted[0] for key, wanted in rule.where.items()}
    neighbours = 12 if isinstance(rule, NeighboursRule) else 1
    for n in range(neighbours):
        scene.stream(f"S{n}", rule.stream, north_m=n, **attributes)
    scene.start()
    provoke(scene, pack, rule, rule.levels[level].at)
    assert scene.level(pack.rule_id(name), "S0") == LEVELS[level]
    alert = scene.alert(pack.rule_id(name), "S0")
    assert alert.class_code == rule.class_code
    assert "S0" in alert.title
    assert "S0" in alert.title_en
    assert alert.guidance
    assert alert.guidance_en


def provoke(scene: Scene, pack: Pack, rule: Rule, at: float) -> None:
    """Readings that bring the measure of the rule to `at` and little further."""
    begin = opening(pack, rule)
    if isinstance(rule, ThresholdRule):
        scene.say("S0", at, begin)
        scene.wait(begin + ms(rule.on_delay_s))
    elif isinstance(rule, RateRule):
        _slope(scene, pack, rule, at, begin)
    elif isinstance(rule, StaleRule):
        scene.say("S0", 1, begin)
        scene.wait(begin + ms(at))
    elif isinstance(rule, StuckRule):
        for second in range(0, int(at) + 60, 60):
            scene.say("S0", 1, begin + ms(second))
    elif isinstance(rule, CountRule):
        for n in range(int(at)):
            scene.say("S0", rule.from_value, begin + n * 1000)
    elif isinstance(rule, AbsenceRule):
        scene.say("S0", rule.from_value, begin - 1000)
        scene.wait(begin + ms(at) + 1000, from_ms=begin)
    elif isinstance(rule, BaselineRule):
        _usual(scene, rule, at, begin)
    elif isinstance(rule, NeighboursRule):
        for n in range(int(at) - 1, -1, -1):
            scene.say(f"S{n}", rule.from_value, begin + n * 1000)
        scene.wait(begin + 20_000)
    elif isinstance(rule, AccumulationRule):
        rate, step = at / rule.window_s * rule.per_s * 1.03, int(rule.max_gap_s / 3)
        for second in range(0, int(rule.window_s) + step, step):
            scene.say("S0", rate, begin + ms(second))
    else:
        raise AssertionError(f"no readings are known for a {type(rule).__name__}")


def _slope(scene: Scene, pack: Pack, rule: RateRule, at: float, begin: int) -> None:
    lowest, highest = pack.streams[rule.stream].plausible or (0.0, 1e9)
    falling = rule.direction == "below"
    start = rule.from_value if rule.from_value is not None else (highest if falling else lowest)
    step = rule.window_s / 8
    for n in range(10):
        value = start + at * 1.04 * n * step / 60
        scene.say("S0", min(max(value, lowest), highest), begin + ms(n * step))


def _usual(scene: Scene, rule: BaselineRule, at: float, begin: int) -> None:
    """Mornings that are all the same, and then one as far off as asked for."""
    usual, days = 100.0, rule.min_readings + 1
    for day in range(-days, 0):
        scene.say("S0", usual, begin + day * 86_400_000)
    scene.say("S0", usual + at * 1.04 * rule.min_spread, begin)


def opening(pack: Pack, rule: Rule) -> int:
    """When the hours of a rule begin; for rules of all hours, noon."""
    if not rule.during:
        return moment("12:00")
    return moment(pack.calendars[rule.during[0]].hours[0].partition("-")[0])


def ms(seconds: float) -> int:
    return round(seconds * 1000)


@pytest.mark.parametrize(("label", "pack"), PACKS, ids=[label for label, _ in PACKS])
def test_every_level_says_what_to_do_in_both_languages(label: str, pack: Pack) -> None:
    for name, rule in pack.rules.items():
        assert rule.class_code, name
        for level, threshold in rule.levels.items():
            assert threshold.guidance is not None, (name, level)
            assert threshold.guidance.zh and threshold.guidance.en, (name, level)


@pytest.mark.parametrize(("label", "pack"), PACKS, ids=[label for label, _ in PACKS])
def test_every_value_of_a_rule_is_one_its_instrument_can_mean(label: str, pack: Pack) -> None:
    for name, rule in pack.rules.items():
        limits = pack.streams[rule.stream].plausible
        if isinstance(rule, ThresholdRule) and limits is not None:
            for level, threshold in rule.levels.items():
                assert limits[0] <= threshold.at <= limits[1], (name, level)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_heading_of_the_manual(language: str) -> None:
    links = {t.link for _, pack in PACKS for rule in pack.rules.values()
             for t in rule.levels.values() if t.link and "://" not in t.link}  # fmt: skip
    assert links
    for link in links:
        page, _, fragment = link.partition("#")
        anchors = {anchor(title) for _, title in headings(language, page.removesuffix(".md"))}
        assert not fragment or fragment in anchors, link


@pytest.mark.parametrize(("label", "pack"), PACKS, ids=[label for label, _ in PACKS])
def test_a_folder_bears_the_name_of_its_pack(label: str, pack: Pack) -> None:
    assert pack.id == label.partition(" ")[0]


def test_shanghai_and_the_nation_alarm_at_their_own_rain() -> None:
    """A set is a set: 60 mm in six hours are blue in Shanghai and yellow in the nation."""
    levels = {}
    for chosen in SETS["waterlogging_response"]:
        name = "waterlogging_response"
        (pack,) = load_packs((), [name], {name: {"threshold_set": chosen}})
        scene = Scene((pack,))
        scene.stream("S0", "rain.intensity")
        scene.start()
        for minute in range(0, 361, 5):
            scene.say("S0", 10, moment("06:00") + minute * 60_000)
        levels[chosen] = scene.level(f"{name}.rain_6h", "S0")
    assert levels == {"shanghai": Level.BLUE, "national": Level.YELLOW}


@pytest.mark.parametrize("pack", [pack for _, pack in PACKS], ids=[label for label, _ in PACKS])
def test_no_device_of_the_demo_is_taken_for_silent_between_its_readings(pack: Pack) -> None:
    patience = {rule.stream: min(level.at for level in rule.levels.values())
                for rule in pack.rules.values() if isinstance(rule, StaleRule)}  # fmt: skip
    for name, device in pack.demo.devices.items():
        for stream in device.streams:
            if stream.every_s and stream.kind in patience:
                assert 2 * stream.every_s < patience[stream.kind], (name, stream.kind)


def test_what_counts_people_says_so() -> None:
    """A figure without a unit is a score, which nobody is shown."""
    kinds = {name: kind for _, pack in packs() for name, kind in pack.streams.items()}
    assert {name for name, kind in kinds.items() if "人数" in kind.title.zh} == {"crowd.count"}
    assert kinds["crowd.count"].unit == "person"
