"""Bytes of a text file to text: UTF-8 with or without mark, UTF-16 with mark, else GB 18030."""

from __future__ import annotations

import codecs
from pathlib import Path

from desktop.maps.importers.result import Limits, refuse
from desktop.maps.said import Said, say

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def read_bytes(source: Path | bytes, limits: Limits) -> bytes:
    """The file's bytes. Raises ImportRefused when it cannot be read or is too large."""
    if isinstance(source, bytes):
        size = len(source)
    else:
        try:
            size = source.stat().st_size
        except OSError as error:
            raise _unreadable(source, error) from error
    if size > limits.max_bytes:
        raise refuse(
            "file.too_large",
            "the file has {size} MB, at most {limit} MB are taken; split it",
            size=-(-size // 1_000_000),
            limit=limits.max_bytes // 1_000_000,
        )
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError as error:
        raise _unreadable(source, error) from error


def _unreadable(path: Path, error: OSError) -> Exception:
    return refuse(
        "file.unreadable",
        "{name} cannot be read: {why}",
        name=path.name,
        why=error.strerror or str(error),
    )


def decode_text(data: bytes) -> tuple[str, Said]:
    """The text and a note on its encoding. Raises ImportRefused with line and column."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _decode(data, codec), _note(name)
    try:
        return data.decode("utf-8"), _note("UTF-8")
    except UnicodeDecodeError as error:
        place = error.start
    try:
        return data.decode("gb18030"), _note("GB 18030")
    except UnicodeDecodeError as error:
        raise _not_text(data, place) from error


def _decode(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _not_text(data, error.start) from error


def _note(name: str) -> Said:
    return say("encoding", "read as {name}", name=name)


def _not_text(data: bytes, at: int) -> Exception:
    line = data.count(b"\n", 0, at) + 1
    column = at - (data.rfind(b"\n", 0, at) + 1) + 1
    return refuse(
        "file.not_text",
        "line {line}, byte {column}: neither UTF-8 nor GB 18030; save the file as UTF-8",
        line=line,
        column=column,
    )
