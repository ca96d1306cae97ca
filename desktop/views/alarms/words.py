"""The words around the alarm table: heads, choices, counts, what an empty table says."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.alarm_arrange import FIRST_ORDER, Sort
from desktop.models.alarm_filter import LEVELS, STATES, Counts
from desktop.models.alarm_listing import Hidden, Listing, Waiting
from desktop.state.store import TownStore
from desktop.state.values import Status
from services.contract.model import TownState
from widgets.alarms.edge import EdgeStrip
from widgets.alarms.filter_bar import FilterBar
from widgets.alarms.values import Choice
from widgets.theme.tokens import LEVEL_NUMERAL
from widgets.theme.tokens import Level as Look

translate = QCoreApplication.translate

_MARKS: Final = "①②③④⑤⑥⑦⑧⑨"


def columns() -> dict[str, str]:
    """Words of the columns, by the names they are sorted by, in their order."""
    return {
        "level": translate("Alarms", "等级"),
        "rank": translate("Alarms", "状态"),
        "since_ms": translate("Alarms", "多久"),
        "title": translate("Alarms", "告警"),
        "place": translate("Alarms", "片区"),
        "pack": translate("Alarms", "场景包"),
        "value": translate("Alarms", "读数"),
        "camera": translate("Alarms", "摄像机"),
        "case": translate("Alarms", "案件"),
        "by": translate("Alarms", "确认人"),
    }


def heads(sorts: tuple[Sort, ...]) -> list[str]:
    """Heads of the columns; those sorted by with an arrow, and their turn if there are several."""
    said = columns()
    asked = () if sorts == FIRST_ORDER else sorts
    for turn, sort in enumerate(asked):
        arrow = "↓" if sort.descending else "↑"
        mark = _MARKS[turn] if len(asked) > 1 and turn < len(_MARKS) else ""
        said[sort.column] = f"{said[sort.column]} {arrow}{mark}"
    return list(said.values())


def say_bar(bar: FilterBar) -> None:
    """What of the filter does not change with the town."""
    bar.words.setPlaceholderText(translate("Alarms", "筛选：标题、地点、摄像机、案件、人（/）"))
    bar.words.setAccessibleName(translate("Alarms", "筛选"))
    bar.everything.setText(translate("Alarms", "清除筛选"))
    bar.packs.setAccessibleName(translate("Alarms", "场景包"))
    bar.areas.setAccessibleName(translate("Alarms", "片区"))


def say_choices(bar: FilterBar, state: TownState, listing: Listing, found: Counts) -> None:
    """Every choice of the filter, with what it would show."""
    wanted = listing.wanted
    bar.states.set_choices(
        [
            Choice(
                each,
                _sentence(wording.alert_state_text(each)),
                found.states[each],
                each in wanted.states,
            )
            for each in STATES
        ]
    )
    bar.levels.set_choices(
        [
            Choice(
                str(int(each)),
                "",
                found.levels[each],
                each in wanted.levels,
                Look(int(each)),
                f"{LEVEL_NUMERAL[Look(int(each))]} {wording.level_text(each)}",
            )
            for each in LEVELS
        ]
    )
    packs = sorted(name for name in found.packs.keys() | {wanted.pack} if name)
    every = Choice("", translate("Alarms", "全部场景包"), is_on=not wanted.pack)
    bar.packs.set_choices(
        [every, *(Choice(n, n, found.packs.get(n, 0), n == wanted.pack) for n in packs)]
    )
    areas = sorted(state.areas.values(), key=lambda area: area.name)
    every = Choice("", translate("Alarms", "全部片区"), is_on=not wanted.area)
    bar.areas.set_choices(
        [
            every,
            *(Choice(a.id, a.name, found.areas.get(a.id, 0), a.id == wanted.area) for a in areas),
        ]
    )
    bar.mine.set_choice(Choice("mine", translate("Alarms", "我的"), is_on=wanted.mine))
    grouping = translate("Alarms", "并组")
    bar.grouping.set_choice(Choice("grouping", grouping, is_on=listing.is_grouped))
    bar.everything.setEnabled(listing.is_filtered)


def _sentence(text: str) -> str:
    """A state as the word on a button begins."""
    return text[:1].upper() + text[1:]


def say_waiting(edge: EdgeStrip, waiting: Waiting) -> None:
    """What has come since the table was put in order."""
    if waiting.count:
        text = translate("Alarms", "有 {n} 条新告警（U）").format(n=waiting.count)
    elif waiting.is_out_of_order:
        text = translate("Alarms", "顺序有变（U）")
    else:
        text = ""
    edge.set_arrivals(text, Look(int(waiting.level)))


def say_hidden(edge: EdgeStrip, hidden: Hidden) -> None:
    """How many open alerts the filter leaves out, and how bad the worst is."""
    text = translate("Alarms", "筛选外还有 {n} 条未了告警，最重{level}（Shift+F 清除筛选）")
    said = text.format(n=hidden.count, level=wording.level_text(hidden.level))
    edge.set_hidden(said if hidden.count else "", Look(int(hidden.level)))


def marked(count: int) -> str:
    """How many lines are marked."""
    return translate("Alarms", "已标记 {n} 行").format(n=count) if count else ""


def shown(listing: Listing, alerts: int, active: int) -> str:
    """How much is shown, and in how many lines."""
    if listing.is_grouped:
        text = translate("Alarms", "{n} 条告警并成 {lines} 行（在册 {all}）")
    else:
        text = translate("Alarms", "{n} 条告警，平铺（在册 {all}）")
    return text.format(n=alerts, lines=len(listing.lines), all=active)


def empty(store: TownStore, *, is_filtered: bool, held: int) -> str:
    """What a table without lines says: it never looks calm when it only does not know."""
    status = store.connection.status
    if status is Status.DENIED:
        return translate("Alarms", "尚未登录：登录后才有告警")
    if not store.state.streams:
        if status is Status.ONLINE:
            return translate("Alarms", "正在读取告警……")
        if status is Status.STARTING:
            return translate("Alarms", "正在启动，还没有告警的消息")
        return translate("Alarms", "离线，本机没有存下告警")
    if is_filtered and held:
        return translate("Alarms", "没有符合筛选的告警；按 Shift+F 清除筛选")
    if status is not Status.ONLINE:
        return translate("Alarms", "离线：断开前没有未了的告警，现状不明")
    return translate("Alarms", "没有未了的告警")
