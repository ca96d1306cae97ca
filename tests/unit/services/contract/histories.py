"""Random legal histories: random commands through the real handlers, refusals left out."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from msgspec.structs import replace

from services.breakers.handlers import HANDLERS as BREAKERS
from services.casework.handlers import HANDLERS as CASEWORK
from services.contract import commands as cmd
from services.contract.apply import apply
from services.contract.events import GENESIS, Event, TripOrdered, seal
from services.contract.model import (
    Alert,
    AlertState,
    Area,
    Asset,
    Level,
    MarkupKind,
    Notice,
    ResponseLevel,
    Stream,
    Team,
    TeamStatus,
    Tier,
    Town,
    TownState,
)
from services.decisions import Context, Refused
from services.detect.handlers import HANDLERS as DETECT
from services.notify.handlers import HANDLERS as NOTIFY
from services.operations.handlers import HANDLERS as OPERATIONS
from services.packs.rules import Text, Threshold, ThresholdRule
from services.packs.schema import Head, Pack, StreamKind
from services.registers.handlers import HANDLERS as REGISTERS
from services.rulebook.book import RuleBook
from services.rulebook.handlers import make_handlers

WORDS = Text(zh="积水", en="water")
PACK = Pack(
    pack=Head(id="p", version=1, title=WORDS),
    streams={"water.depth": StreamKind(unit="cm", title=WORDS)},
    rules={
        "r": ThresholdRule(
            stream="water.depth",
            levels={"blue": Threshold(at=5)},
            title=WORDS,
            class_code="x",
            deadband=1,
            on_delay_s=0,
            off_delay_s=0,
        )
    },
)
RULEBOOK = make_handlers(RuleBook((PACK,)))
HANDLERS = {**CASEWORK, **OPERATIONS, **REGISTERS, **DETECT, **NOTIFY, **RULEBOOK, **BREAKERS}
START = 1_784_325_600_000
SQUARE = ((121.0, 31.0), (121.2, 31.0), (121.2, 31.2), (121.0, 31.0))


def town_command(name: str = "云泽") -> cmd.RegisterTown:
    return cmd.RegisterTown(
        Town("y", name, "Yunze", "Asia/Shanghai", (121.1, 31.1)),
        (Area("N1", "东街", "neighbourhood", (SQUARE,)),),
        (Asset("U2", "underpass", "下立交", 121.1, 31.1, "N1", "open", {"close": 25.0}),),
        tuple(Stream(f"W{n}", 0, "water.depth", f"{n}", "cm", 121.0, 31.0) for n in range(3)),
        tuple(Team(f"T{n}", f"{n} 队", 9, 121.0, 31.0) for n in range(3)),
    )


def breaker_town() -> cmd.RegisterTown:
    """The town with a breaker on its first stream."""
    town = town_command()
    breaker = Asset("B1", "breaker", "空开", 121.1, 31.1, "N1")
    first = replace(town.streams[0], asset="B1")
    return replace(town, assets=(*town.assets, breaker), streams=(first, *town.streams[1:]))


def latched_alert(id: str) -> Alert:
    """An alert on the first stream that stands until it is reset."""
    return Alert(
        id, "r", "W0", "违规充电", Level.ORANGE, AlertState.UNACKNOWLEDGED, 1.0, "", "N1", 121.0,
        31.0, START, START, latched=True,
    )  # fmt: skip


def random_trip(rng: Random) -> cmd.CommandBody:
    """A command about the breaker; how an order ended is told after it."""
    choices: list[cmd.CommandBody] = [
        breaker_town(),
        cmd.RaiseAlert(latched_alert(f"A{rng.randrange(6)}")),
        cmd.RaiseAlert(latched_alert(f"A{rng.randrange(6)}")),
        cmd.OrderTrip(f"A{rng.randrange(6)}"),
        cmd.OrderTrip(f"A{rng.randrange(6)}"),
        cmd.SetAssetStatus("B1", rng.choice(["active", "tripped"])),
    ]
    return rng.choice(choices)


def random_markup(rng: Random) -> cmd.CommandBody:
    """A command about one of a few markups."""
    id, text = f"M{rng.randrange(4)}", rng.choice(["", "封路"])
    kind = rng.choice(list(MarkupKind))
    lonlat = SQUARE[: rng.randrange(1, 4)]
    choices: list[cmd.CommandBody] = [
        cmd.DrawMarkup(id, kind, lonlat, 50.0, text, "closure", rng.choice(["", "N1"])),
        cmd.ChangeMarkup(id, lonlat, 80.0, text),
        cmd.EraseMarkup(id),
    ]
    return rng.choice(choices)


def random_notice(rng: Random) -> cmd.CommandBody:
    """A step of a ladder, or the end of one of its messages."""
    alert, step = f"A{rng.randrange(6)}", rng.randrange(2)
    notice = Notice(f"k{alert}{step}", "sms", "zhang")
    choices: list[cmd.CommandBody] = [
        cmd.StepEscalation(alert, "night", step, START, (notice,)),
        cmd.RecordNotification(alert, notice, rng.random() < 0.5, 1, "r"),
    ]
    return rng.choice(choices)


def random_holding(rng: Random) -> cmd.CommandBody:
    """A command that holds alerts back, lets them go or ends them, or about their rules."""
    a, stream = f"A{rng.randrange(6)}", f"W{rng.randrange(4)}"
    rule, text = rng.choice(["", "r"]), rng.choice(["", "检修"])
    choices: list[cmd.CommandBody] = [
        cmd.SuppressAlert(a, "A0", "停电"),
        cmd.ReleaseAlert(a),
        cmd.ResetAlert(a, text),
        cmd.AcknowledgeAlerts(("A1", "A2", a)),
        cmd.TakeOutOfService(stream, rule, text),
        cmd.ReturnToService(stream, rule),
        cmd.ChangeRule("p.r", rng.choice(["{}", '{"deadband": 3}', "[", "[]"]), text),
        cmd.RecordReload(("r",)),
    ]
    return rng.choice(choices)


def random_team(rng: Random) -> cmd.CommandBody:
    """A command about a team there is, in the order in which teams report."""
    case, team = f"K{rng.randrange(6)}", f"T{rng.randrange(3)}"
    choices: list[cmd.CommandBody] = [
        cmd.DispatchTeam(case, team),
        cmd.ReportTeam(team, TeamStatus.ON_SITE),
        cmd.ReportTeam(team, TeamStatus.RETURNING),
    ]
    return rng.choice(choices)


def random_command(rng: Random, now: int) -> cmd.CommandBody:
    """Any command, often about things that exist."""
    if rng.random() < 0.1:
        return random_team(rng)
    if rng.random() < 0.2:
        return random_holding(rng)
    if rng.random() < 0.1:
        return random_trip(rng)
    if rng.random() < 0.1:
        return random_notice(rng)
    return random_markup(rng) if rng.random() < 0.15 else daily_command(rng, now)


def daily_command(rng: Random, now: int) -> cmd.CommandBody:
    """Any command of release 0.1: the golden bytes of a history pin what they became."""
    a, c, t = (f"{letter}{rng.randrange(6)}" for letter in "AKT")
    text = rng.choice(["", "已处置", "水位下降"])
    level = Level(rng.randrange(5))
    alert = Alert(
        a, "r", f"W{rng.randrange(4)}", "积水", level, AlertState.UNACKNOWLEDGED, 15.0, "cm",
        "N1", 121.0, 31.0, now, now,
    )  # fmt: skip
    choices: list[cmd.CommandBody] = [
        cmd.RaiseAlert(alert),
        cmd.RaiseAlertLevel(a, level, rng.random(), "更深", "r"),
        cmd.ReturnAlert(a, rng.random()),
        cmd.ExpireShelf(a),
        cmd.AcknowledgeAlert(a),
        cmd.ShelveAlert(a, now + rng.randrange(-9, 90) * 60_000, text),
        cmd.UnshelveAlert(a),
        cmd.OpenCase(c, text, "x", rng.choice(list(Tier)), alert=rng.choice(["", a])),
        cmd.DispatchTeam(c, t),
        cmd.ReportTeam(t, rng.choice(list(TeamStatus))),
        cmd.NoteCase(c, text),
        cmd.ChangeTier(c, rng.choice(list(Tier)), text),
        cmd.CloseCase(c, text),
        cmd.VoidCase(c, text),
        cmd.SetResponseLevel(rng.choice(list(ResponseLevel)), "防汛"),
        cmd.IssueWarning("rain", level, "雨", "台"),
        cmd.LiftWarning("rain"),
        cmd.SetAssetStatus("U2", rng.choice(["open", "closed"])),
        town_command(rng.choice(["云泽", "云泽镇"])),
    ]
    return rng.choice(choices)


def random_history(
    seed: int, commands: int, make: Callable[[Random, int], cmd.CommandBody] = random_command
) -> list[Event]:
    """Sealed events of `commands` commands of `make`, after the town's registration."""
    rng = Random(seed)
    state, now = TownState(), START
    events: list[Event] = []
    pending: list[cmd.CommandBody] = [town_command()]
    for number in range(commands):
        body: Any = pending.pop() if pending else make(rng, now)
        now += rng.randrange(0, 600_000)
        context = Context("值班员", now, lambda: "x", "Asia/Shanghai")
        try:
            bodies = HANDLERS[type(body)](state, body, context)
        except Refused:
            continue
        for one in bodies:
            event = seal(
                one,
                seq=state.seq + 1,
                id=f"e{state.seq + 1}",
                at_ms=now,
                actor=context.actor,
                command=f"c{number}",
                prev=state.hash or GENESIS,
            )
            apply(state, event)
            events.append(event)
            if isinstance(one, TripOrdered):
                sent = rng.random() < 0.5
                pending.append(cmd.RecordTrip(one.trip.asset, one.trip.key, sent, 1, "r"))
    return events
