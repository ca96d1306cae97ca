"""A picture of a recording for whoever has to judge an alert: waves, trajectory and figures."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from services.signature.cycles import POINTS, Cycles, Samples
from services.signature.features import Features

SIZE = (720, 360)
_GROUND, _LINE, _TEXT = (11, 19, 30), (36, 54, 74), (232, 238, 245)
_VOLTAGE, _BEFORE, _AFTER = (156, 176, 197), (95, 115, 136), (79, 179, 255)
_SHOWN = 3
_Box = tuple[int, int, int, int]


def draw(cycles: Cycles, features: Features | None, arc_score: float) -> bytes:
    """A PNG: the last cycles of voltage and current over the first, the V–I trajectory of the
    change, and the figures. Labels are symbols and units that Pillow's own font has."""
    image = Image.new("RGB", SIZE, _GROUND)
    canvas = ImageDraw.Draw(image)
    font = ImageFont.load_default(14)
    waves, path = (16, 36, 436, 344), (460, 36, 704, 236)
    for box in (waves, path):
        canvas.rectangle(box, outline=_LINE)
        middle = (box[1] + box[3]) // 2
        canvas.line((box[0], middle, box[2], middle), fill=_LINE)
    first, last = cycles.current[:_SHOWN].ravel(), cycles.current[-_SHOWN:].ravel()
    volts = cycles.voltage[-_SHOWN:].ravel()
    amperes = max(float(np.abs(last).max()), float(np.abs(first).max()), 1e-3)
    _curve(canvas, waves, volts / np.abs(volts).max(), _VOLTAGE)
    _curve(canvas, waves, first / amperes, _BEFORE)
    _curve(canvas, waves, last / amperes, _AFTER)
    canvas.text((16, 14), f"u ±{np.abs(volts).max():.0f} V", _VOLTAGE, font)
    canvas.text((116, 14), f"i ±{amperes:.2f} A", _AFTER, font)
    canvas.text((300, 14), f"{_SHOWN * 20} ms", _TEXT, font)
    change = cycles.current[-_SHOWN:].mean(0) - cycles.current[:_SHOWN].mean(0)
    _path(canvas, path, cycles.voltage[-_SHOWN:].mean(0), change)
    canvas.text((460, 14), "u, di", _AFTER, font)
    for row, words in enumerate(_figures(features, arc_score)):
        canvas.text((460 + 128 * (row % 2), 250 + 24 * (row // 2)), words, _TEXT, font)
    target = io.BytesIO()
    image.save(target, "PNG", compress_level=4)
    return target.getvalue()


def _figures(features: Features | None, arc_score: float) -> list[str]:
    if features is None:
        return [f"arc {arc_score:.2f}"]
    return [
        f"dP {features.power_step_w:.0f} W",
        f"dQ {features.reactive_step_var:.0f} var",
        f"PF {features.power_factor:.2f}",
        f"CF {features.crest_factor:.2f}",
        f"THD {100 * features.thd:.0f} %",
        f"h3 {100 * features.harmonics[0].ratio:.0f} %",
        f"inrush {features.inrush_ratio:.1f}",
        f"arc {arc_score:.2f}",
    ]


def _curve(
    canvas: ImageDraw.ImageDraw, box: _Box, values: Samples, colour: tuple[int, int, int]
) -> None:
    left, top, right, bottom = box
    x = np.linspace(left, right, len(values))
    y = (top + bottom) / 2 - values * (bottom - top) * 0.46
    canvas.line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=colour, width=2)


def _path(canvas: ImageDraw.ImageDraw, box: _Box, voltage: Samples, change: Samples) -> None:
    left, top, right, bottom = box
    u = voltage / np.abs(voltage).max()
    i = change / max(float(np.abs(change).max()), 1e-6)
    x = (left + right) / 2 + u * (right - left) * 0.46
    y = (top + bottom) / 2 - i * (bottom - top) * 0.46
    points = list(zip(x.tolist(), y.tolist(), strict=True))
    canvas.line([*points, points[0]], fill=_AFTER, width=2)
    assert len(points) == POINTS
