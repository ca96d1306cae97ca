"""Memory: how it is kept, and of what Python looks for garbage, never for long while one works.

A full search visits every object: with 100,000 points and 10,000 cases that stops the screen for a
tenth of a second. What a town is made of holds no cycles and goes when its last user does, so it
need not be searched at all.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
"""Names of `mallopt`, from malloc.h."""

_LARGE_BYTES: Final = 1024 * 1024
_SPARE_BYTES: Final = 16 * 1024 * 1024


def keep_large_apart() -> bool:
    """Have large blocks, such as painted tiles, given back to the system as soon as they are free.

    Windows and macOS do so; the C library of Linux stops doing it once a block of that size was
    freed, and then tiles that come and go leave a heap full of holes. Says whether it was told.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        # Another C library, which has neither the habit nor the switch.
        return False
    return bool(mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)) and bool(
        mallopt(_TRIM_THRESHOLD, _SPARE_BYTES)
    )


def settle() -> None:
    """Leave all there is now out of every later search."""
    gc.freeze()
