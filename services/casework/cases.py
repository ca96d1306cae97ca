"""Cases opened, noted, moved between loops, closed and voided.

Pure decisions on the town's state. Stages follow GB/T 30428.
"""

from __future__ import annotations

from services.casework.alerts import find_alert
from services.casework.words import clock_text, local_time, required
from services.contract.commands import ChangeTier, CloseCase, NoteCase, OpenCase, VoidCase
from services.contract.events import (
    CaseClosed,
    CaseNoted,
    CaseOpened,
    CaseStageChanged,
    CaseTierChanged,
    EventBody,
)
from services.contract.model import ENDED_STAGES, Alert, Case, Level, Stage, TownState
from services.decisions import Context, Refused


def find_case(state: TownState, case_id: str) -> Case:
    """The case. Raises Refused when there is none."""
    case = state.cases.get(case_id)
    if case is None:
        raise Refused(
            "case.unknown",
            f"There is no case {case_id}. Reload the queue and choose one that is in it.",
            case=case_id,
        )
    return case


def require_running(case: Case, ctx: Context) -> None:
    """Raises Refused when the case is closed or void."""
    if case.stage is Stage.VOID:
        raise Refused(
            "case.void",
            f"Case {case.number} is void. Open a new case instead.",
            case=case.id,
            number=case.number,
        )
    if case.stage in ENDED_STAGES:
        raise Refused(
            "case.closed",
            f"{case.closed_by} closed case {case.number} at "
            f"{clock_text(case.closed_at_ms, ctx)}. Open a new case if there is more to do.",
            case=case.id,
            number=case.number,
            by=case.closed_by,
            at=str(case.closed_at_ms),
        )


def open_case(state: TownState, command: OpenCase, ctx: Context) -> list[EventBody]:
    if not command.case.strip():
        raise Refused("case.id_missing", "The command carries no id for the case. Send one.")
    if known := state.cases.get(command.case):
        raise Refused(
            "case.exists",
            f"Case {known.number} has this id already. Use another id for a new case.",
            case=known.id,
            number=known.number,
        )
    alert = find_alert(state, command.alert) if command.alert else None
    if alert is not None:
        _require_no_case(state, alert)
    title, title_en = _title(command.title.strip(), alert)
    required(title, "case.title_missing", "A case needs a title. Say in a few words what it is.")
    place, area, lon, lat = _where(state, command.place.strip(), alert)
    case = Case(
        id=command.case,
        number=_next_number(state, ctx),
        title=title,
        class_code=(alert.class_code if alert else "") or command.class_code,
        tier=command.tier,
        level=command.level or (alert.level if alert else Level.NONE),
        stage=Stage.FILED,
        place=place,
        area=area,
        lon=lon,
        lat=lat,
        opened_at_ms=ctx.now_ms,
        opened_by=ctx.actor,
        alert=alert.id if alert else "",
        title_en=title_en,
    )
    return [CaseOpened(case)]


def _title(given: str, alert: Alert | None) -> tuple[str, str]:
    """The title and its English: the alert's own, in whichever language it was sent back."""
    if alert is not None and given in ("", alert.title, alert.title_en):
        return alert.title, alert.title_en
    return given, ""


def _require_no_case(state: TownState, alert: Alert) -> None:
    case = state.cases.get(alert.case)
    if case is not None and case.stage not in ENDED_STAGES:
        raise Refused(
            "alert.has_case",
            f"Case {case.number} is open for this alert. Work on that case.",
            alert=alert.id,
            case=case.id,
            number=case.number,
        )


def _next_number(state: TownState, ctx: Context) -> str:
    """YYYYMMDD-NNN in the town's own day."""
    day = local_time(ctx.now_ms, ctx).strftime("%Y%m%d")
    return f"{day}-{state.case_numbers.get(day, 0) + 1:03d}"


def _where(state: TownState, place: str, alert: Alert | None) -> tuple[str, str, float, float]:
    """Place, area and coordinates: the alert's, those of a named asset, or the town's centre."""
    if alert is not None:
        stream = state.streams.get(alert.stream)
        return place or (stream.name if stream else ""), alert.area, alert.lon, alert.lat
    if place:
        if (here := state.streams.get(place)) is not None:
            return here.name, here.area, here.lon, here.lat
        for asset in state.assets.values():
            if place in (asset.id, asset.name):
                return asset.name, asset.area, asset.lon, asset.lat
        for area in state.areas.values():
            if place in (area.id, area.name) and area.rings and area.rings[0]:
                ring = area.rings[0]
                lon = sum(point[0] for point in ring) / len(ring)
                lat = sum(point[1] for point in ring) / len(ring)
                return area.name, area.id, lon, lat
    lon, lat = state.town.centre if state.town else (0.0, 0.0)
    return place, "", lon, lat


def note(state: TownState, command: NoteCase, ctx: Context) -> list[EventBody]:
    """A note may follow a closure: the chronology stays open to what becomes known later."""
    case = find_case(state, command.case)
    if case.stage is Stage.VOID:
        require_running(case, ctx)
    text = required(command.text, "case.note_empty", "The note is empty. Write what happened.")
    return [CaseNoted(case.id, text)]


def change_tier(state: TownState, command: ChangeTier, ctx: Context) -> list[EventBody]:
    case = find_case(state, command.case)
    require_running(case, ctx)
    reason = required(
        command.reason,
        "case.reason_missing",
        "Moving a case to another loop needs a reason. Say why.",
    )
    if case.tier is command.tier:
        raise Refused(
            "case.same_tier",
            f"Case {case.number} is in the {case.tier.value} loop already. Choose another loop.",
            case=case.id,
            number=case.number,
            tier=case.tier.value,
        )
    return [CaseTierChanged(case.id, command.tier, case.level, reason)]


def close(state: TownState, command: CloseCase, ctx: Context) -> list[EventBody]:
    case = find_case(state, command.case)
    if case.stage is Stage.CLOSED:
        raise Refused(
            "case.already_closed",
            f"{case.closed_by} closed case {case.number} at "
            f"{clock_text(case.closed_at_ms, ctx)}. Add a note if you have more evidence.",
            case=case.id,
            number=case.number,
            by=case.closed_by,
            at=str(case.closed_at_ms),
        )
    require_running(case, ctx)
    evidence = required(
        command.evidence,
        "case.evidence_missing",
        "Closing a case needs evidence. Describe how it was checked that the matter is settled.",
    )
    return [CaseClosed(case.id, evidence)]


def void(state: TownState, command: VoidCase, ctx: Context) -> list[EventBody]:
    case = find_case(state, command.case)
    require_running(case, ctx)
    reason = required(
        command.reason, "case.reason_missing", "Voiding a case needs a reason. Say why."
    )
    return [CaseStageChanged(case.id, Stage.VOID, reason)]
