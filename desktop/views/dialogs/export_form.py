"""The dialog that asks how a map is to be printed or saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QSizeF, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.views.dialogs.form import FormDialog

translate = QCoreApplication.translate

PAGES: Final = {
    "a4": QSizeF(842.0, 595.0),
    "a4-portrait": QSizeF(595.0, 842.0),
    "a3": QSizeF(1191.0, 842.0),
    "a3-portrait": QSizeF(842.0, 1191.0),
}
"""Sizes of paper in points."""
CLARITY: Final = (150, 200, 300)
"""Dots per inch."""


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What somebody wants printed. `style` is "" for the one on the screen."""

    title: str
    page: str
    kind: str
    style: str
    dpi: int
    watermark: str


class ExportDialog(FormDialog):
    """Answers `answered(ExportWish)`."""

    answered = Signal(object)

    def __init__(self, title: str, watermark: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("ExportDialog", "导出地图"),
            translate("ExportDialog", "当前视图会完整出现在图上，附图例、比例尺和指北针。"),
            translate("ExportDialog", "选择文件…"),
            parent,
        )
        self._title = QLineEdit(title)
        self._page = QComboBox()
        for page, text in (
            ("a4", translate("ExportDialog", "A4 横向")),
            ("a4-portrait", translate("ExportDialog", "A4 纵向")),
            ("a3", translate("ExportDialog", "A3 横向")),
            ("a3-portrait", translate("ExportDialog", "A3 纵向")),
        ):
            self._page.addItem(text, page)
        self._kind = QComboBox()
        self._kind.addItem("PDF", "pdf")
        self._kind.addItem("PNG", "png")
        self._style = QComboBox()
        self._style.addItem(translate("ExportDialog", "浅色（适合打印）"), "light")
        self._style.addItem(translate("ExportDialog", "与屏幕一致"), "")
        self._dpi = QComboBox()
        for dpi in CLARITY:
            self._dpi.addItem(f"{dpi} dpi", dpi)
        self._dpi.setCurrentIndex(1)
        self._watermark = QLineEdit(watermark)
        self._watermark.setPlaceholderText(translate("ExportDialog", "不填则不加水印"))
        self.form.addRow(translate("ExportDialog", "标题"), self._title)
        self.form.addRow(translate("ExportDialog", "纸张"), self._page)
        self.form.addRow(translate("ExportDialog", "格式"), self._kind)
        self.form.addRow(translate("ExportDialog", "底图"), self._style)
        self.form.addRow(translate("ExportDialog", "清晰度"), self._dpi)
        self.form.addRow(translate("ExportDialog", "水印"), self._watermark)
        self._title.setFocus()

    def accept(self) -> None:
        """Answer, when there is a title."""
        title = self._title.text().strip()
        if not title:
            self.show_error(translate("ExportDialog", "标题不能为空。"))
            return
        wish = ExportWish(
            title,
            str(self._page.currentData()),
            str(self._kind.currentData()),
            str(self._style.currentData()),
            int(self._dpi.currentData()),
            self._watermark.text().strip(),
        )
        super().accept()
        self.answered.emit(wish)
