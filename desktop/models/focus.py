"""What is selected, and everything it drags along: selecting anything selects it everywhere.

A selection is one id with its register in front: `alert:…`, `case:…`, `stream:…`, `asset:…`,
`team:…`. Which alert, case, place, camera and map point belong to it is worked out here, from the
state of the moment, so that it stays right while the state moves on.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.contract.model import (
    ENDED_STAGES,
    OPEN_STATES,
    Alert,
    AlertState,
    Asset,
    Case,
    Stream,
    Team,
    TownState,
)


@dataclass(frozen=True, slots=True)
class Focus:
    """The selected thing with what belongs to it; empty when nothing is selected."""

    id: str = ""
    alert: Alert | None = None
    case: Case | None = None
    stream: Stream | None = None
    asset: Asset | None = None
    team: Team | None = None

    @property
    def queue_id(self) -> str | None:
        """The row of the queue that stands for it."""
        if self.case is not None:
            return f"case:{self.case.id}"
        return f"alert:{self.alert.id}" if self.alert is not None else None

    @property
    def camera_id(self) -> str | None:
        """The camera tile that stands for it."""
        if self.asset is not None and self.asset.kind == "camera":
            return f"asset:{self.asset.id}"
        if self.alert is not None and self.alert.camera:
            return f"asset:{self.alert.camera}"
        return None

    @property
    def point_id(self) -> str | None:
        """The point of the map that stands for it."""
        if self.team is not None:
            return f"team:{self.team.id}"
        if self.stream is not None:
            return f"stream:{self.stream.id}"
        if self.asset is not None:
            return f"asset:{self.asset.id}"
        return f"case:{self.case.id}" if self.case is not None else None

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees."""
        for thing in (self.team, self.stream, self.asset, self.case, self.alert):
            if thing is not None:
                return thing.lon, thing.lat
        return None


def is_live(alert: Alert) -> bool:
    """Whether the alert is still somebody's business (open or shelved)."""
    return alert.state in OPEN_STATES or alert.state is AlertState.SHELVED


def focus_on(state: TownState, selected: str) -> Focus:
    """Resolve a selection; an id the state does not hold gives an empty focus."""
    register, _, key = selected.partition(":")
    if register == "alert" and (alert := state.alerts.get(key)):
        return _of_alert(state, selected, alert)
    if register == "case" and (case := state.cases.get(key)):
        return _of_case(state, selected, case)
    if register == "stream" and (stream := state.streams.get(key)):
        return _of_stream(state, selected, stream)
    if register == "asset" and (asset := state.assets.get(key)):
        return _of_asset(state, selected, asset)
    if register == "team" and (team := state.teams.get(key)):
        case = state.cases.get(team.case)
        return Focus(selected, alert=_alert_of(state, case), case=case, team=team)
    return Focus()


def _of_alert(state: TownState, selected: str, alert: Alert) -> Focus:
    return Focus(
        selected,
        alert=alert,
        case=state.cases.get(alert.case),
        stream=state.streams.get(alert.stream),
    )


def _of_case(state: TownState, selected: str, case: Case) -> Focus:
    alert = state.alerts.get(case.alert)
    stream_id = alert.stream if alert else case.place
    return Focus(
        selected,
        alert=alert,
        case=case,
        stream=state.streams.get(stream_id),
        asset=None if alert else state.assets.get(case.place),
    )


def _of_stream(state: TownState, selected: str, stream: Stream) -> Focus:
    alert = worst_alert_on(state, stream.id)
    if alert is not None:
        case = state.cases.get(alert.case)
    else:
        case = _open_case_at(state, stream.id)
        alert = _alert_of(state, case)
    return Focus(selected, alert=alert, case=case, stream=stream)


def _of_asset(state: TownState, selected: str, asset: Asset) -> Focus:
    if asset.kind == "camera":
        alert = _seen_by(state, asset.id)
        if alert is not None:
            return Focus(
                selected,
                alert=alert,
                case=state.cases.get(alert.case),
                stream=state.streams.get(alert.stream),
                asset=asset,
            )
    return Focus(selected, case=_open_case_at(state, asset.id), asset=asset)


def _seen_by(state: TownState, camera: str) -> Alert | None:
    """The alert a camera looks at: a live one, else one whose case is still open."""
    seen = [a for a in state.alerts.values() if a.camera == camera]
    found = [a for a in seen if is_live(a)] or [a for a in seen if _has_open_case(state, a)]
    return max(found, key=urgency, default=None)


def _has_open_case(state: TownState, alert: Alert) -> bool:
    case = state.cases.get(alert.case)
    return case is not None and case.stage not in ENDED_STAGES


def _alert_of(state: TownState, case: Case | None) -> Alert | None:
    return state.alerts.get(case.alert) if case is not None else None


def worst_alert_on(state: TownState, stream: str) -> Alert | None:
    """The live alert of a stream that matters most."""
    live = [a for a in state.alerts.values() if a.stream == stream and is_live(a)]
    return max(live, key=urgency, default=None)


def urgency(alert: Alert) -> tuple[int, int]:
    """Sorts alerts by how much they matter."""
    return alert.level, alert.raised_at_ms


def _open_case_at(state: TownState, place: str) -> Case | None:
    for case in state.cases.values():
        if case.place == place and case.stage not in ENDED_STAGES:
            return case
    return None
