"""What every window of a desktop works with. Only carries it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from desktop.models.feed import Feed
from desktop.state.store import TownStore
from desktop.views.map.kit import Send
from desktop.views.wall import Wall
from desktop.views.wall_window import WallWindow


@dataclass(frozen=True, slots=True)
class Parts:
    """The wall, the town it shows, and the way of a command."""

    window: WallWindow
    wall: Wall
    store: TownStore
    feed: Feed
    send: Send
    zone: Callable[[], tzinfo]
