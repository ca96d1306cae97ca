"""The base maps all windows stand on: which are chosen, what is open, in which style.

Opens them away from the GUI thread, puts offline areas under them, and says what cannot be had.
It shows nothing itself: `told` carries what is to be said, `layers` what is to be drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.cache.map_tokens import MapTokens
from desktop.map_choice import FILE, TOWN
from desktop.maps.catalogue import Catalogue
from desktop.maps.contents import StoredSource
from desktop.maps.covered import CoveredSource
from desktop.maps.mbtiles import MbtilesSource
from desktop.maps.opening import Network, open_stored
from desktop.maps.pmtiles import PmtilesSource
from desktop.models.map_problems import problem_text
from desktop.views.map.choice_shelf import ChoiceShelf
from desktop.views.map.jobs import Jobs
from desktop.views.map.opened import (
    SHIPPED,
    Opened,
    feature_style,
    missing_token,
    open_base,
    open_town,
    read_style,
)
from widgets.map.base_layer import BaseLayer
from widgets.map.features import FeatureSource
from widgets.map.sources import TileSource
from widgets.map.styles.document import MapStyle
from widgets.theme import tokens

translate = QCoreApplication.translate

Covering = Callable[[str], Sequence[StoredSource]]
"""Offline areas of a base map, by its id."""


class BaseMaps(QObject):
    """Signals: `changed()` when `layers` answers otherwise, `told(text, tone)` for the banner,
    `token_asked(name, id)` for a base map that waits for its token, `named(names)` for what is
    named on the town's own map. The owner emits `renamed()` after a change of language."""

    changed = Signal()
    told = Signal(str, str)
    token_asked = Signal(str, str)
    named = Signal(object)
    renamed = Signal()

    def __init__(
        self,
        shelf: ChoiceShelf,
        jobs: Jobs,
        catalogue: Catalogue,
        network: Network,
        tokens_kept: MapTokens,
    ) -> None:
        super().__init__()
        self._shelf, self._jobs = shelf, jobs
        self.catalogue = catalogue
        self._network = network
        self._tokens = tokens_kept
        self._names: dict[str, str] = {}
        self._covering: Covering = lambda id: ()
        self._opened: dict[str, Opened] = {}
        self._problems: dict[str, str] = {}
        self._opening: set[str] = set()
        self._covered: dict[str, tuple[object, TileSource]] = {}
        self._style: MapStyle | None = None
        self._style_name = ""
        self._told_styles: set[str] = set()
        self._plain = feature_style(tokens.ACCENT)
        self._network = replace(network, tokens=self._names)
        shelf.changed.connect(self._sync)
        self._sync()

    @property
    def shelf(self) -> ChoiceShelf:
        """Where the choice is kept."""
        return self._shelf

    def set_covering(self, covering: Covering) -> None:
        """Take offline areas from there."""
        self._covering = covering
        self.recover()

    def recover(self) -> None:
        """Other offline areas are there now."""
        self._covered.clear()
        self.changed.emit()

    def set_town(self, content: bytes, made_ms: int) -> None:
        """The town's own map came, or came anew; `made_ms` says how old it is."""
        title = translate("BaseMaps", "本镇底图")
        work = partial(open_town, content, title, made_ms)
        self._jobs.run(work, partial(self._on_opened, TOWN))

    def opened(self, id: str) -> Opened | None:
        """A base map that is open."""
        return self._opened.get(id)

    def may_store(self, id: str) -> bool:
        """Whether a base map that need not be chosen may be fetched in bulk."""
        return any(entry.id == id and entry.may_bulk for entry in self.catalogue.entries)

    def open_to_store(self, id: str) -> StoredSource:
        """A base map of the catalogue to fetch from, whether it is chosen or not. For worker
        threads. Raises MapError."""
        return open_stored(self.catalogue.find(id), self._network)

    def problem(self, id: str) -> str:
        """Why a base map is not to be had, "" when it is or nobody tried."""
        return self._problems.get(id, "")

    def layers(self, other: MapStyle | None = None) -> list[BaseLayer]:
        """What is drawn at the bottom, the lowest first; for paper in another style."""
        found: list[BaseLayer] = []
        for id in self._shelf.choice.base:
            look = self._shelf.choice.layer(f"base:{id}")
            own = self._opened[id].look(other) if id in self._opened else None
            for source, is_features, is_vector in self._sources(id):
                style = own or (self._plain if is_features else other or self._style)
                if style is not None or not is_vector:
                    style = style if is_vector else None
                    found.append(BaseLayer(source, style, look.opacity, look.visible))
        return found

    def choose(self, ids: Sequence[str]) -> None:
        """Stand on these, the lowest first; without any on the town's own."""
        for id in ids:
            self._problems.pop(id, None)
        self._shelf.change(base=tuple(ids) or (TOWN,))

    def open_file(self, path: Path, *, alone: bool = False) -> None:
        """Put a file above the base maps chosen, or in their place."""
        id = f"{FILE}{path}"
        choice = self._shelf.choice
        files = (*(f for f in choice.files if f != str(path)), str(path))
        base = (id,) if alone else (*(b for b in choice.base if b != id), id)
        self._problems.pop(id, None)
        self._shelf.change(base=base, files=files)

    def forget_file(self, path: str) -> None:
        """Offer a file no longer."""
        choice = self._shelf.choice
        base = tuple(id for id in choice.base if id != f"{FILE}{path}") or (TOWN,)
        self._shelf.change(base=base, files=tuple(f for f in choice.files if f != path))

    def set_token(self, name: str, token: str) -> None:
        """Keep a provider's token and open what waited for it."""
        if not self._tokens.put(name, token):
            text = translate("BaseMaps", "令牌无法保存，只在本次运行有效")
            self.told.emit(text, "warn")
        self._names[name] = token
        self._network = replace(self._network, tokens=self._names)
        for entry in self.catalogue.entries:
            if entry.token == name:
                self._opened.pop(entry.id, None)
                self._problems.pop(entry.id, None)
        self._sync()

    def stop(self) -> None:
        """Close every file, once nothing is drawn any more."""
        for opened in self._opened.values():
            for source in opened.sources:
                if isinstance(source, MbtilesSource | PmtilesSource):
                    source.close()

    def set_style(self, name: str) -> None:
        """Draw in the dark or the light style, or in that of a document's path."""
        self._shelf.change(style=name)

    def title(self, id: str) -> str:
        """What a base map is called."""
        if id == TOWN:
            return translate("BaseMaps", "本镇底图")
        if id.startswith(FILE):
            return Path(id.removeprefix(FILE)).name
        is_english = translate("Wording", "zh") == "en"
        for entry in self.catalogue.entries:
            if entry.id == id:
                return entry.title_en if is_english and entry.title_en else entry.title
        return id

    def id_of_source(self, source_id: str) -> str:
        """The base map a source belongs to, "" for none."""
        for id in self._shelf.choice.base:
            if any(source.id == source_id for source, _, _ in self._sources(id)):
                return id
        return ""

    def _sources(self, id: str) -> list[tuple[TileSource, bool, bool]]:
        opened = self._opened.get(id)
        if opened is None:
            # Its areas draw even when the base map itself cannot be opened.
            kept = self._covering(id) if id in self._problems else ()
            return [(area, False, getattr(area, "format", "") == "pbf") for area in kept]
        first = self._cover(id, opened.sources[0])
        return [(first, opened.is_features, opened.is_vector)] + [
            (source, False, getattr(source, "format", "") == "pbf") for source in opened.sources[1:]
        ]

    def _cover(self, id: str, primary: TileSource) -> TileSource:
        areas = self._covering(id)
        if not areas:
            return primary
        key = (primary, tuple(areas))
        held = self._covered.get(id)
        if held is None or held[0] != key:
            held = self._covered[id] = (key, CoveredSource(primary, areas))
        return held[1]

    def _sync(self) -> None:
        """Open what is chosen and not open, and read the style that is."""
        choice = self._shelf.choice
        if self._network.door.is_open != choice.uses_network:
            self._network.door.set(choice.uses_network)
            self._covered.clear()
        is_english = translate("Wording", "zh") == "en"
        for id in choice.base:
            if id == TOWN or id in self._opened or id in self._opening or id in self._problems:
                continue
            if name := self._missing_token(id):
                self._problems[id] = translate("BaseMaps", "需要令牌")
                self.token_asked.emit(name, id)
                continue
            self._opening.add(id)
            work = partial(open_base, id, self.catalogue, self._network, english=is_english)
            self._jobs.run(work, partial(self._on_opened, id))
        if choice.style != self._style_name:
            self._style_name = choice.style
            self._jobs.run(partial(read_style, choice.style), partial(self._on_style, choice.style))
        self.changed.emit()

    def _missing_token(self, id: str) -> str:
        """Name of the token a base map waits for; one that is kept is fetched when first needed."""
        name = missing_token(id, self.catalogue, tuple(self._names))
        if name and (token := self._tokens.get(name)):
            self._names[name] = token
            return ""
        return name

    def _on_opened(self, id: str, answer: Any) -> None:
        self._opening.discard(id)
        if isinstance(answer, Opened):
            self._opened[id] = answer
            self._problems.pop(id, None)
            self._tell_style(answer)
            first = answer.sources[0]
            if id == TOWN and isinstance(first, FeatureSource):
                self.named.emit(first.names)
        else:
            self._problems[id] = problem_text(answer)
            text = translate("BaseMaps", "底图“{title}”打不开：{why}").format(
                title=self.title(id), why=answer
            )
            self.told.emit(text, "warn")
        self.changed.emit()

    def _on_style(self, name: str, answer: Any) -> None:
        if name != self._style_name:
            return
        if isinstance(answer, MapStyle):
            self._style = answer
            if answer.skipped and name not in SHIPPED and name not in self._told_styles:
                self._told_styles.add(name)
                self._tell_skipped(Path(name).name, answer.skipped)
        else:
            text = translate("BaseMaps", "样式用不了，改回深色：{why}").format(
                why=problem_text(answer)
            )
            self.told.emit(text, "warn")
            self._shelf.change(style=SHIPPED[0])
        self.changed.emit()

    def _tell_style(self, opened: Opened) -> None:
        """Say what is wrong with a base map's own style."""
        if opened.style_problem:
            text = translate("BaseMaps", "底图“{title}”自己的样式用不了，按所选样式画：{why}")
            said = text.format(title=opened.title, why=opened.style_problem)
            self.told.emit(said, "warn")
        elif opened.style is not None and opened.style.skipped:
            self._tell_skipped(opened.title, opened.style.skipped)

    def _tell_skipped(self, name: str, skipped: tuple[str, ...]) -> None:
        text = translate("BaseMaps", "样式 {name} 有 {n} 处不支持，已略过：{what}").format(
            name=name, n=len(skipped), what="；".join(skipped[:3])
        )
        self.told.emit(text, "quiet")
