"""What a back-test found, as its table, its figures and its curve show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.link.rulebook import Report, Stretch, TrialCurve, TrialRow
from desktop.models import wording
from desktop.models.load_bands import bands, day_ticks, day_time, offset_ms
from desktop.models.rule_list import chosen
from desktop.state.seat_load import FLOOD
from services.contract.model import Level, Stream
from widgets.boards.table_model import Cell, Column, TableRow
from widgets.charts.compared import Compared, Lane, LevelLine, Span
from widgets.charts.load_strip import Load
from widgets.theme import tokens
from widgets.values import Figure

translate = QCoreApplication.translate

_NUMBER: Final = 10 * tokens.GRID


def columns() -> tuple[Column, ...]:
    """The columns of the table."""
    return (
        Column(translate("Backtest", "测点")),
        Column(
            translate("Backtest", "现行"), True, _NUMBER, translate("Backtest", "现行规则的告警数")
        ),
        Column(translate("Backtest", "改后"), True, _NUMBER, translate("Backtest", "改后的告警数")),
        Column(
            translate("Backtest", "新增"),
            True,
            _NUMBER,
            translate("Backtest", "现行不报、改后会报"),
        ),
        Column(
            translate("Backtest", "丢失"),
            True,
            _NUMBER,
            translate("Backtest", "现行会报、改后不报"),
        ),
        Column(translate("Backtest", "提前"), True, _NUMBER, translate("Backtest", "改后报得更早")),
        Column(translate("Backtest", "推迟"), True, _NUMBER, translate("Backtest", "改后报得更晚")),
        Column(
            translate("Backtest", "平均时差"),
            True,
            11 * tokens.GRID,
            translate("Backtest", "提前或推迟的告警平均差多少"),
        ),
        Column(translate("Backtest", "最高等级"), False, 18 * tokens.GRID),
    )


def rows(report: Report, streams: Mapping[str, Stream]) -> list[TableRow]:
    """One row a stream, those that change most first; what stays as it is at the end."""
    ordered = sorted(report.rows, key=lambda row: (-_weight(row), -_level(row), row.stream))
    return [_row(row, streams.get(row.stream)) for row in ordered]


def _weight(row: TrialRow) -> int:
    changed = row.gained + row.lost + row.earlier + row.later
    return row.lost_red * 1_000_000 + changed * 1_000


def _level(row: TrialRow) -> int:
    return max(row.worst_now, row.worst_then)


def _row(row: TrialRow, stream: Stream | None) -> TableRow:
    name = f"{row.stream} {stream.name}" if stream is not None else row.stream
    tip = ""
    if row.lost_red:
        tip = translate("Backtest", "丢失 {n} 条红色告警").format(n=row.lost_red)
    return TableRow(
        row.stream,
        (
            Cell(name, tone="bad" if row.lost_red else ""),
            _count(row.now),
            _count(row.then),
            _count(row.gained, "warn"),
            _count(row.lost, "bad"),
            _count(row.earlier, "good"),
            _count(row.later, "warn"),
            Cell(shift_text(row.shift_s), row.shift_s, "" if row.shift_s else "quiet"),
            _worst(row),
        ),
        tip,
    )


def _count(count: int, tone: str = "") -> Cell:
    return Cell(str(count) if count else "–", count, tone if count else "quiet")


def _worst(row: TrialRow) -> Cell:
    now, then = Level(row.worst_now), Level(row.worst_then)
    shown = tokens.Level(int(then or now))
    if now == then:
        return Cell(_reached(then), float(then), level=shown)
    text = f"{_reached(now)} → {_reached(then)}"
    return Cell(text, float(then), "bad" if then < now else "", shown)


def _reached(level: Level) -> str:
    """A level, or that there was no alarm."""
    return wording.level_text(level) if level else translate("Backtest", "不报")


def shift_text(seconds: float) -> str:
    """How much earlier or later: −2:30, +0:45."""
    if abs(seconds) < 0.5:
        return "–"
    sign = "+" if seconds > 0 else "−"
    return sign + wording.duration_text(abs(seconds) * 1000)


def figures(report: Report) -> list[Figure]:
    """The sums over all streams."""
    now = report.total_now or sum(row.now for row in report.rows)
    then = report.total_then or sum(row.then for row in report.rows)
    gained, lost = sum(r.gained for r in report.rows), sum(r.lost for r in report.rows)
    early, late = sum(r.earlier for r in report.rows), sum(r.later for r in report.rows)
    red = lost_red(report)
    red_text = translate("Backtest", "其中红色 {n}").format(n=red) if red else ""
    peaks = [max(load, default=0) for load in (report.load_now, report.load_then)]
    flooded = [sum(1 for n in load if n > FLOOD) for load in (report.load_now, report.load_then)]
    worst = tokens.Level
    return [
        Figure("alarms", translate("Backtest", "告警"), f"{now}→{then}"),
        Figure("gained", translate("Backtest", "新增"), str(gained)),
        Figure(
            "lost",
            translate("Backtest", "丢失"),
            str(lost),
            note=red_text,
            level=worst.RED if red else worst.NONE,
        ),
        Figure("shifted", translate("Backtest", "提前 / 推迟"), f"{early} / {late}"),
        Figure(
            "peak",
            translate("Backtest", "每 10 分钟最多"),
            f"{peaks[0]}→{peaks[1]}",
        ),
        Figure(
            "floods",
            translate("Backtest", "泛滥时段"),
            f"{flooded[0]}→{flooded[1]}",
            level=worst.ORANGE if flooded[1] else worst.NONE,
        ),
    ]


def lost_red(report: Report) -> int:
    """Red alarms that would not come any more."""
    return sum(row.lost_red for row in report.rows)


def about(report: Report, zone: tzinfo) -> str:
    """Over what was tested, and what that leaves out."""
    text = translate("Backtest", "{start} 至 {end}，{streams} 个测点，{readings} 条读数").format(
        start=day_time(report.from_ms, zone),
        end=day_time(report.to_ms, zone),
        streams=report.streams,
        readings=f"{report.readings:,}",
    )
    return "　".join([text, *(chosen(note) for note in report.notes)])


def load(report: Report, zone: tzinfo) -> Load:
    """Alarms per bucket as they were, and as they would have been as an outline."""
    count = max(len(report.load_now), len(report.load_then))
    if not count:
        return Load()
    now, then = _filled(report.load_now, count), _filled(report.load_then, count)
    tips = []
    for at in range(count):
        start = report.from_ms + at * report.bucket_ms
        text = translate("Backtest", "{time}　现行 {now}，改后 {then}")
        tips.append(text.format(time=day_time(start, zone), now=now[at], then=then[at]))
    ticks = day_ticks(report.from_ms, count * report.bucket_ms, zone)
    return Load(now, then, bands(), ticks, tuple(tips))


def _filled(counts: Sequence[int], count: int) -> tuple[int, ...]:
    return (*counts, *(0,) * (count - len(counts)))


def compared(
    curve: TrialCurve, stream: Stream | None, name: str, end_ms: int, zone: tzinfo
) -> Compared:
    """The curve of one stream; times shifted to the town's clock."""
    offset = offset_ms(curve.at_ms[0], zone) / 1000 if curve.at_ms else 0.0
    lanes = tuple(
        Lane(title, tuple(_span(one, end_ms, offset) for one in spans))
        for title, spans in (
            (translate("Backtest", "现行"), curve.now),
            (translate("Backtest", "改后"), curve.then),
        )
    )
    same = {(line.level, line.at) for line in curve.lines_now}
    lines = [
        LevelLine(line.at, tokens.Level(line.level), f"{line.at:g}", False)
        for line in curve.lines_now
    ]
    lines += [
        LevelLine(
            line.at,
            tokens.Level(line.level),
            translate("Backtest", "改 {at}").format(at=f"{line.at:g}"),
            True,
        )
        for line in curve.lines_then
        if (line.level, line.at) not in same
    ]
    return Compared(
        f"{name} {stream.name}" if stream is not None else name,
        wording.unit_text(stream.unit) if stream is not None else "",
        tuple(at / 1000 + offset for at in curve.at_ms),
        tuple(_known(one) for one in curve.low),
        tuple(_known(one) for one in curve.high),
        tuple(lines),
        lanes,
    )


def _span(one: Stretch, end_ms: int, offset: float) -> Span:
    end = one.to_ms or end_ms
    return Span(one.from_ms / 1000 + offset, end / 1000 + offset, tokens.Level(one.level))


def _known(value: float | None) -> float:
    return float("nan") if value is None else value
