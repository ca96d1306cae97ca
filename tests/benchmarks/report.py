"""One line of JSON for one measured figure, and the machine it was measured on."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value in `unit`; `budget` in the same unit, where there is one.

    `peer` is what another way of doing the same measured in the same run, `ratio` how many times
    better ours is.
    """

    name: str
    value: float
    unit: str
    budget: float | None = None
    peer: float | None = None
    ratio: float | None = None


def line(figure: Figure) -> str:
    """The figure as one line of JSON."""
    return json.dumps(
        {
            "name": figure.name,
            "value": _short(figure.value),
            "unit": figure.unit,
            "budget": figure.budget,
            "peer": _short(figure.peer),
            "ratio": _short(figure.ratio),
            "machine": machine(),
        },
        ensure_ascii=False,
    )


def machine() -> dict[str, object]:
    """Processor, cores this process may use, Python."""
    return {"cpu": _cpu(), "cores": _cores(), "python": platform.python_version()}


def percentile(values: Sequence[float], percent: float) -> float:
    """A percentile by the nearest higher value that was really measured; NaN for none."""
    if not values:
        return float("nan")
    return float(np.percentile(np.asarray(values), percent, method="higher"))


def _cpu() -> str:
    try:
        for row in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if row.startswith("model name"):
                return row.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _short(value: float | None) -> float | None:
    if value is None or value != value:
        return None
    return float(f"{value:.4g}")
