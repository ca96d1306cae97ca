"""Green and open places: parks, courts of estates, sports grounds, car parks."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from services.demo import geometry
from services.demo.geometry import Points
from services.demo.townmap.room import Room
from services.demo.townmap.sheet import Sheet
from services.demo.townmap.water import blob, inside


def park(sheet: Sheet, ring: Points, name: str, rng: Generator) -> None:
    """A park: lawn, trees, a path around and paths across, a pond where there is room."""
    sheet.area("landuse", "park", ring, name=name)
    middle = geometry.centroid(ring)
    reach = float(np.sqrt(abs(geometry.ring_area(ring)) / np.pi))
    around = _shrunk(ring, 0.74, middle)
    loop = _smooth(around)
    sheet.line("roads", "path", np.vstack([loop, loop[:1]]), kind_detail="footway", min_zoom=14)
    pond = blob(middle, reach * 0.26, rng)
    has_pond = reach > 45 and inside(ring, pond)
    if has_pond:
        sheet.area("water", "lake" if name else "pond", pond, name="云湖" if name else "")
    for corner in range(0, len(ring), max(len(ring) // 4, 1)):
        gate = ring[corner]
        way = np.array([gate, loop[np.hypot(*(loop - gate).T).argmin()]])
        sheet.line("roads", "path", way, kind_detail="footway", min_zoom=15)
    for turn in rng.uniform(0, 2 * np.pi, 5):
        far = float(rng.uniform(0.5, 0.62)) * reach
        at = (middle[0] + far * np.cos(turn), middle[1] + far * np.sin(turn))
        wood = blob(at, reach * 0.14, rng, stretch=1.25)
        if inside(ring, wood):
            sheet.area("natural", "wood", wood)
    if name:  # its land's name would lie on the pond, which has one of its own
        gate = (float(loop[0][0]), float(loop[0][1]))
        sheet.spot("pois", "park", gate, name=name, min_zoom=13)


def courts(sheet: Sheet, room: Room, block: int, ring: Points, rng: Generator) -> None:
    """What lies between the houses of an estate: a lawn with trees, a playground."""
    lawn = room.place(block, ring, (30, 18), least=0.5)
    if lawn is not None:
        sheet.area("landuse", "grass", lawn, min_zoom=14)
        wood = blob(tuple(lawn.mean(axis=0).tolist()), 5.0, rng)
        if inside(lawn, wood):
            sheet.area("natural", "wood", wood, min_zoom=15)
    ground = room.place(block, ring, (14, 10))
    if ground is not None:
        sheet.area("landuse", "playground", ground, min_zoom=15)


def sports(sheet: Sheet, room: Room, block: int, ring: Points) -> None:
    """The sports ground of a school: an oval track around a pitch, and basketball courts."""
    box = room.place(block, ring, (110, 62), least=0.4)
    if box is not None:
        track, pitch = _oval(box, 1.0), _oval(box, 0.72)
        sheet.area("landuse", "pitch", track, pitch, kind_detail="track", min_zoom=13)
        sheet.area("landuse", "pitch", _part(box, 0.56, 0.56), kind_detail="soccer", min_zoom=13)
    for _ in range(2):
        court = room.place(block, ring, (28, 15))
        if court is not None:
            sheet.area("landuse", "pitch", court, kind_detail="basketball", min_zoom=14)


def parking(sheet: Sheet, room: Room, block: int, ring: Points) -> None:
    """A car park with its aisles."""
    box = room.place(block, ring, (44, 17), least=0.6)
    if box is None:
        return
    sheet.area("landuse", "parking", box, min_zoom=14)
    middle = (box[0] + box[3]) / 2, (box[1] + box[2]) / 2
    sheet.line(
        "roads", "minor_road", np.array(middle), kind_detail="parking_aisle", width=4, min_zoom=16
    )
    sheet.spot("pois", "parking", box.mean(axis=0), name="停车场", min_zoom=16)


def _part(box: Points, along: float, across: float) -> Points:
    middle = box.mean(axis=0)
    first, second = (box[1] - box[0]) / 2 * along, (box[3] - box[0]) / 2 * across
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return np.array([middle + a * first + b * second for a, b in corners])


def _oval(box: Points, share: float) -> Points:
    """Two straights and two half circles in the box."""
    middle = box.mean(axis=0)
    along, across = (box[1] - box[0]) / 2, (box[3] - box[0]) / 2
    length, width = float(np.hypot(*along)), float(np.hypot(*across))
    if width > length:
        along, across, length, width = across, along, width, length
    along, across = along / length, across / width
    radius = width * share
    straight = length - width
    turn = np.linspace(-np.pi / 2, np.pi / 2, 9)
    x = np.concatenate([straight + radius * np.cos(turn), -straight - radius * np.cos(turn)])
    y = np.concatenate([radius * np.sin(turn), -radius * np.sin(turn)])
    ring: Points = middle + x[:, None] * along + y[:, None] * across
    return ring


def _shrunk(ring: Points, share: float, middle: tuple[float, float]) -> Points:
    closed = np.vstack([ring, ring[:1]])
    dense = geometry.densify(closed, 25.0)[:-1]
    return np.asarray(middle) + (dense - middle) * share


def _smooth(ring: Points) -> Points:
    """The ring with its corners rounded."""
    for _ in range(3):
        ring = (np.roll(ring, 1, axis=0) + 2 * ring + np.roll(ring, -1, axis=0)) / 4
    return ring
