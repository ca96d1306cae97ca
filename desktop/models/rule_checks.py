"""What is wrong with the values of a rule, in the reader's words, before a server is asked.

It says what the server's own checks of packs would say, as far as the pack need not be known; a
test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec
from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.rule_fields import FieldSpec, Path, Shape, kind_of, range_text
from services.packs.rules import LEVELS, CombinationRule, Rule, Text
from services.packs.templates import template_problem

translate = QCoreApplication.translate

MAX_COUNT: Final = 256
"""What a count can reach at most."""
_COUNTS: Final = frozenset({"count_in_window", "neighbours", "combination"})
_MINUTES: Final = frozenset({"stale", "stuck", "absence"})
"""Kinds whose titles may say how many minutes."""

Values = Mapping[str, Any]


def wrong_values(values: Values, specs: Iterable[FieldSpec]) -> dict[Path, str]:
    """What is wrong, by field; () for what belongs to none."""
    found: dict[Path, str] = {}
    for spec in specs:
        if text := _wrong(spec, found_at(values, spec.path, spec.default)):
            found[spec.path] = text
    if not values.get("levels"):
        found[("levels",)] = translate("Rules", "至少要有一个等级")
    for path, text in (*_disordered(values), *_uncountable(values), *_at_rest(values)):
        found.setdefault(path, text)
    return found or _untyped(values)


def found_at(values: Any, path: Path, default: Any = None) -> Any:
    """What lies at a path of nested tables."""
    for step in path:
        if not isinstance(values, Mapping) or step not in values:
            return default
        values = values[step]
    return values


def _wrong(spec: FieldSpec, value: Any) -> str:
    if spec.shape in (Shape.NUMBER, Shape.WHOLE):
        if value is None:
            return "" if spec.is_optional else translate("Rules", "请填写数值")
        return _wrong_number(spec, value)
    if spec.shape is Shape.NUMBERS:
        if isinstance(value, str):
            return translate("Rules", "请写数值，多个值用逗号分开")
        return next((text for one in value or () if (text := _wrong_number(spec, one))), "")
    if spec.shape is Shape.TEXT and not spec.is_optional and not value:
        return translate("Rules", "不能为空")
    return ""


def _wrong_number(spec: FieldSpec, value: Any) -> str:
    if not _is_number(value):
        if value == "":
            return translate("Rules", "请填写数值")
        return translate("Rules", "“{text}”不是数值").format(text=value)
    if spec.shape is Shape.WHOLE and not isinstance(value, int):
        return translate("Rules", "请写整数")
    too_low = spec.low is not None and value < spec.low
    if too_low or (spec.high is not None and value > spec.high):
        return translate("Rules", "不在范围内：{range}").format(range=range_text(spec))
    return ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _thresholds(values: Values) -> Iterator[tuple[str, float]]:
    """The levels with a number, the mildest first."""
    for name in LEVELS:
        at = found_at(values, ("levels", name, "at"))
        if _is_number(at):
            yield name, float(at)


def _rises(values: Values) -> bool:
    return bool(values.get("direction", "above") == "above")


def _disordered(values: Values) -> Iterator[tuple[Path, str]]:
    """Levels that do not begin further out than the one below them."""
    before, mildest = None, ""
    for name, at in _thresholds(values):
        if before is not None and not (at > before if _rises(values) else at < before):
            text = (
                translate("Rules", "要高于{level}的 {at}")
                if _rises(values)
                else translate("Rules", "要低于{level}的 {at}")
            )
            yield ("levels", name, "at"), text.format(level=mildest, at=f"{before:g}")
        before, mildest = at, wording.level_text(LEVELS[name])  # type: ignore[index]


def _uncountable(values: Values) -> Iterator[tuple[Path, str]]:
    """Levels no count can reach; a combination of nothing."""
    kind = kind_of(dict(values))
    if kind not in _COUNTS:
        return
    most = MAX_COUNT
    if kind == str(CombinationRule.__struct_config__.tag):
        named = values.get("of") or []
        most = len(named)
        if len(set(named)) < 2 or len(set(named)) < len(named):
            yield ("of",), translate("Rules", "至少写两条不同的规则，每条一次")
    for name, at in _thresholds(values):
        if at > most or at % 1:
            text = translate("Rules", "要写不超过 {most} 的整数")
            yield ("levels", name, "at"), text.format(most=most)


def _at_rest(values: Values) -> Iterator[tuple[Path, str]]:
    """Levels that would never be over: what is 0 at rest has to fall back past the deadband."""
    deadband = values.get("deadband", 0)
    if kind_of(dict(values)) == "threshold" or not _is_number(deadband):
        return
    sign = 1 if _rises(values) else -1
    for name, at in _thresholds(values):
        if sign * at <= deadband:
            text = (
                translate("Rules", "要高于 {limit}，否则不会恢复")
                if sign > 0
                else translate("Rules", "要低于 {limit}，否则不会恢复")
            )
            yield ("levels", name, "at"), text.format(limit=f"{sign * deadband:g}")


def _untyped(values: Values) -> dict[Path, str]:
    """What the type of the rule does not take, as a last resort in its own words."""
    kind = kind_of(dict(values))
    try:
        made = msgspec.convert({"kind": kind, **values}, Rule)
    except msgspec.ValidationError as error:
        return {(): str(error)}
    return _unsaid(made.title, kind)


def _unsaid(title: Text, kind: str) -> dict[Path, str]:
    """Blanks of a title that nothing fills."""
    fields: dict[str, object] = {"name": "", "value": 0.0, "unit": "", "level": ""}
    if kind in _MINUTES:
        fields["minutes"] = 0.0
    found: dict[Path, str] = {}
    for language, template in (("zh", title.zh), ("en", title.en)):
        if template_problem(template, fields):
            found[("title", language)] = (
                translate(
                    "Rules", "花括号里只能写 {name}、{minutes:.0f}、{value:.0f}、{unit}、{level}"
                )
                if kind in _MINUTES
                else translate("Rules", "花括号里只能写 {name}、{value:.0f}、{unit}、{level}")
            )
    return found
