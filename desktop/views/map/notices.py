"""What a window says about its map: a word that goes by itself, or an offer that waits."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from widgets.boards.banner import Banner

STAY_MS: Final = 6_000
_SAID: Final = "map-said"


class Notices(QObject):
    """Uses a window's banner. `accepted(id)` when an offer is taken."""

    accepted = Signal(str)

    def __init__(self, banner: Banner) -> None:
        super().__init__(banner)
        self._banner = banner
        self._going = QTimer(self)
        self._going.setSingleShot(True)
        self._going.setInterval(STAY_MS)
        self._going.timeout.connect(self._end)
        banner.triggered.connect(self._on_triggered)

    def say(self, text: str, tone: str = "quiet") -> None:
        """Say something that needs no answer."""
        self._banner.show_message(_SAID, text, tone)
        self._going.start()

    def offer(self, id: str, text: str, action: str) -> None:
        """Say something with a button; it stays until it is answered or something else is said."""
        self._going.stop()
        self._banner.show_message(id, text, "quiet", action)

    def _end(self) -> None:
        # Somebody else may have said something since.
        if self._banner.message_id() == _SAID:
            self._banner.hide()

    def _on_triggered(self, id: str) -> None:
        if id == self._banner.message_id() and id != _SAID:
            self._banner.hide()
            self.accepted.emit(id)
