"""Names on a base map are places to be found, each once."""

from __future__ import annotations

from desktop.models.base_places import places_of
from desktop.models.search import PlaceName
from widgets.map.features import Name


def test_a_road_in_pieces_is_one_place_and_a_park_of_its_name_another() -> None:
    names = [
        Name("人民路", "roads", "street", 121.0, 31.0),
        Name("人民路", "roads", "path", 121.1, 31.1),
        Name("人民路", "landuse", "park", 121.2, 31.2),
        Name("云台", "strange", "", 121.3, 31.3),
    ]
    assert places_of(names) == [
        PlaceName("人民路", 121.0, 31.0, "道路"),
        PlaceName("人民路", 121.2, 31.2, "用地"),
        PlaceName("云台", 121.3, 31.3, "地名"),
    ]
