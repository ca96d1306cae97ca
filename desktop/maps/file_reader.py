"""Reads pieces of a file from several threads at once.

Plain reads, not a memory map: a mapped file that shrinks or whose stick is pulled out kills the
process with SIGBUS, a failed read is an error like any other.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path


class FileReader:
    """One file, open for reading. `size` is its length when it was opened. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb", buffering=0)
        self._lock = threading.Lock()
        self.size = os.fstat(self._file.fileno()).st_size

    def read(self, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`, fewer where the file ends."""
        pieces = []
        while length > 0:
            with self._lock:
                self._file.seek(offset)
                piece = self._file.read(length)
            if not piece:
                break
            pieces.append(piece)
            offset += len(piece)
            length -= len(piece)
        return b"".join(pieces)

    def identity(self) -> str:
        """A text that changes with the file's content, as far as its date and size tell."""
        facts = os.fstat(self._file.fileno())
        return f"{self.path.resolve()}|{facts.st_size}|{facts.st_mtime_ns}"

    def close(self) -> None:
        with self._lock:
            self._file.close()
