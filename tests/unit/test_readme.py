"""The README's list of modules is that of the tree: every folder, every module, no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADS = ("desktop/", "widgets/", "services/")


def listed() -> dict[str, list[str]]:
    """Modules by folder as the README has them."""
    text = (ROOT / "README.md").read_text("utf-8")
    block = re.search(r"```\n(desktop/.*?)```", text, re.DOTALL)
    assert block is not None
    found: dict[str, list[str]] = {}
    folder = ""
    for line in block[1].splitlines():
        if head := re.match(r"(\S+/)\s", line):
            folder = head[1]
            found[folder] = []
        elif line.startswith("    "):
            found[folder] += [name.strip() for name in line.split("·")]
    return {folder: names for folder, names in found.items() if folder.startswith(HEADS)}


def there() -> dict[str, list[str]]:
    """Modules by folder as they lie in the tree."""
    found: dict[str, list[str]] = {}
    for head in HEADS:
        for file in sorted((ROOT / head).rglob("*.py")):
            if file.name != "__init__.py":
                folder = f"{file.parent.relative_to(ROOT).as_posix()}/"
                found.setdefault(folder, []).append(file.stem)
    return {folder: sorted(names) for folder, names in found.items()}


def test_every_folder_is_listed() -> None:
    assert sorted(listed()) == sorted(there())


def test_every_module_is_listed_under_its_folder() -> None:
    assert listed() == there()
