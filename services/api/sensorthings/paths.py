"""The part of an address after v1.1: entity sets, ids, links, and a property at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from services.api.sensorthings.evaluate import KNOWN
from services.api.sensorthings.words import NAVIGATION, StaError, target_of

MAX_STEPS = 8
_STEP = re.compile(r"([A-Za-z@.$]+)(?:\(\s*('(?:[^']|'')*'|-?\d+)\s*\))?(?:/|$)")


@dataclass(frozen=True, slots=True)
class Step:
    """A set or a link, with the id in its parentheses if there is one."""

    name: str
    set: str
    is_single: bool
    id: str | None = None

    @property
    def is_one(self) -> bool:
        """Whether one entity is meant."""
        return self.is_single or self.id is not None


@dataclass(frozen=True, slots=True)
class Resource:
    """What an address names: an entity or a collection, one property of it, or its references."""

    steps: tuple[Step, ...]
    attribute: str = ""
    form: Literal["", "$value", "$ref"] = ""

    @property
    def last(self) -> Step:
        return self.steps[-1]


def parse_path(path: str) -> Resource:
    """The resource of a path without its leading slash. Raises StaError 404."""
    steps: list[Step] = []
    rest = path
    while rest:
        found = _STEP.match(rest)
        if found is None:
            raise StaError(404, f"{rest[:80]!r} is no part of an address of SensorThings")
        name, key = found[1], found[2]
        if steps and key is None and (end := _end(name, rest[found.end() :], steps)):
            return end
        steps.append(_step(name, _id_of(key), steps))
        if len(steps) > MAX_STEPS:
            raise StaError(404, f"the address has more than {MAX_STEPS} parts")
        rest = rest[found.end() :]
    if not steps:
        raise StaError(404, "the address names no entity set")
    return Resource(tuple(steps))


def _step(name: str, id: str | None, steps: list[Step]) -> Step:
    if not steps:
        if name not in NAVIGATION:
            raise StaError(404, f"there is no {name!r}; there are: {', '.join(NAVIGATION)}")
        return Step(name, name, False, id)
    last = steps[-1]
    target = target_of(last.set, name) if last.is_one else None
    if target is None:
        there = ", ".join(NAVIGATION[last.set]) if last.is_one else "ids in parentheses"
        raise StaError(404, f"{last.name} has no {name!r}; it has: {there}")
    if target[1] and id is not None:
        raise StaError(404, f"{name} is one entity; leave its id out")
    return Step(name, target[0], target[1], id)


def _end(name: str, rest: str, steps: list[Step]) -> Resource | None:
    """The resource when this is the last part of it: a property, $value after one, or $ref."""
    last = steps[-1]
    if name == "$ref" and not rest and not last.is_one:
        return Resource(tuple(steps), form="$ref")
    if last.is_one and name in KNOWN[last.set] and name != "id":
        if rest not in ("", "$value"):
            raise StaError(404, f"after the property {name} only $value can follow")
        return Resource(tuple(steps), name, "$value" if rest else "")
    return None


def _id_of(key: str | None) -> str | None:
    if key is None:
        return None
    return key[1:-1].replace("''", "'") if key.startswith("'") else key
