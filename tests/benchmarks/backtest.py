"""Back-tests: 30 days of 1,000 streams at one reading a minute, read out of the real store and
judged by two versions of a rule, in one process.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from services.backtest_work import work
from services.packs.rules import AbsenceRule, AccumulationRule, CountRule, Threshold
from services.packs.schema import Calendar
from services.rulebook.backtest import Order
from services.rulebook.report import Report
from services.store import tables
from services.store.blocks import HOUR_MS, BlockStore
from services.store.database import open_database
from services.store.packed import DAY_MS, MINUTE_MS, pack
from tests.benchmarks.detect import DEPTH, RISING, SILENT, TITLE, streams_of
from tests.benchmarks.report import Figure

DAYS = 30
STREAMS = 1_000
AT_NIGHT = replace(DEPTH, during=["night"])
OFTEN = CountRule(
    stream="water.depth",
    title=TITLE,
    class_code="x",
    levels={"blue": Threshold(at=5), "orange": Threshold(at=20)},
    from_value=5,
    window_s=3600,
)
DRY = AbsenceRule(
    stream="water.depth",
    title=TITLE,
    class_code="x",
    levels={"blue": Threshold(at=86_400)},
    from_value=3,
)
POURED = AccumulationRule(
    stream="water.depth",
    title=TITLE,
    class_code="x",
    levels={"blue": Threshold(at=10)},
    window_s=3600,
    max_gap_s=300,
)
NIGHT = {"x.night": Calendar(title=TITLE, hours=["22:00-06:00"])}


def measure() -> Iterator[Figure]:
    """Seconds of processor time to read and judge, as the worker does it, by kind of rule."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _backtests(Path(folder))


def _backtests(folder: Path) -> Iterator[Figure]:
    url = str(folder / "history.db")
    until = 20_000 * DAY_MS
    _fill(url, until)
    streams = streams_of(STREAMS)
    changes = {
        "threshold": (DEPTH, replace(DEPTH, levels={**DEPTH.levels, "blue": Threshold(at=8)})),
        "rate": (RISING, replace(RISING, window_s=300)),
        "silence": (SILENT, replace(SILENT, levels={"blue": Threshold(at=600)})),
        "hours": (AT_NIGHT, replace(AT_NIGHT, levels={**DEPTH.levels, "blue": Threshold(at=8)})),
        "count": (OFTEN, replace(OFTEN, window_s=7200)),
        "absence": (DRY, replace(DRY, from_value=5)),
        "sum": (POURED, replace(POURED, window_s=7200)),
    }
    for name, (now, then) in changes.items():
        plausible = {"water.depth": (-5.0, 500.0)}
        order = Order("x.rule", now, then, {}, None, streams, [], plausible, NIGHT, until, DAYS)
        told: list[object] = []
        begun = time.process_time()
        work(told.append, url, order)
        spent = time.process_time() - begun
        report = told[-1]
        assert isinstance(report, Report) and report.readings == STREAMS * DAYS * 1440
        yield Figure(f"backtest_{name}", spent, "s", 10.0)
    size = Path(url).stat().st_size / (STREAMS * (DAYS + 1) * 1440)
    yield Figure("backtest_disk", size, "bytes/reading")
    yield Figure("backtest_packing", _packing(folder), "readings/s")


def _fill(url: str, until: int) -> None:
    """Blocks as the housekeeping writes them: noise, and a flood on one stream-day in ten."""
    engine, rng = open_database(url), np.random.default_rng(1)
    minutes = np.arange(1440) * MINUTE_MS
    flood = 30 * np.hanning(120)
    for stream in range(STREAMS):
        rows = []
        for day in range(until - (DAYS + 1) * DAY_MS, until, DAY_MS):
            value = 2 + rng.normal(0, 0.4, 1440)
            if rng.random() < 0.1:
                begin = int(rng.integers(0, 1300))
                value[begin : begin + 120] += flood
            at_ms = day + minutes + int(rng.integers(1, 60)) * 1000
            data = pack(day, at_ms, np.round(value, 1))
            rows.append({"stream": stream, "day_ms": day, "count": 1440, "data": data})
        last = {"at_ms": until, "value": 0.0, "quality": 0, "rolled_ms": until, "packed_ms": until}
        with engine.begin() as connection:
            connection.execute(tables.reading_block.insert(), rows)
            connection.execute(tables.reading_stream.insert(), {"stream": stream, **last})
    engine.dispose()


def _packing(folder: Path) -> float:
    """Raw readings packed per second of processor time: an hour of 1,000 streams."""
    engine, begin = open_database(str(folder / "raw.db")), 20_000 * DAY_MS
    rows = [
        {"stream": s, "at_ms": begin + m * MINUTE_MS, "value": float(m % 7), "quality": 0}
        for s in range(STREAMS)
        for m in range(60)
    ]
    marks = {"at_ms": begin, "value": 0.0, "quality": 0, "rolled_ms": begin, "packed_ms": begin}
    with engine.begin() as connection:
        connection.execute(tables.reading.insert(), rows)
        connection.execute(
            tables.reading_stream.insert(), [{"stream": s, **marks} for s in range(STREAMS)]
        )
    begun = time.process_time()
    BlockStore(engine).pack(begin + HOUR_MS)
    spent = time.process_time() - begun
    engine.dispose()
    return len(rows) / spent
