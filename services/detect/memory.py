"""The rule engine's memory as bytes, so that running timers and windows outlive a restart.

Rows are known by stream and rule; a row whose rule has changed since, or is gone, is forgotten.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
import numpy as np

from services.detect.arrays import Column
from services.detect.bank import Bank
from services.detect.table import RuleTable
from services.packs.rules import Rule


class _Column(msgspec.Struct, frozen=True):
    dtype: str
    width: int
    data: bytes


class _BankMemory(msgspec.Struct, frozen=True):
    kind: str
    rows: list[tuple[str, str, int]]
    """Stream, rule, and a sum over what the rule says."""
    columns: dict[str, _Column]


class BadMemory(ValueError):
    """The bytes are not an engine's memory."""


class Kept:
    """A copy of the columns of all banks, not yet bytes: those can be made in another thread."""

    def __init__(self, banks: list[_Copy]) -> None:
        self._banks = banks

    def encode(self) -> bytes:
        """The bytes; takes long when there are many rows."""
        memories = [
            _BankMemory(
                one.kind,
                _rows(one.table),
                {
                    name: _Column(column.dtype.str, column[:1].size, column.tobytes())
                    for name, column in one.columns.items()
                },
            )
            for one in self._banks
        ]
        return zlib.compress(msgspec.msgpack.encode(memories), 1)


@dataclass(frozen=True, slots=True)
class _Copy:
    kind: str
    table: RuleTable
    """Never changed once it is made."""
    columns: dict[str, Column]


def keep(banks: Iterable[tuple[str, Bank]]) -> Kept:
    """All banks, by the name of their kind."""
    return Kept(
        [
            _Copy(
                kind, bank.table, {name: column.copy() for name, column in bank.columns().items()}
            )
            for kind, bank in banks
            if len(bank.table)
        ]
    )


def recall(data: bytes, banks: Iterable[tuple[str, Bank]]) -> None:
    """Put back what `remember` gave, where rows and columns are the same. Raises BadMemory."""
    try:
        memories = msgspec.msgpack.decode(zlib.decompress(data), type=list[_BankMemory])
        by_kind = {memory.kind: memory for memory in memories}
        for kind, bank in banks:
            if kind in by_kind and len(bank.table):
                _recall_bank(by_kind[kind], bank)
    except (zlib.error, msgspec.MsgspecError, ValueError, TypeError, IndexError) as error:
        raise BadMemory(f"not the memory of a rule engine: {error}") from error


def _recall_bank(memory: _BankMemory, bank: Bank) -> None:
    places = {row: place for place, row in enumerate(_rows(bank.table))}
    pairs = [(old, places[row]) for old, row in enumerate(memory.rows) if row in places]
    if not pairs:
        return
    old, new = (np.array(side) for side in zip(*pairs, strict=True))
    for name, column in bank.columns().items():
        kept = memory.columns.get(name)
        if kept is None or (kept.dtype, kept.width) != (column.dtype.str, column[:1].size):
            continue
        values = np.frombuffer(kept.data, kept.dtype).reshape(len(memory.rows), *column.shape[1:])
        column[new] = values[old]


def _rows(table: RuleTable) -> list[tuple[str, str, int]]:
    sums: dict[str, int] = {}
    found = []
    for stream, name, rule in zip(table.stream, table.rule_id, table.rule, strict=True):
        if name not in sums:
            sums[name] = _sum(rule)
        found.append((stream.id, name, sums[name]))
    return found


def _sum(rule: Rule) -> int:
    return zlib.crc32(msgspec.json.encode(rule, order="deterministic"))
