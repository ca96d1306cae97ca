"""The plane of cells agrees with comparing every pair of boxes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.map.collisions import Box, Echoes, Plane

EDGE = st.floats(-500.0, 500.0)
SIZE = st.floats(1.0, 250.0)
BOXES = st.lists(
    st.tuples(EDGE, EDGE, SIZE, SIZE).map(
        lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
    ),
    max_size=25,
)


def touch(one: Box, other: Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


@given(BOXES)
def test_a_place_is_free_when_nothing_touches_it(boxes: list[Box]) -> None:
    plane, taken = Plane(), []
    for box in boxes:
        assert plane.is_free(box) == (not any(touch(box, other) for other in taken))
        plane.add(box)
        taken.append(box)


def test_a_text_echoes_only_nearby_and_only_itself() -> None:
    echoes = Echoes()
    echoes.add("路", 0.0, 0.0)
    assert echoes.is_near("路", 30.0, 39.0, 50.0)
    assert not echoes.is_near("路", 30.0, 40.0, 50.0)
    assert not echoes.is_near("桥", 0.0, 0.0, 50.0)
