"""Scenes in the open: street, underpass, bridge, tide gate. Coordinates of a 640×360 frame."""

from __future__ import annotations

from services.demo.canvas import Canvas, Colour

SODIUM: Colour = (120, 84, 40)
WINDOW: Colour = (150, 122, 70)
WATER: Colour = (22, 42, 58)


def street(canvas: Canvas, depth: float) -> None:
    """A street running away from the camera between houses, with lamps and a gauge at the kerb."""
    canvas.shade(0, 150, (13, 21, 33), (30, 42, 58))
    canvas.box(0, 150, 640, 360, (27, 35, 45))
    vanish = (318 + canvas.chance.uniform(-30, 30), 138.0)
    for side in (-1, 1):
        _facades(canvas, vanish, side)
    canvas.fill([(-160, 360), (800, 360), (vanish[0] + 9, 140), (vanish[0] - 9, 140)], (33, 41, 51))
    for side in (-1, 1):
        foot = vanish[0] + side * 480
        edge = [(foot, 360.0), (foot + side * 190, 360.0), (vanish[0] + side * 13, 140.0)]
        canvas.fill([*edge, (vanish[0] + side * 9, 140.0)], (47, 55, 65))
    for i in range(7):
        near, far = 1 / (1 + i * 0.8), 1 / (1 + i * 0.8 + 0.3)
        a, b = 140 + 220 * near, 140 + 220 * far
        canvas.fill(
            [
                (vanish[0] - 5 * near, a),
                (vanish[0] + 5 * near, a),
                (vanish[0] + 5 * far, b),
                (vanish[0] - 5 * far, b),
            ],
            (104, 110, 112),
        )
    _car(canvas, vanish[0] + 92, 214, 0.72)
    if depth > 1:
        _flood(canvas, 352 - min(150.0, 30 + depth * 4.6))
    _lamps(canvas, vanish)
    _staff(canvas, 520, 318, depth, 4.2, 40)


def underpass(canvas: Canvas, depth: float) -> None:
    """The low point of an underpass: portal, walls in perspective, the painted gauge."""
    canvas.shade(0, 120, (16, 25, 37), (27, 38, 52))
    canvas.box(0, 58, 640, 112, (52, 60, 69))
    canvas.box(0, 106, 640, 112, (29, 36, 44))
    canvas.fill([(118, 112), (522, 112), (430, 158), (214, 158)], (24, 31, 40))
    canvas.fill([(214, 158), (430, 158), (430, 206), (214, 206)], (9, 14, 21))
    canvas.fill([(0, 112), (118, 112), (214, 158), (214, 206), (0, 330)], (44, 52, 61))
    canvas.fill([(640, 112), (522, 112), (430, 158), (430, 206), (640, 330)], (49, 57, 66))
    canvas.fill([(0, 330), (214, 206), (430, 206), (640, 330), (640, 360), (0, 360)], (31, 38, 46))
    for x in (0.18, 0.5, 0.8):
        canvas.line(
            [(214 * x, 118 + 40 * x), (214 * x, 330 - 124 * x)], canvas.tone((34, 41, 50)), 2
        )
        right = 640 - 210 * x
        canvas.line([(right, 118 + 40 * x), (right, 330 - 124 * x)], canvas.tone((38, 45, 54)), 2)
    canvas.box(262, 68, 378, 100, (22, 52, 86))
    canvas.text(320, 84, "4.5 m", (214, 224, 234), 18)
    for i in range(4):
        near = 1 / (1 + i * 0.9)
        y = 206 + 150 * near
        canvas.fill(
            [
                (320 - 5 * near, y),
                (320 + 5 * near, y),
                (320 + 3.4 * near, y - 22 * near),
                (320 - 3.4 * near, y - 22 * near),
            ],
            (120, 124, 120),
        )
    if depth > 1:
        level = 346 - depth * 3.1
        canvas.mirror(max(208.0, level), 360, 0.42, WATER)
        _ripples(canvas, max(208.0, level), 26)
    if depth > 20:
        _stalled(canvas, 250, max(210.0, 346 - depth * 3.1))
    _staff(canvas, 512, 346, depth, 3.1, 60)
    for x, y, size in ((172, 138, 9), (470, 138, 9), (322, 150, 6)):
        canvas.oval(x, y, size, size / 3, (226, 214, 176))
        canvas.light(x, y + 20, size * 7, size * 6, (66, 58, 40))
    canvas.light(512, 240, 70, 120, (40, 42, 40))


def bridge(canvas: Canvas, depth: float) -> None:
    """A bridge over the river seen from the bank, the water high under its arches."""
    canvas.shade(0, 190, (14, 22, 34), (32, 45, 60))
    canvas.box(0, 188, 640, 300, (20, 29, 41))
    for i in range(22):
        x = i * 31 + canvas.chance.uniform(-6, 6)
        top = 150 - canvas.chance.uniform(8, 62)
        canvas.box(x, top, x + 27, 196, (23, 32, 44))
        _windows(canvas, (x + 4, top + 6, x + 24, 136), 0.22)
    canvas.box(0, 140, 640, 164, (62, 70, 79))
    canvas.box(0, 160, 640, 166, (36, 43, 52))
    for x in range(0, 640, 16):
        canvas.box(x, 124, x + 3, 140, (72, 80, 88))
    canvas.box(0, 122, 640, 126, (80, 88, 96))
    for x in (110, 320, 530):
        canvas.box(x - 14, 166, x + 14, 262, (54, 62, 71))
        canvas.box(x - 22, 164, x + 22, 176, (60, 68, 77))
    canvas.mirror(232 - min(depth, 60) * 0.5, 360, 0.5, WATER)
    _ripples(canvas, 236, 60)
    for x in (60, 215, 425, 580):
        canvas.line([(x, 140), (x, 74), (x + 16, 70)], canvas.tone((84, 92, 100)), 2)
        canvas.oval(x + 18, 71, 7, 3, (238, 214, 160))
        canvas.light(x + 18, 96, 46, 48, SODIUM)
        canvas.light(x + 18, 300, 10, 54, (70, 52, 28))


def gate(canvas: Canvas, depth: float) -> None:
    """The tide gate: two leaves between towers, with a staff for the outer water."""
    canvas.shade(0, 200, (14, 22, 34), (30, 42, 57))
    canvas.box(0, 194, 640, 300, (22, 31, 43))
    for x in (70, 284, 498):
        canvas.box(x, 74, x + 72, 262, (58, 66, 75))
        canvas.box(x - 8, 60, x + 80, 84, (70, 78, 87))
        canvas.box(x + 24, 34, x + 48, 62, (46, 54, 63))
    for x in (142, 356):
        canvas.box(x, 104, x + 142, 258, (38, 58, 74))
        for y in range(112, 258, 24):
            canvas.box(x, y, x + 142, y + 3, (52, 74, 92))
    canvas.box(0, 88, 640, 100, (64, 72, 80))
    canvas.mirror(238 - min(depth, 60) * 0.4, 360, 0.46, WATER)
    _ripples(canvas, 240, 52)
    _staff(canvas, 320, 262, depth, 2.2, 80)
    for x in (106, 320, 534):
        canvas.oval(x, 56, 8, 3, (236, 220, 176))
        canvas.light(x, 100, 60, 64, (84, 66, 38))


def _facades(canvas: Canvas, vanish: tuple[float, float], side: int) -> None:
    near = 1.0
    while near > 0.1:
        far = near * canvas.chance.uniform(0.66, 0.78)
        tall = canvas.chance.uniform(150, 240)
        shade = canvas.chance.randint(22, 34)
        xa, xb = vanish[0] + side * 520 * near, vanish[0] + side * 520 * far
        top = [(xa, vanish[1] - tall * near), (xb, vanish[1] - tall * far)]
        foot = [(xb, vanish[1] + 84 * far), (xa, vanish[1] + 84 * near)]
        canvas.fill([*top, *foot], (shade, shade + 9, shade + 20))
        for column in range(5):
            t = (column + 0.25) / 5
            x, scale = xa + (xb - xa) * t, near + (far - near) * t
            for row in range(5):
                if canvas.chance.random() < 0.34:
                    y = vanish[1] - tall * scale * (0.86 - row * 0.2)
                    lit = WINDOW if canvas.chance.random() < 0.6 else (74, 92, 108)
                    canvas.box(
                        min(x, x - side * 30 * scale),
                        y,
                        max(x, x - side * 30 * scale),
                        y + 20 * scale,
                        lit,
                    )
        near = far


def _windows(canvas: Canvas, block: tuple[float, float, float, float], share: float) -> None:
    """Lit windows over a far block (x0, y0, x1, y1)."""
    x0, y0, x1, y1 = block
    for row in range(int((y1 - y0) / 9)):
        for column in range(int((x1 - x0) / 6)):
            if canvas.chance.random() < share:
                x, y = x0 + column * 6, y0 + row * 9
                canvas.box(x, y, x + 2.6, y + 4, (118, 98, 60))


def _lamps(canvas: Canvas, vanish: tuple[float, float]) -> None:
    for i in range(5):
        near = 0.72 ** (i * 1.5) * 0.62
        for side in (-1, 1):
            x, y = vanish[0] + side * 420 * near, vanish[1] + 66 * near
            top = vanish[1] - 190 * near
            canvas.line(
                [(x, y), (x, top), (x - side * 44 * near, top - 6 * near)],
                canvas.tone((66, 75, 86)),
                max(1, 5 * near),
            )
            lamp = x - side * 50 * near
            canvas.oval(lamp, top - 4 * near, 15 * near, 5 * near, (246, 222, 168))
            canvas.light(lamp, top + 18 * near, 80 * near, 70 * near, SODIUM)
            canvas.light(lamp, y + 80 * near, 120 * near, 30 * near, (84, 60, 30))


def _car(canvas: Canvas, x: float, y: float, s: float) -> None:
    canvas.fill(
        [
            (x - 44 * s, y),
            (x - 36 * s, y - 30 * s),
            (x + 36 * s, y - 30 * s),
            (x + 44 * s, y),
            (x + 46 * s, y + 26 * s),
            (x - 46 * s, y + 26 * s),
        ],
        (56, 66, 80),
    )
    canvas.fill(
        [
            (x - 31 * s, y - 4 * s),
            (x - 26 * s, y - 25 * s),
            (x + 26 * s, y - 25 * s),
            (x + 31 * s, y - 4 * s),
        ],
        (24, 34, 47),
    )
    for side in (-1, 1):
        canvas.box(
            x + side * 36 * s - 7 * s,
            y + 3 * s,
            x + side * 36 * s + 7 * s,
            y + 10 * s,
            (206, 58, 52),
        )
        canvas.light(x + side * 36 * s, y + 14 * s, 20 * s, 14 * s, (110, 26, 20))


def _stalled(canvas: Canvas, x: float, water: float) -> None:
    canvas.fill(
        [(x - 40, water + 4), (x - 30, water - 20), (x + 24, water - 20), (x + 42, water + 4)],
        (66, 76, 88),
    )
    canvas.fill(
        [(x - 28, water - 3), (x - 22, water - 16), (x + 18, water - 16), (x + 28, water - 3)],
        (20, 28, 39),
    )
    canvas.light(x + 42, water + 4, 12, 8, (150, 96, 20))
    canvas.light(x - 40, water + 4, 12, 8, (150, 96, 20))


def _flood(canvas: Canvas, level: float) -> None:
    canvas.mirror(level, 360, 0.5, WATER)
    _ripples(canvas, level, 44)


def _ripples(canvas: Canvas, level: float, count: int) -> None:
    """Short bright strokes and rings of drops, larger towards the camera."""
    for _ in range(count):
        t = canvas.chance.random() ** 0.8
        y = level + 3 + (354 - level) * t
        x = canvas.chance.uniform(0, 640)
        tone = canvas.chance.randint(44, 76)
        reach = 4 + 18 * t
        if canvas.chance.random() < 0.45:
            canvas.oval(
                x, y, reach * 0.5, reach * 0.15, canvas.tone((tone, tone + 14, tone + 24)), 1
            )
        else:
            canvas.line(
                [(x - reach, y), (x + reach, y)], canvas.tone((tone, tone + 12, tone + 22)), 1
            )


def _staff(canvas: Canvas, x: float, foot: float, depth: float, per_cm: float, top: int) -> None:
    """A painted depth gauge: cm marks, the figures every ten, red from 25, water at its level."""
    canvas.box(x - 17, foot - top * per_cm - 7, x + 17, foot, (214, 218, 214))
    for cm in range(0, top + 1, 2 if per_cm < 4 else 1):
        y = foot - cm * per_cm
        wide = 12 if cm % 10 == 0 else 6
        ink = (176, 38, 36) if cm >= 25 else (26, 34, 44)
        canvas.box(x - 17, y - 0.8, x - 17 + wide, y + 0.8, ink)
        if cm % 10 == 0 and cm:
            canvas.text(x + 5, y, str(cm), ink, 13 if per_cm >= 3 else 10)
    if depth <= 0:
        return
    level = foot - min(depth, top) * per_cm
    canvas.box(x - 17, level, x + 17, foot, (48, 74, 92))
    canvas.box(x - 26, level - 1.2, x + 26, level + 1.2, (150, 192, 216))
