"""A day of one stream's readings as a few bytes each, for reading many at once. Pure.

What a block keeps: every reading of a minute that has at most four of them; of a busier minute
the first, the lowest, the highest and the last, in the order they came. So a threshold is crossed
in a block whenever it was crossed in truth, and at most a minute away in time.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

MINUTE_MS = 60_000
DAY_MS = 86_400_000
PER_MINUTE = 4
"""Readings a block keeps of a minute."""

_HEAD = struct.Struct("<BBI")
"""Version, decimals (or FLOATS), readings."""
_VERSION = 1
_FLOATS = 255
_MOST_DECIMALS = 6
_INT32 = 2**31 - 1
_EFFORT = 4

Times = NDArray[np.int64]
Values = NDArray[np.float64]


class BadBlock(ValueError):
    """The bytes are not a block."""


def thin(at_ms: Times, value: Values) -> tuple[Times, Values]:
    """What a block keeps of readings in the order of their times."""
    if not at_ms.size:
        return at_ms, value
    minute = at_ms // MINUTE_MS
    starts = np.flatnonzero(np.diff(minute, prepend=minute[0] - 1))
    sizes = np.diff(np.append(starts, len(minute)))
    if (sizes <= PER_MINUTE).all():
        return at_ms, value
    keep = np.repeat(sizes <= PER_MINUTE, sizes)
    keep[starts] = True
    keep[starts + sizes - 1] = True
    group = np.repeat(np.arange(len(starts)), sizes)
    # Of equal values the first: lexsort is stable.
    keep[np.lexsort((value, group))[starts]] = True
    keep[np.lexsort((-value, group))[starts]] = True
    return at_ms[keep], value[keep]


def pack(day_ms: int, at_ms: Times, value: Values) -> bytes:
    """The readings of the day that begins at `day_ms`, in the order of their times."""
    offset = np.diff((at_ms - day_ms).astype(np.int32), prepend=np.int32(0))
    decimals, column = _column(value)
    body = offset.astype("<i4").tobytes() + column
    return _HEAD.pack(_VERSION, decimals, len(at_ms)) + zlib.compress(body, _EFFORT)


def unpack(day_ms: int, data: bytes) -> tuple[Times, Values]:
    """What `pack` was given. Raises BadBlock."""
    try:
        version, decimals, count = _HEAD.unpack_from(data)
        if version != _VERSION or not (decimals <= _MOST_DECIMALS or decimals == _FLOATS):
            raise BadBlock(f"a block of version {version}")
        body = zlib.decompress(memoryview(data)[_HEAD.size :])
        offset = np.frombuffer(body, "<i4", count)
        if decimals == _FLOATS:
            planes = np.frombuffer(body, np.uint8, 8 * count, 4 * count).reshape(8, count)
            value = np.ascontiguousarray(planes.T).view("<f8").ravel()
        else:
            steps = np.frombuffer(body, "<i4", count, 4 * count)
            value = np.cumsum(steps, dtype=np.int32) / 10.0**decimals
    except (struct.error, zlib.error, ValueError) as error:
        raise BadBlock(f"not a block of readings: {error}") from error
    return np.cumsum(offset, dtype=np.int64) + day_ms, value


def _column(value: Values) -> tuple[int, bytes]:
    """Decimals and bytes. Most instruments say few decimals, which fit a whole number exactly;
    other values are kept as they are, their bytes sorted by significance."""
    for decimals in range(_MOST_DECIMALS + 1):
        scaled = np.rint(value * 10.0**decimals)
        if not (np.abs(scaled) <= _INT32).all():
            break
        whole = scaled.astype(np.int32)
        if (whole / 10.0**decimals == value).all():
            # Steps wrap around at 32 bits and wrap back when they are summed up.
            return decimals, np.diff(whole, prepend=np.int32(0)).astype("<i4").tobytes()
    planes = value.astype("<f8").view(np.uint8).reshape(len(value), 8).T
    return _FLOATS, np.ascontiguousarray(planes).tobytes()
