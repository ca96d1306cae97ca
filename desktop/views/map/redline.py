"""Redlining 标绘: what a hand drew becomes a command, what the town has is shown to everyone."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip
from uuid_utils import uuid7

from desktop.actions.catalogue import ActionId
from desktop.models import markups as model
from desktop.models.markup_presenter import PREFIX, kind_text, redraw, role_of, role_text
from desktop.models.markups import Standing
from desktop.views.map.kit import MapKit
from desktop.views.map.live import LiveMap
from desktop.views.map.markup_dialog import MarkupDialog
from desktop.views.map.pane import MapPane
from desktop.views.map.places import PlaceShelf
from desktop.views.map.sheets import MarkupSheets, Sheet
from desktop.views.map.tools import LonLat, ToolDesk
from services.contract import commands as cmd
from services.contract.model import Markup, MarkupKind
from widgets.map.values import Callout

translate = QCoreApplication.translate

OWNER: Final = "redline"
_UNDO: Final = "undo-erase:"
_KINDS: Final = {
    str(ActionId.MARK_POINT): MarkupKind.POINT,
    str(ActionId.MARK_LINE): MarkupKind.LINE,
    str(ActionId.MARK_POLYGON): MarkupKind.POLYGON,
    str(ActionId.MARK_CIRCLE): MarkupKind.CIRCLE,
    str(ActionId.MARK_TEXT): MarkupKind.TEXT,
}


class RedlineDesk(QObject):
    """Draws, changes and erases markups, and shows those of the town and those that wait."""

    def __init__(
        self,
        pane: MapPane,
        kit: MapKit,
        tools: ToolDesk,
        sheets: MarkupSheets,
        shelf: PlaceShelf,
        live: LiveMap,
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._kit = kit
        self._sheets = sheets
        self._shelf = shelf
        self._live = live
        self._open: Callout | None = None
        self._erased: dict[str, Markup] = {}
        self._standing: dict[str, Standing] = {}
        tools.drawn.connect(self._on_drawn)
        shelf.picked.connect(self._on_picked)
        kit.notices.accepted.connect(self._on_undo)
        pane.canvas.background_clicked.connect(self.close)
        pane.canvas.markup_clicked.connect(self.open)
        pane.canvas.installEventFilter(self)

    def find(self, thing: str) -> Standing | None:
        """The markup of an id on the map, None when it is none."""
        return self._standing.get(thing.removeprefix(PREFIX)) if _is_markup(thing) else None

    def refresh(self) -> None:
        """Show what the town and the outbox have now."""
        store = self._kit.store
        self._standing = model.standing(store.state, store.pending)
        self._sheets.put(Sheet.REDLINE, model.on_map(self._standing.values()))
        self.pass_time()
        if self._shelf.owner == OWNER:
            self.list_all()

    def open(self, thing: str, lon: float, lat: float) -> None:
        """Put the box of a markup at a place: what it says, what it means, whose it is."""
        each = self.find(thing)
        if each is None:
            return
        role = role_text(role_of(each.markup.role))
        whose = model.provenance(each, self._kit.store.clock.now_ms())
        self._open = Callout(thing, lon, lat, model.title(each.markup), role, note=whose)
        self._live.pin(self._open)

    def close(self) -> None:
        """Put the box away, if it is a markup's."""
        if self._open is not None and self._live.pinned is self._open:
            self._live.pin(None)
        self._open = None

    def pass_time(self) -> None:
        """Say anew how old the markup is whose box is open; it goes with its markup."""
        box = self._open
        if box is None or self._live.pinned is not box:
            self._open = None
        elif self.find(box.id) is None:
            self.close()
        else:
            self.open(box.id, box.lon, box.lat)

    def list_all(self) -> None:
        """List every markup, the newest first."""
        rows = model.rows(self._standing.values(), self._kit.store.clock.now_ms())
        self._shelf.show(
            OWNER,
            translate("Redline", "标绘 {n} 处").format(n=len(rows)),
            translate("Redline", "单击一行飞到该处"),
            rows,
        )

    def describe(self, thing: str) -> str:
        """What a markup says, means and whose it is; "" for another thing."""
        each = self.find(thing)
        if each is None:
            return ""
        role = role_text(role_of(each.markup.role))
        whose = model.provenance(each, self._kit.store.clock.now_ms())
        return f"{model.title(each.markup)}\n{role} · {whose}"

    def fly_to(self, thing: str) -> None:
        """Bring a markup into the middle."""
        each = self.find(thing)
        if each is not None:
            lons, lats = zip(*each.markup.lonlat, strict=True)
            middle = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
            self._pane.fly_to(*middle)

    def draw_text(self, lon: float, lat: float, kind: MarkupKind = MarkupKind.TEXT) -> None:
        """Ask for what is to stand at a place, and draw it."""
        self._ask_new(kind, ((lon, lat),), 0.0)

    def edit(self, thing: str) -> None:
        """Ask for another text and meaning."""
        each = self.find(thing)
        if each is None:
            return
        markup = each.markup
        dialog = MarkupDialog(
            kind_text(markup.kind),
            text=markup.text,
            role=markup.role,
            needs_text=markup.kind is MarkupKind.TEXT,
            is_new=False,
            parent=self._pane.window(),
        )
        dialog.answered.connect(partial(self._change, markup))
        dialog.open()

    def erase(self, thing: str) -> None:
        """Erase, and offer to undo it."""
        each = self.find(thing)
        if each is None:
            return
        self._kit.send(cmd.EraseMarkup(each.markup.id))
        self._erased[each.markup.id] = each.markup
        self._kit.notices.offer(
            _UNDO + each.markup.id,
            translate("Redline", "已删除标绘：{what}").format(what=model.title(each.markup)),
            translate("Redline", "撤销"),
        )
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The canvas reports hovering over points only; a markup says whose it is in a tip.
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            return self._show_tip(event.pos(), event.globalPos())
        return False

    def _show_tip(self, at: QPoint, on_desktop: QPoint) -> bool:
        text = self.describe(self._pane.canvas.thing_at(QPointF(at)))
        if not text:
            QToolTip.hideText()
            return False
        QToolTip.showText(on_desktop, text, self._pane.canvas)
        return True

    def _on_drawn(self, mode: str, lonlat: LonLat, radius_m: float) -> None:
        if mode in _KINDS:
            self._ask_new(_KINDS[mode], lonlat, radius_m)

    def _ask_new(self, kind: MarkupKind, lonlat: LonLat, radius_m: float) -> None:
        dialog = MarkupDialog(
            kind_text(kind),
            needs_text=kind is MarkupKind.TEXT,
            parent=self._pane.window(),
        )
        dialog.answered.connect(partial(self._draw, kind, lonlat, radius_m))
        dialog.open()

    def _draw(
        self, kind: MarkupKind, lonlat: LonLat, radius_m: float, text: str, role: str
    ) -> None:
        self._kit.send(cmd.DrawMarkup(str(uuid7()), kind, lonlat, radius_m, text, role))

    def _change(self, markup: Markup, text: str, role: str) -> None:
        if (text, role) != (markup.text, markup.role):
            self._kit.send(
                cmd.ChangeMarkup(markup.id, markup.lonlat, markup.radius_m, text, role, markup.area)
            )

    def _on_picked(self, row: str) -> None:
        self.fly_to(row)

    def _on_undo(self, message: str) -> None:
        markup = self._erased.pop(message.removeprefix(_UNDO), None)
        if message.startswith(_UNDO) and markup is not None:
            self._kit.send(redraw(markup))


def _is_markup(thing: str) -> bool:
    return thing.startswith(PREFIX)
