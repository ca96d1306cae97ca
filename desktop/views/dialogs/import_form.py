"""The panel of an import: what was found, in which coordinate system, what was left out and why.

It stands beside the map, because the map itself shows the features before they are accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.maps.importers.aside import Stage
from desktop.models.import_report import ImportReport
from widgets.map.side_panel import SidePanel
from widgets.theme import tokens

translate = QCoreApplication.translate

_WIDTH: Final = 54 * tokens.GRID
_QUIET: Final = f"color: {tokens.SECONDARY}; font-size: {tokens.SIZE_CAPTION}px;"


class ImportPanel(SidePanel):
    """Signals: `accepted(name)`, `crs_chosen(id)`, `columns_chosen(x, y)`, `swap_asked()`,
    `report_asked()` for the refused rows as a file; `closed()` means cancel."""

    accepted = Signal(str)
    crs_chosen = Signal(str)
    columns_chosen = Signal(str, str)
    swap_asked = Signal()
    report_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=_WIDTH)
        self.name = QLineEdit()
        self.crs = QComboBox()
        self.columns = (QComboBox(), QComboBox())
        self.swap = QPushButton()
        self.refused = QTableWidget(0, 2)
        self.accept = QPushButton()
        self.cancel = QPushButton()
        self.report = QPushButton()
        self.read_columns = QPushButton()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._summary, self._system, self._notes = QLabel(), QLabel(), QLabel()
        self._form = QFormLayout()
        self._labels = (QLabel(), QLabel(), QLabel(), QLabel())
        self._arrange()
        self._connect()
        self.set_words()

    def _arrange(self) -> None:
        for label in (self._summary, self._system, self._notes):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._system.setStyleSheet(_QUIET)
        self._notes.setStyleSheet(_QUIET)
        for combo in (self.crs, *self.columns):
            combo.setMinimumContentsLength(10)
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        for label, part in zip(self._labels, (self.name, self.crs, *self.columns), strict=True):
            label.setBuddy(part)
            self._form.addRow(label, part)
        table = self.refused
        table.verticalHeader().setVisible(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(0, 8 * tokens.GRID)
        ends = QHBoxLayout()
        ends.addWidget(self.report)
        ends.addStretch(1)
        ends.addWidget(self.cancel)
        ends.addWidget(self.accept)
        for part in (self._busy, self._summary):
            self.body.addWidget(part)
        self.body.addLayout(self._form)
        for part in (self.read_columns, self._system, self.swap, self._notes):
            self.body.addWidget(part)
        self.body.addWidget(table, 1)
        self.body.addStretch(0)
        self.body.addLayout(ends)

    def _connect(self) -> None:
        self.accept.clicked.connect(self._on_accept)
        self.name.returnPressed.connect(self._on_accept)
        self.cancel.clicked.connect(self.closed)
        self.swap.clicked.connect(self.swap_asked)
        self.report.clicked.connect(self.report_asked)
        self.crs.activated.connect(self._on_crs)
        self.read_columns.clicked.connect(self._on_columns)

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        texts = (
            translate("ImportForm", "名称"),
            translate("ImportForm", "坐标系"),
            translate("ImportForm", "横坐标列"),
            translate("ImportForm", "纵坐标列"),
        )
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.set_close_text(translate("ImportForm", "取消导入"))
        self.accept.setText(translate("ImportForm", "导入"))
        self.cancel.setText(translate("ImportForm", "取消"))
        self.swap.setText(translate("ImportForm", "对调经纬度"))
        self.report.setText(translate("ImportForm", "另存拒绝清单…"))
        self.read_columns.setText(translate("ImportForm", "按所选列读取"))
        self.refused.setHorizontalHeaderLabels(
            [translate("ImportForm", "行"), translate("ImportForm", "拒绝原因")]
        )

    def set_systems(self, systems: Sequence[tuple[str, str]]) -> None:
        """The coordinate systems to choose from."""
        with QSignalBlocker(self.crs):
            self.crs.clear()
            for id, text in systems:
                self.crs.addItem(text, id)
            self.crs.setCurrentIndex(-1)

    def show_crs(self, id: str) -> None:
        """Mark a system in the list, or none."""
        with QSignalBlocker(self.crs):
            self.crs.setCurrentIndex(self.crs.findData(id))

    def show_reading(self, file: str) -> None:
        """A file is being read."""
        self.set_title(translate("ImportForm", "导入数据"), file)
        self._busy.show()
        self._summary.setText(translate("ImportForm", "正在打开，可随时取消"))
        self._show_only(form=False)

    def show_stage(self, stage: Stage) -> None:
        """How far the reading is."""
        text = {
            Stage.READING: translate("ImportForm", "正在读取并换算坐标，可随时取消"),
            Stage.PREPARING: translate("ImportForm", "正在准备地图预览，可随时取消"),
            Stage.SENDING: translate("ImportForm", "正在载入地图，可随时取消"),
        }[stage]
        self._summary.setText(text)

    def show_refusal(self, why: str, *, offers_crs: bool, columns: Sequence[str] = ()) -> None:
        """The file cannot be read as it stands; a system or the columns may be chosen."""
        self._busy.hide()
        self._summary.setText(translate("ImportForm", "无法导入：{why}").format(why=why))
        self._show_only(form=False)
        self._show_row(1, offers_crs)
        for at, combo in enumerate(self.columns):
            combo.clear()
            combo.addItems(list(columns))
            combo.setCurrentIndex(min(at, len(columns) - 1))
            self._show_row(2 + at, bool(columns))
        self.read_columns.setVisible(bool(columns))

    def show_report(self, name: str, crs: str, report: ImportReport, *, count: int) -> None:
        """What was read, ready to be accepted."""
        self._busy.hide()
        self._show_only(form=True)
        if not self.name.isModified():
            self.name.setText(name)
        self._summary.setText(report.summary)
        self._system.setText(report.system)
        if (at := self.crs.findData(crs)) < 0:
            self.crs.addItem(report.system, crs)
            at = self.crs.count() - 1
        self.crs.setCurrentIndex(at)
        self._notes.setText("\n".join((*((report.swap,) if report.swap else ()), *report.notes)))
        self._notes.setVisible(bool(report.notes or report.swap))
        self.swap.setVisible(bool(report.swap))
        self._list(report)
        self.accept.setEnabled(count > 0)

    def _list(self, report: ImportReport) -> None:
        rows = [(str(row), why) for row, why in report.refused]
        if report.unlisted:
            text = translate("ImportForm", "另有 {n} 行未列出").format(n=report.unlisted)
            rows.append(("…", text))
        self.refused.setRowCount(len(rows))
        for at, (row, why) in enumerate(rows):
            self.refused.setItem(at, 0, QTableWidgetItem(row))
            item = QTableWidgetItem(why)
            item.setToolTip(why)
            self.refused.setItem(at, 1, item)
        self.refused.setVisible(bool(rows))
        self.report.setVisible(bool(rows))

    def _show_only(self, *, form: bool) -> None:
        for row in range(4):
            self._show_row(row, form and row < 2)
        for label in (self._system, self._notes):
            label.setVisible(form)
        for part in (self.swap, self.refused, self.report, self.read_columns):
            part.hide()
        self.accept.setVisible(form)

    def _show_row(self, row: int, visible: bool) -> None:
        self._form.setRowVisible(row, visible)

    @Slot()
    def _on_accept(self) -> None:
        if self.accept.isVisibleTo(self) and self.accept.isEnabled():
            self.accepted.emit(self.name.text().strip())

    @Slot()
    def _on_crs(self) -> None:
        self.crs_chosen.emit(str(self.crs.currentData()))

    @Slot()
    def _on_columns(self) -> None:
        self.columns_chosen.emit(self.columns[0].currentText(), self.columns[1].currentText())
