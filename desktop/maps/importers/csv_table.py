"""Tables with coordinates (CSV, TSV, semicolons) into a draft."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from desktop.maps.coordinate_text import parse_angle
from desktop.maps.crs import Crs, UnknownCrs, crs_of_epsg
from desktop.maps.crs_guess import Place
from desktop.maps.importers.columns import Columns, find_columns, is_number, named_system
from desktop.maps.importers.draft import BadGeometry, Draft
from desktop.maps.importers.encoding import decode_text, read_bytes
from desktop.maps.importers.finish import finish
from desktop.maps.importers.result import ImportResult, Limits, refuse
from desktop.maps.importers.wkt import parse_wkt
from desktop.maps.said import Said, say

_DELIMITERS: Final = (",", "\t", ";", "|", "，")
_SAMPLE_LINES: Final = 20
_MAX_COLUMNS: Final = 2_000
_COMMA_NUMBER: Final = re.compile(r"[-+]?\d+,\d+")

Row = tuple[int, list[str]]
"""Line of the file it ends on, and its cells."""


def read_csv(
    source: Path | bytes,
    *,
    crs: Crs | None = None,
    columns: Columns | None = None,
    near: Place | None = None,
    swapped: bool | None = None,
    limits: Limits | None = None,
) -> ImportResult:
    """Read a table, or its bytes. Rows are lines of the file; the header is line 1.

    `columns` go before what the header says. Raises ImportRefused.
    """
    limits = limits or Limits()
    data = read_bytes(source, limits)
    text, encoding = decode_text(data)
    names, delimiter, rows = _open(text, limits)
    place = columns or find_columns(names)
    if place is None or not _are_there(place, names):
        raise refuse(
            "csv.no_columns",
            "no column is named like a coordinate; choose them among: {names}",
            names="、".join(names)[:300],
        )
    draft = Draft(limits)
    srid = _add_all(draft, rows, names, place)
    return finish(
        draft,
        chosen=crs,
        from_file=_system_of(place, srid),
        swapped=swapped,
        near=near,
        notes=(encoding, *_notes(delimiter, place)),
        reread=partial(_again, data, place, near, limits),
    )


def _again(
    data: bytes,
    columns: Columns,
    near: Place | None,
    limits: Limits,
    crs: Crs | None,
    swapped: bool | None,
) -> ImportResult:
    return read_csv(data, crs=crs, columns=columns, near=near, swapped=swapped, limits=limits)


def column_names(source: Path | bytes, limits: Limits | None = None) -> tuple[str, ...]:
    """The columns of a table, for somebody to choose from. Raises ImportRefused."""
    limits = limits or Limits()
    text, _ = decode_text(read_bytes(source, limits))
    return tuple(_open(text, limits)[0])


def _open(text: str, limits: Limits) -> tuple[list[str], str, Iterator[Row]]:
    """Column names, delimiter, and the rows after the header."""
    # The module's limit of 128 KB a cell is the process's; a boundary in WKT is longer than that.
    csv.field_size_limit(limits.max_bytes)
    delimiter = _delimiter_of(text)
    rows = _rows(text, delimiter)
    first = next(rows, None)
    if first is None:
        raise refuse("csv.empty", "the table is empty")
    cells = first[1]
    if len(cells) > _MAX_COLUMNS:
        raise refuse(
            "csv.too_many_columns",
            "the table has {count} columns, at most {limit} are taken",
            count=len(cells),
            limit=_MAX_COLUMNS,
        )
    if sum(map(is_number, cells)) < 2:
        return _distinct(cells), delimiter, rows
    return _unnamed(cells), delimiter, _with_first(first, rows)


def _with_first(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _unnamed(cells: list[str]) -> list[str]:
    """Names for a table without a header: the first two numbers are the place."""
    names = [str(at + 1) for at in range(len(cells))]
    east, north = [at for at, cell in enumerate(cells) if is_number(cell)][:2]
    names[east], names[north] = "x", "y"
    return names


def _distinct(cells: list[str]) -> list[str]:
    names: list[str] = []
    for at, cell in enumerate(cells):
        name = cell.strip() or str(at + 1)
        names.append(f"{name} ({at + 1})" if name in names else name)
    return names


def _delimiter_of(text: str) -> str:
    """The one that cuts the first lines into most columns, all of them alike."""
    lines = text[:200_000].splitlines()[:_SAMPLE_LINES]

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(cells) for _, cells in _rows("\n".join(lines), delimiter, strict=False)]
        if not widths or widths[0] < 2:
            return 0, 0
        return sum(width == widths[0] for width in widths), widths[0]

    return max(_DELIMITERS, key=score)


def _rows(text: str, delimiter: str, *, strict: bool = True) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield reader.line_num, cells
    except csv.Error as error:
        if strict:
            raise refuse(
                "csv.wrong", "line {line}: {why}", line=reader.line_num, why=str(error)
            ) from error


def _are_there(place: Columns, names: list[str]) -> bool:
    wanted = [name for name in (place.east, place.north, place.wkt, place.pair) if name]
    return bool(wanted) and all(name in names for name in wanted)


def _add_all(draft: Draft, rows: Iterator[Row], names: list[str], place: Columns) -> int:
    """Add every row; answers the SRID the WKT of a row carried, 0 for none."""
    at = {name: index for index, name in enumerate(names)}
    used = {at[n] for n in (place.east, place.north, place.wkt, place.pair) if n}
    kept = [(index, name) for name, index in at.items() if index not in used]
    srid = 0
    for row, cells in rows:
        if len(cells) < len(names):
            cells = cells + [""] * (len(names) - len(cells))
        properties = {name: cells[index].strip() for index, name in kept}
        if place.wkt:
            srid = _add_wkt(draft, row, cells[at[place.wkt]], properties) or srid
            continue
        if place.pair:
            both = re.split(r"[,，;；\s]+", cells[at[place.pair]].strip("()[]（） "))
        else:
            both = [cells[at[place.east]], cells[at[place.north]]]
        _add_point(draft, row, both, properties)
    return srid


def _add_point(draft: Draft, row: int, cells: list[str], properties: dict[str, str]) -> None:
    if len(cells) != 2 or not all(cell.strip() for cell in cells):
        draft.refuse(row, say("row.no_place", "it has no coordinates"))
        return
    x, y = _number(cells[0]), _number(cells[1])
    if x is None or y is None:
        wrong = cells[0] if x is None else cells[1]
        draft.refuse(row, say("row.not_number", "{cell} is not a number", cell=wrong[:40]))
        return
    draft.add_point(row, x, y, properties)


def _add_wkt(draft: Draft, row: int, cell: str, properties: dict[str, str]) -> int:
    if not cell.strip():
        draft.refuse(row, say("geometry.none", "it has no geometry"))
        return 0
    try:
        geometry, srid = parse_wkt(cell)
    except BadGeometry as error:
        draft.refuse(row, error.said)
        return 0
    draft.add(row, geometry, properties)
    return srid


def _number(cell: str) -> float | None:
    """Decimal point or comma, or degrees with minutes and seconds."""
    cell = cell.strip()
    try:
        return float(cell)
    except ValueError:
        pass
    if _COMMA_NUMBER.fullmatch(cell):
        return float(cell.replace(",", "."))
    return parse_angle(cell)


def _system_of(place: Columns, srid: int) -> tuple[Crs, Said] | None:
    if srid:
        try:
            crs = crs_of_epsg(srid)
        except UnknownCrs:
            return None
        return crs, say("crs.from_file", "the file says {name}", name=f"SRID {srid}")
    named = named_system(place)
    if named is None:
        return None
    return named[0], say("crs.column_name", "a column is named {name}", name=named[1][:60])


def _notes(delimiter: str, place: Columns) -> Iterator[Said]:
    yield say("csv.delimiter", "cells are parted by {mark}", mark=repr(delimiter))
    names = " / ".join(n for n in (place.east, place.north, place.wkt, place.pair) if n)
    yield say("csv.columns", "coordinates from {names}", names=names[:200])
