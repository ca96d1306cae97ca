"""An id of the choice becomes sources and a style, or a reason why not."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from desktop.map_choice import FILE
from desktop.maps.catalogue import BasemapEntry, Catalogue
from desktop.maps.errors import CatalogueError, MapError
from desktop.maps.opening import Network
from desktop.maps.xyz import NetworkDoor
from desktop.views.map.opened import (
    SHIPPED,
    Opened,
    StyleRefused,
    feature_style,
    missing_token,
    open_base,
    open_town,
    read_style,
    title_of,
)
from tests.fakes.archives import mbtiles, png
from widgets.map.sources import TileAddress

POINT = b'{"type": "Point", "coordinates": [121, 31]}'
LOCATION = "https://example.org/{z}/{x}/{y}.png"
OWN = BasemapEntry(id="own", title="自建", title_en="Own", kind="xyz", location=LOCATION)
CLOSED = BasemapEntry(
    id="closed", title="密钥图", kind="xyz", location=f"{LOCATION}?tk={{token}}", token="tianditu"
)
CATALOGUE = Catalogue((OWN, CLOSED), ())


@pytest.fixture
def network() -> Network:
    return Network(httpx.Client(trust_env=False), NetworkDoor(is_open=False))


def test_the_towns_map_is_another_source_when_its_content_is_another() -> None:
    first, second = open_town(POINT, "本镇", 7), open_town(POINT + b" ", "本镇", 7)
    assert (first.title, first.made_ms, first.is_vector) == ("本镇", 7, True)
    assert first.sources[0].id != second.sources[0].id
    assert first.sources[0].id == open_town(POINT, "again", 8).sources[0].id


@pytest.mark.parametrize("content", [b"", b"{", b'{"type": "Nonsense"}', b"[" * 100_000])
def test_a_damaged_town_map_is_an_error(content: bytes) -> None:
    with pytest.raises(MapError):
        open_town(content, "本镇", 0)


def test_a_file_is_plain_features_or_tiles_by_what_it_holds(
    tmp_path: Path, network: Network
) -> None:
    plain = tmp_path / "a.geojson"
    plain.write_bytes(POINT)
    tiles = mbtiles(tmp_path / "b.mbtiles", {TileAddress(0, 0, 0): png()}, {"format": "png"})
    features = open_base(f"{FILE}{plain}", CATALOGUE, network, english=False)
    raster = open_base(f"{FILE}{tiles}", CATALOGUE, network, english=False)

    assert (features.title, features.is_features, features.is_vector) == ("a.geojson", True, True)
    assert (raster.is_features, raster.is_vector, raster.may_bulk) == (False, False, False)
    assert features.made_ms > 0


def test_an_entry_is_called_as_the_reader_speaks(network: Network) -> None:
    assert open_base("own", CATALOGUE, network, english=True).title == "Own"
    assert title_of(OWN, english=False) == "自建"
    assert title_of(CLOSED, english=True) == "密钥图"
    with pytest.raises(CatalogueError):
        open_base("gone", CATALOGUE, network, english=False)


def test_an_entry_brings_its_own_style_and_stays_when_that_cannot_be_read(
    tmp_path: Path, network: Network
) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"version": 8, "sources": {}, "layers": []}))

    def opened(style: str) -> Opened:
        entry = BasemapEntry(id="a", title="甲", kind="xyz", location=LOCATION, style=style)
        return open_base("a", Catalogue((entry,), ()), network, english=False)

    assert (opened("").style, opened("").style_problem) == (None, "")
    assert opened("light").style is not None
    assert (opened("light").may_restyle, opened(str(own)).may_restyle) == (True, False)
    assert opened(str(own)).style is not None
    missing = opened(str(tmp_path / "gone.json"))
    assert missing.style is None
    assert "gone.json" in missing.style_problem


def test_a_token_is_missing_until_it_is_known() -> None:
    assert missing_token("closed", CATALOGUE, ()) == "tianditu"
    assert missing_token("closed", CATALOGUE, ("tianditu",)) == ""
    assert missing_token("own", CATALOGUE, ()) == ""
    assert missing_token("gone", CATALOGUE, ()) == ""


def test_both_shipped_styles_are_whole() -> None:
    for name in SHIPPED:
        assert read_style(name).skipped == ()


def test_a_style_that_is_none_is_refused_with_its_name(tmp_path: Path) -> None:
    for name, content in (("a.json", b"{"), ("b.json", b"[]"), ("c.json", b"\xff")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(StyleRefused, match=name):
            read_style(str(path))
    with pytest.raises(StyleRefused, match=r"gone\.json"):
        read_style(str(tmp_path / "gone.json"))


def test_a_style_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"version": 8, "sources": {}, "layers": []}))
    assert read_style(str(path)).skipped == ()


def test_plain_features_have_a_look_of_which_nothing_is_skipped() -> None:
    assert feature_style("#3399FF").skipped == ()
    assert feature_style("#3399FF", is_preview=True).skipped == ()
