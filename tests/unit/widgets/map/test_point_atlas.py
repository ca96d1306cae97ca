"""Every kind and level has its own picture, and any number of crowd figures finds room."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QRect

from widgets.map.point_atlas import (
    FIGURES,
    KINDS,
    SPRITES,
    TRIM_PX,
    PointAtlas,
    alert_sprites,
    cluster_text,
    quiet_sprites,
    ring_sprites,
)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
def test_no_two_sprites_look_alike_and_none_is_cut(dpr: float) -> None:
    atlas = PointAtlas(dpr)
    image = atlas.sprites.toImage()
    pictures = []
    for sprite in range(SPRITES):
        side, trim = atlas.side, int(TRIM_PX[sprite] * dpr)
        whole = image.copy(QRect(sprite * side, 0, side, side))
        inner = QRect(trim, trim, side - 2 * trim, side - 2 * trim)
        drawn = [
            (x, y) for x in range(side) for y in range(side) if whole.pixelColor(x, y).alpha() > 8
        ]
        assert drawn
        assert all(inner.contains(x, y) for x, y in drawn)
        pictures.append(bytes(whole.constBits()))
    assert len(set(pictures)) == SPRITES


def test_each_kind_level_and_staleness_has_its_sprite() -> None:
    columns = np.array(list(product(range(KINDS), range(1, 5), (0, 1))))
    kind, level, stale = columns.T.astype(np.uint8)
    near = alert_sprites(kind, level, stale.astype(bool), glyphs=True)
    far = alert_sprites(kind, level, stale.astype(bool), glyphs=False)
    quiet = quiet_sprites(kind, stale.astype(bool), glyphs=True)
    rings = ring_sprites(np.arange(1, 5).astype(np.uint8))
    assert len(set(near)) == KINDS * 8
    assert len(set(far)) == 8
    assert len(set(quiet)) == KINDS * 2
    assert set(quiet_sprites(kind, stale.astype(bool), glyphs=False)) == {0, 1}
    groups = [set(quiet), set(near), set(rings)]
    assert sum(map(len, groups)) == len(set().union(*groups))
    assert max(set().union(*groups)) < SPRITES


@pytest.mark.usefixtures("qapp")
def test_figures_keep_their_place_until_there_is_no_room() -> None:
    atlas = PointAtlas(1.0)
    first = atlas.figure_corners([(17, 0), (18, 4), (17, 0)])
    assert first[0].tolist() == first[2].tolist() != first[1].tolist()
    assert atlas.figure_corners([(18, 4)]).tolist() == [first[1].tolist()]
    many = atlas.figure_corners([(count, 1) for count in range(100, 100 + FIGURES)])
    assert len({tuple(corner) for corner in many.tolist()}) == FIGURES
    image = atlas.figures.toImage()
    for x, y in many[:: FIGURES // 16].tolist():
        assert image.pixelColor(x + 22, y + 12).alpha() > 0


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (17, "17"),
        (999, "999"),
        (1000, "1.0k"),
        (9949, "9.9k"),
        (10_000, "10k"),
        (2_000_000, "999k"),
    ],
)
def test_a_count_fits_its_figure(count: int, text: str) -> None:
    assert cluster_text(count) == text
