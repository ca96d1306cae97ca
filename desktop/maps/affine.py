"""A local grid fitted to the world from control points: six numbers by least squares.

Knows planes in metres only; `crs` puts a projection under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST_POINTS: Final = 3
_FLAT: Final = 1e-4
"""Ratio of the spread across to the spread along below which points count as one line."""


class AffineError(ValueError):
    """Control points that determine no grid; `code` names why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Affine:
    """(x, y) → (a x + b y + c, d x + e y + f)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, xy: Floats) -> Floats:
        x, y = xy[:, 0], xy[:, 1]
        return np.column_stack([self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f])

    def invert(self, xy: Floats) -> Floats:
        determinant = self.a * self.e - self.b * self.d
        x, y = xy[:, 0] - self.c, xy[:, 1] - self.f
        return np.column_stack(
            [(self.e * x - self.b * y) / determinant, (self.a * y - self.d * x) / determinant]
        )


@dataclass(frozen=True, slots=True)
class AffineFit:
    """A fitted grid and how well each control point agrees with it."""

    affine: Affine
    residuals_m: tuple[float, ...]
    """Distance of each control point from where the grid puts it, in the order given."""

    @property
    def rms_m(self) -> float:
        return float(np.sqrt(np.mean(np.square(self.residuals_m))))

    @property
    def is_checked(self) -> bool:
        """Whether there are points to spare; three alone always fit without a residual."""
        return len(self.residuals_m) > FEWEST_POINTS


def fit_affine(local: Floats, plane: Floats) -> AffineFit:
    """The grid that brings `local` (n, 2) nearest to `plane` (n, 2), in metres.

    Raises AffineError for fewer than three points, for what is not a number, and for points (on
    either side) that lie on one line or in one place.
    """
    if len(local) != len(plane) or len(local) < FEWEST_POINTS:
        raise AffineError("too_few", f"{len(local)} control points; at least 3 are needed.")
    if not (np.isfinite(local).all() and np.isfinite(plane).all()):
        raise AffineError("not_finite", "A control point has a coordinate that is not a number.")
    if _is_flat(local) or _is_flat(plane):
        raise AffineError("one_line", "The control points lie on one line. Choose them apart.")
    # Centred and scaled, so that eight-digit eastings cost no accuracy.
    centre, aim = local.mean(axis=0), plane.mean(axis=0)
    scale = float(np.abs(local - centre).max())
    design = np.column_stack([(local - centre) / scale, np.ones(len(local))])
    (slopes, offsets) = np.split(np.linalg.lstsq(design, plane - aim, rcond=None)[0], [2])
    matrix = slopes.T / scale
    shift = aim + offsets[0] - matrix @ centre
    affine = Affine(*map(float, (*matrix[0], shift[0], *matrix[1], shift[1])))
    misses = np.hypot(*(affine.apply(local) - plane).T)
    return AffineFit(affine, tuple(misses.tolist()))


def _is_flat(points: Floats) -> bool:
    spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return bool(spread[0] == 0 or spread[1] / spread[0] < _FLAT)
