"""Which titles can be filled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.packs.templates import template_problem

FIELDS: dict[str, object] = {"name": "", "value": 0.0}


@pytest.mark.parametrize(
    "template",
    ["", "{name}", "{name} {value:.0f}", "{value:5.1f} {{}}", "{value:+.2f}", "{name!r}"],
)
def test_blanks_that_can_be_filled(template: str) -> None:
    assert template_problem(template, FIELDS) == ""


@pytest.mark.parametrize(
    "template",
    ["{", "{}", "{0}", "{nam}", "{name:.0f}", "{value:d}", "{name.__class__}", "{name[0]}",
     "{value:999999999}", "{name:>999999999}", "{value:.999999999f}", "{value:{name}}"],
)  # fmt: skip
def test_blanks_that_cannot(template: str) -> None:
    assert template_problem(template, FIELDS)


@given(st.text(alphabet="{}nameval:.0f!rs[]", max_size=30))
def test_what_is_found_right_can_be_filled(template: str) -> None:
    if not template_problem(template, FIELDS):
        assert isinstance(template.format(name="W1", value=1e9), str)
