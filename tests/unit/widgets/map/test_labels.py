"""Names never touch, and stand still while the map is dragged."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from widgets.map.basemap import Basemap
from widgets.map.labels import LabelLayer
from widgets.map.viewport import Viewport


def make_labels(town: dict[str, Any], zoom: float) -> tuple[LabelLayer, Viewport]:
    basemap = Basemap.from_geojson(town)
    view = Viewport(900.0, 700.0)
    left, top, right, bottom = basemap.bounds
    view.centre_on((left + right) / 2.0, (top + bottom) / 2.0, zoom)
    labels = LabelLayer()
    labels.set_basemap(basemap)
    return labels, view


@pytest.mark.parametrize("zoom", [12.0, 13.5, 15.0, 16.5, 18.0])
def test_no_two_names_touch(qtbot: QtBot, town: dict[str, Any], zoom: float) -> None:
    labels, view = make_labels(town, zoom)
    placed = labels.placed(view)
    assert placed
    for one, other in itertools.combinations(placed, 2):
        assert not one.box(view).intersects(other.box(view))


def test_places_win_over_roads(qtbot: QtBot, town: dict[str, Any]) -> None:
    labels, view = make_labels(town, 14.0)
    texts = [label.text for label in labels.placed(view)]
    assert "云泽老街" in texts
    assert "水巷" not in texts


def test_names_stand_still_while_dragging(qtbot: QtBot, town: dict[str, Any]) -> None:
    labels, view = make_labels(town, 15.0)
    before = labels.placed(view)
    view.pan_by(60.0, 40.0)
    assert labels.placed(view) is before
    view.pan_by(900.0, 0.0)
    assert labels.placed(view) is not before
