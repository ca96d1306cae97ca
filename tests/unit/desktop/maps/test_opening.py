from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.maps.area_download import AreaDownload, Phase, Politeness
from desktop.maps.area_plan import AreaPlan
from desktop.maps.catalogue import BasemapEntry, read_catalogue, shipped
from desktop.maps.errors import ArchiveError, CatalogueError, MapError
from desktop.maps.http_tiles import open_client
from desktop.maps.mbtiles import MbtilesSource
from desktop.maps.offline import OfflineAreas
from desktop.maps.opening import (
    Network,
    file_kind,
    open_file,
    open_source,
    open_stored,
)
from desktop.maps.pmtiles import PmtilesSource
from desktop.maps.xyz import NetworkDoor, WebSource
from tests.fakes.archives import mbtiles, pmtiles, png
from tests.fakes.tile_server import Reply, tile_server
from widgets.map.features import FeatureSource
from widgets.map.sources import RasterTile, TileAddress, VectorTile
from widgets.map.values import Bounds

WORLD = TileAddress(0, 0, 0)
POINT = {"type": "Point", "coordinates": [1.0, 2.0]}
GEOJSON = {"type": "Feature", "properties": {"layer": "places"}, "geometry": POINT}


@pytest.fixture
def network() -> Iterator[Network]:
    with open_client("OneMap/test", trust_env=False) as client:
        yield Network(client, NetworkDoor(is_open=False), tokens={"tianditu": "secret"})


def _web(**values: object) -> BasemapEntry:
    known = {"id": "web", "title": "Web", "kind": "xyz", "location": "https://h/{z}/{x}/{y}"}
    return msgspec.convert({**known, **values}, BasemapEntry)


def test_a_file_is_opened_by_what_is_in_it_whatever_its_name(tmp_path: Path) -> None:
    one = tmp_path / "a.geojson"
    one.write_bytes(pmtiles({WORLD: png()}))
    two = mbtiles(tmp_path / "b.pmtiles", {WORLD: png()}, {})
    three = tmp_path / "c.mbtiles"
    three.write_text(json.dumps(GEOJSON), "utf-8-sig")
    sources = [open_file(path) for path in (one, two, three)]

    assert [type(s) for s in sources] == [PmtilesSource, MbtilesSource, FeatureSource]
    assert [s.load(WORLD) for s in sources[:2]] == [RasterTile(png())] * 2
    assert isinstance(sources[2].load(WORLD), VectorTile)
    for source in sources[:2]:
        source.close()


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"", "it is empty; get the file again"),
        (b"PK\x03\x04zip", "ZIP archive; unpack it"),
        (b"\x1f\x8b\x08", "gzip-compressed"),
        (b"II*\x00", "GeoTIFF; turn it into MBTiles"),
        (b"\x00\x00\x27\x0a", "Shapefile; import it"),
        (png(), "a single picture"),
        (b"<!doctype html><p>404", "a web page"),
        (b"PMTiles\x02" + bytes(600), "version 2"),
        (b"anything", "no map this program knows"),
        (b'{"type": "Nonsense"}', "no GeoJSON"),
        (b'{"type": ', "no GeoJSON"),
    ],
)
def test_what_cannot_be_shown_is_named_with_what_to_do(
    tmp_path: Path, start: bytes, words: str
) -> None:
    path = tmp_path / "map.bin"
    path.write_bytes(start)

    with pytest.raises(ArchiveError, match=words):
        open_file(path)


def test_a_geopackage_is_sent_to_the_import(tmp_path: Path) -> None:
    path = tmp_path / "town.gpkg"
    db = sqlite3.connect(path)
    db.execute("PRAGMA application_id = 0x47504B47")
    db.execute("CREATE TABLE t (a)")
    db.close()

    with pytest.raises(ArchiveError, match="GeoPackage; import it as features"):
        file_kind(path)


def test_an_entry_of_a_file_is_opened_with_its_attribution(
    tmp_path: Path, network: Network
) -> None:
    path = tmp_path / "a.pmtiles"
    path.write_bytes(pmtiles({WORLD: png()}))
    source = open_source(_web(kind="pmtiles", location=str(path), attribution="© Us"), network)

    assert isinstance(source, PmtilesSource)
    assert source.attribution == "© Us"
    source.close()
    with pytest.raises(ArchiveError, match='it is pmtiles, not mbtiles; write kind = "pmtiles"'):
        open_source(_web(kind="mbtiles", location=str(path)), network)
    with pytest.raises(ArchiveError, match="cannot be opened"):
        open_source(_web(kind="mbtiles", location=str(tmp_path / "none")), network)


def test_every_shipped_entry_opens_without_asking_the_network(network: Network) -> None:
    for entry in read_catalogue([shipped()]).entries:
        source = open_source(entry, network)
        assert isinstance(source, WebSource)
        assert source.attribution == entry.attribution


def test_a_missing_token_is_asked_for(network: Network) -> None:
    entry = read_catalogue([shipped()]).find("tianditu_vec")

    with pytest.raises(CatalogueError, match=r"天地图·矢量 needs a token.*“tianditu”"):
        open_source(entry, Network(network.client, network.door))
    with pytest.raises(CatalogueError, match="add a line token"):
        open_source(_web(location="https://h/{z}/{x}/{y}?k={token}"), network)


def test_tianditu_is_asked_as_its_manual_says(network: Network) -> None:
    with tile_server(lambda path, headers: Reply(png())) as server:
        entry = read_catalogue([shipped()]).find("tianditu_vec")
        local = entry.location.replace("https://t{s}.tianditu.gov.cn", server.url)
        open_net = Network(network.client, NetworkDoor(), tokens=network.tokens)
        source = open_source(msgspec.structs.replace(entry, location=local), open_net)
        source.load(TileAddress(10, 843, 388))

    assert server.asked == [
        "/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default"
        "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX=10&TILEROW=388&TILECOL=843&tk=secret"
    ]


def test_tiles_cut_in_degrees_are_refused(network: Network) -> None:
    entry = read_catalogue([shipped()]).find("tianditu_vec")
    degrees = entry.location.replace("vec_w", "vec_c").replace("SET=w", "SET=c")

    with pytest.raises(CatalogueError, match="use vec_w"):
        open_source(msgspec.structs.replace(entry, location=degrees), network)
    with pytest.raises(CatalogueError, match="in EPSG:4490"):
        open_source(_web(crs="EPSG:4490"), network)


def test_a_wmts_layer_needs_no_whole_pattern(network: Network) -> None:
    source = open_source(_web(kind="wmts", location="https://h/wmts", layer="veg"), network)

    assert isinstance(source, WebSource)
    assert source.tile_size == 256


def test_vector_tiles_of_a_server_are_meant_for_512_pixels(network: Network) -> None:
    source = open_source(_web(format="pbf", bounds=[1, 2, 3, 4]), network)

    assert source.tile_size == 512
    assert source.bounds == Bounds(1, 2, 3, 4)
    assert open_source(_web(format="pbf", tile_size=256), network).tile_size == 256


PLAN = AreaPlan("web", Bounds(11.0, 43.5, 11.1, 43.6), 9, 10)


def _store(folder: Path, entry: BasemapEntry, network: Network) -> OfflineAreas:
    areas = OfflineAreas(folder / "areas")
    source = open_stored(entry, network)
    area = areas.make(PLAN, "River", source, may_bulk=entry.may_bulk)
    areas.make(replace(PLAN, source_id="other"), "Of another map", source)
    download = AreaDownload(source, area.path, area.plan, politeness=Politeness(first_wait_s=0))
    download.start()
    assert download.wait(60) is Phase.DONE
    download.stop()
    return areas


def test_geojson_needs_no_area(network: Network) -> None:
    with pytest.raises(CatalogueError, match="on this machine already"):
        open_stored(_web(kind="geojson", location="a.geojson"), network)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300), st.sampled_from([b"", b"{", b"PMTiles\x03", b"SQLite format 3\0"]))
def test_any_file_is_opened_or_refused_in_words(tmp_path: Path, data: bytes, start: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(start + data)
    try:
        open_file(path)
    except MapError as error:
        assert str(error).startswith("any: ")
