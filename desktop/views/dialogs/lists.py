"""Dialogs that only show: refused commands, and the keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from widgets.theme import tokens

translate = QCoreApplication.translate


class ListDialog(QDialog):
    """Rows of text under column titles, with an empty text; `cleared` when asked to clear them."""

    cleared = Signal()

    def __init__(
        self,
        title: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        empty: str = "",
        clear: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(85 * tokens.GRID, 60 * tokens.GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(2 * tokens.GRID,) * 4)
        layout.addWidget(self._table(columns, rows) if rows else QLabel(empty))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        if clear and rows:
            clear_button = QPushButton(clear)
            clear_button.clicked.connect(self._clear)
            buttons.addWidget(clear_button)
        close_button = QPushButton(translate("Dialog", "关闭"))
        close_button.setDefault(True)
        close_button.clicked.connect(self.reject)
        buttons.addWidget(close_button)
        layout.addLayout(buttons)

    def _table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> QTableWidget:
        table = QTableWidget(len(rows), len(columns))
        table.setHorizontalHeaderLabels(list(columns))
        table.verticalHeader().setVisible(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(columns) - 1, QHeaderView.ResizeMode.Stretch)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                table.setItem(row, column, QTableWidgetItem(text))
        return table

    def _clear(self) -> None:
        self.cleared.emit()
        self.accept()
