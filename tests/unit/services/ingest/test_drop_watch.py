from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import pytest

from services.clock import ManualClock
from services.contract.codec import Columns
from services.errors import StartupError
from services.ingest import drop_watch
from services.ingest.drop import DropSettings
from services.ingest.drop_watch import DropWatch
from services.ingest.hub import Limits, ReadingHub
from services.ingest.parse import RawReading
from tests.fakes.server import NOW, FakeKeeper, FakeReadingStore

GOOD = f"at,stream,value\n{NOW},W1,5\n{NOW},W2,6\n"


class Desk:
    """A hub with its writer, and the watch of a folder."""

    def __init__(self, folder: Path) -> None:
        self.keeper, self.store = FakeKeeper(), FakeReadingStore()
        self.keeper.put_streams(4)
        self.hub = ReadingHub(self.keeper, self.store, ManualClock(NOW), Limits(write_every_s=0))
        self.folder = folder / "in"
        settings = DropSettings(folder="in", timezone="UTC")
        self.watch = DropWatch(settings, folder, self.hub)
        self.watch.make_folders()

    async def look(self, times: int = 2) -> None:
        """Look with a writer at work, as between a start and a stop of the server."""
        self.hub = ReadingHub(self.keeper, self.store, ManualClock(NOW), Limits(write_every_s=0))
        await self.hub.start()
        self.watch.hub = self.hub
        writer = asyncio.create_task(self.hub.run())
        try:
            for _ in range(times):
                await self.watch.look()
        finally:
            self.hub.stop()
            await writer

    def names(self, folder: str = "") -> list[str]:
        return sorted(path.name for path in (self.folder / folder).iterdir() if path.is_file())

    def stored(self) -> list[tuple[int, float]]:
        return [
            (index, value)
            for batch in self.store.batches
            for index, value in zip(batch.index.tolist(), batch.value.tolist(), strict=True)
        ]


async def test_a_complete_file_is_taken_stored_and_moved_to_done(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (desk.folder / "a.csv").write_text(GOOD)
    await desk.look()
    assert desk.stored() == [(1, 5.0), (2, 6.0)]
    assert (desk.names(), desk.names("done"), desk.names("refused")) == ([], ["a.csv"], [])


async def test_a_file_that_still_grows_or_is_not_renamed_yet_is_left_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    growing = desk.folder / "a.csv"
    growing.write_text("at,stream,value\n")
    for name in ("b.csv.part", ".c.csv", "d.txt", "e.csv.TMP"):
        (desk.folder / name).write_text(GOOD)
    await desk.look(1)
    growing.write_text(GOOD)
    await desk.look(1)
    assert desk.stored() == []
    assert "a.csv" in desk.names()
    await desk.look(1)
    assert desk.stored() == [(1, 5.0), (2, 6.0)]
    assert len(desk.names()) == 4


async def test_bad_rows_are_reported_beside_the_refused_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (desk.folder / "a.csv").write_text(GOOD + f"{NOW},W9,1\nsoon,W1,1\n{NOW},=CMD(),1\n")
    (desk.folder / "b.csv").write_text("x\n")
    await desk.look()
    assert desk.stored() == [(1, 5.0), (2, 6.0)]
    assert desk.names("refused") == ["a.csv", "a.csv.report.csv", "b.csv", "b.csv.report.csv"]
    with (desk.folder / "refused" / "a.csv.report.csv").open(encoding="utf-8-sig") as file:
        assert list(csv.reader(file)) == [
            ["row", "stream", "reason"],
            ["4", "W9", "unknown stream"],
            ["5", "", "at 'soon' is not a time in ISO 8601"],
            ["6", "'=CMD()", "unknown stream"],
        ]
    report = (desk.folder / "refused" / "b.csv.report.csv").read_text("utf-8-sig")
    assert "there is no column 'at'" in report
    assert desk.hub.refused["bad row of a CSV file"] == 4
    told = [each.source for each in desk.hub.refusals.last() if each.source.startswith("a.csv")]
    assert told == ["a.csv:6", "a.csv:5", "a.csv:4"]


async def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for _ in range(2):
        (desk.folder / "a.csv").write_text(GOOD)
        await desk.look()
    assert desk.names("done") == ["a-2.csv", "a.csv"]


async def test_killed_in_the_middle_it_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.ingest.drop.BATCH", 1)
    desk = Desk(tmp_path)
    (desk.folder / "a.csv").write_text(GOOD)
    await desk.hub.start()
    await desk.watch.look()
    taking = asyncio.create_task(desk.watch.look())
    async with asyncio.timeout(5):
        while not desk.hub.accepted:
            await asyncio.sleep(0.001)
    taking.cancel()
    await asyncio.wait([taking])
    assert desk.names() == ["a.csv"]
    again = Desk(tmp_path)
    await again.look()
    assert again.stored() == [(1, 5.0), (2, 6.0)]
    assert again.names("done") == ["a.csv"]


async def test_a_long_report_says_how_many_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drop_watch, "MAX_REPORT", 2)
    desk = Desk(tmp_path)
    (desk.folder / "a.csv").write_text("at,stream,value\n" + "x,W1,1\n" * 5)
    await desk.look()
    report = (desk.folder / "refused" / "a.csv.report.csv").read_text("utf-8-sig")
    assert "and 3 more rows" in report
    assert desk.hub.refused["bad row of a CSV file"] == 5


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("a file")
    with pytest.raises(StartupError, match=r"\[drop\] folder: .*in cannot be made"):
        Desk(tmp_path)


async def test_a_file_that_cannot_be_moved_is_left_alone_and_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path)
    move = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "a.csv":
            raise PermissionError(13, "no")
        return move(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    for name in ("a.csv", "b.csv"):
        (desk.folder / name).write_text(GOOD)
    await desk.look(4)
    assert (desk.names(), desk.names("done")) == (["a.csv"], ["b.csv"])
    assert desk.hub.refused["CSV file left alone"] == 1
    monkeypatch.undo()
    (desk.folder / "a.csv").write_text(GOOD + f"{NOW},W3,1\n")
    await desk.look()
    assert desk.names("done") == ["a.csv", "b.csv"]


class _FullHub(ReadingHub):
    """Its store refuses until somebody waits for it."""

    is_waited_for = False

    async def stored(self) -> None:
        self.is_waited_for = True
        await super().stored()


async def test_a_file_waits_for_room_in_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path)
    (desk.folder / "a.csv").write_text(GOOD)
    limits = Limits(write_every_s=0, waiting_rows=2)
    hub = desk.watch.hub = _FullHub(desk.keeper, desk.store, ManualClock(NOW), limits)
    append = desk.store.append

    def refuse(batch: Columns) -> None:
        if not hub.is_waited_for:
            raise OSError("busy")
        append(batch)

    monkeypatch.setattr(desk.store, "append", refuse)
    await hub.start()
    hub.accept([RawReading("W3", 1.0), RawReading("W3", 2.0, NOW - 1)])
    writer = asyncio.create_task(hub.run())
    try:
        await desk.watch.look()
        await desk.watch.look()
    finally:
        hub.stop()
        await writer
    assert hub.not_stored == 0
    assert sorted(desk.stored()) == [(1, 5.0), (2, 6.0), (3, 1.0), (3, 2.0)]
