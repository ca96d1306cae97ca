"""The words of the layer list: titles, legends and ages of what a map shows. No widget is known."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.state.readings import LatestReadings
from services.contract.model import Level as AlertLevel
from services.contract.model import TownState
from widgets.map.heat import RAMP
from widgets.map.values import LegendEntry, SwatchShape
from widgets.theme import tokens
from widgets.theme.tokens import LEVEL_COLOR, Level

translate = QCoreApplication.translate

KIND: Final = "kind:"
BASE: Final = "base:"
IMPORT: Final = "import:"
THEME: Final = "theme"
BORDERS: Final = "borders"
KINDS: Final = ("sensor", "camera", "pump", "shelter", "other", "case")
"""Kinds of points that are switched one by one."""


@dataclass(frozen=True, slots=True)
class Now:
    """What ages are told by."""

    town_ms: int
    """The town's clock, which readings and events go by."""
    wall_ms: int
    """The computer's, which files go by."""


def title(layer: str) -> str:
    """What a layer is called."""
    return {
        "selection": translate("Layers", "选中"),
        "markup": translate("Layers", "标绘与量测"),
        "tracks": translate("Layers", "队伍与轨迹"),
        "points": translate("Layers", "点位与告警"),
        "labels": translate("Layers", "地名"),
        "heat": translate("Layers", "案件热力"),
        "base": translate("Layers", "底图"),
        THEME: translate("Layers", "村居分色"),
        BORDERS: translate("Layers", "村居边界"),
        f"{KIND}sensor": translate("Layers", "监测点"),
        f"{KIND}camera": translate("Layers", "摄像头"),
        f"{KIND}pump": translate("Layers", "泵站"),
        f"{KIND}shelter": translate("Layers", "避难场所"),
        f"{KIND}other": translate("Layers", "其他设施"),
        f"{KIND}case": translate("Layers", "案件"),
    }.get(layer, layer)


def legend(layer: str) -> tuple[LegendEntry, ...]:
    """What the signs of a layer mean; layers made of data bring their own."""
    if layer == "points":
        levels = (Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE)
        return (
            *(
                LegendEntry(
                    wording.level_text(AlertLevel(int(level))),
                    LEVEL_COLOR[level],
                    SwatchShape.LEVEL,
                    level=level,
                )
                for level in levels
            ),
            LegendEntry(translate("Layers", "正常"), tokens.NORMAL),
            LegendEntry(translate("Layers", "失联"), tokens.STALE),
        )
    if layer == "tracks":
        text = translate("Layers", "最近的行进轨迹")
        return (LegendEntry(text, tokens.ACCENT, SwatchShape.LINE),)
    if layer == "heat":
        text = translate("Layers", "在办案件：少 → 多")
        return (LegendEntry(text, RAMP[0], SwatchShape.RAMP, RAMP[1]),)
    if layer == BORDERS:
        text = translate("Layers", "村居界线")
        return (LegendEntry(text, tokens.SECONDARY, SwatchShape.LINE),)
    return ()


def data_age(readings: LatestReadings, now: Now) -> str:
    """How old the newest reading is."""
    if not readings.known.any():
        return translate("Layers", "尚无数据")
    newest = int(readings.at_ms[readings.known].max())
    return translate("Layers", "数据 {age}").format(age=wording.age_text(now.town_ms - newest))


def team_age(state: TownState, readings: LatestReadings, now: Now) -> str:
    """How old the newest position of a team is."""
    streams = (state.streams.get(f"{team}.lon") for team in state.teams)
    latest = (readings.get(stream.index) for stream in streams if stream is not None)
    newest = max((found[1] for found in latest if found is not None), default=0)
    return wording.age_text(now.town_ms - newest) if newest else ""


def markup_age(state: TownState, now: Now) -> str:
    """How old the newest markup is."""
    newest = max((markup.drawn_at_ms for markup in state.markups.values()), default=0)
    return wording.age_text(now.town_ms - newest) if newest else ""


def computed_age(made_ms: int, now: Now) -> str:
    """How long ago figures were computed."""
    return translate("Layers", "算于 {age}").format(age=wording.age_text(now.town_ms - made_ms))


def import_age(made_ms: int, now: Now) -> str:
    """How long ago something was imported."""
    return translate("Layers", "导入 {age}").format(age=wording.age_text(now.wall_ms - made_ms))


def base_age(made_ms: int, stale_since_ms: int | None, now: Now, *, is_web: bool) -> str:
    """How old a base map is: the month of a file, whether a server's tiles are old copies."""
    if is_web and stale_since_ms is not None:
        return translate("Layers", "缓存 {age}").format(
            age=wording.age_text(now.wall_ms - stale_since_ms)
        )
    if is_web:
        return translate("Layers", "在线")
    return time.strftime("%Y-%m", time.localtime(made_ms / 1000)) if made_ms else ""
