"""The words a map pane shows by itself, in the language in force."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.views.map.pane import MapPane
from widgets.map.values import MapTexts

translate = QCoreApplication.translate


def map_texts() -> MapTexts:
    """The words on the map."""
    return MapTexts(
        empty=translate("Map", "无底图"),
        empty_hint=translate("Map", "连接服务器后自动下载"),
        attribution=translate("Map", "CGCS2000"),
        metre=translate("Map", "米"),
        kilometre=translate("Map", "公里"),
        square_metre=translate("Map", "平方米"),
        hectare=translate("Map", "公顷"),
        square_kilometre=translate("Map", "平方公里"),
        length=translate("Map", "长度"),
        area=translate("Map", "面积"),
        radius=translate("Map", "半径"),
        perimeter=translate("Map", "周长"),
        name=translate("Map", "地图"),
    )


def say_pane(pane: MapPane) -> None:
    """Say everything of a pane that does not come from the town."""
    pane.canvas.set_texts(map_texts())
    pane.search.set_texts(
        translate("Map", "搜索地点、设备、队伍、案件、坐标"), translate("Map", "没有找到")
    )
    pane.places.set_texts(translate("Map", "这里没有"), translate("Map", "关闭"))
