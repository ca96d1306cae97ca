"""The town is left out of the search for garbage; what comes later is searched."""

from __future__ import annotations

import gc
import platform
import sys
import weakref
from collections.abc import Iterator

import pytest

from desktop import heap


class Thing:
    """Something that can be in a cycle."""

    other: Thing | None = None


@pytest.fixture(autouse=True)
def searched() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_there_is_not_searched_and_goes_with_its_last_user() -> None:
    held = [Thing() for _ in range(100)]
    heap.settle()
    assert not any(held[0] is each for each in gc.get_objects())

    gone = weakref.ref(held[0])
    held.clear()
    assert gone() is None


def test_garbage_that_comes_later_is_found() -> None:
    heap.settle()
    made = Thing()
    made.other = made
    gone = weakref.ref(made)
    del made
    gc.collect()

    assert gone() is None


def test_only_the_library_with_the_habit_is_told() -> None:
    is_glibc = sys.platform.startswith("linux") and platform.libc_ver()[0] == "glibc"
    assert heap.keep_large_apart() == is_glibc
