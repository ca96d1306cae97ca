"""What a map costs besides its frames: picking, memory a point, vector tiles, a first full view.

The view is of firenze.pmtiles, a real extract of OpenStreetMap; ONEMAP_FIRENZE says where it is.
Without it those figures are left out and stderr says so.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop import heap
from desktop.maps.pmtiles import PmtilesSource
from desktop.views.map.opened import read_style
from services.demo.town import write_town
from tests.benchmarks import towns, window
from tests.benchmarks.frames import Columns, canvas_over
from tests.benchmarks.report import Figure, percentile
from tests.benchmarks.window import TimedMap
from widgets.map.base_layer import BaseLayer
from widgets.map.points import PointLayer
from widgets.map.projection import lonlat_to_world
from widgets.map.sources import TileAddress, VectorTile
from widgets.map.tile_data import PreparedTile
from widgets.map.tile_grid import STYLE_ZOOM_SHIFT, PictureKey, frame_of
from widgets.map.tile_painter import PaintRequest, paint_tile
from widgets.map.values import Bounds, MapView

FIRENZE = Path(os.environ.get("ONEMAP_FIRENZE", "../shared/data/firenze.pmtiles"))
DUOMO = (11.2560, 43.7731)
SIZES = ((1920, 1080), (3840, 2160))
PICKS = 2_000
TICK_MS = 5
TILE_ZOOM = 14
STALL_BUDGET = 50.0


def measure() -> Iterator[Figure]:
    """Pick, memory, then Florence."""
    app = window.application()
    yield from _memory()
    with TemporaryDirectory(prefix="onemap-bench-") as folder:
        town = Path(folder)
        write_town(town)
        for count in (100_000, 1_000_000):
            yield from _picks(app, town, count)
    if not FIRENZE.exists():
        print(f"no {FIRENZE}: set ONEMAP_FIRENZE to measure vector tiles", file=sys.stderr)
        return
    yield from _tiles()
    for size in SIZES:
        yield from _florence(app, size)


def _memory() -> Iterator[Figure]:
    """Bytes a point by what the process grew, ids and cells included."""
    process = psutil.Process()
    count = 1_000_000
    rng = np.random.default_rng(1)
    ids = [f"p{n}" for n in range(count)]
    lon, lat = rng.uniform(121.0, 121.1, count), rng.uniform(31.0, 31.1, count)
    zero = np.zeros(count, np.uint8)
    gc.collect()
    before = process.memory_info().rss
    layer = PointLayer()
    layer.set_points(ids, lon, lat, zero, zero, zero > 0, zero > 0)
    gc.collect()
    grown = process.memory_info().rss - before
    assert len(layer) == count
    yield Figure("map memory per point", grown / count, "bytes")


def _picks(app: QApplication, town: Path, count: int) -> Iterator[Figure]:
    columns = Columns(count, town)
    canvas = canvas_over(app, towns.base(town), columns, SIZES[0])
    rng = np.random.default_rng(2)
    places = rng.uniform((0, 0), SIZES[0], (PICKS, 2))
    took = []
    for x, y in places.tolist():
        begun = time.perf_counter()
        canvas.pick_at(QPointF(x, y))
        took.append((time.perf_counter() - begun) * 1000)
    canvas.close()
    name = f"map pick of {count // 1000}k"
    yield Figure(f"{name} p50", median(took), "ms")
    yield Figure(f"{name} p99", percentile(took, 99), "ms")


class _Ticker:
    """Notes the longest time the GUI thread did not come round, and the longest it worked."""

    def __init__(self) -> None:
        self.longest = self.worked = 0.0
        self._last, self._last_worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - TICK_MS)
        worked = time.thread_time()
        self.worked = max(self.worked, (worked - self._last_worked) * 1000)
        self._last, self._last_worked = now, worked

    def figures(self, name: str) -> Iterator[Figure]:
        """Tell both since the last time: on a busy machine they differ by what was waited."""
        yield Figure(name, self.longest, "ms", STALL_BUDGET)
        yield Figure(f"{name}, most processor time in one turn", self.worked, "ms", STALL_BUDGET)
        self.longest = self.worked = 0.0

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()


def _florence(app: QApplication, size: tuple[int, int]) -> Iterator[Figure]:
    """From the file to the first full view, then to others; how long the GUI stood meanwhile."""
    style = read_style("dark")
    begun = time.perf_counter()
    source = PmtilesSource(FIRENZE)
    canvas = TimedMap(animate=False)
    canvas.resize(*size)
    canvas.set_base([BaseLayer(source, style)])
    bounds = source.bounds or Bounds(-180, -85, 180, 85)
    canvas.set_home(bounds)
    canvas.set_view(MapView(*DUOMO, 14.0))
    canvas.show()
    app.processEvents()
    canvas.repaint()
    name = f"map firenze {size[0]}x{size[1]}"
    yield Figure(f"{name} opened and painted empty", (time.perf_counter() - begun) * 1000, "ms")
    heap.settle()
    ticker = _Ticker()
    _show_all(app, canvas)
    yield Figure(f"{name} first full view", (time.perf_counter() - begun) * 1000, "ms")
    yield from ticker.figures(f"{name} longest stall meanwhile")
    for step in range(8):
        canvas.set_view(MapView(DUOMO[0] + 0.02 * (step % 4), DUOMO[1] - 0.01 * step, 15.125))
        _show_all(app, canvas)
    ticker.stop()
    yield from ticker.figures(f"{name} longest stall while flying")
    canvas.close()
    source.close()


def _show_all(app: QApplication, canvas: TimedMap) -> None:
    """Turn the loop until the view has been painted, asked for its tiles and got them all."""
    app.processEvents()
    canvas.repaint()
    window.settle(app, canvas.is_settled, 60.0)
    canvas.repaint()


def _tiles() -> Iterator[Figure]:
    """Tiles a second on one thread: read, decode and paint the dark style at 512 pixels."""
    style = read_style("dark")
    source = PmtilesSource(FIRENZE)
    middle = _tile_at(*DUOMO, TILE_ZOOM)
    addresses = [
        TileAddress(TILE_ZOOM, middle.x + column, middle.y + row)
        for row in range(-3, 3)
        for column in range(-3, 3)
    ]
    begun, painted = time.perf_counter(), 0
    for address in addresses:
        tile = source.load(address)
        if isinstance(tile, VectorTile):
            key = PictureKey(0, address, TILE_ZOOM + STYLE_ZOOM_SHIFT, 1.0)
            data, frame = PreparedTile(tile), frame_of(key)
            paint_tile(PaintRequest(address, address, data, style, TILE_ZOOM, frame, 1.0))
            painted += 1
    passed = time.perf_counter() - begun
    source.close()
    yield Figure("map firenze z14 vector tiles on one thread", painted / passed, "tiles/s")


def _tile_at(lon: float, lat: float, z: int) -> TileAddress:
    x, y = lonlat_to_world(lon, lat)
    return TileAddress(z, int(float(x) * (1 << z)), int(float(y) * (1 << z)))
