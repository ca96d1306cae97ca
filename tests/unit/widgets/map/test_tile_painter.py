"""A painted tile shows what the style says, where the tile says it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.fakes.tile_layers import square, tile
from widgets.map.outlines import Frame
from widgets.map.sources import GeometryType, RasterTile, TileAddress, VectorTile
from widgets.map.styles.document import MapStyle
from widgets.map.tile_data import PreparedTile
from widgets.map.tile_painter import PaintRequest, PictureError, TilePicture, paint_tile

WHOLE = TileAddress(14, 8000, 6000)


def style(*layers: dict[str, Any], background: str | None = "#000000") -> MapStyle:
    ground = {"id": "g", "type": "background", "paint": {"background-color": background}}
    return MapStyle.from_json({"layers": ([ground] if background else []) + list(layers)})


def fill(color: Any, **more: Any) -> dict[str, Any]:
    return {"id": "f", "type": "fill", "source-layer": "a", "paint": {"fill-color": color}, **more}


def stroke(width: Any, **paint: Any) -> dict[str, Any]:
    shown = {"line-color": "#ffffff", "line-width": width, **paint}
    return {"id": "l", "type": "line", "source-layer": "a", "paint": shown}


def paint(
    content: VectorTile | RasterTile | None,
    look: MapStyle | None,
    *,
    address: TileAddress = WHOLE,
    loaded: TileAddress | None = None,
    frame: Frame | None = None,
    dpr: float = 1.0,
) -> TilePicture:
    data = PreparedTile(content) if isinstance(content, VectorTile) else content
    frame = frame or Frame(512, 512, 512.0)
    request = PaintRequest(address, loaded or address, data, look, 14.0, frame, dpr)
    return paint_tile(request)


def color(picture: TilePicture, x: int, y: int) -> str:
    assert picture.image is not None
    return picture.image.pixelColor(x, y).name()


SQUARE = tile(a=[(GeometryType.POLYGON, [square(1024, 1024, 2048)], {"k": "in"})])


def test_a_polygon_is_filled_where_it_lies(qtbot: QtBot) -> None:
    picture = paint(SQUARE, style(fill("#ff0000")))
    assert color(picture, 127, 127) == "#000000"
    assert color(picture, 129, 129) == color(picture, 382, 382) == "#ff0000"
    assert color(picture, 385, 385) == "#000000"


def test_a_hole_is_not_filled(qtbot: QtBot) -> None:
    hole = square(1536, 1536, 1024)[::-1]
    content = tile(a=[(GeometryType.POLYGON, [square(1024, 1024, 2048), hole], {})])
    picture = paint(content, style(fill("#ff0000")))
    assert color(picture, 256, 256) == "#000000"
    assert color(picture, 150, 256) == "#ff0000"


def test_later_layers_lie_over_earlier_ones(qtbot: QtBot) -> None:
    picture = paint(SQUARE, style(fill("#ff0000"), fill("#00ff00")))
    assert color(picture, 256, 256) == "#00ff00"


def test_a_filter_and_a_match_choose(qtbot: QtBot) -> None:
    content = tile(
        a=[
            (GeometryType.POLYGON, [square(0, 0, 1024)], {"k": "x"}),
            (GeometryType.POLYGON, [square(1024, 0, 1024)], {"k": "y"}),
            (GeometryType.POLYGON, [square(2048, 0, 1024)], {"k": "z"}),
        ]
    )
    look = fill(["match", ["get", "k"], "x", "#0000ff", "#ff0000"], filter=["!=", "k", "z"])
    picture = paint(content, style(look))
    shown = [color(picture, x, 60) for x in (60, 190, 320)]
    assert shown == ["#0000ff", "#ff0000", "#000000"]


def test_a_line_has_its_width_at_any_density(qtbot: QtBot) -> None:
    content = tile(a=[(GeometryType.LINE, [[(-100, 2048), (4196, 2048)]], {})])
    for dpr in (1.0, 2.0):
        side = round(512 * dpr)
        frame = Frame(side, side, float(side))
        picture = paint(content, style(stroke(10)), frame=frame, dpr=dpr)
        white = [y for y in range(side) if color(picture, side // 2, y) == "#ffffff"]
        assert len(white) == 10 * dpr
        assert sum(white) / len(white) == pytest.approx(side / 2 - 0.5)


def test_an_offset_and_a_gap_move_lines_aside(qtbot: QtBot) -> None:
    content = tile(a=[(GeometryType.LINE, [[(0, 2048), (4096, 2048)]], {})])
    moved = paint(content, style(stroke(4, **{"line-offset": 20})))
    assert [color(moved, 256, y) for y in (256, 276)] == ["#000000", "#ffffff"]
    split = paint(content, style(stroke(4, **{"line-gap-width": 36})))
    assert [color(split, 256, y) for y in (236, 256, 276)] == ["#ffffff", "#000000", "#ffffff"]


def test_dashes_leave_gaps(qtbot: QtBot) -> None:
    content = tile(a=[(GeometryType.LINE, [[(0, 2048), (4096, 2048)]], {})])
    picture = paint(content, style(stroke(4, **{"line-dasharray": [2, 2]})))
    shown = {color(picture, x, 256) for x in range(512)}
    assert {"#ffffff", "#000000"} <= shown


def test_a_circle_is_painted_with_its_edge(qtbot: QtBot) -> None:
    content = tile(a=[(GeometryType.POINT, [[(2048, 2048)]], {})])
    circle = {
        "id": "c",
        "type": "circle",
        "source-layer": "a",
        "paint": {
            "circle-radius": 10,
            "circle-color": "#ff0000",
            "circle-stroke-width": 4,
            "circle-stroke-color": "#00ff00",
        },
    }
    picture = paint(content, style(circle))
    shown = [color(picture, x, 256) for x in (256, 268, 275)]
    assert shown == ["#ff0000", "#00ff00", "#000000"]


def test_a_piece_of_a_tile_is_that_piece_enlarged(qtbot: QtBot) -> None:
    quarter = TileAddress(15, 16000, 12000)
    picture = paint(SQUARE, style(fill("#ff0000")), address=quarter, loaded=WHOLE)
    assert color(picture, 254, 254) == "#000000"
    assert color(picture, 258, 258) == color(picture, 511, 511) == "#ff0000"


def test_a_tile_beside_the_pixel_grid_meets_its_neighbour(qtbot: QtBot) -> None:
    content = tile(a=[(GeometryType.POLYGON, [square(-64, -64, 4224)], {})])
    frame = Frame(559, 558, 558.34, left=0.34, top=-0.2)
    picture = paint(content, style(fill("#ff0000")), frame=frame)
    assert picture.image is not None
    assert (picture.image.width(), picture.image.height()) == (559, 558)
    corners = {color(picture, x, y) for x in (0, 558) for y in (0, 557)}
    assert corners == {"#ff0000"}


def test_without_a_background_the_rest_is_clear(qtbot: QtBot) -> None:
    picture = paint(SQUARE, style(fill("#ff0000"), background=None))
    assert picture.image is not None
    assert picture.image.pixelColor(10, 10).alpha() == 0
    assert picture.image.pixelColor(256, 256).alpha() == 255


def test_an_empty_tile_is_only_ground(qtbot: QtBot) -> None:
    for content in (None, VectorTile(), tile(other=[(GeometryType.POINT, [[(0, 0)]], {})])):
        picture = paint(content, style(fill("#ff0000")))
        assert picture.image is None
        assert picture.ground is not None


def encoded(size: int, name: str, kind: bytes = b"PNG") -> RasterTile:
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(name))
    for x in range(size // 2):
        for y in range(size):
            image.setPixelColor(x, y, QColor("#0000ff"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind.decode())
    return RasterTile(bytes(buffer.data().data()))


@pytest.mark.parametrize("kind", [b"PNG", b"WEBP"])
def test_a_raster_tile_fills_its_frame(qtbot: QtBot, kind: bytes) -> None:
    picture = paint(encoded(64, "#ff0000", kind), None, frame=Frame(512, 512, 512.0))
    assert picture.image is not None
    assert picture.image.width() == 512
    left, right = picture.image.pixelColor(50, 256), picture.image.pixelColor(460, 256)
    assert left.blue() > 200 > left.red()
    assert right.red() > 200 > right.blue()


def test_a_raster_tile_is_cut_where_it_is_enlarged(qtbot: QtBot) -> None:
    right_half = TileAddress(15, 16001, 12000)
    picture = paint(encoded(64, "#ff0000"), None, address=right_half, loaded=WHOLE)
    assert color(picture, 5, 256) == "#ff0000"


@pytest.mark.parametrize("data", [b"", b"junk", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused(qtbot: QtBot, data: bytes) -> None:
    with pytest.raises(PictureError):
        paint(RasterTile(data), None)


def test_a_truncated_picture_is_refused_or_painted_without_harm(qtbot: QtBot) -> None:
    data = encoded(64, "#ff0000").data
    with pytest.raises(PictureError):
        paint(RasterTile(data[:40]), None)


def test_a_picture_that_claims_to_be_huge_is_refused(qtbot: QtBot) -> None:
    data = bytearray(encoded(64, "#ff0000").data)
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(PictureError):
        paint(RasterTile(bytes(data)), None)


def test_the_svg_reader_is_there(qtbot: QtBot) -> None:
    from PySide6.QtGui import QImageReader

    assert QByteArray(b"svg") in QImageReader.supportedImageFormats()
