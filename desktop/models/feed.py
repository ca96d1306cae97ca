"""The one place where the town's state crosses into Qt.

The store collects changes on the event loop; this timer takes them to the views at most thirty
times a second, and ticks once a second whatever changes, because ages grow by themselves.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desktop.state.store import TownStore

FRAME_MS = 33
TICK_MS = 1000


class Feed(QObject):
    """Signals: `changed(StoreChanges)` after anything changed, `ticked()` about every second."""

    changed = Signal(object)
    ticked = Signal()

    def __init__(self, store: TownStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._dirty = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._deliver)
        self._since_tick = QElapsedTimer()
        self._since_tick.start()
        self._unlisten = store.listen(self._wake)
        self._dirty = True
        self._timer.start(0)

    def _wake(self) -> None:
        if not self._dirty:
            self._dirty = True
            self._timer.start(FRAME_MS)

    def _deliver(self) -> None:
        is_idle = not self._dirty
        if self._dirty:
            self._dirty = False
            self.changed.emit(self._store.drain())
        if is_idle or self._since_tick.hasExpired(TICK_MS):
            self._since_tick.restart()
            self.ticked.emit()
        if not self._dirty:
            self._timer.start(TICK_MS)

    def stop(self) -> None:
        """No more signals after this."""
        self._timer.stop()
        self._unlisten()
