"""Imports at one map: a file is read aside, shown on the map, corrected, accepted or dropped.

What was accepted is `import_shelf`'s; a file dropped on the map that can only be a base map goes
to `base_maps`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from desktop.maps.crs import Crs, crs_of
from desktop.maps.crs_guess import Place
from desktop.maps.importers.aside import SUFFIXES, ImportRequest, Preview, Stage, read_aside
from desktop.maps.importers.columns import Columns
from desktop.maps.importers.result import ImportRefused, ImportSummary
from desktop.models.import_report import crs_text, report, said_text
from desktop.views.dialogs.import_form import ImportPanel
from desktop.views.map.base_desk import SUFFIXES as BASE_SUFFIXES
from desktop.views.map.base_maps import BaseMaps
from desktop.views.map.crs_desk import EPSG, LOCAL, CrsDesk
from desktop.views.map.import_files import columns_of, systems_near, write_refused
from desktop.views.map.import_shelf import ImportShelf
from desktop.views.map.jobs import Job, Jobs, Watch
from desktop.views.map.layer_desk import LayerDesk
from desktop.views.map.notices import Notices
from desktop.views.map.opened import feature_style
from desktop.views.map.pane import MapPane
from desktop.views.map.tools import ToolDesk
from widgets.map.base_layer import BaseLayer
from widgets.map.features import FeatureSource
from widgets.map.values import MapLayer
from widgets.theme import tokens

translate = QCoreApplication.translate

_UNDO: Final = "undo-import:"


class ImportDesk(QObject):
    """Reads, previews and accepts one file at a time."""

    def __init__(
        self,
        pane: MapPane,
        notices: Notices,
        tools: ToolDesk,
        layers: LayerDesk,
        imports: ImportShelf,
        base: BaseMaps,
        jobs: Jobs,
    ) -> None:
        super().__init__(pane)
        self._pane, self._notices, self._layers = pane, notices, layers
        self._imports, self._base, self._jobs = imports, base, jobs
        self._style = feature_style(tokens.ACCENT, is_preview=True)
        self._request: ImportRequest | None = None
        self._job: Job | None = None
        self._preview: Preview | None = None
        self._count = 0
        self.panel = ImportPanel()
        self._asks = CrsDesk(pane, tools)
        pane.add_panel(self.panel)
        pane.canvas.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        panel = self.panel
        panel.closed.connect(self.cancel)
        panel.accepted.connect(self._on_accepted)
        panel.crs_chosen.connect(self._on_crs)
        self._asks.chosen.connect(self._read_in)
        self._asks.left.connect(self._show_crs)
        panel.columns_chosen.connect(self._on_columns)
        panel.swap_asked.connect(self._on_swap)
        panel.report_asked.connect(self._ask_report)
        panel.installEventFilter(self)
        self._pane.canvas.installEventFilter(self)
        self._notices.accepted.connect(self._on_undo)
        self._imports.failed.connect(self._on_failed)

    @property
    def _path(self) -> Path | None:
        return self._request.path if self._request is not None else None

    @property
    def result(self) -> ImportSummary | None:
        """What is previewed."""
        return self._preview.result if self._preview is not None else None

    def ask_file(self) -> None:
        """Have a file chosen."""
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog = QFileDialog(
            self._pane.window(),
            translate("ImportForm", "导入数据"),
            "",
            translate("ImportForm", "地图数据 ({kinds});;所有文件 (*)").format(kinds=kinds),
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def open(self, path: Path) -> None:
        """Read a file aside and show what comes of it."""
        self.cancel()
        request = ImportRequest(path, self._near(), self._imports.draft())
        self.panel.name.setModified(False)
        self.panel.set_words()
        self.panel.set_systems(self._systems())
        self._pane.show_panel(self.panel)
        self._read(request)
        self.panel.cancel.setFocus()

    def cancel(self) -> None:
        """Drop what is being read or shown; nothing was kept."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._request is not None:
            self._imports.drop(self._request.kept)
            self._request = None
        if self._preview is not None:
            self._preview = None
            self._layers.set_preview(())
        if self._pane.open_panel() is self.panel:
            self._pane.show_panel(None)

    def remove(self, id: str) -> None:
        """Take an import away, and offer to undo it."""
        about = self._imports.remove(id)
        if about is not None:
            self._notices.offer(
                _UNDO + id,
                translate("ImportForm", "已移除“{title}”").format(title=about.title),
                translate("ImportForm", "撤销"),
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.panel:
            # Another panel took its place, or Esc: what is not accepted is not kept.
            if event.type() is QEvent.Type.Hide and self.panel.isHidden():
                self.cancel()
            return False
        if isinstance(event, QDragEnterEvent) and _files(event):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self._drop(event)
            return True
        return False

    def _drop(self, event: QDropEvent) -> None:
        files = _files(event)
        event.acceptProposedAction()
        for path in files:
            if path.suffix.lower() in BASE_SUFFIXES:
                self._base.open_file(path)
        others = [path for path in files if path.suffix.lower() not in BASE_SUFFIXES]
        if others:
            self.open(others[0])
        if len(others) > 1:
            self._notices.say(translate("ImportForm", "一次导入一个文件，先读第一个"))

    def _read(self, request: ImportRequest) -> None:
        if self._job is not None:
            self._job.cancel()
        self._request = request
        self.panel.show_reading(request.path.name)
        self._job = self._jobs.run_watched(partial(_read, request), self._on_read, self._on_stage)

    def _on_stage(self, stage: Stage) -> None:
        self.panel.show_stage(stage)

    def _on_read(self, answer: Any) -> None:
        self._job = None
        if isinstance(answer, Preview):
            self._show(answer)
            return
        self._preview = None
        self._layers.set_preview(())
        columns: tuple[str, ...] = ()
        offers_crs = False
        why = str(answer)
        if isinstance(answer, ImportRefused):
            why = said_text(answer.said)
            offers_crs = answer.said.code == "crs.unknown"
            if answer.said.code == "csv.no_columns":
                columns = columns_of(self._path)
        self.panel.show_refusal(why, offers_crs=offers_crs, columns=columns)

    def _show(self, preview: Preview) -> None:
        self._preview = preview
        result = preview.result
        self._count += 1
        source = FeatureSource(f"preview:{id(self)}:{self._count}", preview.columns)
        title = self._path.stem if self._path is not None else ""
        self.panel.show_report(title, result.crs.id, report(result), count=result.count)
        features = MapLayer.FEATURES
        self._layers.set_preview([BaseLayer(source, self._style, layer=features)])
        if result.bounds is not None and not self._pane.canvas.extent_locked():
            self._pane.canvas.fit(result.bounds)
        self.panel.accept.setFocus()

    def _on_file(self, path: str) -> None:
        self.open(Path(path))

    def _on_crs(self, id: str) -> None:
        if not self._asks.ask(id):
            self._read_in(crs_of(id))

    def _read_in(self, crs: Crs) -> None:
        if self._request is not None:
            self._read(replace(self._request, crs=crs, swapped=None))

    def _show_crs(self) -> None:
        result = self.result
        self.panel.show_crs(result.crs.id if result is not None else "")

    def _on_columns(self, x: str, y: str) -> None:
        if self._request is not None:
            self._read(replace(self._request, columns=Columns(east=x, north=y), swapped=None))

    def _on_swap(self) -> None:
        if self._preview is not None and self._request is not None:
            result = self._preview.result
            asked = replace(self._request, crs=result.crs, swapped=not result.is_swapped)
            self._read(asked)

    def _on_accepted(self, name: str) -> None:
        if self._preview is None or self._request is None:
            return
        title = name or self._request.path.stem
        self._imports.add(self._preview, title)
        text = translate("ImportForm", "已导入“{title}”：{n} 个要素").format(
            title=title, n=self._preview.result.count
        )
        # What was written of it is the shelf's now.
        self._request = None
        self.cancel()
        self._notices.say(text, "good")

    def _on_failed(self, why: str) -> None:
        text = translate("ImportForm", "导入的数据用不了：{why}").format(why=why)
        self._notices.say(text, "warn")

    def _on_undo(self, offer: str) -> None:
        if offer.startswith(_UNDO):
            self._imports.put_back(offer.removeprefix(_UNDO))

    def _ask_report(self) -> None:
        dialog = QFileDialog(
            self._pane.window(),
            translate("ImportForm", "另存拒绝清单"),
            f"{self._path.stem if self._path else ''}-refused.csv",
            "CSV (*.csv)",
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_report)
        dialog.open()

    def save_report(self, path: str) -> None:
        """Write the refused rows to a file."""
        if self._preview is None:
            return
        try:
            write_refused(Path(path), report(self._preview.result).refused)
        except OSError as error:
            text = translate("ImportForm", "清单无法写入：{why}").format(why=error.strerror)
            self._notices.say(text, "warn")
            return
        self._notices.say(translate("ImportForm", "清单已存为 {path}").format(path=path), "good")

    def _near(self) -> Place:
        view = self._pane.canvas.view()
        return view.lon, view.lat

    def _systems(self) -> list[tuple[str, str]]:
        """Those of the zone the map is in before the other zones; then what is asked for."""
        return [
            *((crs.id, crs_text(crs)) for crs in systems_near(self._near()[0])),
            (LOCAL, translate("ImportForm", "地方坐标系（控制点）…")),
            (EPSG, translate("ImportForm", "其他 EPSG 代码…")),
        ]


def _read(request: ImportRequest, watch: Watch) -> Preview:
    return read_aside(request, is_cancelled=watch.is_cancelled, on_stage=watch.tell)


def _files(event: QDropEvent) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    known = (*SUFFIXES, *BASE_SUFFIXES)
    return [path for path in paths if path.suffix.lower() in known]
