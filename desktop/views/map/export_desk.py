"""Prints a map: asks how, paints it in the background, writes PDF or PNG, says where it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import (
    QByteArray,
    QCoreApplication,
    QMarginsF,
    QObject,
    QSaveFile,
    QSizeF,
    QStandardPaths,
    QUrl,
)
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtWidgets import QFileDialog

from desktop.models import sheet_presenter
from desktop.views.dialogs.export_form import PAGES, ExportDialog, ExportWish
from desktop.views.map.base_maps import BaseMaps
from desktop.views.map.jobs import Jobs
from desktop.views.map.kit import MapKit
from desktop.views.map.layer_panel_desk import LayerPanelDesk
from desktop.views.map.opened import read_style
from desktop.views.map.pane import MapPane
from widgets.map.base_layer import BaseLayer
from widgets.map.plate import MapPlate, PlateSize
from widgets.map.sheet import Sheet, map_rect, paint_sheet, scale_ratio

translate = QCoreApplication.translate

PX_PER_POINT: Final = 1.5
"""Logical pixels of the map on a point of paper: names of 12 px print as 8-point type."""
POINTS_PER_INCH: Final = 72.0
_OPEN: Final = "map-exported:"

AskFile = Callable[[str, str, Callable[[str], None]], None]
"""Asks where to save (suggested name, suffix) and tells the path, if one was chosen."""


class ExportError(Exception):
    """The file cannot be written; the text says why."""


@dataclass(frozen=True, slots=True)
class _Order:
    """One map on its way to paper."""

    wish: ExportWish
    path: Path
    plate: MapPlate


class ExportDesk(QObject):
    """One order at a time; `begin` asks what is wanted."""

    def __init__(
        self,
        pane: MapPane,
        kit: MapKit,
        base: BaseMaps,
        panel: LayerPanelDesk,
        jobs: Jobs,
        ask_file: AskFile | None = None,
    ) -> None:
        super().__init__(pane)
        self._pane, self._kit, self._base, self._panel = pane, kit, base, panel
        self._jobs = jobs
        self._ask_file = ask_file or self._open_file_dialog
        self._order: _Order | None = None
        kit.notices.accepted.connect(self._on_accepted)
        pane.destroyed.connect(self.stop)

    def begin(self) -> None:
        """Ask how the map is to be printed."""
        if self._order is not None:
            self._kit.notices.say(translate("Export", "正在出图，请稍候"))
            return
        store, zone = self._kit.store, self._kit.zone()
        dialog = ExportDialog(
            sheet_presenter.default_title(store),
            sheet_presenter.default_watermark(store, zone),
            self._pane.window(),
        )
        dialog.answered.connect(self._on_wish)
        dialog.open()

    def stop(self) -> None:
        """Give up the order under way."""
        if self._order is not None:
            self._order.plate.stop()
            self._order = None

    def _on_wish(self, wish: ExportWish) -> None:
        store, zone = self._kit.store, self._kit.zone()
        name = sheet_presenter.file_name(wish.title, store, zone)
        self._ask_file(f"{name}.{wish.kind}", wish.kind, partial(self._on_path, wish))

    def _open_file_dialog(self, name: str, suffix: str, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self._pane.window())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilter(f"{suffix.upper()} (*.{suffix})")
        kind = QStandardPaths.StandardLocation.DocumentsLocation
        dialog.setDirectory(QStandardPaths.writableLocation(kind))
        dialog.selectFile(name)
        dialog.fileSelected.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_path(self, wish: ExportWish, path: str) -> None:
        self._kit.notices.say(translate("Export", "正在出图…"))
        if wish.style:
            work = partial(read_style, wish.style)
            self._jobs.run(work, partial(self._on_style, wish, Path(path)))
        else:
            self._paint(wish, Path(path), self._base.layers())

    def _on_style(self, wish: ExportWish, path: Path, style: Any) -> None:
        if isinstance(style, Exception):
            self._fail(str(style))
            return
        self._paint(wish, path, self._base.layers(style))

    def _paint(self, wish: ExportWish, path: Path, base: list[BaseLayer]) -> None:
        room = map_rect(PAGES[wish.page])
        size = PlateSize(
            round(room.width() * PX_PER_POINT),
            round(room.height() * PX_PER_POINT),
            wish.dpi / POINTS_PER_INCH / PX_PER_POINT,
        )
        shown = {id(layer.source) for layer in self._base.layers()}
        others = [layer for layer in self._pane.canvas.base() if id(layer.source) not in shown]
        plate = MapPlate(self._pane.canvas, size, [*base, *others], self)
        plate.ready.connect(self._on_picture)
        self._order = _Order(wish, path, plate)

    def _on_picture(self, image: QImage, is_complete: bool) -> None:
        order = self._order
        if order is None:
            return
        sheet = self._sheet(order, image)
        work = partial(write_sheet, sheet, PAGES[order.wish.page], order.wish, order.path)
        self._jobs.run(work, partial(self._on_written, order, is_complete))

    def _sheet(self, order: _Order, image: QImage) -> Sheet:
        store, zone, wish = self._kit.store, self._kit.zone(), order.wish
        page = PAGES[wish.page]
        return Sheet(
            title=wish.title,
            map=image,
            ground_m=order.plate.ground_m,
            subtitle=sheet_presenter.subtitle(store, zone),
            legend_title=translate("Sheet", "图例"),
            legend=sheet_presenter.legend(self._panel.infos()),
            facts=sheet_presenter.facts(store, zone, scale_ratio(page, order.plate.ground_m)),
            attribution=order.plate.attribution,
            watermark=wish.watermark,
            north=translate("Sheet", "北"),
            metre=translate("Map", "米"),
            kilometre=translate("Map", "公里"),
        )

    def _on_written(self, order: _Order, is_complete: bool, answer: Any) -> None:
        order.plate.deleteLater()
        self._order = None
        if isinstance(answer, Exception):
            self._fail(str(answer))
            return
        text = translate("Export", "地图已保存到 {path}").format(path=order.path)
        if not is_complete:
            text += translate("Export", "；部分底图没有取到")
        self._kit.notices.offer(f"{_OPEN}{order.path}", text, translate("Export", "打开"))

    def _on_accepted(self, id: str) -> None:
        if id.startswith(_OPEN):
            QDesktopServices.openUrl(QUrl.fromLocalFile(id.removeprefix(_OPEN)))

    def _fail(self, why: str) -> None:
        self._kit.notices.say(translate("Export", "地图没有保存：{why}").format(why=why), "bad")


def write_sheet(sheet: Sheet, page: QSizeF, wish: ExportWish, path: Path) -> None:
    """Write the page; an older file stays until the new one is whole. Raises ExportError."""
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise ExportError(f"{path}: {file.errorString()}")
    if wish.kind == "pdf":
        _write_pdf(file, sheet, page, wish.dpi)
    else:
        _write_png(file, sheet, page, wish.dpi)
    if not file.commit():
        raise ExportError(f"{path}: {file.errorString()}")


def _write_pdf(file: QSaveFile, sheet: Sheet, page: QSizeF, dpi: int) -> None:
    writer = QPdfWriter(file)
    writer.setTitle(sheet.title)
    writer.setCreator("OneMap")
    writer.setResolution(dpi)
    size = QPageSize(page, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
    writer.setPageLayout(layout)
    painter = QPainter(writer)
    painter.scale(dpi / POINTS_PER_INCH, dpi / POINTS_PER_INCH)
    paint_sheet(painter, page, sheet)
    painter.end()


def _write_png(file: QSaveFile, sheet: Sheet, page: QSizeF, dpi: int) -> None:
    scale = dpi / POINTS_PER_INCH
    image = QImage(
        round(page.width() * scale), round(page.height() * scale), QImage.Format.Format_RGB32
    )
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.setText("Title", sheet.title)
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint_sheet(painter, page, sheet)
    painter.end()
    encoder = QImageWriter(file, QByteArray(b"png"))
    if not encoder.write(image):
        raise ExportError(f"{file.fileName()}: {encoder.errorString()}")
