"""Which rows of the queue speak for a group of alerts, and which are folded into them.

A group shows as one row: the case opened from one of its alerts, else the alert it began with
while that is open, else the worst. Pure; kept up a change at a time.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.models.alarm_lines import causes
from desktop.state.alarm_groups import AlarmGroup, AlarmGroups
from services.contract.model import ENDED_STAGES, OPEN_STATES, Alert, Case, TownState


class QueueFolds:
    """The groups of a queue. Row ids are `alert:` or `case:` with the id of the thing."""

    def __init__(self) -> None:
        self._groups = AlarmGroups()
        self._speakers: dict[str, tuple[AlarmGroup | None, str]] = {}
        """By key of a group: its row; of one alone too, because others may join it."""

    def rebuild(self, state: TownState) -> None:
        """Take the whole town anew."""
        self._groups.rebuild(state)
        self._speakers.clear()
        for key in self._groups.keys():  # noqa: SIM118 (it is no mapping)
            self._note(state, key)

    def update(self, state: TownState, alerts: Iterable[str]) -> set[str]:
        """Take what became of these alerts and of their cases; answers rows that speak for a
        group now, or did before."""
        rows: set[str] = set()
        for key in self._groups.update(state, alerts):
            held = self._speakers.pop(key, None)
            if held is not None:
                rows.add(held[1])
            if row := self._note(state, key):
                rows.add(row)
        return rows

    def _note(self, state: TownState, key: str) -> str:
        """Keep in mind who speaks for a group; answers its row, empty when nobody does."""
        group = self._group(state, key)
        if group is not None:
            return self._speaker(state, group)
        row = next((f"alert:{id}" for id in self._groups.members(key)), "")
        if row:
            self._speakers[key] = (None, row)
        return row

    def is_folded(self, state: TownState, alert: Alert) -> bool:
        """Whether another row speaks for it."""
        group = self._of(state, alert)
        return group is not None and self._speaker(state, group) != f"alert:{alert.id}"

    def spoken_for(self, state: TownState, thing: Alert | Case) -> AlarmGroup | None:
        """The group the row of a thing speaks for; None when it stands for itself alone."""
        alert = state.alerts.get(thing.alert) if isinstance(thing, Case) else thing
        group = self._of(state, alert) if alert is not None else None
        if group is None:
            return None
        row = f"case:{thing.id}" if isinstance(thing, Case) else f"alert:{thing.id}"
        return group if self._speaker(state, group) == row else None

    def _of(self, state: TownState, alert: Alert) -> AlarmGroup | None:
        """Its group, while it is open and not alone; what is shelved keeps a row of its own."""
        if alert.state not in OPEN_STATES:
            return None
        return self._group(state, self._groups.key_of(alert.id))

    def _group(self, state: TownState, key: str) -> AlarmGroup | None:
        if len(self._groups.members(key)) < 2:
            return None
        group = self._groups.group(state, key)
        return group if group.open else None

    def _speaker(self, state: TownState, group: AlarmGroup) -> str:
        held = self._speakers.get(group.key)
        if held is None or held[0] is not group:
            held = self._speakers[group.key] = (group, _row(state, group))
        return held[1]


def _row(state: TownState, group: AlarmGroup) -> str:
    for id in group.open:
        case = state.cases.get(state.alerts[id].case)
        if case is not None and case.stage not in ENDED_STAGES:
            return f"case:{case.id}"
    return f"alert:{group.first_out if group.first_out in group.open else group.worst}"


def note(state: TownState, group: AlarmGroup, count: str) -> list[str]:
    """What is folded in, the silenced first: `count` is the pattern for how many there are."""
    many = [count.format(n=len(group.open))] if len(group.open) > 1 else []
    return [*causes(state, group), *many]
