"""Which alerts are one event: those of a pack that share a place, a neighbourhood or a rule.

A group is known by the alert it began with (ISA-18.2 first-out) and is open while one of its
alerts is not normal. Pure; knows no clock.
"""

from __future__ import annotations

from services.contract.model import Alert, Stream, TownState
from services.detect.policy import Policy


def place_of(state: TownState, stream_id: str) -> str:
    """The place a stream tells of: what `place` on it or its asset names, what its camera
    watches, its asset, itself."""
    stream = state.streams.get(stream_id)
    if stream is None:
        return stream_id
    if named := _attribute(state, stream, "place"):
        return named
    watched = _attribute(state, stream, "watches")
    if (other := state.streams.get(watched)) is not None:
        return _attribute(state, other, "place") or other.asset or other.id
    return watched or stream.asset or stream.id


def _attribute(state: TownState, stream: Stream, name: str) -> str:
    """Of the stream, else of its asset; empty when neither has it."""
    if name in stream.attributes:
        return str(stream.attributes[name])
    asset = state.assets.get(stream.asset)
    return str(asset.attributes.get(name, "")) if asset else ""


def key_of(policy: Policy, state: TownState, alert: Alert) -> str:
    """What the alerts of one group share."""
    pack = alert.rule.rpartition(".")[0]
    by = policy.group_by.get(alert.rule, "place")
    if by == "rule":
        return f"{pack}/rule/{alert.rule}"
    if by == "pack":
        return f"{pack}/pack/"
    # Alerts of no known neighbourhood have nothing in common.
    if by == "area" and alert.area:
        return f"{pack}/area/{alert.area}"
    return f"{pack}/place/{place_of(state, alert.stream)}"


def open_group(state: TownState, key: str) -> str:
    """The group with this key that is open; empty when there is none.

    Newest first: in a storm the group an alert joins is among the last ones raised.
    """
    for id in reversed(state.standing):
        alert = state.alerts[id]
        if alert.group_key == key:
            return alert.group
    return ""


def join(policy: Policy, state: TownState, alert: Alert) -> tuple[str, str]:
    """Group and key for an alert about to be raised: the open group, else its own."""
    key = key_of(policy, state, alert)
    return open_group(state, key) or alert.id, key
