"""What stands beside the rules of a pack is checked, and what packs say of each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.packs.command import check_directory
from services.packs.explain import PackError
from services.packs.loader import load_packs
from services.packs.schema import Pack

BASE = """\
[pack]
id = "{id}"
version = 1
title = {{ zh = "甲", en = "A" }}

[streams."box.volts"]
unit = "V"
title = {{ zh = "电压", en = "Voltage" }}

[streams."box.beat"]
unit = ""
title = {{ zh = "心跳", en = "Heartbeat" }}
"""
RULE = """
[rules.{name}]
stream = "box.volts"
direction = "below"
deadband = 1
on_delay_s = 0
off_delay_s = 0
class_code = "x"
title = {{ zh = "{{name}}", en = "{{name}}" }}
levels = {{ blue = {{ at = {at} }} }}
"""
REASON = 'reason = { zh = "停电", en = "No power" }\n'


def write(
    folder: Path, text: str, name: str = "a", rules: tuple[str, ...] = ("low", "gone")
) -> str:
    """A pack `name` with `rules` and `text` after them; the whole text."""
    whole = BASE.format(id=name) + "".join(RULE.format(name=n, at=100) for n in rules) + text
    (folder / name).mkdir(parents=True)
    (folder / name / "pack.toml").write_text(whole, "utf-8")
    return whole


def load(folder: Path, *names: str, overrides: dict[str, object] | None = None) -> tuple[Pack, ...]:
    return load_packs([folder], names or ["a"], overrides)


SUPPRESSION = (
    f'\n[suppressions.power]\nrules = ["gone"]\ncause = "low"\nthrough = "feeder"\n{REASON}'
)
CALENDAR = '\n[calendars.day]\ntitle = { zh = "日", en = "Day" }\nhours = ["06:30-09:00"]\n'
DEMO = """
[demo.devices.box]
id = "BX"
kind = "box"
name = { zh = "{place}箱", en = "Box" }
at = ["N01"]
streams = [{ kind = "box.volts" }]

[[demo.happenings]]
stream = "BX1.volts"
points = [["20:20", 0]]

[[demo.outages]]
kinds = ["box.beat"]
begins = "20:20"
ends = "21:10"
"""
GOOD = SUPPRESSION + CALENDAR + DEMO


def test_parts_without_mistakes_load(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (pack,) = load(tmp_path)
    assert pack.suppressions["power"].through == "feeder"
    assert pack.calendars["day"].hours == ["06:30-09:00"]
    assert pack.demo.happenings[0].points == [("20:20", 0)]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("06:30-09:00", "6.30-9", "hours =", 'write begin and end such as "06:30-09:00"'),
        ("06:30-09:00", "09:00-09:00", "hours =", "are no hours"),
        ('["06:30-09:00"]', "[]", "hours =", "has no hours"),
        ('hours = ["06', 'days = ["moon"]\nhours = ["06', "days =", 'a weekday such as "mon"'),
        ('rules = ["gone"]', 'rules = ["gon"]', "rules =", "did you mean `gone`?"),
        ('rules = ["gone"]', "rules = []", "rules =", "`pack.*` for all of one"),
        ('rules = ["gone"]', 'rules = ["b.gone"]', "rules =", "there is no pack `b`"),
        ('rules = ["gone"]', 'rules = ["gone", "low"]', "cause =", "a.low → a.low"),
        ('cause = "low"', 'cause = "lo"', "cause =", "did you mean `low`?"),
        ('cause = "low"\n', "", "[suppressions.power]", "or `asset_status = […]`"),
        ('through = "feeder"\n', "", "cause =", "write `through`"),
        (REASON, REASON + 'asset_status = ["broken"]\n', "[suppressions.power]", "either a"),
        (REASON, REASON + "lead_s = -1\n", "lead_s", "write 0 or a number above"),
        ('at = ["N01"]\n', "", "[demo.devices.box]", "or `id`, `kind`, `name` and `at`"),
        ('kind = "box.volts"', 'kind = "box.volt"', "streams =", "did you mean `box.volts`?"),
        ('[["20:20", 0]]', '[["8pm", 0]]', "points =", "no time of day"),
        ('ends = "21:10"', 'ends = "25:10"', "[[demo.outages]]", "no time of day"),
        ("[calendars.day]", "[cameras]\nwithin_m = 0\n[calendars.day]", "within_m", "above 0"),
    ],
)
def test_a_mistake_names_line_and_fix(
    tmp_path: Path, old: str, new: str, line: str, words: str
) -> None:
    assert old in GOOD
    text = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(PackError) as caught:
        load(tmp_path)
    assert words in str(caught.value)
    assert text.splitlines()[caught.value.line - 1].startswith(line)


def test_a_link_leads_to_a_page_or_an_address(tmp_path: Path) -> None:
    more = RULE.format(name="far", at=50).replace("at = 50", 'at = 50, link = "somewhere"')
    text = write(tmp_path, more)
    with pytest.raises(PackError, match=r"packs\.md#title") as caught:
        load(tmp_path)
    assert text.splitlines()[caught.value.line - 1].startswith("levels")


def test_a_rule_of_a_pack_the_town_does_not_use_is_nobodys_mistake(tmp_path: Path) -> None:
    write(tmp_path, SUPPRESSION.replace('"gone"', '"b.anything", "b.*"'))
    write(tmp_path, "", "b")
    assert load(tmp_path)[0].suppressions
    with pytest.raises(PackError, match=r"there is no rule `b\.anything`"):
        load(tmp_path, "a", "b")


def test_a_circle_through_two_packs_is_found(tmp_path: Path) -> None:
    write(tmp_path, SUPPRESSION.replace('"gone"', '"b.*"'))
    write(tmp_path, SUPPRESSION.replace('"gone"', '"a.low"'), "b")
    with pytest.raises(PackError, match=r"b\.low → a\.low → b\.low") as caught:
        load(tmp_path, "a", "b")
    assert caught.value.file == str(tmp_path / "b" / "pack.toml")
    assert [str(error) for error in check_directory(tmp_path)[1]] == [str(caught.value)]


# Threshold sets

SETS = """
[threshold_sets.city]
title = { zh = "市", en = "City" }
[threshold_sets.city.rules.low.levels.yellow]
at = 50

[threshold_sets.nation]
title = { zh = "国", en = "Nation" }
[threshold_sets.nation.rules.low.levels]
blue = { at = 90 }
[threshold_sets.nation.rules.added]
kind = "stale"
stream = "box.beat"
class_code = "x"
title = { zh = "{name}", en = "{name}" }
levels = { blue = { at = 300 } }
"""


def write_sets(folder: Path, sets: str = SETS, chosen: str = 'threshold_set = "city"\n') -> str:
    (folder / "a").mkdir(parents=True)
    text = chosen + BASE.format(id="a") + RULE.format(name="low", at=100) + sets
    (folder / "a" / "pack.toml").write_text(text, "utf-8")
    return text


def levels(pack: Pack) -> dict[str, float]:
    return {name: level.at for name, level in pack.rules["low"].levels.items()}


def test_the_set_in_force_is_put_over_the_rules(tmp_path: Path) -> None:
    write_sets(tmp_path)
    (pack,) = load(tmp_path)
    assert levels(pack) == {"blue": 100, "yellow": 50}
    assert set(pack.rules) == {"low"}


def test_a_town_chooses_another_set_and_its_own_values_win(tmp_path: Path) -> None:
    write_sets(tmp_path)
    (pack,) = load(tmp_path, overrides={"a": {"threshold_set": "nation"}})
    assert levels(pack) == {"blue": 90}
    assert set(pack.rules) == {"low", "added"}
    own = {"threshold_set": "nation", "rules": {"low": {"levels": {"blue": {"at": 80}}}}}
    assert levels(load(tmp_path, overrides={"a": own})[0]) == {"blue": 80}


@pytest.mark.parametrize(
    ("chosen", "line", "words"),
    [
        ('threshold_set = "citi"\n', "threshold_set", "did you mean `city`?"),
        ("", "[threshold_sets.city]", "write `threshold_set = …`"),
    ],
)
def test_a_set_must_be_in_force(tmp_path: Path, chosen: str, line: str, words: str) -> None:
    text = write_sets(tmp_path, chosen=chosen)
    with pytest.raises(PackError) as caught:
        load(tmp_path)
    assert words in str(caught.value)
    assert text.splitlines()[caught.value.line - 1].startswith(line)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("at = 50", "at = 150", "at = 150", "not below that of blue"),
        ("at = 50", 'at = "x"', 'at = "x"', "write a number"),
        ("at = 300", 'at = "x"', "levels =", "write a number"),
        ('stream = "box.beat"', 'stream = "box.bea"', 'stream = "box.bea"', '"box.beat"'),
    ],
)
def test_a_mistake_in_a_set_is_found_in_force_or_not(
    tmp_path: Path, old: str, new: str, line: str, words: str
) -> None:
    text = write_sets(tmp_path, SETS.replace(old, new))
    with pytest.raises(PackError) as caught:
        load(tmp_path)
    assert words in str(caught.value)
    assert text.splitlines()[caught.value.line - 1].startswith(line)
