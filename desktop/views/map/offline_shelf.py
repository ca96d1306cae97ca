"""The offline areas of all windows: what is on disk, what is being fetched, what covers a map.

Owns the downloads and ends them. File work is done by `jobs`; progress is looked up a few times a
second while anything runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.maps.area_download import AreaDownload, Phase, Politeness, Progress
from desktop.maps.area_plan import AreaPlan
from desktop.maps.contents import StoredSource
from desktop.maps.mbtiles import MbtilesSource
from desktop.maps.offline import OfflineArea, OfflineAreas
from desktop.models.map_problems import problem_text
from desktop.views.map.choice_shelf import ChoiceShelf
from desktop.views.map.jobs import Jobs
from desktop.views.map.offline_files import Listing, delete_area, edit_area, list_areas

_LOOK_MS: Final = 250
ACTIVE: Final = (Phase.RUNNING, Phase.PAUSED)

SourceOf = Callable[[str], StoredSource | None]
"""The base map of an id as it can be copied, None when it is not open or cannot be."""


@dataclass(frozen=True)
class Fetching:
    """Where tiles come from when their base map is not among those chosen."""

    may: Callable[[str], bool]
    """Whether the base map of an id may be opened to fetch from."""
    open: Callable[[str], StoredSource]
    """Opens it; called on a worker thread. Raises MapError."""


@dataclass(frozen=True)
class AreaState:
    """An area and how its download stands; None when it has none in this run."""

    area: OfflineArea
    progress: Progress | None


class OfflineShelf(QObject):
    """Signals: `changed()` for the list, `progressed()` while downloads run, `covered()` when other
    tiles are to be had, `failed(text)`."""

    changed = Signal()
    progressed = Signal()
    covered = Signal()
    failed = Signal(str)

    def __init__(
        self,
        areas: OfflineAreas,
        shelf: ChoiceShelf,
        jobs: Jobs,
        source_of: SourceOf,
        fetching: Fetching,
        politeness: Politeness | None = None,
    ) -> None:
        super().__init__()
        self._areas, self._choice, self._jobs = areas, shelf, jobs
        self._source_of, self._politeness = source_of, politeness
        self._fetching = fetching
        self._lent: list[StoredSource] = []
        self._asked: set[str] = set()
        self._held: dict[str, OfflineArea] = {}
        self._sources: dict[str, MbtilesSource] = {}
        self._downloads: dict[str, AreaDownload] = {}
        self._phases: dict[str, Phase] = {}
        self._wanted = set(shelf.choice.downloads)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.reload()

    def all(self) -> tuple[AreaState, ...]:
        """Every area by title."""
        return tuple(AreaState(a, self.progress(a.id)) for a in self._held.values())

    def find(self, id: str) -> OfflineArea | None:
        """The area of an id."""
        return self._held.get(id)

    def progress(self, id: str) -> Progress | None:
        """How a download stands."""
        download = self._downloads.get(id)
        return download.snapshot() if download is not None else None

    def covering(self, source_id: str) -> list[MbtilesSource]:
        """The areas of a base map as tiles, those with the most zooms first."""
        found = [
            self._sources[area.id]
            for area in self._held.values()
            if area.plan.source_id == source_id and area.id in self._sources and area.held
        ]
        return sorted(found, key=lambda source: -source.max_zoom)

    def reload(self) -> None:
        """Look at the folder again."""
        self._jobs.run(partial(list_areas, self._areas), self._on_listed)

    def make(self, plan: AreaPlan, title: str, source: StoredSource, *, may_bulk: bool) -> None:
        """A new area, and fill it."""
        work = partial(self._areas.make, plan, title, source, may_bulk=may_bulk)
        self._jobs.run(work, self._on_made)

    def edit(self, id: str, plan: AreaPlan, title: str) -> None:
        """Another outline, other zooms, another name; what is missing then is fetched."""
        area = self._held.get(id)
        if area is not None:
            download = self._downloads.pop(id, None)
            work = partial(edit_area, self._areas, area, plan, title, download)
            self._jobs.run(work, self._on_made)

    def delete(self, id: str) -> None:
        """Remove an area from the disk."""
        area = self._held.pop(id, None)
        if area is None:
            return
        source = self._sources.pop(id, None)
        download = self._downloads.pop(id, None)
        self._want(id, False)
        self.changed.emit()
        self.covered.emit()
        self._jobs.run(partial(delete_area, self._areas, area, source, download), self._on_done)

    def start(self, id: str) -> None:
        """Fill an area: begin, go on after a pause, or try again what would not come."""
        area, download = self._held.get(id), self._downloads.get(id)
        if area is None:
            return
        if download is not None and download.snapshot().phase is Phase.PAUSED:
            download.resume()
            self._watch(id)
            return
        if download is not None:
            self._jobs.run(download.start, partial(self._on_started, id))
        elif (source := self._source_of(area.plan.source_id)) is not None:
            self._fetch(area, source)
        else:
            self._want(id, True)
            if self._fetching.may(area.plan.source_id):
                work = partial(self._fetching.open, area.plan.source_id)
                self._jobs.run(work, partial(self._on_opened, id))

    def can_fetch(self, id: str) -> bool:
        """Whether an area's base map is open or can be opened."""
        area = self._held.get(id)
        if area is None:
            return False
        source = area.plan.source_id
        return self._source_of(source) is not None or self._fetching.may(source)

    def _fetch(self, area: OfflineArea, source: StoredSource) -> None:
        download = AreaDownload(source, area.path, area.plan, politeness=self._politeness)
        self._downloads[area.id] = download
        self._jobs.run(download.start, partial(self._on_started, area.id))

    def _on_opened(self, id: str, answer: Any) -> None:
        if isinstance(answer, Exception):
            self.failed.emit(problem_text(answer))
            return
        self._lent.append(answer)
        area = self._held.get(id)
        if area is not None and id not in self._downloads:
            self._fetch(area, answer)

    def pause(self, id: str) -> None:
        """Ask for nothing more until `start`."""
        download = self._downloads.get(id)
        if download is not None:
            download.pause()
            self._watch(id)

    def cancel(self, id: str) -> None:
        """Stop a download; what came is kept."""
        download = self._downloads.get(id)
        if download is not None:
            self._want(id, False)
            self._jobs.run(download.stop, self._on_done)

    def take_up(self) -> None:
        """Go on with what ran when the program ended. Asked often; each is tried once."""
        for id in sorted(self._wanted):
            if id not in self._asked and id not in self._downloads and self.can_fetch(id):
                self._asked.add(id)
                self.start(id)

    def rest(self) -> None:
        """Look at the downloads no more."""
        self._timer.stop()

    def stop(self) -> None:
        """End every download; those that ran go on at the next start. Blocks."""
        for download in self._downloads.values():
            download.stop()
        for source in (*self._sources.values(), *self._lent):
            source.close()

    def _want(self, id: str, wanted: bool) -> None:
        (self._wanted.add if wanted else self._wanted.discard)(id)
        self._choice.change(downloads=tuple(sorted(self._wanted)))

    def _watch(self, id: str) -> None:
        self._want(id, True)
        self._timer.start()
        self.progressed.emit()

    def _look(self) -> None:
        ended = False
        for id, download in self._downloads.items():
            phase, before = download.snapshot().phase, self._phases.get(id)
            self._phases[id] = phase
            if phase is before:
                continue
            if phase is Phase.DONE:
                self._want(id, False)
            ended |= phase is not Phase.RUNNING and before is Phase.RUNNING
        if ended:
            self.reload()
        if not any(phase is Phase.RUNNING for phase in self._phases.values()):
            self._timer.stop()
        self.progressed.emit()

    def _on_listed(self, answer: Any) -> None:
        if not isinstance(answer, Listing):
            self.failed.emit(problem_text(answer))
            return
        before = self._sources
        self._held = {area.id: area for area in answer.shelf.areas}
        self._sources = {}
        for id, source in answer.sources.items():
            held = before.get(id)
            self._sources[id] = held if held is not None and held.id == source.id else source
        for problem in answer.shelf.problems:
            self.failed.emit(problem_text(problem))
        self.changed.emit()
        self.covered.emit()
        self.take_up()

    def _on_made(self, answer: Any) -> None:
        if isinstance(answer, OfflineArea):
            self._held[answer.id] = answer
            self._downloads.pop(answer.id, None)
            self._phases.pop(answer.id, None)
            self.changed.emit()
            self.start(answer.id)
        else:
            self.failed.emit(problem_text(answer))

    def _on_started(self, id: str, answer: Any) -> None:
        if isinstance(answer, Exception):
            self.failed.emit(problem_text(answer))
            return
        self._phases[id] = Phase.RUNNING
        self._watch(id)

    def _on_done(self, answer: Any) -> None:
        if isinstance(answer, Exception):
            self.failed.emit(problem_text(answer))
        self.reload()
