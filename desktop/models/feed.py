"""The one place where the town's state crosses into Qt.

The store collects changes on the event loop; one timer takes them to the views as `pace` says:
what changed at once, what sums up the town after the paint, and a tick a second whatever changes,
because ages grow by themselves. Windows beside the wall hear the same a turn later, so that no turn
carries the work of two windows.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.models.pace import Pace, Turn
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore


class Feed(QObject):
    """Signals: `changed(StoreChanges)` after anything changed, `calmed()` some time after it,
    `ticked()` about every second; `changed_beside(StoreChanges)` and `ticked_beside()` a turn after
    each of them, for windows beside the wall."""

    changed = Signal(object)
    calmed = Signal()
    ticked = Signal()
    changed_beside = Signal(object)
    ticked_beside = Signal()

    def __init__(
        self,
        store: TownStore,
        parent: QObject | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._monotonic = monotonic
        self._pace = Pace(self._now())
        self._beside: deque[StoreChanges | None] = deque()
        """What they have still to hear beside the wall; None for a tick."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._deliver)
        self._unlisten = store.listen(self._wake)
        self._timer.start(0)

    def stop(self) -> None:
        """No more signals after this."""
        self._timer.stop()
        self._unlisten()

    def _now(self) -> float:
        return self._monotonic() * 1000

    def _wake(self) -> None:
        self._pace.wake(self._now())
        self._schedule()

    def _deliver(self) -> None:
        """One turn at most, so that what was asked of Qt meanwhile comes between."""
        if self._beside:
            self._deliver_beside(self._beside.popleft())
            return
        turn = self._pace.take(self._now())
        if turn is Turn.CHANGED:
            changes = self._store.drain()
            self._beside.append(changes)
            self._schedule()
            self.changed.emit(changes)
            return
        if turn is Turn.TICKED:
            self._beside.append(None)
        self._schedule()
        if turn is Turn.CALMED:
            self.calmed.emit()
        elif turn is Turn.TICKED:
            self.ticked.emit()

    def _deliver_beside(self, changes: StoreChanges | None) -> None:
        self._schedule()
        if changes is None:
            self.ticked_beside.emit()
        else:
            self.changed_beside.emit(changes)

    def _schedule(self) -> None:
        self._timer.start(0 if self._beside else self._pace.wait_ms(self._now()))
