"""The values a rule has, as a form needs them: place, type, unit, default, choices. Pure."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import inspect
from msgspec.structs import fields

from services.packs.rules import Rule, Text, Threshold

_MEASURED = ("at", "deadband")
"""In the unit of what the rule measures; the other values of a stream in the stream's own."""
_OF_STREAM = ("from_value", "min_spread", "resting_values")


class RuleField(msgspec.Struct, frozen=True, omit_defaults=True):
    """One value. `path` has "*" where any level may stand; `unit` may be empty.

    type: number, integer, text, bool, choice, texts, numbers, words (zh and en) or table.
    """

    path: list[str]
    type: str
    required: bool
    default: Any = None
    choices: list[str] = []
    unit: str = ""


def fields_of(rule: Rule, measured: str, stream: str) -> list[RuleField]:
    """The values of a rule of this kind, then those of its levels. Units: of what the rule
    measures, and of the stream."""
    own = [_field([], one, measured, stream) for one in fields(type(rule)) if one.name != "levels"]
    return own + [_field(["levels", "*"], one, measured, stream) for one in fields(Threshold)]


def _field(
    path: list[str], one: msgspec.structs.FieldInfo, measured: str, stream: str
) -> RuleField:
    kind, choices = _kind(inspect.type_info(one.type))
    default = None if one.required else one.default
    if default is msgspec.NODEFAULT:
        made: Any = one.default_factory
        default = made()
    unit = measured if one.name in _MEASURED else ""
    if one.name in _OF_STREAM:
        unit = stream
    elif one.name == "days":
        unit = "d"
    elif one.name.endswith(("_s", "_m")):
        unit = one.name[-1]
    return RuleField(
        [*path, one.encode_name], kind, one.required, msgspec.to_builtins(default), choices, unit
    )


def _kind(type_: inspect.Type) -> tuple[str, list[str]]:
    """The word for a type, and what may be chosen from."""
    match type_:
        case inspect.UnionType(types=types):
            inner = [one for one in types if not isinstance(one, inspect.NoneType)]
            return _kind(inner[0])
        case inspect.LiteralType(values=values):
            return "choice", [str(value) for value in values]
        case inspect.EnumType(cls=cls):
            return "choice", [str(value) for value in cls]
        case inspect.BoolType():
            return "bool", []
        case inspect.IntType():
            return "integer", []
        case inspect.FloatType():
            return "number", []
        case inspect.ListType(item_type=inspect.FloatType()):
            return "numbers", []
        case inspect.ListType():
            return "texts", []
        case inspect.StructType(cls=cls) if cls is Text:
            return "words", []
        case inspect.StrType():
            return "text", []
    return "table", []
