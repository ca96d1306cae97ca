"""Addresses of tiles from the patterns that tile servers are described with. Pure.

XYZ, TMS ({-y}), Bing quadkeys, WMTS as RESTful patterns or key-value pairs. A token is put in by
whoever asks, so the pattern itself can be shown, logged and shared.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from desktop.maps.errors import CatalogueError
from widgets.map.sources import TileAddress

_HOLE: Final = re.compile(r"\{([^{}]*)\}")
_ZOOM: Final = frozenset({"z", "TileMatrix"})
_COLUMN: Final = frozenset({"x", "TileCol"})
_ROW: Final = frozenset({"y", "-y", "TileRow"})
_OTHER: Final = frozenset({"s", "token", "r", "quadkey"})
_KNOWN: Final = _ZOOM | _COLUMN | _ROW | _OTHER
_OTHER_GRID: Final = re.compile(r"4326|4490|4214|crs84|cgcs2000|wgs84|^c$", re.IGNORECASE)
WEB_MERCATOR: Final = frozenset(
    {"EPSG:3857", "EPSG:900913", "EPSG:102100", "EPSG:102113", "EPSG:3785"}
)


class UrlTemplate:
    """One pattern. Raises CatalogueError when it cannot give an address for every tile."""

    def __init__(self, pattern: str, subdomains: tuple[str, ...] = ()) -> None:
        self._pattern = pattern
        self._subdomains = subdomains or ("a", "b", "c")
        _check(pattern)
        self.host = _host(self.url(TileAddress(0, 0, 0), ""))
        self.key = sha256(pattern.encode()).hexdigest()[:16]

    @property
    def needs_token(self) -> bool:
        return "{token}" in self._pattern

    def url(self, address: TileAddress, token: str) -> str:
        """The address of one tile."""

        def fill(hole: re.Match[str]) -> str:
            return self._value(hole.group(1), address, token)

        return _HOLE.sub(fill, self._pattern)

    def _value(self, name: str, address: TileAddress, token: str) -> str:
        if name in _ZOOM:
            return str(address.z)
        if name in _COLUMN:
            return str(address.x)
        if name == "-y":
            return str((1 << address.z) - 1 - address.y)
        if name in _ROW:
            return str(address.y)
        if name == "token":
            return quote(token, safe="")
        if name == "quadkey":
            return quadkey(address)
        if name == "s" or name.startswith("switch:"):
            names = self._subdomains if name == "s" else tuple(name[7:].split(","))
            # Always the same host for a tile, so that caches on the way can help.
            return names[(address.x + address.y) % len(names)]
        return ""


def quadkey(address: TileAddress) -> str:
    """The digits of a tile from the top down: 1 is right, 2 is below."""
    digits = (
        (address.x >> bit & 1) + 2 * (address.y >> bit & 1) for bit in range(address.z - 1, -1, -1)
    )
    return "".join(map(str, digits))


def wmts_pattern(
    base: str, layer: str, matrix_set: str, *, style: str = "default", form: str = "image/png"
) -> str:
    """The key-value pattern of a WMTS layer at the address `base`."""
    fixed = {
        "SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "LAYER": layer,
        "STYLE": style, "TILEMATRIXSET": matrix_set, "FORMAT": form,
    }  # fmt: skip
    joint = "" if base.endswith(("?", "&")) else "&" if "?" in base else "?"
    holes = "&TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}"
    return base + joint + urlencode(fixed) + holes


def refuse_other_grids(pattern: str, crs: str) -> None:
    """Raise CatalogueError for tiles that are not cut in Web Mercator."""
    fix = "choose the service's Web Mercator layer (EPSG:3857, GoogleMapsCompatible)"
    if crs.upper() not in WEB_MERCATOR:
        raise CatalogueError(f"the tiles are in {crs}, which is not shown; {fix}")
    if found := re.search(r"tianditu\.[\w.]+/(\w+)_c/", pattern):
        name = found.group(1)
        raise CatalogueError(
            f"天地图 {name}_c is cut in degrees (EPSG:4490), which is not shown; use {name}_w"
        )
    for name in re.findall(r"tilematrixset=([^&]*)", pattern, re.IGNORECASE):
        if _OTHER_GRID.search(name):
            raise CatalogueError(f"the tile grid “{name}” is not Web Mercator; {fix}")


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    if not host:
        raise CatalogueError(f"“{url[:60]}” names no server; write https://server/path")
    return host


def _check(pattern: str) -> None:
    if not pattern.lower().startswith(("http://", "https://")):
        raise CatalogueError(f"“{pattern[:60]}” is no web address; begin it with https://")
    names = set(_HOLE.findall(pattern))
    unknown = {name for name in names - _KNOWN if not name.startswith("switch:")}
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in sorted(_KNOWN))
        raise CatalogueError(f"{{{min(unknown)}}} is not known in an address; known are {known}")
    if "{" in _HOLE.sub("", pattern) or "}" in _HOLE.sub("", pattern):
        raise CatalogueError("a brace { } of the address is not closed")
    whole = names & _ZOOM and names & _COLUMN and names & _ROW
    if not whole and "quadkey" not in names:
        raise CatalogueError("the address lacks {z}, {x} and {y}; without them all tiles are one")
