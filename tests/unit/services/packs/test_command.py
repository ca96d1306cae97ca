"""`packs check` lists every mistake; `packs schema` says what is allowed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.__main__ import main
from services.packs.command import check_directory, pack_schema
from services.packs.explain import kinds_of_rules

NAME = "waterlogging_response"
SHIPPED = Path(__file__).parents[4] / "resources" / "packs" / NAME / "pack.toml"

KINDS = ", ".join(f'"{kind}"' for kind in kinds_of_rules())


def write(folder: Path, *changes: tuple[str, str]) -> str:
    """The shipped pack with mistakes; its text."""
    text = SHIPPED.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text(text, "utf-8")
    return text


def test_the_shipped_packs_have_no_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "check", str(SHIPPED.parents[1])]) == 0
    packs = len(list(SHIPPED.parents[1].glob("*/pack.toml")))
    assert capsys.readouterr().out == f"{packs} packs, no mistakes\n"


def test_every_mistake_of_every_rule_is_listed_with_its_line(tmp_path: Path) -> None:
    text = write(
        tmp_path / "a",
        ("deadband = 2", "deadbnd = 2"),
        ("at = 15", 'at = "x"'),
        ('kind = "rate_of_change"', 'kind = "rate"'),
        ("window_s = 180", 'window_s = "180"'),
        ("small = 30", 'small = "30"'),
        ("\ndeadband = 5\n", "\n"),
        ('\ntier = "middle"', '\nteir = "middle"'),
    )
    files, errors = check_directory(tmp_path)
    assert files == 1
    lines = text.splitlines()
    said = {(lines[error.line - 1], error.fix) for error in errors}
    assert {
        ("deadbnd = 2", "did you mean `deadband`?"),
        ('kind = "rate"', f"write {KINDS}"),
        ("[rules.rain_intensity]", "add `deadband = …`"),
        ('teir = "middle"', "did you mean `tier`?"),
        ('small = "30"', "write a whole number"),
    } <= said


def test_mistakes_of_meaning_are_all_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "packs" / "a", ("at = 15", "at = 3"), ("window_s = 180", "window_s = 0"))
    assert main(["packs", "check", str(tmp_path / "packs" / "a")]) == 1
    out = capsys.readouterr().out
    assert "above that of blue; write a number above 5" in out
    assert "write seconds from 1 to 86400" in out
    assert out.endswith("2 mistakes in 1 file\n")


def test_a_town_is_checked_with_its_overrides(tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(
        f'[town]\npacks = ["{NAME}"]\n\n[overrides.{NAME}.rules.tide_level]\ndeadband = "x"\n'
    )
    (error,) = check_directory(tmp_path)[1]
    assert (error.file, error.line) == (str(tmp_path / "town.toml"), 5)


def test_a_file_that_is_no_toml_is_one_mistake(tmp_path: Path) -> None:
    write(tmp_path / "a", ("deadband = 2", "deadband ="))
    assert len(check_directory(tmp_path)[1]) == 1


def test_a_folder_without_packs_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["packs", "check", str(tmp_path)]) == 2
    assert "there is no pack in" in capsys.readouterr().err


def test_the_schema_asks_for_the_kind_of_all_rules_but_thresholds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["packs", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema == pack_schema()
    kinds = {
        definition["properties"]["kind"]["enum"][0]: "kind" in definition["required"]
        for definition in schema["$defs"].values()
        if "enum" in definition.get("properties", {}).get("kind", {}) and definition["required"]
    }
    assert kinds == {kind: kind != "threshold" for kind in kinds_of_rules()}
    assert "discriminator" not in json.dumps(schema)


def test_the_schema_lets_a_threshold_set_hold_parts_of_rules() -> None:
    schema = pack_schema()
    (parts,) = schema["$defs"]["ThresholdSet"]["properties"]["rules"][
        "additionalProperties"
    ].values()
    names = [part["$ref"].rpartition("/")[2] for part in parts]
    assert len(names) == len(kinds_of_rules())
    for name in names:
        part, whole = schema["$defs"][name], schema["$defs"][name.removeprefix("PartOf")]
        assert part["required"] == []
        assert part["properties"] == whole["properties"]
        assert part["additionalProperties"] is False


def test_the_schema_knows_every_part_of_a_pack() -> None:
    schema = pack_schema()
    assert {"demo", "calendars", "suppressions", "threshold_sets", "cameras", "teams"} <= set(
        schema["$defs"]["Pack"]["properties"]
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"\xff\xfe", "cannot be read"),
        (b"town = 3", "line 1: [town] must be a table"),
        (b"[town]\npacks = 3", "line 2: [town] packs must be a list of names"),
        (b"overrides = 3\n[town]\npacks = []", "line 1: [overrides] must be a table"),
        (b"[town]\npacks = []\n[overrides]\nwet = 3", "line 4: [overrides.wet] must be a table"),
    ],
)
def test_a_town_file_that_makes_no_sense_is_a_mistake_like_others(
    tmp_path: Path, text: bytes, words: str
) -> None:
    (tmp_path / "town.toml").write_bytes(text)
    (error,) = check_directory(tmp_path)[1]
    assert words in str(error)
