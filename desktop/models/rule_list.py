"""The rules as a list has them: by pack, with what they watch, found by what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.link.rulebook import Bilingual, BookRule
from desktop.models import rule_words
from desktop.models.rule_fields import kind_of
from services.packs.rules import LEVELS
from widgets.rules.values import RuleRow
from widgets.theme import tokens

translate = QCoreApplication.translate

DAY_MS: Final = 86_400_000
_BLANK: Final = re.compile(r"{(\w*)[^}]*}")


def chosen(words: Bilingual) -> str:
    """The words in the language in force, as far as there are any."""
    return words.en if words.en and translate("Wording", "zh") == "en" else words.zh or words.en


def rule_title(rule: BookRule) -> str:
    """What a rule says when it fires, without the place and with N for the figures."""
    title = rule.rule.get("title") or {}
    plain = _plain(chosen(Bilingual(str(title.get("zh", "")), str(title.get("en", "")))))
    # A figure alone does not say of what.
    if plain.startswith("N ") and plain.count(" ") == 1:
        plain = f"{chosen(rule.stream_title)} {plain}"
    return plain[:1].upper() + plain[1:] or rule.name


def pack_title(rule: BookRule) -> str:
    """The pack a rule is of."""
    return chosen(rule.pack_title) or rule.pack


def rule_rows(
    rules: Iterable[BookRule], words: str = "", marks: Mapping[str, str] | None = None
) -> list[RuleRow]:
    """Rows by pack in the order of the book; of a pack without a match not even the heading.

    `marks` are words for rules that say more than that they were changed.
    """
    rows: list[RuleRow] = []
    wanted = words.casefold().split()
    for pack, members in _by_pack(rules).items():
        found = [rule for rule in members if _matches(rule, wanted)]
        if not found:
            continue
        count = translate("Rules", "{n} 条").format(n=len(found))
        rows.append(RuleRow(f"pack:{pack}", pack_title(found[0]), right=count, is_heading=True))
        rows += [_row(rule, (marks or {}).get(rule.id, "")) for rule in found]
    return rows


def _by_pack(rules: Iterable[BookRule]) -> dict[str, list[BookRule]]:
    found: dict[str, list[BookRule]] = {}
    for rule in rules:
        found.setdefault(rule.pack, []).append(rule)
    return found


def _row(rule: BookRule, told: str) -> RuleRow:
    kind = rule_words.kind_text(kind_of(rule.rule))
    watched = translate("Rules", "{kind}　{n} 个测点　{name}").format(
        kind=kind, n=rule.streams, name=rule.name
    )
    recent = ""
    if rule.alerts_7d:
        recent = translate("Rules", "7 天 {n} 条").format(n=rule.alerts_7d)
    mark = translate("Rules", "已改") if rule.patch else ""
    if rule.problem:
        mark = translate("Rules", "改动未生效")
    mark = told or mark
    held = rule.rule.get("levels") or {}
    levels = tuple(
        tokens.Level(int(level)) for name, level in reversed(LEVELS.items()) if name in held
    )
    return RuleRow(
        rule.id, rule_title(rule), watched, recent, mark, levels, is_wrong=bool(rule.problem)
    )


def _matches(rule: BookRule, words: list[str]) -> bool:
    title = rule.rule.get("title") or {}
    kind = kind_of(rule.rule)
    text = "\n".join(
        str(part)
        for part in (
            rule.id,
            title.get("zh", ""),
            title.get("en", ""),
            rule.pack_title.zh,
            rule.pack_title.en,
            rule.stream_title.zh,
            rule.stream_title.en,
            kind,
            rule_words.kind_text(kind),
        )
    ).casefold()
    return all(word in text for word in words)


def _plain(template: str) -> str:
    """A title's template as a name: no place, N where a figure stands."""

    def blank(found: re.Match[str]) -> str:
        return "" if found[1] in ("name", "unit", "level", "") else "N"

    return " ".join(_BLANK.sub(blank, template).split()).strip(" :：,，")
