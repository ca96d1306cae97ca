"""Live alerts by their stream, kept in step a change at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from desktop.models.focus import is_live, urgency
from services.contract.model import Alert, TownState


class LiveAlerts:
    """Which alerts of a town are still somebody's business, found by stream."""

    def __init__(self) -> None:
        self._on: dict[str, dict[str, Alert]] = {}
        self._stream_of: dict[str, str] = {}

    @classmethod
    def of(cls, state: TownState) -> LiveAlerts:
        """All of a state's."""
        made = cls()
        made.rebuild(state)
        return made

    def rebuild(self, state: TownState) -> None:
        """Take the whole town anew."""
        self._on.clear()
        self._stream_of.clear()
        self.update(state, state.alerts)

    def update(self, state: TownState, alerts: Iterable[str]) -> set[str]:
        """Take what became of these alerts; answers the streams it concerns."""
        touched: set[str] = set()
        for id in alerts:
            if (stream := self._stream_of.pop(id, None)) is not None:
                touched.add(stream)
                del self._on[stream][id]
            alert = state.alerts.get(id)
            if alert is None:
                continue
            touched.add(alert.stream)
            if is_live(alert):
                self._stream_of[id] = alert.stream
                self._on.setdefault(alert.stream, {})[id] = alert
        return touched

    def on(self, stream: str) -> Collection[Alert]:
        """The live alerts of a stream."""
        return self._on.get(stream, {}).values()

    def streams(self) -> list[str]:
        """Streams with live alerts."""
        return [stream for stream, alerts in self._on.items() if alerts]

    def worst(self, stream: str) -> Alert | None:
        """The live alert of a stream that matters most."""
        return max(self.on(stream), key=urgency, default=None)
