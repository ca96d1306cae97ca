"""The whole desktop: its own server, its picture, and an operator's work by keyboard."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from tests.fakes.servers import ROOT

PATIENCE_S = 100


def headless() -> dict[str, str]:
    """An environment as on a machine without a screen."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in screens}


def run_watching_children(words: list[str]) -> tuple[int, str, list[psutil.Process]]:
    """Run the desktop; its exit code, what it said, and every process it started."""
    children: dict[int, psutil.Process] = {}
    with subprocess.Popen(
        words, cwd=ROOT, env=headless(), stderr=subprocess.PIPE, text=True
    ) as process:
        desktop = psutil.Process(process.pid)
        deadline = time.monotonic() + PATIENCE_S
        while process.poll() is None:
            assert time.monotonic() < deadline or process.kill()
            try:
                for child in desktop.children(recursive=True):
                    children.setdefault(child.pid, child)
            except psutil.NoSuchProcess:
                break
            time.sleep(0.2)
        said = process.stderr.read() if process.stderr else ""
        code = process.wait()
    return code, said, list(children.values())


@pytest.mark.timeout(PATIENCE_S + 10)
def test_demo_writes_its_picture_without_a_display_and_leaves_no_server(tmp_path: Path) -> None:
    file = tmp_path / "wall.png"
    words = [sys.executable, "-m", "desktop", "demo", "--from", "20:35"]
    words += ["--screenshot", str(file), "--size", "1920x1080", "--after", "1"]
    words += ["--data", str(tmp_path / "data")]
    code, said, children = run_watching_children(words)
    assert code == 0, said
    assert "Traceback" not in said
    with Image.open(file) as picture:
        assert (picture.format, picture.size) == ("PNG", (1920, 1080))
        pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3)
    assert len(np.unique(pixels, axis=0)) > 2_000
    assert children, "it started no server of its own"
    assert not [child for child in children if child.is_running()]
