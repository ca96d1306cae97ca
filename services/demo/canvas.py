"""A drawing surface in units of 640×360 with lights that add, for the camera stills."""

from __future__ import annotations

import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]
Point = tuple[float, float]
GROUND: Colour = (11, 19, 30)


class Canvas:
    """Draws in a 640×360 frame whatever the picture's size; `light` gathers a second layer."""

    def __init__(
        self,
        size: tuple[int, int],
        night: bool,
        chance: random.Random,
        ground: Colour = GROUND,
    ) -> None:
        self.night = night
        self.chance = chance
        self.image = Image.new("RGB", size, ground)
        self._scale = (size[0] / 640, size[1] / 360)
        self._draw = ImageDraw.Draw(self.image)
        self._small = (max(1, size[0] // 4), max(1, size[1] // 4))
        self._light = Image.new("RGB", self._small)
        self._light_draw = ImageDraw.Draw(self._light)

    def tone(self, colour: Colour) -> Colour:
        """A night colour as it is, or lifted to a grey wet day."""
        if self.night:
            return colour
        return (colour[0] * 2 // 3 + 62, colour[1] * 2 // 3 + 68, colour[2] * 2 // 3 + 74)

    def fill(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon(self._at(points), fill=self.tone(colour))

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:
        """A filled rectangle."""
        self.fill([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float = 1) -> None:
        """A line; `width` in frame units."""
        pixels = max(1, round(width * self._scale[0]))
        self._draw.line(self._at(points), fill=colour, width=pixels)

    def oval(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, width: int = 0
    ) -> None:
        """An ellipse about (x, y), filled unless a line width is given."""
        (x0, y0), (x1, y1) = self._at([(x - rx, y - ry), (x + rx, y + ry)])
        if width:
            pixels = max(1, round(width * self._scale[0]))
            self._draw.ellipse((x0, y0, x1, y1), outline=colour, width=pixels)
        else:
            self._draw.ellipse((x0, y0, x1, y1), fill=colour)

    def shade(self, y0: float, y1: float, top: Colour, bottom: Colour) -> None:
        """Bands of colour from y0 to y1 across the frame."""
        steps = 32
        for i in range(steps):
            t = i / (steps - 1)
            mixed = tuple(round(a + (b - a) * t) for a, b in zip(top, bottom, strict=True))
            y = y0 + (y1 - y0) * i / steps
            self.box(0, y, 640, y + (y1 - y0) / steps + 1, (mixed[0], mixed[1], mixed[2]))

    def light(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """A soft pool of light, added when the picture is finished."""
        self._light_draw.ellipse(self._on_light(x - rx, y - ry, x + rx, y + ry), fill=colour)

    def text(self, x: float, y: float, words: str, colour: Colour, size: float = 12) -> None:
        """Figures and Latin letters, centred at (x, y)."""
        font = ImageFont.load_default(size * self._scale[1])
        at = self._at([(x, y)])[0]
        self._draw.text(at, words, fill=colour, font=font, anchor="mm")

    def mirror(self, y0: float, y1: float, strength: float, tint: Colour) -> None:
        """Water from y0 down to y1: what stands above it upside down, darker and tinted."""
        width = self.image.width
        top, bottom = round(y0 * self._scale[1]), round(y1 * self._scale[1])
        tall = min(bottom - top, top)
        if tall <= 1:
            return
        above = self.image.crop((0, top - tall, width, top))
        flipped = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((width, bottom - top))
        flipped = flipped.filter(ImageFilter.BoxBlur((1, 4)))
        water = Image.blend(Image.new("RGB", flipped.size, self.tone(tint)), flipped, strength)
        self.image.paste(water, (0, top))

    def finish_lights(self) -> Image.Image:
        """The picture with its lights blurred and added."""
        soft = self._light.filter(ImageFilter.GaussianBlur(self._small[0] / 28))
        if not self.night:
            soft = soft.point(lambda value: value // 3)
        glow = soft.resize(self.image.size, Image.Resampling.BILINEAR)
        return ImageChops.screen(self.image, glow)

    def _at(self, points: Sequence[Point]) -> list[tuple[float, float]]:
        return [(x * self._scale[0], y * self._scale[1]) for x, y in points]

    def _on_light(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, ...]:
        sx, sy = self._small[0] / 640, self._small[1] / 360
        return x0 * sx, y0 * sy, x1 * sx, y1 * sy
