"""JSON merge patches (RFC 7386): what leads from one document to another, and back in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def difference(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The smallest patch that makes `wanted` of `base`; neither holds None but as "not there"."""
    patch: dict[str, Any] = {name: None for name in base if name not in wanted}
    for name, value in wanted.items():
        before = base.get(name)
        if isinstance(value, Mapping):
            within = difference(before if isinstance(before, Mapping) else {}, value)
            if within or not isinstance(before, Mapping):
                patch[name] = within
        elif name not in base or not _is_same(before, value):
            patch[name] = value
    return patch


def merged(base: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with the patch applied; neither is touched."""
    made = dict(base)
    for name, value in patch.items():
        if value is None:
            made.pop(name, None)
        elif isinstance(value, Mapping):
            before = made.get(name)
            made[name] = merged(before if isinstance(before, Mapping) else {}, value)
        else:
            made[name] = value
    return made


def _is_same(one: object, other: object) -> bool:
    """Equal, where a switch is not the number it would be equal to in Python."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other
