"""A back-test in its own process: the readings' store, the engine and the rulebook put together."""

from __future__ import annotations

from collections.abc import Sequence

from services.aside import Tell
from services.contract.model import Stream
from services.detect.engine import RuleEngine
from services.detect.replay import can_replay, replay
from services.detect.stepping import Stepper
from services.rulebook.backtest import THEN, Judges, Order, backtest
from services.store.blocks import BlockStore
from services.store.database import connect_database


def work(tell: Tell, url: str, order: Order) -> None:
    """Tell progress, then the report or curve, of a back-test over the database at `url`."""
    engine = connect_database(url)
    try:
        judges = Judges(can_replay, replay, steps)
        tell(backtest(order, BlockStore(engine), judges, tell))
    finally:
        engine.dispose()


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
