"""A back-test under way: one at a time, told as it goes, ended when nobody waits for it any more.

Owns the asking; must not know a widget.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.link.http import HttpError
from desktop.link.rulebook import BadChange, Report, RulebookDoor, TrialCurve
from desktop.views.rules.book import Spawn


@dataclass(frozen=True, slots=True)
class Asked:
    """What was tested: a rule, its patch, and over how many days."""

    rule: str = ""
    patch: dict[str, Any] = field(default_factory=dict)
    days: int = 7


class Trial(QObject):
    """Signals: `progressed(0..1)`, `finished()` with `report` set, `failed(HttpError)`,
    `refused(findings)` when the change makes no rule, `curve_came(stream)` with `curve` set."""

    progressed = Signal(float)
    finished = Signal()
    failed = Signal(object)
    refused = Signal(tuple)
    curve_came = Signal(str)

    def __init__(self, door: RulebookDoor, spawn: Spawn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._spawn = spawn
        self._task: asyncio.Task[None] | None = None
        self._curve_task: asyncio.Task[None] | None = None
        self.asked = Asked()
        self.report: Report | None = None
        self.curve: TrialCurve | None = None

    @property
    def is_running(self) -> bool:
        """Whether a back-test is under way."""
        return self._task is not None and not self._task.done()

    def run(self, asked: Asked) -> None:
        """Test a change; what was under way ends."""
        self.forget()
        self.asked = asked
        self._task = self._spawn(self._run(asked), "backtest")

    def cancel(self) -> None:
        """End what is under way; the server ends its part with the connection."""
        for task in (self._task, self._curve_task):
            if task is not None:
                task.cancel()
        self._task = self._curve_task = None

    def forget(self) -> None:
        """End what is under way and drop what was found."""
        self.cancel()
        self.report, self.curve = None, None
        self.asked = Asked()

    def ask_curve(self, stream: str) -> None:
        """Have the curve of one stream of the last report."""
        if self._curve_task is not None:
            self._curve_task.cancel()
        self.curve = None
        self._curve_task = self._spawn(self._ask_curve(self.asked, stream), "backtest-curve")

    async def _run(self, asked: Asked) -> None:
        try:
            lines = self._door.backtest(asked.rule, asked.patch, asked.days)
            async with aclosing(lines):
                async for progress in lines:
                    if progress.report is not None:
                        self.report = progress.report
                    else:
                        self.progressed.emit(progress.done)
        except BadChange as bad:
            self._task = None
            self.refused.emit(bad.findings)
            return
        except HttpError as problem:
            self._task = None
            self.failed.emit(problem)
            return
        self._task = None
        if self.report is not None:
            self.finished.emit()
        else:
            self.failed.emit(HttpError())

    async def _ask_curve(self, asked: Asked, stream: str) -> None:
        try:
            self.curve = await self._door.curve(asked.rule, asked.patch, asked.days, stream)
        except HttpError as problem:
            self.failed.emit(problem)
            return
        self.curve_came.emit(stream)
