"""The strip of figures above the map and the header: the town at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.stream_table import StreamTable
from desktop.state.readings import LatestReadings
from desktop.state.selectors import stale_after_ms
from services.contract.model import (
    ENDED_STAGES,
    OPEN_STATES,
    AlertState,
    Level,
    ResponseLevel,
    Stream,
    TeamStatus,
    TownState,
)
from widgets.theme import tokens
from widgets.values import Figure

translate = QCoreApplication.translate

_RESPONSE_LEVELS = {
    ResponseLevel.NONE: tokens.Level.NONE,
    ResponseLevel.IV: tokens.Level.BLUE,
    ResponseLevel.III: tokens.Level.YELLOW,
    ResponseLevel.II: tokens.Level.ORANGE,
    ResponseLevel.I: tokens.Level.RED,
}
_WAITING = (AlertState.UNACKNOWLEDGED, AlertState.RETURNED_UNACKNOWLEDGED)


def figures(
    state: TownState,
    readings: LatestReadings,
    now_ms: int,
    zone: tzinfo,
    streams: StreamTable | None = None,
) -> tuple[Figure, ...]:
    """Open alerts by level, open cases, teams out, response level, rain, tide.

    `streams` are the state's, where somebody holds their table already.
    """
    table = streams or StreamTable.of(state)
    counts: tuple[Figure, ...] = (
        _alerts(state),
        _cases(state, now_ms, zone),
        _teams(state),
        _response(state, zone),
    )
    if state.town is None:
        # Nothing is known of the town yet: no figure may look like a count of nothing.
        unknown = translate("Figures", "尚无数据")
        counts = tuple(Figure(f.id, f.label, "—", "", unknown, stale=True) for f in counts)
    return (
        *counts,
        _reading_figure(
            table, readings, now_ms, "rain.intensity", "rain", translate("Figures", "当前雨强")
        ),
        _reading_figure(
            table, readings, now_ms, "tide.level", "tide", translate("Figures", "潮位")
        ),
    )


def _alerts(state: TownState) -> Figure:
    # One pass, by plain attributes: there may be ten thousand.
    kinds = Counter((a.state, a.level) for a in state.alerts.values())
    levels: Counter[Level] = Counter()
    waiting = 0
    for (stands, level), count in kinds.items():
        if stands in OPEN_STATES:
            levels[level] += count
            waiting += count if stands in _WAITING else 0
    by_level = [
        f"{tokens.LEVEL_NUMERAL[tokens.Level(int(level))]}\u2009{levels[level]}"
        for level in sorted(levels, reverse=True)
        if level
    ]
    worst = max(levels, default=Level.NONE)
    label = translate("Figures", "在报告警")
    if waiting:
        label = translate("Figures", "在报告警 · 未确认 {n}").format(n=waiting)
    return Figure(
        "alerts", label, str(levels.total()), "", "  ".join(by_level), tokens.Level(int(worst))
    )


def _cases(state: TownState, now_ms: int, zone: tzinfo) -> Figure:
    active = [c for c in state.cases.values() if c.stage not in ENDED_STAGES]
    overdue = sum(bool(c.due_ms) and c.due_ms < now_ms for c in active)
    midnight_ms = wording.midnight_ms(now_ms, zone)
    done = sum(c.closed_at_ms >= midnight_ms for c in state.cases.values() if c.closed_at_ms)
    label = translate("Figures", "在办案件")
    if overdue:
        label = translate("Figures", "在办案件 · 超时 {n}").format(n=overdue)
    return Figure(
        "cases",
        label,
        str(len(active)),
        "",
        translate("Figures", "今日结案 {n}").format(n=done),
    )


def _teams(state: TownState) -> Figure:
    out = [t for t in state.teams.values() if t.status is not TeamStatus.STANDBY]
    there = sum(t.status in (TeamStatus.ON_SITE, TeamStatus.WORKING) for t in out)
    return Figure(
        "teams",
        translate("Figures", "队伍在外"),
        f"{len(out)} / {len(state.teams)}",
        "",
        translate("Figures", "到场 {n}").format(n=there),
    )


def _response(state: TownState, zone: tzinfo) -> Figure:
    since_ms = state.operation.since_ms
    level = state.operation.level
    numeral = wording.RESPONSE_NUMERAL[level]
    return Figure(
        "response",
        translate("Figures", "响应等级"),
        translate("Figures", "{n} 级").format(n=numeral)
        if numeral
        else translate("Figures", "未启动"),
        "",
        translate("Figures", "{time} 起").format(time=wording.clock_time(since_ms, zone))
        if numeral
        else "",
        _RESPONSE_LEVELS[level],
    )


def _reading_figure(
    streams: StreamTable,
    readings: LatestReadings,
    now_ms: int,
    kind: str,
    key: str,
    label: str,
) -> Figure:
    found = highest_reading(streams.of_kind(kind), readings, kind, now_ms)
    if found is None:
        return Figure(key, label, "—", "", translate("Figures", "尚无数据"), stale=True)
    stream, value, at_ms = found
    age = now_ms - at_ms
    return Figure(
        key,
        label,
        wording.value_text(value, stream.unit),
        wording.unit_text(stream.unit),
        wording.age_text(age),
        stale=age > stale_after_ms(kind),
    )


def highest_reading(
    streams: Iterable[Stream], readings: LatestReadings, kind: str, now_ms: int
) -> tuple[Stream, float, int] | None:
    """The highest fresh value of a stream kind (the newest one when none is fresh)."""
    found = [
        (stream, *latest)
        for stream in streams
        if (latest := readings.get(stream.index)) is not None
    ]
    limit = stale_after_ms(kind)
    fresh = [row for row in found if now_ms - row[2] <= limit]
    if fresh:
        return max(fresh, key=lambda row: row[1])
    return max(found, key=lambda row: row[2], default=None)


@dataclass(frozen=True, slots=True)
class Header:
    """What the header bar says."""

    title: str
    subtitle: str
    banner: str
    banner_level: tokens.Level
    warning: str
    clock: str
    date: str


def header(state: TownState, now_ms: int, zone: tzinfo) -> Header:
    """Town, response in force, warnings in force, town time."""
    town = state.town
    numeral = wording.RESPONSE_NUMERAL[state.operation.level]
    warnings = sorted(state.warnings.values(), key=lambda w: -w.level)
    return Header(
        translate("Header", "{town} · 一张图").format(
            town=wording.town_name(town) if town else translate("Header", "未连接")
        ),
        translate("Header", "城市运行指挥"),
        translate("Header", "{plan} {n} 级响应")
        .format(plan=state.operation.plan, n=numeral)
        .strip()
        if numeral
        else "",
        _RESPONSE_LEVELS[state.operation.level],
        "　".join(
            translate("Header", "{text}（{level}，{time} 起）").format(
                text=w.text,
                level=wording.level_text(w.level),
                time=wording.clock_time(w.issued_at_ms, zone),
            )
            for w in warnings[:2]
        ),
        wording.clock_time(now_ms, zone, seconds=True) if now_ms else "—",
        wording.date_text(now_ms, zone) if now_ms else "",
    )
