"""The protobuf wire format: columns equal one message at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import mvt as fake
from widgets.map import wire
from widgets.map.wire import WireError

words = st.integers(0, 2**32 - 1)


def edges(chunks: list[bytes]) -> tuple[wire.Buffer, wire.Ints, wire.Ints]:
    ends = np.cumsum([len(chunk) for chunk in chunks], dtype=np.int64)
    starts = ends - np.array([len(chunk) for chunk in chunks], dtype=np.int64)
    return wire.padded(b"".join(chunks)), starts, ends


@given(st.integers(0, 2**64 - 1))
def test_a_number_is_read_to_its_end(number: int) -> None:
    data = fake.varint(number) + b"\x80"
    assert wire.read_varint(data, 0, len(data)) == (number, len(data) - 1)


@given(st.lists(st.integers(-(2**31), 2**31 - 1)))
def test_folded_numbers_unfold(numbers: list[int]) -> None:
    folded = np.array([fake.zigzag(number) for number in numbers], dtype=np.int64)
    assert wire.unzigzag(folded).tolist() == numbers


@given(st.lists(st.lists(words, max_size=6), min_size=1, max_size=8))
def test_packed_spans_unpack_together(spans: list[list[int]]) -> None:
    values, cuts = wire.unpack_uint32(*edges([fake.packed(span) for span in spans]))
    assert values.tolist() == [number for span in spans for number in span]
    assert np.diff(cuts).tolist() == [len(span) for span in spans]


def test_a_packed_number_may_not_cross_into_the_next_span() -> None:
    with pytest.raises(WireError, match="does not end"):
        wire.unpack_uint32(*edges([b"\x01\x80", b"\x01"]))
    with pytest.raises(WireError, match="32 bits"):
        wire.unpack_uint32(*edges([fake.varint(2**32)]))
    with pytest.raises(WireError, match="32 bits"):
        wire.unpack_uint32(*edges([fake.varint(2**36)]))


message = st.tuples(
    st.none() | st.integers(0, 2**64 - 1), st.none() | st.binary(max_size=300), st.booleans()
)


@given(st.lists(message, min_size=1, max_size=8))
def test_scanned_messages_equal_reading_each(
    messages: list[tuple[int | None, bytes | None, bool]],
) -> None:
    chunks = []
    for number, content, odd in messages:
        chunk = fake.number_field(200, 1) + b"\x55abcd" if odd else b""
        chunk += fake.number_field(1, number) if number is not None else b""
        chunk += fake.bytes_field(2, content) if content is not None else b""
        chunks.append(chunk)
    columns = wire.scan_messages(*edges(chunks), {1: wire.VARINT, 2: wire.BYTES})
    data = b"".join(chunks)
    for row, (number, content, _odd) in enumerate(messages):
        assert int(columns[1][0][row]) == (number or 0)
        assert int(columns[1][1][row]) == (number is not None)
        assert data[columns[2][0][row] : columns[2][1][row]] == (content or b"")


@pytest.mark.parametrize(
    ("chunk", "text"),
    [
        (b"\x08", "outside"),
        (b"\x12\x05ab", "outside"),
        (b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "outside"),
        (b"\x0b\x00", "outside"),
        (b"\x00\x00", "outside"),
        (b"\xff" * 12, "outside"),
        (b"\x0a\x00", "wrong wire type"),
        (b"\x12\x00\x12\x00", "twice"),
        (b"\x18\x00" * (wire.MAX_FIELDS + 1), "fields"),
    ],
)
def test_broken_messages_are_refused(chunk: bytes, text: str) -> None:
    with pytest.raises(WireError, match=text):
        wire.scan_messages(*edges([b"\x08\x01", chunk]), {1: wire.VARINT, 2: wire.BYTES})


def test_a_large_message_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    data = fake.number_field(1, 5) * 3
    assert [field[2] for field in wire.read_fields(data, 0, len(data))] == [5, 5, 5]
    monkeypatch.setattr(wire, "MAX_MEMBERS", 3)
    assert len(list(wire.read_fields(data, 0, len(data)))) == 3
    monkeypatch.setattr(wire, "MAX_MEMBERS", 2)
    with pytest.raises(WireError, match="fields"):
        list(wire.read_fields(data, 0, len(data)))
