"""Offline areas at one map: drawing one, weighing it, and the panel of what is kept and fetched.

Files and downloads are `offline_shelf`'s.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMessageBox

from desktop.maps.area_download import Phase
from desktop.maps.area_plan import AreaPlan
from desktop.maps.coverage import corners
from desktop.maps.errors import MapError
from desktop.maps.offline import OfflineArea
from desktop.models.map_problems import problem_text
from desktop.models.offline_words import area_note, size_text
from desktop.views.dialogs.offline_areas import AreaDialog, AreaRow, OfflinePanel
from desktop.views.map.area_scale import AreaScale
from desktop.views.map.base_maps import BaseMaps
from desktop.views.map.jobs import Jobs
from desktop.views.map.notices import Notices
from desktop.views.map.offline_shelf import AreaState, OfflineShelf, SourceOf
from desktop.views.map.pane import MapPane
from desktop.views.map.sheets import LOCAL, MarkupSheets, Sheet
from desktop.views.map.tools import OFFLINE_POLYGON, OFFLINE_RECT, LonLat, ToolDesk
from widgets.map.values import Markup, MarkupKind, MarkupRole

translate = QCoreApplication.translate

DEEPER: Final = 3
"""Zooms beyond the one in view that are offered first."""


class OfflineDesk(QObject):
    """Shows the panel, draws areas, asks before anything is deleted."""

    def __init__(
        self,
        pane: MapPane,
        notices: Notices,
        tools: ToolDesk,
        sheets: MarkupSheets,
        shelf: OfflineShelf,
        base: BaseMaps,
        source_of: SourceOf,
        jobs: Jobs,
        samples: Jobs,
    ) -> None:
        super().__init__(pane)
        self._pane, self._notices, self._tools, self._sheets = pane, notices, tools, sheets
        self._shelf, self._base, self._source_of = shelf, base, source_of
        self._scale = AreaScale(jobs, samples, self)
        self._dialog: AreaDialog | None = None
        self._box: QMessageBox | None = None
        self._redrawn = ""
        self.panel = OfflinePanel()
        pane.add_panel(self.panel)
        self._connect()

    def _connect(self) -> None:
        panel, shelf = self.panel, self._shelf
        panel.closed.connect(partial(self._pane.show_panel, None))
        panel.rectangle_asked.connect(partial(self._draw, OFFLINE_RECT))
        panel.polygon_asked.connect(partial(self._draw, OFFLINE_POLYGON))
        panel.start_asked.connect(shelf.start)
        panel.pause_asked.connect(shelf.pause)
        panel.cancel_asked.connect(shelf.cancel)
        panel.edit_asked.connect(self.edit)
        panel.outline_asked.connect(self.redraw)
        panel.deletion_asked.connect(self.ask_deletion)
        panel.shown.connect(self._go)
        shelf.changed.connect(self.refresh)
        shelf.progressed.connect(self.refresh)
        shelf.failed.connect(self._on_failed)
        self._base.changed.connect(self.refresh)
        self._tools.drawn.connect(self._on_drawn)
        self._scale.weighed.connect(self._on_weighed)

    def toggle(self) -> None:
        """Open the panel with the keyboard in it, or put it away."""
        if self._pane.open_panel() is self.panel:
            self._pane.show_panel(None)
            return
        self._pane.show_panel(self.panel)
        self.set_words()
        (self.panel.rows if self._shelf.all() else self.panel.rectangle).setFocus()

    def dialog(self) -> AreaDialog | None:
        """The form that is open."""
        return self._dialog

    def question(self) -> QMessageBox | None:
        """The question that is open."""
        return self._box

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        self.panel.set_words()
        self.refresh()

    def refresh(self) -> None:
        """Show how everything stands; the outlines only while the panel is open."""
        states = self._shelf.all()
        is_open = not self.panel.isHidden()
        self._sheets.put(Sheet.OFFLINE, [_outline(s.area) for s in states] if is_open else [])
        if is_open:
            about, can_add = self._about()
            self.panel.set_about(about, can_add=can_add)
            self.panel.set_rows([self._row(state) for state in states])

    def target(self) -> str:
        """The base map a new area is cut from: the topmost that may be, "" for none."""
        for id in reversed(self._base.shelf.choice.base):
            opened = self._base.opened(id)
            if opened is not None and opened.may_bulk and self._source_of(id) is not None:
                return id
        return ""

    def make(self, area: LonLat) -> None:
        """Ask how deep an area is to be kept, and fetch it."""
        id = self.target()
        source = self._source_of(id)
        if source is None:
            return
        zooms = source.min_zoom, source.max_zoom
        high = min(zooms[1], max(zooms[0], round(self._pane.canvas.view().zoom) + DEEPER))
        low = max(zooms[0], min(10, high))
        number = len(self._shelf.all()) + 1
        title = translate("Offline", "区域 {n}").format(n=number)
        self._open(AreaPlan(id, area, low, high), title, "")

    def edit(self, id: str) -> None:
        """Ask for another name and other zooms of an area."""
        area = self._shelf.find(id)
        if area is not None:
            self._open(area.plan, area.title, id)

    def redraw(self, id: str) -> None:
        """Have the outline of an area drawn anew; the form of the area comes after it."""
        if self._shelf.find(id) is not None:
            self._go(id)
            self._draw(OFFLINE_POLYGON)
            self._redrawn = id

    def ask_deletion(self, id: str) -> None:
        """Delete an area once that is confirmed."""
        area = self._shelf.find(id)
        if area is None:
            return
        text = translate("Offline", "删除离线区域“{title}”？{size} 会从磁盘移除。").format(
            title=area.title, size=size_text(area.size_bytes)
        )
        box = QMessageBox(self._pane.window())
        box.setWindowTitle(translate("Offline", "删除离线区域"))
        box.setText(text)
        yes = box.addButton(translate("Offline", "删除"), QMessageBox.ButtonRole.DestructiveRole)
        no = box.addButton(translate("Offline", "取消"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        yes.clicked.connect(partial(self._shelf.delete, id))
        box.finished.connect(self._on_box_closed)
        self._box = box
        box.open()

    def _on_box_closed(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None

    def _open(self, plan: AreaPlan, title: str, id: str) -> None:
        source = self._source_of(plan.source_id)
        zooms = (0, 22) if source is None else (source.min_zoom, source.max_zoom)
        dialog = AreaDialog(
            title,
            zooms,
            (plan.min_zoom, plan.max_zoom),
            is_new=not id,
            parent=self._pane.window(),
        )
        dialog.estimate_asked.connect(partial(self._weigh, plan))
        dialog.answered.connect(partial(self._on_answered, plan, id))
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        self._weigh(plan, plan.min_zoom, plan.max_zoom)
        dialog.open()

    def _weigh(self, plan: AreaPlan, low: int, high: int) -> None:
        wanted = replace(plan, min_zoom=low, max_zoom=high)
        self._scale.weigh(wanted, self._source_of(plan.source_id))

    def _on_weighed(self, text: str, is_allowed: bool) -> None:
        if self._dialog is not None:
            self._dialog.show_estimate(text, is_allowed=is_allowed)

    def _on_answered(self, plan: AreaPlan, id: str, title: str, low: int, high: int) -> None:
        wanted = replace(plan, min_zoom=low, max_zoom=high)
        if id:
            self._shelf.edit(id, wanted, title)
            return
        source, opened = self._source_of(plan.source_id), self._base.opened(plan.source_id)
        if source is not None and opened is not None:
            self._shelf.make(wanted, title, source, may_bulk=opened.may_bulk)

    def _on_finished(self) -> None:
        self._dialog = None
        self._scale.forget()

    def _draw(self, mode: str) -> None:
        self._redrawn = ""
        self._tools.use(mode)

    def _on_drawn(self, mode: str, lonlat: LonLat, radius_m: float) -> None:
        if mode in (OFFLINE_RECT, OFFLINE_POLYGON):
            self._pane.show_panel(self.panel)
            self.refresh()
            try:
                area = self._shelf.find(self._redrawn)
                if area is None:
                    self.make(lonlat)
                else:
                    self._open(replace(area.plan, area=lonlat), area.title, area.id)
            except MapError as error:
                self._on_failed(problem_text(error))

    def _go(self, id: str) -> None:
        area = self._shelf.find(id)
        if area is not None and not self._pane.canvas.extent_locked():
            self._pane.canvas.fit(area.plan.bounds)

    def _on_failed(self, text: str) -> None:
        said = translate("Offline", "离线区域：{why}").format(why=text)
        self._notices.say(said, "warn")

    def _about(self) -> tuple[str, bool]:
        id = self.target()
        if id:
            text = translate("Offline", "从“{title}”下载").format(title=self._base.title(id))
            return text, True
        text = translate(
            "Offline", "当前底图不能下载：本镇底图已在本机，其余按其条款不许批量下载。"
        )
        return text, False

    def _row(self, state: AreaState) -> AreaRow:
        area, progress = state.area, state.progress
        done, total = area.held, area.total
        if progress is not None and progress.total:
            done, total = progress.done, progress.total
        phase = progress.phase if progress is not None else Phase.IDLE
        can_fetch = self._shelf.can_fetch(area.id)
        is_whole = done >= total
        resume = phase in (Phase.PAUSED, Phase.STOPPED) or 0 < done < total
        return AreaRow(
            area.id,
            area.title,
            area_note(area, self._base.title(area.plan.source_id), progress, done, total),
            done / total if total else 1.0,
            can_start=can_fetch and phase is not Phase.RUNNING and not is_whole,
            can_pause=phase is Phase.RUNNING,
            can_cancel=phase in (Phase.RUNNING, Phase.PAUSED),
            start_text=translate("Offline", "重试")
            if phase is Phase.INCOMPLETE
            else (translate("Offline", "继续") if resume else ""),
        )


def _outline(area: OfflineArea) -> Markup:
    ring = corners(area.plan.area)
    return Markup(
        f"{LOCAL}offline:{area.id}", MarkupKind.POLYGON, ring, area.title, MarkupRole.ACCENT
    )
