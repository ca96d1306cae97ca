"""Decisions on markups 标绘: what somebody draws on the map for everyone to see.

Knows limits and shapes, never colours or pixels. A markup stands until it is erased; the event
of an erasing carries the whole of it, so that drawing it again is the undo.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from services.contract import commands as cmd
from services.contract.events import EventBody, MarkupChanged, MarkupDrawn, MarkupErased
from services.contract.model import Markup, MarkupKind, TownState
from services.decisions import Context, Refused

MAX_MARKUPS: Final = 2_000
"""Standing at once in a town."""
MAX_VERTICES: Final = 2_000
"""Of one markup; as many fit a client's message."""
MAX_TEXT: Final = 500
"""Characters."""
MAX_RADIUS_M: Final = 100_000.0
_FEWEST = {MarkupKind.LINE: 2, MarkupKind.POLYGON: 3}
_ROLE = re.compile(r"(?:[a-z][a-z0-9_.-]{0,31})?")

LonLat = tuple[tuple[float, float], ...]


def _draw(state: TownState, command: cmd.DrawMarkup, ctx: Context) -> list[EventBody]:
    id = command.markup.strip()
    if not id or len(id) > 64:
        raise Refused(
            "markup.id_wrong", "The markup's id is empty or over 64 characters. Send a UUID."
        )
    if id in state.markups:
        raise Refused(
            "markup.exists", f"There is a markup {id} already. Change it or use another id."
        )
    if len(state.markups) >= MAX_MARKUPS:
        raise Refused(
            "markup.too_many",
            f"{MAX_MARKUPS} markups are on the map. Erase some that are no longer needed.",
            limit=str(MAX_MARKUPS),
        )
    markup = Markup(
        id=id,
        kind=command.kind,
        lonlat=_shape(command.kind, command.lonlat),
        radius_m=_radius(command.kind, command.radius_m),
        text=_text(command.kind, command.text),
        role=_role(command.role),
        drawn_at_ms=ctx.now_ms,
        drawn_by=ctx.actor,
        area=_area(state, command.area),
        plan=state.operation.plan,
    )
    return [MarkupDrawn(markup)]


def _change(state: TownState, command: cmd.ChangeMarkup, ctx: Context) -> list[EventBody]:
    known = _find(state, command.markup)
    markup = replace(
        known,
        lonlat=_shape(known.kind, command.lonlat),
        radius_m=_radius(known.kind, command.radius_m),
        text=_text(known.kind, command.text),
        role=_role(command.role),
        area=_area(state, command.area),
    )
    if markup == known:
        raise Refused("markup.unchanged", "The markup is like that already. Nothing is changed.")
    return [MarkupChanged(replace(markup, changed_at_ms=ctx.now_ms, changed_by=ctx.actor))]


def _erase(state: TownState, command: cmd.EraseMarkup, _: Context) -> list[EventBody]:
    return [MarkupErased(_find(state, command.markup))]


def _find(state: TownState, id: str) -> Markup:
    markup = state.markups.get(id)
    if markup is None:
        raise Refused("markup.unknown", f"There is no markup {id}. It may have been erased.")
    return markup


def _shape(kind: MarkupKind, lonlat: LonLat) -> LonLat:
    """The coordinates as they are kept: no vertex twice in a row, a ring not closed."""
    if len(lonlat) > MAX_VERTICES:
        raise Refused(
            "markup.too_many_vertices",
            f"The markup has {len(lonlat)} vertices, {MAX_VERTICES} are allowed. Simplify it.",
            count=str(len(lonlat)),
            limit=str(MAX_VERTICES),
        )
    if not all(_is_on_earth(lon, lat) for lon, lat in lonlat):
        raise Refused(
            "markup.outside_world",
            "A coordinate is not on Earth: longitude -180 to 180, latitude -90 to 90, in degrees.",
        )
    kept = [place for at, place in enumerate(lonlat) if at == 0 or place != lonlat[at - 1]]
    if kind is MarkupKind.POLYGON and len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    fewest = _FEWEST.get(kind, 1)
    if len(set(kept)) < fewest or (fewest == 1 and len(kept) != 1):
        wanted = "1 place" if fewest == 1 else f"at least {fewest} different places"
        raise Refused(
            "markup.wrong_shape", f"A {kind.value} has {wanted}, this one has {len(set(kept))}."
        )
    return tuple(kept)


def _is_on_earth(lon: float, lat: float) -> bool:
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90


def _radius(kind: MarkupKind, radius_m: float) -> float:
    if kind is not MarkupKind.CIRCLE:
        return 0.0
    if not 0 < radius_m <= MAX_RADIUS_M:
        raise Refused(
            "markup.wrong_radius",
            f"A circle's radius is over 0 and up to {MAX_RADIUS_M:.0f} m. Draw it anew.",
            limit=f"{MAX_RADIUS_M:.0f}",
        )
    return radius_m


def _text(kind: MarkupKind, text: str) -> str:
    text = text.strip()
    if len(text) > MAX_TEXT:
        raise Refused(
            "text.too_long",
            f"The text has {len(text)} characters, {MAX_TEXT} are allowed. Shorten it.",
            length=str(len(text)),
            limit=str(MAX_TEXT),
        )
    if kind is MarkupKind.TEXT and not text:
        raise Refused("markup.text_missing", "The text is empty. Write what the map is to say.")
    return text


def _role(role: str) -> str:
    if not _ROLE.fullmatch(role):
        raise Refused(
            "markup.wrong_role",
            "A role is one word of up to 32 small letters, digits, dots, dashes or underscores.",
        )
    return role


def _area(state: TownState, area: str) -> str:
    if area and area not in state.areas:
        raise Refused(
            "area.unknown", f"There is no area {area}. Choose one from the register.", area=area
        )
    return area


HANDLERS: dict[type, Callable[[TownState, Any, Context], list[EventBody]]] = {
    cmd.DrawMarkup: _draw,
    cmd.ChangeMarkup: _change,
    cmd.EraseMarkup: _erase,
}
