"""Frigate's messages as it publishes them, with single fields changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "samples"
EVENT: dict[str, Any] = json.loads((SAMPLES / "frigate_event.json").read_bytes())
REVIEW: dict[str, Any] = json.loads((SAMPLES / "frigate_review.json").read_bytes())


def message(sample: dict[str, Any], kind: str = "", **after: Any) -> bytes:
    """The sample with another type and other fields in `after`."""
    changed = {**sample, "type": kind or sample["type"], "after": {**sample["after"], **after}}
    return json.dumps(changed).encode()


def event(kind: str = "", **after: Any) -> bytes:
    return message(EVENT, kind, **after)


def review(kind: str = "", **after: Any) -> bytes:
    return message(REVIEW, kind, **after)
