"""The redlining 标绘 of a town as the map shows it: what stands, and what waits to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace as with_fields

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.markup_presenter import PREFIX, kind_text, role_of, role_text, shown
from desktop.state.values import PendingCommand
from services.contract import commands as cmd
from services.contract.model import Markup, TownState
from widgets.map.place_rows import PlaceRow
from widgets.map.values import Markup as Drawn
from widgets.map.values import MarkupRole

translate = QCoreApplication.translate


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


def on_map(standing: Iterable[Standing]) -> list[Drawn]:
    """What the map draws, the newest on top; what waits is faint and dashed and says so."""
    oldest_first = sorted(standing, key=lambda s: (s.markup.drawn_at_ms, s.markup.id))
    return [_on_map(each) for each in oldest_first]


def _on_map(each: Standing) -> Drawn:
    drawn = shown(each.markup)
    if not each.is_pending:
        return drawn
    waiting = translate("Markups", "待发送")
    text = translate("Markups", "{text}（{waiting}）").format(text=drawn.text, waiting=waiting)
    return with_fields(
        drawn, text=text if drawn.text else waiting, role=MarkupRole.FAINT, is_pending=True
    )


def title(markup: Markup) -> str:
    """What it says, else what it is."""
    return markup.text or kind_text(markup.kind)


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
            kind_text(each.markup.kind),
            stale=each.is_pending,
        )
        for each in reversed(newest)
    )
