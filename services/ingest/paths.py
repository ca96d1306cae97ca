"""Paths into JSON: "$.data.depth", "$.list[0]", "$['odd key']", "$^.time".

Within a list of items `$` is the item and `$^` what holds the list. Knows nothing of readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_STEPS = 32
_STEP = re.compile(r"\.([^.\[\]'\"\s]+)|\[(\d{1,6})\]|\['([^']*)'\]|\[\"([^\"]*)\"\]")


class BadPath(ValueError):
    """The text is no path; the words say what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the item, or from the whole message."""

    steps: tuple[str | int, ...]
    is_whole: bool = False

    def follow(self, item: object, whole: object = None) -> object:
        """What it leads to; None when it leads nowhere."""
        found = whole if self.is_whole else item
        for step in self.steps:
            if isinstance(step, int):
                found = found[step] if isinstance(found, list) and step < len(found) else None
            else:
                found = found.get(step) if isinstance(found, dict) else None
            if found is None:
                return None
        return found


def parse_path(text: str) -> Path:
    """The path a text means. Raises BadPath."""
    if not text.startswith("$"):
        raise BadPath(f"{text!r} is no path: a path begins with $, for example $.data.value")
    is_whole = text.startswith("$^")
    at = 2 if is_whole else 1
    steps: list[str | int] = []
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None:
            raise BadPath(f"{text!r} is no path: {text[at:]!r} is neither .name, [0] nor ['name']")
        name, number, single, double = step.groups()
        if number is not None:
            steps.append(int(number))
        else:
            steps.append(next(part for part in (name, single, double) if part is not None))
        at = step.end()
    if len(steps) > MAX_STEPS:
        raise BadPath(f"{text!r} has more than {MAX_STEPS} steps")
    return Path(tuple(steps), is_whole)
