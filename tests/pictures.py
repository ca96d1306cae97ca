"""Pictures of the windows with something in them, by one command.

`python -m tests.pictures demo --from 20:40 --open rules --screenshot rules.png --size 1920x1080`
takes the words of `onemap` itself. The rule editor is shown with a changed threshold and the
back-test of it beside the form; every other window as it opens.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from desktop import app
from desktop.__main__ import make_parser, prepare_platform

RULE: Final = "waterlogging_response.depth_road"
FIELD, VALUE, DAYS = "levels.blue.at", "8", 1
PATIENCE_S: Final = 120
POLL_S: Final = 0.1


class Pictured(app.Desktop):
    """A desktop that does something before its picture is taken."""

    async def _take_screenshot(self, opened: QWidget | None) -> None:
        if self._options.open == "rules":
            await self._try_a_change()
        await super()._take_screenshot(opened)

    async def _try_a_change(self) -> None:
        rules = self._beside.rules
        await self._connection.is_found.wait()
        await _until(lambda: bool(rules.book.rules), "rules")
        rules.edit(RULE)
        window: Any = rules.window
        line = window.rule.form.box(FIELD).line()
        line.setText(VALUE)
        line.textEdited.emit(VALUE)
        window.trial.set_days(DAYS)
        window.trial.days_chosen.emit(DAYS)
        await _until(window.trial.run.isEnabled, "leave to run a back-test")
        window.trial.run.click()
        await _until(lambda: window.trial.plot.value() is not None, "curve of the back-test")


async def _until(condition: Callable[[], bool], what: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                await asyncio.sleep(POLL_S)
    except TimeoutError as error:
        raise TimeoutError(f"no {what} within {PATIENCE_S} s") from error


def main() -> int:
    """Take the picture; the exit code is the desktop's."""
    options = make_parser().parse_args(sys.argv[1:])
    prepare_platform(options)
    return app.run(options, Pictured)


if __name__ == "__main__":
    sys.exit(main())
