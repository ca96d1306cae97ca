"""The parts of the rule editor and of the seat's load in every state, without a network.

`python -m widgets.rule_gallery [--out FILE] [--size WxH]`. Owns sample values only.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from widgets.boards.table import ValueTable
from widgets.boards.table_model import Cell, Column, TableRow
from widgets.charts.compare_plot import ComparePlot
from widgets.charts.compared import Compared, Lane, LevelLine, Span
from widgets.charts.load_strip import Band, Load, LoadStrip
from widgets.charts.share_bars import Share, ShareBars
from widgets.map.side_panel import scrolled
from widgets.rules.form import RuleForm
from widgets.rules.rule_list import RuleListView
from widgets.rules.values import Editor, FormField, FormSection, RuleRow
from widgets.theme import tokens
from widgets.theme.style import apply_theme
from widgets.theme.tokens import Level

_LONG = "人民路下立交东侧辅道与中山北路交叉口积水 N 厘米，已封闭双向车道"
_ALL = (Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE)


def sample_rules() -> list[RuleRow]:
    """Rules in every state under their packs."""
    return [
        RuleRow("pack:a", "积水防汛", right="4 条", is_heading=True),
        RuleRow("a.1", "积水 N 厘米", "超限　24 个测点", "7 天 12 条", "已改", _ALL),
        RuleRow("a.2", "水位每分钟上涨 N 厘米", "变化率　3 个测点", "", "未保存", _ALL[1:2]),
        RuleRow("a.3", _LONG, _LONG, "7 天 1,204 条", "待生效", _ALL),
        RuleRow("a.4", "雨强 N 毫米/时", "超限　2 个测点", "", "改动未生效", _ALL, is_wrong=True),
        RuleRow("pack:b", "设备", right="1 条", is_heading=True),
        RuleRow("b.1", "已 N 分钟无水深数据", "失联　24 个测点", "", "", _ALL[2:]),
    ]


def sample_form() -> list[FormSection]:
    """Levels in use and not, fields that are changed, wrong and fixed."""
    at = FormField("red.at", "达到", Editor.NUMBER, "35", unit="厘米")
    loops = (("small", "小环"), ("large", "大环"))
    loop = FormField("red.tier", "处置环", Editor.CHOICE, "large", choices=loops)
    band = FormField(
        "deadband", "回差", Editor.NUMBER, "3", "要退回阈值以外这么多", "厘米", "0 以上",
        told="现行 2",
    )  # fmt: skip
    return [
        FormSection("intro", "超限", note="比较读数本身，单位厘米"),
        FormSection("red", "红色", (at, loop), Level.RED, True),
        FormSection(
            "orange",
            "橙色",
            (
                replace(at, key="o.at", text="12", problem="要高于黄色的 15", told="现行 25"),
                replace(loop, key="o.tier"),
            ),
            Level.ORANGE,
            True,
        ),
        FormSection("yellow", "黄色", (), Level.YELLOW, False, note="现行 15"),
        FormSection(
            "rest",
            "条件",
            (
                band,
                replace(band, key="on", label="触发延时", text="x", problem="“x”不是数值", told=""),
                FormField(
                    "latch",
                    "手动复位",
                    Editor.FLAG,
                    "true",
                    "要有人到场查看后复位",
                    choices=(("", "否"), ("true", "是")),
                ),
                FormField("where", "测点范围", Editor.FIXED, "site = road, estate"),
                FormField("title", "标题", Editor.TEXT, _LONG),
            ),
            problem="场景包里没有这个测点种类",
        ),
    ]


def sample_compared() -> Compared:
    """Two tides of water, one alarm of which would not come any more."""
    times = tuple(300.0 * at for at in range(288))
    values = tuple(20 + 18 * math.sin(at / 30) for at in range(288))
    lines = (
        LevelLine(15, Level.YELLOW, "15"),
        LevelLine(25, Level.RED, "25"),
        LevelLine(18, Level.YELLOW, "改 18", True),
    )
    now = Lane("现行", (Span(0, 27_000, Level.RED), Span(52_000, 84_000, Level.YELLOW)))
    then = Lane("改后", (Span(1_500, 26_000, Level.RED),))
    low, high = (tuple(value + by for value in values) for by in (-0.4, 0.4))
    return Compared("W07 人民路下立交", "厘米", times, low, high, lines, (now, then))


def sample_load() -> Load:
    """A calm day with a flood in the evening, and what would be left of it."""
    counts = tuple(at % 3 // 2 if at < 110 else round(14 - abs(at - 126)) for at in range(144))
    counts = tuple(max(0, count) for count in counts)
    bands = (Band(1, "平稳 ≤1"), Band(10, "泛滥 >10", Level.RED))
    ticks = tuple((at / 6, f"{at * 4:02}:00") for at in range(6))
    return Load(counts, tuple(count // 2 for count in counts), bands, ticks)


def sample_shares() -> list[Share]:
    """Shares on and off their targets."""
    return [
        Share((Level.BLUE,), "蓝色", 0.46, 0.8, "46 条，46%，宜为 80%", True),
        Share((Level.YELLOW,), "黄色", 0.16, 0.15, "16 条，16%，宜为 15%"),
        Share((Level.RED, Level.ORANGE), "红色、橙色", 0.38, 0.05, "38 条，38%，宜为 5%", True),
    ]


def sample_table() -> tuple[list[Column], list[TableRow]]:
    """Counts in every tone."""
    columns = [Column("测点")] + [Column(name, True, 72) for name in ("现行", "改后", "丢失")]
    rows = [
        TableRow("a", (Cell(_LONG, tone="bad"), Cell("14", 14), Cell("9", 9), Cell("5", 5, "bad"))),
        TableRow(
            "b",
            (
                Cell("W03 东岸新村", level=Level.ORANGE),
                Cell("3", 3),
                Cell("4", 4, "warn"),
                Cell("–", 0, "quiet"),
            ),
        ),
    ]
    return columns, rows


class RuleGallery(QWidget):
    """All parts at once, full and empty; nothing is connected."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setSpacing(2 * tokens.GRID)
        row.addLayout(self._lists(), 3)
        row.addLayout(self._forms(), 5)
        row.addLayout(self._charts(), 6)

    def _lists(self) -> QVBoxLayout:
        side = QVBoxLayout()
        rules, empty = RuleListView(), RuleListView(empty_text="没有连接，取不到规则")
        rules.set_rows(sample_rules())
        rules.set_current("a.1")
        side.addWidget(rules, 3)
        side.addWidget(empty, 1)
        return side

    def _forms(self) -> QVBoxLayout:
        side = QVBoxLayout()
        for read_only in (False, True):
            form = RuleForm()
            form.set_sections(sample_form(), read_only=read_only)
            side.addWidget(scrolled(form), 1)
        return side

    def _charts(self) -> QVBoxLayout:
        side = QVBoxLayout()
        load, shares, table = LoadStrip(), ShareBars(), ValueTable()
        load.set_load(sample_load())
        shares.set_shares(sample_shares())
        columns, rows = sample_table()
        table.set_columns(columns)
        table.set_rows(rows)
        plot, no_plot = ComparePlot(), ComparePlot(empty_text="选中一个测点，看它的曲线")
        plot.set_value(sample_compared())
        for widget, stretch in (
            (load, 2), (LoadStrip(empty_text="24 小时内没有告警"), 1), (shares, 2),
            (ShareBars(empty_text="24 小时内没有告警"), 1), (table, 2),
            (ValueTable(empty_text="没有反复抖动的告警"), 1), (plot, 4), (no_plot, 2),
        ):  # fmt: skip
            side.addWidget(widget, stretch)
        return side

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.PANEL))
        painter.end()


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the gallery, or render it to a file."""
    parser = argparse.ArgumentParser(prog="widgets.rule_gallery")
    parser.add_argument("--out", default="")
    parser.add_argument("--size", default="1920x1080")
    options = parser.parse_args(arguments)
    width, height = (int(part) for part in options.size.split("x"))
    app = QApplication(sys.argv[:1])
    apply_theme(app)
    gallery = RuleGallery()
    gallery.resize(width, height)
    gallery.show()
    if options.out:
        app.processEvents()
        return 0 if gallery.grab().save(options.out) else 1
    return int(app.exec())


if __name__ == "__main__":
    sys.exit(main())
