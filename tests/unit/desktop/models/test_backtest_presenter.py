"""A report as its table, figures, load and curve show it."""

from __future__ import annotations

import math

import msgspec
import pytest

from desktop.link.rulebook import Report, TrialCurve
from desktop.models import backtest_presenter as shown
from tests.fakes import town as fake
from tests.fakes.rulebook import make_curve, make_report
from widgets.theme.tokens import Level

REPORT = msgspec.convert(make_report(lost_red=1), Report)
CURVE = msgspec.convert(make_curve({"levels": {"yellow": {"at": 18}}}), TrialCurve)
STREAMS = fake.registers().state.streams


def test_what_changes_most_stands_first() -> None:
    rows = shown.rows(REPORT, STREAMS)
    assert [row.id for row in rows] == ["W1", "W2"]
    texts = [cell.text for cell in rows[0].cells]
    assert texts == ["W1 人民路下立交", "14", "9", "1", "6", "2", "–", "−02:30", "红色 → 橙色"]
    assert rows[0].tip == "丢失 1 条红色告警"
    assert [cell.tone for cell in rows[1].cells[3:7]] == ["quiet"] * 4


def test_of_rows_that_change_alike_the_worst_stands_first() -> None:
    calm = REPORT.rows[0]
    for name in ("gained", "lost", "earlier", "later", "lost_red"):
        calm = msgspec.structs.replace(calm, **{name: 0})
    mild = msgspec.structs.replace(calm, stream="A", worst_now=1, worst_then=1)
    bad = msgspec.structs.replace(calm, stream="B", worst_now=1, worst_then=4)
    report = msgspec.structs.replace(REPORT, rows=[mild, bad])
    assert [row.id for row in shown.rows(report, STREAMS)] == ["B", "A"]


def test_a_row_has_a_cell_for_every_column() -> None:
    count = len(shown.columns())
    assert all(len(row.cells) == count for row in shown.rows(REPORT, STREAMS))


def test_a_stream_unknown_here_is_called_by_its_id() -> None:
    assert shown.rows(REPORT, {})[0].cells[0].text == "W1"


def test_the_figures_sum_up_all_streams() -> None:
    figures = {one.id: one for one in shown.figures(REPORT)}
    assert figures["alarms"].value == "17→12"
    assert (figures["gained"].value, figures["lost"].value) == ("1", "6")
    assert figures["lost"].level is Level.RED and "1" in figures["lost"].note
    assert figures["shifted"].value == "2 / 0"
    assert figures["peak"].value == "14→10"
    assert figures["floods"].value.endswith("→0") and figures["floods"].level is Level.NONE


def test_the_load_shows_both_ways_on_one_scale() -> None:
    load = shown.load(REPORT, fake.ZONE)
    assert load.counts == REPORT.load_now and load.outline == REPORT.load_then
    assert len(load.tips) == len(load.counts)
    assert [band.at for band in load.bands] == [1, 10]
    assert all(0 <= place <= 1 for place, _ in load.ticks)


def test_loads_of_unequal_length_are_filled_up() -> None:
    report = msgspec.structs.replace(REPORT, load_now=(3,), load_then=(1, 2))
    assert shown.load(report, fake.ZONE).counts == (3, 0)


def test_what_was_tested_and_what_it_leaves_out_is_said() -> None:
    about = shown.about(REPORT, fake.ZONE)
    assert about.startswith("07-17 20:35 至 07-18 20:35，24 个测点，345,600 条读数")
    assert about.endswith("抑制和搁置不计在内")


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "–"), (0.2, "–"), (45, "+00:45"), (-150, "−02:30")]
)
def test_a_shift_has_its_sign(seconds: float, text: str) -> None:
    assert shown.shift_text(seconds) == text


def test_a_curve_has_lines_and_alarms_of_both_ways() -> None:
    value = shown.compared(CURVE, STREAMS["W1"], "W1", fake.NOW, fake.ZONE)
    assert [lane.name for lane in value.lanes] == ["现行", "改后"]
    assert [(line.at, line.is_new) for line in value.lines] == [
        (5, False), (15, False), (25, False), (18, True),
    ]  # fmt: skip
    assert value.title == "W1 人民路下立交" and value.unit == "厘米"


def test_an_alarm_that_stands_reaches_to_the_end() -> None:
    value = shown.compared(CURVE, None, "W1", fake.NOW, fake.ZONE)
    offset = 8 * 3600
    assert value.lanes[0].spans[1].end == fake.NOW / 1000 + offset
    assert value.times[0] == CURVE.at_ms[0] / 1000 + offset


def test_spans_without_readings_are_gaps() -> None:
    curve = TrialCurve((0, 1000), (None, 1.0), (None, 2.0))
    value = shown.compared(curve, None, "W1", 1000, fake.ZONE)
    assert math.isnan(value.low[0]) and value.high[1] == 2.0
