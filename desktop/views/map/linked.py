"""Two maps that look at the same place: whichever is moved leads, the other follows."""

from __future__ import annotations

from PySide6.QtCore import QObject

from widgets.map.canvas import MapCanvas


class LinkedViews(QObject):
    """Carries views between two canvases while `linked`; a canvas with a locked extent does not
    follow. What both show is the same middle and zoom; sizes may differ."""

    def __init__(self, one: MapCanvas, other: MapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pair = one, other
        self._linked = False
        self._is_carrying = False
        one.view_changed.connect(self._from_one)
        other.view_changed.connect(self._from_other)

    @property
    def linked(self) -> bool:
        """Whether the maps go together."""
        return self._linked

    def set_linked(self, linked: bool) -> None:
        """Let them go together from now on, the second where the first is; or each its own way."""
        self._linked = linked
        self._from_one()

    def _from_one(self) -> None:
        leader, follower = self._pair
        self._carry(leader, follower)

    def _from_other(self) -> None:
        follower, leader = self._pair
        self._carry(leader, follower)

    def _carry(self, leader: MapCanvas, follower: MapCanvas) -> None:
        # A follower says that its view changed too: that is no lead.
        if not self._linked or self._is_carrying or follower.extent_locked():
            return
        if (view := leader.view()) == follower.view():
            return
        self._is_carrying = True
        try:
            follower.set_view(view)
        finally:
            self._is_carrying = False
