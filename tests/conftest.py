"""Settings every test shares: Qt draws offscreen unless told otherwise, and windows end in time."""

from __future__ import annotations

import gc
import itertools
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is slow, not wrong: pytest's own time limit ends what hangs.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


_OLD_EVERY = 40
"""Tests after which garbage of any age is looked for."""
_ended = itertools.count(1)


@pytest.fixture(autouse=True)
def windows_end_with_their_test() -> Iterator[None]:
    """Delete now what was only marked to be, then look for garbage: here, in the thread of the
    windows, and never in one that a test started, as the program itself does it."""
    gc.disable()
    yield
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    gc.collect(2 if next(_ended) % _OLD_EVERY == 0 else 1)


def pytest_collection_finish() -> None:
    """What is imported by now stays; nobody needs to search it."""
    gc.freeze()
