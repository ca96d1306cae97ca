"""What may be done with the alerts chosen, and the commands it takes.

Pure: state and ids in, commands and reasons out. Whether a command is legal is the server's to
decide; here is only what makes sense to ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.actions.catalogue import ActionId
from desktop.models import alarm_facts
from desktop.models.alarm_index import service_of
from desktop.models.pack_words import pack_of
from services.contract import commands as cmd
from services.contract.model import (
    HELD_STATES,
    UNANSWERED_STATES,
    Alert,
    AlertState,
    Level,
    OutOfService,
    TownState,
)
from widgets.alarms.values import Sending

translate = QCoreApplication.translate

DEEDS = (
    ActionId.ACKNOWLEDGE,
    ActionId.OPEN_CASE,
    ActionId.SHELVE,
    ActionId.UNSHELVE,
    ActionId.RESET,
    ActionId.OUT_OF_SERVICE,
    ActionId.RETURN_TO_SERVICE,
    ActionId.GO_TO,
    ActionId.RULES,
)
"""In the order of their buttons."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Alerts and service states chosen, as they stand now."""

    alerts: tuple[Alert, ...] = ()
    services: tuple[OutOfService, ...] = ()
    speaker: str = ""
    """The alert that speaks for them when they are one line: what is done with one alert only is
    done with it."""

    @classmethod
    def of(
        cls,
        state: TownState,
        alerts: Iterable[str],
        lines: Iterable[str] = (),
        speaker: Alert | None = None,
    ) -> Chosen:
        """By ids of alerts, and lines of service states among `lines`."""
        found = (state.alerts.get(id) for id in dict.fromkeys(alerts))
        services = (service_of(state, line) for line in dict.fromkeys(lines))
        return cls(
            tuple(alert for alert in found if alert is not None),
            tuple(item for item in services if item is not None),
            speaker.id if speaker is not None else "",
        )

    @property
    def one(self) -> tuple[Alert, ...]:
        """The one alert that is meant where only one can be; none when several are equal."""
        if len(self.alerts) == 1:
            return self.alerts
        return tuple(alert for alert in self.alerts if alert.id == self.speaker)


def fitting(state: TownState, action: ActionId, chosen: Chosen) -> tuple[Alert, ...]:
    """Those of the alerts an action makes sense for."""
    test = _TESTS.get(action)
    able = (action in _FOR_ONE and chosen.one) or chosen.alerts
    return tuple(a for a in able if test(state, a)) if test is not None else ()


def _is_unanswered(_: TownState, alert: Alert) -> bool:
    return alert.state in UNANSWERED_STATES


def _is_shelvable(_: TownState, alert: Alert) -> bool:
    return alert.state not in HELD_STATES and alert.state is not AlertState.NORMAL


def _is_shelved(_: TownState, alert: Alert) -> bool:
    return alert.state is AlertState.SHELVED


def _is_resettable(_: TownState, alert: Alert) -> bool:
    return alert.latched and not alert.returned and alert.state is not AlertState.NORMAL


def _is_in_service(_: TownState, alert: Alert) -> bool:
    is_live = alert.state not in (AlertState.NORMAL, AlertState.OUT_OF_SERVICE)
    return is_live and bool(alert.stream)


def _is_out_of_service(_: TownState, alert: Alert) -> bool:
    return alert.state is AlertState.OUT_OF_SERVICE


def _is_caseless(state: TownState, alert: Alert) -> bool:
    is_live = alert.state is not AlertState.NORMAL
    return is_live and alarm_facts.open_case(state, alert) is None


def _is_somewhere(_: TownState, alert: Alert) -> bool:
    return True


def _has_rule(_: TownState, alert: Alert) -> bool:
    return bool(pack_of(alert.rule))


_TESTS: dict[ActionId, Callable[[TownState, Alert], bool]] = {
    ActionId.ACKNOWLEDGE: _is_unanswered,
    ActionId.OPEN_CASE: _is_caseless,
    ActionId.SHELVE: _is_shelvable,
    ActionId.UNSHELVE: _is_shelved,
    ActionId.RESET: _is_resettable,
    ActionId.OUT_OF_SERVICE: _is_in_service,
    ActionId.RETURN_TO_SERVICE: _is_out_of_service,
    ActionId.GO_TO: _is_somewhere,
    ActionId.RULES: _has_rule,
}
_FOR_ONE = frozenset({ActionId.OPEN_CASE, ActionId.GO_TO, ActionId.RULES})
"""A case is opened from one alert, the map goes to one place, one rule is looked at."""


_ONLY_LOOKING = frozenset({ActionId.GO_TO, ActionId.RULES})


def blocked(
    state: TownState, chosen: Chosen, sending: Mapping[str, Sending], *, can_operate: bool = True
) -> dict[ActionId, str]:
    """Actions that make sense for what is chosen, each with why it cannot be done now (empty: it
    can). Of those that make no sense nothing is said."""
    reasons: dict[ActionId, str] = {}
    for action in DEEDS:
        able = fitting(state, action, chosen)
        if not able and not (action is ActionId.RETURN_TO_SERVICE and chosen.services):
            continue
        waiting = [a for a in able if sending.get(a.id) is Sending.PENDING]
        reason = ""
        if not can_operate and action not in _ONLY_LOOKING:
            reason = translate("Alarms", "您的账号只能查看")
        elif action not in _FOR_ONE and able and len(waiting) == len(able):
            reason = translate("Alarms", "指令待发送")
        elif action in _FOR_ONE and not chosen.one:
            reason = translate("Alarms", "一次只能选一条")
        reasons[action] = reason
    return reasons


def why_not(action: ActionId, chosen: Chosen) -> str:
    """Why an action makes no sense for what is chosen."""
    if not chosen.alerts and not chosen.services:
        return translate("Alarms", "先选一条告警")
    return {
        ActionId.ACKNOWLEDGE: translate("Alarms", "选中的告警都不用确认"),
        ActionId.OPEN_CASE: translate("Alarms", "选中的告警已经立案"),
        ActionId.SHELVE: translate("Alarms", "选中的告警不能搁置：已搁置、已抑制、停用或已结束"),
        ActionId.UNSHELVE: translate("Alarms", "选中的告警没有搁置"),
        ActionId.RESET: translate("Alarms", "只有锁存的告警才用人工复位"),
        ActionId.OUT_OF_SERVICE: translate("Alarms", "选中的告警已经停用或已结束"),
        ActionId.RETURN_TO_SERVICE: translate("Alarms", "选中的告警没有停用"),
    }.get(action, translate("Alarms", "先选一条告警"))


# Acknowledging many


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an acknowledgement is asked about once more."""

    count: int
    is_more_than_a_screen: bool
    unseen: tuple[Alert, ...]
    """Red alerts among them that were not in sight."""


def doubt(alerts: Sequence[Alert], seen: Callable[[str], bool], screen: int) -> Doubt | None:
    """Whether to ask; `screen` is how many lines a screen has. None: no need."""
    unseen = tuple(a for a in alerts if a.level is Level.RED and not seen(a.id))
    if len(alerts) <= screen and not unseen:
        return None
    return Doubt(len(alerts), len(alerts) > screen, unseen)


# Commands


def acknowledge(alerts: Sequence[Alert]) -> list[cmd.OperatorCommand]:
    """One command, however many there are."""
    if len(alerts) == 1:
        return [cmd.AcknowledgeAlert(alerts[0].id)]
    return [cmd.AcknowledgeAlerts(tuple(alert.id for alert in alerts))]


def shelve(alerts: Sequence[Alert], until_ms: int, reason: str) -> list[cmd.OperatorCommand]:
    """One an alert: each has its own end."""
    return [cmd.ShelveAlert(alert.id, until_ms, reason) for alert in alerts]


def unshelve(alerts: Sequence[Alert]) -> list[cmd.OperatorCommand]:
    """One an alert."""
    return [cmd.UnshelveAlert(alert.id) for alert in alerts]


def reset(alerts: Sequence[Alert], text: str) -> list[cmd.OperatorCommand]:
    """One an alert: each is looked at on site."""
    return [cmd.ResetAlert(alert.id, text) for alert in alerts]


def take_out(
    alerts: Sequence[Alert], reason: str, *, whole_stream: bool
) -> list[cmd.OperatorCommand]:
    """One a stream, or one a rule on it."""
    wanted = dict.fromkeys((a.stream, "" if whole_stream else a.rule) for a in alerts)
    return [cmd.TakeOutOfService(stream, rule, reason) for stream, rule in wanted]


def take_in(state: TownState, chosen: Chosen) -> list[cmd.OperatorCommand]:
    """Every service state that holds one of these alerts, or is chosen itself."""
    items = dict.fromkeys(chosen.services)
    for item in state.out_of_service.values():
        if any(item.covers(alert) for alert in chosen.alerts):
            items[item] = None
    return [cmd.ReturnToService(item.stream, item.rule) for item in items]
