from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.errors import CatalogueError
from desktop.maps.url_template import UrlTemplate, quadkey, refuse_other_grids, wmts_pattern
from widgets.map.sources import TileAddress

TILE = TileAddress(3, 5, 2)


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("https://h/{z}/{x}/{y}.png", "https://h/3/5/2.png"),
        ("https://h/{z}/{x}/{-y}.png", "https://h/3/5/5.png"),
        ("https://h/{quadkey}.jpg", "https://h/121.jpg"),
        ("https://{s}.h/{z}/{x}/{y}", "https://b.h/3/5/2"),
        ("https://{switch:p,q}.h/{z}/{x}/{y}", "https://q.h/3/5/2"),
        ("https://h/{TileMatrix}/{TileRow}/{TileCol}{r}.png", "https://h/3/2/5.png"),
        ("https://h?tk={token}&z={z}&x={x}&y={y}", "https://h?tk=a%26b%20c&z=3&x=5&y=2"),
    ],
)
def test_patterns_are_filled_in(pattern: str, url: str) -> None:
    assert UrlTemplate(pattern).url(TILE, "a&b c") == url


def test_named_subdomains_are_used_and_a_tile_keeps_its_own() -> None:
    template = UrlTemplate("https://t{s}.h/{z}/{x}/{y}", ("0", "1", "2"))
    hosts = {template.url(TileAddress(5, x, 0), "").split("/")[2] for x in range(9)}

    assert hosts == {"t0.h", "t1.h", "t2.h"}
    assert template.url(TILE, "") == template.url(TILE, "")


def test_a_wmts_layer_becomes_a_key_value_pattern() -> None:
    pattern = wmts_pattern("https://h/wmts?map=1", "veg", "GoogleMapsCompatible")
    url = UrlTemplate(pattern).url(TILE, "")

    assert url.startswith("https://h/wmts?map=1&SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0")
    assert url.endswith("&TILEMATRIX=3&TILEROW=2&TILECOL=5")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("ftp://h/{z}/{x}/{y}", "begin it with https"),
        ("https://h/{z}/{x}", "lacks"),
        ("https://h/{z}/{x}/{Y}", "{Y} is not known"),
        ("https://h/{z}/{x}/{y}/{", "not closed"),
    ],
)
def test_a_pattern_that_cannot_work_is_refused_in_words(pattern: str, words: str) -> None:
    with pytest.raises(CatalogueError, match=words):
        UrlTemplate(pattern)


@pytest.mark.parametrize(
    ("pattern", "crs", "words"),
    [
        ("https://t0.tianditu.gov.cn/vec_c/wmts?x", "EPSG:3857", "use vec_w"),
        ("https://h?TileMatrixSet=EPSG:4326&z={z}", "EPSG:3857", "“EPSG:4326” is not Web Mercator"),
        ("https://h?tilematrixset=c", "EPSG:3857", "“c”"),
        ("https://h/{z}", "EPSG:4490", "in EPSG:4490"),
    ],
)
def test_tiles_not_cut_in_web_mercator_are_refused(pattern: str, crs: str, words: str) -> None:
    with pytest.raises(CatalogueError, match=words):
        refuse_other_grids(pattern, crs)


def test_web_mercator_is_accepted_by_all_its_names() -> None:
    refuse_other_grids("https://t0.tianditu.gov.cn/vec_w/wmts?TILEMATRIXSET=w", "EPSG:3857")
    refuse_other_grids("https://h?TILEMATRIXSET=GoogleMapsCompatible", "epsg:900913")


def test_the_key_does_not_depend_on_the_token() -> None:
    pattern = "https://h/{z}/{x}/{y}?tk={token}"

    assert UrlTemplate(pattern).key == UrlTemplate(pattern).key
    assert UrlTemplate(pattern).key != UrlTemplate(pattern + "&v=2").key
    assert UrlTemplate(pattern).needs_token


@given(st.integers(1, 20).flatmap(lambda z: st.tuples(
    st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1))))  # fmt: skip
def test_a_quadkey_names_the_path_from_the_top(zxy: tuple[int, int, int]) -> None:
    address = TileAddress(*zxy)
    key = quadkey(address)

    assert len(key) == address.z
    assert int(key, 4) == sum(
        ((address.x >> i & 1) | (address.y >> i & 1) << 1) << 2 * i for i in range(address.z)
    )


@given(st.text(max_size=60))
def test_any_text_is_a_pattern_or_refused(text: str) -> None:
    for pattern in (text, "https://h/{z}/{x}/{y}" + text, "http://" + text + "/{z}/{x}/{y}"):
        try:
            UrlTemplate(pattern)
        except CatalogueError:
            pass
