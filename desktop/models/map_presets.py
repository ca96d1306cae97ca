"""The eight maps 八图 as data: what each shows, in which layers, coloured by what, how far.

Each is a file of `resources/maps/presets/`; a file of the same name in the user's own folder takes
its place, and one that is wrong is named and left out. What the eight contain is laid down nowhere,
so these are defaults to be changed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, Literal

import msgspec
from PySide6.QtCore import QCoreApplication

from desktop.models.classes import Method
from desktop.models.indicators import indicators
from services.contract.model import (
    ENDED_STAGES,
    OPEN_STATES,
    Level,
    TownState,
)
from widgets.map.values import Bounds, MapLayer

translate = QCoreApplication.translate

_SUFFIX: Final = ".toml"
_MAX_BYTES: Final = 1_000_000
_ALL: Final = "*"
_MARGIN: Final = 0.08
"""Share of the shown extent left free on each side."""
_SMALLEST: Final = 0.004
"""Degrees; a single point is not zoomed into further."""


class PresetError(ValueError):
    """A preset that cannot be used: which file, what is wrong, what to do."""

    def __init__(self, file: str, problem: str, fix: str) -> None:
        super().__init__(f"{file}: {problem}; {fix}")
        self.file = file


@dataclass(frozen=True, slots=True)
class LayerLook:
    """How a layer is to be set; None leaves it as it is."""

    visible: bool | None = None
    opacity: float | None = None


@dataclass(frozen=True, slots=True)
class MapPreset:
    """One map. Kinds match exactly, or with what follows a dot: "water" shows "water.depth"."""

    id: str
    order: int
    title_zh: str
    title_en: str
    about_zh: str
    about_en: str
    assets: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    teams: bool = False
    cases: bool = False
    markups: bool = False
    alerts: Level = Level.BLUE
    """Streams with an open alert from this level up are shown whatever their kind."""
    indicator: str = ""
    """Of `indicators`; empty for none."""
    method: Method = Method.QUANTILE
    extent: Literal["town", "shown"] | Bounds = "town"
    layers: Mapping[MapLayer, LayerLook] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """In the language in force."""
        return self.title_en if translate("Wording", "zh") == "en" else self.title_zh

    @property
    def about(self) -> str:
        """What it shows, in the language in force."""
        return self.about_en if translate("Wording", "zh") == "en" else self.about_zh


@dataclass(frozen=True, slots=True)
class Presets:
    """The maps in their order, and one line for each file that cannot be used."""

    maps: tuple[MapPreset, ...]
    problems: tuple[str, ...] = ()


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    zh: str
    en: str


class _Show(msgspec.Struct, forbid_unknown_fields=True):
    assets: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    teams: bool = False
    cases: bool = False
    markups: bool = False
    alerts: Literal["blue", "yellow", "orange", "red"] = "blue"


class _Indicator(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    method: Method = Method.QUANTILE


class _Layer(msgspec.Struct, forbid_unknown_fields=True):
    visible: bool | None = None
    opacity: float | None = None


class _File(msgspec.Struct, forbid_unknown_fields=True):
    order: int
    title: _Words
    about: _Words
    extent: Literal["town", "shown"] | tuple[float, float, float, float] = "town"
    show: _Show = msgspec.field(default_factory=_Show)
    indicator: _Indicator | None = None
    layers: dict[MapLayer, _Layer] = {}


def load_presets(own: Traversable | None = None) -> Presets:
    """The presets that came along and those of the folder `own`, which go before them."""
    found: dict[str, MapPreset] = {}
    problems: list[str] = []
    for folder in (files("resources") / "maps" / "presets", own):
        for file in _files(folder, problems) if folder is not None else ():
            try:
                preset = read_preset(file)
            except PresetError as error:
                problems.append(str(error))
            else:
                found[preset.id] = preset
    maps = sorted(found.values(), key=lambda preset: (preset.order, preset.id))
    return Presets(tuple(maps), tuple(problems))


def _files(folder: Traversable, problems: list[str]) -> list[Traversable]:
    """The presets of a folder by name; one that is not there holds none."""
    try:
        entries = [entry for entry in folder.iterdir() if entry.name.endswith(_SUFFIX)]
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(f"{folder.name}: the folder cannot be read ({error.strerror})")
        return []
    return sorted(entries, key=lambda entry: entry.name)


def read_preset(file: Traversable) -> MapPreset:
    """One preset; its id is the file's name. Raises PresetError."""
    try:
        data = file.read_bytes()
        if len(data) > _MAX_BYTES:
            raise PresetError(file.name, "is too large for a map", "make it shorter")
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        why = error.strerror or str(error)
        raise PresetError(file.name, f"cannot be read ({why})", "check the file") from error
    except UnicodeDecodeError as error:
        raise PresetError(file.name, "is not UTF-8", "save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PresetError(file.name, f"is not TOML: {error}", "mend that line") from error
    try:
        read = msgspec.convert(raw, _File)
    except msgspec.ValidationError as error:
        fix = "compare it with the presets that came along"
        raise PresetError(file.name, str(error), fix) from error
    return _preset(file.name, read)


def _preset(name: str, read: _File) -> MapPreset:
    method = Method.QUANTILE
    if read.indicator is not None:
        method = read.indicator.method
        offered = [indicator.id for indicator in indicators()]
        if read.indicator.id not in offered:
            problem = f"there is no indicator {read.indicator.id!r}"
            raise PresetError(name, problem, f"choose one of {', '.join(offered)}")
    for layer, look in read.layers.items():
        if look.opacity is not None and not 0.0 <= look.opacity <= 1.0:
            raise PresetError(
                name, f"layers.{layer}.opacity is {look.opacity:g}", "give a number from 0 to 1"
            )
    return MapPreset(
        name.removesuffix(_SUFFIX),
        read.order,
        read.title.zh,
        read.title.en,
        read.about.zh,
        read.about.en,
        read.show.assets,
        read.show.streams,
        read.show.teams,
        read.show.cases,
        read.show.markups,
        Level[read.show.alerts.upper()],
        read.indicator.id if read.indicator else "",
        method,
        _extent(name, read.extent),
        {layer: LayerLook(look.visible, look.opacity) for layer, look in read.layers.items()},
    )


def _extent(
    name: str, extent: Literal["town", "shown"] | tuple[float, float, float, float]
) -> Literal["town", "shown"] | Bounds:
    if not isinstance(extent, tuple):
        return extent
    west, south, east, north = extent
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise PresetError(
            name,
            "extent is no frame on Earth",
            'give [west, south, east, north], "town" or "shown"',
        )
    return Bounds(west, south, east, north)


# What a preset shows of a town


def shown_ids(preset: MapPreset, state: TownState) -> frozenset[str]:
    """Ids of the points a map shows, as everything selects them: `asset:…`, `stream:…`, …"""
    return frozenset(id for id, _, _ in _shown(preset, state))


def missing_kinds(preset: MapPreset, state: TownState) -> tuple[str, ...]:
    """Kinds the preset asks for and this town has nothing of, so that the map can say so."""
    assets = {asset.kind for asset in state.assets.values()}
    streams = {stream.kind for stream in state.streams.values()}
    return (
        *(kind for kind in preset.assets if not any(_fits((kind,), known) for known in assets)),
        *(kind for kind in preset.streams if not any(_fits((kind,), known) for known in streams)),
    )


def extent_of(preset: MapPreset, state: TownState) -> Bounds | None:
    """Where the map goes: the town's areas, what is shown, or the frame laid down."""
    if isinstance(preset.extent, Bounds):
        return preset.extent
    places = [(lon, lat) for _, lon, lat in _shown(preset, state)]
    if preset.extent == "town" or not places:
        places = [
            place for area in state.areas.values() for ring in area.rings[:1] for place in ring
        ] or places
    if not places:
        return None
    lons, lats = zip(*places, strict=True)
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    wide = max((east - west) * _MARGIN, (_SMALLEST - (east - west)) / 2)
    high = max((north - south) * _MARGIN, (_SMALLEST - (north - south)) / 2)
    return Bounds(west - wide, south - high, east + wide, north + high)


def _shown(preset: MapPreset, state: TownState) -> Iterator[tuple[str, float, float]]:
    for asset in state.assets.values():
        if _fits(preset.assets, asset.kind):
            yield f"asset:{asset.id}", asset.lon, asset.lat
    alarmed = {
        alert.stream
        for alert in state.alerts.values()
        if alert.state in OPEN_STATES and alert.level >= preset.alerts
    }
    for stream in state.streams.values():
        if stream.id in alarmed or _fits(preset.streams, stream.kind):
            yield f"stream:{stream.id}", stream.lon, stream.lat
    if preset.teams:
        for team in state.teams.values():
            yield f"team:{team.id}", team.lon, team.lat
    if preset.cases:
        for case in state.cases.values():
            if case.stage not in ENDED_STAGES:
                yield f"case:{case.id}", case.lon, case.lat
    if preset.markups:
        for markup in state.markups.values():
            for lon, lat in markup.lonlat[:1]:
                yield f"markup:{markup.id}", lon, lat


def _fits(wanted: tuple[str, ...], kind: str) -> bool:
    return any(w in (_ALL, kind) or kind.startswith(f"{w}.") for w in wanted)
