"""The latest still of every camera, in a folder beside the database or in memory."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 2 * 1024 * 1024
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
    """Keeps the newest still per camera. `put` and `get` touch the disk: call them in a thread."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory: dict[str, Still] = {}

    def put(self, camera: str, still: Still) -> None:
        """Replace the camera's still. Raises OSError when the disk refuses."""
        if self._folder is None:
            self._memory[camera] = still
            return
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

    def _path(self, camera: str, suffix: str) -> Path:
        assert self._folder is not None
        name = camera if _NAME.fullmatch(camera) and not camera.startswith(".") else ""
        if not name:
            name = "~" + hashlib.sha256(camera.encode()).hexdigest()
        return self._folder / f"{name}{suffix}"
