"""What is chosen on the maps of a town, for all its windows; kept a moment after a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.map_choice import LayerChoice, MapChoice

_REST_MS: Final = 400
"""A slider under the hand changes many times a second; the disk hears of it once."""


class ChoiceShelf(QObject):
    """`changed()` after any change."""

    changed = Signal()

    def __init__(self, choice: MapChoice, keep: Callable[[MapChoice], object]) -> None:
        super().__init__()
        self._choice = choice
        self._keep = keep
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self.flush)
        self._is_kept = True

    @property
    def choice(self) -> MapChoice:
        """What is chosen now."""
        return self._choice

    def change(self, **fields: Any) -> None:
        """Choose otherwise."""
        new = replace(self._choice, **fields)
        if new == self._choice:
            return
        self._choice = new
        self._is_kept = False
        self._timer.start()
        self.changed.emit()

    def set_layer(
        self, id: str, *, visible: bool | None = None, opacity: float | None = None
    ) -> None:
        """Show a layer otherwise."""
        before = self._choice.layer(id)
        after = LayerChoice(
            before.visible if visible is None else visible,
            before.opacity if opacity is None else min(1.0, max(0.0, opacity)),
        )
        self.change(layers={**self._choice.layers, id: after})

    def flush(self) -> None:
        """Keep it now, as at the end of the program."""
        self._timer.stop()
        if not self._is_kept:
            self._is_kept = True
            self._keep(self._choice)
