"""A rule stepped through the engine itself, for kinds that need more than one series at a time.

Owns a rule engine and what it called for, as alarms. Readings are given in the order of their
times; time passes in steps, so that a delay ends at most one step late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from msgspec.structs import replace

from services.contract.codec import Columns
from services.contract.commands import RaiseAlert, RaiseAlertLevel, ReturnAlert
from services.contract.model import Asset, Stream, Town, TownState
from services.detect.engine import DetectCommand, RuleEngine
from services.detect.steps import chosen
from services.packs.rules import Rule
from services.spans import STANDS, Spans, spans

STEP_MS = 60_000


class _Open:
    """An alarm that stands."""

    def __init__(self, rule: str, stream: int, from_ms: int, level: int) -> None:
        self.rule, self.stream, self.from_ms, self.level = rule, stream, from_ms, level
        self.rises = 0

    def row(self, to_ms: int) -> tuple[int, int, int, int, int]:
        return self.stream, self.from_ms, to_ms, self.level, self.rises


class Stepper:
    """Rules over `streams`, and the alarms of those in `wanted`.

    A rule that latches returns here as others do, as though somebody reset it at once.
    """

    def __init__(
        self,
        rules: Mapping[str, Rule],
        wanted: Iterable[str],
        town: Town | None,
        streams: Iterable[Stream],
        assets: Iterable[Asset],
        make_engine: Callable[[Mapping[str, Rule]], RuleEngine],
    ) -> None:
        self._engine = make_engine(
            {name: replace(rule, latch=False) for name, rule in rules.items()}
        )
        chosen = {stream.id: stream for stream in streams}
        self._index = {key: stream.index for key, stream in chosen.items()}
        self._engine.restore(
            TownState(town=town, streams=chosen, assets={asset.id: asset for asset in assets})
        )
        self._open: dict[str, _Open] = {}
        self._known: dict[str, tuple[str, int]] = {}
        """Rule and stream of every alert there was: one may come again."""
        self._rows: dict[str, list[tuple[int, int, int, int, int]]] = {name: [] for name in wanted}

    def feed(self, columns: Columns, since_ms: int, until_ms: int) -> None:
        """Readings in the order of their times, all from after `since_ms` to `until_ms`."""
        ends = np.arange(since_ms + STEP_MS, until_ms + STEP_MS, STEP_MS)
        cuts = np.searchsorted(columns.at_ms, ends, "right")
        start = 0
        for end, stop in zip(np.minimum(ends, until_ms).tolist(), cuts.tolist(), strict=True):
            if stop == start:
                commands = self._engine.tick(end)
            else:
                commands = self._engine.evaluate(chosen(columns, slice(start, stop)), end)
            for command in commands:
                self._take(command, end)
            start = stop

    def alarms(self, rule: str) -> Spans:
        """The alarms of a rule so far; those that stand have no end."""
        standing = [one.row(STANDS) for one in self._open.values() if one.rule == rule]
        return spans(self._rows[rule] + standing)

    def _take(self, command: DetectCommand, now_ms: int) -> None:
        if isinstance(command, RaiseAlert):
            alert = command.alert
            if alert.rule in self._rows:
                self._known[alert.id] = alert.rule, self._index[alert.stream]
                self._begin(alert.id, alert.raised_at_ms, int(alert.level))
        elif command.alert not in self._known:
            return
        elif isinstance(command, ReturnAlert):
            if one := self._open.pop(command.alert, None):
                self._rows[one.rule].append(one.row(now_ms))
        elif isinstance(command, RaiseAlertLevel):
            if one := self._open.get(command.alert):
                one.level, one.rises = int(command.level), one.rises + 1
            else:
                self._begin(command.alert, now_ms, int(command.level))

    def _begin(self, alert: str, at_ms: int, level: int) -> None:
        self._open[alert] = _Open(*self._known[alert], at_ms, level)
