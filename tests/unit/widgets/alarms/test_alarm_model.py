"""The alarm model reports exactly what changed and asks for what a line says only once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt

from widgets.alarms.model import ID_ROLE, LINE_ROLE, MARKED_ROLE, AlarmModel
from widgets.alarms.values import AlarmLine, Column
from widgets.theme.tokens import Level

ORDERS = st.lists(st.sampled_from("abcdefghijkl"), max_size=12).map(
    lambda ids: list(dict.fromkeys(ids))
)


class Teller:
    """Says lines and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.word = "one"

    def __call__(self, id: str) -> AlarmLine:
        self.asked.append(id)
        return AlarmLine(id, Level.RED, title=f"{self.word} {id}", place="P", note=f"n{id}")


class Watch:
    """What a view is told."""

    def __init__(self, model: AlarmModel) -> None:
        self.seen: list[str] = []
        model.rowsInserted.connect(self.on_inserted)
        model.rowsRemoved.connect(self.on_removed)
        model.rowsMoved.connect(self.on_moved)
        model.dataChanged.connect(self.on_changed)
        model.layoutChanged.connect(self.on_layout)
        model.modelReset.connect(self.on_reset)

    def on_inserted(self, _parent, first, last):
        self.seen.append(f"+{first}-{last}")

    def on_removed(self, _parent, first, last):
        self.seen.append(f"-{first}-{last}")

    def on_moved(self, _parent, first, _last, _to, target):
        self.seen.append(f"{first}>{target}")

    def on_changed(self, first, last, *_roles):
        self.seen.append(f"~{first.row()}-{last.row()}")

    def on_layout(self, *_):
        self.seen.append("layout")

    def on_reset(self):
        self.seen.append("reset")


def made(ids: str | list[str] = "") -> AlarmModel:
    model = AlarmModel()
    model.set_teller(Teller())
    model.set_lines(list(ids))
    return model


def changes(before: str, after: str) -> list[str]:
    model = made(before)
    watch = Watch(model)
    model.set_lines(list(after))
    assert model.ids() == tuple(after)
    return watch.seen


def test_model_keeps_the_rules_of_item_models(qtmodeltester):
    model = made("abc")
    qtmodeltester.check(model)
    model.set_lines(list("xcba"))
    model.touch("c")
    qtmodeltester.check(model)
    model.set_lines([f"r{n}" for n in range(200)])
    model.set_lines([f"r{n}" for n in reversed(range(200))])
    qtmodeltester.check(model)


def test_the_same_lines_are_no_change():
    assert changes("abc", "abc") == []


def test_lines_come_go_and_move_one_by_one():
    assert changes("abc", "abxc") == ["+2-2"]
    assert changes("abcd", "ad") == ["-1-2"]
    assert changes("abcd", "dabc") == ["3>0"]


def test_many_moves_are_one_change_of_layout_and_many_new_lines_a_reset():
    ids = [f"r{n}" for n in range(300)]
    model = made(ids)
    watch = Watch(model)
    model.set_lines(ids[::-1])
    assert watch.seen == ["layout"]
    model.set_lines([f"x{n}" for n in range(300)])
    assert watch.seen == ["layout", "reset"]


def test_a_line_asked_for_twice_is_shown_once():
    assert made("aab").ids() == ("a", "b")


@given(ORDERS, ORDERS, st.data())
def test_a_persistent_index_stays_with_its_line(before: list[str], after: list[str], data) -> None:
    model = made(before)
    held = {id: QPersistentModelIndex(model.index_of(id)) for id in before}
    model.set_lines(after)
    assert list(model.ids()) == after
    for id, index in held.items():
        assert index.isValid() == (id in after)
        if id in after:
            assert index.data(ID_ROLE) == id
    assert [model.row_of(id) for id in after] == list(range(len(after)))


def test_a_line_is_asked_for_when_it_is_shown_and_again_only_after_a_touch():
    model, teller = AlarmModel(), Teller()
    model.set_teller(teller)
    model.set_lines(list("abc"))
    assert teller.asked == []
    index = model.index(1, int(Column.TITLE))
    assert [index.data(), index.data()] == ["one b", "one b"]
    assert teller.asked == ["b"]
    teller.word = "two"
    watch = Watch(model)
    model.touch(["b", "gone"])
    assert watch.seen == ["~1-1"]
    assert index.data() == "two b"


def test_touching_everything_tells_all_rows_at_once():
    model = made("abc")
    watch = Watch(model)
    model.touch_all()
    assert watch.seen == ["~0-2"]


def test_marks_are_told_for_the_lines_they_change():
    model = made("abcd")
    model.set_marked(["a", "b"])
    watch = Watch(model)
    model.set_marked(["b", "c"])
    assert watch.seen == ["~0-0", "~2-2"]
    assert [model.index(row, 0).data(MARKED_ROLE) for row in range(4)] == [False, True, True, False]


def test_what_is_forgotten_is_asked_for_again_when_it_comes_back():
    model, teller = AlarmModel(), Teller()
    model.set_teller(teller)
    model.set_lines(list("ab"))
    assert model.line("a").title == "one a"
    model.set_lines(["b"])
    teller.word = "two"
    model.set_lines(list("ab"))
    assert model.line("a").title == "two a"


def test_heads_are_those_that_were_set():
    model = made("a")
    model.set_heads([str(each) for each in range(len(Column))])
    across = Qt.Orientation.Horizontal
    assert [model.headerData(at, across) for at in (0, 9)] == ["0", "9"]
    assert model.headerData(99, across) is None


@pytest.mark.parametrize("column", list(Column))
def test_every_column_says_a_text(column: Column) -> None:
    model = made("a")
    assert isinstance(model.index(0, int(column)).data(), str)
    assert isinstance(model.index(0, int(column)).data(LINE_ROLE), AlarmLine)


def test_a_reader_hears_the_whole_line():
    model = made("a")
    tip = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "one a" in tip and "na" in tip
