from __future__ import annotations

import gzip
import os
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.maps.errors import ArchiveError
from desktop.maps.mbtiles import MbtilesSource
from tests.fakes.archives import mbtiles, png, point_tile
from widgets.map.sources import RasterTile, TileAddress, TileError, VectorTile
from widgets.map.values import Bounds

PYRAMID = {
    TileAddress(z, x, y): png(1, 1, (5 * x + y) % 9)
    for z in range(4)
    for x in range(1 << z)
    for y in range(1 << z)
}
WORLD = TileAddress(0, 0, 0)
RASTER = {"name": "Yunze", "format": "png", "minzoom": "0", "maxzoom": "3"}


def _source(folder: Path, tiles: dict[TileAddress, object], **metadata: object) -> MbtilesSource:
    return MbtilesSource(mbtiles(folder / "map.mbtiles", tiles, {**RASTER, **metadata}))


def test_rows_are_turned_from_the_south_to_the_north(tmp_path: Path) -> None:
    source = _source(tmp_path, PYRAMID)

    assert {a: source.load(a) for a in PYRAMID} == {a: RasterTile(d) for a, d in PYRAMID.items()}
    for zxy in ((4, 0, 0), (99, 0, 0), (3, 8, 0), (3, 0, -1)):
        assert source.load(TileAddress(*zxy)) is None
    source.close()


def test_packed_and_plain_vector_tiles_are_read(tmp_path: Path) -> None:
    tiles = {TileAddress(1, 0, 0): gzip.compress(point_tile()), TileAddress(1, 0, 1): point_tile()}
    source = _source(tmp_path, tiles, format="pbf")

    for address in tiles:
        assert isinstance(source.load(address), VectorTile)
        assert source.raw(address) == point_tile()
    assert source.tile_size == 512
    source.close()


def test_metadata_is_told(tmp_path: Path) -> None:
    source = _source(tmp_path, PYRAMID, bounds="1,2,3.5,4", attribution="<b>©</b> Town")

    assert (source.title, source.attribution) == ("Yunze", "© Town")
    assert (source.bounds, source.min_zoom, source.max_zoom) == (Bounds(1, 2, 3.5, 4), 0, 3)
    source.close()


def test_missing_zooms_and_format_are_found_in_the_tiles(tmp_path: Path) -> None:
    source = MbtilesSource(mbtiles(tmp_path / "a.mbtiles", {TileAddress(5, 3, 3): png()}, {}))

    assert (source.min_zoom, source.max_zoom, source.format) == (5, 5, "png")
    source.close()


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"format": "pbf"}, "says pbf and holds png"),
        ({"format": "tiff"}, "tiles are “tiff”"),
        ({"minzoom": "9", "maxzoom": "3"}, "zooms 9 to 3"),
        ({"maxzoom": "99"}, "zooms 0 to 99"),
        ({"bounds": "1,2,3"}, "bounds"),
        ({"bounds": "nan,2,3,4"}, "bounds"),
        ({"bounds": "10,2,3,900"}, "bounds"),
    ],
)
def test_what_the_metadata_has_wrong_is_named(
    tmp_path: Path, metadata: dict[str, object], words: str
) -> None:
    with pytest.raises(ArchiveError, match=words):
        _source(tmp_path, PYRAMID, **metadata)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.mbtiles"
    path.write_bytes(b"<html>not found</html>")

    with pytest.raises(ArchiveError, match=r"map\.mbtiles: it is not an SQLite database; choose"):
        MbtilesSource(path)
    with pytest.raises(ArchiveError, match="cannot be opened"):
        MbtilesSource(tmp_path / "none.mbtiles")


def test_a_database_without_the_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.mbtiles"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE metadata (name, value)")
    db.commit()
    db.close()

    with pytest.raises(ArchiveError, match="the table tiles lacks tile_column, tile_data"):
        MbtilesSource(path)


def test_a_damaged_name_in_the_schema_is_said(tmp_path: Path) -> None:
    path = mbtiles(tmp_path / "map.mbtiles", {WORLD: png()}, RASTER)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"ON tiles (zoom", b"ON tiles \xa8zoom"))

    with pytest.raises(ArchiveError, match="not UTF-8"):
        MbtilesSource(path)


@pytest.mark.parametrize("value", ["text", 7, 1.5])
def test_a_tile_of_the_wrong_type_is_a_tile_error(tmp_path: Path, value: object) -> None:
    source = _source(tmp_path, {WORLD: png(), TileAddress(1, 0, 0): value})

    with pytest.raises(TileError, match="not binary data") as caught:
        source.load(TileAddress(1, 0, 0))
    assert not caught.value.can_retry
    source.close()


def test_a_tile_too_large_to_be_true_is_refused(tmp_path: Path) -> None:
    source = _source(tmp_path, {WORLD: png(), TileAddress(1, 0, 0): bytes(9 * 2**20)})

    with pytest.raises(TileError, match="more than 8,388,608 bytes"):
        source.load(TileAddress(1, 0, 0))
    assert source.load(WORLD) == RasterTile(png())
    source.close()


def test_a_view_without_end_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "map.mbtiles"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    db.execute(
        "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT i AS zoom_level, i AS tile_column, i AS tile_row, NULL AS tile_data"
        " FROM n WHERE i < 0"
    )
    db.commit()
    db.close()

    with pytest.raises(ArchiveError, match="takes too long"):
        MbtilesSource(path)


def test_a_file_being_written_can_be_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.maps.mbtiles_file.BUSY_S", 0.0)
    source = _source(tmp_path, PYRAMID)
    other = sqlite3.connect(tmp_path / "map.mbtiles", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(TileError) as caught:
        source.load(WORLD)
    assert caught.value.can_retry
    other.execute("ROLLBACK")
    assert source.load(WORLD) is not None
    other.close()
    source.close()


def test_many_threads_read_at_once_and_closing_ends_it(tmp_path: Path) -> None:
    source = _source(tmp_path, PYRAMID)
    wrong: list[TileAddress] = []

    def read() -> None:
        wrong.extend(a for a, data in PYRAMID.items() if source.raw(a) != data)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    source.close()
    with pytest.raises(TileError):
        source.load(WORLD)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = mbtiles(tmp_path_factory.mktemp("m") / "a.mbtiles", dict(PYRAMID), RASTER)
    return path.read_bytes()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_cut_and_changed_files_raise_nothing_but_the_named_errors(
    tmp_path: Path, whole: bytes, data: st.DataObject
) -> None:
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 8))):
        # Most of a page is cells; its head is where a change does most.
        page = data.draw(st.integers(0, len(whole) // 4096 - 1))
        at = page * 4096 + data.draw(st.one_of(st.integers(0, 120), st.integers(0, 4095)))
        changed[at] = data.draw(st.integers(0, 255))
    keep = data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))
    path = tmp_path / f"{os.getpid()}.mbtiles"
    path.write_bytes(changed[:keep])
    try:
        source = MbtilesSource(path)
    except ArchiveError:
        return
    for address in list(PYRAMID)[:30]:
        try:
            source.load(address)
        except TileError:
            pass
    source.close()
