"""What all maps of a town stand on and hold, and the desks that show it on one map.

`Grounds` is built once and ended once; `outfit` builds the desks of a pane beside those of
`desks.furnish`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from PySide6.QtCore import QCoreApplication, QObject

from desktop.actions.catalogue import ActionId
from desktop.cache.map_tokens import MapTokens
from desktop.map_choice import MapChoice
from desktop.maps.area_download import Politeness
from desktop.maps.catalogue import read_catalogue, shipped
from desktop.maps.contents import StoredSource
from desktop.maps.disk_cache import DiskCache
from desktop.maps.errors import MapError
from desktop.maps.http_tiles import open_client
from desktop.maps.offline import OfflineAreas
from desktop.maps.opening import Network
from desktop.maps.xyz import NetworkDoor
from desktop.models.feed import Feed
from desktop.models.map_presets import load_presets
from desktop.paths import Paths
from desktop.views.map.base_desk import BaseDesk
from desktop.views.map.base_maps import BaseMaps
from desktop.views.map.choice_shelf import ChoiceShelf
from desktop.views.map.desks import MapDesks
from desktop.views.map.export_desk import ExportDesk
from desktop.views.map.import_desk import ImportDesk
from desktop.views.map.import_shelf import ImportShelf
from desktop.views.map.jobs import Jobs
from desktop.views.map.kit import MapKit
from desktop.views.map.layer_desk import LayerDesk
from desktop.views.map.layer_panel_desk import LayerPanelDesk
from desktop.views.map.live import LiveMap
from desktop.views.map.offline_desk import OfflineDesk
from desktop.views.map.offline_shelf import Fetching, OfflineShelf
from desktop.views.map.pane import MapPane
from desktop.views.map.preset_desk import PresetDesk

translate = QCoreApplication.translate

USER_AGENT: Final = "OneMap (desktop; map tiles)"
CACHE_BYTES: Final = 512 * 2**20
LEAVE_S: Final = 2.0
"""So long the end of the program waits for tiles that servers have been asked for."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything about maps is kept."""

    config: Path
    basemaps: Path
    tile_cache: Path
    areas: Path
    imports: Path
    presets: Path

    @classmethod
    def of(cls, paths: Paths, profile: str) -> Places:
        """By the customs of the system, for one profile."""
        return cls(
            paths.config,
            paths.basemaps,
            paths.tile_cache,
            paths.offline_areas,
            paths.imports(profile),
            paths.presets,
        )


class Grounds:
    """The base maps, imports and offline areas of a town, for all of its windows."""

    def __init__(
        self,
        places: Places,
        choice: ChoiceShelf,
        *,
        client: httpx.Client | None = None,
        politeness: Politeness | None = None,
    ) -> None:
        self.choice = choice
        self.jobs = Jobs("files")
        self.reading = Jobs("imports")
        self._downloads = Jobs("areas")
        self.samples = Jobs("samples")
        self._client = client or open_client(USER_AGENT)
        self._cache = _open_cache(places.tile_cache)
        self.door = NetworkDoor(is_open=choice.choice.uses_network)
        catalogue = read_catalogue([shipped(), places.basemaps])
        network = Network(self._client, self.door, self._cache)
        self.base = BaseMaps(choice, self.jobs, catalogue, network, MapTokens(places.config))
        self.imports = ImportShelf(places.imports, self.jobs)
        places.areas.mkdir(parents=True, exist_ok=True)
        self.offline = OfflineShelf(
            OfflineAreas(places.areas),
            choice,
            self._downloads,
            self.stored,
            Fetching(self.base.may_store, self.base.open_to_store),
            politeness,
        )
        self.base.set_covering(self.offline.covering)
        self.offline.covered.connect(self.base.recover)
        self.base.changed.connect(self.offline.take_up)
        self.problems = catalogue.problems
        self.presets = load_presets(places.presets)

    def stored(self, id: str) -> StoredSource | None:
        """A base map whose tiles can be copied, None when it is not open or cannot be."""
        opened = self.base.opened(id)
        source = opened.sources[0] if opened is not None else None
        return source if source is not None and hasattr(source, "raw") else None  # type: ignore[return-value]

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being read or written."""
        return all(jobs.is_idle for jobs in (self.jobs, self.reading, self._downloads))

    def rest(self) -> None:
        """Keep the choice and look at nothing any more: before `stop`, on the GUI thread."""
        self.choice.flush()
        self.offline.rest()

    def stop(self) -> None:
        """End the downloads and the work under way. Blocks; may be called from any thread."""
        self.offline.stop()
        for jobs in (self.samples, self._downloads, self.reading, self.jobs):
            jobs.stop()
        self.base.stop()
        if not self.door.lock(LEAVE_S):
            _log.info("A tile server still keeps its answer to itself; it is not waited for.")
        self._client.close()
        if self._cache is not None:
            self._cache.close()


def _open_cache(path: Path) -> DiskCache | None:
    try:
        return DiskCache(path, CACHE_BYTES)
    except MapError as error:
        _log.warning("Tiles are not kept: %s", error)
        return None


class GroundDesks(QObject):
    """The desks of one map that show what it stands on. They serve what `MapDesks` asks for."""

    def __init__(
        self,
        pane: MapPane,
        kit: MapKit,
        feed: Feed,
        live: LiveMap,
        desks: MapDesks,
        grounds: Grounds,
        *,
        is_second: bool,
    ) -> None:
        super().__init__(pane)
        self._pane, self._grounds = pane, grounds
        store = kit.store
        layers = grounds.choice
        if is_second:
            # A further map begins as the wall's stands and goes its own way.
            layers = ChoiceShelf(grounds.choice.choice, _keep_not)
            layers.setParent(self)
        self.layers = LayerDesk(pane.canvas, live, store, grounds.base, grounds.imports, layers)
        self.panel = LayerPanelDesk(pane, store, self.layers, grounds.base, grounds.imports)
        self.presets = PresetDesk(pane, kit.notices, live, store, self.layers, grounds.presets.maps)
        self.base = BaseDesk(pane, kit.notices, grounds.base, is_second=is_second)
        self.imports = ImportDesk(
            pane,
            kit.notices,
            desks.tools,
            self.layers,
            grounds.imports,
            grounds.base,
            grounds.reading,
        )
        self.offline = OfflineDesk(
            pane,
            kit.notices,
            desks.tools,
            desks.sheets,
            grounds.offline,
            grounds.base,
            grounds.stored,
            grounds.jobs,
            grounds.samples,
        )
        self.export = ExportDesk(pane, kit, grounds.base, self.panel, grounds.jobs)
        self._served = {
            str(ActionId.LAYERS): self.panel.toggle,
            str(ActionId.MAPS): self.presets.toggle,
            str(ActionId.IMPORT): self.imports.ask_file,
            str(ActionId.OFFLINE): self.offline.toggle,
            str(ActionId.EXPORT): self.export.begin,
        }
        self._connect(feed, desks)
        self.set_words()
        for problem in () if is_second else grounds.problems[:1]:
            text = translate("BaseMaps", "底图目录有误：{why}").format(why=problem)
            kit.notices.say(text, "warn")
        for problem in () if is_second else grounds.presets.problems[:1]:
            text = translate("Presets", "八图配置有误：{why}").format(why=problem)
            kit.notices.say(text, "warn")
        if layers.choice.preset:
            self.presets.show(layers.choice.preset, moves=False)

    def _connect(self, feed: Feed, desks: MapDesks) -> None:
        desks.asked.connect(self._on_asked)
        self._grounds.base.renamed.connect(self.set_words)
        self.panel.base_asked.connect(self.base.open)
        self.panel.removal_asked.connect(self.imports.remove)
        feed.calmed.connect(self.layers.theme.pass_time)
        feed.ticked.connect(self._on_tick)

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        self._pane.canvas.set_language(translate("Wording", "zh"))
        self.panel.set_words()
        self.presets.set_words()
        self.imports.panel.set_words()
        self.offline.set_words()
        self.layers.theme.refresh()

    def _on_asked(self, id: str) -> None:
        if id in self._served:
            self._served[id]()

    def _on_tick(self) -> None:
        self.layers.theme.pass_time()
        self.panel.refresh()


def outfit(
    pane: MapPane,
    kit: MapKit,
    feed: Feed,
    live: LiveMap,
    desks: MapDesks,
    grounds: Grounds,
    *,
    is_second: bool = False,
) -> GroundDesks:
    """Build the desks of a pane that show what it stands on."""
    return GroundDesks(pane, kit, feed, live, desks, grounds, is_second=is_second)


def _keep_not(choice: MapChoice) -> None:
    """A further window's layers are its own and end with it."""
