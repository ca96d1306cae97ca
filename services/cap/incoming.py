"""A CAP message as a warning of this town: kind, level, areas, words; or why it is none.

Pure. Decides nothing about the warnings in force, which is the handlers' part.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from services.cap.document import (
    Alert,
    Info,
    MessageType,
    ResponseType,
    Severity,
    Status,
)
from services.cap.place import whom_it_touches
from services.cap.settings import Settings
from services.contract.model import Level, TownState, Warning

DRILL = "【演练】"
DRILL_EN = "[EXERCISE] "

COLOURS = {
    "红": Level.RED,
    "橙": Level.ORANGE,
    "黄": Level.YELLOW,
    "蓝": Level.BLUE,
    "red": Level.RED,
    "orange": Level.ORANGE,
    "yellow": Level.YELLOW,
    "blue": Level.BLUE,
}
SEVERITIES = {
    Severity.EXTREME: Level.RED,
    Severity.SEVERE: Level.ORANGE,
    Severity.MODERATE: Level.YELLOW,
    Severity.MINOR: Level.BLUE,
    Severity.UNKNOWN: Level.YELLOW,
}
KINDS = {
    "台风": ("台风", "typhoon", "hurricane", "tropical storm"),
    "雷雨大风": ("雷雨大风", "severe thunderstorm"),
    "雷电": ("雷电", "thunderstorm", "lightning"),
    "暴雨": ("暴雨", "rainstorm", "heavy rain", "torrential rain"),
    "暴雪": ("暴雪", "blizzard", "heavy snow", "snowstorm"),
    "寒潮": ("寒潮", "cold wave"),
    "大风": ("大风", "gale", "strong wind", "high wind"),
    "沙尘暴": ("沙尘暴", "sandstorm", "dust storm"),
    "高温": ("高温", "heat wave", "high temperature", "excessive heat"),
    "冰雹": ("冰雹", "hail"),
    "霜冻": ("霜冻", "frost"),
    "大雾": ("大雾", "dense fog", "heavy fog"),
    "霾": ("霾", "haze"),
    "道路结冰": ("道路结冰", "road icing", "icy road"),
    "风暴潮": ("风暴潮", "storm surge"),
    "洪水": ("洪水", "flood"),
    "地震": ("地震", "earthquake"),
}
"""Kind to the words in an event that mean it, the more special before the more general."""

_LEVEL_NAMES = ("级", "色", "预警", "level", "colo")
_COLOUR = re.compile(r"([红橙黄蓝])色")


@dataclass(frozen=True, slots=True)
class Taken:
    """A warning to take, in the place of those that came by the messages in `replaces`."""

    warning: Warning
    replaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The warnings that came by these messages are over, and why."""

    messages: tuple[str, ...]
    is_drill: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do, and why."""

    reason: str


def understand(
    alert: Alert, state: TownState, settings: Settings, now_ms: int
) -> Taken | Withdrawn | Ignored:
    """What the message means here."""
    if alert.status not in (Status.ACTUAL, Status.EXERCISE):
        return Ignored(f"messages of status {alert.status} are no warnings")
    if alert.message_type in (MessageType.ACK, MessageType.ERROR):
        return Ignored(f"messages of msgType {alert.message_type} are no warnings")
    messages = tuple(map(str, alert.references))
    is_drill = alert.status is Status.EXERCISE
    if alert.message_type is MessageType.CANCEL:
        return Withdrawn(messages, is_drill, "cancelled by its sender")
    found = _taken(alert, state, settings, now_ms)
    if isinstance(found, Warning):
        return Taken(found, messages)
    if alert.message_type is MessageType.UPDATE:
        return Withdrawn(messages, is_drill, found)
    return Ignored(found)


def _taken(alert: Alert, state: TownState, settings: Settings, now_ms: int) -> Warning | str:
    """The warning, or why the message is none for this town now."""
    if not alert.infos:
        return "the message has no info: nothing is said to be warned of"
    current = [info for info in alert.infos if info.expires is None or _ms(info.expires) > now_ms]
    if not current:
        return "the message has expired"
    current = [info for info in current if ResponseType.ALL_CLEAR not in info.response_types]
    if not current:
        return "the message is an all-clear"
    touched = [(info, whom_it_touches(info, state, settings)) for info in current]
    near = [(info, areas) for info, areas in touched if areas is not None]
    if not near:
        said = "; ".join(dict.fromkeys(a.description for i in current for a in i.areas))
        return f"the message does not touch the town; its area is: {said}"
    worst = max(level_of(info, settings) for info, _ in near)
    chosen = [pair for pair in near if level_of(pair[0], settings) is worst]
    info, areas = min(chosen, key=lambda pair: not _is(pair[0], "zh"))
    assert areas is not None
    english = next((i for i, _ in chosen if _is(i, "en") and _same(i, info)), None)
    return _warning(alert, info, english, areas, settings)


def _warning(
    alert: Alert, info: Info, english: Info | None, areas: tuple[str, ...], settings: Settings
) -> Warning:
    reference = str(alert.reference)
    is_drill = alert.status is Status.EXERCISE
    starts = info.onset or info.effective or alert.sent
    text_en = (english.headline or english.event) if english else ""
    return Warning(
        kind=kind_of(info, settings),
        level=level_of(info, settings),
        text=(DRILL if is_drill else "") + (info.headline or info.event),
        issuer=info.sender_name or alert.sender,
        issued_at_ms=0,
        id=f"cap-{hashlib.sha256(reference.encode()).hexdigest()[:24]}",
        is_drill=is_drill,
        messages=(reference,),
        sent_ms=_ms(alert.sent),
        urgency=info.urgency,
        certainty=info.certainty,
        category=info.categories[0],
        starts_ms=_ms(starts),
        expires_ms=_ms(info.expires) if info.expires else 0,
        areas=areas,
        area_text="、".join(dict.fromkeys(area.description for area in info.areas)),
        description=info.description,
        instruction=info.instruction,
        text_en=(DRILL_EN if is_drill and text_en else "") + text_en,
        description_en=english.description if english else "",
        instruction_en=english.instruction if english else "",
    )


def kind_of(info: Info, settings: Settings) -> str:
    """By the town's rules, then by words in the event; else the event as it is called."""
    for rule in settings.rule:
        if _fits(rule.code, rule.text, info):
            return rule.kind
    event = info.event.casefold()
    for kind, words in KINDS.items():
        if any(word in event for word in words):
            return kind
    return info.event


def level_of(info: Info, settings: Settings) -> Level:
    """By the town's rules, then by a colour in codes, parameters, event, headline, then severity.

    Warnings in China have a colour by law; severity is coarser and senders differ in it.
    """
    for rule in settings.rule:
        if rule.level and _fits(rule.code, rule.text, info):
            return COLOURS[rule.level]
    for named in (*info.parameters, *info.event_codes):
        if any(word in named.name.casefold() for word in _LEVEL_NAMES):
            if colour := _COLOUR.search(named.value):
                return COLOURS[colour[1]]
            if level := COLOURS.get(named.value.casefold()):
                return level
    for text in (info.event, info.headline):
        if colour := _COLOUR.search(text):
            return COLOURS[colour[1]]
    return SEVERITIES[info.severity]


def _fits(code: str, text: str, info: Info) -> bool:
    if code and not any(named.value == code for named in info.event_codes):
        return False
    return not text or text in info.event or text in info.headline


def _is(info: Info, language: str) -> bool:
    return info.language.casefold().split("-")[0] == language


def _same(a: Info, b: Info) -> bool:
    """Whether two infos may be one event in two languages."""
    return (a.urgency, a.severity, a.certainty) == (b.urgency, b.severity, b.certainty)


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
