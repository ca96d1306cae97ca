"""The fields of a rule as a form has them, made from the type of its kind.

Which fields there are, the type says; here is what they are called, what they mean and what may
stand in them. Knows no widget and no draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal, get_args, get_origin

import msgspec
from PySide6.QtCore import QCoreApplication

from desktop.models import rule_words, wording
from services.contract.model import Level, Tier
from services.packs.rules import DEFAULT_KIND, LEVELS, AlarmRule, Rule

translate = QCoreApplication.translate

Path = tuple[str, ...]


class Shape(StrEnum):
    """What is written into a field."""

    NUMBER = "number"
    WHOLE = "whole"
    CHOICE = "choice"
    FLAG = "flag"
    TEXT = "text"
    NUMBERS = "numbers"
    """Numbers with commas between."""
    NAMES = "names"
    """Names with commas between."""
    FIXED = "fixed"
    """Shown, changed in the pack only."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. `low` and `high` are what its value may be, both included, None for no end."""

    path: Path
    shape: Shape
    label: str
    meaning: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    default: Any = None
    """What stands there when nothing is written; None when something must be."""
    is_optional: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    level: Level = Level.NONE


KINDS: Final[dict[str, type[AlarmRule]]] = {
    str(cls.__struct_config__.tag): cls for cls in Rule.__args__
}
_NOT_ASKED: Final = frozenset({"levels", "stream", "title"})
_FIXED: Final = frozenset({"where", "class_code"})
_TWO_SIDED: Final = frozenset({"threshold", "rate_of_change"})
"""Kinds whose measure may be below 0."""
_SMALL: Final = 1e-6
"""Below it an end of a range only says that 0 is none."""
_DAY_S, _WEEK_S = 86_400.0, 604_800.0
_DELAYS: Final = frozenset({"on_delay_s", "off_delay_s"})
RANGES: Final[dict[str, dict[str, tuple[float, float]]]] = {
    "rate_of_change": {"window_s": (1, _DAY_S)},
    "count_in_window": {"window_s": (1, _WEEK_S)},
    "baseline": {"days": (0.01, 366), "min_readings": (2, 1_000_000), "min_spread": (1e-9, 1e9)},
    "neighbours": {"within_m": (1, 20_000), "within_s": (1, _WEEK_S)},
    "accumulation": {"window_s": (60, _WEEK_S), "max_gap_s": (1, _DAY_S), "per_s": (1, _DAY_S)},
    "combination": {"within_s": (0, _DAY_S)},
}
"""Lowest and highest number of keys by kind, as the packs' own checks have them."""


def kind_of(rule: dict[str, Any]) -> str:
    """The kind a rule names."""
    return str(rule.get("kind", DEFAULT_KIND))


def rule_fields(rule: dict[str, Any], unit: str) -> tuple[FieldSpec, ...]:
    """The fields beside the levels, the measure's first; none for a kind unknown here.

    `unit` is that of the stream.
    """
    cls = KINDS.get(kind_of(rule))
    if cls is None:
        return ()
    own = [field for field in msgspec.structs.fields(cls) if field.name not in _NOT_ASKED]
    own.sort(key=_place)
    return tuple(_field(field, kind_of(rule), unit) for field in own)


def title_fields() -> tuple[FieldSpec, ...]:
    """The words of an alarm, in both languages."""
    meaning = rule_words.meaning("title")
    return (
        FieldSpec(("title", "zh"), Shape.TEXT, translate("Rules", "标题（中文）"), meaning),
        FieldSpec(("title", "en"), Shape.TEXT, translate("Rules", "标题（英文）")),
    )


def level_fields(rule: dict[str, Any], name: str, unit: str) -> tuple[FieldSpec, ...]:
    """The fields of one level in its row: where it begins, and the loop for its cases."""
    kind, path = kind_of(rule), ("levels", name)
    tiers = tuple((tier.value, wording.tier_text(tier)) for tier in Tier)
    return (
        FieldSpec(
            (*path, "at"),
            Shape.NUMBER,
            translate("Rules", "达到"),
            unit=rule_words.measure_unit(kind, unit),
            low=None if kind in _TWO_SIDED else 0.0,
            level=_level(name),
        ),
        FieldSpec(
            (*path, "tier"),
            Shape.CHOICE,
            translate("Rules", "处置环"),
            default=Tier.SMALL.value,
            choices=tiers,
            level=_level(name),
        ),
    )


def guidance_fields(name: str) -> tuple[FieldSpec, ...]:
    """What a level says to do, in both languages, and where to read on."""
    path, level = ("levels", name), _level(name)
    labels = (
        (("guidance", "zh"), translate("Rules", "怎么办（中文）")),
        (("guidance", "en"), translate("Rules", "怎么办（英文）")),
        (("link",), translate("Rules", "详细说明的链接")),
    )
    return tuple(
        FieldSpec((*path, *tail), Shape.TEXT, label, default="", is_optional=True, level=level)
        for tail, label in labels
    )


def _level(name: str) -> Level:
    return LEVELS[name]  # type: ignore[index]


def range_text(spec: FieldSpec) -> str:
    """What may stand in a number, in words."""
    if spec.shape not in (Shape.NUMBER, Shape.WHOLE, Shape.NUMBERS):
        return ""
    low, high = spec.low, spec.high
    if low is not None and 0 < low < _SMALL:
        return translate("Rules", "大于 0")
    if low is not None and high is not None:
        return translate("Rules", "{low} 到 {high}").format(low=f"{low:g}", high=f"{high:g}")
    return translate("Rules", "{low} 以上").format(low=f"{low:g}") if low is not None else ""


def _place(field: msgspec.structs.FieldInfo) -> int:
    names = rule_words.ORDER
    return names.index(field.name) if field.name in names else len(names)


def _field(field: msgspec.structs.FieldInfo, kind: str, unit: str) -> FieldSpec:
    name = field.name
    shape, choices, is_optional = _shape(field)
    usual = (None if name in rule_words.SIGNED else 0.0, _WEEK_S if name in _DELAYS else None)
    least, most = RANGES.get(kind, {}).get(name, usual)
    return FieldSpec(
        (name,),
        shape,
        rule_words.label(name),
        rule_words.meaning(name),
        rule_words.unit_of(name, kind, unit),
        least,
        most,
        _default(field),
        is_optional,
        choices,
    )


def _shape(
    field: msgspec.structs.FieldInfo,
) -> tuple[Shape, tuple[tuple[str, str], ...], bool]:
    wanted = field.type
    options = [one for one in get_args(wanted) if one is not type(None)]
    is_optional = type(None) in get_args(wanted)
    if field.name in _FIXED:
        return Shape.FIXED, (), False
    if get_origin(wanted) is Literal:
        pairs = tuple((str(one), rule_words.choice(str(one))) for one in get_args(wanted))
        return Shape.CHOICE, pairs, False
    if is_optional and len(options) == 1:
        wanted = options[0]
    by_type = {bool: Shape.FLAG, int: Shape.WHOLE, float: Shape.NUMBER, str: Shape.TEXT}
    if wanted in by_type:
        return by_type[wanted], (), is_optional
    if wanted == list[float]:
        return Shape.NUMBERS, (), True
    if wanted == list[str]:
        return Shape.NAMES, (), True
    return Shape.FIXED, (), False


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return None if field.default is msgspec.NODEFAULT else field.default
