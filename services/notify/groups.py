"""Unanswered alerts by their group, so that one event calls people once. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from services.contract.model import UNANSWERED_STATES, Alert, TownState


class UnansweredGroups:
    """Which unanswered alerts belong together; kept up by the ids of alerts that changed."""

    def __init__(self) -> None:
        self._group: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}

    def take(self, state: TownState, alert_ids: Iterable[str]) -> set[str]:
        """Take alerts that changed; answers the groups they are in and were in."""
        touched: set[str] = set()
        for id in alert_ids:
            alert = state.alerts.get(id)
            if (before := self._group.pop(id, None)) is not None:
                touched.add(before)
                self._members[before].discard(id)
                if not self._members[before]:
                    del self._members[before]
            if alert is not None and alert.state in UNANSWERED_STATES:
                after = alert.group or id
                touched.add(after)
                self._group[id] = after
                self._members.setdefault(after, set()).add(id)
        return touched

    def of(self, state: TownState, group: str) -> list[Alert]:
        """The unanswered alerts of a group."""
        return [state.alerts[id] for id in self._members.get(group, ())]
