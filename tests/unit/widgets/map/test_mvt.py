"""Vector tiles: what goes in comes out, and broken bytes are refused in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import mvt as fake
from tests.fakes.mvt import Drawn
from tests.fakes.tile_checks import check_layer
from tests.fuzz.fuzz_mvt import mutated, seeds
from widgets.map import mvt
from widgets.map.mvt import MvtError, decode
from widgets.map.sources import TileLayer

SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]
HOLE = [(2, 2), (2, 4), (4, 4), (4, 2)]

coordinates = st.integers(-5000, 9000)
points = st.tuples(coordinates, coordinates)
texts = st.text(max_size=8)
values = st.one_of(
    texts, st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(allow_nan=False)
)


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    kind = draw(st.sampled_from((1, 2, 3)))
    least = {1: 1, 2: 2, 3: 1}[kind]
    parts = draw(st.lists(st.lists(points, min_size=least, max_size=7), min_size=1, max_size=4))
    properties: dict[str, Any] = draw(st.dictionaries(texts, values, max_size=4))
    return Drawn(kind, parts, properties, draw(st.none() | st.integers(0, 2**64 - 1)))


def parts_of(layer: TileLayer, feature: int) -> list[list[tuple[int, int]]]:
    out = []
    for part in range(*layer.feature_parts[feature : feature + 2].tolist()):
        start, end = layer.part_starts[part : part + 2].tolist()
        out.append([(int(x), int(y)) for x, y in layer.points[start:end].tolist()])
    return out


@given(st.lists(drawn(), max_size=6), st.sampled_from((1, 2)), st.integers(1, mvt.MAX_EXTENT))
def test_features_come_out_as_they_went_in(
    features: list[Drawn], version: int, extent: int
) -> None:
    data = fake.tile(fake.layer("层", features, extent=extent, version=version))
    layer = decode(data).layers["层"]
    check_layer(layer)
    assert layer.extent == extent
    kept = [feature for feature in features if fake.tidy(feature)]
    assert layer.types.tolist() == [feature.type for feature in kept]
    for index, feature in enumerate(kept):
        assert parts_of(layer, index) == fake.tidy(feature)
        got = layer.properties(index)
        assert got == feature.properties
        assert [type(value) for value in got.values()] == [
            type(value) for value in feature.properties.values()
        ]
        if feature.id is not None:
            assert layer.ids is not None
            assert int(layer.ids[index]) == feature.id


@given(st.sampled_from(seeds()), st.randoms(use_true_random=False))
def test_changed_bytes_give_a_tile_or_an_error(data: bytes, chance: Any) -> None:
    try:
        tile = decode(mutated(data, chance))
    except MvtError as error:
        assert str(error)
        return
    for layer in tile.layers.values():
        check_layer(layer)


def test_every_truncation_gives_whole_layers_or_an_error() -> None:
    data = seeds()[1]
    whole = len(fake.bytes_field(3, fake.layer("empty", [])))
    assert whole < len(data)
    results = []
    for length in range(len(data)):
        try:
            results.append(len(decode(data[:length]).layers))
        except MvtError:
            results.append(-1)
    # Nothing at all, and the cut between the two layers.
    assert sorted(result for result in results if result >= 0) == [0, 1]


@given(st.binary(max_size=200))
def test_random_bytes_give_a_tile_or_an_error(data: bytes) -> None:
    try:
        tile = decode(data)
    except MvtError:
        return
    for layer in tile.layers.values():
        check_layer(layer)


def test_layers_keep_their_names_and_order() -> None:
    data = fake.tile(fake.layer("water", []), fake.layer("roads", []))
    assert list(decode(data).layers) == ["water", "roads"]
    assert decode(b"").layers == {}


def test_a_feature_of_unknown_type_is_left_out() -> None:
    square = Drawn(3, [SQUARE], {"a": 1})
    data = fake.tile(fake.layer("x", [Drawn(0, [[(1, 1)]], {"a": 2}), square]))
    layer = decode(data).layers["x"]
    assert len(layer) == 1
    assert layer.properties(0) == {"a": 1}


def test_unknown_fields_are_skipped_everywhere() -> None:
    odd = fake.number_field(9, 300) + fake.bytes_field(100, b"abc") + b"\x5d1234" + b"\x6112345678"
    feature = odd + fake.number_field(3, 1) + fake.bytes_field(4, fake.packed([9, 2, 4])) + odd
    feature += fake.bytes_field(2, fake.packed([0, 0]))
    body = odd + fake.bytes_field(1, b"x") + fake.bytes_field(2, feature)
    body += fake.bytes_field(3, b"k") + fake.bytes_field(4, odd + fake.bytes_field(1, b"v") + odd)
    layer = decode(odd + fake.tile(body)).layers["x"]
    assert parts_of(layer, 0) == [[(1, 2)]]
    assert layer.properties(0) == {"k": "v"}
    assert layer.extent == mvt.DEFAULT_EXTENT


def layer_of(
    *, name: bytes = b"x", stream: tuple[int, ...] = (9, 2, 4), kind: int = 1, more: bytes = b""
) -> bytes:
    feature = fake.number_field(3, kind) + fake.bytes_field(4, fake.packed(stream))
    return fake.tile(fake.bytes_field(1, name) + fake.bytes_field(2, feature) + more)


def tagged(*tags: int) -> bytes:
    feature = fake.bytes_field(2, fake.packed(tags)) + fake.number_field(3, 1)
    feature += fake.bytes_field(4, fake.packed((9, 2, 4)))
    body = fake.bytes_field(1, b"x") + fake.bytes_field(2, feature) + fake.bytes_field(3, b"k")
    return fake.tile(body + fake.bytes_field(4, fake.value("v")))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x1f\x8b\x08", "compressed"),
        (fake.tile(b""), "no name"),
        (fake.tile(fake.layer("a", []), fake.layer("a", [])), "twice"),
        (fake.tile(fake.layer("a", [], extent=0)), "extent 0"),
        (fake.tile(fake.layer("a", [], extent=2**40)), "extent"),
        (fake.tile(fake.layer("a", [], version=3)), "version 3"),
        (fake.number_field(3, 1), "wire type"),
        (b"\x00\x00", "number 0"),
        (b"\x1b", "wire type 3"),
        (b"\x1a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "does not end"),
        (b"\x1a\x05ab", "reaches past"),
        (layer_of(name=b"\xff\xfe"), "UTF-8"),
        (layer_of(more=fake.bytes_field(4, b"")), "holds nothing"),
        (layer_of(stream=(0xFFFFFFF9, 2, 4)), "more points"),
        (layer_of(stream=(9, 2)), "more points"),
        (layer_of(stream=(9, 2**33, 4)), "32 bits"),
        (layer_of(stream=(9, 2**31, 0)), "units out"),
        (tagged(0), "without a value"),
        (tagged(1, 0), "key 1 of 1"),
        (tagged(0, 7), "value 7 of 1"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, text: str) -> None:
    with pytest.raises(MvtError, match=text):
        decode(data)


def test_more_than_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = fake.tile(fake.layer("a", [Drawn(1, [[(1, 1)]])] * 3), fake.layer("b", []))
    for limit, least, text in (
        ("MAX_BYTES", 20, "bytes"),
        ("MAX_LAYERS", 1, "layers"),
        ("MAX_FEATURES", 2, "features"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(mvt, limit, least)
            with pytest.raises(MvtError, match=text):
                decode(data)
    words = layer_of(more=fake.bytes_field(3, b"long") * 2)
    for limit, least in (("MAX_TEXT", 3), ("MAX_WORDS", 1)):
        with monkeypatch.context() as patch:
            patch.setattr(mvt, limit, least)
            with pytest.raises(MvtError):
                decode(words)
    assert len(decode(data).layers["a"]) == 3
