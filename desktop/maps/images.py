"""Pictures by their first bytes: which format, how large, whether the end is there.

Reads headers only and decodes nothing; a picture that claims to be huge is found out before a
decoder reserves memory for it.
"""

from __future__ import annotations

import struct
from typing import Final

PNG: Final = b"\x89PNG\r\n\x1a\n"
MAX_SIDE_PX: Final = 4096
"""No tile server in use sends larger tiles."""

_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def image_format(data: bytes) -> str:
    """Tell `png`, `jpg` or `webp`; empty when it is none of them."""
    if data.startswith(PNG):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return ""


def image_problem(data: bytes) -> str:
    """Say what keeps a PNG, JPEG or WebP from being shown; empty when nothing is seen."""
    size = {"png": _png_size, "jpg": _jpeg_size, "webp": _webp_size}.get(image_format(data))
    if size is None:
        return "it is neither PNG, JPEG nor WebP"
    try:
        found = size(data)
    except (struct.error, IndexError):
        found = None
    if found is None or min(found) < 1:
        return "its header is damaged"
    if max(found) > MAX_SIDE_PX:
        return f"it claims {found[0]} x {found[1]} pixels, more than {MAX_SIDE_PX} on a side"
    return "" if _is_whole(data) else "its end is missing"


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _SOF:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        else:
            at += 2 + max(2, struct.unpack_from(">H", data, at + 2)[0])
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    chunk = data[12:16]
    if chunk == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        return (width, height) if len(data) >= 30 else None
    if chunk == b"VP8L" and data[20] == 0x2F:
        bits = struct.unpack_from("<I", data, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _is_whole(data: bytes) -> bool:
    kind = image_format(data)
    if kind == "png":
        return b"IEND" in data[-64:]
    if kind == "jpg":
        # Some encoders pad after the end marker.
        return b"\xff\xd9" in data[-1024:]
    return len(data) >= 8 + int(struct.unpack_from("<I", data, 4)[0])
