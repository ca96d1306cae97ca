"""A warning in force, or one that has ended, as a CAP message of ours.

Pure. Identifiers are made of the warning and its time of issue, so that an update or a
cancellation can name the versions before it without anybody having kept them.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.cap.document import (
    Alert,
    Area,
    Category,
    Certainty,
    Info,
    MessageType,
    Named,
    Reference,
    Scope,
    Severity,
    Status,
    Urgency,
)
from services.cap.incoming import DRILL, DRILL_EN, KINDS
from services.cap.settings import Settings
from services.contract.model import Level, Town, TownState, Warning

_SEVERITIES = {
    Level.RED: Severity.EXTREME,
    Level.ORANGE: Severity.SEVERE,
    Level.YELLOW: Severity.MODERATE,
    Level.BLUE: Severity.MINOR,
    Level.NONE: Severity.UNKNOWN,
}
_COLOURS = {
    Level.RED: ("红色", "Red"),
    Level.ORANGE: ("橙色", "Orange"),
    Level.YELLOW: ("黄色", "Yellow"),
    Level.BLUE: ("蓝色", "Blue"),
    Level.NONE: ("", ""),
}


def alert_of(warning: Warning, state: TownState, town: Town, settings: Settings) -> Alert:
    """The message. One that has ended is a Cancel, one with earlier versions an Update.

    A server in a drill writes nothing but exercises.
    """
    is_drill = settings.drill or warning.is_drill
    sent = [*warning.versions_ms, warning.issued_at_ms]
    if warning.ended_at_ms:
        sent.append(warning.ended_at_ms)
    *before, now = [_reference(warning, town, settings, at_ms) for at_ms in sent]
    kind = MessageType.UPDATE if before else MessageType.ALERT
    return Alert(
        identifier=now.identifier,
        sender=now.sender,
        sent=now.sent,
        status=Status.EXERCISE if is_drill else Status.ACTUAL,
        message_type=MessageType.CANCEL if warning.ended_at_ms else kind,
        scope=Scope.PUBLIC,
        source=warning.messages[-1] if warning.messages else "",
        references=tuple(before),
        infos=_infos(warning, state, town, is_drill),
    )


def _reference(warning: Warning, town: Town, settings: Settings, at_ms: int) -> Reference:
    zone = ZoneInfo(town.timezone)
    sent = datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(zone)
    digest = hashlib.sha256(f"{town.id}\n{warning.key}".encode()).hexdigest()[:12]
    sender = settings.sender or f"onemap@{_word(town.id)}"
    return Reference(sender, f"{_word(town.id)}.{digest}.{at_ms}", sent)


def _word(text: str) -> str:
    return "".join("-" if each.isspace() or each in ",<&" else each for each in text)


def _infos(warning: Warning, state: TownState, town: Town, is_drill: bool) -> tuple[Info, ...]:
    colour, colour_en = _COLOURS[warning.level]
    kind_en = KINDS.get(warning.kind, ("", warning.kind))[1]
    chinese = f"{town.name}{warning.kind}{colour}预警"
    english = f"{colour_en} warning of {kind_en}, {town.name_en}"
    text = warning.text.removeprefix(DRILL) or chinese
    text_en = warning.text_en.removeprefix(DRILL_EN) or english
    shapes = _shapes(warning, state)
    common = _Common(warning, ZoneInfo(town.timezone))
    return (
        common.info(
            "zh-CN",
            warning.kind,
            (DRILL if is_drill else "") + chinese,
            warning.description or text,
            warning.instruction,
            Area(warning.area_text or town.name, shapes),
            Named("预警级别", colour),
        ),
        common.info(
            "en",
            kind_en,
            (DRILL_EN if is_drill else "") + english,
            warning.description_en or text_en,
            warning.instruction_en,
            Area(town.name_en, shapes),
            Named("level", colour_en),
        ),
    )


class _Common:
    """What both languages share."""

    def __init__(self, warning: Warning, zone: ZoneInfo) -> None:
        self._warning = warning
        self._zone = zone

    def info(
        self,
        language: str,
        event: str,
        headline: str,
        description: str,
        instruction: str,
        area: Area,
        level: Named,
    ) -> Info:
        warning = self._warning
        return Info(
            language=language,
            categories=(Category(warning.category or "Met"),),
            event=event,
            urgency=Urgency(warning.urgency or "Expected"),
            severity=_SEVERITIES[warning.level],
            certainty=Certainty(warning.certainty or "Likely"),
            onset=self._at(warning.starts_ms),
            expires=self._at(warning.expires_ms),
            sender_name=warning.issuer,
            headline=headline,
            description=description,
            instruction=instruction,
            parameters=(level,),
            areas=(area,),
        )

    def _at(self, at_ms: int) -> datetime | None:
        if not at_ms:
            return None
        return datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(self._zone)


def _shapes(warning: Warning, state: TownState) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The outer rings of the neighbourhoods it is for."""
    ids = warning.areas or tuple(state.areas)
    rings = (state.areas[id].rings[0] for id in ids if id in state.areas and state.areas[id].rings)
    closed = (ring if ring[0] == ring[-1] else (*ring, ring[0]) for ring in rings if ring)
    return tuple(ring for ring in closed if len(ring) >= 4)
