"""The command line of `onemap`: what to open, where, and how large."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
from pathlib import Path

SERVE = "serve"
"""First word with which a packaged desktop starts itself as the embedded server."""
SERVER = "server"
"""First word before any command of onemap-server: a package holds one program only."""


OPENED = ("alarms", "area_board", "rules", "load")
"""Windows beside the wall that can be opened from the start."""


def parse_size(text: str) -> tuple[int, int]:
    """`1920x1080` as width and height in pixels. Raises argparse.ArgumentTypeError."""
    width, cross, height = text.lower().partition("x")
    if not cross or not width.isdecimal() or not height.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not WIDTHxHEIGHT, for example 1920x1080")
    size = int(width), int(height)
    if not (640 <= size[0] <= 15360 and 480 <= size[1] <= 8640):
        raise argparse.ArgumentTypeError(f"{text}: width 640 to 15360, height 480 to 8640")
    return size


def parse_clock(text: str) -> str:
    """`HH:MM`. Raises argparse.ArgumentTypeError."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise argparse.ArgumentTypeError(f"{text!r} is not HH:MM, for example 19:30")
    if int(hours) > 23 or int(minutes) > 59:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time of day")
    return f"{int(hours):02}:{minutes}"


def parse_speed(text: str) -> float:
    """A factor from 0.1 to 600. Raises argparse.ArgumentTypeError."""
    try:
        speed = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 0.1 <= speed <= 600:
        raise argparse.ArgumentTypeError(f"{text}: the speed goes from 0.1 to 600")
    return speed


def _common(**defaults: object) -> argparse.ArgumentParser:
    """Options of every command; one left out of `defaults` is absent unless it is given."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--language", choices=("zh", "en"), help="language of the interface")
    common.add_argument("--screenshot", type=Path, metavar="FILE", help="write the window and exit")
    common.add_argument("--size", type=parse_size, metavar="WxH", help="window size in pixels")
    common.add_argument("--data", type=Path, metavar="DIR", help="where everything is kept")
    common.add_argument(
        "--after", type=float, metavar="S", help="seconds of live data before the screenshot (2)"
    )
    common.add_argument(
        "--open", choices=OPENED, help="open this window too; a screenshot shows it"
    )
    common.set_defaults(**defaults)
    return common


def make_parser() -> argparse.ArgumentParser:
    """The parser of `onemap`."""
    parser = argparse.ArgumentParser(
        "onemap",
        description="OneMap 一张图: the town on one map.",
        epilog="onemap server COMMAND … runs any command of onemap-server.",
        parents=[
            _common(language=None, screenshot=None, size=None, after=2.0, data=None, open=None)
        ],
    )
    parser.add_argument("--server", metavar="URL", help="server to connect to")
    parser.add_argument(
        "--town", default="", metavar="DIR", help="a town of your own on the built-in server"
    )
    parser.set_defaults(demo=False, demo_from="19:30", speed=20.0)
    commands = parser.add_subparsers(metavar="demo", required=False)
    # Without defaults of its own, so that `--data DIR demo` is not undone by it.
    demo = commands.add_parser("demo", parents=[_common()], help="the typhoon day of Yunze")
    demo.add_argument(
        "--from", dest="demo_from", type=parse_clock, default="19:30", metavar="HH:MM"
    )
    demo.add_argument("--speed", type=parse_speed, default=20.0, metavar="N")
    demo.set_defaults(demo=True)
    return parser


def prepare_platform(options: argparse.Namespace) -> None:
    """Choose Qt's platform and scale before Qt is loaded; say so when there is no display."""
    is_headless = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if is_headless and "QT_QPA_PLATFORM" not in os.environ:
        print("onemap: no display found, drawing offscreen", file=sys.stderr)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.screenshot and options.size and "QT_SCALE_FACTOR" not in os.environ:
        scale = max(1, min(options.size[0] // 1920, options.size[1] // 1080))
        os.environ["QT_SCALE_FACTOR"] = str(scale)


def main(argv: list[str] | None = None) -> int:
    """Run the desktop; the exit code is 0, or 2 with one sentence on stderr."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] in ([SERVE], [SERVER]):
        from services.__main__ import main as server_main

        return server_main(words[1:] if words[0] == SERVER else words)
    options = make_parser().parse_args(words)
    prepare_platform(options)
    # Until the program listens for it there is nothing to end in order; a shell that starts us
    # in the background would have us ignore it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from desktop.app import run

    return run(options)


if __name__ == "__main__":
    # A package starts itself for work in a process of its own.
    multiprocessing.freeze_support()
    sys.exit(main())
