"""The keys of a window: each reports the action it stands for. Which keys there are, the
catalogue says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.actions.catalogue import ActionId, ActionText

_REPEATED: Final = frozenset(
    {
        ActionId.NEXT,
        ActionId.PREVIOUS,
        ActionId.MARK_NEXT,
        ActionId.MARK_PREVIOUS,
        ActionId.UNDO,
        ActionId.REDO,
    }
)
"""What goes on while a key is held; anything else is done once, whatever lies on the keyboard."""


class WindowKeys(QObject):
    """`pressed(id, number)`; the number is 0 unless the action is a numbered one."""

    pressed = Signal(str, int)

    def __init__(self, actions: Iterable[ActionText], window: QWidget) -> None:
        super().__init__(window)
        for action in actions:
            keys = action.keys or (action.shortcut,)
            if action.is_numbered:
                for number, key in enumerate(keys, start=1):
                    _Key(action.id, number, (key,), self, window)
            else:
                _Key(action.id, 0, keys, self, window)


class _Key(QShortcut):
    def __init__(
        self,
        action: ActionId,
        number: int,
        keys: tuple[str, ...],
        owner: WindowKeys,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._owner = owner
        self._id = str(action)
        self._number = number
        self.setAutoRepeat(action in _REPEATED)
        self.setKeys([QKeySequence(key) for key in keys])
        self.activated.connect(self._press)

    def _press(self) -> None:
        self._owner.pressed.emit(self._id, self._number)
