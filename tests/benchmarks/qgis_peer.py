"""Whole frames of QGIS with the same points: run as a script by a Python that has QGIS.

`python qgis_peer.py COUNT WIDTH HEIGHT FRAMES` prints one JSON line: `frames` in milliseconds and
the `version`. Called from the benchmark it answers None where no Python here has QGIS.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

PYTHONS = (sys.executable, "/usr/bin/python3")
PATIENCE_S = 600


def frame_ms(count: int, size: tuple[int, int], frames: int) -> tuple[float, str] | None:
    """Median frame and version of QGIS panning over `count` points; None without QGIS."""
    for python in PYTHONS:
        arguments = [python, str(Path(__file__)), str(count), *map(str, size), str(frames)]
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
        for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
            environment.pop(name, None)
        try:
            done = subprocess.run(
                arguments, capture_output=True, text=True, timeout=PATIENCE_S, env=environment
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            answer = json.loads(done.stdout.strip().splitlines()[-1])
            return median(answer["frames"]), answer["version"]
    return None


def _main(count: int, width: int, height: int, frames: int) -> None:
    from qgis.core import (  # type: ignore[import-not-found]
        Qgis,
        QgsApplication,
        QgsFeature,
        QgsGeometry,
        QgsMapRendererSequentialJob,
        QgsMapSettings,
        QgsMarkerSymbol,
        QgsPointXY,
        QgsRectangle,
        QgsSingleSymbolRenderer,
        QgsVectorLayer,
    )
    from qgis.PyQt.QtCore import QSize  # type: ignore[import-not-found]

    app = QgsApplication([], False)
    app.initQgis()
    layer = QgsVectorLayer("Point?crs=EPSG:4326", "points", "memory")
    chance = random.Random(11)
    features = []
    for _ in range(count):
        feature = QgsFeature()
        place = QgsPointXY(121.0 + chance.random() * 0.05, 31.0 + chance.random() * 0.04)
        feature.setGeometry(QgsGeometry.fromPointXY(place))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    symbol = QgsMarkerSymbol.createSimple({"name": "circle", "size": "1.8", "outline_style": "no"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(width, height))
    found = []
    for frame in range(-1, frames):
        shift = 0.0001 * (frame % 4)
        settings.setExtent(QgsRectangle(121.0 + shift, 31.0, 121.05 + shift, 31.04))
        begun = time.perf_counter()
        job = QgsMapRendererSequentialJob(settings)
        job.start()
        job.waitForFinished()
        if frame >= 0:
            found.append((time.perf_counter() - begun) * 1000)
    print(json.dumps({"frames": found, "version": Qgis.QGIS_VERSION}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    _main(*(int(word) for word in sys.argv[1:5]))
