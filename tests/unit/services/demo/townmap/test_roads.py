"""Roads cross water on bridges, dive at the underpasses of the story, and keep their place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from services.demo import layout
from services.demo.geometry import densify


def away(line: Any, spot: tuple[float, float]) -> float:
    return float(np.hypot(*(densify(line, 2.0) - spot).T).min())


@pytest.mark.parametrize(
    ("name", "u", "v"),
    [("北环大道", -1150, 950), ("人民路", 250, 950), ("南环大道", 1450, 950)],
)
def test_roads_dive_at_the_underpasses(
    name: str, u: float, v: float, select: Any, metres: Any
) -> None:
    tunnels = [metres(f) for f in select(layer="roads", is_tunnel=True, name=name)]
    assert min(away(line, layout.at(u, v)) for line in tunnels) < 12
    over = select(layer="roads", name="沪泽公路")
    assert all("is_tunnel" not in feature["properties"] for feature in over)


@pytest.mark.parametrize("name", ["人民桥", "解放桥", "北环桥", "南环桥"])
def test_the_bridges_of_the_river_bear_their_names(name: str, select: Any, metres: Any) -> None:
    u = {"人民桥": 250, "解放桥": -350, "北环桥": -1150, "南环桥": 1450}[name]
    (bridge,) = select(layer="roads", name=name, is_bridge=True)
    assert away(metres(bridge), layout.at(u, 0)) < 12


def test_main_roads_run_where_the_plan_has_them(select: Any, metres: Any) -> None:
    for line in layout.LINES:
        if line.kind == "canal" or not line.crosses_river:
            continue
        drawn = np.vstack([metres(f) for f in select(layer="roads", name=line.name)])
        spots = layout.line_points(line)
        spots = spots[(np.abs(spots) < 2000).all(axis=1)][::8]
        gaps = np.hypot(*(spots[:, None, :] - drawn[None, :, :]).transpose(2, 0, 1)).min(axis=1)
        bridges = 25  # a bridge bears its own name
        assert np.quantile(gaps, 0.8) < bridges


def test_pieces_of_a_road_meet(select: Any, metres: Any) -> None:
    pieces = [metres(f) for f in select(layer="roads", kind="medium_road", name="解放路")]
    pieces += [metres(f) for f in select(layer="roads", name="解放桥")]
    ends = np.array([end for piece in pieces for end in (piece[0], piece[-1])])
    alone = [end for end in ends if (np.hypot(*(ends - end).T) < 0.3).sum() == 1]
    assert len(alone) == 2


def test_rails_and_stations_are_there(select: Any, metres: Any) -> None:
    stations = select(layer="pois", kind="station", kind_detail="subway")
    assert len(stations) == 4
    metro = np.vstack([metres(f) for f in select(kind="rail", kind_detail="light_rail")])
    for station in stations:
        assert np.hypot(*(metro - metres(station)[0]).T).min() < 60
    rail = np.vstack([metres(f) for f in select(kind="rail", kind_detail="rail")])
    for station in select(layer="pois", kind="station", kind_detail="train"):
        assert np.hypot(*(rail - metres(station)[0]).T).min() < 120
