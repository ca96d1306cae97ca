"""Markups of the journal on the map, whatever role a later version gave them."""

from __future__ import annotations

import pytest

from desktop.models.markup_presenter import kind_text, redraw, role_text, shown
from services.contract.model import Markup as JournalMarkup
from services.contract.model import MarkupKind
from widgets.map.values import Markup, MarkupRole
from widgets.map.values import MarkupKind as Shape

PLACE = ((121.0, 31.0),)
CIRCLE = JournalMarkup("m", MarkupKind.CIRCLE, PLACE, 300.0, "封控", "danger", 5, "陈立", area="A1")


def test_a_markup_is_drawn_with_its_shape_text_and_meaning() -> None:
    drawn = Markup("markup:m", Shape.CIRCLE, PLACE, "封控", MarkupRole.DANGER, 300.0)
    assert shown(CIRCLE) == drawn


@pytest.mark.parametrize("role", ["", "closure"])
def test_a_role_of_another_version_is_drawn_plainly(role: str) -> None:
    markup = JournalMarkup("m", MarkupKind.POINT, PLACE, role=role)
    assert shown(markup).role is MarkupRole.ACCENT


def test_drawing_again_keeps_all_that_was_drawn() -> None:
    body = redraw(CIRCLE)
    for name in ("kind", "lonlat", "radius_m", "text", "role", "area"):
        assert getattr(body, name) == getattr(CIRCLE, name)
    assert body.markup == CIRCLE.id


def test_every_kind_and_role_has_its_word() -> None:
    assert len({kind_text(kind) for kind in MarkupKind}) == len(MarkupKind)
    assert len({role_text(role) for role in MarkupRole}) == len(MarkupRole)
    assert {kind.value for kind in MarkupKind} == {kind.value for kind in Shape}
