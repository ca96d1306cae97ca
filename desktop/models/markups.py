"""The redlining 标绘 of a town as the map shows it: what stands, and what waits to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.state.values import PendingCommand
from services.contract import commands as cmd
from services.contract.model import Markup, TownState
from widgets.map import values as shown
from widgets.map.place_rows import PlaceRow

translate = QCoreApplication.translate

PREFIX = "markup:"
"""Ids of markups on the map begin with this."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A markup as it will be once every command has arrived; `is_pending` while one has not."""

    markup: Markup
    is_pending: bool = False


def standing(state: TownState, pending: Iterable[PendingCommand]) -> dict[str, Standing]:
    """The markups of the town with what this desk has asked for, by id; erased ones are gone."""
    found = {id: Standing(markup) for id, markup in state.markups.items()}
    for command in pending:
        body = command.body
        if isinstance(body, cmd.DrawMarkup):
            drawn = Markup(
                body.markup,
                body.kind,
                body.lonlat,
                body.radius_m,
                body.text,
                body.role,
                drawn_at_ms=command.at_ms,
                area=body.area,
            )
            found[body.markup] = Standing(drawn, True)
        elif isinstance(body, cmd.ChangeMarkup) and (before := found.get(body.markup)):
            changed = replace(
                before.markup,
                lonlat=body.lonlat,
                radius_m=body.radius_m,
                text=body.text,
                role=body.role,
                area=body.area,
            )
            found[body.markup] = Standing(changed, True)
        elif isinstance(body, cmd.EraseMarkup):
            found.pop(body.markup, None)
    return found


def on_map(markups: Iterable[Standing]) -> list[shown.Markup]:
    """What the map draws; what waits is faint and says so."""
    return [_on_map(each) for each in markups]


def _on_map(each: Standing) -> shown.Markup:
    markup = each.markup
    text, role = markup.text, role_of(markup.role)
    if each.is_pending:
        waiting = translate("Markups", "待发送")
        text = translate("Markups", "{text}（{waiting}）").format(text=text, waiting=waiting)
        text, role = text if markup.text else waiting, shown.MarkupRole.FAINT
    return shown.Markup(
        PREFIX + markup.id,
        shown.MarkupKind(markup.kind.value),
        markup.lonlat,
        text,
        role,
        markup.radius_m,
    )


def role_of(role: str) -> shown.MarkupRole:
    """The meaning the map has a colour for; another's word is shown as the plain one."""
    try:
        return shown.MarkupRole(role)
    except ValueError:
        return shown.MarkupRole.ACCENT


def role_text(role: shown.MarkupRole) -> str:
    """The meaning in words."""
    return {
        shown.MarkupRole.ACCENT: translate("Markups", "一般"),
        shown.MarkupRole.NOTE: translate("Markups", "备注"),
        shown.MarkupRole.FAINT: translate("Markups", "次要"),
        shown.MarkupRole.SAFE: translate("Markups", "安全、可通行"),
        shown.MarkupRole.CAUTION: translate("Markups", "注意"),
        shown.MarkupRole.DANGER: translate("Markups", "危险、封闭"),
    }[role]


def kind_text(kind: str) -> str:
    """The shape in words."""
    return {
        "point": translate("Markups", "标绘点"),
        "line": translate("Markups", "标绘线"),
        "polygon": translate("Markups", "标绘面"),
        "circle": translate("Markups", "标绘圆"),
        "text": translate("Markups", "标绘文字"),
    }[kind]


def title(markup: Markup) -> str:
    """What it says, else what it is."""
    return markup.text or kind_text(markup.kind.value)


def provenance(each: Standing, now_ms: int) -> str:
    """Who drew it and how long ago, or that it waits."""
    if each.is_pending:
        return translate("Markups", "待发送")
    markup = each.markup
    by = markup.changed_by or markup.drawn_by
    at_ms = markup.changed_at_ms or markup.drawn_at_ms
    words = wording.actor_text(by), wording.age_text(now_ms - at_ms)
    return " · ".join(word for word in words if word)


def rows(markups: Iterable[Standing], now_ms: int) -> tuple[PlaceRow, ...]:
    """All of them as a list, the newest first."""
    newest = sorted(markups, key=lambda s: s.markup.changed_at_ms or s.markup.drawn_at_ms)
    return tuple(
        PlaceRow(
            PREFIX + each.markup.id,
            title(each.markup),
            f"{role_text(role_of(each.markup.role))} · {provenance(each, now_ms)}",
            kind_text(each.markup.kind.value),
            stale=each.is_pending,
        )
        for each in reversed(newest)
    )
