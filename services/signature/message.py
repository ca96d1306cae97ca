"""A recording as a breaker sends it: JSON with base64 samples, read with a reason for every fault.

Knows no HTTP and no town. Samples are little-endian; value = offset + scale × sample.
"""

from __future__ import annotations

import base64
import binascii
from typing import Literal

import msgspec
import numpy as np

from services.signature.cycles import Recording, Samples, WaveformError

MAX_SAMPLES = 200_000
_TYPES = {"int16": "<i2", "float32": "<f4"}


class Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One quantity. `data` is the base64 of the samples."""

    data: str
    type: Literal["int16", "float32"] = "int16"
    scale: float = 1.0
    offset: float = 0.0

    def samples(self, name: str) -> Samples:
        """The samples in their unit. Raises WaveformError."""
        try:
            raw = base64.b64decode(self.data, validate=True)
        except (binascii.Error, ValueError) as error:
            raise WaveformError(f"{name}.data is not base64: {error}") from error
        kind = np.dtype(_TYPES[self.type])
        if len(raw) % kind.itemsize:
            raise WaveformError(f"{name}.data has {len(raw)} bytes, no whole number of {self.type}")
        if len(raw) // kind.itemsize > MAX_SAMPLES:
            raise WaveformError(f"{name} has more than {MAX_SAMPLES} samples")
        with np.errstate(over="ignore", invalid="ignore"):
            found: Samples = self.offset + self.scale * np.frombuffer(raw, kind).astype(np.float64)
        return found


class WaveformMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`breaker` is the id of an asset, or its attribute `device`. `voltage` in V, `current` in A,
    `rate_hz` samples a second. `at`: when the first sample was taken, now when left out;
    `event_s`: when the switching happened, from the first sample, found when left out.
    """

    breaker: str
    rate_hz: float
    voltage: Channel
    current: Channel
    at: int | str | None = None
    event_s: float | None = None

    def recording(self) -> Recording:
        """The samples. Raises WaveformError."""
        return Recording(
            self.voltage.samples("voltage"), self.current.samples("current"), self.rate_hz
        )


_decoder = msgspec.json.Decoder(WaveformMessage)


def read_message(body: bytes) -> WaveformMessage:
    """The message of a body. Raises WaveformError."""
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise WaveformError(f"the body is no waveform message: {error}") from error
