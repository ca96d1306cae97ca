"""[drop] of town.toml, and rows of CSV files to readings with a reason for every row that is none.

Pure but for reading the file it is given. Knows no folder and no hub.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Literal

import msgspec

from services.errors import StartupError
from services.ingest.mapping import number_of
from services.ingest.parse import RawReading, evidence_of, printable, quality_of
from services.ingest.times import TimeReader

MAX_CELL = 100_000
MONSTROUS = f"a cell is larger than {MAX_CELL} characters"
BATCH = 5_000
"""Rows handed on at once."""
_STREAM = re.compile(r"\{([^{}]*)\}")


class DropSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table [drop]. Columns are named as in the file's first row.

    Either `stream` and `value` name columns (a row is a reading), or `columns` says which column
    is which stream (a row is a reading of each).
    """

    folder: str
    pattern: str = "*.csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: Literal[".", ","] = "."
    timezone: str = ""
    """Of times without an offset; the town's own when empty."""
    time_format: str = ""
    at_unit: Literal["ms", "s"] = "ms"
    stream: str = "stream"
    """A column, or a text with {column}s in it."""
    value: str = "value"
    at: str = "at"
    quality: str = "quality"
    evidence: str = "evidence"
    columns: dict[str, str] = {}
    values: dict[str, float] = {}
    every_s: float = 2.0
    max_mb: int = 256


def read_drop(table: object, file: Path, timezone: str) -> DropSettings:
    """The settings of the table [drop]. Raises StartupError."""
    where = f"{file}: [drop]"
    try:
        settings = msgspec.convert(table, DropSettings)
        if not settings.timezone:
            settings = msgspec.structs.replace(settings, timezone=timezone)
        _check(settings)
    except (msgspec.ValidationError, ValueError, LookupError) as error:
        raise StartupError(f"{where}: {error}") from error
    return settings


def _check(settings: DropSettings) -> None:
    TimeReader(settings.at_unit, settings.timezone, settings.time_format)
    if not settings.folder:
        raise ValueError("folder: must name a folder, beside town.toml or with its whole path")
    if not settings.pattern or PurePath(settings.pattern).name != settings.pattern:
        raise ValueError("pattern: must be of file names alone, for example *.csv")
    if len(settings.delimiter) != 1 or settings.delimiter in '"\r\n':
        raise ValueError("delimiter: must be one character, not a quote")
    if settings.delimiter == settings.decimal:
        raise ValueError("delimiter and decimal must not be the same")
    try:
        "".encode(settings.encoding)
    except LookupError as error:
        raise ValueError(f"encoding: {settings.encoding!r} is none, for example utf-8") from error
    if not 0.1 <= settings.every_s <= 3600:
        raise ValueError("every_s: must be from 0.1 to 3600")
    if not 1 <= settings.max_mb <= 4096:
        raise ValueError("max_mb: must be from 1 to 4096")
    if settings.columns and (settings.stream, settings.value) != ("stream", "value"):
        raise ValueError("columns: with it, neither stream nor value can be said")
    for word, value in settings.values.items():
        if not math.isfinite(value):
            raise ValueError(f"values: {word!r} must mean a finite number")


class BadFile(ValueError):
    """The file as a whole cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is no reading. `row` as an editor counts lines, 1 is the header."""

    row: int
    stream: str
    reason: str


@dataclass(slots=True)
class Rows:
    """Some rows of a file: readings with the rows they stand in, and what is none."""

    items: list[RawReading] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def read_rows(path: Path, settings: DropSettings) -> Iterator[Rows]:
    """The readings of a file, some at a time. Raises BadFile, OSError. Call it in a thread."""
    if path.stat().st_size > settings.max_mb * 1024 * 1024:
        raise BadFile(f"the file is larger than {settings.max_mb} MB (max_mb of [drop])")
    encoding = "utf-8-sig" if settings.encoding.lower() in ("utf-8", "utf8") else settings.encoding
    # What cannot be decoded is carried on as halves of surrogate pairs, and refused row by row.
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, delimiter=settings.delimiter)
        try:
            header = next(reader, None)
        except (csv.Error, UnicodeError) as error:
            raise BadFile(f"row 1: {error}") from error
        if header is None:
            raise BadFile("the file is empty; its first row must name the columns")
        if _is_monstrous(header):
            raise BadFile(f"row 1: {MONSTROUS}")
        table = _Table([name.strip() for name in header], settings)
        found = Rows()
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                found.bad.append(BadRow(reader.line_num, "", printable(str(error))))
                continue
            except UnicodeError as error:
                raise BadFile(f"row {reader.line_num + 1}: {error}") from error
            if cells is None:
                break
            if _is_monstrous(cells):
                found.bad.append(BadRow(reader.line_num, "", MONSTROUS))
            elif any(cell.strip() for cell in cells):
                table.add(found, reader.line_num, cells)
            if len(found.items) + len(found.bad) >= BATCH:
                yield found
                found = Rows()
    yield found


def _is_monstrous(cells: list[str]) -> bool:
    """Whether a cell is longer than any reading's. The csv module's own limit is one for the whole
    process, and somebody else may have lifted it."""
    return any(len(cell) > MAX_CELL for cell in cells)


class _Table:
    """A header understood once. Raises BadFile when a column is missing."""

    def __init__(self, header: list[str], settings: DropSettings) -> None:
        self._settings = settings
        self._times = TimeReader(settings.at_unit, settings.timezone, settings.time_format)
        self._width = len(header)
        self._places = {name: place for place, name in enumerate(header)}
        if len(self._places) != len(header):
            twice = next(name for name in header if header.count(name) > 1)
            raise BadFile(f"row 1: two columns are named {printable(twice)!r}")
        self._at = self._column(settings.at, "at")
        self._wide = {
            self._column(name, "columns"): stream for name, stream in settings.columns.items()
        }
        self._value = -1 if self._wide else self._column(settings.value, "value")
        self._stream: list[int | str] = [] if self._wide else self._parts(settings.stream)
        self._quality = self._places.get(settings.quality)
        self._evidence = self._places.get(settings.evidence)

    def _column(self, name: str, key: str) -> int:
        place = self._places.get(name)
        if place is None:
            there = printable(", ".join(self._places))
            raise BadFile(
                f"row 1: there is no column {name!r} ({key} of [drop]); there are: {there}"
            )
        return place

    def _parts(self, text: str) -> list[int | str]:
        if "{" not in text:
            return [self._column(text, "stream")]
        return [
            self._column(part, "stream") if place % 2 else part
            for place, part in enumerate(_STREAM.split(text))
        ]

    def add(self, found: Rows, row: int, cells: list[str]) -> None:
        """Add what the cells of a row say."""
        stream = ""
        try:
            if len(cells) != self._width:
                raise ValueError(f"{len(cells)} cells, the first row has {self._width}")
            text = "".join(cells)
            if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
                raise ValueError(f"bytes that are not {self._settings.encoding}")
            at_ms = self._times.ms(cells[self._at])
            if at_ms is None:
                raise ValueError("there is no time")
            quality = quality_of(self._cell(cells, self._quality) or None)
            evidence = evidence_of(self._cell(cells, self._evidence))
        except ValueError as error:
            found.bad.append(BadRow(row, "", str(error)))
            return
        wide = self._wide or {self._value: "".join(self._name(cells))}
        for place, stream in wide.items():
            cell = cells[place].strip()
            if self._wide and not cell:
                continue
            try:
                value = self._number(cell)
            except ValueError as error:
                found.bad.append(BadRow(row, printable(stream), str(error)))
            else:
                found.items.append(RawReading(stream, value, at_ms, quality, evidence))
                found.rows.append(row)

    def _name(self, cells: list[str]) -> Iterator[str]:
        for part in self._stream:
            yield part if isinstance(part, str) else cells[part].strip()

    def _cell(self, cells: list[str], place: int | None) -> str:
        return "" if place is None else cells[place].strip()

    def _number(self, cell: str) -> float:
        settings = self._settings
        if settings.decimal == "," and not settings.values:
            cell = cell.replace(",", ".", 1)
        value = number_of(cell or None, settings.values, "the column of values")
        if not math.isfinite(value):
            raise ValueError("the value is not a finite number")
        return value
