"""The lines of the alarm table in words: alerts, groups, folds of what is silenced.

Made one at a time, when a line comes into sight. Reads the state; knows no widget but its values.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.models import alarm_facts, wording
from desktop.models.alarm_arrange import GROUP, HELD
from desktop.models.alarm_facts import ALERT, SERVICE
from desktop.models.pack_words import pack_text
from desktop.models.present_figure import present_figure
from desktop.state.alarm_groups import AlarmGroup, AlarmGroups
from desktop.state.readings import LatestReadings
from services.contract.model import (
    HELD_STATES,
    UNANSWERED_STATES,
    Alert,
    AlertState,
    OutOfService,
    TownState,
)
from widgets.alarms.values import AlarmLine, AlarmMark, Sending
from widgets.theme.tokens import Level

translate = QCoreApplication.translate

MARKS = {
    AlertState.UNACKNOWLEDGED: AlarmMark.UNACKNOWLEDGED,
    AlertState.ACKNOWLEDGED: AlarmMark.ACKNOWLEDGED,
    AlertState.RETURNED_UNACKNOWLEDGED: AlarmMark.RETURNED,
    AlertState.SHELVED: AlarmMark.SHELVED,
    AlertState.SUPPRESSED: AlarmMark.SUPPRESSED,
    AlertState.OUT_OF_SERVICE: AlarmMark.OUT_OF_SERVICE,
    AlertState.NORMAL: AlarmMark.OVER,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What lines are made from, as it stands now."""

    state: TownState
    readings: LatestReadings
    groups: AlarmGroups
    expanded: Set[str]
    sending: dict[str, Sending]
    """By id of an alert."""
    now_ms: int
    zone: tzinfo
    is_grouped: bool = False
    can_operate: bool = True
    """Whether who looks may give commands."""


def line(scene: Scene, id: str) -> AlarmLine:
    """What one line says; of a thing that is gone only its id."""
    if id.startswith(ALERT):
        alert = scene.state.alerts.get(id.removeprefix(ALERT))
        return _alert_line(scene, id, alert) if alert is not None else _gone(id)
    if id.startswith(SERVICE):
        item = scene.state.out_of_service.get(id.removeprefix(SERVICE))
        return _service_line(scene, id, item) if item is not None else _gone(id)
    key = id.removeprefix(GROUP).removeprefix(HELD)
    if not scene.groups.members(key):
        return _gone(id)
    group = scene.groups.group(scene.state, key)
    return _group_line(scene, id, group) if id.startswith(GROUP) else _fold(scene, id, group)


def members_of(scene: Scene, id: str) -> tuple[str, ...]:
    """The alerts a line stands for: itself, the open ones of a group, or what a fold holds."""
    if id.startswith(ALERT):
        return (id.removeprefix(ALERT),)
    key = id.removeprefix(GROUP).removeprefix(HELD)
    if not scene.groups.members(key):
        return ()
    group = scene.groups.group(scene.state, key)
    if id.startswith(GROUP):
        return group.open or group.held
    return tuple(a for a in group.held if _is_suppressed(scene.state.alerts[a]))


def speaker(scene: Scene, line: str) -> Alert | None:
    """The alert that speaks for a line: itself, or the worst of a group; None for nothing."""
    if line.startswith(ALERT):
        return scene.state.alerts.get(line.removeprefix(ALERT))
    key = line.removeprefix(GROUP).removeprefix(HELD)
    if not scene.groups.members(key):
        return None
    return scene.state.alerts.get(scene.groups.group(scene.state, key).worst)


def _gone(id: str) -> AlarmLine:
    text = translate("Alarms", "已结束")
    return AlarmLine(id, mark=AlarmMark.OVER, state=text, is_over=True)


def _alert_line(scene: Scene, id: str, alert: Alert) -> AlarmLine:
    is_over = alert.state is AlertState.NORMAL
    is_member = scene.is_grouped and _is_folded(scene, alert)
    return AlarmLine(
        id,
        Level(int(alert.level)),
        MARKS[alert.state],
        translate("Alarms", "已结束") if is_over else _state_text(scene, alert),
        wording.age_text(scene.now_ms - alert.raised_at_ms),
        wording.alert_title(alert),
        alarm_facts.place_text(scene.state, alert),
        pack_text(scene.state.town, alert.rule),
        value_text(scene, alert),
        alarm_facts.camera_text(scene.state, alert),
        alarm_facts.case_text(scene.state, alert),
        alarm_facts.by_text(alert),
        depth=_depth(scene, alert) if is_member else 0,
        is_unanswered=alert.state in UNANSWERED_STATES,
        is_held=alert.state in HELD_STATES,
        is_over=is_over,
        sending=scene.sending.get(alert.id, Sending.NONE),
    )


def _is_folded(scene: Scene, alert: Alert) -> bool:
    """Whether its group is open, so that it stands below the group's line."""
    return f"{GROUP}{scene.groups.key_of(alert.id)}" in scene.expanded


def _depth(scene: Scene, alert: Alert) -> int:
    members = len(scene.groups.members(scene.groups.key_of(alert.id)))
    return 0 if members < 2 else 2 if _is_suppressed(alert) else 1


def _is_suppressed(alert: Alert) -> bool:
    return alert.state is AlertState.SUPPRESSED


def _state_text(scene: Scene, alert: Alert) -> str:
    """The state in the words a column has room for, with the end of a shelf."""
    if alert.state is AlertState.RETURNED_UNACKNOWLEDGED:
        return translate("Alarms", "已恢复未确认")
    text = wording.alert_state_text(alert.state)
    if alert.state is AlertState.SHELVED:
        until = wording.clock_time(alert.shelved_until_ms, scene.zone)
        return translate("Alarms", "{state}至 {time}").format(state=text, time=until)
    return text


def value_text(scene: Scene, alert: Alert) -> str:
    """What is measured now; of a silent stream the value of the last change, told as that."""
    if now := present_figure(scene.state, scene.readings, alert, scene.now_ms):
        return now
    then = wording.figure_text(alert.value, alert.unit)
    return translate("Alarms", "当时 {figure}").format(figure=then) if then else ""


def _service_line(scene: Scene, id: str, item: OutOfService) -> AlarmLine:
    row = alarm_facts.service_facts(scene.state, item)
    return AlarmLine(
        id,
        mark=AlarmMark.OUT_OF_SERVICE,
        state=wording.alert_state_text(AlertState.OUT_OF_SERVICE),
        age=wording.age_text(scene.now_ms - item.since_ms),
        title=translate("Alarms", "{name}：{why}").format(name=row.title, why=item.reason),
        place=row.place,
        pack=row.pack,
        by=row.by,
        is_held=True,
        sending=scene.sending.get(id, Sending.NONE),
    )


# Groups


def _group_line(scene: Scene, id: str, group: AlarmGroup) -> AlarmLine:
    first = scene.state.alerts.get(group.first_out)
    speaks = scene.state.alerts[group.worst]
    first = first or speaks
    return AlarmLine(
        id,
        Level(int(group.level or speaks.level)),
        _group_mark(group),
        _group_state(group),
        wording.age_text(scene.now_ms - group.began_at_ms),
        wording.alert_title(first),
        _places(scene.state, group),
        pack_text(scene.state.town, speaks.rule),
        value_text(scene, speaks),
        alarm_facts.camera_text(scene.state, speaks),
        alarm_facts.case_text(scene.state, speaks),
        "" if group.unanswered else alarm_facts.by_text(speaks),
        note=" · ".join(_besides(scene.state, group)),
        count=len(group.open),
        is_expanded=id in scene.expanded,
        is_unanswered=group.unanswered > 0,
        is_held=not group.open,
        sending=_group_sending(scene, group),
    )


def _group_mark(group: AlarmGroup) -> AlarmMark:
    """That of the state which asks for most."""
    return MARKS[min(group.counts, key=alarm_facts.RANK.__getitem__)]


def _group_state(group: AlarmGroup) -> str:
    state = min(group.counts, key=alarm_facts.RANK.__getitem__)
    if state in UNANSWERED_STATES:
        text = translate("Alarms", "未确认 {n}/{of}")
        return text.format(n=group.unanswered, of=len(group.open))
    return wording.alert_state_text(state)


def _places(state: TownState, group: AlarmGroup) -> str:
    members = (state.alerts[id] for id in group.open or group.held)
    names = list(dict.fromkeys(alarm_facts.place_text(state, alert) for alert in members))
    if len(names) == 1:
        return names[0]
    return translate("Alarms", "{name} 等 {n} 处").format(name=names[0], n=len(names))


def _group_sending(scene: Scene, group: AlarmGroup) -> Sending:
    found = {scene.sending[id] for id in (*group.open, *group.held) if id in scene.sending}
    if Sending.PENDING in found:
        return Sending.PENDING
    return Sending.REFUSED if found else Sending.NONE


def group_note(state: TownState, group: AlarmGroup) -> str:
    """How many there are, which is the worst, and what is silenced by what."""
    count = [translate("Alarms", "共 {n} 条").format(n=len(group.open))] * (len(group.open) > 1)
    return " · ".join(count + _besides(state, group))


def _besides(state: TownState, group: AlarmGroup) -> list[str]:
    """What its line has to say besides its columns."""
    parts = []
    first = state.alerts.get(group.first_out)
    if first is not None and group.open and group.worst != first.id:
        worst = state.alerts[group.worst]
        if worst.level > first.level or first.state is AlertState.NORMAL:
            text = translate("Alarms", "最重：{title}")
            parts.append(text.format(title=wording.alert_title(worst)))
    return parts + causes(state, group)


def causes(state: TownState, group: AlarmGroup) -> list[str]:
    """What is silenced: how many, what they are when they are alike, and why."""
    silenced = [state.alerts[id] for id in group.held if _is_suppressed(state.alerts[id])]
    said = []
    for cause in group.causes:
        alike = [a for a in silenced if a.suppressed_by == cause.by]
        why = wording.reason_text(cause.reason, cause.reason_en)
        pattern = translate("Alarms", "已抑制 {n}（{why}）")
        if alike and all(_is_of_camera(state, alert) for alert in alike):
            pattern = translate("Alarms", "{n} 路摄像机已抑制：{why}")
        said.append(pattern.format(n=cause.count, why=why))
    return said


def _is_of_camera(state: TownState, alert: Alert) -> bool:
    stream = state.streams.get(alert.stream)
    asset = state.assets.get(stream.asset if stream else alert.camera)
    return asset is not None and asset.kind == "camera"


def _fold(scene: Scene, id: str, group: AlarmGroup) -> AlarmLine:
    count = group.counts.get(AlertState.SUPPRESSED, 0)
    text = translate("Alarms", "已抑制 {n}（{why}）")
    why = translate("Alarms", "、").join(
        wording.reason_text(cause.reason, cause.reason_en) for cause in group.causes
    )
    return AlarmLine(
        id,
        mark=AlarmMark.SUPPRESSED,
        state=wording.alert_state_text(AlertState.SUPPRESSED),
        title=text.format(n=count, why=why),
        count=count,
        depth=1,
        is_expanded=id in scene.expanded,
        is_held=True,
    )
