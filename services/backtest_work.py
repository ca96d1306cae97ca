"""A back-test in its own process: the readings' store, the engine and the rulebook put together."""

from __future__ import annotations

from collections.abc import Sequence

from services.aside import Tell
from services.contract.model import Stream
from services.detect.arrays import Rows, Times, Values
from services.detect.engine import UTC, RuleEngine, pack_of
from services.detect.replay import can_replay, replay
from services.detect.schedule import Schedules
from services.detect.stepping import Stepper
from services.packs.rules import Rule
from services.rulebook.backtest import THEN, Judges, Order, backtest
from services.spans import Spans
from services.store.blocks import BlockStore
from services.store.database import connect_database


def work(tell: Tell, url: str, order: Order) -> None:
    """Tell progress, then the report or curve, of a back-test over the database at `url`."""
    engine = connect_database(url)
    try:
        tell(backtest(order, BlockStore(engine), judges_of(order), tell))
    finally:
        engine.dispose()


def judges_of(order: Order) -> Judges:
    """The two ways to judge what the order asks for."""
    schedules = Schedules(order.calendars, order.town.timezone if order.town else UTC)
    pack = pack_of(order.name)

    def judge(
        rule: Rule, stream: Rows, at_ms: Times, value: Values, span: tuple[int, int]
    ) -> Spans:
        schedule = schedules.number([f"{pack}.{name}" for name in rule.during])
        return replay(rule, stream, at_ms, value, span[1], schedules.hours(schedule, *span))

    return Judges(can_replay, judge, steps)


def steps(order: Order, streams: Sequence[Stream]) -> Stepper:
    """An engine that begins with the rules of the order and nothing standing."""
    return Stepper(
        order.rules,
        [order.name, order.name + THEN],
        order.town,
        streams,
        order.assets,
        lambda rules: RuleEngine(rules, plausible=order.plausible, calendars=order.calendars),
    )
