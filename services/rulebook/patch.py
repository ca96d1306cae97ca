"""Merge patches (RFC 7386) on JSON values, and what differs between two values in words. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def merged(target: Any, patch: Any) -> Any:
    """`target` with the patch put in, as RFC 7386 section 2 says; neither is changed."""
    if not isinstance(patch, dict):
        return patch
    found = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = merged(found.get(key), value)
    return found


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], path: str = ""
) -> Iterator[str]:
    """A line for every value that differs: `levels.blue.at: 5 → 7`."""
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        name = f"{path}{key}"
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            yield from differences(old, new, f"{name}.")
        else:
            yield f"{name}: {_said(old)} → {_said(new)}"


def _said(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    return "–" if value is None else json.dumps(value, ensure_ascii=False)
