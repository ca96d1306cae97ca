"""Sample messages, shaped like the examples of the standard and like China's practice."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "samples"
NAMES = tuple(sorted(file.stem for file in FOLDER.glob("*.xml")))


def sample(name: str) -> bytes:
    """The message as it would arrive."""
    return (FOLDER / f"{name}.xml").read_bytes()


def changed(name: str, old: str, new: str) -> bytes:
    """A sample with its first `old` replaced."""
    text = sample(name).decode()
    assert old in text
    return text.replace(old, new, 1).encode()
