"""The protobuf wire format, read in columns: one message in Python, thousands of small at once.

Knows varints, fields and spans of bytes; nothing of maps. Whatever the bytes hold, the answer is
values or `WireError`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
"""The wire types in use."""

PADDING: Final = 20
"""Zero bytes `padded` puts behind, so that columns may be read without looking for the end."""

MAX_FIELDS: Final = 64
"""Fields a small message may have: unknown ones are skipped, but not for ever."""

MAX_MEMBERS: Final = 2_000_000
"""Fields a large message may have: no layer within its limits has more."""

_MAX_VARINT: Final = 10

Ints = NDArray[np.int64]
Buffer = NDArray[np.uint8]


class WireError(ValueError):
    """The bytes are not what the format allows; the text says what and where."""


def padded(data: bytes) -> Buffer:
    """The bytes as an array with `PADDING` zeros behind."""
    return np.frombuffer(data + bytes(PADDING), dtype=np.uint8)


def read_varint(data: bytes, at: int, end: int) -> tuple[int, int]:
    """The unsigned number at `at` and where it ends."""
    if at + 1 < end and data[at + 1] < 0x80 <= data[at]:
        return data[at] & 0x7F | data[at + 1] << 7, at + 2
    value = 0
    for position in range(at, min(at + _MAX_VARINT, end)):
        byte = data[position]
        value |= (byte & 0x7F) << (7 * (position - at))
        if byte < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, position + 1
    raise WireError(f"byte {at}: a number does not end")


def read_fields(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """The fields of the message in [start, end): number, wire type, and where its content lies.

    A varint is given as (number, VARINT, value, end of the field).
    """
    at = start
    for _ in range(MAX_MEMBERS):
        if at >= end:
            return
        begin = at
        key = data[at]
        at += 1
        if key >= 0x80:
            key, at = read_varint(data, begin, end)
        kind = key & 7
        if kind == BYTES:
            # Nearly all lengths are one byte; a function call each would double the time.
            if at < end and data[at] < 0x80:
                first = at + 1
                at = first + data[at]
            else:
                length, first = read_varint(data, at, end)
                at = first + length
        elif kind == VARINT:
            first, at = read_varint(data, at, end)
        elif kind in (FIXED64, FIXED32):
            first = at
            at += 8 if kind == FIXED64 else 4
        else:
            raise WireError(f"byte {begin}: wire type {kind} is not in use")
        if key < 8:
            raise WireError(f"byte {begin}: a field has number 0")
        if at > end:
            raise WireError(f"byte {begin}: field {key >> 3} reaches past its message")
        yield key >> 3, kind, first, at
    if at < end:
        raise WireError(f"byte {start}: a message has more than {MAX_MEMBERS:,} fields")


def read_text(data: bytes, start: int, end: int) -> str:
    """A string field's text."""
    try:
        return data[start:end].decode("utf-8")
    except UnicodeDecodeError as error:
        raise WireError(f"byte {start}: text is not UTF-8") from error


def read_float(data: bytes, start: int, end: int) -> float:
    """A fixed field's number, single or double by its length."""
    (value,) = struct.unpack("<f" if end - start == 4 else "<d", data[start:end])
    return float(value)


def unzigzag(values: Ints) -> Ints:
    """Signed numbers as protobuf folds them: 0, -1, 1, -2, …"""
    return (values >> 1) ^ -(values & 1)


def unpack_uint32(buffer: Buffer, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """The packed uint32 of many spans, one behind the other, and where each span's begin.

    The second has a closing entry. Numbers cut off by their span's end, or longer than 32 bits,
    are refused.
    """
    lengths = ends - starts
    cuts = np.concatenate(([0], np.cumsum(lengths)))
    if not cuts[-1]:
        return np.zeros(0, dtype=np.int64), np.zeros(len(starts) + 1, dtype=np.int64)
    packed = buffer[np.repeat(starts - cuts[:-1], lengths) + np.arange(cuts[-1])]
    last = packed < 0x80
    filled = np.flatnonzero(lengths)
    if not last[cuts[filled + 1] - 1].all():
        bad = filled[~last[cuts[filled + 1] - 1]][0]
        raise WireError(f"byte {int(ends[bad])}: a packed number does not end")
    stops = np.flatnonzero(last)
    begins = np.concatenate(([0], stops[:-1] + 1))
    sizes = stops - begins + 1
    values = (packed[begins] & 0x7F).astype(np.int64)
    for place in range(1, int(sizes.max())):
        if place == 5:
            raise WireError("a packed number is longer than 32 bits")
        more = np.flatnonzero(sizes > place)
        values[more] |= (packed[begins[more] + place] & 0x7F).astype(np.int64) << (7 * place)
    if int(values.max()) > 0xFFFF_FFFF:
        raise WireError("a packed number is longer than 32 bits")
    return values, np.concatenate(([0], np.cumsum(last)))[cuts]


def scan_messages(
    buffer: Buffer, starts: Ints, ends: Ints, wanted: Mapping[int, int]
) -> dict[int, tuple[NDArray[Any], Ints]]:
    """Read the same few fields out of many messages at once, a field of each per step.

    `wanted` gives the wire type by field number. The answer has two columns per field: for BYTES
    where the content begins and ends (0, 0 when absent), for VARINT the value (uint64, the last
    one given) and how often it was there.
    """
    columns: dict[int, tuple[NDArray[Any], Ints]] = {
        number: (
            np.zeros(len(starts), dtype=np.uint64 if kind == VARINT else np.int64),
            np.zeros(len(starts), dtype=np.int64),
        )
        for number, kind in wanted.items()
    }
    rows = np.flatnonzero(starts < ends)
    at, stop = starts[rows], ends[rows]
    for _ in range(MAX_FIELDS):
        if not len(rows):
            return columns
        keys, begin = _varints(buffer, at)
        kinds = (keys & np.uint64(7)).astype(np.int64)
        values, after = _content(buffer, begin, kinds)
        bad = np.flatnonzero((begin < 0) | (after < begin) | (after > stop) | (keys < 8))
        if len(bad):
            raise WireError(f"byte {int(at[bad[0]])}: a field is broken or outside its message")
        _store(columns, wanted, rows, (keys >> np.uint64(3), kinds, values, begin, after))
        open_ = after < stop
        rows, at, stop = rows[open_], after[open_], stop[open_]
    raise WireError(f"byte {int(at[0])}: a message has more than {MAX_FIELDS} fields")


def _content(buffer: Buffer, begin: Ints, kinds: Ints) -> tuple[NDArray[np.uint64], Ints]:
    """Value or length of each field, and where the field ends; -1 for what cannot be."""
    values, after = _varints(buffer, begin)
    # A length past the buffer is wrong anyway; the bound keeps the sum inside 64 bits.
    lengths = np.minimum(values, np.uint64(len(buffer))).astype(np.int64)
    ends = np.where(kinds == VARINT, after, after + lengths)
    ends = np.where(kinds == FIXED64, begin + 8, np.where(kinds == FIXED32, begin + 4, ends))
    known = (kinds == VARINT) | (kinds == BYTES) | (kinds == FIXED32) | (kinds == FIXED64)
    broken = (after < 0) & ((kinds == VARINT) | (kinds == BYTES))
    return values, np.where(known & ~broken, ends, -1)


def _varints(buffer: Buffer, at: Ints) -> tuple[NDArray[np.uint64], Ints]:
    """The number at each position and where it ends, -1 for one that does not end in 10 bytes."""
    at = np.clip(at, 0, len(buffer) - PADDING)
    byte = buffer[at]
    values = (byte & 0x7F).astype(np.uint64)
    after = at + 1
    rows = np.flatnonzero(byte >= 0x80)
    for place in range(1, _MAX_VARINT):
        if not len(rows):
            return values, after
        byte = buffer[at[rows] + place]
        values[rows] |= (byte & 0x7F).astype(np.uint64) << np.uint64(7 * place)
        after[rows] = at[rows] + place + 1
        rows = rows[byte >= 0x80]
    after[rows] = -1
    return values, after


def _store(
    columns: dict[int, tuple[NDArray[Any], Ints]],
    wanted: Mapping[int, int],
    rows: Ints,
    fields: Sequence[NDArray[Any]],
) -> None:
    numbers, kinds, values, begin, after = fields
    for number, kind in wanted.items():
        here = np.flatnonzero(numbers == number)
        if not len(here):
            continue
        if (kinds[here] != kind).any():
            raise WireError(f"byte {int(begin[here[0]])}: field {number} has the wrong wire type")
        first, second = columns[number]
        if kind == VARINT:
            first[rows[here]] = values[here]
            second[rows[here]] += 1
            continue
        if second[rows[here]].any():
            raise WireError(f"byte {int(begin[here[0]])}: field {number} is there twice")
        second[rows[here]] = after[here]
        first[rows[here]] = after[here] - values[here].astype(np.int64)
