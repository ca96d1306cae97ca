"""Marks by id, in their order; a change that is none is not told."""

from __future__ import annotations

from widgets.alarms.marking import Marks

IDS = list("abcde")


def test_a_line_is_marked_and_unmarked() -> None:
    marks = Marks()
    assert marks.toggle("b") and marks.toggle("a")
    assert list(marks.ids) == ["b", "a"]
    assert marks.toggle("b")
    assert list(marks.ids) == ["a"]


def test_a_range_may_be_marked_from_either_end() -> None:
    down, up = Marks(), Marks()
    down.add(IDS, 1, 3)
    up.add(IDS, 3, 1)
    assert list(down.ids) == list(up.ids) == ["b", "c", "d"]


def test_what_is_marked_already_is_no_change() -> None:
    marks = Marks()
    assert marks.add(IDS, 0, 2)
    assert not marks.add(IDS, 1, 2)
    assert marks.take({})
    assert not marks.take({})
