"""Replica: what was held comes back, and a damaged file is set aside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desktop.cache.replica import Replica, open_replica, restore
from desktop.state.store import TownStore
from services.contract.codec import Columns, encode_state
from services.contract.events import CaseNoted, CaseOpened, Event, StreamRegistered, seal
from services.contract.model import Case, Level, Stage, Stream, Tier, TownState

KEY = bytes(range(32))
CASE = Case("c", "20260101-1", "t", "", Tier.SMALL, Level.RED, Stage.FILED, "", "", 0, 0, 1, "a")


def grow(store: TownStore, replica: Replica, count: int) -> None:
    for _ in range(count):
        seq = store.state.seq + 1
        first = {
            1: CaseOpened(CASE),
            2: StreamRegistered(Stream("W1", 3, "water.depth", "W", "m", 0, 0)),
        }
        event: Event = seal(
            first.get(seq, CaseNoted("c", str(seq))),
            seq=seq,
            id=str(seq),
            at_ms=seq,
            actor="a",
            command="",
            prev=store.state.hash,
        )
        store.apply_events([event])
        replica.append([event], store.state)


def kill(replica: Replica) -> None:
    """Let go of the file as a killed process would: nothing is folded."""
    replica.flush()
    replica.close()


@pytest.mark.parametrize("key", [None, KEY])
@pytest.mark.parametrize("count", [3, 10, 25])
def test_snapshot_and_tail_give_the_state_back(
    tmp_path: Path, key: bytes | None, count: int
) -> None:
    path = tmp_path / "replica.db"
    opened = open_replica(path, key, compact_after=10)
    store = TownStore()
    grow(store, opened.replica, count)
    kill(opened.replica)
    again = open_replica(path, key, compact_after=10)
    assert again.message == "" and again.restored.state == store.state
    again.replica.close()


def test_a_snapshot_is_of_its_moment_though_the_state_goes_on(tmp_path: Path) -> None:
    opened = open_replica(tmp_path / "r.db", compact_after=5)
    store = TownStore()
    grow(store, opened.replica, 200)
    kill(opened.replica)
    again = open_replica(tmp_path / "r.db")
    assert encode_state(again.restored.state) == encode_state(store.state)
    again.replica.close()


def test_readings_curves_and_clock_come_back(tmp_path: Path) -> None:
    opened = open_replica(tmp_path / "r.db")
    store = TownStore()
    grow(store, opened.replica, 2)
    store.watch("W1")
    row = np.array([3], np.uint32), np.array([1.5]), np.array([9]), np.array([1], np.uint8)
    store.put_frame(Columns(*row))
    store.clock.set(1000, 20.0)
    opened.replica.close(store, "http://here")
    again = open_replica(tmp_path / "r.db")
    fresh = TownStore()
    restore(fresh, again.restored)
    again.replica.close()
    assert fresh.readings.get(3) == (1.5, 9) and fresh.readings.quality[3] == 1
    assert fresh.curves["W1"].value.tolist() == [1.5]
    assert again.restored.info.url == "http://here" and fresh.clock.speed == 20.0
    assert 1000 <= fresh.clock.now_ms() < 120_000


def test_a_hole_in_the_tail_leaves_the_state_before_it(tmp_path: Path) -> None:
    opened = open_replica(tmp_path / "r.db")
    store = TownStore()
    grow(store, opened.replica, 5)
    lost = open_replica(tmp_path / "other.db")
    grow(store, lost.replica, 1)
    grow(store, opened.replica, 3)
    kill(opened.replica)
    lost.replica.close()
    again = open_replica(tmp_path / "r.db")
    assert again.restored.state.seq == 5
    again.replica.close()


@pytest.mark.parametrize("key", [None, KEY])
def test_a_corrupt_file_is_set_aside_with_a_message(tmp_path: Path, key: bytes | None) -> None:
    path = tmp_path / "r.db"
    path.write_bytes(b"this is no database" * 1000)
    opened = open_replica(path, key)
    assert "set aside" in opened.message and opened.restored.state == TownState()
    assert [p.name for p in tmp_path.glob("r.db.corrupt-*")]
    store = TownStore()
    grow(store, opened.replica, 3)
    kill(opened.replica)
    again = open_replica(path, key)
    assert again.restored.state.seq == 3
    again.replica.close()


def test_damaged_pages_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    opened = open_replica(path)
    store = TownStore()
    grow(store, opened.replica, 300)
    opened.replica.close(store)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    again = open_replica(path)
    assert again.message
    again.replica.close()


def test_an_encrypted_file_is_unreadable_without_its_key(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    opened = open_replica(path, KEY)
    store = TownStore()
    grow(store, opened.replica, 5)
    opened.replica.close(store)
    assert b"20260101-1" not in path.read_bytes() and b"SQLite" not in path.read_bytes()[:16]
    for key in (None, bytes(32)):
        copy = tmp_path / f"copy-{key is None}.db"
        copy.write_bytes(path.read_bytes())
        other = open_replica(copy, key)
        assert other.message and other.restored.state.seq == 0
        other.replica.close()
