"""A small hand-written town with its packs, decided on by the real handlers.

Three underpasses and roads with a camera each, nine cameras on one feeder, gauges of two
neighbourhoods; two packs, one of which silences what hangs on the feeder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from services.casework.handlers import HANDLERS as CASEWORK
from services.contract import commands as cmd
from services.contract.apply import apply
from services.contract.changes import Changes
from services.contract.events import Event, seal
from services.contract.model import (
    Alert,
    AlertState,
    Asset,
    Level,
    Stream,
    Town,
    TownState,
)
from services.decisions import Context
from services.detect.handlers import make_handlers
from services.detect.policy import Policy, policy_of
from services.operations.handlers import HANDLERS as OPERATIONS
from services.packs.rules import LevelName, Rule, Text, Threshold, ThresholdRule
from services.packs.schema import Head, Pack, StreamKind, Suppression

START = 1_784_376_000_000
"""2026-07-18 20:00 in Shanghai."""
SECOND = 1000
MINUTE = 60_000
LEVELS: dict[LevelName, Threshold] = {"blue": Threshold(at=1), "red": Threshold(at=2)}
WORDS = Text(zh="词", en="word")
POWER_GONE = Text(zh="线路停电", en="the feeder is out")


def rule(kind: str, **more: Any) -> Rule:
    return ThresholdRule(
        stream=kind, levels=LEVELS, title=WORDS, class_code="x", deadband=0, on_delay_s=0,
        off_delay_s=0, **more,
    )  # fmt: skip


def pack(
    id: str, rules: Mapping[str, Rule], suppressions: Mapping[str, Suppression] | None = None
) -> Pack:
    kinds = {one.stream: StreamKind(unit="", title=WORDS) for one in rules.values()}
    return Pack(
        pack=Head(id=id, version=1, title=WORDS),
        streams=kinds,
        rules=dict(rules),
        suppressions=dict(suppressions or {}),
    )


WATER = pack(
    "water",
    {
        "depth": rule("depth"),
        "rise": rule("depth"),
        "stalled_car": rule("car"),
        "rain": rule("rain", group_by="area"),
        "tide": rule("tide", group_by="pack"),
        "silent": rule("depth", group_by="rule"),
    },
)
POWER = pack(
    "power",
    {"feeder": rule("feeder"), "substation": rule("substation"), "offline": rule("camera")},
    {
        "behind_feeder": Suppression(
            rules=["offline"], cause="feeder", through="feeder", reason=POWER_GONE,
            lead_s=180, linger_s=120,
        ),
        "behind_substation": Suppression(
            rules=["feeder"], cause="substation", through="substation", reason=POWER_GONE,
            lead_s=180, linger_s=120,
        ),
        "under_repair": Suppression(
            rules=["offline", "water.silent"], asset_status=["repair"],
            reason=Text(zh="检修", en="repair"), linger_s=60,
        ),
    },
)  # fmt: skip
PACKS = (WATER, POWER)
CAMERAS = tuple(f"C{n}" for n in range(1, 10))


def assets() -> dict[str, Asset]:
    places = [Asset(f"P{n}", "underpass", f"P{n}", 121, 31, "N1") for n in (1, 2, 3)]
    cameras = [
        Asset(
            id, "camera", id, 121, 31, "N1",
            attributes={"feeder": "F1", **({"watches": f"W{n}"} if n <= 3 else {})},
        )
        for n, id in enumerate(CAMERAS, 1)
    ]  # fmt: skip
    feeders = [
        Asset(id, "feeder", id, 121, 31, "N1", attributes={"substation": "S1"})
        for id in ("F1", "F2")
    ]
    return {one.id: one for one in (*places, *cameras, *feeders)}


def streams() -> dict[str, Stream]:
    wanted = [(f"W{n}", "depth", f"P{n}", "N1") for n in (1, 2, 3)]
    wanted += [(f"{id}.car", "car", id, "N1") for id in CAMERAS[:3]]
    wanted += [(f"{id}.on", "camera", id, "N1") for id in CAMERAS]
    wanted += [(f"R{n}", "rain", "", f"N{1 + n // 4}") for n in range(1, 7)]
    wanted += [("T1", "tide", "", ""), ("T2", "tide", "", "")]
    wanted += [("F1.v", "feeder", "F1", ""), ("F2.v", "feeder", "F2", "")]
    wanted += [("S1", "substation", "", "")]
    return {
        id: Stream(id, n, kind, id, "", 121, 31, asset, area)
        for n, (id, kind, asset, area) in enumerate(wanted)
    }


class Stage:
    """The town; `give` decides, applies and answers the events."""

    def __init__(self, policy: Callable[[], Policy] | None = None) -> None:
        made = policy_of(PACKS)
        self.policy = policy or (lambda: made)
        self.now_ms = START
        self.state = TownState(
            town=Town("y", "云泽", "Yunze", "Asia/Shanghai", (121, 31)),
            assets=assets(),
            streams=streams(),
        )
        self.handlers = {**CASEWORK, **OPERATIONS, **make_handlers(self.policy)}
        self.told: Callable[[tuple[Event, ...], Changes], None] | None = None
        self._raised = 0

    def give(self, body: Any, actor: str = "li") -> list[Event]:
        context = Context(actor, self.now_ms, lambda: "x", "Asia/Shanghai")
        bodies = self.handlers[type(body)](self.state, body, context)
        events, changes = [], Changes()
        for one in bodies:
            event = seal(
                one, seq=self.state.seq + 1, id="e", at_ms=self.now_ms, actor=actor, command="c",
                prev=self.state.hash,
            )  # fmt: skip
            changes.merge(apply(self.state, event))
            events.append(event)
        if self.told is not None:
            self.told(tuple(events), changes)
        return events

    def alert(self, rule: str, stream: str, level: Level = Level.BLUE, id: str = "") -> Alert:
        found = self.state.streams[stream]
        self._raised += 1
        return Alert(
            id or f"a{self._raised:02}", rule, stream, f"{rule} {stream}", level,
            AlertState.UNACKNOWLEDGED, 1, "", found.area, 121, 31, self.now_ms, self.now_ms,
        )  # fmt: skip

    def raises(self, rule: str, stream: str, level: Level = Level.BLUE) -> Alert:
        """Raise one as the engine does; answers it as it stands then."""
        alert = self.alert(rule, stream, level)
        self.give(cmd.RaiseAlert(alert), "system:detect")
        return self.state.alerts[alert.id]

    def returns(self, alert: Alert) -> None:
        self.give(cmd.ReturnAlert(alert.id, 0), "system:detect")

    def now(self, alert: Alert) -> Alert:
        return self.state.alerts[alert.id]

    def wait(self, ms: int) -> None:
        self.now_ms += ms

    def put_asset(self, id: str, **fields: Any) -> None:
        self.state.assets[id] = replace(self.state.assets[id], **fields)
