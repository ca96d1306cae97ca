"""A sentence keeps its code and what was filled in."""

from __future__ import annotations

from desktop.maps.said import Said, say


def test_the_pattern_is_filled_and_its_values_are_kept() -> None:
    said = say("row.outside", "{x:g} is outside", x=200.5)
    assert said == Said("row.outside", "200.5 is outside", {"x": 200.5})
