"""Windows end in order, however many there have been."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from desktop.ending import end_window

ROOT = Path(__file__).parents[3]


def test_many_windows_live_and_end_in_one_process() -> None:
    words = [sys.executable, "-m", "tests.fakes.window_lives", "12"]
    lived = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (lived.returncode, lived.stdout.strip()) == (0, "done"), lived.stderr
    assert "Traceback" not in lived.stderr


def test_a_window_takes_all_in_it_along_and_ends_once(qtbot: QtBot) -> None:
    window = QWidget()
    part = QLabel(window)
    window.show()
    end_window(window)

    assert not Shiboken.isValid(part)
    end_window(window)
