"""Choosing many with a rectangle or a lasso: what was chosen is listed by kind, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject

from desktop.models import wording
from desktop.models.place_lists import Choice
from desktop.views.map.kit import MapKit
from desktop.views.map.live import LiveMap
from desktop.views.map.pane import MapPane
from desktop.views.map.places import PlaceShelf
from services.contract.model import Level

translate = QCoreApplication.translate

OWNER: Final = "chosen"


class ChosenDesk(QObject):
    """Keeps the list in step with what is chosen; closing the list lets go of it."""

    def __init__(self, pane: MapPane, kit: MapKit, live: LiveMap, shelf: PlaceShelf) -> None:
        super().__init__(pane)
        self._canvas = pane.canvas
        self._kit = kit
        self._live = live
        self._shelf = shelf
        self._ids: tuple[str, ...] = ()
        self._choice = Choice(kit.store.state, ())
        self._canvas.points_selected.connect(self._choose)
        shelf.left.connect(self._on_left)

    @property
    def ids(self) -> tuple[str, ...]:
        """What is chosen."""
        return self._ids

    def clear(self) -> None:
        """Choose nothing."""
        self._ids = ()
        self._canvas.set_selection(())
        if self._shelf.owner == OWNER:
            self._shelf.close()

    def refresh(self) -> None:
        """Say anew what became of the chosen."""
        if self._shelf.owner == OWNER:
            self._show()

    def _choose(self, ids: Sequence[str]) -> None:
        self._ids = tuple(ids)
        self._choice = Choice(self._kit.store.state, self._ids)
        if self._ids:
            self._show()
        else:
            self.clear()

    def _show(self) -> None:
        store = self._kit.store
        found = self._choice.listed(
            store.state, store.readings, self._live.points.live, store.clock.now_ms()
        )
        title = translate("Chosen", "已选 {n} 处").format(n=found.count)
        note = translate("Chosen", "没有告警")
        if found.worst:
            level = wording.level_text(Level(int(found.worst)))
            note = translate("Chosen", "最高告警：{level}").format(level=level)
        self._shelf.show(OWNER, title, note, found.rows)

    def _on_left(self, owner: str) -> None:
        if owner == OWNER and self._ids:
            self.clear()
