from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from services.contract import events as ev
from services.contract.wire import Result
from services.store import tables
from services.store.audit import BrokenChain, verify
from services.store.database import open_database
from services.store.journal import JournalStore

COLUMNS = ("id", "at_ms", "actor", "command", "kind", "body", "prev", "hash")


def flipped(value):
    if isinstance(value, int):
        return value ^ 1
    if isinstance(value, str):
        return chr(ord(value[0]) ^ 1) + value[1:]
    return bytes([value[0], value[1], value[2] ^ 1]) + value[3:]


@pytest.mark.parametrize("seq", [2, 7, 12])
@pytest.mark.parametrize("column", COLUMNS)
def test_one_changed_value_is_named_exactly(engine, chain, column, seq):
    store, events = JournalStore(engine), chain(12)
    store.append(events, [])
    table = tables.event
    with engine.begin() as connection:
        changed = flipped(getattr(events[seq - 1], column))
        connection.execute(table.update().where(table.c.seq == seq).values({column: changed}))
    with pytest.raises(BrokenChain) as broken:
        verify(engine)
    assert broken.value.seq == seq


@pytest.mark.parametrize("seq", [1, 7, 12])
def test_a_changed_seq_is_named_by_the_place_it_left(engine, chain, seq):
    JournalStore(engine).append(chain(12), [Result("c12", 12)])
    with engine.begin() as connection:
        table = tables.event
        connection.execute(table.update().where(table.c.seq == seq).values(seq=seq + 64))
    with pytest.raises(BrokenChain) as broken:
        verify(engine)
    assert broken.value.seq == seq


def test_a_missing_event_is_named(engine, chain):
    JournalStore(engine).append(chain(12), [])
    with engine.begin() as connection:
        connection.execute(tables.event.delete().where(tables.event.c.seq == 5))
    with pytest.raises(BrokenChain, match="event 6 stands in its place") as broken:
        verify(engine)
    assert broken.value.seq == 5


def test_events_cut_off_the_end_are_missed_when_a_command_was_answered(engine, chain):
    JournalStore(engine).append(chain(4), [Result("c4", 4)])
    with engine.begin() as connection:
        connection.execute(tables.event.delete().where(tables.event.c.seq > 2))
    with pytest.raises(BrokenChain) as broken:
        verify(engine)
    assert broken.value.seq == 3


def test_a_body_that_does_not_fit_its_kind_is_named_though_its_hash_is_right(engine, chain):
    (first,) = chain(1)
    digest = ev.link_hash(1, first.id, 1, "li", "c", "CaseNoted", b"\xc1", "")
    odd = ev.Event(1, first.id, 1, "li", "c", "CaseNoted", b"\xc1", "", digest)
    JournalStore(engine).append([odd], [])
    with pytest.raises(BrokenChain, match="not a CaseNoted"):
        verify(engine)


def test_any_flipped_byte_of_a_row_in_the_file_is_found(chain, tmp_path: Path):
    path = tmp_path / "town.db"
    engine = open_database(str(path))
    events = chain(40)
    JournalStore(engine).append(events, [])
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    sound = path.read_bytes()
    place = sound.index(events[24].body)
    for offset in range(place - 40, place + len(events[24].body) + 140):
        for bit in (0x01, 0x80):
            damaged = bytearray(sound)
            damaged[offset] ^= bit
            path.write_bytes(damaged)
            # A plain engine: opening must not hide that it is verify that finds it.
            again = sa.create_engine(f"sqlite:///{path}")
            try:
                with pytest.raises(BrokenChain) as broken:
                    verify(again)
            finally:
                again.dispose()
            # Past the hash begins the row that follows in the page: the event before.
            assert broken.value.seq in (24, 25, 26)
            if place <= offset < place + len(events[24].body) + 128:
                assert broken.value.seq == 25
