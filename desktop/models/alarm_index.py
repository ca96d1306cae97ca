"""Keeps columns and groups in step with the state, an alert at a time.

Owns which lines a change touches; must not know which lines are shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.models import alarm_facts
from desktop.models.alarm_arrange import GROUP, HELD
from desktop.models.alarm_columns import AlarmColumns
from desktop.models.alarm_facts import ALERT, SERVICE
from desktop.state.alarm_groups import AlarmGroups
from services.contract.changes import Changes
from services.contract.model import AlertState, OutOfService, TownState

_OFF = frozenset({AlertState.OUT_OF_SERVICE})


class AlarmIndex:
    """Every alert that is not normal, and every service state that holds no alert.

    `me` are the names the operator is known by.
    """

    def __init__(self) -> None:
        self.columns = AlarmColumns()
        self.groups = AlarmGroups()
        self.me: frozenset[str] = frozenset()
        self.state = TownState()
        """The state this is the index of: what is asked of it fits no other."""

    def rebuild(self, state: TownState, me: frozenset[str]) -> None:
        """Take the whole town anew."""
        self.me, self.state = me, state
        self.columns = AlarmColumns()
        self.groups.rebuild(state)
        for id in state.alerts:
            self._put(state, id)
        self._put_services(state, state.out_of_service)

    @staticmethod
    def is_outdated_by(changes: Changes) -> bool:
        """Whether these changes may reach every row, so that it takes a `rebuild`."""
        registers = changes.areas or changes.streams or changes.assets
        return bool(changes.everything or changes.town or registers)

    def update(self, state: TownState, changes: Changes) -> set[str]:
        """Take what events changed; answers the ids of all lines this may touch."""
        alerts = set(changes.alerts)
        alerts |= {state.cases[id].alert for id in changes.cases if id in state.cases}
        alerts.discard("")
        keys = self.groups.update(state, alerts)
        for id in alerts:
            self._put(state, id)
        touched = {f"{ALERT}{id}" for id in alerts}
        for key in keys:
            touched |= {f"{GROUP}{key}", f"{HELD}{key}"}
        if changes.out_of_service or (alerts and state.out_of_service):
            services = set(changes.out_of_service) | state.out_of_service.keys()
            self._put_services(state, services)
            touched |= {f"{SERVICE}{key}" for key in services}
        return touched

    def _put(self, state: TownState, id: str) -> None:
        alert, line = state.alerts.get(id), f"{ALERT}{id}"
        if alert is None or alert.state is AlertState.NORMAL:
            self.columns.drop(line)
            return
        row = alarm_facts.facts(state, alert)
        mine = alarm_facts.is_mine(state, alert, self.me)
        self.columns.put(line, row, self.groups.key_of(id), mine=mine)

    def _put_services(self, state: TownState, keys: Iterable[str]) -> None:
        """A service state stands for itself only while no alert stands for it."""
        slots = self.columns.is_state(_OFF).nonzero()[0].tolist()
        lines = (self.columns.ids[slot].removeprefix(ALERT) for slot in slots)
        off = [state.alerts[id] for id in lines if id in state.alerts]
        for key in list(keys):
            line, item = f"{SERVICE}{key}", state.out_of_service.get(key)
            if item is None or any(item.covers(alert) for alert in off):
                self.columns.drop(line)
                continue
            self.columns.put(
                line,
                alarm_facts.service_facts(state, item),
                line,
                mine=item.by in self.me,
            )


def service_of(state: TownState, line: str) -> OutOfService | None:
    """The service state a line stands for."""
    return (
        state.out_of_service.get(line.removeprefix(SERVICE)) if line.startswith(SERVICE) else None
    )
