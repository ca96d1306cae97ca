from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from desktop.maps.errors import ArchiveError
from desktop.maps.mbtiles import MbtilesSource
from desktop.maps.mbtiles_writer import MbtilesWriter, recover
from tests.fakes.archives import png, point_tile
from widgets.map.sources import RasterTile, TileAddress, VectorTile

A, B, C = TileAddress(2, 0, 1), TileAddress(2, 3, 3), TileAddress(3, 5, 0)


def test_what_is_written_is_read_as_mbtiles(tmp_path: Path) -> None:
    path = tmp_path / "new" / "area.mbtiles"
    writer = MbtilesWriter(path)
    writer.describe({"name": "River", "format": "png", "minzoom": "2", "maxzoom": "3"})
    writer.put([(A, png(1, 1, 1)), (B, None), (C, png(1, 1, 3))], "png")
    writer.close()
    source = MbtilesSource(path)

    assert source.title == "River"
    assert source.load(A) == RasterTile(png(1, 1, 1))
    assert source.load(B) is None
    assert source.load(C) == RasterTile(png(1, 1, 3))
    source.close()


def test_vector_tiles_are_kept_packed_as_the_specification_wants(tmp_path: Path) -> None:
    writer = MbtilesWriter(tmp_path / "a.mbtiles")
    writer.describe({"format": "pbf", "minzoom": "2", "maxzoom": "2"})
    writer.put([(A, point_tile())], "pbf")
    writer.close()
    db = sqlite3.connect(tmp_path / "a.mbtiles")
    stored = db.execute("SELECT tile_data FROM tiles").fetchone()[0]
    db.close()
    source = MbtilesSource(tmp_path / "a.mbtiles")

    assert stored[:2] == b"\x1f\x8b"
    assert isinstance(source.load(A), VectorTile)
    source.close()


def test_held_are_the_tiles_there_and_those_known_to_be_empty(tmp_path: Path) -> None:
    writer = MbtilesWriter(tmp_path / "a.mbtiles")
    writer.put([(A, png()), (B, None), (C, png())], "png")

    assert writer.zooms() == (2, 3)
    assert writer.held(2).tolist() == [A.y * 4 + A.x, B.y * 4 + B.x]
    assert writer.held(3).tolist() == [C.y * 8 + C.x]
    assert writer.held(9).tolist() == []
    writer.remove([A, B])
    assert writer.held(2).tolist() == []
    writer.close()


def test_a_batch_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    writer = MbtilesWriter(tmp_path / "a.mbtiles")
    writer.put([(A, png())], "png")

    with pytest.raises(ArchiveError, match="writing failed"):
        writer.put([(B, png()), (C, object())], "png")  # type: ignore[list-item]
    assert writer.held(2).tolist() == [A.y * 4 + A.x]
    writer.put([(B, png())], "png")
    assert len(writer.held(2)) == 2
    writer.close()


def test_room_is_given_back_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.mbtiles"
    writer = MbtilesWriter(path)
    writer.put([(A, bytes(500_000))], "png")
    writer.remove([A])
    before = path.stat().st_size
    writer.compact()

    assert path.stat().st_size < before / 10
    writer.close()


def test_a_file_that_is_no_database_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.mbtiles"
    path.write_bytes(b"precious" * 100)

    with pytest.raises(ArchiveError):
        MbtilesWriter(path)
    with pytest.raises(ArchiveError, match="damaged"):
        recover(path)
    assert path.read_bytes() == b"precious" * 100
