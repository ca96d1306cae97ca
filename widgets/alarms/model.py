"""The lines of the alarm table as an item model: ids in order, what they say asked for in sight.

Owns the order and what was said last; must not know any view, nor what a line stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from widgets.alarms.values import AlarmLine, Column
from widgets.queue.model import longest_rising, runs

AnyIndex = QModelIndex | QPersistentModelIndex

LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
ID_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2
MARKED_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 3

_STEPS: Final = 48
"""With more lines coming, going or moving, one change of the whole is cheaper for the views."""


class AlarmModel(QAbstractTableModel):
    """Lines by id; `tell` says what a line says and is asked again only after `touch`.

    `update_started` and `update_finished` bracket `set_lines`, so that a view can tell its own
    user's choice from a change of the data.
    """

    update_started = Signal()
    update_finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: list[str] = []
        self._rows: dict[str, int] | None = {}
        self._said: dict[str, AlarmLine] = {}
        self._marked: frozenset[str] = frozenset()
        self._heads: tuple[str, ...] = ("",) * len(Column)
        self._tell: Callable[[str], AlarmLine] = AlarmLine

    def set_teller(self, tell: Callable[[str], AlarmLine]) -> None:
        """Ask `tell` for what a line says."""
        self._tell = tell
        self.touch_all()

    def set_heads(self, heads: Sequence[str]) -> None:
        """Words of the heads, one for each column."""
        self._heads = tuple(heads)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    # What Qt asks

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def heads(self) -> tuple[str, ...]:
        """Words of the heads."""
        return self._heads

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if section == Column.VALUE:
                side = Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        id = self._ids[index.row()]
        if role == ID_ROLE:
            return id
        if role == MARKED_ROLE:
            return id in self._marked
        if role == LINE_ROLE:
            return self.line(id)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self.line(id), Column(index.column()))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _whole(self.line(id))
        return None

    def _text(self, line: AlarmLine, column: Column) -> str:
        if column is Column.CAMERA and line.note:
            return line.note
        return line.text(column)

    # What is shown

    def line(self, id: str) -> AlarmLine:
        """What a line says."""
        said = self._said.get(id)
        if said is None:
            said = self._said[id] = self._tell(id)
        return said

    def ids(self) -> tuple[str, ...]:
        """The lines from the top."""
        return tuple(self._ids)

    def row_of(self, id: str) -> int:
        """The row of a line, or -1."""
        return self._places().get(id, -1)

    def _places(self) -> dict[str, int]:
        """Rows by id, counted anew after the order has changed."""
        if self._rows is None:
            self._rows = {id: row for row, id in enumerate(self._ids)}
        return self._rows

    def index_of(self, id: str) -> QModelIndex:
        """The first cell of a line, invalid when it is not here."""
        row = self.row_of(id)
        return self.index(row, 0) if row >= 0 else QModelIndex()

    def touch(self, ids: Iterable[str]) -> None:
        """These lines say something else now."""
        rows, places = [], self._places()
        for id in ids:
            self._said.pop(id, None)
            row = places.get(id)
            if row is not None:
                rows.append(row)
        self._tell_changed(sorted(rows))

    def touch_all(self) -> None:
        """Every line says something else, as in another language."""
        self._said.clear()
        if self._ids:
            self._tell_changed([0], len(self._ids) - 1)

    def set_marked(self, marked: Collection[str]) -> None:
        """Which lines are marked."""
        before, self._marked = self._marked, frozenset(marked)
        rows = (self.row_of(id) for id in before ^ self._marked)
        self._tell_changed(sorted(row for row in rows if row >= 0))

    def _tell_changed(self, rows: Sequence[int], last_of_one: int = -1) -> None:
        for first, last in runs(rows):
            end = max(last, last_of_one)
            self.dataChanged.emit(self.index(first, 0), self.index(end, len(Column) - 1))

    def set_lines(self, ids: Sequence[str]) -> None:
        """Become these lines, in this order; each stands once."""
        wanted = list(dict.fromkeys(ids))
        if wanted == self._ids:
            return
        self.update_started.emit()
        kept, held = set(wanted), self._places()
        gone = [at for at, id in enumerate(self._ids) if id not in kept]
        fresh = [at for at, id in enumerate(wanted) if id not in held]
        if len(gone) > _STEPS or len(fresh) > _STEPS:
            self._begin_anew(wanted)
        else:
            self._step_to(wanted, gone, fresh)
        for id in self._said.keys() - kept:
            del self._said[id]
        self.update_finished.emit()

    def _begin_anew(self, wanted: list[str]) -> None:
        self.beginResetModel()
        self._take(wanted)
        self.endResetModel()

    def _take(self, ids: list[str]) -> None:
        self._ids, self._rows = ids, None

    def _step_to(self, wanted: list[str], gone: list[int], fresh: list[int]) -> None:
        for first, last in reversed(list(runs(gone))):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._take(self._ids[:first] + self._ids[last + 1 :])
            self.endRemoveRows()
        new = {wanted[at] for at in fresh}
        self._reorder([id for id in wanted if id not in new])
        for first, last in runs(fresh):
            self.beginInsertRows(QModelIndex(), first, last)
            self._take(self._ids[:first] + wanted[first : last + 1] + self._ids[first:])
            self.endInsertRows()

    def _reorder(self, order: list[str]) -> None:
        if order == self._ids:
            return
        held = self._places()
        kept = longest_rising([held[id] for id in order])
        if len(order) - len(kept) > _STEPS:
            self._relayout(order)
            return
        stay = {self._ids[row] for row in kept}
        for at, id in enumerate(order):
            if id not in stay:
                target = self._ids.index(order[at - 1]) + 1 if at else 0
                self._move(self._ids.index(id), target)

    def _move(self, source: int, target: int) -> None:
        """Move one line before line `target`."""
        if target in (source, source + 1):
            return
        root = QModelIndex()
        self.beginMoveRows(root, source, source, root, target)
        after = list(self._ids)
        after.insert(target if target < source else target - 1, after.pop(source))
        self._take(after)
        self.endMoveRows()

    def _relayout(self, order: list[str]) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        ids = [self._ids[index.row()] for index in held]
        self._take(order)
        rows = self._places()
        moved = [self.index(rows[id], one.column()) for id, one in zip(ids, held, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()


def _whole(line: AlarmLine) -> str:
    """Everything a line says, for a tip and for a screen reader."""
    figures = " · ".join(t for t in (line.state, line.age, line.value) if t)
    where = " · ".join(t for t in (line.place, line.pack, line.camera) if t)
    who = " · ".join(t for t in (line.case, line.by) if t)
    return "\n".join(text for text in (line.title, figures, where, line.note, who) if text)
