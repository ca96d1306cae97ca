"""The process around a desktop: one program on a profile, its exit code, and a place to keep."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication

from desktop.__main__ import make_parser
from desktop.composition import program
from desktop.sessions import Profile, open_profile


class Seen:
    """Takes the place of a desktop: ends at once with 7, and remembers its profile."""

    def __init__(self, options: argparse.Namespace, app: QApplication, profile: Profile) -> None:
        self.profile = profile

    def end(self) -> None: ...

    async def run(self) -> int:
        assert not QLockFile(str(self.profile.lock_file)).tryLock(0)
        return 7


@pytest.fixture
def in_this_process(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """There can be one application in a process, and the tests have it."""
    monkeypatch.setattr(program, "QApplication", lambda words: qapp)


@pytest.mark.usefixtures("in_this_process")
def test_the_program_is_run_alone_on_its_profile_and_its_code_is_answered(tmp_path: Path) -> None:
    made: list[Seen] = []

    def make(options: argparse.Namespace, app: QApplication, profile: Profile) -> Seen:
        made.append(Seen(options, app, profile))
        return made[-1]

    options = make_parser().parse_args(["--data", str(tmp_path), "demo"])
    assert program.run_program(options, make) == 7
    assert QLockFile(str(made[0].profile.lock_file)).tryLock(0)


@pytest.mark.usefixtures("in_this_process")
def test_a_demonstration_without_a_place_leaves_nothing_behind() -> None:
    made: list[Seen] = []

    def make(options: argparse.Namespace, app: QApplication, profile: Profile) -> Seen:
        made.append(Seen(options, app, profile))
        return made[-1]

    assert program.run_program(make_parser().parse_args(["demo"]), make) == 7
    assert not made[0].profile.paths.data.exists()


@pytest.mark.usefixtures("in_this_process")
def test_a_second_program_on_the_same_files_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = make_parser().parse_args(["--data", str(tmp_path), "demo"])
    lock = QLockFile(str(open_profile(options, tmp_path).lock_file))
    assert lock.tryLock(0)
    assert program.run_program(options, Seen) == 2
    lock.unlock()
    assert "already running" in capsys.readouterr().err
