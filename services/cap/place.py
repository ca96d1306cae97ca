"""Which neighbourhoods an info is for: by its shapes, else by its codes, else by its words."""

from __future__ import annotations

from services.cap.document import Area, Info
from services.cap.geometry import touches_circle, touches_polygon
from services.cap.settings import Settings
from services.contract.model import TownState

_DIVISIONS = (2, 4, 6, 9, 12)
"""Digits that name a province, city, county, town and neighbourhood (GB/T 2260, GB/T 10114)."""


def whom_it_touches(info: Info, state: TownState, settings: Settings) -> tuple[str, ...] | None:
    """Ids of areas, empty for the whole town, None when it does not touch the town.

    A shape is exact and decides alone; an info without any area is meant for whom it was sent to.
    """
    if not info.areas:
        return ()
    found: set[str] = set()
    for area in info.areas:
        touched = _touched(area, state, settings)
        if touched is not None and not touched:
            return ()
        found |= touched or set()
    if not found:
        return None
    return () if found >= state.areas.keys() else tuple(sorted(found))


def _touched(area: Area, state: TownState, settings: Settings) -> set[str] | None:
    """As `whom_it_touches`: an empty set is the whole town."""
    if area.polygons or area.circles:
        return _by_shape(area, state)
    codes = [named.value.strip() for named in area.geocodes]
    single = {settings.areas[code] for code in codes if code in settings.areas}
    if single:
        return single
    if any(_is_of(code, ours) for code in codes for ours in settings.geocodes):
        return set()
    names = (*settings.names, state.town.name if state.town else "")
    if any(name and name in area.description for name in names):
        return set()
    return None


def _by_shape(area: Area, state: TownState) -> set[str] | None:
    rings_of = {each.id: each.rings for each in state.areas.values()}
    if not rings_of and state.town:
        rings_of = {"": ((state.town.centre,),)}
    found = {
        id
        for id, rings in rings_of.items()
        if any(touches_polygon(rings, polygon) for polygon in area.polygons)
        or any(touches_circle(rings, circle) for circle in area.circles)
    }
    return (found - {""}) if found else None


def _is_of(code: str, ours: str) -> bool:
    """Whether one place holds the other, by their codes; other than digits must be the same."""
    if not (code.isdecimal() and ours.isdecimal()):
        return code == ours
    one, other = _stem(code), _stem(ours)
    return one.startswith(other) or other.startswith(one)


def _stem(code: str) -> str:
    """The code without the zeros that stand for "the whole of it"."""
    digits = len(code.rstrip("0"))
    length = next((each for each in _DIVISIONS if each >= digits), digits)
    return code[: max(length, 2)]
