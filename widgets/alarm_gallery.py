"""The alarm table and the area panel in every state on one page, without a network.

`python -m widgets.alarm_gallery [--out FILE] [--size WxH]`. Owns sample values only.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from widgets.alarms.area_board import AreaBoard
from widgets.alarms.detail import AlarmDetail
from widgets.alarms.edge import EdgeStrip
from widgets.alarms.filter_bar import FilterBar
from widgets.alarms.values import AlarmLine, AlarmMark, AlarmMore, AreaTile, Choice, Fact, Sending
from widgets.alarms.view import AlarmView
from widgets.gallery import sample_detail, sample_series, sample_still, sample_tiles
from widgets.theme.style import apply_theme
from widgets.theme.tokens import Level
from widgets.values import Age

HEADS = ("等级", "状态", "多久 ↓②", "告警 ↑①", "片区", "场景包", "读数", "摄像机", "案件", "确认人")
EMPTY = (
    "没有未了的告警",
    "正在读取告警……",
    "离线：断开前没有未了的告警，现状不明",
    "尚未登录：登录后才有告警",
    "没有符合筛选的告警；按 Shift+F 清除筛选",
)
"""What an empty table says: calm, loading, offline, denied, filtered."""
_LONG = "人民路下立交东侧辅道与中山北路交叉口积水并有车辆滞留，已封闭双向车道"


def sample_lines() -> list[AlarmLine]:
    """A group with its members and its fold, every state, every way a command may stand."""
    red = AlarmLine(
        "alert:1",
        Level.RED,
        AlarmMark.UNACKNOWLEDGED,
        "未确认",
        "3 分前",
        "W07 人民路下立交 积水 36 厘米",
        "东岸新村居委",
        "积水防汛",
        "36.5 厘米",
        "下立交 东向",
        "20260718-041 处置中",
        is_unanswered=True,
    )
    note = "共 2 条 · 9 路摄像机已抑制：北街供电支路停电"
    group = AlarmLine(
        "group:1",
        Level.ORANGE,
        AlarmMark.UNACKNOWLEDGED,
        "未确认 2/2",
        "13 分前",
        "北街供电支路停电",
        "北街居委",
        note=note,
        count=2,
        is_expanded=True,
        is_unanswered=True,
    )
    fold = AlarmLine(
        "held:1",
        mark=AlarmMark.SUPPRESSED,
        state="已抑制",
        title="已抑制 9（北街供电支路停电）",
        count=9,
        depth=1,
        is_expanded=False,
        is_held=True,
    )
    plain = replace(red, is_unanswered=False, level=Level.YELLOW, by="陈立", state="已确认")
    states: tuple[tuple[AlarmMark, str, dict[str, Any]], ...] = (
        (AlarmMark.ACKNOWLEDGED, "已确认", {}),
        (AlarmMark.RETURNED, "已恢复未确认", {"is_unanswered": True}),
        (AlarmMark.SHELVED, "已搁置至 21:00", {"is_held": True}),
        (AlarmMark.SUPPRESSED, "已抑制", {"is_held": True}),
        (AlarmMark.OUT_OF_SERVICE, "停用", {"is_held": True, "level": Level.NONE}),
        (AlarmMark.OVER, "已结束", {"is_over": True}),
        (AlarmMark.ACKNOWLEDGED, "已确认", {"sending": Sending.PENDING, "level": Level.BLUE}),
        (AlarmMark.UNACKNOWLEDGED, "未确认", {"sending": Sending.REFUSED, "title": _LONG}),
    )
    others = [
        replace(plain, id=f"alert:s{at}", mark=mark, state=state, **more)
        for at, (mark, state, more) in enumerate(states)
    ]
    member = replace(red, id="alert:2", depth=1, title="北街泵站停机", value="当时 0.0 安")
    return [red, group, member, fold, *others]


def sample_areas() -> list[AreaTile]:
    """Tiles: with alarms, acknowledged, calm, stale, without sensors."""
    fresh = Age("4 秒前")
    return [
        AreaTile("area:", "云泽镇", Level.RED, 13, "未确认", "在报 16", fresh, is_town=True),
        AreaTile("area:1", "东岸新村居委", Level.ORANGE, 9, "未确认", "在报 9", fresh),
        AreaTile("area:2", "滨河里居委", Level.YELLOW, 0, "", "在报 2", fresh),
        AreaTile("area:3", "吴家村", age=fresh),
        AreaTile("area:4", "北街居委", Level.RED, 2, "未确认", "在报 2", Age("38 分前", True)),
        AreaTile("area:5", "横泾村", age=Age("无数据", True)),
    ]


def sample_more() -> AlarmMore:
    """What stands between heading and chronology."""
    facts = (
        Fact("上次指令被拒", "确认告警：告警已由 张敏 确认", is_bad=True),
        Fact("地点", "东岸新村居委 · W07 人民路下立交"),
        Fact("它抑制了", "9 条：北街 1 号 离线、北街 2 号 离线、北街 3 号 离线…"),
        Fact("升级通知", "第 2 级，20:34：已通知 3 人，未达 1 人"),
    )
    guidance = "立即封闭下立交，搜救被困车辆，加派泵车"
    return AlarmMore(facts, guidance, "查看全文", "https://example.org/plan")


class AlarmGallery(QWidget):
    """All of it at once; nothing is connected."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[AlarmView] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addLayout(self._left(), 1)
        row.addWidget(self._detail())

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self._bar())
        edge = EdgeStrip()
        edge.set_arrivals("有 12 条新告警（U）", Level.RED)
        edge.marked.set_text("已标记 2 行")
        edge.shown.set_text("13 条告警，12 行（在册 23）")
        column.addWidget(edge)
        column.addWidget(self._table(sample_lines()), 5)
        calm = QHBoxLayout()
        for text in EMPTY:
            calm.addWidget(self._table([], text))
        column.addLayout(calm, 1)
        boards = QHBoxLayout()
        board = AreaBoard()
        board.set_tiles(sample_areas())
        boards.addWidget(board, 3)
        boards.addWidget(AreaBoard(empty_text="正在读取片区……"), 1)
        column.addLayout(boards, 4)
        return column

    def _bar(self) -> FilterBar:
        bar = FilterBar()
        bar.states.set_choices([Choice("a", "未确认", 10, True), Choice("b", "已搁置", 1)])
        bar.levels.set_choices(
            [
                Choice(str(level), "", 4 - level, level is Level.RED, level)
                for level in Level
                if level
            ]
        )
        bar.packs.set_choices([Choice("", "全部场景包", is_on=True)])
        bar.areas.set_choices([Choice("", "全部片区", is_on=True)])
        bar.mine.set_choice(Choice("mine", "我的", 3))
        bar.grouping.set_choice(Choice("grouping", "并组", is_on=True))
        bar.everything.setText("清除筛选")
        bar.words.setPlaceholderText("筛选：标题、地点、摄像机、案件、人（/）")
        return bar

    def _table(self, lines: Sequence[AlarmLine], empty: str = "") -> AlarmView:
        table = AlarmView()
        said = {line.id: line for line in lines}
        model = table.alarm_model()
        model.set_teller(said.__getitem__)
        model.set_heads(HEADS)
        table.set_lines(list(said))
        table.set_empty_text(empty)
        if lines:
            table.set_current("alert:1")
        self.tables.append(table)
        return table

    def _detail(self) -> AlarmDetail:
        detail = AlarmDetail()
        detail.setFixedWidth(496)
        detail.set_texts(log_title="经过", empty="选一条告警", no_curve="尚无曲线", no_camera="无")
        detail.set_detail(replace(sample_detail(), steps=()), sample_more())
        detail.set_series(sample_series()[0])
        detail.set_tiles(sample_tiles(sample_still())[:2])
        return detail


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the gallery, or render it to a file."""
    parser = argparse.ArgumentParser(prog="widgets.alarm_gallery")
    parser.add_argument("--out", default="")
    parser.add_argument("--size", default="1920x1080")
    options = parser.parse_args(arguments)
    width, height = (int(part) for part in options.size.split("x"))
    app = QApplication(sys.argv[:1])
    apply_theme(app)
    gallery = AlarmGallery()
    gallery.resize(width, height)
    gallery.show()
    if options.out:
        app.processEvents()
        return 0 if gallery.grab().save(options.out) else 1
    return int(app.exec())


if __name__ == "__main__":
    sys.exit(main())
