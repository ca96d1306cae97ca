"""Redlining: what is kept of a drawing, what is refused, and how an erasing is undone."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from services.contract import commands as cmd
from services.contract.apply import apply
from services.contract.events import MarkupChanged, MarkupDrawn, MarkupErased, seal
from services.contract.model import (
    Area,
    Markup,
    MarkupKind,
    Operation,
    ResponseLevel,
    TownState,
)
from services.contract.wire import MAX_CLIENT_MESSAGE
from services.decisions import Context, Refused
from services.operations.handlers import HANDLERS
from services.operations.markups import MAX_MARKUPS, MAX_TEXT, MAX_VERTICES

POINT = ((121.0, 31.0),)
RING = ((121.0, 31.0), (121.2, 31.0), (121.2, 31.2))


def decide(state: TownState, body: Any, *, actor: str = "值班员", now_ms: int = 9) -> list[Any]:
    return list(HANDLERS[type(body)](state, body, Context(actor, now_ms, str, "Asia/Shanghai")))


def do(state: TownState, body: Any, **fields: Any) -> set[str]:
    """Decide and apply; answers the ids of changed markups."""
    touched: set[str] = set()
    for one in decide(state, body, **fields):
        event = seal(
            one,
            seq=state.seq + 1,
            id="e",
            at_ms=9,
            actor="x",
            command="c",
            prev=state.hash,
        )
        touched |= apply(state, event).markups
    return touched


def town() -> TownState:
    return TownState(
        areas={"N1": Area("N1", "东街", "neighbourhood", ())},
        operation=Operation(ResponseLevel.III, "防汛预案", 1, "x"),
    )


def test_a_drawing_says_who_drew_it_when_and_under_which_plan() -> None:
    body = cmd.DrawMarkup("M", MarkupKind.CIRCLE, POINT, 500.0, " 封控 ", "closure", "N1")
    (event,) = decide(town(), body)
    assert event == MarkupDrawn(
        Markup(
            "M",
            MarkupKind.CIRCLE,
            POINT,
            500.0,
            "封控",
            "closure",
            9,
            "值班员",
            area="N1",
            plan="防汛预案",
        )
    )


def test_only_a_circle_keeps_a_radius() -> None:
    (event,) = decide(town(), cmd.DrawMarkup("M", MarkupKind.LINE, RING, 500.0))
    assert event.markup.radius_m == 0.0


def test_a_ring_is_kept_open_and_no_vertex_twice_in_a_row() -> None:
    doubled = (RING[0], RING[0], *RING[1:], RING[0])
    (event,) = decide(town(), cmd.DrawMarkup("M", MarkupKind.POLYGON, doubled))
    assert event.markup.lonlat == RING
    (event,) = decide(town(), cmd.DrawMarkup("M", MarkupKind.LINE, doubled))
    assert event.markup.lonlat == (*RING, RING[0])


def test_a_change_replaces_all_but_the_kind_and_says_who_changed_it() -> None:
    state = town()
    assert do(state, cmd.DrawMarkup("M", MarkupKind.POINT, POINT, text="旧")) == {"M"}
    changed = cmd.ChangeMarkup("M", ((121.1, 31.1),), text="新", role="danger")
    (event,) = decide(state, changed, actor="陈立", now_ms=20)
    assert isinstance(event, MarkupChanged)
    assert do(state, changed, actor="陈立", now_ms=20) == {"M"}
    kept = state.markups["M"]
    assert (kept.kind, kept.lonlat, kept.text) == (MarkupKind.POINT, ((121.1, 31.1),), "新")
    assert (kept.drawn_by, kept.drawn_at_ms) == ("值班员", 9)
    assert (kept.changed_by, kept.changed_at_ms) == ("陈立", 20)


def test_the_event_of_an_erasing_carries_enough_to_draw_it_again() -> None:
    state = town()
    do(state, cmd.DrawMarkup("M", MarkupKind.CIRCLE, POINT, 80.0, "集合点", "route", "N1"))
    before = state.markups["M"]
    (erased,) = decide(state, cmd.EraseMarkup("M"))
    assert erased == MarkupErased(before)
    assert do(state, cmd.EraseMarkup("M")) == {"M"}
    assert state.markups == {}
    was = asdict(erased.markup)
    again = cmd.DrawMarkup("M", *(was[n] for n in cmd.DrawMarkup.__struct_fields__[1:]))
    assert do(state, again) == {"M"}
    assert state.markups["M"] == before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (cmd.DrawMarkup(" ", MarkupKind.POINT, POINT), "markup.id_wrong"),
        (cmd.DrawMarkup("x" * 65, MarkupKind.POINT, POINT), "markup.id_wrong"),
        (cmd.DrawMarkup("K", MarkupKind.POINT, POINT), "markup.exists"),
        (cmd.DrawMarkup("M", MarkupKind.POINT, ()), "markup.wrong_shape"),
        (cmd.DrawMarkup("M", MarkupKind.POINT, RING), "markup.wrong_shape"),
        (cmd.DrawMarkup("M", MarkupKind.LINE, (*POINT, *POINT)), "markup.wrong_shape"),
        (cmd.DrawMarkup("M", MarkupKind.POLYGON, (*RING[:2], RING[0])), "markup.wrong_shape"),
        (cmd.DrawMarkup("M", MarkupKind.POINT, ((181.0, 31.0),)), "markup.outside_world"),
        (cmd.DrawMarkup("M", MarkupKind.POINT, ((31.0, 121.0),)), "markup.outside_world"),
        (cmd.DrawMarkup("M", MarkupKind.POINT, ((math.nan, 31.0),)), "markup.outside_world"),
        (cmd.DrawMarkup("M", MarkupKind.CIRCLE, POINT), "markup.wrong_radius"),
        (cmd.DrawMarkup("M", MarkupKind.CIRCLE, POINT, math.inf), "markup.wrong_radius"),
        (cmd.DrawMarkup("M", MarkupKind.CIRCLE, POINT, math.nan), "markup.wrong_radius"),
        (cmd.DrawMarkup("M", MarkupKind.TEXT, POINT, text=" "), "markup.text_missing"),
        (cmd.DrawMarkup("M", MarkupKind.TEXT, POINT, text="x" * 501), "text.too_long"),
        (cmd.DrawMarkup("M", MarkupKind.POINT, POINT, role="红 色"), "markup.wrong_role"),
        (cmd.DrawMarkup("M", MarkupKind.POINT, POINT, area="N9"), "area.unknown"),
        (cmd.ChangeMarkup("M", POINT), "markup.unknown"),
        (cmd.ChangeMarkup("K", POINT), "markup.unchanged"),
        (cmd.ChangeMarkup("K", RING), "markup.wrong_shape"),
        (cmd.EraseMarkup("M"), "markup.unknown"),
    ],
)
def test_refusals_carry_their_code(body: Any, code: str) -> None:
    state = town()
    do(state, cmd.DrawMarkup("K", MarkupKind.POINT, POINT))
    with pytest.raises(Refused) as caught:
        decide(state, body)
    assert caught.value.code == code


def test_vertices_and_markups_are_bounded_with_words() -> None:
    line = tuple((121.0 + n / 1e5, 31.0) for n in range(MAX_VERTICES + 1))
    state = town()
    with pytest.raises(Refused, match="2001 vertices, 2000 are allowed"):
        decide(state, cmd.DrawMarkup("M", MarkupKind.LINE, line))
    one = Markup("x", MarkupKind.POINT, POINT)
    state.markups = {str(n): one for n in range(MAX_MARKUPS)}
    with pytest.raises(Refused, match="Erase some"):
        decide(state, cmd.DrawMarkup("M", MarkupKind.POINT, POINT))


def test_the_largest_drawing_allowed_fits_a_clients_message() -> None:
    line = tuple((121.123456789 + n / 1e5, 31.123456789) for n in range(MAX_VERTICES))
    body = cmd.DrawMarkup("x" * 64, MarkupKind.LINE, line, 1.5, "字" * MAX_TEXT, "r" * 32, "N1")
    decide(town(), body)
    assert len(cmd.encode_command(body)[1]) < MAX_CLIENT_MESSAGE - 1024


anything = st.floats() | st.floats(-180, 180) | st.integers(-90, 90).map(float)


@given(
    st.sampled_from(MarkupKind),
    st.lists(st.tuples(anything, anything), max_size=6).map(tuple),
    st.floats(),
    st.text(max_size=30),
)
def test_whatever_is_drawn_is_refused_with_words_or_kept_sound(
    kind: MarkupKind, lonlat: tuple[tuple[float, float], ...], radius_m: float, text: str
) -> None:
    try:
        (event,) = decide(town(), cmd.DrawMarkup("M", kind, lonlat, radius_m, text))
    except Refused as refusal:
        assert refusal.text
        return
    kept = event.markup
    assert all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in kept.lonlat)
    fewest = {MarkupKind.LINE: 2, MarkupKind.POLYGON: 3}.get(kind, 1)
    assert len(kept.lonlat) >= fewest
    assert (kept.radius_m > 0) is (kind is MarkupKind.CIRCLE)
