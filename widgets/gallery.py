"""Every widget in every state on one page, without a network.

`python -m widgets.gallery [--out FILE] [--size WxH]`. Owns sample values only.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QPolygonF
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.boards.banner import Banner
from widgets.boards.detail import DetailPanel
from widgets.boards.figures import FigureStrip
from widgets.boards.header import HeaderBar
from widgets.boards.status import StatusBar
from widgets.cameras.column import TileColumn
from widgets.charts.level_chart import ChartRow
from widgets.queue.stages import StageStrip
from widgets.queue.view import QueueView
from widgets.theme import tokens
from widgets.theme.style import apply_theme
from widgets.theme.tokens import Level
from widgets.values import (
    Action,
    Age,
    Detail,
    Figure,
    LogLine,
    QueueRow,
    Series,
    StageCount,
    StatusItem,
    Threshold,
    Tile,
)

_LONG = "人民路下立交东侧辅道与中山北路交叉口积水并有车辆滞留，已封闭双向车道"


def sample_rows() -> list[QueueRow]:
    """Queue rows in every state."""
    return [
        QueueRow(
            "case:1",
            Level.RED,
            "W07 下立交积水 36 厘米，已封闭",
            "人民路下立交 · 中环 · 3 队到场",
            "12:48",
            "处置中",
        ),
        QueueRow(
            "case:2",
            Level.ORANGE,
            "W03 小区积水 25 厘米",
            "东岸新村 · 升级大环",
            "-03:10",
            "派遣",
            overdue=True,
        ),
        QueueRow(
            "case:3",
            Level.ORANGE,
            "车辆滞留（未确认）",
            "人民路下立交 · 110 联动",
            "—",
            "待立案",
            unacknowledged=True,
        ),
        QueueRow(
            "case:4",
            Level.YELLOW,
            "W11 道路积水（待发送）",
            "滨河路 · 市政 1 队",
            "26:02",
            "处置中",
            pending=True,
        ),
        QueueRow(
            "case:5",
            Level.RED,
            _LONG,
            _LONG,
            "1 个工作日 4 小时 30 分",
            "等待上级部门批复",
            True,
            True,
            True,
        ),
        QueueRow("case:6", Level.BLUE, "电动车进电梯", "华苑 6 号楼 · 物业已劝离", "—", "核查"),
        QueueRow("case:7", Level.NONE, "路面井盖位移", "滨河路 · 市政 2 队", "1:12:40", "已结案"),
    ]


def sample_still(width: int = 640, height: int = 360) -> bytes:
    """A drawn street as an encoded still."""
    pixmap = QPixmap(width, height)
    pixmap.fill(QColor(tokens.RAISED))
    painter = QPainter(pixmap)
    painter.fillRect(QRectF(0, 0, width, height * 0.35), QColor(tokens.PANEL))
    corners = ((0.0, 1.0), (0.3, 0.5), (0.7, 0.5), (1.0, 1.0))
    painter.setBrush(QColor(tokens.FAINT))
    painter.drawPolygon(QPolygonF([QPointF(x * width, y * height) for x, y in corners]))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())


def sample_tiles(image: bytes) -> list[Tile]:
    """Camera tiles in every state."""
    ready = Tile(
        "cam:1",
        "人民路下立交 东向",
        Level.RED,
        "20:21",
        Age("0.3 秒"),
        "36.5 厘米 ↑ 0.8/分",
        "直播",
        image,
        "a",
    )
    return [
        ready,
        replace(
            ready,
            id="cam:2",
            name="东岸新村 2 号门",
            level=Level.ORANGE,
            mark="静像",
            age=Age("2 小时 30 分", True),
            state="stale",
            image_key="b",
        ),
        replace(
            ready,
            id="cam:3",
            name="华苑 6 号楼 电梯",
            level=Level.BLUE,
            mark="加载中",
            age=Age(),
            overlay="",
            image=b"",
            state="loading",
        ),
        replace(
            ready,
            id="cam:4",
            name="滨河路 18 号",
            level=Level.YELLOW,
            mark="离线",
            age=Age("12 分", True),
            overlay="",
            image=b"",
            state="offline",
        ),
        replace(
            ready,
            id="cam:5",
            name=_LONG,
            level=Level.NONE,
            mark="无权限",
            age=Age(),
            overlay="",
            image=b"",
            state="denied",
        ),
    ]


def sample_series() -> list[Series]:
    """Charts: live with rain, normal, stale, empty."""
    start = 18 * 3600.0
    times = tuple(start + 300 * at for at in range(32))
    values = tuple(2 + 34.5 / (1 + math.exp((22 - at) / 2.5)) for at in range(32))
    rain = tuple(2.0 + 9 * (18 < at < 30) for at in range(32))
    lines = (Threshold(15, Level.YELLOW, "15"), Threshold(25, Level.RED, "25"))
    live = Series(
        "w07",
        "W07 人民路下立交",
        "厘米",
        times,
        values,
        lines,
        times,
        rain,
        "毫米",
        "36.5",
        Level.RED,
        Age("3 秒"),
        "预计 20:39 见顶 39",
    )
    return [
        live,
        replace(
            live,
            id="w03",
            title="W03 东岸新村",
            level=Level.NONE,
            latest="8.2",
            note="",
            values=tuple(value / 4 for value in values),
        ),
        replace(live, id="w11", title="W11 滨河路", age=Age("38 分", True), latest="15.4", note=""),
        Series("w12", "W12 北街", "厘米"),
    ]


def sample_figures() -> list[Figure]:
    """Figures: normal, with a level, stale, long."""
    return [
        Figure("a", "未确认告警", "3", "", "23 条并为 6 组", Level.RED),
        Figure("b", "在办案件", "18", "件", "较昨日 +11"),
        Figure("c", "队伍在外", "6 / 9", "", "到场 4"),
        Figure("d", "水泵运行", "4 / 14", "台", "2 台故障", Level.ORANGE),
        Figure("e", "转移安置", "287 / 312", "人", "走访 25"),
        Figure("f", "首达时间", "14", "分", "38 分钟前", stale=True),
    ]


def sample_detail() -> Detail:
    """A case with a chain, actions and a chronology."""
    steps = ("感知", "上屏", "确认", "派遣 3 队", "到场 13 分 38 秒")
    chain = tuple(LogLine(f"20:1{at}:04", text) for at, text in enumerate(steps))
    lines = (
        "水位 36.5 厘米，上涨 0.8 厘米/分",
        "水泵 P-09、P-10 启动，排水 20 毫米/时",
        "3 队到场，东西两向封闭到位",
        _LONG,
    )
    return Detail(
        "case:1",
        Level.RED,
        "W07 下立交积水 36 厘米，已封闭",
        "20260718-0041 · 积水防汛 · 中环 · 人民路下立交（东岸居委） · 由告警自动立案",
        "12:48",
        "距处置时限 · 工作时",
        (*chain, LogLine("", "结案")),
        (
            Action("feedback", "反馈处置", "F", primary=True),
            Action("more", "增派", "D"),
            Action("raise", "升级大环", "U"),
            Action("urge", "督办", "S"),
            Action("note", "记一笔", "N"),
            Action("close", "结案", "C", False, "需现场照片与水位低于 5 厘米"),
        ),
        tuple(LogLine(f"20:3{at % 10}", lines[at % 4], "自动 · W07") for at in range(14)),
    )


class Gallery(QWidget):
    """All widgets at once; nothing is connected."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = QHBoxLayout()
        body.setSpacing(1)
        body.addLayout(self._queue_side(), 0)
        body.addLayout(self._middle(), 1)
        body.addLayout(self._camera_side(), 0)
        column.addWidget(self._header())
        column.addLayout(body, 1)
        column.addWidget(self._status())

    def _header(self) -> HeaderBar:
        header = HeaderBar(self)
        header.set_title("云泽镇 · 一张图", "城市运行指挥")
        header.set_response(Level.ORANGE, "防汛 Ⅱ 级响应 · 橙色")
        header.set_warning("台风「青鸾」 19:10 起，已 1 小时 25 分")
        header.set_figures(
            [
                Figure("a", "雨强", "76.5", "毫米/时"),
                Figure("b", "6 小时", "142", "毫米", level=Level.ORANGE),
                Figure("c", "潮位", "4.71", "米", stale=True),
            ]
        )
        header.set_clock("20:35:12", "7月18日 周六")
        return header

    def _status(self) -> StatusBar:
        status = StatusBar(self)
        status.set_items(
            [
                StatusItem("a", "已连接 0.2 秒前", "good"),
                StatusItem("b", "待发送 3", "warn"),
                StatusItem("c", "视频网关断开", "bad"),
                StatusItem("d", "读数 4,812/秒"),
            ],
            [StatusItem("e", "值班 陈立"), StatusItem("f", "序号 18,442")],
        )
        return status

    def _queue_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(0)
        stages = StageStrip(self)
        names = ("待立案", "待派遣", "处置中", "待核查", "已结案")
        stages.set_stages(
            [StageCount(str(at), name, at * 7 + 2, at == 2) for at, name in enumerate(names)]
        )
        queue = QueueView(parent=self)
        queue.set_rows(sample_rows())
        queue.set_selected("case:1")
        empty = QueueView(empty_text="没有待办案件", parent=self)
        for widget in (stages, queue, empty):
            widget.setFixedWidth(392)
            side.addWidget(widget)
        side.setStretchFactor(queue, 3)
        side.setStretchFactor(empty, 1)
        return side

    def _middle(self) -> QVBoxLayout:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        figures = FigureStrip(self)
        figures.set_figures(sample_figures())
        middle.addWidget(figures)
        for tone, text, action in (
            ("bad", "派遣被拒：3 队已在处置 W03，请改派或先释放", "改派"),
            ("warn", "离线中，3 条操作待发送", ""),
        ):
            banner = Banner(close_text="关闭", parent=self)
            banner.show_message(tone, text, tone, action)
            middle.addWidget(banner)
        details = QHBoxLayout()
        detail = DetailPanel(log_title="经过", parent=self)
        detail.set_detail(sample_detail())
        details.addWidget(detail, 4)
        details.addWidget(DetailPanel(empty_text="未选中案件", parent=self), 1)
        middle.addLayout(details, 1)
        middle.addLayout(self._controls())
        charts = ChartRow(empty_text="暂无数据", parent=self)
        charts.set_series(sample_series())
        charts.setFixedHeight(208)
        middle.addWidget(charts)
        return middle

    def _controls(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(16)
        plain, default, off = QPushButton("普通"), QPushButton("默认"), QPushButton("不可用")
        default.setDefault(True)
        off.setEnabled(False)
        edit = QLineEdit()
        edit.setPlaceholderText("地点、设备、案件")
        for widget in (plain, default, off, edit):
            row.addWidget(widget)
        return row

    def _camera_side(self) -> QHBoxLayout:
        side = QHBoxLayout()
        tiles = sample_tiles(sample_still())
        for part, selected in ((tiles[:3], "cam:1"), (tiles[3:], None)):
            cameras = TileColumn(empty_text="没有视频告警", parent=self)
            cameras.set_tiles(part)
            cameras.set_selected(selected)
            cameras.setFixedWidth(300)
            side.addWidget(cameras)
        return side

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.PANEL))
        painter.end()


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the gallery, or render it to a file."""
    parser = argparse.ArgumentParser(prog="widgets.gallery")
    parser.add_argument("--out", default="")
    parser.add_argument("--size", default="1920x1080")
    options = parser.parse_args(arguments)
    width, height = (int(part) for part in options.size.split("x"))
    app = QApplication(sys.argv[:1])
    apply_theme(app)
    gallery = Gallery()
    gallery.resize(width, height)
    gallery.show()
    if options.out:
        return 0 if gallery.grab().save(options.out) else 1
    return int(app.exec())


if __name__ == "__main__":
    sys.exit(main())
