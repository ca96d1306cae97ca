"""What a view shows of the points: values handed from `points` to those who draw and pick."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Floats
from widgets.map.pyramid import Levels, Rows


@dataclass(frozen=True)
class Clusters:
    """Crowds of quiet points: middle in world units, how many, the worst level in the cell."""

    x: Floats
    y: Floats
    count: NDArray[np.int32]
    worst: Levels
    cells: Rows
    depth: int


@dataclass(frozen=True)
class Visible:
    """What a view shows. `alerts` are sorted so that the worst is last, that is on top."""

    quiet: Rows
    alerts: Rows
    clusters: Clusters


@dataclass(frozen=True)
class Cells:
    """Squares on screen, in pixels."""

    left: Floats
    top: Floats
    side: float
