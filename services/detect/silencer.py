"""Which alerts are to be suppressed or released now, by what has changed since the last look.

What an alert is held by is for `suppression` to say. This keeps the few alerts it can be about, so
that a look costs what changed, and everything only when a cause or a status did. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.contract.commands import ReleaseAlert, SuppressAlert
from services.contract.model import Alert, AlertState, TownState
from services.detect.policy import Policy
from services.detect.suppression import Causes, causes_among, ended_ms, hold_on, stands

NEVER_MS = 1 << 62


class Silencer:
    """`follow` what changes, then `look`. `next_ms` says when time alone calls for a look."""

    def __init__(self) -> None:
        self._policy: Policy | None = None
        """What the alerts below were sorted by; None: sort them all anew."""
        self._touched: set[str] = set()
        self._asking: set[str] = set()
        """Unacknowledged alerts of rules that may be suppressed."""
        self._held: set[str] = set()
        self._causes: set[str] = set()
        self._left_ms: dict[str, int] = {}
        """When assets left a status that holds, as far as it was seen."""
        self._whole = True
        """Look at all of them, not at those that changed alone."""
        self.next_ms = NEVER_MS

    def follow(self, alert_ids: Iterable[str]) -> None:
        """These alerts changed."""
        self._touched.update(alert_ids)

    def asset_changed(self, asset_id: str, at_ms: int) -> None:
        """The asset got another status."""
        self._left_ms.setdefault(asset_id, at_ms)
        self._whole = True

    def everything_changed(self) -> None:
        """The state is another one."""
        self._policy = None

    def look(
        self, policy: Policy, state: TownState, now_ms: int
    ) -> list[SuppressAlert | ReleaseAlert]:
        """What is to be done now. Given back unheeded, it is said again at the next whole look."""
        touched, self._touched = self._touched, set()
        if policy != self._policy:
            self._policy, self._whole = policy, True
            known = self._asking | self._held | self._causes
            touched = known | state.standing.keys() | state.ended_alerts.keys()
        for id in touched:
            self._sort(policy, state.alerts.get(id), id)
        if self._whole or now_ms >= self.next_ms or not touched.isdisjoint(self._causes):
            touched = self._asking | self._held
            self._whole, self.next_ms = False, NEVER_MS
        causes = causes_among(policy, (state.alerts[id] for id in sorted(self._causes)))
        found = []
        for id in sorted(touched & (self._asking | self._held)):
            if (one := self._decide(policy, state, state.alerts[id], now_ms, causes)) is not None:
                found.append(one)
        self._forget(policy, state, now_ms)
        return found

    def _sort(self, policy: Policy, alert: Alert | None, id: str) -> None:
        for pool in (self._asking, self._held, self._causes):
            pool.discard(id)
        if alert is None:
            return
        if alert.rule in policy.causes:
            self._causes.add(id)
        if alert.state is AlertState.SUPPRESSED:
            self._held.add(id)
        elif alert.state is AlertState.UNACKNOWLEDGED and alert.rule in policy.designs:
            self._asking.add(id)

    def _decide(
        self, policy: Policy, state: TownState, alert: Alert, now_ms: int, causes: Causes
    ) -> SuppressAlert | ReleaseAlert | None:
        hold = hold_on(policy, state, alert, now_ms, causes, self._left_ms)
        if hold is None:
            return ReleaseAlert(alert.id) if alert.state is AlertState.SUPPRESSED else None
        if hold.until_ms:
            self.next_ms = min(self.next_ms, hold.until_ms)
        if alert.state is AlertState.SUPPRESSED and alert.suppressed_by == hold.by:
            return None
        return SuppressAlert(alert.id, hold.by, hold.reason, hold.reason_en)

    def _forget(self, policy: Policy, state: TownState, now_ms: int) -> None:
        """Causes that hold nothing any more, and assets whose status holds again."""
        designs = [design for found in policy.designs.values() for design in found]
        longest = max((design.linger_ms for design in designs), default=0)
        for id in list(self._causes):
            cause = state.alerts[id]
            if not stands(cause) and ended_ms(cause) + longest <= now_ms:
                self._causes.discard(id)
        holding = frozenset[str]().union(*(design.asset_status for design in designs))
        for id in list(self._left_ms):
            asset = state.assets.get(id)
            if asset is None or asset.status in holding or self._left_ms[id] + longest <= now_ms:
                del self._left_ms[id]
