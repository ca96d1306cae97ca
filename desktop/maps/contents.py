"""What is in a tile: unpacking within bounds, telling formats apart, making the value drawn.

Shared by every source. Knows no file and no server: whoever calls says where the bytes are from.
"""

from __future__ import annotations

import html
import json
import re
import zlib
from collections.abc import Callable
from typing import Any, Final, Protocol

from desktop.maps.images import image_format, image_problem
from widgets.map.sources import RasterTile, TileAddress, TileError, TileSource, VectorTile

MAX_TILE_BYTES: Final = 8 * 2**20
"""As stored or sent. The largest vector tiles in use are about 1 MiB."""
MAX_UNPACKED_BYTES: Final = 32 * 2**20
GZIP: Final = b"\x1f\x8b"
VECTOR: Final = "pbf"
RASTER: Final = frozenset({"png", "jpg", "webp"})

Decode = Callable[[bytes], VectorTile]
"""Turns the bytes of a vector tile into columns; raises ValueError."""


class StoredSource(TileSource, Protocol):
    """A source that can also give tiles as they are kept, for copying them."""

    @property
    def format(self) -> str:
        """`pbf` (vector), else `png`, `jpg` or `webp`; a raster source may mix these."""

    def raw(self, address: TileAddress) -> bytes | None:
        """One tile, encoded, vector tiles unpacked. As `load`."""

    def close(self) -> None:
        """Let go of files. Nothing may be asked for afterwards."""


class UnpackError(ValueError):
    """Compressed bytes that are damaged or grow past the bound."""


def unpack(data: bytes, limit_bytes: int = MAX_UNPACKED_BYTES) -> bytes:
    """Unpack gzip, at most `limit_bytes`. Raises UnpackError."""
    engine = zlib.decompressobj(wbits=31)
    try:
        plain = engine.decompress(data, limit_bytes)
        if not engine.eof and engine.decompress(engine.unconsumed_tail, 1):
            raise UnpackError(f"it unpacks to more than {limit_bytes:,} bytes")
    except zlib.error as error:
        raise UnpackError(f"its compression is damaged ({error})") from error
    if not engine.eof:
        raise UnpackError("its compressed data stops early")
    return plain


def plain_vector(data: bytes) -> bytes:
    """Give a vector tile without gzip, however it was kept. Raises UnpackError."""
    return unpack(data) if data.startswith(GZIP) else data


def make_tile(data: bytes, kind: str, decode: Decode, where: str) -> RasterTile | VectorTile:
    """Turn the bytes of one tile (format `kind`) into what is drawn. Raises TileError."""
    if kind != VECTOR:
        if problem := image_problem(data):
            raise TileError(f"{where}: the picture is unusable, {problem}", can_retry=False)
        return RasterTile(data)
    try:
        return decode(plain_vector(data))
    except ValueError as error:
        raise TileError(f"{where}: the vector tile is damaged: {error}", can_retry=False) from error


def content_format(data: bytes) -> str:
    """Tell the format of tile bytes; what is no picture can only be a vector tile."""
    return image_format(data) or VECTOR


def spoken_refusal(data: bytes) -> str:
    """Say what a server wrote instead of a tile; empty when it is not text."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<body")):
        return "a web page (a sign-in page or a proxy may stand in between)"
    if start.startswith((b"<?xml", b"<serviceexception", b"<ows:", b"<exception")):
        return _quoted(re.sub(rb"<[^>]*>", b" ", data[:4096]))
    if start.startswith((b"{", b"[")):
        return _quoted(_json_message(data[:65536]))
    return ""


def _json_message(data: bytes) -> bytes:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return data[:200] if data.lstrip().startswith(b'{"') else b""
    for key in ("msg", "message", "error", "resolve", "detail"):
        if isinstance(body, dict) and isinstance(body.get(key), str):
            return str(body[key]).encode("utf-8", "replace")
    return data[:200]


def _quoted(text: bytes) -> str:
    words = " ".join(text.decode("utf-8", "replace").split())
    printable = "".join(letter for letter in words if letter.isprintable())
    return f"“{printable[:160]}”" if printable else ""


def plain_attribution(text: object) -> str:
    """Give an attribution without its HTML, on one line of bounded length."""
    if not isinstance(text, str):
        return ""
    bare = html.unescape(re.sub(r"<[^<>]*>", " ", text[:4000]))
    return " ".join("".join(c if c.isprintable() else " " for c in bare).split())[:300]


def json_object(data: bytes) -> dict[str, Any]:
    """Read a JSON object. Raises ValueError in words."""
    try:
        found = json.loads(data)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("it is not an object")
    return found
