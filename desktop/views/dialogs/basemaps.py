"""Choosing what the map stands on: base maps in their order, a style, files, tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.views.dialogs.form import FormDialog
from widgets.map.side_panel import LIST_STYLE, TICK_STYLE
from widgets.theme import tokens

translate = QCoreApplication.translate

OTHER_STYLE = "…"


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A base map to choose. `note` says where it is from or what is wrong with it."""

    id: str
    title: str
    note: str
    is_on: bool


class BasemapsDialog(QDialog):
    """Signals: `chosen(list[str])` the base maps ticked, the lowest first; `style_chosen(str)`;
    `network_chosen(bool)`; `file_asked()`, `style_asked()`; `forgotten(id)` for a file.

    What is chosen holds at once; the dialog only closes.
    """

    chosen = Signal(list)
    style_chosen = Signal(str)
    network_chosen = Signal(bool)
    file_asked = Signal()
    style_asked = Signal()
    forgotten = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Basemaps", "底图"))
        self.resize(70 * tokens.GRID, 60 * tokens.GRID)
        self.rows = QListWidget()
        self.rows.setWordWrap(True)
        self.rows.setStyleSheet(LIST_STYLE)
        self.rows.setAccessibleName(translate("Basemaps", "底图"))
        self._style = QComboBox()
        self._network = QCheckBox(translate("Basemaps", "允许联网取图；关闭后只用缓存和离线区域"))
        self._network.setStyleSheet(TICK_STYLE)
        self._up = QPushButton(translate("Basemaps", "上移"))
        self._down = QPushButton(translate("Basemaps", "下移"))
        self._open = QPushButton(translate("Basemaps", "打开文件…"))
        self._forget = QPushButton(translate("Basemaps", "移出列表"))
        self._close = QPushButton(translate("Basemaps", "关闭"))
        self._is_filling = False
        self._lay_out()
        self._connect()
        self.rows.setFocus()

    def _lay_out(self) -> None:
        hint = QLabel(translate("Basemaps", "勾选即显示，可叠加；列表靠上的画在上面。"))
        hint.setStyleSheet(f"color: {tokens.SECONDARY};")
        hint.setWordWrap(True)
        form = QFormLayout()
        form.addRow(translate("Basemaps", "样式"), self._style)
        row = QHBoxLayout()
        for button in (self._open, self._forget, self._up, self._down):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self._close.setDefault(True)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * tokens.GRID,) * 4)
        column.setSpacing(tokens.GRID)
        column.addWidget(hint)
        column.addWidget(self.rows, 1)
        column.addLayout(form)
        column.addWidget(self._network)
        column.addLayout(row)

    def _connect(self) -> None:
        self.rows.itemChanged.connect(self._on_ticked)
        self.rows.currentRowChanged.connect(self._on_row)
        self._style.activated.connect(self._on_style)
        self._network.toggled.connect(self.network_chosen)
        self._up.clicked.connect(self._move_up)
        self._down.clicked.connect(self._move_down)
        self._open.clicked.connect(self.file_asked)
        self._forget.clicked.connect(self._on_forget)
        self._close.clicked.connect(self.accept)

    def set_rows(self, rows: Sequence[BaseRow]) -> None:
        """Offer these, the topmost first; the row under the cursor stays."""
        current = self.rows.currentItem()
        held = current.data(Qt.ItemDataRole.UserRole) if current else ""
        self._is_filling = True
        self.rows.clear()
        for row in rows:
            item = QListWidgetItem(f"{row.title}\n{row.note}" if row.note else row.title)
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Checked if row.is_on else Qt.CheckState.Unchecked
            item.setCheckState(state)
            self.rows.addItem(item)
            if row.id == held:
                self.rows.setCurrentItem(item)
        if self.rows.currentRow() < 0:
            self.rows.setCurrentRow(0)
        self._is_filling = False
        self._on_row(self.rows.currentRow())

    def set_styles(self, styles: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these styles; the last entry asks for a file."""
        self._style.clear()
        for id, text in styles:
            self._style.addItem(text, id)
        self._style.addItem(translate("Basemaps", "打开样式文件（MapLibre JSON）…"), OTHER_STYLE)
        self._style.setCurrentIndex(max(0, self._style.findData(chosen)))

    def set_network(self, used: bool) -> None:
        """Whether servers are asked."""
        self._network.blockSignals(True)
        self._network.setChecked(used)
        self._network.blockSignals(False)

    def _ids(self) -> list[str]:
        """What is ticked, the lowest first."""
        items = (self.rows.item(row) for row in reversed(range(self.rows.count())))
        return [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]

    def _on_ticked(self) -> None:
        if not self._is_filling:
            self.chosen.emit(self._ids())

    def _on_row(self, row: int) -> None:
        item = self.rows.item(row)
        id = str(item.data(Qt.ItemDataRole.UserRole)) if item else ""
        self._forget.setEnabled(id.startswith("file:"))
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < self.rows.count() - 1)

    def _on_style(self) -> None:
        id = str(self._style.currentData())
        if id == OTHER_STYLE:
            self.style_asked.emit()
        else:
            self.style_chosen.emit(id)

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        row = self.rows.currentRow()
        if not 0 <= row + by < self.rows.count():
            return
        self._is_filling = True
        item = self.rows.takeItem(row)
        self.rows.insertItem(row + by, item)
        self.rows.setCurrentRow(row + by)
        self._is_filling = False
        self.chosen.emit(self._ids())

    def _on_forget(self) -> None:
        item = self.rows.currentItem()
        if item is not None:
            self.forgotten.emit(str(item.data(Qt.ItemDataRole.UserRole)))


class TokenDialog(FormDialog):
    """Asks for the token of a map provider. Answers `answered(name, token)`."""

    answered = Signal(str, str)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Basemaps", "底图令牌"),
            translate(
                "Basemaps",
                "“{title}”需要服务方发给贵单位的令牌（天地图称 tk），向服务方申请后填入；"
                "只问一次，保存在系统钥匙串或仅本人可读的文件里。",
            ).format(title=title),
            translate("Basemaps", "保存"),
            parent,
        )
        self._name = name
        self._token = QLineEdit()
        self._token.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.form.addRow(translate("Basemaps", "令牌"), self._token)
        self._token.setFocus()

    def accept(self) -> None:
        """Answer, when something was entered."""
        token = self._token.text().strip()
        if not token:
            self.show_error(translate("Basemaps", "请填写令牌。"))
            return
        self.answered.emit(self._name, token)
        super().accept()
