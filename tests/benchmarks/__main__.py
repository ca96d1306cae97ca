"""`python -m tests.benchmarks [NAME…]`: measure, one JSON line a figure.

Every measurement runs in a process of its own, so that none inherits another's memory, threads
or application object. A measurement that fails says so on stderr and the others go on.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterable
from itertools import chain

from tests.benchmarks import (
    alarm_stall,
    backtest,
    coldstart,
    detect,
    frames,
    gateway,
    latency,
    map_parts,
    memory,
    reconnect,
    rules,
    stall,
)
from tests.benchmarks.report import Figure, line

Measure = Callable[[], Iterable[Figure]]


def _map() -> Iterable[Figure]:
    """Memory first, while the process is small."""
    return chain(map_parts.measure(), frames.measure())


MEASUREMENTS: tuple[tuple[str, Measure], ...] = (
    ("latency", latency.measure),
    ("stall", stall.measure),
    ("alarms", alarm_stall.measure),
    ("gateway", gateway.measure),
    ("coldstart", coldstart.measure),
    ("reconnect", reconnect.measure),
    ("memory", memory.measure),
    ("rules", rules.measure),
    ("detect", detect.measure),
    ("backtest", backtest.measure),
    ("map", _map),
)
TIMEOUT_S = 900


def main() -> int:
    """Run the measurements named, or all; 1 when one of them failed."""
    known = [name for name, _ in MEASUREMENTS]
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if strangers := set(options.names) - set(known):
        parser.error(f"no measurement is called {', '.join(sorted(strangers))}; there are {known}")
    wanted = [pair for pair in MEASUREMENTS if not options.names or pair[0] in options.names]
    if options.here:
        for _, measure in wanted:
            for figure in measure():
                print(line(figure), flush=True)
        return 0
    return max(_apart(name) for name, _ in wanted)


def _apart(name: str) -> int:
    command = [sys.executable, "-m", "tests.benchmarks", "--here", name]
    try:
        code = subprocess.run(command, check=False, timeout=TIMEOUT_S).returncode
    except subprocess.TimeoutExpired:
        print(f"{name}: not done after {TIMEOUT_S} s", file=sys.stderr)
        return 1
    if code:
        print(f"{name}: failed", file=sys.stderr)
    return 1 if code else 0


if __name__ == "__main__":
    sys.exit(main())
