"""Messages of breakers are read exactly, or refused with what is wrong."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.signature.cycles import WaveformError
from services.signature.message import MAX_SAMPLES, Channel, read_message
from tests.unit.services.signature.messages import message
from tests.unit.services.signature.waves import angle, recording

RECORDING = recording(np.sin(angle()), 2 * np.sin(angle()))


def test_samples_come_back_in_their_units() -> None:
    found = read_message(json.dumps(message(RECORDING)).encode()).recording()
    assert np.abs(found.voltage - RECORDING.voltage).max() <= 0.0501
    assert np.abs(found.current - RECORDING.current).max() < 1e-5
    assert found.rate_hz == RECORDING.rate_hz


@given(st.lists(st.integers(-32768, 32767), max_size=50), st.floats(-10, 10), st.floats(-100, 100))
def test_scale_and_offset_are_applied(raw: list[int], scale: float, offset: float) -> None:
    data = base64.b64encode(np.array(raw, "<i2").tobytes()).decode()
    found = Channel(data, "int16", scale, offset).samples("x")
    assert np.allclose(found, offset + scale * np.array(raw, float))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rate_hz": "fast"}, "rate_hz"),
        ({"voltage": {"data": "%%%"}}, "voltage.data is not base64"),
        ({"current": {"data": "AA=="}}, "no whole number of int16"),
        ({"current": {"data": "AAAA", "type": "float32"}}, "no whole number of float32"),
        ({"current": {"data": "", "type": "int8"}}, "int8"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], words: str) -> None:
    body = json.dumps(message(RECORDING) | change).encode()
    with pytest.raises(WaveformError) as caught:
        read_message(body).recording()
    assert words in str(caught.value)


def test_too_many_samples_are_refused() -> None:
    data = base64.b64encode(bytes(2 * (MAX_SAMPLES + 1))).decode()
    with pytest.raises(WaveformError, match="more than"):
        Channel(data).samples("current")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(WaveformError):
        read_message(data)


@given(st.binary(max_size=64), st.sampled_from(["int16", "float32"]))
def test_any_samples_are_read_or_refused(raw: bytes, kind: Any) -> None:
    try:
        found = Channel(base64.b64encode(raw).decode(), kind).samples("x")
    except WaveformError:
        return
    assert found.dtype == np.float64
