"""[cap] of town.toml: who we are to others, and how their messages become our warnings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import msgspec

from services.errors import StartupError


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Messages with this event code, or with this text in event or headline, are of this kind.

    `level` overrides what the message says of colour and severity.
    """

    kind: str
    code: str = ""
    text: str = ""
    level: Literal["", "blue", "yellow", "orange", "red"] = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table [cap]. `sender` may be empty: it is made of the town's id then."""

    sender: str = ""
    drill: bool = False
    """Everything this server writes is an exercise."""
    names: tuple[str, ...] = ()
    """Words in an area's description that mean the town."""
    geocodes: tuple[str, ...] = ()
    """Codes of the town itself; those of a larger place that holds it fit too."""
    areas: dict[str, str] = {}
    """Codes of single neighbourhoods: geocode to area id."""
    rule: tuple[Rule, ...] = ()


def read_settings(table: object, file: Path) -> Settings:
    """The settings of the table [cap]. Raises StartupError."""
    try:
        settings = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise StartupError(f"{file}: [cap]: {error}") from error
    if re.search(r"[\s,<&]", settings.sender):
        raise StartupError(f"{file}: [cap]: sender must be without spaces, commas, < and &")
    for rule in settings.rule:
        if not rule.code and not rule.text:
            raise StartupError(f"{file}: [cap]: the rule for {rule.kind} needs a code or a text")
    return settings
