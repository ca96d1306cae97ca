from __future__ import annotations

import gzip
import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.maps import hilbert
from desktop.maps.errors import ArchiveError
from desktop.maps.pmtiles import PmtilesSource
from tests.fakes.archives import directory, pmtiles, png, point_tile
from widgets.map.sources import RasterTile, TileAddress, TileError, VectorTile
from widgets.map.values import Bounds

HERE = Path(__file__).parents[5]
FLORENCE = Path(os.environ.get("ONEMAP_FLORENCE", HERE / "shared" / "data" / "firenze.pmtiles"))
PYRAMID = {
    TileAddress(z, x, y): png(1, 1, (7 * x + y) % 4)
    for z in range(5)
    for x in range(1 << z)
    for y in range(1 << z)
}


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "map.pmtiles"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("leaf_size", [0, 7])
@pytest.mark.parametrize("packed", [True, False])
def test_every_tile_comes_back(tmp_path: Path, leaf_size: int, packed: bool) -> None:
    source = PmtilesSource(_file(tmp_path, pmtiles(PYRAMID, leaf_size=leaf_size, packed=packed)))

    assert {a: source.load(a) for a in PYRAMID} == {a: RasterTile(d) for a, d in PYRAMID.items()}
    assert (source.min_zoom, source.max_zoom, source.tile_size) == (0, 4, 256)
    source.close()


def test_tiles_outside_are_empty(tmp_path: Path) -> None:
    source = PmtilesSource(_file(tmp_path, pmtiles({TileAddress(3, 2, 2): png()})))

    for zxy in ((3, 2, 3), (2, 1, 1), (4, 4, 4), (3, 8, 0), (3, -1, 0)):
        assert source.load(TileAddress(*zxy)) is None
    source.close()


def test_what_the_file_says_about_itself_is_told(tmp_path: Path) -> None:
    said = {"name": "Yunze", "attribution": '<a href="x">&copy; Town</a>'}
    data = pmtiles({TileAddress(9, 1, 1): point_tile()}, kind=1, metadata=said, bounds=(1, 2, 3, 4))
    source = PmtilesSource(_file(tmp_path, data))

    assert (source.title, source.attribution, source.format) == ("Yunze", "© Town", "pbf")
    assert source.bounds == Bounds(1, 2, 3, 4)
    assert source.tile_size == 512
    tile = source.load(TileAddress(9, 1, 1))
    assert isinstance(tile, VectorTile)
    assert list(tile.layers) == ["places"]
    source.close()


def test_another_content_is_another_id(tmp_path: Path) -> None:
    path = _file(tmp_path, pmtiles(PYRAMID))
    first, again = PmtilesSource(path), PmtilesSource(path)
    path.write_bytes(pmtiles(PYRAMID, leaf_size=5))
    other = PmtilesSource(path)

    assert first.id == again.id != other.id
    for source in (first, again, other):
        source.close()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "does not begin"),
        (pmtiles(PYRAMID)[:-1], "the file ends"),
        (pmtiles(PYRAMID, metadata=[1]), "metadata is damaged"),
        (pmtiles(PYRAMID)[:127] + bytes(2000) + pmtiles(PYRAMID)[2127:], "compression is damaged"),
    ],
)
def test_a_damaged_file_says_what_and_what_to_do(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(ArchiveError, match=rf"map\.pmtiles: .*{words}.*; get the file again"):
        PmtilesSource(_file(tmp_path, data))


def test_a_missing_file_is_an_archive_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be opened"):
        PmtilesSource(tmp_path / "none.pmtiles")


@pytest.mark.parametrize("tile", [b"\x1a\xff\xff", gzip.compress(bytes(10**8))[:-4]])
def test_a_damaged_tile_is_a_tile_error_that_need_not_be_retried(
    tmp_path: Path, tile: bytes
) -> None:
    address = TileAddress(0, 0, 0)
    source = PmtilesSource(_file(tmp_path, pmtiles({address: tile}, kind=1, packed=False)))

    with pytest.raises(TileError, match=r"map\.pmtiles 0/0/0") as caught:
        source.load(address)
    assert not caught.value.can_retry
    source.close()


def test_a_directory_that_is_a_bomb_is_stopped(tmp_path: Path) -> None:
    data = bytearray(pmtiles(PYRAMID))
    bomb = gzip.compress(bytes(50 * 2**20), 9)
    data[8:24] = len(data).to_bytes(8, "little") + len(bomb).to_bytes(8, "little")

    with pytest.raises(ArchiveError, match="unpacks to more than 2,097,152 bytes"):
        PmtilesSource(_file(tmp_path, bytes(data) + bomb))


def test_a_tile_that_is_a_bomb_is_stopped(tmp_path: Path) -> None:
    address = TileAddress(0, 0, 0)
    source = PmtilesSource(_file(tmp_path, pmtiles({address: bytes(40 * 2**20)}, kind=1)))

    with pytest.raises(TileError, match="unpacks to more than 33,554,432 bytes"):
        source.load(address)
    source.close()


def test_directories_that_point_in_a_circle_end(tmp_path: Path) -> None:
    data = bytearray(pmtiles(PYRAMID, leaf_size=1000, packed=False))
    leaf = int.from_bytes(data[40:48], "little")
    # One leaf that points to itself.
    loop = directory([(0, 0, 6, 0)])
    data[leaf : leaf + len(loop)] = loop
    root = int.from_bytes(data[8:16], "little")
    data[root : root + len(loop)] = loop
    data[16:24] = len(loop).to_bytes(8, "little")
    source = PmtilesSource(_file(tmp_path, bytes(data)))

    with pytest.raises(TileError):
        source.load(TileAddress(0, 0, 0))
    source.close()


def test_a_file_cut_while_in_use_is_a_tile_error_not_a_crash(tmp_path: Path) -> None:
    path = _file(tmp_path, pmtiles(PYRAMID))
    source = PmtilesSource(path)
    os.truncate(path, 700)

    with pytest.raises(TileError, match="became shorter"):
        source.load(TileAddress(4, 15, 15))
    source.close()


def test_many_threads_read_the_same_tiles(tmp_path: Path) -> None:
    source = PmtilesSource(_file(tmp_path, pmtiles(PYRAMID, leaf_size=3)))
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


VECTOR = pmtiles({a: point_tile() for a in PYRAMID if a.z < 3}, kind=1, leaf_size=4)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(0, len(VECTOR)),
    st.lists(st.tuples(st.integers(0, len(VECTOR) - 1), st.integers(0, 255)), max_size=6),
)
def test_cut_and_changed_files_raise_nothing_but_the_named_errors(
    tmp_path: Path, keep: int, changes: list[tuple[int, int]]
) -> None:
    data = bytearray(VECTOR)
    for at, value in changes:
        data[at] = value
    path = _file(tmp_path, bytes(data if keep % 2 else data[:keep]))
    try:
        source = PmtilesSource(path)
    except ArchiveError:
        return
    for number in range(22):
        try:
            source.load(hilbert.address_of(number))
        except TileError:
            pass
    source.close()


@pytest.mark.skipif(not FLORENCE.is_file(), reason=f"the sample {FLORENCE} is not here")
def test_florence_is_read() -> None:
    source = PmtilesSource(FLORENCE)

    assert (source.min_zoom, source.max_zoom, source.format) == (0, 14, "pbf")
    assert "OpenStreetMap" in source.attribution
    tile = source.load(TileAddress(14, 8704, 5972))
    assert isinstance(tile, VectorTile)
    assert {"roads", "buildings", "water"} <= set(tile.layers)
    source.close()
