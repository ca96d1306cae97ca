"""Alarms as columns: when each began and ended and how bad it was. Values only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

STANDS = 0
"""The end of an alarm that has not ended."""


class Spans(NamedTuple):
    """One row an alarm, in the order of stream and beginning.

    stream: its index; from_ms, to_ms (or STANDS); level: the worst it had; rises: how often the
    level rose after the beginning.
    """

    stream: NDArray[np.int32]
    from_ms: NDArray[np.int64]
    to_ms: NDArray[np.int64]
    level: NDArray[np.int8]
    rises: NDArray[np.int32]

    def since(self, since_ms: int) -> Spans:
        """Those that stood at `since_ms` or later."""
        return self.only((self.to_ms == STANDS) | (self.to_ms > since_ms))

    def only(self, which: NDArray[np.bool_]) -> Spans:
        """Those chosen."""
        return Spans(
            self.stream[which],
            self.from_ms[which],
            self.to_ms[which],
            self.level[which],
            self.rises[which],
        )


def spans(rows: Iterable[tuple[int, int, int, int, int]] = ()) -> Spans:
    """Columns of (stream, from, to, level, rises)."""
    table = np.array(sorted(rows), np.int64).reshape(-1, 5)
    return Spans(
        table[:, 0].astype(np.int32),
        table[:, 1],
        table[:, 2],
        table[:, 3].astype(np.int8),
        table[:, 4].astype(np.int32),
    )


def join(parts: Iterable[Spans]) -> Spans:
    """All of them, in the order given."""
    columns = zip(spans(), *parts, strict=True)
    return Spans(*(np.concatenate(column) for column in columns))
