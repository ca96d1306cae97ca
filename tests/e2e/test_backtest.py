"""A back-test of the rules as they are finds the alarms that were raised as the day went by."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from services.backtest_work import work
from services.contract.model import TownState
from services.features import make_decide
from services.packs.schema import calendars_of, plausible_of, rules_of
from services.plan import Plan, read_plan
from services.rehearsal import make_past
from services.rulebook.backtest import Order
from services.rulebook.book import RuleBook
from services.rulebook.report import Report
from services.store.database import open_database
from services.store.journal import JournalStore
from services.store.memory import EngineMemory
from services.store.readings import ReadingStore
from services.store.rebuild import rebuild

UNTIL = "20:30"


@pytest.mark.timeout(300)
async def test_the_demo_day_tested_again_gives_the_alarms_it_had(tmp_path: Path) -> None:
    url = str(tmp_path / "town.db")
    plan = read_plan("demo")
    engine = open_database(url)
    try:
        journal, readings = JournalStore(engine), ReadingStore(engine)
        decide = make_decide(RuleBook(plan.packs))
        now_ms = await make_past(
            UNTIL, journal, readings, plan.packs, decide, plan.register, EngineMemory(engine)
        )
        state = rebuild(journal)
        # Half of the day comes out of blocks, the rest out of raw readings.
        readings.prune(now_ms - 7 * 3_600_000)
    finally:
        engine.dispose()
    raised = Counter((alert.rule, alert.stream) for alert in state.alerts.values())
    assert len(raised) > 20
    found: Counter[tuple[str, str]] = Counter()
    for rule in {rule for rule, _ in raised}:
        for row in _tested(url, plan, state, rule, now_ms).rows:
            found[rule, row.stream] += row.now
    assert found == raised


def _tested(url: str, plan: Plan, state: TownState, rule: str, now_ms: int) -> Report:
    rules = rules_of(plan.packs)
    told: list[object] = []
    order = Order(
        rule,
        rules[rule],
        rules[rule],
        {name: other for name, other in rules.items() if name != rule},
        state.town,
        tuple(state.streams.values()),
        tuple(state.assets.values()),
        plausible_of(plan.packs),
        calendars_of(plan.packs),
        now_ms,
        1,
    )
    work(told.append, url, order)
    report = told[-1]
    assert isinstance(report, Report)
    assert report.total_now == report.total_then
    assert not any(row.gained or row.lost or row.earlier or row.later for row in report.rows)
    return report
