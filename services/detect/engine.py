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
from services.detect.arrays import NEVER
from services.detect.bank import Bank, Counts, Fired
from services.detect.cameras import Cameras
from services.detect.kinds import KINDS, measure_for
from services.detect.kinds.implausible import Plausibility
from services.detect.kinds.measure import Around
from services.detect.memory import Kept, keep, recall
from services.detect.schedule import Schedules
from services.detect.steps import chosen
from services.detect.suppression import was_reset
from services.detect.table import RuleTable
from services.detect.words import guidance_of, link_of, title_of, unit_of
from services.packs.rules import Rule
from services.packs.schema import Belonging, Calendar

DetectCommand = RaiseAlert | RaiseAlertLevel | ReturnAlert

UTC = "UTC"
"""The time of calendars while no town is registered."""


class RuleEngine:
    """Judges readings by the rules of the packs. `restore` first, then `evaluate` and `tick`.

    `plausible` is the range by kind of stream outside which a reading is not used; `calendars`
    are known by pack and name, `cameras` by pack. `evidence_of` gives the picture or clip that
    came with the newest reading of a stream, if any.
    """

    def __init__(
        self,
        rules: Mapping[str, Rule],
        new_id: Callable[[], str] | None = None,
        plausible: Mapping[str, tuple[float, float]] | None = None,
        calendars: Mapping[str, Calendar] | None = None,
        cameras: Mapping[str, Belonging] | None = None,
        evidence_of: Callable[[str], str] | None = None,
    ) -> None:
        self._take(rules, plausible, calendars, cameras)
        self._new_id = new_id or (lambda: str(uuid_utils.uuid7()))
        self._evidence_of = evidence_of or (lambda _: "")
        self.counts = Counts()
        self.touched = 0
        """Grows whenever there is something new to remember."""
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
            if now_ms is not None:
                self._forget_returned(state)
            for bank, alerts in zip(self._banks, self._alert, strict=True):
                for row, alert_id in enumerate(alerts):
                    _settle(bank, row, state.alerts.get(alert_id))
                bank.resume(now_ms)

    def adopt(
        self,
        state: TownState,
        rules: Mapping[str, Rule],
        plausible: Mapping[str, tuple[float, float]] | None = None,
        calendars: Mapping[str, Calendar] | None = None,
        cameras: Mapping[str, Belonging] | None = None,
    ) -> list[DetectCommand]:
        """Judge by other rules from now on. Rows of rules that have not changed go on with their
        timers, levels and alerts; alerts whose rule or row is gone are returned."""
        self._take(rules, plausible, calendars, cameras)
        self.restore(state)
        return self.orphans(state)

    def orphans(self, state: TownState) -> list[DetectCommand]:
        """Returns of the alerts that stand without a row that could ever end them."""
        return [
            ReturnAlert(alert.id, alert.value)
            for alert in state.alerts.values()
            if (alert.stream, alert.rule) not in self._place_of
            and not alert.returned
            and alert.state in OPEN_STATES | HELD_STATES
        ]

    def remember(self) -> bytes:
        """What must outlive a restart beside the journal: timers, last values, windows."""
        return self.keep().encode()

    def keep(self) -> Kept:
        """The same as a copy that can be made into bytes in another thread."""
        return keep(self._named())

    def unheard(self, columns: Columns) -> Columns:
        """The readings newer than every one the engine remembers of their stream."""
        last = np.full(int(columns.index.max(initial=0)) + 1, NEVER)
        for bank in self._banks:
            for layer in bank.table.layers:
                index = np.flatnonzero(layer[: len(last)] >= 0)
                np.maximum.at(last, index, bank.last[layer[index]])
        return chosen(columns, columns.at_ms > last[columns.index])

    def follow(self, state: TownState, alerts: Iterable[str]) -> None:
        """Take note of alerts that changed: one put away is not raised again, a new one is."""
        for alert_id in alerts:
            alert = state.alerts.get(alert_id)
            if alert is None:
                continue
            place = self._place_of.get((alert.stream, alert.rule))
            if place is None:
                continue
            number, row = place
            bank = self._banks[number]
            if alert.state in OPEN_STATES | HELD_STATES:
                self._alert[number][row] = alert_id
            elif self._alert[number][row] == alert_id:
                if bank.table.latch[row] or was_reset(alert):
                    bank.calm(row)
                    self.touched += 1
                if bank.level[row] == 0:
                    self._alert[number][row] = ""

    def screen(self, columns: Columns) -> Columns:
        """The readings with quality BAD where the value is implausible."""
        return self._plausibility.screen(columns)

    def evaluate(self, columns: Columns, now_ms: int) -> list[DetectCommand]:
        """What the readings call for, in the order of their times. `now_ms` fires delays."""
        good = columns.quality != Quality.BAD
        screened = self.screen(columns)
        sound = screened.quality != Quality.BAD
        usable = sound & np.isfinite(columns.value)
        self.counts.implausible += int(np.count_nonzero(good & ~sound))
        if not usable.all():
            self.counts.bad += int(len(usable) - np.count_nonzero(usable))
            columns = chosen(columns, usable)
        found = [(one.at_ms, n, one) for n, bank in self._used for one in bank.read(columns)]
        found.sort(key=lambda one: one[0])
        self.touched += 1
        return [self._command(bank, one) for _, bank, one in found] + self.tick(now_ms)

    def tick(self, now_ms: int) -> list[DetectCommand]:
        """What the passing of time until `now_ms` calls for."""
        found = [
            self._command(number, one) for number, bank in self._used for one in bank.tick(now_ms)
        ]
        # A row that waits for something remembers when it was last awake.
        if found or any(bank.keeps_time for _, bank in self._used):
            self.touched += 1
        return found

    def _forget_returned(self, state: TownState) -> None:
        """A memory may be older than an alert's end: its timers must not raise it again."""
        for alert in state.alerts.values():
            place = self._place_of.get((alert.stream, alert.rule))
            if place is None or not alert.returned:
                continue
            bank, row = self._banks[place[0]], place[1]
            if bank.level[row] > 0 and alert.changed_at_ms > bank.last[row]:
                bank.calm(row)

    def _take(
        self,
        rules: Mapping[str, Rule],
        plausible: Mapping[str, tuple[float, float]] | None,
        calendars: Mapping[str, Calendar] | None,
        cameras: Mapping[str, Belonging] | None,
    ) -> None:
        self._rules = dict(rules)
        self._ranges = dict(plausible or {})
        self._calendars = dict(calendars or {})
        self._belongings = dict(cameras or {})

    def _build(self, streams: Iterable[Stream], state: TownState) -> None:
        streams = list(streams)
        schedules = Schedules(self._calendars, state.town.timezone if state.town else UTC)

        def schedule_of(rule_id: str, rule: Rule) -> int:
            return schedules.number([f"{pack_of(rule_id)}.{name}" for name in rule.during])

        self._plausibility = Plausibility(self._ranges, streams)
        self._cameras = Cameras(state.assets.values(), self._belongings)
        self._banks: list[Bank] = []
        around = Around(schedules.opening, self._banks)
        for kind in KINDS:
            rules = {name: rule for name, rule in self._rules.items() if isinstance(rule, kind)}
            table = RuleTable(rules, streams, schedule_of)
            measure = measure_for(kind, table, around)
            self._banks.append(Bank(table, measure, self.counts, schedules.opening))
        self._used = [(n, bank) for n, bank in enumerate(self._banks) if len(bank.table)]
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
                camera=self._cameras.of(pack_of(table.rule_id[row]), stream),
                guidance=guidance.zh,
                title_en=title.en,
                guidance_en=guidance.en,
                class_code=rule.class_code,
                tier=rule.tier(level),
                evidence=self._evidence_of(stream.id),
                link=link_of(rule, level),
                latched=rule.latch,
            )
        )


def pack_of(rule_id: str) -> str:
    """The pack a rule is of."""
    return rule_id.partition(".")[0]


def _settle(bank: Bank, row: int, alert: Alert | None) -> None:
    """The level of a row as the journal says."""
    stands = 0 if alert is None or alert.returned else int(alert.level)
    if alert is not None and stands and np.isnan(bank.value[row]):
        bank.value[row] = alert.value * float(bank.table.sign[row])
    # An alert keeps the highest level it ever had; its row may know better.
    bank.level[row] = min(stands, bank.level[row] or stands)
