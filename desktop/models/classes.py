"""Values into a handful of classes: by quantiles, by equal steps, by natural breaks. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST_DISTINCT: Final = 400
"""Natural breaks are found among so many values; more are thinned out by quantiles first."""


class Method(StrEnum):
    """How the bounds are chosen."""

    QUANTILE = "quantile"
    EQUAL = "equal"
    NATURAL = "natural"


def breaks(values: Floats, count: int, method: Method) -> tuple[float, ...]:
    """Upper bounds of the classes, ascending, the last the largest value; none for no values.

    At most `count` classes, fewer when there are fewer different values. `values` are finite.
    """
    distinct = np.unique(values)
    if len(distinct) <= 1 or count <= 1:
        return tuple(distinct[-1:].tolist())
    if method is Method.EQUAL:
        bounds = np.linspace(distinct[0], distinct[-1], count + 1)[1:]
        bounds[-1] = distinct[-1]
    elif len(distinct) <= count:
        bounds = distinct
    elif method is Method.QUANTILE:
        shares = np.arange(1, count + 1) / count
        bounds = np.quantile(values, shares, method="inverted_cdf")
    else:
        bounds = _natural(values, count)
    return tuple(np.unique(bounds).tolist())


def class_of(values: Floats, bounds: tuple[float, ...]) -> NDArray[np.intp]:
    """The class of each value: the first whose upper bound is not below it."""
    return np.searchsorted(np.asarray(bounds), values, side="left")


def _natural(values: Floats, count: int) -> Floats:
    """Fisher's exact optimum (1958): the least sum of squares within the classes."""
    ordered, weight = np.unique(values, return_counts=True)
    if len(ordered) > _MOST_DISTINCT:
        shares = np.linspace(0, 1, _MOST_DISTINCT)
        ordered = np.unique(np.quantile(ordered, shares, method="inverted_cdf"))
        at = np.searchsorted(ordered, values, side="left")
        weight = np.bincount(at, minlength=len(ordered))
    # Sums over a run are differences of these; centred, so that squares keep their digits.
    centred = ordered - np.average(ordered, weights=weight)
    mass = np.concatenate([[0.0], np.cumsum(weight)])
    first = np.concatenate([[0.0], np.cumsum(weight * centred)])
    second = np.concatenate([[0.0], np.cumsum(weight * centred**2)])
    size = len(ordered)
    cost = np.full(size + 1, np.inf)
    cost[0] = 0.0
    starts = np.zeros((count, size + 1), np.intp)
    for step in range(count):
        after = np.full(size + 1, np.inf)
        for stop in range(step + 1, size + 1):
            begin = np.arange(step, stop)
            spread = second[stop] - second[begin]
            spread -= (first[stop] - first[begin]) ** 2 / (mass[stop] - mass[begin])
            total = cost[begin] + spread
            best = int(np.argmin(total))
            after[stop], starts[step, stop] = total[best], begin[best]
        cost = after
    bounds, stop = list[float](), size
    for step in range(count - 1, -1, -1):
        bounds.append(float(ordered[stop - 1]))
        stop = int(starts[step, stop])
    bounds[0] = float(values.max())
    return np.array(bounds[::-1])
