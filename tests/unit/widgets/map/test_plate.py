"""A plate shows what its canvas shows, sharper, all of it, and ends whenever it is told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from json import loads

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.fakes.tile_sources import FakeSource, failing
from widgets.map.base_layer import BaseLayer
from widgets.map.canvas import MapCanvas
from widgets.map.plate import MAX_PIXELS, MapPlate, PlateSize, PlateTooLarge
from widgets.map.styles.document import MapStyle
from widgets.map.values import MapView
from widgets.theme.tokens import LEVEL_COLOR, Level

LON, LAT = 121.05, 31.15
SIZE = PlateSize(600, 400, 2.0)


@pytest.fixture
def canvas(qtbot: QtBot, base: list[BaseLayer]) -> Iterator[MapCanvas]:
    made = MapCanvas(animate=False)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.set_base(base)
    made.set_points(["a"], [LON], [LAT], [Level.RED], [0], [False], [True])
    made.set_view(MapView(LON, LAT, 14.0))
    yield made
    made.close()


def picture(qtbot: QtBot, plate: MapPlate) -> tuple[QImage, bool]:
    with qtbot.waitSignal(plate.ready, timeout=20_000) as told:
        pass
    assert told.args is not None
    return told.args[0], told.args[1]


def names(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }


def test_the_picture_has_the_map_and_its_points_in_the_density_asked_for(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    plate = MapPlate(canvas, SIZE)
    image, is_complete = picture(qtbot, plate)
    assert is_complete
    assert (image.width(), image.height()) == (1200, 800)
    assert LEVEL_COLOR[Level.RED] in names(image)
    assert len(names(image)) > 20
    assert plate.attribution == "测绘队"


def test_all_that_is_in_view_is_on_it_in_any_shape(qtbot: QtBot, canvas: MapCanvas) -> None:
    seen = canvas.world_rect()
    for width, height in ((900, 300), (300, 900)):
        plate = MapPlate(canvas, PlateSize(width, height, 1.0))
        left, top, right, bottom = plate._view.world_rect()
        assert left <= seen[0] + 1e-12
        assert top <= seen[1] + 1e-12
        assert right >= seen[2] - 1e-12
        assert bottom >= seen[3] - 1e-12
        plate.stop()


def test_it_may_have_another_style(qtbot: QtBot, canvas: MapCanvas, base: list[BaseLayer]) -> None:
    text = files("resources").joinpath("styles", "light.json").read_text("utf-8")
    light = MapStyle.from_json(loads(text))
    dark_image, _ = picture(qtbot, MapPlate(canvas, SIZE))
    light_image, _ = picture(qtbot, MapPlate(canvas, SIZE, [replace(base[0], style=light)]))
    corner = (10, 10)
    assert QColor(dark_image.pixel(*corner)).lightness() < 60
    assert QColor(light_image.pixel(*corner)).lightness() > 200


def test_a_source_without_tiles_gives_a_picture_all_the_same(
    qtbot: QtBot, canvas: MapCanvas, dark: MapStyle
) -> None:
    broken = BaseLayer(FakeSource(failing(can_retry=False)), dark)
    image, _ = picture(qtbot, MapPlate(canvas, SIZE, [broken]))
    assert LEVEL_COLOR[Level.RED] in names(image)


def test_stopping_leaves_nothing_behind(qtbot: QtBot, canvas: MapCanvas) -> None:
    plate = MapPlate(canvas, SIZE)
    with qtbot.assertNotEmitted(plate.ready, wait=150):
        plate.stop()
    assert not [one for one in threading.enumerate() if one.name == "tile-painter"]


def test_a_picture_beyond_all_paper_is_refused(canvas: MapCanvas) -> None:
    with pytest.raises(PlateTooLarge, match="pixels"):
        MapPlate(canvas, PlateSize(MAX_PIXELS // 100, 200, 1.0))
