"""The town's streams sorted for the questions asked every second: by kind, and as columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.state.selectors import silent_after_ms
from services.contract.model import Stream, TownState


class StreamTable:
    """Streams as they were registered when the table was made; those of teams are no points."""

    def __init__(self, streams: Sequence[Stream] = ()) -> None:
        by_kind: defaultdict[str, list[Stream]] = defaultdict(list)
        for stream in streams:
            by_kind[stream.kind].append(stream)
        self._by_kind = dict(by_kind)
        of_teams = {kind for kind in by_kind if kind.startswith("team.")}
        self.points = [s for s in streams if s.kind not in of_teams]
        self.index: NDArray[np.intp] = np.array([s.index for s in self.points], np.intp)
        """Indexes of the points' streams, in the order of `points`."""
        self.limit_ms: NDArray[np.int64] = np.array(
            [silent_after_ms(s) for s in self.points], np.int64
        )
        """Age past which each of them is stale."""

    @classmethod
    def of(cls, state: TownState) -> StreamTable:
        """All of a state's."""
        return cls(list(state.streams.values()))

    def of_kind(self, kind: str) -> Sequence[Stream]:
        """The streams of exactly this kind."""
        return self._by_kind.get(kind, ())
