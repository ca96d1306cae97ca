from __future__ import annotations

import pytest

from services.errors import StartupError
from services.plan import read_packs_anew, read_plan
from services.rulebook.force import PacksRefused
from tests.fakes.small_town import PACK, write_town


def test_the_packs_of_a_town_are_read_with_its_overrides(tmp_path):
    folder = write_town(tmp_path / "town")
    with (folder / "town.toml").open("a") as settings:
        settings.write("\n[overrides.wet.rules.depth]\ndeadband = 4\n")
    assert read_plan(str(folder)).rules["wet.depth"].deadband == 4
    (one,) = read_packs_anew(folder)
    assert one.rules["depth"].deadband == 4


def test_every_mistake_is_told_when_packs_are_read_anew(tmp_path):
    folder = write_town(tmp_path / "town")
    wrong = PACK.replace("at = 5", 'at = "x"').replace("deadband = 1", "dead = 1")
    (folder / "packs" / "wet" / "pack.toml").write_text(wrong)
    with pytest.raises(PacksRefused) as error:
        read_packs_anew(folder)
    assert len(error.value.problems) >= 2
    assert all("line" in problem for problem in error.value.problems)


def test_a_pack_that_is_gone_is_told(tmp_path):
    folder = write_town(tmp_path / "town")
    settings = folder / "town.toml"
    settings.write_text(settings.read_text("utf-8").replace('["wet"]', '["wett"]'), "utf-8")
    with pytest.raises(PacksRefused) as error:
        read_packs_anew(folder)
    assert "wett" in error.value.problems[0]


HEAD = '[town]\npacks = ["wet"]\n'


@pytest.mark.parametrize(
    ("file", "data", "words"),
    [
        ("packs/wet/pack.toml", b"\xff\xfe", "cannot be read"),
        ("town.toml", b"\xff\xfe", "cannot be read"),
        ("town.toml", b"", "[town] must be a table"),
        ("town.toml", b"town = 3", "[town] must be a table"),
        ("town.toml", f"overrides = 3\n{HEAD}".encode(), "[overrides] must be a table"),
        ("town.toml", f"{HEAD}[overrides]\nwet = 3".encode(), "[overrides.wet] must be a table"),
    ],
)
def test_what_cannot_be_read_is_told_and_breaks_nothing(tmp_path, file, data, words):
    folder = write_town(tmp_path / "town")
    (folder / file).write_bytes(data)
    with pytest.raises(PacksRefused) as error:
        read_packs_anew(folder)
    assert words in error.value.problems[0]
    with pytest.raises(StartupError, match=r"must be a table|cannot be read"):
        read_plan(str(folder))


def test_a_town_whose_folder_is_gone_is_told(tmp_path):
    with pytest.raises(PacksRefused) as error:
        read_packs_anew(tmp_path / "gone")
    assert "town.toml" in error.value.problems[0]


def test_a_pack_that_is_a_folder_is_told(tmp_path):
    folder = write_town(tmp_path / "town")
    file = folder / "packs" / "wet" / "pack.toml"
    file.unlink()
    file.mkdir()
    with pytest.raises(PacksRefused) as error:
        read_packs_anew(folder)
    assert error.value.problems
