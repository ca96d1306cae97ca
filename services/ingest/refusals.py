"""What was refused at the doors and why: figures by reason, and the last ones in words.

Some doors cannot answer whoever sent a message (MQTT, files); here the reasons can be read.
"""

from __future__ import annotations

from collections import Counter, deque

import msgspec

KEPT = 200
"""Refusals that can be read; older ones are only counted."""
_SOURCE = 120
_REASON = 400


class Refusal(msgspec.Struct, frozen=True):
    """One thing that was not taken. `source` is a topic, a file, a stream: what the door knows."""

    at_ms: int
    door: str
    source: str
    reason: str


class Refusals:
    """Counts for good, words for a while."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._last: deque[Refusal] = deque(maxlen=KEPT)

    def count(self, reason: str, count: int = 1) -> None:
        """Count what has been answered elsewhere."""
        self.counts[reason] += count

    def note(self, at_ms: int, door: str, source: str, reason: str) -> None:
        """Keep one in words. The caller counts."""
        self._last.append(Refusal(at_ms, door, _words(source, _SOURCE), _words(reason, _REASON)))

    def last(self) -> list[Refusal]:
        """The last ones, newest first."""
        return list(reversed(self._last))


def _words(text: str, most: int) -> str:
    """Text fit for an answer: cut, and without halves of surrogate pairs."""
    return text[:most].encode("utf-8", "replace").decode("utf-8")
