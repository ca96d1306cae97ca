"""The rulebook as the window has it: asked for when it is needed, kept when the server is away.

Owns the asking; must not know a widget.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.link.http import HttpError, Refused, SignInDenied, Unreachable
from desktop.link.rulebook import BookRule, RulebookDoor

Spawn = Callable[[Coroutine[Any, Any, None], str], "asyncio.Task[None]"]
"""Starts work that somebody owns, under a name."""

_log = logging.getLogger(__name__)
_NOT_FOUND = 404


class BookState(StrEnum):
    """How the book stands."""

    EMPTY = "empty"
    LOADING = "loading"
    READY = "ready"
    OFFLINE = "offline"
    DENIED = "denied"
    TOO_OLD = "too_old"
    """The server has no rulebook to show."""
    FAILED = "failed"


class RuleBook(QObject):
    """`changed()` when there are other rules, or the state is another."""

    changed = Signal()

    def __init__(self, door: RulebookDoor, spawn: Spawn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._spawn = spawn
        self._task: asyncio.Task[None] | None = None
        self._is_wanted = False
        self.rules: tuple[BookRule, ...] = ()
        self.state = BookState.EMPTY
        self.problem = ""

    def find(self, id: str) -> BookRule | None:
        """A rule by its name in the journal."""
        return next((rule for rule in self.rules if rule.id == id), None)

    def load(self) -> None:
        """Ask anew; asked again while under way, once more after it."""
        if self._task is not None and not self._task.done():
            self._is_wanted = True
            return
        if not self.rules:
            self._become(BookState.LOADING)
        self._task = self._spawn(self._load(), "rulebook")

    async def _load(self) -> None:
        self._is_wanted = True
        while self._is_wanted:
            self._is_wanted = False
            await self._ask()

    async def _ask(self) -> None:
        try:
            self.rules = await self._door.rules()
        except SignInDenied:
            self._become(BookState.DENIED)
        except Unreachable:
            self._become(BookState.OFFLINE)
        except Refused as refused:
            self._become(BookState.TOO_OLD if refused.code == _NOT_FOUND else BookState.FAILED)
        except HttpError as problem:
            _log.warning("the rulebook: %s", problem)
            self._become(BookState.FAILED, str(problem))
        else:
            self._become(BookState.READY)

    def _become(self, state: BookState, problem: str = "") -> None:
        self.state, self.problem = state, problem
        self.changed.emit()
