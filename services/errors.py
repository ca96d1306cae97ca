"""The base of everything the server raises on purpose. Knows nothing of who catches it."""

from __future__ import annotations


class OneMapError(Exception):
    """Base of the server's own errors; its text is a sentence a person can act on."""


class StartupError(OneMapError):
    """The program cannot start: one clear sentence on stderr, exit code 2."""
