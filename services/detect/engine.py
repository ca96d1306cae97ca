"""The rule engine: batches of readings in, commands out.

Owns the rules of the town compiled against its streams, one bank for each kind of rule, and which
alert belongs to which row. Knows no store, no clock and no socket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import uuid_utils

from services.contract.codec import Columns
from services.contract.commands import RaiseAlert, RaiseAlertLevel, ReturnAlert
from services.contract.model import (
    HELD_STATES,
    OPEN_STATES,
    Alert,
    AlertState,
    Level,
    Quality,
    Stream,
    TownState,
)
from services.detect.bank import Bank, Counts, Fired
from services.detect.kinds import KINDS, measure_for
from services.detect.kinds.implausible import Plausibility
from services.detect.memory import recall, remember
from services.detect.table import RuleTable
from services.detect.words import guidance_of, title_of, unit_of
from services.packs.rules import Rule

DetectCommand = RaiseAlert | RaiseAlertLevel | ReturnAlert


class RuleEngine:
    """Judges readings by the rules of the packs. `restore` first, then `evaluate` and `tick`.

    `plausible` is the range by kind of stream outside which a reading is not used.
    """

    def __init__(
        self,
        rules: Mapping[str, Rule],
        new_id: Callable[[], str] | None = None,
        plausible: Mapping[str, tuple[float, float]] | None = None,
    ) -> None:
        self._rules = dict(rules)
        self._new_id = new_id or _uuid7
        self._ranges = dict(plausible or {})
        self.counts = Counts()
        self._build([], TownState())

    def restore(
        self,
        state: TownState,
        streams: Iterable[Stream] | None = None,
        memory: bytes | None = None,
        now_ms: int | None = None,
    ) -> None:
        """Compile the rules for the town's streams and take up its alerts as they stand.

        Timers go on from `memory` (of `remember`), else from what the engine knew of the same
        rows; `now_ms` is the time of a restart. Raises BadMemory, and then has none.
        """
        kept = self.remember() if memory is None else memory
        self._build(state.streams.values() if streams is None else streams, state)
        try:
            recall(kept, self._named())
        finally:
            self.follow(state, state.alerts)
            for bank, alerts in zip(self._banks, self._alert, strict=True):
                for row, alert_id in enumerate(alerts):
                    alert = state.alerts.get(alert_id)
                    stands = 0 if alert is None or alert.returned else int(alert.level)
                    # An alert keeps the highest level it ever had; its row may know better.
                    bank.level[row] = min(stands, bank.level[row] or stands)
                bank.resume(now_ms)

    def remember(self) -> bytes:
        """What must outlive a restart beside the journal: timers, last values, windows."""
        return remember(self._named())

    def follow(self, state: TownState, alerts: Iterable[str]) -> None:
        """Take note of alerts that changed: one put away is not raised again, a new one is."""
        for alert_id in alerts:
            alert = state.alerts.get(alert_id)
            if alert is None:
                continue
            place = self._place_of.get((alert.stream, alert.rule))
            if place is None:
                continue
            bank, row = place
            if alert.state in OPEN_STATES | HELD_STATES:
                self._alert[bank][row] = alert_id
            elif self._alert[bank][row] == alert_id and self._banks[bank].level[row] == 0:
                self._alert[bank][row] = ""

    def screen(self, columns: Columns) -> Columns:
        """The readings with quality BAD where the value is implausible."""
        return self._plausibility.screen(columns)

    def evaluate(self, columns: Columns, now_ms: int) -> list[DetectCommand]:
        """What the readings call for, in the order of their times. `now_ms` fires delays."""
        good = columns.quality != Quality.BAD
        screened = self.screen(columns)
        usable = (screened.quality != Quality.BAD) & np.isfinite(columns.value)
        self.counts.implausible += int(np.count_nonzero(good & (screened.quality == Quality.BAD)))
        self.counts.bad += int(len(usable) - np.count_nonzero(usable))
        found = [
            (one.at_ms, n, one)
            for n, b in enumerate(self._banks)
            for one in b.read(screened, usable)
        ]
        found.sort(key=lambda one: one[0])
        return [self._command(bank, one) for _, bank, one in found] + self.tick(now_ms)

    def tick(self, now_ms: int) -> list[DetectCommand]:
        """What the passing of time until `now_ms` calls for."""
        return [
            self._command(number, one)
            for number, bank in enumerate(self._banks)
            for one in bank.tick(now_ms)
        ]

    def _build(self, streams: Iterable[Stream], state: TownState) -> None:
        streams = list(streams)
        self._plausibility = Plausibility(self._ranges, streams)
        self._banks: list[Bank] = []
        for kind in KINDS:
            rules = {name: rule for name, rule in self._rules.items() if isinstance(rule, kind)}
            table = RuleTable(rules, streams, state.assets.values())
            self._banks.append(Bank(table, measure_for(kind, table), self.counts))
        self._place_of = {
            (stream.id, rule): (number, row)
            for number, bank in enumerate(self._banks)
            for row, (stream, rule) in enumerate(
                zip(bank.table.stream, bank.table.rule_id, strict=True)
            )
        }
        self._alert = [[""] * len(bank.table) for bank in self._banks]

    def _named(self) -> list[tuple[str, Bank]]:
        return [(kind.__name__, bank) for kind, bank in zip(KINDS, self._banks, strict=True)]

    def _command(self, number: int, fired: Fired) -> DetectCommand:
        row, table = fired.row, self._banks[number].table
        alerts = self._alert[number]
        stream, rule = table.stream[row], table.rule[row]
        value = fired.value * float(table.sign[row])
        if fired.after == 0:
            return ReturnAlert(alerts[row], value)
        level = Level(fired.after)
        title, guidance = title_of(rule, stream, level, value), guidance_of(rule, level)
        if alerts[row]:
            return RaiseAlertLevel(
                alerts[row],
                level,
                value,
                title.zh,
                table.rule_id[row],
                title.en,
                guidance.zh,
                guidance.en,
                rule.tier(level),
            )
        alerts[row] = self._new_id()
        return RaiseAlert(
            Alert(
                id=alerts[row],
                rule=table.rule_id[row],
                stream=stream.id,
                title=title.zh,
                level=level,
                state=AlertState.UNACKNOWLEDGED,
                value=value,
                unit=unit_of(rule, stream),
                area=stream.area,
                lon=stream.lon,
                lat=stream.lat,
                raised_at_ms=fired.at_ms,
                changed_at_ms=fired.at_ms,
                camera=table.camera[row],
                guidance=guidance.zh,
                title_en=title.en,
                guidance_en=guidance.en,
                class_code=rule.class_code,
                tier=rule.tier(level),
            )
        )


def _uuid7() -> str:
    return str(uuid_utils.uuid7())
