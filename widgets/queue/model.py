"""The rows of the queue as an item model that reports exactly what changed.

Owns the order and the rows; must not know any view, nor what a row stands for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from widgets.values import QueueRow, RowEdit

AnyIndex = QModelIndex | QPersistentModelIndex

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
ID_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2

# Above this many moves one layout change is cheaper for the views than single moves.
_MOVES_BEFORE_LAYOUT: Final = 64


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """The members of a longest increasing subsequence of distinct `numbers`."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(tails, number)
        before[number] = tails[place - 1] if place else None
        if place == len(tails):
            tails.append(number)
        else:
            tails[place] = number
    kept: set[int] = set()
    at = tails[-1] if tails else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return kept


def runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Group ascending row numbers into inclusive (first, last) runs."""
    first: int | None = None
    last = -1
    for row in rows:
        if first is None:
            first = row
        elif row != last + 1:
            yield first, last
            first = row
        last = row
    if first is not None:
        yield first, last


class QueueModel(QAbstractListModel):
    """Queue rows by id.

    `update_started` and `update_finished` bracket `set_rows` and `edit_rows`, so that a view can
    tell its own user's choice from a change of the data.
    """

    update_started = Signal()
    update_finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QueueRow] = []

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            texts = (row.title, row.subtitle, row.right, row.right_sub)
            return "\n".join(text for text in texts if text)
        return None

    def rows(self) -> tuple[QueueRow, ...]:
        """The rows as they are shown now."""
        return tuple(self._rows)

    def row_of(self, row_id: str) -> int:
        """The row number of `row_id`, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.id == row_id), -1)

    def index_of(self, row_id: str) -> QModelIndex:
        """The index of `row_id`, invalid when it is not here."""
        at = self.row_of(row_id)
        return self.index(at, 0) if at >= 0 else QModelIndex()

    def set_rows(self, rows: Sequence[QueueRow]) -> None:
        """Become `rows`; of rows with the same id the first counts."""
        unique: dict[str, QueueRow] = {}
        for row in rows:
            unique.setdefault(row.id, row)
        wanted = list(unique.values())
        if wanted == self._rows:
            return
        self.update_started.emit()
        self._remove_missing(unique)
        self._reorder(wanted)
        self._insert_new(wanted)
        self._replace_changed(wanted)
        self.update_finished.emit()

    def edit_rows(self, edits: Sequence[RowEdit]) -> None:
        """Take only what changed, one edit after the other. Raises IndexError for no such place."""
        if not edits:
            return
        self.update_started.emit()
        for edit in edits:
            self._edit(edit)
        self.update_finished.emit()

    def _edit(self, edit: RowEdit) -> None:
        source, target, root = edit.source, edit.target, QModelIndex()
        end = len(self._rows) - (source >= 0)
        if max(source, target) < 0 or source >= len(self._rows) or target > end:
            raise IndexError(f"no edit from {source} to {target} of {len(self._rows)} rows")
        if target < 0:
            self.beginRemoveRows(root, source, source)
            del self._rows[source]
            self.endRemoveRows()
            return
        if edit.row is None:
            raise ValueError("a row that is put needs its value")
        if source < 0:
            self.beginInsertRows(root, target, target)
            self._rows.insert(target, edit.row)
            self.endInsertRows()
            return
        if source != target:
            self.beginMoveRows(root, source, source, root, target + (target > source))
            self._rows.insert(target, self._rows.pop(source))
            self.endMoveRows()
        self._rows[target] = edit.row
        index = self.index(target, 0)
        self.dataChanged.emit(index, index)

    def _remove_missing(self, wanted: dict[str, QueueRow]) -> None:
        gone = [at for at, row in enumerate(self._rows) if row.id not in wanted]
        for first, last in reversed(list(runs(gone))):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, wanted: Sequence[QueueRow]) -> None:
        place = {row.id: at for at, row in enumerate(self._rows)}
        order = [row.id for row in wanted if row.id in place]
        kept = longest_rising([place[row_id] for row_id in order])
        moving = len(order) - len(kept)
        if not moving:
            return
        if moving > _MOVES_BEFORE_LAYOUT:
            self._relayout(order, place)
            return
        ids = [row.id for row in self._rows]
        for at, row_id in enumerate(order):
            if place[row_id] in kept:
                continue
            source = ids.index(row_id)
            target = ids.index(order[at - 1]) + 1 if at else 0
            self._move(ids, source, target)

    def _move(self, ids: list[str], source: int, target: int) -> None:
        """Move one row before row `target`; `ids` is kept alongside."""
        if target in (source, source + 1):
            return
        root = QModelIndex()
        self.beginMoveRows(root, source, source, root, target)
        landing = target if target < source else target - 1
        self._rows.insert(landing, self._rows.pop(source))
        ids.insert(landing, ids.pop(source))
        self.endMoveRows()

    def _relayout(self, order: Sequence[str], place: dict[str, int]) -> None:
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        new_place = {place[row_id]: at for at, row_id in enumerate(order)}
        self._rows = [self._rows[place[row_id]] for row_id in order]
        self.changePersistentIndexList(old, [self.index(new_place[one.row()], 0) for one in old])
        self.layoutChanged.emit()

    def _insert_new(self, wanted: Sequence[QueueRow]) -> None:
        known = {row.id for row in self._rows}
        fresh = [at for at, row in enumerate(wanted) if row.id not in known]
        for first, last in runs(fresh):
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = wanted[first : last + 1]
            self.endInsertRows()

    def _replace_changed(self, wanted: Sequence[QueueRow]) -> None:
        pairs = zip(self._rows, wanted, strict=True)
        changed = [at for at, (old, new) in enumerate(pairs) if old is not new and old != new]
        for first, last in runs(changed):
            self._rows[first : last + 1] = wanted[first : last + 1]
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
