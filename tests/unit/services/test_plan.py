from __future__ import annotations

import pytest

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
