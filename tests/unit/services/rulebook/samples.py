"""A pack with two rules, and the changes people make of them."""

from __future__ import annotations

import json

from services.contract.model import RuleChange
from services.packs.rules import StaleRule, Text, Threshold, ThresholdRule
from services.packs.schema import Casework, Head, Pack, StreamKind

WORDS = Text(zh="积水", en="water")
DEPTH = "p.depth"


def pack(at: float = 5, **fields) -> Pack:
    """Pack p: the rule depth (blue `at`, red 25) and the rule silent on streams of kind d."""
    rules = {
        "depth": ThresholdRule(
            stream="d",
            where={"site": ["road"]},
            levels={"blue": Threshold(at=at), "red": Threshold(at=25)},
            title=WORDS,
            class_code="x",
            deadband=2,
            on_delay_s=0,
            off_delay_s=60,
        ),
        "silent": StaleRule(
            stream="d", levels={"blue": Threshold(at=300)}, title=WORDS, class_code="y"
        ),
    }
    given = {"rules": rules, "casework": Casework(due_minutes={"small": 30})} | fields
    return Pack(
        pack=Head(id="p", version=1, title=WORDS),
        streams={"d": StreamKind(unit="cm", title=WORDS)},
        **given,
    )


def change(patch, rule: str = DEPTH, at_ms: int = 1) -> RuleChange:
    return RuleChange(rule, json.dumps(patch), "误报多", "li", at_ms)
