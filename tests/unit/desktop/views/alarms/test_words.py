"""The words around the table: heads, and what an empty table says."""

from __future__ import annotations

import pytest

from desktop.models.alarm_arrange import FIRST_ORDER, Sort
from desktop.state.values import Status
from desktop.views.alarms import words
from tests.fakes import town as fake


def test_an_order_nobody_asked_for_is_not_shown() -> None:
    assert words.heads(FIRST_ORDER) == list(words.columns().values())


def test_one_column_has_an_arrow_and_several_their_turn() -> None:
    assert words.heads((Sort("title", True),))[3] == "告警 ↓"
    heads = words.heads((Sort("place"), Sort("since_ms", True)))
    assert (heads[4], heads[2]) == ("片区 ↑①", "多久 ↓②")


@pytest.mark.parametrize(
    ("status", "is_filtered", "said"),
    [
        (Status.ONLINE, False, "没有未了的告警"),
        (Status.ONLINE, True, "没有符合筛选的告警；按 Shift+F 清除筛选"),
        (Status.OFFLINE, False, "离线：断开前没有未了的告警，现状不明"),
        (Status.DENIED, False, "尚未登录：登录后才有告警"),
    ],
)
def test_an_empty_table_never_looks_calm_when_it_does_not_know(
    status: Status, is_filtered: bool, said: str
) -> None:
    store = fake.busy().store
    store.set_connection(status=status)
    assert words.empty(store, is_filtered=is_filtered, held=3) == said


@pytest.mark.parametrize(
    ("status", "said"),
    [(Status.ONLINE, "正在读取告警……"), (Status.OFFLINE, "离线，本机没有存下告警")],
)
def test_before_the_town_is_known_it_says_so(status: Status, said: str) -> None:
    store = fake.SmallTown().store
    store.set_connection(status=status)
    assert words.empty(store, is_filtered=False, held=0) == said


def test_marks_are_counted_when_there_are_any() -> None:
    assert (words.marked(0), words.marked(3)) == ("", "已标记 3 行")
