"""Evaluating per distinct row gives what evaluating per feature gives."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.tile_layers import tile_layer
from widgets.map.sources import GeometryType
from widgets.map.styles.columns import GEOMETRY_NAMES, Columns
from widgets.map.styles.expressions import Context
from widgets.map.styles.operators import compile_expression

VALUES = st.sampled_from(["a", "b", 1, 2, True])
FEATURES = st.lists(
    st.tuples(
        st.sampled_from(list(GeometryType)),
        st.just([[(0.0, 0.0), (1.0, 1.0), (1.0, 0.0)]]),
        st.dictionaries(st.sampled_from(["k", "l", "m"]), VALUES),
    ),
    max_size=12,
)
EXPRESSIONS = [
    ["get", "k"],
    ["match", ["get", "k"], ["a", 1], "hit", ["to-string", ["get", "l"]]],
    ["case", ["has", "m"], ["geometry-type"], ["get", "l"]],
    ["concat", ["get", "k"], ["get", "l"], ["zoom"]],
    ["get", ["concat", "k", ""]],
    ["get", "k", ["properties"]],
    ["zoom"],
]


@given(FEATURES, st.lists(st.sampled_from(EXPRESSIONS), max_size=3), st.data())
def test_groups_agree_with_each_feature(
    features: list[Any], nodes: list[Any], data: st.DataObject
) -> None:
    layer = tile_layer("roads", features)
    made = [compile_expression(node) for node in nodes]
    rows = np.array([row for row in range(len(features)) if data.draw(st.booleans())], dtype=int)
    seen = []
    for context, members in Columns(layer).groups(made, 7.0, rows):
        for row in members.tolist():
            seen.append(row)
            kind, _, properties = features[row]
            alone = Context(7.0, properties, GEOMETRY_NAMES[kind])
            for expression in made:
                assert expression.evaluate(context) == expression.evaluate(alone)
        assert members.tolist() == sorted(members.tolist())
    assert sorted(seen) == rows.tolist()


def test_few_distinct_rows_are_few_groups() -> None:
    features = [(GeometryType.LINE, [[(0, 0), (1, 1)]], {"k": "ab"[n % 2]}) for n in range(100)]
    layer = tile_layer("roads", features)
    shared = dict.fromkeys("ab")
    values = list(shared)
    tags = np.array([(0, n % 2) for n in range(100)], dtype=np.int32)
    layer = type(layer)(**{**layer.__dict__, "values": values, "tags": tags})
    groups = list(Columns(layer).groups([compile_expression(["get", "k"])], 0.0, np.arange(100)))
    assert len(groups) == 2
