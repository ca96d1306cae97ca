"""A small town that watches by real packs: streams are made as they speak, alarms are listed.

Times are "HH:MM:SS" of Monday 2026-07-20 in Shanghai, or a day offset and such a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import numpy as np

from services.contract.codec import Columns
from services.contract.commands import RaiseAlert, RaiseAlertLevel, ReturnAlert
from services.contract.model import Alert, Asset, Level, Quality, Stream, Town, TownState
from services.detect.engine import DetectCommand, RuleEngine
from services.packs.loader import load_packs
from services.packs.schema import Pack, calendars_of, cameras_of, plausible_of, rules_of

TIMEZONE = "Asia/Shanghai"
MIDNIGHT = datetime(2026, 7, 20, tzinfo=ZoneInfo(TIMEZONE))
CENTRE = (121.163, 31.112)
METRE = 1 / 111_000
"""A metre of latitude in degrees, about."""


def moment(clock: str, day: int = 0) -> int:
    """Milliseconds of a time of the day, "HH:MM" or "HH:MM:SS"."""
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    later = timedelta(days=day, hours=hours, minutes=minutes, seconds=sum(seconds))
    return round((MIDNIGHT + later).timestamp() * 1000)


@dataclass
class Scene:
    """Streams, the engine on them, and what it found. `say` in the order of the times."""

    packs: tuple[Pack, ...]
    streams: dict[str, Stream] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    returned: set[str] = field(default_factory=set)
    evidence: str = ""

    @classmethod
    def of(cls, *names: str) -> Scene:
        return cls(load_packs((), names))

    def stream(
        self, id: str, kind: str, asset: str = "", north_m: float = 0, **attributes: str
    ) -> None:
        """A stream of a kind; its unit is the pack's."""
        unit = next(p.streams[kind].unit for p in self.packs if kind in p.streams)
        place = (CENTRE[0], CENTRE[1] + north_m * METRE)
        self.streams[id] = Stream(
            id, len(self.streams), kind, id, unit, *place, asset, "N01", dict(attributes)
        )

    def start(self) -> None:
        """Compile the rules for the streams there are."""
        ids = count()
        self.engine = RuleEngine(
            rules_of(self.packs),
            lambda: f"a{next(ids)}",
            plausible_of(self.packs),
            calendars_of(self.packs),
            cameras_of(self.packs),
            lambda stream: self.evidence,
        )
        assets = {s.asset for s in self.streams.values()} - {""}
        self.state = TownState(
            town=Town("t", "镇", "Town", TIMEZONE, CENTRE),
            streams=self.streams,
            assets={id: Asset(id, "box", id, *CENTRE) for id in assets},
        )
        self.engine.restore(self.state)

    def say(self, id: str, value: float, at_ms: int) -> None:
        """One reading, judged at its time."""
        one = Columns(
            np.array([self.streams[id].index], np.uint32),
            np.array([value]),
            np.array([at_ms], np.int64),
            np.array([Quality.GOOD], np.uint8),
        )
        self._take(self.engine.evaluate(one, at_ms))

    def wait(self, until_ms: int, from_ms: int | None = None) -> None:
        """Let time pass; looked at now, or every minute from `from_ms` on."""
        begin = until_ms if from_ms is None else from_ms
        for at_ms in [*range(begin, until_ms, 60_000), until_ms]:
            self._take(self.engine.tick(at_ms))

    def level(self, rule: str, id: str) -> Level:
        """The level of the alert of a rule on a stream, NONE when there is none."""
        found = [a.level for a in self.alerts.values() if (a.rule, a.stream) == (rule, id)]
        return max(found, default=Level.NONE)

    def alert(self, rule: str, id: str) -> Alert:
        """The alert of a rule on a stream. Raises when there is none, or several."""
        (found,) = [a for a in self.alerts.values() if (a.rule, a.stream) == (rule, id)]
        return found

    def _take(self, commands: list[DetectCommand]) -> None:
        for command in commands:
            if isinstance(command, RaiseAlert):
                self.alerts[command.alert.id] = command.alert
            elif isinstance(command, RaiseAlertLevel):
                before = self.alerts[command.alert]
                changes = {"level": command.level, "title": command.title, "tier": command.tier}
                changes |= {"guidance": command.guidance, "guidance_en": command.guidance_en}
                changes |= {"title_en": command.title_en}
                self.alerts[command.alert] = _replaced(before, changes)
            elif isinstance(command, ReturnAlert):
                self.returned.add(command.alert)


def _replaced(alert: Alert, changes: dict[str, object]) -> Alert:
    values = {name: getattr(alert, name) for name in alert.__struct_fields__}
    return Alert(**{**values, **changes})
