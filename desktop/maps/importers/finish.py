"""From a draft to a result: choose the system, convert everything at once, leave out what fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desktop.maps.crs import WGS84, Crs, Family, to_wgs84
from desktop.maps.crs_guess import Guess, Place, guess_crs
from desktop.maps.importers import rings
from desktop.maps.importers.draft import Draft, DraftFeature, Shape
from desktop.maps.importers.result import MAX_LISTED, ImportResult, RefusedRow, refuse
from desktop.maps.said import Said, say
from widgets.map.values import Bounds

Floats = NDArray[np.float64]

_SAMPLE: Final = 20_000
"""Positions looked at to guess the system; spread over the whole file."""
_MENDED: Final = {
    "third_dropped": "the height of {n} points was dropped",
    "rings_closed": "{n} rings were closed",
    "winding_turned": "{n} rings were turned to wind as they should",
    "antimeridian_cut": "{n} parts were cut at 180°",
}


def finish(
    draft: Draft,
    *,
    chosen: Crs | None,
    from_file: tuple[Crs, Said] | None,
    swapped: bool | None,
    near: Place | None,
    notes: tuple[Said, ...],
    reread: Callable[[Crs | None, bool | None], ImportResult],
) -> ImportResult:
    """The result of a draft. Raises ImportRefused when no system fits and none was chosen."""
    positions = draft.positions
    guess = guess_crs(positions[:: max(1, len(positions) // _SAMPLE)], near)
    crs, reason = _system(guess, chosen, from_file)
    turn = _is_turned(guess, crs) if swapped is None else swapped
    lonlat = to_wgs84(crs, positions[:, ::-1] if turn else positions)
    kept, late = _sieve(draft, positions, lonlat)
    features = [_feature(feature, lonlat, draft) for feature in kept]
    refused = sorted(draft.refused + late, key=lambda row: row[0])
    suspicion = guess.reason if guess.is_swapped and not turn and not crs.is_metric else None
    return ImportResult(
        {"type": "FeatureCollection", "features": features},
        crs,
        reason,
        tuple(RefusedRow(row, said) for row, said in refused[:MAX_LISTED]),
        len(refused),
        _bounds(kept, lonlat),
        (*notes, *_notes(draft, turn)),
        turn,
        suspicion,
        reread,
    )


def _system(
    guess: Guess, chosen: Crs | None, from_file: tuple[Crs, Said] | None
) -> tuple[Crs, Said]:
    if chosen is not None:
        return chosen, say("crs.chosen", "chosen: {name}", name=chosen.title_en)
    if from_file is not None and not _is_denied(from_file[0], guess):
        return from_file
    if guess.crs is not None:
        return guess.crs, guess.reason
    if guess.reason.code == "guess.no_numbers":
        return WGS84, guess.reason
    raise refuse(
        "crs.unknown",
        "the coordinate system cannot be told: {why}; choose one",
        why=guess.reason.text,
    )


def _is_denied(crs: Crs, guess: Guess) -> bool:
    """Whether the file says degrees where none stand; degrees of any kind are believed."""
    if crs.is_metric or guess.reason.code == "guess.no_numbers":
        return False
    return guess.crs is None or guess.crs.is_metric


def _is_turned(guess: Guess, crs: Crs) -> bool:
    """Northing first is common among surveyors and plain from the numbers; degrees are asked."""
    both = crs.family is Family.PROJECTED and guess.crs is not None and guess.crs.is_metric
    return both and guess.is_swapped


def _sieve(
    draft: Draft, positions: Floats, lonlat: Floats
) -> tuple[list[DraftFeature], list[tuple[int, Said]]]:
    no_number = ~(np.isfinite(positions[:, 0]) & np.isfinite(positions[:, 1]))
    with np.errstate(invalid="ignore"):
        outside = ~((np.abs(lonlat[:, 0]) <= 180) & (np.abs(lonlat[:, 1]) <= 90))
    first_bad = np.concatenate([[0], np.cumsum(outside)])
    kept, late = list[DraftFeature](), list[tuple[int, Said]]()
    for feature in draft.features:
        start, stop = feature.span
        if first_bad[start] == first_bad[stop]:
            kept.append(feature)
            continue
        at = start + int(np.argmax(outside[start:stop]))
        if no_number[at]:
            late.append((feature.row, say("row.not_finite", "a coordinate is not a number")))
            continue
        x, y = positions[at].tolist()
        late.append(
            (feature.row, say("row.outside", "{x:g}, {y:g} is outside the world", x=x, y=y))
        )
    return kept, late


def _feature(feature: DraftFeature, lonlat: Floats, draft: Draft) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "Feature",
        "properties": feature.properties,
        "geometry": _geometry(feature.shape, lonlat, draft),
    }
    if feature.id is not None:
        found["id"] = feature.id
    return found


def _geometry(shape: Shape, lonlat: Floats, draft: Draft) -> dict[str, Any]:
    parts = shape.parts
    match shape.type:
        case "GeometryCollection":
            members = [_geometry(member, lonlat, draft) for member in parts]
            return {"type": shape.type, "geometries": members}
        case "Point":
            return {"type": "Point", "coordinates": lonlat[parts[0]].tolist()}
        case "MultiPoint":
            return {"type": "MultiPoint", "coordinates": lonlat[slice(*parts)].tolist()}
        case "LineString" | "MultiLineString":
            spans = [parts] if shape.type == "LineString" else parts
            lines = [line for span in spans for line in _lines(lonlat[slice(*span)], draft)]
            return _one_or_many("LineString", lines)
        case _:
            groups = [parts] if shape.type == "Polygon" else parts
            polygons = [
                polygon
                for spans in groups
                for polygon in _polygons([lonlat[slice(*span)] for span in spans], draft)
            ]
            return _one_or_many("Polygon", polygons)


def _one_or_many(kind: str, found: list[Any]) -> dict[str, Any]:
    if len(found) == 1:
        return {"type": kind, "coordinates": found[0]}
    return {"type": f"Multi{kind}", "coordinates": found}


def _lines(line: Floats, draft: Draft) -> Iterator[Any]:
    pieces = rings.cut_line(line)
    draft.mended["antimeridian_cut"] += len(pieces) > 1
    yield from (piece.tolist() for piece in pieces)


def _polygons(found: list[Floats], draft: Draft) -> Iterator[Any]:
    pieces = rings.cut_polygon(found)
    draft.mended["antimeridian_cut"] += len(pieces) > 1
    for piece in pieces:
        wound = [rings.wind(ring, is_hole=at > 0) for at, ring in enumerate(piece)]
        draft.mended["winding_turned"] += sum(turned for _, turned in wound)
        yield [ring.tolist() for ring, _ in wound]


def _bounds(kept: list[DraftFeature], lonlat: Floats) -> Bounds | None:
    if not kept:
        return None
    rows = np.zeros(len(lonlat), np.bool_)
    for feature in kept:
        rows[slice(*feature.span)] = True
    west, south = lonlat[rows].min(axis=0).tolist()
    east, north = lonlat[rows].max(axis=0).tolist()
    return Bounds(west, south, east, north)


def _notes(draft: Draft, turned: bool) -> Iterator[Said]:
    if turned:
        yield say("swapped", "the first coordinate was read as latitude or northing")
    for code, pattern in _MENDED.items():
        if n := draft.mended[code]:
            yield say(f"mended.{code}", pattern, n=n)
