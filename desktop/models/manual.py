"""The manual's pages as they lie in the resources: which there are, their titles, their text.

Knows Markdown headings and links, no window.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

INDEX: Final = "index"
_SUFFIX: Final = ".md"
_FENCED: Final = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\]\(([\w-]+)\.md")
_OTHER_THAN_WORDS: Final = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `name` is what links call it, without the ending."""

    name: str
    title: str
    text: str


class Manual:
    """The pages of one language."""

    def __init__(self, language: str, folder: Traversable | None = None) -> None:
        self.language = language
        self._folder = (folder or files("resources").joinpath("manual")).joinpath(language)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page, the index first, then in the order in which it leads to them."""
        found = {
            file.name.removesuffix(_SUFFIX): file.read_text("utf-8")
            for file in self._folder.iterdir()
            if file.name.endswith(_SUFFIX)
        }
        led = dict.fromkeys((INDEX, *_LINK.findall(found.get(INDEX, "")), *sorted(found)))
        return tuple(Page(name, _title(found[name]), found[name]) for name in led if name in found)

    def page(self, name: str) -> Page | None:
        """The page of a name, None for a stranger."""
        return next((page for page in self.pages if page.name == name), None)

    def holding(self, words: str) -> tuple[str, ...]:
        """Names of the pages that say something, in any case; all for nothing."""
        wanted = words.casefold()
        return tuple(page.name for page in self.pages if wanted in page.text.casefold())


def anchor(heading: str) -> str:
    """What links call a heading, as Markdown viewers agree on it."""
    return _OTHER_THAN_WORDS.sub("", heading.lower()).strip().replace(" ", "-")


def _title(text: str) -> str:
    for line in _FENCED.sub("", text).splitlines():
        if line.startswith("# "):
            return line.removeprefix("# ").strip()
    return ""
