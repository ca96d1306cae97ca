from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.pmtiles_format import (
    FormatError,
    Section,
    parse_directory,
    parse_header,
    varints,
)
from tests.fakes.archives import directory, pmtiles, png, varint
from widgets.map.sources import TileAddress

ARCHIVE = pmtiles({TileAddress(0, 0, 0): png()})
ROOM = 1 << 40


@given(st.lists(st.integers(0, 2**62 - 1), min_size=1, max_size=60))
def test_varints_are_read_all_at_once(numbers: list[int]) -> None:
    assert varints(b"".join(varint(n) for n in numbers)).tolist() == numbers


@pytest.mark.parametrize(
    "data", [b"", b"\x80", b"\x01\xff", b"\xff" * 12 + b"\x01", varint(1 << 62)]
)
def test_damaged_varints_are_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        varints(data)


ENTRIES = st.lists(
    st.tuples(*map(st.integers, (1, 0, 1), (9, 9, 99)), st.booleans(), st.integers(0, 999)),
    min_size=1,
    max_size=40,
)  # fmt: skip


@given(ENTRIES)
def test_a_directory_gives_what_was_written(drawn: list[tuple[int, int, int, bool, int]]) -> None:
    entries, number, behind = [], 0, 0
    for gap, run, length, follows, place in drawn:
        offset = behind if follows else place
        entries.append((number + gap, run, length, offset))
        number, behind = number + gap + run, offset + length
    read = parse_directory(directory(entries), ROOM, ROOM)

    for first, run, length, offset in entries:
        for number in {first, first + max(run, 1) - 1}:
            assert read.find(number) == (Section(offset, length), run == 0)
    assert read.find(entries[0][0] - 1) is None


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([(1, 1, 0, 0)], "empty"),
        ([(1, 1, 11, 0)], "past the end"),
        ([(1, 1, 5, 6)], "past the end"),
        ([(1, 3, 1, 0), (2, 1, 1, 0)], "overlap"),
        ([(1, 1, 1, 0), (1, 1, 1, 0)], "overlap"),
        ([(1 << 61, 1, 1, 0)], "beyond every zoom"),
    ],
)
def test_entries_that_cannot_be_are_refused(entries: list, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        parse_directory(directory(entries), 10, 10)


@pytest.mark.parametrize("data", [varint(0), varint(2) + b"\x01" * 4, varint(1 << 40), b""])
def test_a_directory_that_counts_wrongly_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        parse_directory(data, ROOM, ROOM)


def test_a_first_entry_without_a_place_is_refused() -> None:
    with pytest.raises(FormatError, match="no place"):
        parse_directory(varint(1) + b"\x01\x01\x01\x00", ROOM, ROOM)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_directory_or_a_format_error(data: bytes) -> None:
    try:
        parse_directory(data, 1000, 1000)
    except FormatError:
        pass


def _with(at: int, value: bytes) -> bytes:
    return ARCHIVE[:at] + value + ARCHIVE[at + len(value) :]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "begin"),
        (b"SQLite format 3\0", "begin"),
        (_with(7, b"\x02"), "version 2"),
        (ARCHIVE[:100], "cut off"),
        (ARCHIVE[:127], "ends at"),
        (_with(97, b"\x03"), "Brotli"),
        (_with(98, b"\x04"), "Zstandard"),
        (_with(98, b"\x63"), "number 99"),
        (_with(99, b"\x05"), "AVIF"),
        (_with(99, b"\x00"), "unknown type"),
        (_with(100, b"\x09\x03"), "zooms 9 to 3"),
        (_with(101, b"\xff"), "zooms 0 to 255"),
        (_with(102, b"\xff\xff\xff\x7f"), "not on the Earth"),
        (_with(64, b"\xff" * 8), "tile data should end"),
    ],
)
def test_a_header_that_cannot_be_used_says_why(data: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        parse_header(data, len(data))


@given(st.integers(8, 126), st.binary(min_size=1, max_size=30))
def test_any_header_is_read_or_refused(at: int, put: bytes) -> None:
    try:
        header = parse_header(_with(at, put), len(ARCHIVE))
    except FormatError:
        return
    for section in (header.root, header.metadata, header.leaves, header.tiles):
        assert section.offset + section.length <= len(ARCHIVE)
