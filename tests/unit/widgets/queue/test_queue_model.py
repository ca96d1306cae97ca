"""The queue model reports exactly what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex

from widgets.queue.model import ID_ROLE, QueueModel
from widgets.theme.tokens import Level
from widgets.values import QueueRow, RowEdit


def row(row_id: str, title: str = "t") -> QueueRow:
    return QueueRow(row_id, Level.RED, title, "s", "12:00", "r")


def rows(ids: str) -> list[QueueRow]:
    return [row(one) for one in ids]


class Watch:
    def __init__(self, model: QueueModel) -> None:
        self.seen: list[str] = []
        model.rowsInserted.connect(self.on_inserted)
        model.rowsRemoved.connect(self.on_removed)
        model.rowsMoved.connect(self.on_moved)
        model.dataChanged.connect(self.on_changed)

    def on_inserted(self, _parent, first, last):
        self.seen.append(f"+{first}-{last}")

    def on_removed(self, _parent, first, last):
        self.seen.append(f"-{first}-{last}")

    def on_moved(self, _parent, first, _last, _to, target):
        self.seen.append(f"{first}>{target}")

    def on_changed(self, first, last, *_roles):
        self.seen.append(f"~{first.row()}-{last.row()}")


def changes(before: list[QueueRow], after: list[QueueRow]) -> list[str]:
    model = QueueModel()
    model.set_rows(before)
    watch = Watch(model)
    model.set_rows(after)
    assert list(model.rows()) == after
    return watch.seen


def test_model_keeps_the_rules_of_item_models(qtmodeltester):
    model = QueueModel()
    model.set_rows(rows("abc"))
    qtmodeltester.check(model)
    model.set_rows(rows("xcba"))
    qtmodeltester.check(model)


def test_reports_single_changes_only(qapp):
    assert changes(rows("abc"), rows("abc")) == []
    assert changes(rows("abc"), rows("axyc")) == ["-1-1", "+1-2"]
    assert changes(rows("abcd"), rows("bcda")) == ["0>4"]
    assert changes(rows("abcd"), rows("dabc")) == ["3>0"]
    changed = [row("a"), replace(row("b"), title="new"), row("c")]
    assert changes(rows("abc"), changed) == ["~1-1"]


def test_large_reorder_keeps_persistent_indexes(qapp):
    model = QueueModel()
    many = [row(str(at)) for at in range(300)]
    model.set_rows(many)
    held = QPersistentModelIndex(model.index_of("7"))
    model.set_rows(many[::-1])
    assert held.data(ID_ROLE) == "7"
    assert held.row() == 292


@given(st.permutations("abcdefgh"), st.permutations("cdefghijk"), st.integers(0, 8))
def test_any_change_arrives_and_indexes_follow_ids(qapp, before, after, keep):
    model = QueueModel()
    model.set_rows(rows("".join(before)))
    held = {one: QPersistentModelIndex(model.index_of(one)) for one in before}
    wanted = rows("".join(after[:keep]))
    model.set_rows(wanted)
    assert list(model.rows()) == wanted
    for one, index in held.items():
        assert index.isValid() == (one in after[:keep])
        if index.isValid():
            assert index.data(ID_ROLE) == one


EDITS = st.lists(st.tuples(st.sampled_from("+-~>"), st.integers(0, 9), st.integers(0, 9)))


@given(EDITS)
def test_edits_arrive_one_after_the_other_and_indexes_follow_ids(qapp, steps):
    model = QueueModel()
    wanted = rows("abcd")
    model.set_rows(wanted)
    held = {one.id: QPersistentModelIndex(model.index_of(one.id)) for one in wanted}
    edits = []
    for at, (kind, first, second) in enumerate(steps):
        if kind == "+":
            target = first % (len(wanted) + 1)
            edits.append(RowEdit(-1, target, row(f"new{at}")))
            wanted.insert(target, row(f"new{at}"))
        elif wanted:
            source, target = first % len(wanted), second % len(wanted)
            gone = wanted.pop(source)
            target = {"-": -1, "~": source}.get(kind, target)
            made = replace(gone, title=f"{at}") if target >= 0 else None
            edits.append(RowEdit(source, target, made))
            if made is not None:
                wanted.insert(target, made)
    model.edit_rows(edits)

    assert list(model.rows()) == wanted
    left = {one.id for one in wanted}
    for one, index in held.items():
        assert (index.data(ID_ROLE) if index.isValid() else None) == (one if one in left else None)


def test_edits_report_only_what_they_touch(qapp):
    model = QueueModel()
    model.set_rows(rows("abcd"))
    watch = Watch(model)
    model.edit_rows([RowEdit(1, 1, row("b", "new")), RowEdit(0, 3, row("a"))])
    model.edit_rows([RowEdit(0, -1), RowEdit(-1, 0, row("x"))])

    assert watch.seen == ["~1-1", "0>4", "~3-3", "-0-0", "+0-0"]


@pytest.mark.parametrize(
    "edit",
    [
        RowEdit(-1, -1, row("x")),
        RowEdit(2, 0, row("x")),
        RowEdit(-1, 3, row("x")),
        RowEdit(0, 2, row("x")),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(qapp, edit):
    model = QueueModel()
    model.set_rows(rows("ab"))
    with pytest.raises(IndexError):
        model.edit_rows([edit])
    assert list(model.rows()) == rows("ab")
