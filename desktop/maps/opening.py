"""From an entry of the catalogue, or just a file, to a source of tiles.

A file is what its first bytes say, whatever its name ends in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import httpx

from desktop.maps.catalogue import FILES, BasemapEntry, Kind
from desktop.maps.contents import (
    VECTOR,
    StoredSource,
    json_object,
    plain_attribution,
    spoken_refusal,
)
from desktop.maps.disk_cache import DiskCache
from desktop.maps.errors import ArchiveError, CatalogueError
from desktop.maps.images import image_format
from desktop.maps.mbtiles import MbtilesSource
from desktop.maps.mbtiles_file import MAGIC as SQLITE
from desktop.maps.pmtiles import PmtilesSource
from desktop.maps.pmtiles_format import MAGIC as PMTILES
from desktop.maps.said import Said, say
from desktop.maps.url_template import UrlTemplate, refuse_other_grids, wmts_pattern
from desktop.maps.xyz import NetworkDoor, WebMap, WebSource
from widgets.map.features import FeatureError, FeatureSource
from widgets.map.values import Bounds

MAX_GEOJSON_BYTES: Final = 64 * 2**20
"""About two million vertices; parsed, it takes ten times the room."""
_IMPORT: Final = say("fix.import", "import it as features instead")
_UNPACK: Final = say("fix.unpack", "unpack it and open what is inside")
_TILES: Final = say("fix.gdal", "turn it into MBTiles with gdal_translate -of MBTILES")
_STRANGERS: Final[tuple[tuple[bytes, Said, Said], ...]] = (
    (b"PK\x03\x04", say("is.zip", "it is a ZIP archive"), _UNPACK),
    (b"\x1f\x8b", say("is.gzip", "it is gzip-compressed"), _UNPACK),
    (b"7z\xbc\xaf", say("is.7z", "it is a 7z archive"), _UNPACK),
    (b"II*\x00", say("is.geotiff", "it is a GeoTIFF"), _TILES),
    (b"MM\x00*", say("is.geotiff", "it is a GeoTIFF"), _TILES),
    (b"\x00\x00\x27\x0a", say("is.shapefile", "it is a Shapefile"), _IMPORT),
    (
        b"%PDF",
        say("is.pdf", "it is a PDF"),
        say("fix.origin", "open the map it was made from"),
    ),
)

MapSource = PmtilesSource | MbtilesSource | WebSource | FeatureSource


@dataclass(frozen=True)
class Network:
    """What sources on servers share: client, door, cache, and the tokens by name."""

    client: httpx.Client
    door: NetworkDoor
    cache: DiskCache | None = None
    tokens: Mapping[str, str] = field(default_factory=dict)


def file_kind(path: Path) -> Kind:
    """Tell what a map file is by its content. Raises ArchiveError for what cannot be shown."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        fix = say("fix.see", "check that the file is there and may be read")
        raise ArchiveError(
            path,
            say("file.not_opened", "it cannot be opened ({why})", why=error.strerror or ""),
            fix,
        ) from error
    if start.startswith(PMTILES):
        return "pmtiles"
    if start.startswith(SQLITE):
        if start[68:72] in (b"GPKG", b"GP10", b"GP11"):
            raise ArchiveError(path, say("is.geopackage", "it is a GeoPackage"), _IMPORT)
        return "mbtiles"
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "geojson"
    raise ArchiveError(path, *_stranger(start))


def open_file(path: Path) -> MapSource:
    """The source of a map file. Raises ArchiveError."""
    return _open_as(file_kind(path), path, "")


def open_source(entry: BasemapEntry, network: Network) -> MapSource:
    """The source of an entry. Raises MapError."""
    if entry.kind in FILES:
        path = Path(entry.location)
        held = file_kind(path)
        if held != entry.kind:
            fix = say("fix.kind", 'write kind = "{kind}" in the catalogue', kind=held)
            raise ArchiveError(
                path, say("is.other", "it is {held}, not {kind}", held=held, kind=entry.kind), fix
            )
        return _open_as(held, path, entry.attribution)
    return _open_web(entry, network)


def open_stored(entry: BasemapEntry, network: Network) -> StoredSource:
    """The source of an entry to fill an offline area from: past the cache. Raises MapError.

    Past the cache, for an area is to hold what the server has now, and a large one would push
    everything else out.
    """
    if entry.kind == "geojson":
        raise CatalogueError(
            say(
                "base.local",
                "{title} is on this machine already; it needs no offline area",
                title=entry.title,
            )
        )
    source = open_source(entry, replace(network, cache=None))
    if isinstance(source, FeatureSource):
        raise CatalogueError(
            say("base.no_area", "{title} cannot be kept as an area", title=entry.title)
        )
    return source


def _open_as(kind: Kind, path: Path, attribution: str) -> MapSource:
    makers: Mapping[str, Callable[[], MapSource]] = {
        "pmtiles": lambda: PmtilesSource(path, attribution=attribution),
        "mbtiles": lambda: MbtilesSource(path, attribution=attribution),
    }
    return makers[kind]() if kind in makers else _open_geojson(path, attribution)


def _open_geojson(path: Path, attribution: str) -> FeatureSource:
    try:
        size = path.stat().st_size
        if size > MAX_GEOJSON_BYTES:
            fix = say("fix.tippecanoe", "turn it into PMTiles with tippecanoe")
            raise ArchiveError(
                path,
                say("geojson.size", "it is {size:,} bytes of GeoJSON, too much to hold", size=size),
                fix,
            )
        data = path.read_bytes()
    except OSError as error:
        raise ArchiveError(
            path,
            say("file.not_read", "reading failed ({why})", why=error.strerror or ""),
            say("fix.retry", "try again"),
        ) from error
    try:
        body: dict[str, Any] = json_object(data)
        name = f"geojson:{sha256(data).hexdigest()[:16]}"
        said = attribution or plain_attribution(body.get("attribution"))
        return FeatureSource(name, body, attribution=said)
    except (FeatureError, ValueError) as error:
        fix = say("fix.export", "export it again as GeoJSON")
        raise ArchiveError(
            path,
            say("geojson.unusable", "it is no GeoJSON that can be shown: {why}", why=str(error)),
            fix,
        ) from error


def _open_web(entry: BasemapEntry, network: Network) -> WebSource:
    pattern = entry.location
    if entry.layer:
        pattern = wmts_pattern(
            pattern, entry.layer, entry.matrix_set, style="default", form=entry.image_format
        )
    refuse_other_grids(pattern, entry.crs)
    template = UrlTemplate(pattern, entry.subdomains)
    token = network.tokens.get(entry.token, "")
    if template.needs_token and not entry.token:
        raise CatalogueError(
            f"{entry.title}: the address holds {{token}}; add a line token = “name”"
        )
    if template.needs_token and not token:
        raise CatalogueError(
            say(
                "base.token",
                "{title} needs a token of its provider; enter it in the settings under “{token}”",
                title=entry.title,
                token=entry.token,
            )
        )
    web = WebMap(
        id=entry.id,
        template=template,
        token=token,
        attribution=entry.attribution,
        min_zoom=entry.min_zoom,
        max_zoom=entry.max_zoom,
        tile_size=entry.tile_size or (512 if entry.format == VECTOR else 256),
        bounds=None if entry.bounds is None else Bounds(*entry.bounds),
        format=entry.format,
    )
    return WebSource(web, network.client, network.door, network.cache)


def _stranger(start: bytes) -> tuple[Said, Said]:
    for magic, what, fix in _STRANGERS:
        if start.startswith(magic):
            return what, fix
    if not start:
        return say("is.empty", "it is empty"), say("fix.again", "get the file again")
    if image_format(start):
        return (
            say("is.picture", "it is a single picture"),
            say("fix.tiles", "choose a file of map tiles"),
        )
    if spoken_refusal(start):
        return (
            say("is.page", "it is a web page or an error message"),
            say("fix.download", "download the map again"),
        )
    return (
        say("is.unknown", "it is no map this program knows"),
        say("fix.kinds", "choose PMTiles, MBTiles or GeoJSON"),
    )
