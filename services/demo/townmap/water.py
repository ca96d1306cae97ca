"""River, creeks and ponds with banks as nature leaves them, within the beds the plan keeps free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from services.demo import geometry, layout
from services.demo.basemap import RIVER, Basemap
from services.demo.geometry import Points
from services.demo.townmap import country, courses
from services.demo.townmap.lattice import CREEKS
from services.demo.townmap.sheet import Sheet

GREAT_RIVER: Final = "申浦江"
LAKE: Final = "泽湖"
_GREAT_RIVER_U: Final = 8_300.0
_CREEK_STEP_M: Final = 140.0

_FREE_BANK_M: Final = 5.0
"""How far a bank may reach past the bed: houses keep this distance and more."""


@dataclass(frozen=True, slots=True)
class Bed:
    """A water's middle line and its half-width at every point, for bridges to find it."""

    name: str
    line: Points
    half: Points


def beds() -> list[Bed]:
    """The river and the four creeks of the town, out to where they end."""
    line, half = courses.river()
    found = [Bed(RIVER, line, half)]
    for each in layout.LINES:
        if each.kind == "canal":
            points = courses.course(each)
            found.append(Bed(each.name, points, np.full(len(points), each.width / 2)))
    return found


def country_beds() -> list[Bed]:
    """The creeks of the country and the great river all waters go to."""
    found = []
    for name, (axis, at, low, high, width) in CREEKS.items():
        run = np.linspace(low, high, round((high - low) / _CREEK_STEP_M))
        points = courses.along(axis, at, run, wiggles=True)
        found.append(Bed(name, points, np.full(len(points), width / 2)))
    run = courses.between(-country.FAR_M, country.FAR_M)
    bends = 380 * np.sin(run / 3_300.0) + 120 * np.sin(run / 1_250.0 + 1.0)
    half = 190 + 34 * np.sin(run / 2_100.0) + 16 * np.sin(run / 740.0)
    found.append(Bed(GREAT_RIVER, country.place(_GREAT_RIVER_U + bends, run), half))
    return found


def lake() -> Points:
    """The lake the river comes out of."""
    turn = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    wave = 1 + 0.13 * np.sin(2 * turn + 0.4) + 0.10 * np.sin(3 * turn + 2.0)
    wave += 0.05 * np.sin(7 * turn + 1.0) + 0.03 * np.sin(13 * turn)
    u = -10_000 + 1_950 * wave * np.cos(turn)
    return country.place(u, -760 + 1_240 * wave * np.sin(turn))


def shores() -> list[Points]:
    """All waters of the country as they lie in their beds, for those who build."""
    waters = [*beds(), *country_beds()]
    return [geometry.offset_band(bed.line, bed.half + 4) for bed in waters] + [lake()]


def draw(sheet: Sheet, town: Basemap, rng: Generator) -> None:
    """Everything wet but the ponds in parks."""
    for bed in beds():
        is_river = bed.name == RIVER
        kind = "river" if is_river else "stream"
        sheet.area("water", kind, _natural(bed, rng), name=bed.name)
        sheet.line("physical_line", kind, bed.line[::4], name=bed.name)
    fields = [b for b, use in zip(town.blocks, town.uses, strict=True) if use == "farmland"]
    for block in fields:
        shape = rng.random()
        if shape < 0.4:
            _fishponds(sheet, block.ring, rng)


def draw_country(sheet: Sheet, rng: Generator) -> None:
    """The lake, the great river and the creeks."""
    sheet.area("water", "lake", lake(), name=LAKE, min_zoom=6)
    for bed in country_beds():
        is_river = bed.name == GREAT_RIVER
        kind, zoom = ("river", 5) if is_river else ("stream", 10)
        shape = _natural(bed, rng)
        sheet.area("water", kind, shape, coarse=True, name=bed.name, min_zoom=zoom)
        sheet.line("physical_line", kind, bed.line, coarse=True, name=bed.name, min_zoom=zoom)


def blob(at: tuple[float, float], reach: float, rng: Generator, *, stretch: float = 1.5) -> Points:
    """A round shape as water makes it, about `reach` metres from its middle."""
    turn = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    phase = rng.uniform(0, 2 * np.pi, 3)
    wave = 1 + 0.16 * np.sin(2 * turn + phase[0]) + 0.1 * np.sin(3 * turn + phase[1])
    wave += 0.05 * np.sin(5 * turn + phase[2])
    round_ = np.column_stack([np.cos(turn) * stretch, np.sin(turn)]) * (reach * wave)[:, None]
    shape: Points = round_ @ geometry.rotation(float(rng.uniform(0, np.pi))).T + at
    return shape


def inside(ring: Points, shape: Points) -> bool:
    """Whether every point of the shape lies in the ring."""
    return all(geometry.contains(ring, float(x), float(y)) for x, y in shape)


def _natural(bed: Bed, rng: Generator) -> Points:
    """The bed with each bank wandering on its own; the middle stays where bridges expect it."""
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(bed.line, axis=0).T))])
    tangent = np.gradient(bed.line, axis=0)
    tangent /= np.hypot(tangent[:, 0], tangent[:, 1])[:, None]
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]])
    banks = []
    for side in (-1.0, 1.0):
        phase = rng.uniform(0, 2 * np.pi, 4)
        waves = sum(
            share * np.sin(run / length + phase[k])
            for k, (share, length) in enumerate(((0.4, 160), (0.3, 71), (0.2, 33), (0.1, 14)))
        )
        reach = bed.half + _FREE_BANK_M * waves - 0.05 * bed.half
        banks.append(bed.line + side * normal * reach[:, None])
    return np.vstack([banks[0], banks[1][::-1]])


def _fishponds(sheet: Sheet, ring: Points, rng: Generator) -> None:
    """Rectangular ponds side by side, as they are dug."""
    angle, length, _ = geometry.main_axis(ring)
    middle = np.array(geometry.centroid(ring))
    along = np.array([np.cos(angle), np.sin(angle)])
    count = int(rng.integers(2, 5))
    for number in range(count):
        at = middle + along * (number - (count - 1) / 2) * 46.0
        width = float(rng.uniform(52, 78))
        shape = geometry.box(float(at[0]), float(at[1]), 40.0, width, angle)
        corners = geometry.densify(np.vstack([shape, shape[:1]]), 12.0)[:-1]
        shape = corners + rng.normal(0, 0.8, corners.shape)
        if length > 150 and inside(ring, shape):
            sheet.area("water", "pond", shape, kind_detail="fishpond")
