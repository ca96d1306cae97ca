"""The folder of [drop]: files are taken when they are complete, read, and moved to done or refused.

A file stays where it is until all its readings are in the store. Killed in the middle, the server
reads it again from the start: readings are known by stream and time, so none is lost or doubled.
"""

from __future__ import annotations

import asyncio
import csv
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from services.errors import StartupError
from services.ingest.drop import BadFile, BadRow, DropSettings, Rows, read_rows
from services.ingest.hub import ReadingHub
from services.ingest.parse import printable

log = logging.getLogger(__name__)

DOOR = "csv"
DONE, REFUSED = "done", "refused"
MAX_REPORT = 100_000
"""Bad rows listed in a report; the others are counted."""
_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload")


@dataclass(frozen=True, slots=True)
class _Look:
    """What a file was like when it was last looked at."""

    size: int
    changed_ns: int


class DropWatch:
    """Watches one folder. `run` until cancelled."""

    def __init__(self, settings: DropSettings, directory: Path, hub: ReadingHub) -> None:
        self._settings = settings
        self._file = directory / "town.toml"
        self._folder = directory / Path(settings.folder).expanduser()
        self.hub = hub
        self._looks: dict[str, _Look] = {}
        self._stuck: dict[str, _Look] = {}
        """Files that could not be read or moved: left alone until they change."""
        self._is_failing = False

    def make_folders(self) -> None:
        """Make the folder and its two. Raises StartupError."""
        try:
            for name in (DONE, REFUSED):
                (self._folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StartupError(
                f"{self._file}: [drop] folder: {self._folder} cannot be made: {error.strerror}"
            ) from error

    async def run(self) -> None:
        """Look from time to time until cancelled."""
        while True:
            try:
                await self.look()
                self._is_failing = False
            except OSError as error:
                if not self._is_failing:
                    log.error("the folder of [drop] cannot be read, trying again: %s", error)
                self._is_failing = True
            await asyncio.sleep(self._settings.every_s)

    async def look(self) -> None:
        """Take every file that has not changed since the last look."""
        for path in await asyncio.to_thread(self._complete):
            try:
                await self._take(path)
            except OSError as error:
                reason = f"the file cannot be read or moved: {error.strerror or error}"
                self.hub.refuse(DOOR, path.name, reason, "CSV file left alone")
                self._stuck[path.name] = self._looks[path.name]

    def _complete(self) -> list[Path]:
        looks: dict[str, _Look] = {}
        found: list[Path] = []
        for entry in sorted(os.scandir(self._folder), key=lambda each: each.name):
            if not entry.is_file() or not self._fits(entry.name):
                continue
            stat = entry.stat()
            looks[entry.name] = _Look(stat.st_size, stat.st_mtime_ns)
            look = looks[entry.name]
            if self._looks.get(entry.name) == look and self._stuck.get(entry.name) != look:
                found.append(self._folder / entry.name)
        self._looks = looks
        self._stuck = {name: look for name, look in self._stuck.items() if name in looks}
        return found

    def _fits(self, name: str) -> bool:
        """Names that say a file is being written are left alone until it is renamed."""
        if name.startswith(".") or name.lower().endswith(_UNFINISHED):
            return False
        return fnmatch(name, self._settings.pattern)

    async def _take(self, path: Path) -> None:
        bad: list[BadRow] = []
        taken = refused = 0
        try:
            parts = read_rows(path, self._settings)
            while (rows := await asyncio.to_thread(_next, parts)) is not None:
                # Every part waits for the store: there is room for it then, and a long file
                # cannot push others out.
                await self.hub.stored()
                taken += self._accept(rows)
                refused += len(rows.bad)
                bad += rows.bad[: MAX_REPORT - len(bad)]
            await self.hub.stored()
        except BadFile as error:
            bad.append(BadRow(1, "", str(error)))
            refused += 1
        for each in bad[:20]:
            source = f"{path.name}:{each.row}"
            self.hub.refuse(DOOR, source, each.reason, "bad row of a CSV file")
        self.hub.count_refused("bad row of a CSV file", refused - len(bad[:20]))
        await asyncio.to_thread(self._put_away, path, bad, refused)
        self._looks.pop(path.name, None)
        log.info("%s: %d readings taken, %d rows refused", path.name, taken, refused)

    def _accept(self, rows: Rows) -> int:
        """Hand readings on; what the hub refuses joins the bad rows."""
        answer = self.hub.accept(rows.items, DOOR)
        rows.bad += [
            BadRow(rows.rows[item.index], item.stream, item.reason) for item in answer.refused
        ]
        rows.bad.sort(key=lambda each: each.row)
        return answer.accepted

    def _put_away(self, path: Path, bad: list[BadRow], refused: int) -> None:
        target = _free(self._folder / (REFUSED if bad else DONE) / path.name)
        if bad:
            report = target.with_name(f"{target.name}.report.csv")
            part = report.with_name(f"{report.name}.part")
            with part.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(("row", "stream", "reason"))
                writer.writerows((each.row, _cell(each.stream), _cell(each.reason)) for each in bad)
                if refused > len(bad):
                    writer.writerow(("", "", f"and {refused - len(bad)} more rows"))
            part.replace(report)
        path.replace(target)


def _next(parts: Iterator[Rows]) -> Rows | None:
    return next(parts, None)


def _cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    words = printable(text)
    return f"'{words}" if words[:1] in ("=", "+", "-", "@") else words


def _free(target: Path) -> Path:
    """A name nobody has yet."""
    for number in range(1, 100_000):
        name = target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")
        if not name.exists():
            return name
    raise OSError(f"{target.parent} is full of files named {target.name}")
