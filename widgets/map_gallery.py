"""The map in every state on one page, without a network.

`python -m widgets.map_gallery [--out FILE] [--size WxH]`. Owns sample values only.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QWidget

from widgets.map.base_layer import BaseLayer
from widgets.map.canvas import MapCanvas
from widgets.map.features import FeatureSource
from widgets.map.heat import RAMP
from widgets.map.layer_panel import LayerPanel
from widgets.map.styles.document import MapStyle
from widgets.map.values import (
    Callout,
    LayerInfo,
    LegendEntry,
    MapTexts,
    MapView,
    Markup,
    MarkupKind,
    MarkupRole,
    SwatchShape,
    TeamMark,
    Tool,
    Track,
)
from widgets.theme import tokens
from widgets.theme.style import apply_theme
from widgets.theme.tokens import LEVEL_COLOR, LEVEL_NUMERAL, Level

LON: Final = 121.05
LAT: Final = 31.15
_SETTLE_S: Final = 10.0


def sample_base() -> BaseLayer:
    """A few streets and a river."""

    def feature(layer: str, shape: str, coordinates: Any) -> dict[str, Any]:
        geometry = {"type": shape, "coordinates": coordinates}
        return {"type": "Feature", "properties": {"layer": layer}, "geometry": geometry}

    features = []
    for step in np.arange(-0.03, 0.031, 0.003).round(4).tolist():
        across = [[LON - 0.05, LAT + step], [LON + 0.05, LAT + step + 0.001]]
        features.append(feature("roads", "LineString", across))
        down = [[LON + step * 1.6, LAT - 0.04], [LON + step * 1.6 + 0.001, LAT + 0.04]]
        features.append(feature("roads", "LineString", down))
    river = [[0.004, -0.04], [0.006, -0.04], [0.009, 0.04], [0.006, 0.04], [0.004, -0.04]]
    features.append(feature("water", "Polygon", [[[LON + x, LAT + y] for x, y in river]]))
    style = {
        "version": 8,
        "sources": {},
        "layers": [
            {"id": "ground", "type": "background", "paint": {"background-color": tokens.GROUND}},
            {
                "id": "water",
                "type": "fill",
                "source": "s",
                "source-layer": "water",
                "paint": {"fill-color": "#12304A"},
            },
            {
                "id": "roads",
                "type": "line",
                "source": "s",
                "source-layer": "roads",
                "paint": {"line-color": tokens.LINE, "line-width": 2.5},
            },
        ],
    }
    source = FeatureSource("gallery", {"type": "FeatureCollection", "features": features})
    return BaseLayer(source, MapStyle.from_json(style))


def with_points(canvas: MapCanvas) -> None:
    """Points in crowds and alone, alerts of every level, stale ones, one spot with several."""
    random = np.random.default_rng(4)
    count = 3000
    lon = LON + np.concatenate((random.normal(0.0, 0.002, 2000), random.uniform(-0.02, 0.02, 1000)))
    lat = LAT + np.concatenate((random.normal(0.0, 0.002, 2000), random.uniform(-0.01, 0.01, 1000)))
    lon[:7], lat[:7] = LON, LAT
    level = np.where(random.random(count) < 0.01, random.integers(1, 5, count), 0)
    level[:2] = (4, 2)
    kind = random.integers(0, 5, count)
    stale = random.random(count) < 0.1
    canvas.set_points([f"p{row}" for row in range(count)], lon, lat, level, kind, stale, level > 2)


def crowds(canvas: MapCanvas) -> None:
    """Crowds, a selection of many and a callout."""
    with_points(canvas)
    canvas.set_view(MapView(LON, LAT, 14.0))
    canvas.set_selection([f"p{row}" for row in range(0, 3000, 90)])
    canvas.set_selected("p0")
    canvas.set_callout(Callout("p0", LON, LAT, "W07 下立交", "36.5 厘米", Level.RED, "3 秒前"))


def near(canvas: MapCanvas) -> None:
    """Signs by kind, stale looks and an open fan."""
    with_points(canvas)
    canvas.set_view(MapView(LON, LAT, 18.0))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas))


def markups(canvas: MapCanvas) -> None:
    """What hands drew, tracks, and teams in every state."""
    canvas.set_view(MapView(LON, LAT, 14.5))
    ring = [(LON - 0.012, LAT + 0.001), (LON - 0.006, LAT + 0.001), (LON - 0.008, LAT + 0.006)]
    line = [(LON - 0.012, LAT - 0.005), (LON - 0.004, LAT - 0.003), (LON + 0.002, LAT - 0.006)]
    canvas.set_markups(
        [
            Markup("a", MarkupKind.POLYGON, ring, "警戒区", MarkupRole.DANGER),
            Markup("b", MarkupKind.CIRCLE, [(LON, LAT)], "半径 300 米", radius_m=300.0),
            Markup("c", MarkupKind.LINE, line, "撤离路线", MarkupRole.SAFE),
            Markup("d", MarkupKind.TEXT, [(LON, LAT + 0.006)], "集结点", MarkupRole.NOTE),
            Markup("e", MarkupKind.POINT, [(LON - 0.004, LAT + 0.004)], "物资", MarkupRole.CAUTION),
        ]
    )
    part = np.linspace(0.0, 1.0, 40)
    east, north = LON + 0.002 + 0.01 * part, LAT - 0.002 + 0.003 * np.sin(5.0 * part)
    canvas.set_tracks([Track("t0", east.tolist(), north.tolist(), (2400.0 * part).tolist())])
    states = ("moving", "idle", "arrived", "lost")
    places = [(east[-1], north[-1]), *((LON + 0.011, LAT - 0.002 * row) for row in (1, 2, 3))]
    canvas.set_teams(
        [
            TeamMark(f"t{row}", float(lon), float(lat), f"{row + 1} 队", states[row])
            for row, (lon, lat) in enumerate(places)
        ]
    )


def heat(canvas: MapCanvas) -> None:
    """Density without points."""
    random = np.random.default_rng(6)
    canvas.set_view(MapView(LON, LAT, 14.0))
    canvas.set_heat(
        LON + random.normal(0.0, 0.006, 900), LAT + random.normal(0.0, 0.004, 900), np.ones(900)
    )


def measuring(canvas: MapCanvas) -> None:
    """An area while it is measured, on a map with the keyboard on it."""
    canvas.set_view(MapView(LON, LAT, 15.0))
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    canvas.set_tool(Tool.MEASURE_AREA)
    at = middle(canvas)
    for step in (QPoint(-120, -70), QPoint(90, -90), QPoint(130, 60)):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at + step)
    QTest.mouseMove(canvas, at + QPoint(-60, 90))


def middle(canvas: MapCanvas) -> QPoint:
    """The middle of a canvas."""
    return QPointF(canvas.width() / 2.0, canvas.height() / 2.0).toPoint()


def sample_layers() -> list[LayerInfo]:
    """Layers in every state: shown, faint, hidden, with and without a legend and an age."""
    levels = tuple(
        LegendEntry(
            f"{LEVEL_NUMERAL[level]} 级", LEVEL_COLOR[level], SwatchShape.LEVEL, level=level
        )
        for level in (Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE)
    )
    quiet = LegendEntry("正常", tokens.SECONDARY)
    ramp = LegendEntry("少 → 多", RAMP[0], SwatchShape.RAMP, RAMP[1])
    track = LegendEntry("近 30 分钟", tokens.ACCENT, SwatchShape.LINE)
    area = LegendEntry("警戒区", LEVEL_COLOR[Level.RED], SwatchShape.FILL)
    return [
        LayerInfo("markup", "标绘", legend=(area,), age="12 分前"),
        LayerInfo("tracks", "队伍轨迹", opacity=0.7, legend=(track,), age="5 秒前"),
        LayerInfo("points", "点位", legend=(*levels, quiet), age="1 秒前"),
        LayerInfo("heat", "案件热力", opacity=0.5, legend=(ramp,), age="38 分前"),
        LayerInfo("labels", "注记", visible=False),
        LayerInfo("base", "底图"),
    ]


STATES: Final[tuple[Callable[[MapCanvas], None], ...]] = (
    crowds,
    near,
    markups,
    heat,
    measuring,
)


class MapGallery(QWidget):
    """Maps in every state and the list of layers; nothing is connected."""

    def __init__(self) -> None:
        super().__init__()
        texts = MapTexts(empty_hint="在设置中选择底图")
        base = sample_base()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        grid = QGridLayout()
        grid.setSpacing(2)
        row.addLayout(grid, 1)
        self.canvases = [MapCanvas(texts, animate=False, parent=self) for _ in range(6)]
        for at, canvas in enumerate(self.canvases):
            grid.addWidget(canvas, at // 3, at % 3)
            if at < len(STATES):
                canvas.set_base([base])
        panel = LayerPanel(self)
        panel.set_layers(sample_layers())
        panel.setFixedWidth(280)
        row.addWidget(panel)

    def enter_states(self) -> None:
        """Bring each map into its state; they must have their sizes. The last stays empty."""
        for state, canvas in zip(STATES, self.canvases, strict=False):
            state(canvas)


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the gallery, or render it to a file."""
    parser = argparse.ArgumentParser(prog="widgets.map_gallery")
    parser.add_argument("--out", default="")
    parser.add_argument("--size", default="1920x1080")
    options = parser.parse_args(arguments)
    width, height = (int(part) for part in options.size.split("x"))
    app = QApplication(sys.argv[:1])
    apply_theme(app)
    gallery = MapGallery()
    gallery.resize(width, height)
    gallery.show()
    gallery.enter_states()
    if options.out:
        gallery.grab()
        until = time.monotonic() + _SETTLE_S
        while not all(map(MapCanvas.is_settled, gallery.canvases)) and time.monotonic() < until:
            QTest.qWait(20)
        return 0 if gallery.grab().save(options.out) else 1
    return int(app.exec())


if __name__ == "__main__":
    sys.exit(main())
