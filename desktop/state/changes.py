"""What changed in the store since it was last drained."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from services.contract.changes import Changes


def _no_indexes() -> NDArray[np.intp]:
    return np.zeros(0, np.intp)


@dataclass(slots=True)
class StoreChanges:
    """Everything a view may have to redraw."""

    state: Changes = field(default_factory=Changes)
    indexes: NDArray[np.intp] = field(default_factory=_no_indexes)
    """Indexes of streams with a new latest reading, sorted, each once."""
    all_readings: bool = False
    """The readings were cleared or restored as a whole."""
    curves: set[str] = field(default_factory=set)
    """Ids of streams whose curve has new points."""
    connection: bool = False
    pending: bool = False
    """Pending or refused commands."""
    stills: set[str] = field(default_factory=set)
    """Ids of cameras with a new still."""
