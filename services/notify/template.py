"""Fills `{name}` in texts from outside with values, and nothing cleverer. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

from services.notify.message import Message

_NAME = re.compile(r"\{(\w+)\}")
FIELDS = frozenset({"to", "subject", "body", "text", "key", "cause"})
"""What a template may name beside its channel's own secrets."""


def values_of(message: Message) -> dict[str, str]:
    """The values a template may use; `text` is subject and body on one line."""
    return {
        "to": message.address,
        "subject": message.subject,
        "body": message.body,
        "text": one_line(f"{message.subject} {message.body}"),
        "key": message.key,
        "cause": message.cause,
    }


def names_in(template: str) -> set[str]:
    """The names a template uses."""
    return set(_NAME.findall(template))


def fill(
    template: str, values: Mapping[str, str], escape: Callable[[str], str] | None = None
) -> str:
    """The template with its names replaced; a name without a value stays as it is written."""

    def value(match: re.Match[str]) -> str:
        found = values.get(match[1])
        if found is None:
            return match[0]
        return escape(found) if escape else found

    return _NAME.sub(value, template)


def fill_url(template: str, values: Mapping[str, str]) -> str:
    """As `fill`, every value percent-encoded whole, so that none can change the address."""
    return fill(template, values, lambda value: quote(value, safe=""))


def one_line(text: str) -> str:
    """The text without line breaks and control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
