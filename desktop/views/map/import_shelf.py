"""What was imported onto the maps of a town: kept in the profile's folder, shown in all windows.

Each import is a GeoJSON file on WGS 84 and a small one about it. Taking one away keeps its files
until the next start, so that it can be undone.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.maps.errors import MapError
from desktop.maps.importers.aside import Preview, reload_aside
from desktop.models.map_problems import problem_text
from desktop.views.map.jobs import Jobs, Watch
from desktop.views.map.opened import feature_style
from widgets.map.features import FeatureColumns, FeatureSource
from widgets.map.styles.document import MapStyle
from widgets.theme import tokens

_ABOUT: Final = ".import.json"
_REMOVED: Final = ".removed"
_DATA: Final = ".geojson"
_DRAFT: Final = ".draft"


class About(msgspec.Struct, frozen=True):
    """What is known of an import beside its features."""

    id: str
    title: str
    crs: str
    made_ms: int
    count: int


@dataclass(frozen=True)
class Imported:
    """An import as it is shown."""

    about: About
    source: FeatureSource


class ImportShelf(QObject):
    """Signals: `changed()` when imports came or went, `failed(text)` for one that is unusable."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, folder: Path, jobs: Jobs, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._folder, self._jobs, self._clock = folder, jobs, clock
        self._held: dict[str, Imported] = {}
        self._removed: dict[str, Imported] = {}
        self._style = feature_style(tokens.NORMAL)
        jobs.run_watched(partial(_read_all, folder), self._on_read, _ignore)

    @property
    def style(self) -> MapStyle:
        """How imports are drawn."""
        return self._style

    def all(self) -> tuple[Imported, ...]:
        """Every import, the oldest first."""
        return tuple(sorted(self._held.values(), key=lambda each: each.about.made_ms))

    def draft(self) -> Path:
        """A file for the features of an import that is not accepted yet."""
        return self._folder / f"{uuid4().hex}{_DRAFT}"

    def drop(self, draft: Path) -> None:
        """Nothing came of a draft."""
        self._jobs.run(partial(_unlink, draft), _ignore)

    def add(self, preview: Preview, title: str) -> None:
        """Keep what an import found; its draft becomes the kept file."""
        result = preview.result
        about = About(uuid4().hex, title, result.crs.id, round(self._clock() * 1000), result.count)
        self._jobs.run(partial(_keep, self._folder, about, preview), self._on_written)

    def remove(self, id: str) -> About | None:
        """Take one away; it can be put back until the program ends."""
        each = self._held.pop(id, None)
        if each is None:
            return None
        self._removed[id] = each
        self._jobs.run(partial(_rename, self._folder, id, _ABOUT, _REMOVED), _ignore)
        self.changed.emit()
        return each.about

    def put_back(self, id: str) -> bool:
        """Undo a removal; answers whether there was one."""
        each = self._removed.pop(id, None)
        if each is None:
            return False
        self._held[id] = each
        self._jobs.run(partial(_rename, self._folder, id, _REMOVED, _ABOUT), _ignore)
        self.changed.emit()
        return True

    def _on_read(self, answer: Any) -> None:
        if isinstance(answer, Exception):
            self.failed.emit(problem_text(answer))
            return
        found, problems = answer
        for each in found:
            self._held[each.about.id] = each
        for problem in problems:
            self.failed.emit(problem)
        if found:
            self.changed.emit()

    def _on_written(self, answer: Any) -> None:
        if isinstance(answer, Imported):
            self._held[answer.about.id] = answer
            self.changed.emit()
        else:
            self.failed.emit(problem_text(answer))


def _ignore(answer: Any) -> None:
    """What a rename answers changes nothing that is shown."""


def _keep(folder: Path, about: About, preview: Preview) -> Imported:
    """The data first: what has no file about it is not there. Raises MapError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        preview.kept.replace(folder / f"{about.id}{_DATA}")
        fresh = folder / f"{about.id}.new"
        fresh.write_bytes(msgspec.json.encode(about))
        fresh.replace(folder / f"{about.id}{_ABOUT}")
    except OSError as error:
        raise MapError(f"{folder}: {error.strerror}") from error
    return Imported(about, FeatureSource(f"import:{about.id}", preview.columns))


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _rename(folder: Path, id: str, old: str, new: str) -> None:
    with contextlib.suppress(OSError):
        (folder / f"{id}{old}").replace(folder / f"{id}{new}")


def _read_all(folder: Path, watch: Watch) -> tuple[list[Imported], list[str]]:
    """Every import of a folder, and one line for each that cannot be read."""
    _clear(folder)
    abouts: list[About] = []
    problems: list[str] = []
    for path in sorted(folder.glob(f"*{_ABOUT}")):
        try:
            abouts.append(msgspec.json.decode(path.read_bytes(), type=About))
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            problems.append(f"{path.name}: {error}")
    paths = tuple(folder / f"{about.id}{_DATA}" for about in abouts)
    answers = reload_aside(paths, is_cancelled=watch.is_cancelled)
    found: list[Imported] = []
    for about, answer in zip(abouts, answers, strict=True):
        if isinstance(answer, FeatureColumns):
            found.append(Imported(about, FeatureSource(f"import:{about.id}", answer)))
        else:
            problems.append(f"{about.title}: {answer}")
    return found, problems


def _clear(folder: Path) -> None:
    """What was removed, and what was left of imports nobody accepted."""
    for path in sorted(folder.glob(f"*{_REMOVED}")):
        _unlink(path.with_suffix(_DATA))
        _unlink(path)
    for path in folder.glob(f"*{_DRAFT}"):
        _unlink(path)
