"""Coordinate systems beyond the list: by EPSG code, or a local grid by its control points."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop.maps.control_points import ControlPointError, fit_points, read_points
from desktop.maps.crs import Crs, UnknownCrs, crs_of
from desktop.models.grid_words import fit_text, grid_problem
from desktop.models.import_report import crs_text
from desktop.views.dialogs.form import FormDialog
from widgets.theme import tokens

translate = QCoreApplication.translate


class EpsgDialog(FormDialog):
    """Asks for a code and says whose it is. `answered(Crs)`."""

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("CrsForms", "按 EPSG 代码选择坐标系"),
            translate("CrsForms", "例如 4528 是国家2000三度带 40 带，2437 是北京54 120°。"),
            translate("CrsForms", "使用"),
            parent,
        )
        self.code = QLineEdit()
        self.code.setMaxLength(12)
        self.name = QLabel()
        self.name.setWordWrap(True)
        self.form.addRow(translate("CrsForms", "EPSG 代码"), self.code)
        self.form.addRow(translate("CrsForms", "名称"), self.name)
        self.code.textChanged.connect(self._show)
        self.code.setFocus()

    def crs(self) -> Crs | None:
        """What the code stands for."""
        code = self.code.text().strip().upper().removeprefix("EPSG:")
        try:
            return crs_of(f"epsg:{int(code)}") if code.isdecimal() else None
        except UnknownCrs:
            return None

    def _show(self) -> None:
        crs = self.crs()
        unknown = translate("CrsForms", "没有这个代码") if self.code.text() else ""
        self.name.setText(crs_text(crs) if crs is not None else unknown)

    def accept(self) -> None:
        """Answer, when there is such a system."""
        crs = self.crs()
        if crs is None:
            self.show_error(translate("CrsForms", "请填写有效的 EPSG 代码。"))
            return
        self.answered.emit(crs)
        super().accept()


class GridDialog(FormDialog):
    """Asks for control points and shows how well they agree. `answered(Crs, text)`;
    `place_asked()` to have a place picked on the map, answered by `put_place`."""

    answered = Signal(object, str)
    place_asked = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            translate("CrsForms", "地方坐标系"),
            translate(
                "CrsForms",
                "每行一个控制点：x, y, 经度, 纬度。至少 3 个，不在一条直线上；可从表格粘贴，"
                "经纬度也可在地图上取。",
            ),
            translate("CrsForms", "使用"),
            parent,
        )
        self.points = QPlainTextEdit(text)
        self.setMinimumWidth(72 * tokens.GRID)
        self.points.setMinimumHeight(20 * tokens.GRID)
        self.points.setTabChangesFocus(True)
        self.points.setPlaceholderText("1000, 2000, 121.0612, 31.1504")
        self.pick = QPushButton(translate("CrsForms", "在地图上取经纬度"))
        self.pick.setAutoDefault(False)
        self.fit = QLabel()
        self.fit.setWordWrap(True)
        self.form.addRow(translate("CrsForms", "控制点"), self.points)
        self.form.addRow("", self.pick)
        self.form.addRow(translate("CrsForms", "拟合"), self.fit)
        self.points.textChanged.connect(self._show)
        self.pick.clicked.connect(self.place_asked)
        self.points.setFocus()
        self._show()

    def put_place(self, lon: float, lat: float) -> None:
        """Write a place behind what stands in the line of the cursor."""
        cursor = self.points.textCursor()
        cursor.movePosition(cursor.MoveOperation.EndOfBlock)
        line = cursor.block().text().strip()
        joint = ", " if line and not line.endswith((",", "，")) else " " if line else ""
        cursor.insertText(f"{joint}{lon:.7f}, {lat:.7f}")
        self.points.setTextCursor(cursor)

    def _show(self) -> None:
        try:
            points = read_points(self.points.toPlainText())
            self.fit.setText(fit_text(fit_points(points), points))
        except ControlPointError as error:
            self.fit.setText(grid_problem(error.said))

    def accept(self) -> None:
        """Answer, when the points make a grid."""
        text = self.points.toPlainText()
        try:
            fit = fit_points(read_points(text))
        except ControlPointError as error:
            self.show_error(grid_problem(error.said))
            return
        self.answered.emit(fit.crs, text)
        super().accept()
