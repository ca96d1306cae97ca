"""Camera stills of Yunze, drawn: streets, underpasses and the rest, by day or night, in the rain.

Pure: the same arguments give the same picture. The mark that tells it is drawn is the viewer's.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageFilter

from services.demo import scenes_indoor, scenes_outdoor
from services.demo.canvas import Canvas

Painter = Callable[[Canvas, float], None]

PAINTERS: dict[str, Painter] = {
    "street": scenes_outdoor.street,
    "underpass": scenes_outdoor.underpass,
    "bridge": scenes_outdoor.bridge,
    "gate": scenes_outdoor.gate,
    "lift": scenes_indoor.lift,
    "shed": scenes_indoor.shed,
    "pump_house": scenes_indoor.pump_house,
}
RAINY = ("street", "underpass", "bridge", "gate")


def draw_scene(
    kind: str,
    *,
    depth_cm: float | None,
    night: bool,
    seed: int,
    size: tuple[int, int] = (640, 360),
) -> bytes:
    """A JPEG of one camera's view. `depth_cm` is the water shown; None is dry.

    Raises ValueError for a kind that has no scene.
    """
    painter = PAINTERS.get(kind)
    if painter is None:
        raise ValueError(f"no scene for camera kind {kind!r}; one of {', '.join(PAINTERS)}")
    canvas = Canvas(size, night, random.Random(seed))
    painter(canvas, max(0.0, depth_cm or 0.0))
    image = canvas.finish_lights()
    if kind in RAINY:
        image = _rain(image, random.Random(seed + 1), night)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=84)
    return out.getvalue()


def _rain(image: Image.Image, chance: random.Random, night: bool) -> Image.Image:
    """Slanted streaks of two lengths, blended so that they stay below the subject."""
    width, height = image.size
    veil = Canvas((width, height), night, chance, ground=(0, 0, 0))
    for _ in range(width * height // 900):
        x, y = chance.uniform(-20, width), chance.uniform(-30, height)
        length = chance.uniform(6, 24) * height / 360
        tone = chance.randint(18, 58)
        veil.line([(x, y), (x + length * 0.22, y + length)], (tone, tone + 4, tone + 9), 1)
    soft = veil.image.filter(ImageFilter.BoxBlur(0.6))
    return ImageChops.screen(image, soft)
