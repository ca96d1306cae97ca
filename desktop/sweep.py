"""Python's search for garbage, on the GUI thread and nowhere else.

By itself the search runs in whichever thread happens to make the next object. Windows, timers and
models lie in cycles, so a thread that reads a file would take them down while the GUI thread works
with them: Qt then waits for Python's lock and Python for Qt's (seen), or a part is called that is
half gone (seen too). So nobody searches by himself, and a timer does it here.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_PACE_MS: Final = 200


class Sweep(QObject):
    """Searches a generation when as much was made as would have begun a search.

    From the first on nobody else searches; `start` begins, once there is a town to leave out.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_PACE_MS)
        self._timer.timeout.connect(self.sweep)

    def start(self) -> None:
        """Search from now on."""
        self._timer.start()

    @Slot()
    def sweep(self) -> None:
        """Search what is due, the oldest generation that is."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation] > 0:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Search no more; nobody does until the end of the program."""
        self._timer.stop()
