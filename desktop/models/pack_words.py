"""The packs by the names the server gives them, for lists that have no room for an id."""

from __future__ import annotations

from desktop.models import wording
from services.contract.model import Town


def pack_of(rule: str) -> str:
    """The pack a rule of the journal belongs to; empty for a rule without one."""
    pack, dot, _ = rule.partition(".")
    return pack if dot else ""


def pack_text(town: Town | None, rule: str) -> str:
    """The name of the pack a rule belongs to in the language in force; its id when the town has
    no such pack any more."""
    wanted = pack_of(rule)
    for pack, chinese, english in town.packs if town is not None else ():
        if pack == wanted:
            return wording.chosen_text(chinese, english)
    return wanted
