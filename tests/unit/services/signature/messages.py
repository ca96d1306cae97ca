"""Recordings as a breaker sends them."""

from __future__ import annotations

import base64
from typing import Any

from services.signature.cycles import Recording


def message(recording: Recording, breaker: str = "B1", **fields: Any) -> dict[str, Any]:
    """Voltage as int16 tenths of a volt, current as float32."""
    volts = (recording.voltage / 0.1).round().astype("<i2").tobytes()
    amps = recording.current.astype("<f4").tobytes()
    return {
        "breaker": breaker,
        "rate_hz": recording.rate_hz,
        "voltage": {"data": base64.b64encode(volts).decode(), "scale": 0.1},
        "current": {"data": base64.b64encode(amps).decode(), "type": "float32"},
        **fields,
    }
