"""Bytes to messages and back. Bad bytes are refused with words, never with a crash."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from services.contract.model import AlertState, TownState
from services.contract.wire import (
    SNAPSHOT_PART,
    ClientMessage,
    Readings,
    ServerMessage,
    Snapshot,
)

_encoder = msgspec.msgpack.Encoder()
_client: msgspec.msgpack.Decoder[ClientMessage] = msgspec.msgpack.Decoder(ClientMessage)
_server: msgspec.msgpack.Decoder[ServerMessage] = msgspec.msgpack.Decoder(ServerMessage)
_state = msgspec.msgpack.Decoder(TownState)

MAX_STATE_BYTES = 512 * 1024 * 1024


class BadMessage(ValueError):
    """The bytes are not a message of this protocol; the text says where and why."""


def encode(message: ClientMessage | ServerMessage) -> bytes:
    return _encoder.encode(message)


def decode_client(data: bytes) -> ClientMessage:
    """A message from a client. Raises BadMessage."""
    try:
        return _client.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadMessage(f"not a client message: {error}") from error


def decode_server(data: bytes) -> ServerMessage:
    """A message from a server. Raises BadMessage."""
    try:
        message = _server.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadMessage(f"not a server message: {error}") from error
    if isinstance(message, Readings):
        _check_frame(message)
    return message


def _check_frame(frame: Readings) -> None:
    count = len(frame.quality)
    if (len(frame.index), len(frame.value), len(frame.at_ms)) != (4 * count, 8 * count, 8 * count):
        raise BadMessage("reading frame with columns of unequal length")


class Columns(msgspec.Struct, frozen=True):
    """A reading frame as arrays, all of the same length."""

    index: NDArray[np.uint32]
    value: NDArray[np.float64]
    at_ms: NDArray[np.int64]
    quality: NDArray[np.uint8]


def pack_readings(now_ms: int, columns: Columns) -> Readings:
    return Readings(
        now_ms,
        columns.index.astype("<u4", copy=False).tobytes(),
        columns.value.astype("<f8", copy=False).tobytes(),
        columns.at_ms.astype("<i8", copy=False).tobytes(),
        columns.quality.astype("u1", copy=False).tobytes(),
    )


def unpack_readings(frame: Readings) -> Columns:
    """Arrays over the frame's own bytes (read-only)."""
    _check_frame(frame)
    return Columns(
        np.frombuffer(frame.index, "<u4"),
        np.frombuffer(frame.value, "<f8"),
        np.frombuffer(frame.at_ms, "<i8"),
        np.frombuffer(frame.quality, "u1"),
    )


def encode_state(state: TownState) -> bytes:
    """The state as compressed msgpack, for snapshots on the wire and on disk."""
    return zlib.compress(_encoder.encode(state), 1)


def decode_state(data: bytes) -> TownState:
    """The state of `encode_state`. Raises BadMessage."""
    try:
        inflater = zlib.decompressobj()
        raw = inflater.decompress(data, MAX_STATE_BYTES)
        if inflater.unconsumed_tail or not inflater.eof:
            raise BadMessage("snapshot is cut off or too large")
        return _listed(_state.decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, zlib.error) as error:
        raise BadMessage(f"not a snapshot: {error}") from error


def _listed(state: TownState) -> TownState:
    """A snapshot from before standing alerts were listed gets the list."""
    if not state.standing:
        state.standing = {
            id: None for id, one in state.alerts.items() if one.state is not AlertState.NORMAL
        }
    return state


def split_snapshot(seq: int, data: bytes) -> Iterator[Snapshot]:
    """The parts of an encoded state, at least one."""
    parts = max(1, -(-len(data) // SNAPSHOT_PART))
    for part in range(parts):
        start = part * SNAPSHOT_PART
        yield Snapshot(seq, part, parts, data[start : start + SNAPSHOT_PART])
