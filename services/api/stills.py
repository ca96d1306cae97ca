"""The latest still of every camera, and the pictures kept as evidence, by what they show.

In a folder beside the database or in memory. Evidence is named by its content, so that the same
picture is kept once; past a bound the oldest go.
"""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 2 * 1024 * 1024
EVIDENCE_KEPT = 20_000
"""Pictures kept as evidence on disk."""
EVIDENCE_IN_MEMORY = 50
_EVIDENCE = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}


class BadStill(ValueError):
    """The bytes are not a still this server takes; the text says why."""


@dataclass(frozen=True, slots=True)
class Still:
    """A picture and what identifies it."""

    data: bytes
    media_type: str
    etag: str


def sniff(data: bytes) -> str:
    """Media type by the first bytes. Raises BadStill."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    raise BadStill("the still is neither JPEG nor PNG")


def still_of(data: bytes) -> Still:
    """A still of bytes that came in. Raises BadStill."""
    return Still(data, sniff(data), hashlib.sha256(data).hexdigest()[:32])


class StillStore:
    """Newest still per camera, and evidence. Every call touches the disk: make it in a thread."""

    def __init__(self, folder: Path | None, evidence_kept: int = EVIDENCE_KEPT) -> None:
        self._folder = folder
        self._memory: dict[str, Still] = {}
        self._evidence: dict[str, Still] = {}
        self._evidence_kept = evidence_kept
        self._count: int | None = None
        self._writing = threading.Lock()
        """Doors keep the same picture at the same time, and what is old goes meanwhile."""

    def put(self, camera: str, still: Still) -> None:
        """Replace the camera's still. Raises OSError when the disk refuses."""
        if self._folder is None:
            self._memory[camera] = still
            return
        with self._writing:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._path(camera, ".part")
            part.write_bytes(still.data)
            path = self._path(camera, _SUFFIXES[still.media_type])
            part.replace(path)
            for suffix in _SUFFIXES.values():
                if suffix != path.suffix:
                    self._path(camera, suffix).unlink(missing_ok=True)

    def get(self, camera: str) -> Still | None:
        """The camera's still, if there is one."""
        if self._folder is None:
            return self._memory.get(camera)
        for suffix in _SUFFIXES.values():
            try:
                return still_of(self._path(camera, suffix).read_bytes())
            except (FileNotFoundError, BadStill):
                continue
        return None

    def keep(self, still: Still) -> str:
        """Keep a picture as evidence; its id. Raises OSError when the disk refuses."""
        if self._folder is None:
            self._evidence[still.etag] = still
            while len(self._evidence) > EVIDENCE_IN_MEMORY:
                self._evidence.pop(next(iter(self._evidence)))
            return still.etag
        folder = self._folder / "evidence"
        path = folder / f"{still.etag}{_SUFFIXES[still.media_type]}"
        with self._writing:
            folder.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                part = path.with_suffix(".part")
                part.write_bytes(still.data)
                part.replace(path)
                self._forget_old(folder)
        return still.etag

    def evidence(self, id: str) -> Still | None:
        """A picture kept as evidence, if it is (still) there."""
        if not _EVIDENCE.fullmatch(id):
            return None
        if self._folder is None:
            return self._evidence.get(id)
        for suffix in _SUFFIXES.values():
            try:
                return still_of((self._folder / "evidence" / f"{id}{suffix}").read_bytes())
            except (FileNotFoundError, BadStill):
                continue
        return None

    def _forget_old(self, folder: Path) -> None:
        """Past the bound a tenth goes at once, so that the folder is not listed every time."""
        if self._count is None:
            self._count = sum(1 for _ in folder.iterdir())
        else:
            self._count += 1
        if self._count <= self._evidence_kept:
            return
        files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)
        for file in files[: len(files) - self._evidence_kept + self._evidence_kept // 10]:
            file.unlink(missing_ok=True)
        self._count = None

    def _path(self, camera: str, suffix: str) -> Path:
        assert self._folder is not None
        name = camera if _NAME.fullmatch(camera) and not camera.startswith(".") else ""
        if not name:
            name = "~" + hashlib.sha256(camera.encode()).hexdigest()
        return self._folder / f"{name}{suffix}"
