"""How a window ends: at once, from the outside in, while Python still holds every part of it.

A window and what works on it hold each other, so that Python alone would find them in its search
for garbage, at any time and in any order: parts then lose their attributes while Qt still calls
them (hiding, leaving, timers), which has ended programs with a segmentation fault.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken


def end_window(window: QWidget) -> None:
    """Close a window and take down all that lives in it; not from within one of its events.

    What feeds it has to be stopped before. Nothing happens to one that has ended already.
    """
    if Shiboken.isValid(window):
        window.close()
        Shiboken.delete(window)
