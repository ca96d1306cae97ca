"""One markup 标绘 in words and as the map draws it. Which of them stand: `markups`."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from services.contract.commands import DrawMarkup
from services.contract.model import Markup as JournalMarkup
from services.contract.model import MarkupKind as JournalKind
from widgets.map.values import Markup, MarkupKind, MarkupRole

translate = QCoreApplication.translate

PREFIX: Final = "markup:"
"""Before a markup's id, as with everything that can be selected."""


def shown(markup: JournalMarkup) -> Markup:
    """A markup as the map draws it."""
    return Markup(
        PREFIX + markup.id,
        MarkupKind(markup.kind.value),
        markup.lonlat,
        markup.text,
        role_of(markup.role),
        markup.radius_m,
    )


def role_of(role: str) -> MarkupRole:
    """The look of a role; one that this version does not know looks like an ordinary drawing."""
    try:
        return MarkupRole(role)
    except ValueError:
        return MarkupRole.ACCENT


def redraw(markup: JournalMarkup) -> DrawMarkup:
    """The command that draws an erased markup again, as it was."""
    return DrawMarkup(
        markup.id,
        markup.kind,
        markup.lonlat,
        markup.radius_m,
        markup.text,
        markup.role,
        markup.area,
    )


def kind_text(kind: JournalKind) -> str:
    """What it is, in a word."""
    return {
        JournalKind.POINT: translate("Markup", "点"),
        JournalKind.LINE: translate("Markup", "线"),
        JournalKind.POLYGON: translate("Markup", "面"),
        JournalKind.CIRCLE: translate("Markup", "圆"),
        JournalKind.TEXT: translate("Markup", "文字"),
    }[kind]


def role_text(role: MarkupRole) -> str:
    """What it means, for choosing."""
    return {
        MarkupRole.ACCENT: translate("Markup", "一般"),
        MarkupRole.NOTE: translate("Markup", "备注"),
        MarkupRole.FAINT: translate("Markup", "辅助"),
        MarkupRole.SAFE: translate("Markup", "安全"),
        MarkupRole.CAUTION: translate("Markup", "注意"),
        MarkupRole.DANGER: translate("Markup", "危险"),
    }[role]
