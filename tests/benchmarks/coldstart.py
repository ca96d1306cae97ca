"""From the start of the process to the first map painted with the cache's points.

A child runs `onemap --data DIR` by its own command line; the only hook is that its map tells when
it painted. The time counts from just before the child is spawned, interpreter and imports
included. The embedded server starts beside it, as it does for a user.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks import caches, towns
from tests.benchmarks.report import Figure

SIZES = ((10_000, 1_000), (100_000, 10_000))
BUDGET = 1.5
RUNS = 5
TIMEOUT_S = 20.0


def measure() -> Iterator[Figure]:
    """Median of five starts, for the cache of issue 2 and for that of the budget."""
    for points, cases in SIZES:
        with TemporaryDirectory(prefix="onemap-bench-", ignore_cleanup_errors=True) as folder:
            town, data = Path(folder, "town"), Path(folder, "data")
            towns.write_big_town(town, points)
            caches.write_cache(data, town, points, cases)
            # The first compiles the sources, which an installer does.
            found = [_start(_copy(data, run), town, points) for run in range(RUNS + 1)][1:]
        yield Figure(f"coldstart {points} points {cases} cases", median(found), "s", BUDGET)


def _copy(data: Path, run: int) -> Path:
    """A cache of its own for every start: the server's first answer replaces what it held."""
    return shutil.copytree(data, data.with_name(f"data{run}"))


def _start(data: Path, town: Path, points: int) -> float:
    words = ["--data", str(data), "--town", str(town)]
    begun = time.monotonic()
    child = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.coldstart_child", str(points), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(data),
        timeout=TIMEOUT_S,
        check=True,
    )
    return float(child.stdout) - begun


def _environment(data: Path) -> dict[str, str]:
    """Compiled sources are kept, as they are for an installed program, but not in this tree."""
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(data.parent / "compiled")
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}
