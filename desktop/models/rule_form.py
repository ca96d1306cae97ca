"""A draft as a form shows it: sections and fields in words, with what is wrong and what changed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.models import rule_words, wording
from desktop.models.rule_checks import found_at
from desktop.models.rule_draft import Draft, field_text, problems
from desktop.models.rule_fields import (
    FieldSpec,
    Path,
    Shape,
    guidance_fields,
    kind_of,
    level_fields,
    range_text,
    rule_fields,
    title_fields,
)
from services.packs.rules import LEVELS
from widgets.rules.values import Editor, FormField, FormSection
from widgets.theme import tokens

translate = QCoreApplication.translate

LEVEL_SECTION: Final = "level:"
_EDITORS: Final = {
    Shape.NUMBER: Editor.NUMBER,
    Shape.WHOLE: Editor.NUMBER,
    Shape.CHOICE: Editor.CHOICE,
    Shape.FLAG: Editor.FLAG,
    Shape.FIXED: Editor.FIXED,
}


def key_of(path: Path) -> str:
    """A path as the form knows it."""
    return ".".join(path)


def spec_of(draft: Draft, key: str) -> FieldSpec | None:
    """The field of a key, None when the draft has none such now."""
    return next((spec for spec in draft.specs() if key_of(spec.path) == key), None)


def sections(draft: Draft) -> list[FormSection]:
    """The levels from the worst, the measure, and what an alarm says."""
    wrong, unit = problems(draft), draft.rule.unit
    kind = kind_of(dict(draft.values))
    measure = [FormSection("intro", rule_words.kind_text(kind), note=_intro(draft, kind))]
    measure[0] = _with_problem(measure[0], wrong)
    made = [_level(draft, name, unit, wrong) for name in reversed(LEVELS)]
    rest = [_field(draft, spec, wrong) for spec in rule_fields(dict(draft.values), unit)]
    words = [_field(draft, spec, wrong) for spec in title_fields()]
    return [
        *measure,
        *made,
        FormSection("conditions", translate("Rules", "条件"), tuple(rest)),
        FormSection("words", translate("Rules", "告警文字"), tuple(words)),
        *(_guidance(draft, name, wrong) for name in reversed(LEVELS) if draft.has_level(name)),
    ]


def _intro(draft: Draft, kind: str) -> str:
    unit = rule_words.measure_unit(kind, draft.rule.unit)
    text = rule_words.kind_meaning(kind)
    if unit:
        text = translate("Rules", "{what}，单位{unit}").format(what=text, unit=unit)
    low_high = draft.rule.plausible
    if low_high is not None and kind == "threshold":
        said = translate("Rules", "；读数合理范围 {low} 到 {high}")
        text += said.format(low=f"{low_high[0]:g}", high=f"{low_high[1]:g}")
    return text


def _with_problem(section: FormSection, wrong: dict[Path, str]) -> FormSection:
    """The heading with what belongs to no field of the form."""
    said = [wrong[path] for path in ((), ("levels",)) if path in wrong]
    return FormSection(
        section.id, section.title, section.fields, note=section.note, problem="；".join(said)
    )


def _level(draft: Draft, name: str, unit: str, wrong: dict[Path, str]) -> FormSection:
    level = tokens.Level(int(LEVELS[name]))  # type: ignore[index]
    is_on = draft.has_level(name)
    fields: tuple[FormField, ...] = ()
    if is_on:
        specs = level_fields(dict(draft.values), name, unit)
        fields = tuple(_field(draft, spec, wrong) for spec in specs)
    title = wording.level_text(LEVELS[name])  # type: ignore[index]
    return FormSection(
        f"{LEVEL_SECTION}{name}",
        title,
        fields,
        level,
        is_on,
        note="" if is_on else _gone(draft, name),
        problem=wrong.get(("levels", name), ""),
    )


def _guidance(draft: Draft, name: str, wrong: dict[Path, str]) -> FormSection:
    fields = tuple(_field(draft, spec, wrong) for spec in guidance_fields(name))
    level = wording.level_text(LEVELS[name])  # type: ignore[index]
    title = translate("Rules", "{level}时怎么办").format(level=level)
    return FormSection(f"guidance:{name}", title, fields)


def _gone(draft: Draft, name: str) -> str:
    """What an unused level would have been in force."""
    at = found_at(draft.rule.rule, ("levels", name, "at"))
    if at is None:
        return ""
    return translate("Rules", "现行 {value}").format(value=f"{at:g}")


def _field(draft: Draft, spec: FieldSpec, wrong: dict[Path, str]) -> FormField:
    value = draft.value(spec)
    text = field_text(spec, value)
    if spec.shape is Shape.FIXED and not text:
        text = translate("Rules", "不限")
    choices = spec.choices
    if spec.shape is Shape.FLAG:
        choices = (("", translate("Rules", "否")), ("true", translate("Rules", "是")))
    return FormField(
        key_of(spec.path),
        spec.label,
        _EDITORS.get(spec.shape, Editor.TEXT),
        text,
        spec.meaning,
        spec.unit,
        range_text(spec),
        choices,
        wrong.get(spec.path, ""),
        _told(draft, spec, text),
    )


def _told(draft: Draft, spec: FieldSpec, text: str) -> str:
    """What is in force and what the pack says, where the field says something else."""
    if spec.shape is Shape.FIXED:
        return ""
    now = _shown(spec, field_text(spec, found_at(draft.rule.rule, spec.path, spec.default)))
    told = _shown(spec, field_text(spec, found_at(draft.rule.base, spec.path, spec.default)))
    here = _shown(spec, text)
    if here == now == told:
        return ""
    if now == told:
        return translate("Rules", "现行 {value}").format(value=now)
    if here == now:
        return translate("Rules", "场景包为 {value}").format(value=told)
    return translate("Rules", "现行 {value}，场景包为 {pack}").format(value=now, pack=told)


def _shown(spec: FieldSpec, text: str) -> str:
    if spec.shape is Shape.CHOICE:
        return dict(spec.choices).get(text, text)
    if spec.shape is Shape.FLAG:
        return translate("Rules", "是") if text else translate("Rules", "否")
    return text or translate("Rules", "空")
