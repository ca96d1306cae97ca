"""Offline areas: the panel that lists them with their downloads, and the form of one area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QWidget,
)

from desktop.views.dialogs.form import FormDialog
from widgets.map.side_panel import LIST_STYLE, SidePanel
from widgets.theme import tokens

translate = QCoreApplication.translate

_WIDTH: Final = 50 * tokens.GRID
_PER_MILLE: Final = 1000


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area as it is listed; `share` is from 0 to 1."""

    id: str
    title: str
    note: str
    share: float
    can_start: bool
    can_pause: bool
    can_cancel: bool
    start_text: str = ""


class OfflinePanel(SidePanel):
    """Signals: `rectangle_asked()` and `polygon_asked()` for a new area; `start_asked(id)`,
    `pause_asked(id)`, `cancel_asked(id)`, `edit_asked(id)`, `outline_asked(id)` to draw it anew,
    `deletion_asked(id)`, `shown(id)`."""

    rectangle_asked = Signal()
    polygon_asked = Signal()
    start_asked = Signal(str)
    pause_asked = Signal(str)
    cancel_asked = Signal(str)
    edit_asked = Signal(str)
    outline_asked = Signal(str)
    deletion_asked = Signal(str)
    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=_WIDTH)
        self.rectangle, self.polygon = QPushButton(), QPushButton()
        self.start, self.pause, self.cancel = QPushButton(), QPushButton(), QPushButton()
        self.edit, self.delete, self.go = QPushButton(), QPushButton(), QPushButton()
        self.outline = QPushButton()
        self.rows = QListWidget()
        self.rows.setWordWrap(True)
        self.rows.setStyleSheet(LIST_STYLE)
        self._about = QLabel()
        self._about.setWordWrap(True)
        self._about.setStyleSheet(f"color: {tokens.SECONDARY};")
        self._bar = QProgressBar()
        self._bar.setRange(0, _PER_MILLE)
        self._held: dict[str, AreaRow] = {}
        self._arrange()
        self._connect()
        self.set_words()

    def _arrange(self) -> None:
        first, rest = QGridLayout(), QGridLayout()
        for at, button in enumerate((self.rectangle, self.polygon)):
            first.addWidget(button, 0, at)
        buttons = (
            self.start,
            self.pause,
            self.cancel,
            self.go,
            self.edit,
            self.outline,
            self.delete,
        )
        for at, button in enumerate(buttons):
            rest.addWidget(button, at // 3, at % 3)
        self.body.addWidget(self._about)
        self.body.addLayout(first)
        self.body.addWidget(self.rows, 1)
        self.body.addWidget(self._bar)
        self.body.addLayout(rest)

    def _connect(self) -> None:
        self.rectangle.clicked.connect(self.rectangle_asked)
        self.polygon.clicked.connect(self.polygon_asked)
        self.start.clicked.connect(self._on_start)
        self.pause.clicked.connect(self._on_pause)
        self.cancel.clicked.connect(self._on_cancel)
        self.edit.clicked.connect(self._on_edit)
        self.outline.clicked.connect(self._on_outline)
        self.delete.clicked.connect(self._on_delete)
        self.go.clicked.connect(self._on_go)
        self.rows.currentRowChanged.connect(self._show_current)
        self.rows.itemActivated.connect(self._on_go)

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        self.set_title(translate("Offline", "离线区域"))
        self.set_close_text(translate("Offline", "关闭"))
        self.rectangle.setText(translate("Offline", "画矩形新建"))
        self.polygon.setText(translate("Offline", "画多边形新建"))
        self.pause.setText(translate("Offline", "暂停"))
        self.cancel.setText(translate("Offline", "停止"))
        self.go.setText(translate("Offline", "查看"))
        self.edit.setText(translate("Offline", "修改…"))
        self.outline.setText(translate("Offline", "重画范围"))
        self.delete.setText(translate("Offline", "删除…"))
        self._show_current()

    def set_about(self, text: str, *, can_add: bool) -> None:
        """What areas are made of now, or why none can be made."""
        self._about.setText(text)
        for button in (self.rectangle, self.polygon):
            button.setEnabled(can_add)

    def set_rows(self, rows: Sequence[AreaRow]) -> None:
        """List these; what is chosen stays chosen."""
        ids = [self._id(at) for at in range(self.rows.count())]
        self._held = {row.id: row for row in rows}
        if ids != [row.id for row in rows]:
            chosen = self.current()
            self.rows.clear()
            for row in rows:
                item = QListWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, row.id)
                self.rows.addItem(item)
            self.choose(chosen)
        for at, row in enumerate(rows):
            text = f"{row.title}\n{row.note}"
            if self.rows.item(at).text() != text:
                self.rows.item(at).setText(text)
        self._show_current()

    def choose(self, id: str) -> None:
        """Put the cursor on an area, else on the first."""
        ids = [self._id(at) for at in range(self.rows.count())]
        self.rows.setCurrentRow(ids.index(id) if id in ids else 0)

    def current(self) -> str:
        """The area under the cursor, "" for none."""
        return self._id(self.rows.currentRow())

    def _id(self, row: int) -> str:
        item = self.rows.item(row)
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    @Slot()
    def _show_current(self) -> None:
        row = self._held.get(self.current())
        self.start.setEnabled(row is not None and row.can_start)
        text = row.start_text if row is not None else ""
        self.start.setText(text or translate("Offline", "下载"))
        self.pause.setEnabled(row is not None and row.can_pause)
        self.cancel.setEnabled(row is not None and row.can_cancel)
        for button in (self.edit, self.outline, self.delete, self.go):
            button.setEnabled(row is not None)
        self._bar.setVisible(row is not None)
        self._bar.setValue(round(row.share * _PER_MILLE) if row is not None else 0)

    @Slot()
    def _on_start(self) -> None:
        self.start_asked.emit(self.current())

    @Slot()
    def _on_pause(self) -> None:
        self.pause_asked.emit(self.current())

    @Slot()
    def _on_cancel(self) -> None:
        self.cancel_asked.emit(self.current())

    @Slot()
    def _on_edit(self) -> None:
        self.edit_asked.emit(self.current())

    @Slot()
    def _on_outline(self) -> None:
        self.outline_asked.emit(self.current())

    @Slot()
    def _on_delete(self) -> None:
        self.deletion_asked.emit(self.current())

    @Slot()
    def _on_go(self) -> None:
        self.shown.emit(self.current())


class AreaDialog(FormDialog):
    """Name and zooms of an area. `estimate_asked(low, high)` after the zooms changed, answered by
    `show_estimate`; `answered(title, low, high)`."""

    estimate_asked = Signal(int, int)
    answered = Signal(str, int, int)

    def __init__(
        self,
        title: str,
        zooms: tuple[int, int],
        chosen: tuple[int, int],
        *,
        is_new: bool,
        parent: QWidget | None = None,
    ) -> None:
        heading = translate("Offline", "新建离线区域") if is_new else ""
        super().__init__(
            heading or translate("Offline", "修改离线区域"),
            translate("Offline", "级别越高越细，块数约翻四倍；先看估算再下载。"),
            translate("Offline", "下载") if is_new else translate("Offline", "保存并补齐"),
            parent,
        )
        self.name = QLineEdit(title)
        self.low, self.high = QSpinBox(), QSpinBox()
        for box, value in zip((self.low, self.high), chosen, strict=True):
            box.setRange(*zooms)
            box.setValue(value)
        self.low.valueChanged.connect(self._on_low)
        self.high.valueChanged.connect(self._on_high)
        self.estimate = QLabel()
        self.form.addRow(translate("Offline", "名称"), self.name)
        self.form.addRow(translate("Offline", "从级别"), self.low)
        self.form.addRow(translate("Offline", "到级别"), self.high)
        self.form.addRow(translate("Offline", "估算"), self.estimate)
        self._is_allowed = False
        self.name.setFocus()
        self.name.selectAll()

    def zooms(self) -> tuple[int, int]:
        """The lowest and the highest zoom."""
        return self.low.value(), self.high.value()

    def show_estimate(self, text: str, *, is_allowed: bool) -> None:
        """How much it will be, or why it cannot be."""
        self.estimate.setText(text)
        self._is_allowed = is_allowed

    def _on_low(self, low: int) -> None:
        if low > self.high.value():
            self.high.setValue(low)
        else:
            self._ask()

    def _on_high(self, high: int) -> None:
        if high < self.low.value():
            self.low.setValue(high)
        else:
            self._ask()

    def _ask(self) -> None:
        self.show_estimate(translate("Offline", "计算中…"), is_allowed=False)
        self.estimate_asked.emit(*self.zooms())

    def accept(self) -> None:
        """Answer, when there is a name and the area can be had."""
        name = self.name.text().strip()
        if not name:
            self.show_error(translate("Offline", "请填写名称。"))
            return
        if not self._is_allowed:
            self.show_error(self.estimate.text())
            return
        self.answered.emit(name, *self.zooms())
        super().accept()
