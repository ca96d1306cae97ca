"""The load of a seat as its window shows it (EEMUA 191): rates, bands, shares and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.load_bands import bands, day_ticks, day_time
from desktop.state.seat_load import FLOOD, STEADY, BadActor, Chatter, LevelShare, LoadReport
from desktop.state.values import PendingCommand
from services.contract.commands import OpenCase
from services.contract.model import ENDED_STAGES, Alert, Case, Level, TownState
from widgets.boards.table_model import Cell, Column, TableRow
from widgets.charts.load_strip import Load
from widgets.charts.share_bars import Share
from widgets.theme import tokens
from widgets.values import Figure

translate = QCoreApplication.translate

REPAIR: Final = "device.repair"
"""Class of a case about a device that alarms too often."""
_OFF_TARGET: Final = 0.10
"""How far a share may lie from its target before it is marked."""
_BETWEEN: Final = "\t"


def figures(report: LoadReport, *, stale: bool = False) -> list[Figure]:
    """The strip at the top. `stale`: nothing has come since the connection was lost."""
    level = tokens.Level.RED if report.in_flood else tokens.Level.NONE
    if not report.in_flood and report.rate_now > FLOOD // 2:
        level = tokens.Level.YELLOW
    busy = sum(1 for bucket in report.buckets if bucket.count > STEADY)
    parts = (
        ("now", translate("Seat", "近 10 分钟"), str(report.rate_now), _now_note(report), level),
        ("mean", translate("Seat", "24 小时平均"), f"{report.mean:.1f}", "", None),
        ("peak", translate("Seat", "24 小时最多"), str(report.peak), "", None),
        ("busy", translate("Seat", "超过平稳"), share_text(busy / len(report.buckets)), "", None),
        ("floods", translate("Seat", "泛滥"), str(len(report.floods)), "", None),
        ("standing", translate("Seat", "在报"), str(report.standing), "", None),
        ("stale", translate("Seat", "久报"), str(len(report.stale)), "", None),
        ("held", translate("Seat", "搁置、抑制、停用"), str(report.held), "", None),
    )
    none = tokens.Level.NONE
    return [
        Figure(id, label, value, "", note, tone or none, stale)
        for id, label, value, note, tone in parts
    ]


def _now_note(report: LoadReport) -> str:
    return translate("Seat", "泛滥中") if report.in_flood else ""


def share_text(share: float) -> str:
    """A part of 1 in percent."""
    return f"{share * 100:.0f}%"


def load(report: LoadReport, zone: tzinfo) -> Load:
    """Annunciations per ten minutes over the last day."""
    if not report.buckets:
        return Load()
    first = report.buckets[0].from_ms
    counts = tuple(bucket.count for bucket in report.buckets)
    step = 600_000
    tips = tuple(
        translate("Seat", "{time} 起 10 分钟：{n} 条").format(
            time=day_time(bucket.from_ms, zone), n=bucket.count
        )
        for bucket in report.buckets
    )
    ticks = day_ticks(first, len(counts) * step, zone, most=12)
    return Load(counts, (), bands(), ticks, tips)


def shares(report: LoadReport) -> list[Share]:
    """How annunciations divide among the levels, the mildest first; none without any."""
    return [_share(one) for one in report.by_level] if report.total else []


def _share(one: LevelShare) -> Share:
    worst_first = sorted(one.levels, reverse=True)
    name = translate("Seat", "、").join(wording.level_text(level) for level in worst_first)
    text = translate("Seat", "{n} 条，{share}，宜为 {target}").format(
        n=one.count, share=share_text(one.share), target=share_text(one.target)
    )
    levels = tuple(tokens.Level(int(level)) for level in worst_first)
    # Too few mild ones or too many severe ones: either way severe alarms lose their meaning.
    is_mild = one.target > 0.5
    off = one.target - one.share if is_mild else one.share - one.target
    return Share(levels, name, one.share, one.target, text, off > _OFF_TARGET)


# Bad actors


def actor_id(actor: BadActor) -> str:
    """What a row of the bad actors is told by."""
    return f"{actor.rule}{_BETWEEN}{actor.stream}"


def find_actor(report: LoadReport | None, id: str) -> BadActor | None:
    """The bad actor of a row."""
    actors = report.bad_actors if report is not None else ()
    return next((one for one in actors if actor_id(one) == id), None)


def actor_columns() -> tuple[Column, ...]:
    """The columns of the bad actors."""
    return (
        Column("#", True, 5 * tokens.GRID),
        Column(translate("Seat", "告警")),
        Column(translate("Seat", "测点"), False, 24 * tokens.GRID),
        Column(translate("Seat", "最高等级"), False, 14 * tokens.GRID),
        Column(translate("Seat", "次数"), True, 9 * tokens.GRID),
        Column(
            translate("Seat", "占比"), True, 9 * tokens.GRID, translate("Seat", "占全部告警的比例")
        ),
        Column(translate("Seat", "检修单"), False, 20 * tokens.GRID),
    )


def actor_rows(
    report: LoadReport, state: TownState, pending: Iterable[PendingCommand]
) -> list[TableRow]:
    """One row a bad actor, the most frequent first."""
    repairs, waiting = open_repairs(state.cases), pending_repairs(pending)
    rows = []
    for at, actor in enumerate(report.bad_actors, start=1):
        case = repairs.get(actor.stream)
        if case is not None:
            repair = Cell(f"{case.number} {wording.stage_text(case.stage)}")
        elif actor.stream in waiting:
            repair = Cell(translate("Seat", "已发出"), tone="warn")
        else:
            repair = Cell("–", tone="quiet")
        rows.append(
            TableRow(
                actor_id(actor),
                (
                    Cell(str(at), at, "quiet"),
                    Cell(alert_name(state, actor.alert, actor.rule)),
                    Cell(stream_name(state, actor.stream)),
                    _level(actor.worst),
                    Cell(str(actor.count), actor.count),
                    Cell(share_text(actor.share), actor.share),
                    repair,
                ),
            )
        )
    return rows


def open_repairs(cases: Mapping[str, Case]) -> dict[str, Case]:
    """Repair cases that are not ended, by the stream they are about."""
    return {
        case.place: case
        for case in cases.values()
        if case.class_code == REPAIR and case.stage not in ENDED_STAGES
    }


def pending_repairs(pending: Iterable[PendingCommand]) -> set[str]:
    """Streams a repair case is on its way for."""
    return {
        one.body.place
        for one in pending
        if isinstance(one.body, OpenCase) and one.body.class_code == REPAIR
    }


def repair_title(state: TownState, actor: BadActor) -> str:
    """What a repair case is called."""
    text = translate("Seat", "检修：{name} 24 小时内反复告警 {n} 次")
    return text.format(name=stream_name(state, actor.stream), n=actor.count)


# Chattering and stale


def chatter_columns() -> tuple[Column, ...]:
    """The columns of chattering alarms."""
    return (
        Column(translate("Seat", "告警")),
        Column(translate("Seat", "测点"), False, 20 * tokens.GRID),
        Column(translate("Seat", "反复"), True, 15 * tokens.GRID),
        Column(translate("Seat", "最近"), True, 12 * tokens.GRID),
    )


def chatter_rows(report: LoadReport, state: TownState) -> list[TableRow]:
    """One row an alarm that repeats; what still does comes first."""
    ordered = sorted(report.chattering, key=lambda one: (-one.last_ms, one.rule, one.stream))
    return [_chatter(one, report.now_ms, state) for one in ordered]


def _chatter(one: Chatter, now_ms: int, state: TownState) -> TableRow:
    goes_on = one.last_ms > now_ms - one.window_ms
    repeats = translate("Seat", "{n} 次/{minutes} 分").format(
        n=one.repeats, minutes=one.window_ms // 60_000
    )
    return TableRow(
        one.alert,
        (
            Cell(alert_name(state, one.alert, one.rule)),
            Cell(stream_name(state, one.stream)),
            Cell(repeats, one.repeats, "warn" if goes_on else ""),
            Cell(wording.age_text(now_ms - one.last_ms), one.last_ms),
        ),
    )


def stale_columns() -> tuple[Column, ...]:
    """The columns of alarms that stand too long."""
    return (
        Column("", False, 5 * tokens.GRID),
        Column(translate("Seat", "告警")),
        Column(translate("Seat", "状态"), False, 20 * tokens.GRID),
        Column(translate("Seat", "已报"), True, 12 * tokens.GRID),
    )


def stale_rows(report: LoadReport, state: TownState) -> list[TableRow]:
    """One row an alarm that has stood for more than a day, the oldest first."""
    alerts = (state.alerts.get(id) for id in report.stale)
    return [_stale(alert, report.now_ms) for alert in alerts if alert is not None]


def _stale(alert: Alert, now_ms: int) -> TableRow:
    span = now_ms - alert.raised_at_ms
    hours = translate("Seat", "{n} 小时").format(n=span // 3_600_000)
    return TableRow(
        alert.id,
        (
            Cell("", float(alert.level), level=tokens.Level(int(alert.level))),
            Cell(wording.alert_title(alert)),
            Cell(wording.alert_state_text(alert.state)),
            Cell(hours, span),
        ),
    )


def _level(level: Level) -> Cell:
    return Cell(wording.level_text(level), float(level), level=tokens.Level(int(level)))


def alert_name(state: TownState, alert: str, rule: str) -> str:
    """What the alert says; its rule when the alert is no longer known."""
    found = state.alerts.get(alert)
    return wording.alert_title(found) if found is not None else rule


def stream_name(state: TownState, stream: str) -> str:
    """A stream with its name, as far as it is known."""
    found = state.streams.get(stream)
    return f"{stream} {found.name}" if found is not None and found.name != stream else stream
