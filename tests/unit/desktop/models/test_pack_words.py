"""Packs by their names."""

from __future__ import annotations

from desktop.models.pack_words import pack_of, pack_text


def test_the_pack_is_what_stands_before_the_dot() -> None:
    assert pack_of("waterlogging_response.depth_road") == "waterlogging_response"
    assert pack_of("depth") == ""


def test_a_known_pack_has_a_name_and_another_its_id() -> None:
    assert pack_text("waterlogging_response") == "积水防汛"
    assert pack_text("own_pack") == "own_pack"
