"""Packs load with the town's overrides; an error names file, line and fix."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from services.contract.model import Level, Tier
from services.packs.explain import PackError
from services.packs.loader import load_packs
from services.packs.schema import due_minutes_of, rules_of

NAME = "waterlogging_response"
SHIPPED = Path(__file__).parents[4] / "resources" / "packs" / NAME / "pack.toml"


def test_the_shipped_pack_holds_the_towns_thresholds() -> None:
    packs = load_packs([], [NAME])
    rules = rules_of(packs)
    underpass = rules[f"{NAME}.depth_underpass"]
    assert {name: level.at for name, level in underpass.levels.items()} == {
        "blue": 5,
        "orange": 15,
        "red": 25,
    }
    assert underpass.tier(Level.ORANGE) is Tier.MIDDLE
    assert underpass.tier(Level.RED) is Tier.LARGE
    assert [t.at for t in rules[f"{NAME}.rain_intensity"].levels.values()] == [35, 50, 80, 100]
    assert [t.at for t in rules[f"{NAME}.tide_level"].levels.values()] == [4.55, 4.91, 5.1, 5.29]
    assert due_minutes_of(packs) == {Tier.SMALL: 30, Tier.MIDDLE: 120, Tier.LARGE: 240}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("deadband = 2", "deadbnd = 2", "did you mean `deadband`?"),
        ("deadband = 2", 'deadband = "2"', "write a number"),
        ("deadband = 2", "deadband = -1", "write 0 or a number above"),
        ("deadband = 2", "deadband =", "not valid TOML"),
        ("on_delay_s = 30", "on_delay_s = 1e300", "write seconds up to 604800"),
        ("off_delay_s = 600", "off_delay_s = 604801", "more than a week"),
        ("at = 15", "at = 3", "above that of blue"),
        ('tier = "small"', 'tier = "smal"', '"small", "middle" or "large"'),
        ("levels.yellow]", "levels.yelow]", "blue, yellow, orange or red"),
        ("{value:.0f}", "{valu}", "use only {name}"),
        ("on_delay_s = 0", 'direction = "x"', '"above" or "below"'),
        ('stream = "water.depth"', 'stream = "water.dept"', '"rain.intensity"'),
        ("small = 30", "small = 0", "above 0"),
    ],
)
def test_errors_name_file_line_and_fix(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = SHIPPED.read_text("utf-8")
    (tmp_path / NAME).mkdir()
    file = tmp_path / NAME / "pack.toml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([tmp_path], [NAME])
    assert caught.value.file == str(file)
    assert caught.value.line == text[: text.index(old)].count("\n") + 1
    assert words in str(caught.value)


KINDS = """
[rules.fast]
kind = "rate_of_change"
stream = "water.depth"
window_s = 120
deadband = 0.1
on_delay_s = 0
off_delay_s = 0
class_code = "x"
title = { zh = "{name}", en = "{name}" }
levels = { red = { at = 1.5 } }

[rules.silent]
kind = "stale"
stream = "water.depth"
class_code = "x"
title = { zh = "{minutes:.0f}", en = "{name}" }
levels = { blue = { at = 300 } }
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "stale"', 'kind = "stal"', '"threshold", "rate_of_change", "stale", "stuck"'),
        ("window_s = 120", "windows_s = 120", "did you mean `window_s`?"),
        ("window_s = 120", "window_s = 0", "write seconds from 1 to 86400"),
        ("red = { at = 1.5 }", "red = { at = 0.1 }", "write a number above 0.1"),
        ("{minutes:.0f}", "{minute}", "use only {name}, {minutes:.0f}"),
        ('zh = "{name}"', 'zh = "{minutes}"', "use only {name}, {value:.0f}"),
        ("blue = { at = 300 }", "blue = { at = 0 }", "not further from 0 than the deadband"),
    ],
)
def test_errors_of_each_kind_of_rule_name_line_and_fix(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = SHIPPED.read_text("utf-8") + KINDS
    assert old in text
    (tmp_path / NAME).mkdir()
    place = text.rindex(old) if old in KINDS else text.index(old)
    changed = text[:place] + new + text[place + len(old) :]
    (tmp_path / NAME / "pack.toml").write_text(changed, "utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([tmp_path], [NAME])
    assert words in str(caught.value)
    assert caught.value.line == text[:place].count("\n") + 1


def test_a_plausible_range_is_lowest_and_highest(tmp_path: Path) -> None:
    text = SHIPPED.read_text("utf-8") + '\n[streams.x]\nunit = "m"\nplausible = [5, 5]\n'
    text += 'title = { zh = "x", en = "x" }\n'
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "pack.toml").write_text(text, "utf-8")
    with pytest.raises(PackError, match="5 is not below 5; write") as caught:
        load_packs([tmp_path], [NAME])
    assert text.splitlines()[caught.value.line - 1].startswith("plausible")


def test_a_missing_key_points_at_its_table(tmp_path: Path) -> None:
    text = SHIPPED.read_text("utf-8")
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "pack.toml").write_text(text.replace("deadband = 2\n", "", 1), "utf-8")
    with pytest.raises(PackError, match=r"`deadband` is missing in rules\.depth_road") as caught:
        load_packs([tmp_path], [NAME])
    assert text.splitlines()[caught.value.line - 1] == "[rules.depth_road]"


def overridden(tmp_path: Path, text: str) -> float:
    file = tmp_path / "town.toml"
    file.write_text(text, "utf-8")
    packs = load_packs([], [NAME], tomllib.loads(text)["overrides"], file)
    return packs[0].rules["depth_underpass"].levels["blue"].at


def test_a_town_overrides_any_value(tmp_path: Path) -> None:
    table = f"[overrides.{NAME}.rules.depth_underpass.levels.blue]\nat = 6\n"
    assert overridden(tmp_path, table) == 6


def test_an_error_in_an_override_names_the_towns_file(tmp_path: Path) -> None:
    table = f'\n[overrides.{NAME}.rules.depth_underpass.levels.blue]\nat = "6"\n'
    with pytest.raises(PackError) as caught:
        overridden(tmp_path, table)
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "town.toml"), 3)


def test_unknown_packs_are_named_with_a_guess(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="did you mean `waterlogging_response`"):
        load_packs([tmp_path], ["waterloging_response"])
    with pytest.raises(PackError, match="does not use"):
        load_packs([tmp_path], [NAME], {"other": {}})
