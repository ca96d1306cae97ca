"""When Python looks for garbage, so that it never does so for long while somebody works.

A full search visits every object: with 100,000 points and 10,000 cases that stops the screen for a
tenth of a second. What a town is made of holds no cycles and goes when its last user does, so it
need not be searched at all.
"""

from __future__ import annotations

import gc


def begin_loading() -> None:
    """No search while everything is being read in: nothing of it is garbage yet."""
    gc.disable()


def settle() -> None:
    """Leave all there is now out of every later search, and search again."""
    gc.freeze()
    gc.enable()
