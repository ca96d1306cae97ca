"""The tiles of the base layers: asked for, painted off the GUI thread, kept, drawn.

A request captures everything; the response is taken over on the GUI thread. While a tile is
missing, or cannot be had, tiles of other zooms stand in for it, scaled.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QRectF, QTimer, Signal, Slot, qAddPostRoutine
from PySide6.QtGui import QColor, QPainter

from widgets.map.base_layer import BaseLayer
from widgets.map.label_values import LabelCandidate
from widgets.map.stand_ins import stand_ins
from widgets.map.styles.colors import Color
from widgets.map.tile_cache import PictureCache, draw_picture, qcolor
from widgets.map.tile_grid import (
    STYLE_ZOOM_SHIFT,
    PictureKey,
    WorldRect,
    frame_of,
    world_bounds,
    world_rect,
)
from widgets.map.tile_loader import TileLoader
from widgets.map.tile_slots import Asides, Relay, TileSlot
from widgets.map.tile_workers import Job, Painters
from widgets.map.turns import Turns
from widgets.map.viewport import Viewport

Strength = Callable[[BaseLayer], float]
"""How strongly a layer is drawn, 0 to 1."""

_WORLD: Final = (0.0, 0.0, 1.0, 1.0)
_AROUND_PX: Final = 128.0


class TileStore(QObject):
    """The painted tiles of a stack of layers.

    `changed` says that something new can be drawn; `failed` (source id, text) that a source
    stopped giving tiles, once until it gives one again.
    """

    changed = Signal()
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slots: tuple[TileSlot, ...] = ()
        self._last_number = 0
        self._pictures = PictureCache()
        self._waiting: set[PictureKey] = set()
        self._seen: tuple[Viewport, float] | None = None
        self._changes: list[WorldRect] = []
        self._asides = Asides()
        self._language = "zh"
        self._version = 0
        self._relay = Relay()
        self._relay.painted.connect(self._accept)
        self._relay.failed.connect(self.failed)
        self._turns = Turns()
        self._painters = Painters(self._relay.tell, self._turns)
        # Painters use Qt: none may be at work when the program takes it down, in whatever order.
        self.destroyed.connect(self._painters.stop)
        qAddPostRoutine(partial(_stop_painting, weakref.ref(self._painters)))
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._ask_again)

    def set_layers(self, layers: Sequence[BaseLayer]) -> None:
        """Show these, bottom first. What stays the same keeps its pictures."""
        old = self._slots
        self._slots = tuple(self._slot(layer, old) for layer in layers)
        used = {id(slot.loader) for slot in self._slots}
        for slot in old:
            if id(slot.loader) not in used:
                slot.loader.stop()
        self._pictures.keep_slots(slot.number for slot in self._slots)
        self._start_over()

    def _slot(self, layer: BaseLayer, old: Sequence[TileSlot]) -> TileSlot:
        same = [slot for slot in old if slot.layer.source is layer.source]
        loader = same[0].loader if same else self._loader(layer)
        for slot in same:
            if slot.layer.style is layer.style:
                return TileSlot(slot.number, layer, loader, slot.bounds)
        self._last_number += 1
        return TileSlot(self._last_number, layer, loader, world_bounds(layer.source))

    def _loader(self, layer: BaseLayer) -> TileLoader:
        source, relay, painters = layer.source, self._relay, self._painters

        def failed(text: str) -> None:
            painters.report(partial(relay.tell_failure, source.id, text) if text else _nothing)

        return TileLoader(source, painters.wake, failed, turns=self._turns)

    def set_language(self, language: str) -> None:
        """Prefer names in "zh" or "en"; labels are found anew."""
        if language != self._language:
            self._language = language
            self._pictures.keep_slots(())
            self._start_over()

    def _start_over(self) -> None:
        self._waiting.clear()
        self._painters.post([])
        self._version += 1
        self._changes.append(_WORLD)
        self.changed.emit()

    @property
    def layers(self) -> tuple[BaseLayer, ...]:
        """The layers shown, bottom first."""
        return tuple(slot.layer for slot in self._slots)

    @property
    def bounds(self) -> WorldRect | None:
        """Where any visible layer has tiles, in world units; None without layers."""
        shown = [slot.bounds for slot in self._slots if slot.layer.visible]
        if not shown:
            return None
        left, top, right, bottom = zip(*shown, strict=True)
        return (min(left), min(top), max(right), max(bottom))

    @property
    def attribution(self) -> str:
        """Who made what is shown, each said once."""
        said = [slot.layer.source.attribution for slot in self._slots if slot.layer.visible]
        return " | ".join(dict.fromkeys(text for text in said if text))

    @property
    def version(self) -> int:
        """A number that changes with what can be drawn."""
        return self._version

    @Slot()
    def stop(self) -> None:
        """Drop what is queued and wait for the tiles in hand. The store stays usable."""
        self.rest()
        self._asides.forget()
        self._painters.stop()

    def is_quiet(self) -> bool:
        """Say whether it is idle and all that was run aside is done and known."""
        return not self._waiting and self._asides.is_done()

    def hold(self) -> None:
        """Have the painters wait, as while a frame is painted."""
        self._turns.hold()

    def release(self) -> None:
        """Let the painters go on."""
        self._turns.release()

    def rest(self) -> None:
        """Drop what is queued, as when nobody looks; the tile in hand is finished."""
        self._waiting.clear()
        self._painters.post([])
        for slot in self._slots:
            slot.loader.stop()

    def is_idle(self) -> bool:
        """Say whether every tile asked for is painted or cannot be had now."""
        return not self._waiting

    def want(self, view: Viewport, dpr: float) -> None:
        """Have painted what is missing of the view and a little around it."""
        seen = Viewport(view.width, view.height)
        seen.x, seen.y, seen.zoom = view.x, view.y, view.zoom
        self._seen = (seen, dpr)
        self._make_room(seen, dpr)
        jobs = [job for slot in self._slots for job in self._missing(slot, seen, dpr)]
        due = [job for job in jobs if not job.loader.is_hopeless(job.loaded)]
        waiting = {job.key for job in due}
        if waiting != self._waiting:
            self._waiting = waiting
            # What was wanted for another view waits no longer: the newest view comes first.
            self._painters.post(due)
            for loader in {id(slot.loader): slot.loader for slot in self._slots}.values():
                wanted = (job.loaded for job in jobs if job.loader is loader)
                loader.want(list(dict.fromkeys(wanted)))
        self._plan_retry()

    def _make_room(self, view: Viewport, dpr: float) -> None:
        rect = view.world_rect(_AROUND_PX)
        frames = [frame_of(key) for slot in self._slots for key in slot.keys(rect, view.zoom, dpr)]
        self._pictures.make_room(sum(4 * frame.width * frame.height for frame in frames))

    def _missing(self, slot: TileSlot, view: Viewport, dpr: float) -> Iterator[Job]:
        zoom, style = view.zoom - STYLE_ZOOM_SHIFT, slot.layer.style
        for key in slot.keys(view.world_rect(_AROUND_PX), view.zoom, dpr):
            if key not in self._pictures:
                loaded, frame = slot.loaded(key.address), frame_of(key)
                yield Job(key, slot.loader, loaded, style, zoom, frame, self._language)

    def draw(
        self,
        painter: QPainter,
        view: Viewport,
        strength: Strength | None = None,
        under: QColor | None = None,
    ) -> None:
        """Draw what is known of the view over the ground of the lowest style, or over `under`."""
        dpr = self._seen[1] if self._seen is not None else 1.0
        ground = self._ground(view)
        room = QRectF(0.0, 0.0, view.width, view.height)
        if under is not None and (ground is None or ground.alpha < 1.0):
            painter.fillRect(room, under)
        if ground is not None:
            painter.fillRect(room, qcolor(ground))
        for index, slot in enumerate(self._slots):
            opacity = strength(slot.layer) if strength is not None else slot.layer.opacity
            if opacity > 0.0:
                painter.setOpacity(opacity)
                self._draw_slot(painter, slot, view, dpr, with_ground=index > 0)
        painter.setOpacity(1.0)

    def _draw_slot(
        self, painter: QPainter, slot: TileSlot, view: Viewport, dpr: float, *, with_ground: bool
    ) -> None:
        wanted = list(slot.keys(view.world_rect(), view.zoom, dpr))
        if any(key not in self._pictures for key in wanted):
            for key, other in stand_ins(self._pictures, slot, view, dpr):
                draw_picture(painter, key, other, view, dpr, with_ground=True)
        for key in wanted:
            picture = self._pictures.get(key)
            if picture is not None:
                draw_picture(painter, key, picture, view, dpr, with_ground=with_ground)

    def _ground(self, view: Viewport) -> Color | None:
        for slot in self._slots:
            if slot.layer.visible and slot.layer.style is not None:
                return slot.layer.style.background(view.zoom - STYLE_ZOOM_SHIFT)
        return None

    def labels(self, view: Viewport, margin_px: float) -> Iterator[LabelCandidate]:
        """Yield what may be written in and around the view, top layers first."""
        rect = view.world_rect(margin_px)
        for slot in reversed(self._slots):
            for key in slot.keys(rect, view.zoom, self._seen[1] if self._seen else 1.0):
                picture = self._pictures.get(key)
                if picture is not None:
                    yield from picture.labels

    def run_aside(self, act: Callable[[], None]) -> None:
        """Run `act` in a worker before any tile is painted; `changed` says that it was done."""

        self._painters.report(self._asides.wrapped(act))

    @Slot()
    def _accept(self) -> None:
        """Take over what the painters finished."""
        slots = {slot.number: slot for slot in self._slots}
        is_new = False
        if self._asides.take():
            self._changes.append(_WORLD)
        for done in self._painters.take():
            key = done.job.key
            is_wanted = key.slot in slots and done.job.language == self._language
            if done.picture is not None and is_wanted:
                self._pictures.put(key, done.picture)
                self._waiting.discard(key)
                self._changes.append(world_rect(key.address))
                is_new = True
        for key in list(self._waiting):
            slot = slots.get(key.slot)
            if slot is None or slot.loader.is_hopeless(slot.loaded(key.address)):
                self._waiting.discard(key)
        self._plan_retry()
        self._version += is_new
        if self._changes:
            self.changed.emit()

    def _plan_retry(self) -> None:
        waits = [slot.loader.next_try_s() for slot in self._slots]
        soonest = min((wait for wait in waits if wait is not None), default=None)
        if soonest is None:
            self._retry.stop()
        elif not self._retry.isActive():
            self._retry.start(int(soonest * 1000.0) + 50)

    @Slot()
    def _ask_again(self) -> None:
        if self._seen is not None:
            self.want(*self._seen)

    def take_changes(self) -> list[WorldRect]:
        """Return where, in world units, something new can be drawn since the last time."""
        taken, self._changes = self._changes, []
        return taken


def _stop_painting(painters: weakref.ref[Painters]) -> None:
    """The application ends while a store is still there."""
    found = painters()
    if found is not None:
        found.stop()


def _nothing() -> None:
    """Stand in for a notice when only the word that something happened matters."""
