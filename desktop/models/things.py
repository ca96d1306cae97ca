"""What a thing of the town is called and where it stands, by its own register and no other's."""

from __future__ import annotations

from typing import NamedTuple

from desktop.models import wording
from desktop.state.readings import LatestReadings
from desktop.state.selectors import team_position
from services.contract.model import TownState


class Thing(NamedTuple):
    """A thing by name and place. Other than a `Focus` it drags nothing along: of a camera it is
    the camera, not what it looks at."""

    name: str
    lon: float
    lat: float


def find_thing(state: TownState, readings: LatestReadings, thing: str) -> Thing | None:
    """The thing of an id such as `asset:C01`; None for a stranger."""
    register, _, key = thing.partition(":")
    if register == "team" and (team := state.teams.get(key)):
        return Thing(team.name, *team_position(state, readings, key))
    if register == "stream" and (stream := state.streams.get(key)):
        return Thing(stream.name, stream.lon, stream.lat)
    if register == "asset" and (asset := state.assets.get(key)):
        return Thing(asset.name, asset.lon, asset.lat)
    if register == "case" and (case := state.cases.get(key)):
        return Thing(wording.case_title(case), case.lon, case.lat)
    if register == "alert" and (alert := state.alerts.get(key)):
        return Thing(wording.alert_title(alert), alert.lon, alert.lat)
    return None
