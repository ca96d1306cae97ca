"""What stands on the map once everything this desk asked for has arrived, and what still waits."""

from __future__ import annotations

from desktop.models import markups
from desktop.state.values import PendingCommand
from services.contract import commands as cmd
from services.contract.model import Markup, MarkupKind, TownState
from tests.fakes.town import MIN, NOW
from widgets.map.values import MarkupRole

PLACE = ((121.0, 31.0),)
POINT = Markup(
    "m", MarkupKind.POINT, PLACE, text="封路", role="danger", drawn_at_ms=5, drawn_by="陈立"
)


def waiting(*bodies: cmd.OperatorCommand) -> list[PendingCommand]:
    return [PendingCommand(str(at), body, NOW) for at, body in enumerate(bodies)]


def test_what_the_town_has_stands_and_does_not_wait() -> None:
    found = markups.standing(TownState(markups={"m": POINT}), [])
    assert found == {"m": markups.Standing(POINT)}
    (drawn,) = markups.on_map(found.values())
    assert (drawn.id, drawn.text, drawn.role) == ("markup:m", "封路", MarkupRole.DANGER)


def test_a_drawing_that_waits_is_faint_and_says_so() -> None:
    asked = waiting(cmd.DrawMarkup("n", MarkupKind.POINT, PLACE, text="集结点", role="safe"))
    found = markups.standing(TownState(), asked)
    (drawn,) = markups.on_map(found.values())
    assert drawn.role is MarkupRole.FAINT
    assert drawn.text == "集结点（待发送）"
    assert markups.provenance(found["n"], NOW) == "待发送"


def test_a_drawing_without_words_that_waits_says_only_that() -> None:
    asked = waiting(cmd.DrawMarkup("n", MarkupKind.POINT, PLACE))
    (drawn,) = markups.on_map(markups.standing(TownState(), asked).values())
    assert drawn.text == "待发送"


def test_commands_that_wait_are_taken_in_their_order() -> None:
    state = TownState(markups={"m": POINT})
    erase = cmd.EraseMarkup("m")
    again = cmd.DrawMarkup("m", MarkupKind.POINT, PLACE, text="又画")
    change = cmd.ChangeMarkup("m", PLACE, text="改了", role="note")
    assert markups.standing(state, waiting(erase)) == {}
    assert markups.standing(state, waiting(erase, again))["m"].markup.text == "又画"
    assert markups.standing(state, waiting(erase, again, change))["m"].markup.text == "改了"
    assert markups.standing(state, waiting(erase, change)) == {}


def test_a_change_that_waits_keeps_whose_it_was() -> None:
    change = cmd.ChangeMarkup("m", PLACE, text="改了")
    found = markups.standing(TownState(markups={"m": POINT}), waiting(change))["m"]
    assert found.is_pending
    assert found.markup.drawn_by == "陈立"


def test_the_newest_lies_on_top_and_stands_first_in_the_list() -> None:
    kept = {
        id: Markup(id, MarkupKind.POINT, PLACE, drawn_at_ms=at_ms, drawn_by="陈立")
        for id, at_ms in (("b", 9), ("a", 20), ("c", 3))
    }
    found = markups.standing(TownState(markups=kept), []).values()
    assert [m.id for m in markups.on_map(found)] == ["markup:c", "markup:b", "markup:a"]
    assert [row.id for row in markups.rows(found, NOW)] == ["markup:a", "markup:b", "markup:c"]


def test_the_list_says_who_drew_it_and_how_long_ago() -> None:
    town = TownState(markups={"m": POINT})
    (row,) = markups.rows(markups.standing(town, []).values(), 5 + 3 * MIN)
    assert (row.title, row.note, row.figure) == ("封路", "危险 · 陈立 · 3 分前", "点")
    changed = Markup("m", MarkupKind.TEXT, PLACE, "改", changed_at_ms=5, changed_by="王敏")
    (row,) = markups.rows([markups.Standing(changed)], 5 + MIN)
    assert row.note == "一般 · 王敏 · 1 分前"
