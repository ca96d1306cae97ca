"""Find the line of a key in TOML text, so that an error can point at it. Knows no schema."""

from __future__ import annotations

import re

Key = str | int
Finding = tuple[tuple[Key, ...], str, str]
"""Path of a key, what is wrong with it, what to write instead."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_ASSIGN = re.compile(
    r"^\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")


def line_of(text: str, path: tuple[Key, ...]) -> int:
    """The 1-based line of the key at `path`, or of the nearest thing that holds it.

    `path` is made of keys and, for arrays of tables, positions from 0.
    """
    best, best_depth = 1, 0
    here: tuple[Key, ...] = ()
    counts: dict[tuple[Key, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            here = _split(header.group(2))
            if header.group(1) == "[[":
                counts[here] = counts.get(here, -1) + 1
                here = (*here, counts[here])
            found = here
        elif assign := _ASSIGN.match(line):
            found = (*here, *_split(assign.group(1)))
        else:
            continue
        depth = _shared(found, path)
        whole = depth in (len(found), len(path))
        if whole and depth > best_depth:
            best, best_depth = number, depth
    return best


def _split(dotted: str) -> tuple[Key, ...]:
    return tuple(a or b or c for a, b, c in _PART.findall(dotted))


def _shared(found: tuple[Key, ...], path: tuple[Key, ...]) -> int:
    """How many leading keys are the same."""
    count = 0
    for mine, wanted in zip(found, path, strict=False):
        if mine != wanted:
            break
        count += 1
    return count
