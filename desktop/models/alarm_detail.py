"""What stands beside the alarm table: everything known of the alert or the group with the cursor.

Pure: state in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from desktop.actions.catalogue import ActionId, alarm_actions
from desktop.models import alarm_deeds, alarm_facts, wording
from desktop.models.alarm_arrange import GROUP, HELD
from desktop.models.alarm_deeds import Chosen
from desktop.models.alarm_facts import ALERT
from desktop.models.alarm_index import service_of
from desktop.models.alarm_lines import Scene, group_note, members_of, speaker, value_text
from desktop.models.pack_words import pack_text
from desktop.state.alarm_groups import AlarmGroup
from desktop.state.selectors import distance_m, silenced_by
from services.contract.model import Alert, AlertState, Asset, LogEntry, OutOfService, TownState
from widgets.alarms.values import AlarmMore, Fact
from widgets.theme.tokens import Level
from widgets.values import Action, Detail, LogLine

translate = QCoreApplication.translate

CAMERAS = 2
"""Pictures beside an alert."""
NEAR_M = 800.0
"""A camera further away shows another place."""
_URGED = frozenset({ActionId.ACKNOWLEDGE, ActionId.OPEN_CASE, ActionId.RESET})
"""What the table may urge; to silence an alert is never the thing to do next."""
LINES = 60
"""Lines of a chronology; of a group those of its members together."""


def detail(scene: Scene, line: str, refused: str = "") -> tuple[Detail, AlarmMore] | None:
    """Heading, actions and chronology, and what stands between; None for nothing.

    `refused` says why the last command about it was refused.
    """
    alert = speaker(scene, line)
    chosen = Chosen.of(scene.state, members_of(scene, line), (line,), alert)
    item = service_of(scene.state, line)
    if item is not None:
        return _of_service(scene, line, item, chosen)
    if alert is None:
        return None
    if line.startswith(ALERT):
        title, subtitle, facts = _of_alert(scene, alert)
        log = [(entry, alert) for entry in alert.log]
    else:
        key = line.removeprefix(GROUP).removeprefix(HELD)
        group = scene.groups.group(scene.state, key)
        title, subtitle, facts = _of_group(scene, group)
        log = _merged(scene.state, (*group.open, *group.held))
    if refused:
        facts = (Fact(translate("Alarms", "上次指令被拒"), refused, is_bad=True), *facts)
    shown = Detail(
        line,
        Level(int(alert.level)),
        title,
        subtitle,
        actions=actions(scene, chosen),
        log=_log(scene, log, is_of_several=not line.startswith(ALERT)),
    )
    return shown, _more(alert, facts)


def _more(alert: Alert, facts: tuple[Fact, ...]) -> AlarmMore:
    link = translate("Alarms", "查看全文") if alert.link else ""
    return AlarmMore(facts, wording.alert_guidance(alert), link, alert.link)


def _of_alert(scene: Scene, alert: Alert) -> tuple[str, str, tuple[Fact, ...]]:
    parts = (
        value_text(scene, alert),
        wording.level_text(alert.level),
        wording.alert_state_text(alert.state),
        wording.age_text(scene.now_ms - alert.raised_at_ms),
    )
    facts = [
        *_where(scene, alert),
        *_held(scene, alert),
        *_group_facts(scene, alert),
        *_climb(scene, alert),
    ]
    subtitle = " · ".join(part for part in parts if part)
    return wording.alert_title(alert), subtitle, tuple(facts)


def _where(scene: Scene, alert: Alert) -> list[Fact]:
    stream = scene.state.streams.get(alert.stream)
    place = alarm_facts.place_text(scene.state, alert)
    source = f"{stream.id} {stream.name}" if stream else alert.stream
    facts = [Fact(translate("Alarms", "地点"), " · ".join(t for t in (place, source) if t))]
    pack = pack_text(scene.state.town, alert.rule)
    facts.append(Fact(translate("Alarms", "规则"), f"{pack} {alert.rule}".strip()))
    if case := alarm_facts.case_text(scene.state, alert):
        facts.append(Fact(translate("Alarms", "案件"), case))
    if alert.latched:
        text = translate("Alarms", "到现场查明后人工复位，不会自己恢复")
        facts.append(Fact(translate("Alarms", "锁存"), text))
    return facts


def _held(scene: Scene, alert: Alert) -> list[Fact]:
    """What holds it, and what it silences itself."""
    facts = []
    if alert.state is AlertState.SHELVED:
        text = translate("Alarms", "至 {time}：{why}").format(
            time=wording.clock_time(alert.shelved_until_ms, scene.zone), why=alert.shelved_reason
        )
        facts.append(Fact(wording.alert_state_text(alert.state), text))
    if alert.state is AlertState.SUPPRESSED:
        why = wording.reason_text(alert.suppressed_reason, alert.suppressed_reason_en)
        cause = scene.state.alerts.get(alert.suppressed_by)
        if cause is not None and wording.alert_title(cause) != why:
            why = f"{why} · {wording.alert_title(cause)}"
        facts.append(Fact(wording.alert_state_text(alert.state), why))
    if alert.state is AlertState.OUT_OF_SERVICE:
        for item in scene.state.out_of_service.values():
            if item.covers(alert):
                facts.append(Fact(wording.alert_state_text(alert.state), _service_text(item)))
    if silenced := silenced_by(scene.state, alert.id):
        names = list(dict.fromkeys(wording.alert_title(each) for each in silenced))
        text = translate("Alarms", "{n} 条：{names}").format(
            n=len(silenced), names=translate("Alarms", "、").join(names[:3])
        )
        more = "…" if len(names) > 3 else ""
        facts.append(Fact(translate("Alarms", "它抑制了"), text + more))
    return facts


def _service_text(item: OutOfService) -> str:
    text = translate("Alarms", "{by}：{why}")
    return text.format(by=wording.actor_text(item.by), why=item.reason)


def _group_facts(scene: Scene, alert: Alert) -> list[Fact]:
    """The first-out of its group, when it is one of several."""
    key = scene.groups.key_of(alert.id)
    if len(scene.groups.members(key)) < 2:
        return []
    group = scene.groups.group(scene.state, key)
    first = scene.state.alerts.get(group.first_out)
    label = translate("Alarms", "首发")
    if first is None or first.id == alert.id:
        return [Fact(label, translate("Alarms", "本条，组内共 {n} 条").format(n=_size(group)))]
    at = wording.clock_time(first.raised_at_ms, scene.zone)
    return [Fact(label, f"{at} {wording.alert_title(first)}")]


def _size(group: AlarmGroup) -> int:
    return len(group.open) + len(group.held)


def _climb(scene: Scene, alert: Alert) -> list[Fact]:
    """How far it has climbed its ladder."""
    climb = scene.state.escalations.get(alert.id)
    if climb is None or climb.step < 0:
        return []
    text = translate("Alarms", "第 {n} 级，{time}：已通知 {sent} 人，未达 {failed} 人").format(
        n=climb.step + 1,
        time=wording.clock_time(climb.stepped_at_ms, scene.zone),
        sent=len(climb.sent),
        failed=len(climb.failed),
    )
    return [Fact(translate("Alarms", "升级通知"), text)]


def _of_group(scene: Scene, group: AlarmGroup) -> tuple[str, str, tuple[Fact, ...]]:
    state = scene.state
    worst = state.alerts[group.worst]
    first = state.alerts.get(group.first_out) or worst
    at = wording.clock_time(first.raised_at_ms, scene.zone)
    facts = [Fact(translate("Alarms", "首发"), f"{at} {wording.alert_title(first)}")]
    if worst.id != first.id:
        facts.append(Fact(translate("Alarms", "最重"), wording.alert_title(worst)))
    members = (state.alerts[id] for id in group.open or group.held)
    names = list(dict.fromkeys(alarm_facts.place_text(state, each) for each in members))
    joined = translate("Alarms", "、").join(names[:6]) + ("…" if len(names) > 6 else "")
    facts.append(Fact(translate("Alarms", "地点"), joined))
    for cause in group.causes:
        why = wording.reason_text(cause.reason, cause.reason_en)
        text = translate("Alarms", "{n} 条：{names}").format(n=cause.count, names=why)
        facts.append(Fact(wording.alert_state_text(AlertState.SUPPRESSED), text))
    return wording.alert_title(first), group_note(state, group), tuple(facts)


def _of_service(
    scene: Scene, line: str, item: OutOfService, chosen: Chosen
) -> tuple[Detail, AlarmMore]:
    row = alarm_facts.service_facts(scene.state, item)
    since = wording.clock_time(item.since_ms, scene.zone)
    facts = (
        Fact(translate("Alarms", "理由"), _service_text(item)),
        Fact(translate("Alarms", "规则"), item.rule or translate("Alarms", "全部")),
    )
    text = translate("Alarms", "停用，{time} 起").format(time=since)
    return Detail(line, Level.NONE, row.title, text, actions=actions(scene, chosen)), AlarmMore(
        facts
    )


def actions(scene: Scene, chosen: Chosen) -> tuple[Action, ...]:
    """The buttons, the first that can be done the one to do."""
    reasons = alarm_deeds.blocked(scene.state, chosen, scene.sending, can_operate=scene.can_operate)
    primary = next((a for a in reasons if not reasons[a] and a in _URGED), None)
    words = {each.id: each for each in alarm_actions()}
    return tuple(
        Action(action, words[action].text, words[action].shortcut, not why, why, action is primary)
        for action, why in reasons.items()
    )


def _merged(state: TownState, members: Iterable[str]) -> list[tuple[LogEntry, Alert]]:
    entries = [(entry, state.alerts[id]) for id in members for entry in state.alerts[id].log]
    entries.sort(key=_when)
    return entries


def _when(line: tuple[LogEntry, Alert]) -> int:
    return line[0].at_ms


def _log(
    scene: Scene, log: list[tuple[LogEntry, Alert]], *, is_of_several: bool
) -> tuple[LogLine, ...]:
    """Newest first; of several alerts each line says which it is about."""
    return tuple(
        LogLine(
            wording.clock_time(entry.at_ms, scene.zone, seconds=True),
            _line(entry, alert, is_named=is_of_several),
            wording.actor_text(entry.actor),
        )
        for entry, alert in log[: -LINES - 1 : -1]
    )


def _line(entry: LogEntry, alert: Alert, *, is_named: bool) -> str:
    said, title = wording.log_text(entry.what, _said(entry.text, alert)), wording.alert_title(alert)
    if not is_named or title in said:
        return said
    return translate("Alarms", "{what}（{title}）").format(what=said, title=title)


def _said(text: str, alert: Alert) -> str:
    """The text of a line in the language in force, as far as the alert has it in that."""
    if text == alert.title:
        return wording.alert_title(alert)
    if text and text == alert.suppressed_reason:
        return wording.reason_text(text, alert.suppressed_reason_en)
    return text


def near_cameras(state: TownState, alert: Alert) -> list[str]:
    """The camera that looks at it first, then the nearest."""
    found: list[tuple[float, str]] = []
    for asset in state.assets.values():
        if asset.kind != "camera" or asset.id == alert.camera:
            continue
        metres = distance_m(alert.lon, alert.lat, asset.lon, asset.lat)
        if metres <= NEAR_M:
            found.append((metres, asset.id))
    found.sort()
    first = [alert.camera] if _is_camera(state.assets.get(alert.camera)) else []
    return [*first, *(id for _, id in found)][:CAMERAS]


def _is_camera(asset: Asset | None) -> bool:
    return asset is not None and asset.kind == "camera"
