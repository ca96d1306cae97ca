from __future__ import annotations

import pickle

import numpy as np
from msgspec.structs import replace

from services.backtest_work import work
from services.contract.codec import Columns
from services.contract.model import Stream
from services.packs.rules import Threshold
from services.rulebook.backtest import Order, Progress
from services.rulebook.report import Report
from services.store.database import open_database
from services.store.packed import DAY_MS
from services.store.readings import ReadingStore
from tests.unit.services.rulebook.samples import DEPTH, pack

UNTIL = 20_000 * DAY_MS
RULE = pack().rules["depth"]
STREAM = Stream("S0", 3, "d", "S0", "cm", 0, 0, attributes={"site": "road"})


def order(then):
    return Order(DEPTH, RULE, then, {}, None, [STREAM], [], {}, {}, UNTIL, 3)


def test_readings_packed_and_not_yet_packed_are_judged_alike(tmp_path):
    url = str(tmp_path / "town.db")
    engine = open_database(url)
    at = UNTIL - 3 * DAY_MS + np.arange(72) * 3_600_000
    value = np.where(np.arange(72) % 10 == 5, 9.0, 1.0)
    columns = (np.full(72, 3, np.uint32), value, at, np.zeros(72, np.uint8))
    store = ReadingStore(engine)
    store.append(Columns(*columns))
    then = replace(RULE, levels={"blue": Threshold(at=10)})
    reports = []
    for _ in range(2):
        told = []
        work(told.append, url, order(then))
        assert told[:-1] == [Progress(1.0)]
        reports.append(told[-1])
        store.prune(UNTIL - DAY_MS)
    engine.dispose()
    first, second = reports
    assert isinstance(first, Report)
    assert (first.readings, first.total_now, first.total_then) == (72, 7, 0)
    assert first == second


def test_an_order_can_be_sent_to_another_process():
    sent = order(replace(RULE, where={"site": ["road"]}))
    assert pickle.loads(pickle.dumps(sent)) == sent
