"""The choice of base maps at one map: its dialog, files dropped on the map, what failed.

Which base maps are open and drawn is `base_maps`' business.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog

from desktop.map_choice import FILE, TOWN
from desktop.maps.catalogue import BasemapEntry
from desktop.views.dialogs.basemaps import BasemapsDialog, BaseRow, TokenDialog
from desktop.views.map.base_maps import BaseMaps
from desktop.views.map.notices import Notices
from desktop.views.map.pane import MapPane

translate = QCoreApplication.translate

SUFFIXES: Final = (".mbtiles", ".pmtiles")
"""Files that can only be base maps."""


class BaseDesk(QObject):
    """Opens the dialog, asks for tokens, and says in the banner what cannot be had."""

    def __init__(
        self, pane: MapPane, notices: Notices, base: BaseMaps, *, is_second: bool = False
    ) -> None:
        super().__init__(pane)
        self._pane, self._notices, self._base = pane, notices, base
        self._is_second = is_second
        self._dialog: BasemapsDialog | None = None
        self._asking: set[str] = set()
        self._connect()

    def _connect(self) -> None:
        self._pane.canvas.base_failed.connect(self._on_failed)
        self._base.changed.connect(self.refresh)
        if not self._is_second:
            self._base.told.connect(self._notices.say)
            self._base.token_asked.connect(self._ask_token)

    def open(self) -> None:
        """Offer every base map there is."""
        if self._dialog is not None:
            self._dialog.raise_()
            return
        dialog = self._dialog = BasemapsDialog(self._pane.window())
        dialog.chosen.connect(self._on_chosen)
        dialog.style_chosen.connect(self._base.set_style)
        dialog.network_chosen.connect(self._on_network)
        dialog.file_asked.connect(self._ask_file)
        dialog.style_asked.connect(self._ask_style)
        dialog.forgotten.connect(self._on_forgotten)
        dialog.finished.connect(self._on_finished)
        self.refresh()
        dialog.open()

    def dialog(self) -> BasemapsDialog | None:
        """The dialog that is open."""
        return self._dialog

    def refresh(self) -> None:
        """Show in the dialog what became of the base maps."""
        if self._dialog is None:
            return
        choice = self._base.shelf.choice
        self._dialog.set_rows(self._rows())
        styles = [
            ("dark", translate("Basemaps", "深色")),
            ("light", translate("Basemaps", "浅色")),
        ]
        if choice.style not in ("dark", "light"):
            styles.append((choice.style, Path(choice.style).name))
        self._dialog.set_styles(styles, choice.style)
        self._dialog.set_network(choice.uses_network)

    def _rows(self) -> list[BaseRow]:
        choice = self._base.shelf.choice
        on = [id for id in choice.base if id != TOWN or TOWN in choice.base]
        offered = [
            TOWN,
            *(f"{FILE}{path}" for path in choice.files),
            *(entry.id for entry in self._base.catalogue.choices()),
        ]
        ids = [*reversed(on), *(id for id in offered if id not in on)]
        return [BaseRow(id, self._base.title(id), self._note(id), id in on) for id in ids]

    def _note(self, id: str) -> str:
        if problem := self._base.problem(id):
            return problem
        if id == TOWN:
            return translate("Basemaps", "随本镇数据下发，离线可用")
        if id.startswith(FILE):
            return id.removeprefix(FILE)
        entry = next((e for e in self._base.catalogue.entries if e.id == id), None)
        return _described(entry) if entry is not None else translate("Basemaps", "已不在目录里")

    def _on_chosen(self, ids: list[str]) -> None:
        self._base.choose(ids)

    def _on_network(self, used: bool) -> None:
        self._base.shelf.change(uses_network=used)

    def _on_forgotten(self, id: str) -> None:
        self._base.forget_file(id.removeprefix(FILE))

    def _on_finished(self) -> None:
        self._dialog = None

    def _ask_file(self) -> None:
        dialog = QFileDialog(
            self._dialog,
            translate("Basemaps", "打开底图文件"),
            "",
            translate("Basemaps", "底图 (*.mbtiles *.pmtiles *.geojson *.json);;所有文件 (*)"),
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def _on_file(self, path: str) -> None:
        self._base.open_file(Path(path))

    def _ask_style(self) -> None:
        dialog = QFileDialog(
            self._dialog,
            translate("Basemaps", "打开样式文件"),
            "",
            translate("Basemaps", "MapLibre 样式 (*.json);;所有文件 (*)"),
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._base.set_style)
        dialog.rejected.connect(self.refresh)
        dialog.open()

    def _ask_token(self, name: str, id: str) -> None:
        if name in self._asking:
            return
        self._asking.add(name)
        dialog = TokenDialog(name, self._base.title(id), self._dialog or self._pane.window())
        dialog.answered.connect(self._base.set_token)
        dialog.finished.connect(partial(self._on_asked, name))
        dialog.open()

    def _on_asked(self, name: str, result: int) -> None:
        self._asking.discard(name)
        self.refresh()

    def _on_failed(self, source: str, text: str) -> None:
        id = self._base.id_of_source(source)
        if not id:
            return
        said = translate("Basemaps", "底图“{title}”暂时取不到：{why}；已有的照常显示").format(
            title=self._base.title(id), why=text
        )
        self._notices.say(said, "warn")


def _described(entry: BasemapEntry) -> str:
    parts = [entry.kind.upper(), entry.attribution]
    if entry.needs_token:
        parts.append(translate("Basemaps", "需要令牌"))
    return " · ".join(part for part in parts if part)
