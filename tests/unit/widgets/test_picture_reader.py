"""Pictures are read by many threads at once, and none waits for ever."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from widgets.picture_reader import PictureReader

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6">'
    b'<rect width="4" height="4"/></svg>'
)
ROOT = Path(__file__).parents[3]
# Two threads paint tiles while the window looks at a still, as long as it takes to meet: without
# the care of PictureReader this stops within a second. In a process of its own, to be killed.
MEETING = f"""
import threading
from PySide6.QtGui import QGuiApplication
from widgets.picture_reader import PictureReader
SVG = {SVG!r}
app = QGuiApplication(["test", "-platform", "offscreen"])
ended = threading.Event()
def paint():
    while not ended.is_set():
        assert not PictureReader(SVG, "svg").read().isNull()
threads = [threading.Thread(target=paint) for _ in range(2)]
for thread in threads:
    thread.start()
for _ in range(4_000):
    assert PictureReader(SVG).size().width() == 8
ended.set()
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize("kind", ["svg", ""])
def test_a_picture_is_read_by_its_kind_or_by_its_content(kind: str) -> None:
    reader = PictureReader(SVG, kind)
    assert (reader.size().width(), reader.size().height()) == (8, 6)
    assert not reader.read().isNull()


def test_what_is_no_picture_is_null() -> None:
    assert PictureReader(b"no picture").read().isNull()


def test_threads_that_read_at_once_do_not_wait_for_each_other_for_ever() -> None:
    subprocess.run([sys.executable, "-c", MEETING], cwd=ROOT, check=True, timeout=120)
