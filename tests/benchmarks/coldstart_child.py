"""`onemap` with one hook: it says when its map painted the cache's points, and goes.

Run as `python -m tests.benchmarks.coldstart_child POINTS ARGUMENTS…`. It imports nothing before
the desktop that the desktop would not import itself.
"""

from __future__ import annotations

import os
import sys

from desktop.__main__ import main, make_parser, prepare_platform


def run(points: int, words: list[str]) -> int:
    """Run `onemap` with `words` until its map has painted that many points."""
    prepare_platform(make_parser().parse_args(words))
    from PySide6.QtGui import QPaintEvent

    from tests.benchmarks.window import TimedMap, time_the_wall

    def painted(shown: TimedMap, event: QPaintEvent, at: float) -> None:
        if shown.point_count() >= points:
            print(at, flush=True)
            os._exit(0)

    time_the_wall(painted)
    return main(words)


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), sys.argv[2:]))
