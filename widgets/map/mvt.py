"""Reads Mapbox Vector Tiles, versions 1 and 2.1 of the specification, into columns.

A tile is outside input: every limit is a number here, and whatever the bytes hold, the answer is
a tile or `MvtError`. A dense tile is read in columns (see `wire`), not feature by feature.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from widgets.map import rings
from widgets.map.mvt_geometry import Parts, decode_geometry
from widgets.map.rings import Ints
from widgets.map.sources import TileLayer, VectorTile
from widgets.map.wire import (
    BYTES,
    FIXED32,
    FIXED64,
    VARINT,
    Buffer,
    WireError,
    padded,
    read_fields,
    read_float,
    read_text,
    scan_messages,
    unpack_uint32,
)

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_LAYERS: Final = 256
MAX_FEATURES: Final = 500_000
MAX_WORDS: Final = 1_000_000
"""Keys and values of a layer."""
MAX_TEXT: Final = 1_000_000
MAX_EXTENT: Final = 1 << 20
DEFAULT_EXTENT: Final = 4096

_Span = tuple[int, int]


class MvtError(ValueError):
    """The bytes are no vector tile; the text says what and where."""


def decode(data: bytes) -> VectorTile:
    """The layers of an uncompressed vector tile. Raises `MvtError`."""
    if len(data) > MAX_BYTES:
        raise MvtError(f"the tile has {len(data):,} bytes, more than {MAX_BYTES:,}")
    if data[:2] == b"\x1f\x8b":
        raise MvtError("the tile is still compressed (gzip)")
    layers: dict[str, TileLayer] = {}
    buffer = padded(data)
    try:
        for number, kind, start, end in read_fields(data, 0, len(data)):
            if number != 3 or not _is(kind, BYTES, start, "a layer"):
                continue
            if len(layers) == MAX_LAYERS:
                raise WireError(f"byte {start}: more than {MAX_LAYERS} layers")
            layer = _layer(data, buffer, start, end)
            if layer.name in layers:
                raise WireError(f"byte {start}: layer {layer.name!r} is there twice")
            layers[layer.name] = layer
    except WireError as error:
        raise MvtError(str(error)) from error
    return VectorTile(layers)


@dataclass(slots=True)
class _Draft:
    """A layer's fields as they stand in the message."""

    name: str | None = None
    version: int = 1
    extent: int = DEFAULT_EXTENT
    features: list[_Span] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    values: list[_Span] = field(default_factory=list)


def _layer(data: bytes, buffer: Buffer, start: int, end: int) -> TileLayer:
    draft = _draft(data, start, end)
    if draft.name is None:
        raise WireError(f"byte {start}: a layer has no name")
    try:
        if draft.version not in (1, 2):
            raise WireError(f"version {draft.version} is not known")
        if not 1 <= draft.extent <= MAX_EXTENT:
            raise WireError(f"extent {draft.extent} is not in 1…{MAX_EXTENT}")
        return _columns(data, buffer, draft, draft.name)
    except WireError as error:
        raise WireError(f"layer {draft.name!r}: {error}") from error


def _draft(data: bytes, start: int, end: int) -> _Draft:
    draft = _Draft()
    features, keys, values = draft.features, draft.keys, draft.values
    for number, kind, first, last in read_fields(data, start, end):
        if number == 2 and _is(kind, BYTES, first, "a feature"):
            features.append((first, last))
            if len(features) > MAX_FEATURES:
                raise WireError(f"byte {start}: more than {MAX_FEATURES:,} features")
        elif number == 3 and _is(kind, BYTES, first, "a key"):
            keys.append(_text(data, first, last))
        elif number == 4 and _is(kind, BYTES, first, "a value"):
            values.append((first, last))
        elif number == 1 and _is(kind, BYTES, first, "the layer's name"):
            draft.name = _text(data, first, last)
        elif number == 5 and _is(kind, VARINT, first, "the extent"):
            draft.extent = first
        elif number == 15 and _is(kind, VARINT, first, "the version"):
            draft.version = first
        if len(keys) + len(values) > MAX_WORDS:
            raise WireError(f"byte {start}: more than {MAX_WORDS:,} keys and values")
    return draft


def _is(kind: int, wanted: int, at: int, what: str) -> bool:
    if kind != wanted:
        raise WireError(f"near byte {at}: {what} has wire type {kind}")
    return True


def _text(data: bytes, start: int, end: int) -> str:
    if end - start > MAX_TEXT:
        raise WireError(f"byte {start}: a text of {end - start:,} bytes")
    return read_text(data, start, end)


def _columns(data: bytes, buffer: Buffer, draft: _Draft, name: str) -> TileLayer:
    values = [_value(data, start, end) for start, end in draft.values]
    spans = np.array(draft.features, dtype=np.int64).reshape(-1, 2)
    fields = scan_messages(
        buffer, spans[:, 0], spans[:, 1], {1: VARINT, 2: BYTES, 3: VARINT, 4: BYTES}
    )
    types = np.where(fields[3][0] <= 3, fields[3][0], 0).astype(np.uint8)
    starts, ends = fields[4]
    # An unknown type cannot be drawn: its commands have no meaning here.
    starts, ends = np.where(types > 0, starts, 0), np.where(types > 0, ends, 0)
    parts = decode_geometry(buffer, starts, ends, types)
    tags, tag_starts = _tags(buffer, *fields[2], len(draft.keys), len(values))
    ids = fields[1][0] if fields[1][1].any() else None
    kept = np.diff(parts.feature_parts) > 0
    tags, tag_starts = _kept_tags(tags, tag_starts, kept)
    return TileLayer(
        name=name,
        extent=draft.extent,
        points=parts.points,
        part_starts=parts.part_starts,
        feature_parts=_kept_features(parts, kept),
        types=types[kept],
        keys=tuple(draft.keys),
        values=tuple(values),
        tags=tags,
        tag_starts=tag_starts,
        ids=None if ids is None else ids[kept],
    )


def _kept_features(parts: Parts, kept: NDArray[np.bool_]) -> Ints:
    # A feature that is dropped has no parts, so only its cut goes.
    return np.append(parts.feature_parts[:-1][kept], parts.feature_parts[-1])


def _kept_tags(
    tags: NDArray[np.int32], starts: Ints, kept: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], Ints]:
    if kept.all():
        return tags, starts
    sizes = np.diff(starts)
    return tags[np.repeat(kept, sizes)], rings.cut_after(sizes[kept])


def _tags(
    buffer: Buffer, starts: Ints, ends: Ints, keys: int, values: int
) -> tuple[NDArray[np.int32], Ints]:
    """Pairs of key and value numbers, and where each feature's begin."""
    words, cuts = unpack_uint32(buffer, starts, ends)
    if odd := np.flatnonzero(cuts % 2).tolist():
        raise WireError(f"feature {odd[0] - 1}: a key without a value")
    pairs = words.reshape(-1, 2)
    for column, known, what in ((0, keys, "key"), (1, values, "value")):
        if len(pairs) and int(pairs[:, column].max()) >= known:
            raise WireError(f"{what} {int(pairs[:, column].max())} of {known}")
    return pairs.astype(np.int32), cuts // 2


_VALUE_KINDS: Final = {
    1: BYTES,
    2: FIXED32,
    3: FIXED64,
    4: VARINT,
    5: VARINT,
    6: VARINT,
    7: VARINT,
}


def _value(data: bytes, start: int, end: int) -> Any:
    """A str, float, int or bool. The last field counts, as protobuf has it."""
    # Nearly every value is one short text.
    if end - start >= 2 and data[start] == 0x0A and data[start + 1] == end - start - 2 < 0x80:
        return read_text(data, start + 2, end)
    value: Any = None
    for number, kind, first, last in read_fields(data, start, end):
        if number not in _VALUE_KINDS:
            continue
        _is(kind, _VALUE_KINDS[number], first, "a value")
        if number == 1:
            value = _text(data, first, last)
        elif number in (2, 3):
            value = read_float(data, first, last)
        elif number == 4:
            value = first - (1 << 64) if first >> 63 else first
        elif number == 6:
            value = (first >> 1) ^ -(first & 1)
        else:
            value = bool(first) if number == 7 else first
    if value is None:
        raise WireError(f"byte {start}: a value holds nothing")
    return value
