"""What the desks of every map share: the town, the way commands leave, the place for notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from desktop.state.store import TownStore
from desktop.views.map.bookmarks import BookmarkShelf
from desktop.views.map.notices import Notices
from desktop.views.map.town_index import TownIndex
from services.contract.commands import OperatorCommand

Send = Callable[[OperatorCommand], object]


@dataclass(frozen=True, slots=True)
class MapKit:
    """The town as the store has it, and what goes out."""

    store: TownStore
    send: Send
    zone: Callable[[], tzinfo]
    notices: Notices
    """Where this window says what was done and offers to undo it."""
    bookmarks: BookmarkShelf
    index: TownIndex
