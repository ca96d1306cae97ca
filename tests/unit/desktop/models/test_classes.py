"""Classes: every value in one, bounds ascending, natural breaks the best there are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.classes import Method, breaks, class_of

values = st.lists(st.integers(-50, 50).map(float) | st.floats(-1e6, 1e6), min_size=1, max_size=40)


@given(values, st.integers(1, 7), st.sampled_from(Method))
def test_every_value_has_a_class_and_bounds_ascend_to_the_largest(
    rows: list[float], count: int, method: Method
) -> None:
    found = np.array(rows)
    bounds = breaks(found, count, method)
    assert 1 <= len(bounds) <= count
    assert list(bounds) == sorted(set(bounds))
    assert bounds[-1] == found.max()
    classes = class_of(found, bounds)
    assert classes.min() >= 0
    assert classes.max() == len(bounds) - 1
    for value, number in zip(rows, classes.tolist(), strict=True):
        assert value <= bounds[number]
        assert number == 0 or value > bounds[number - 1]
    if method is not Method.EQUAL:
        assert len(bounds) == min(count, len(set(rows))) or method is Method.QUANTILE
        assert set(classes.tolist()) == set(range(len(bounds))), "no class is empty"


def test_each_method_by_example() -> None:
    found = np.array([0.0, 1, 2, 3, 4, 5, 6, 7, 8, 100])
    assert breaks(found, 5, Method.QUANTILE) == (1, 3, 5, 7, 100)
    assert breaks(found, 5, Method.EQUAL) == (20, 40, 60, 80, 100)
    assert breaks(found, 2, Method.NATURAL) == (8, 100)
    assert breaks(np.zeros(0), 5, Method.NATURAL) == ()
    assert breaks(np.zeros(9), 5, Method.EQUAL) == (0,)


def spread(found: np.ndarray, bounds: tuple[float, ...]) -> float:
    classes = class_of(found, bounds)
    return sum(float(np.var(found[classes == n]) * np.sum(classes == n)) for n in set(classes))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(-30, 30).map(float), min_size=2, max_size=14), st.integers(2, 4))
def test_natural_breaks_spread_less_than_any_others(rows: list[float], count: int) -> None:
    found = np.array(rows)
    distinct = sorted(set(rows))
    mine = spread(found, breaks(found, count, Method.NATURAL))
    others = combinations(distinct[:-1], min(count, len(distinct)) - 1)
    assert mine <= min(spread(found, (*other, distinct[-1])) for other in others) + 1e-6


def test_natural_breaks_of_very_many_values_are_found_in_a_sample() -> None:
    rng = np.random.default_rng(1)
    found = np.concatenate([rng.normal(mean, 1, 3_000) for mean in (0, 50, 100)])
    first, second, last = breaks(found, 3, Method.NATURAL)
    assert first == pytest.approx(4, abs=8)
    assert second == pytest.approx(54, abs=8)
    assert last == found.max()
