"""Views of the map kept under a digit: set with Ctrl, gone to without, named, taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QWidget

from desktop.actions.catalogue import BOOKMARKS
from desktop.settings import Bookmark
from desktop.views.dialogs.form import FormDialog
from widgets.map.values import MapView
from widgets.theme import tokens

translate = QCoreApplication.translate


class BookmarkShelf(QObject):
    """The bookmarks of a town, for all of its windows. `changed()` after any change."""

    changed = Signal()

    def __init__(
        self, kept: Sequence[Bookmark], keep: Callable[[Sequence[Bookmark]], object]
    ) -> None:
        super().__init__()
        self._keep = keep
        self._marks = {m.number: m for m in kept if 1 <= m.number <= BOOKMARKS}

    def all(self) -> tuple[Bookmark, ...]:
        """Every bookmark in the order of its digits."""
        return tuple(self._marks[number] for number in sorted(self._marks))

    def view(self, number: int) -> MapView | None:
        """The view kept under a digit."""
        mark = self._marks.get(number)
        return MapView(mark.lon, mark.lat, mark.zoom) if mark else None

    def put(self, number: int, view: MapView, name: str = "") -> Bookmark:
        """Keep a view under a digit; one that stood there keeps its name unless given another."""
        before = self._marks.get(number)
        name = name or (before.name if before else _default_name(number))
        mark = Bookmark(number, name, view.lon, view.lat, view.zoom)
        self._replace({**self._marks, number: mark})
        return mark

    def free_number(self) -> int:
        """The first digit without a view, 0 when all are taken."""
        return next((n for n in range(1, BOOKMARKS + 1) if n not in self._marks), 0)

    def set_all(self, marks: Sequence[Bookmark]) -> None:
        """Keep these and no others."""
        self._replace({mark.number: mark for mark in marks})

    def _replace(self, marks: dict[int, Bookmark]) -> None:
        if marks != self._marks:
            self._marks = marks
            self._keep(self.all())
            self.changed.emit()


def _default_name(number: int) -> str:
    return translate("Bookmarks", "视图 {n}").format(n=number)


class BookmarksDialog(FormDialog):
    """Names and removes bookmarks. Answers `answered(list[Bookmark])` with those that stay."""

    answered = Signal(list)

    def __init__(self, marks: Sequence[Bookmark], parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Bookmarks", "管理书签"),
            translate("Bookmarks", "双击改名；数字键转到，Ctrl+数字键重设。"),
            translate("Bookmarks", "保存"),
            parent,
        )
        self._list = QListWidget()
        self._list.setMinimumHeight(24 * tokens.GRID)
        for mark in marks:
            item = QListWidgetItem(mark.name)
            item.setData(Qt.ItemDataRole.UserRole, mark)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._remove = QPushButton(translate("Bookmarks", "删除所选"))
        self._remove.setAutoDefault(False)
        self._remove.clicked.connect(self._on_remove)
        self.form.addRow(self._list)
        self.form.addRow(self._remove)
        self._list.setFocus()

    def accept(self) -> None:
        """Answer with what is left, under the names written."""
        kept = []
        for row in range(self._list.count()):
            item = self._list.item(row)
            mark: Bookmark = item.data(Qt.ItemDataRole.UserRole)
            name = item.text().strip() or mark.name
            kept.append(Bookmark(mark.number, name, mark.lon, mark.lat, mark.zoom))
        self.answered.emit(kept)
        super().accept()

    def _on_remove(self) -> None:
        self._list.takeItem(self._list.currentRow())
