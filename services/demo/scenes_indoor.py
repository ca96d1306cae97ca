"""Scenes under a roof: lift, charging shed and pump house. Coordinates are of a 640×360 frame."""

from __future__ import annotations

from services.demo.canvas import Canvas, Colour

AMBER: Colour = (255, 204, 40)


def lift(canvas: Canvas, depth: float) -> None:
    """The car of a lift from its ceiling corner; an e-bike in it, marked with a yellow box."""
    canvas.box(0, 0, 640, 360, (44, 52, 61))
    canvas.fill([(0, 0), (150, 52), (150, 250), (0, 360)], (60, 69, 78))
    canvas.fill([(640, 0), (490, 52), (490, 250), (640, 360)], (54, 63, 72))
    canvas.fill([(150, 52), (490, 52), (490, 250), (150, 250)], (72, 82, 91))
    canvas.fill([(150, 250), (490, 250), (640, 360), (0, 360)], (38, 44, 51))
    for x in (262, 320, 378):
        canvas.box(x - 1, 52, x + 1, 250, (58, 67, 76))
    canvas.box(150, 168, 490, 173, (112, 122, 130))
    canvas.box(512, 128, 536, 216, (32, 39, 47))
    for row in range(5):
        for column in range(2):
            lit = (236, 188, 84) if (row, column) == (1, 0) else (126, 136, 144)
            canvas.oval(519 + column * 10, 140 + row * 15, 3.6, 4.2, lit)
    canvas.box(512, 96, 536, 118, (12, 17, 24))
    canvas.text(524, 107, str(canvas.chance.randint(2, 12)), (240, 130, 60), 15)
    canvas.fill([(170, 8), (470, 8), (440, 40), (200, 40)], (188, 198, 202))
    canvas.light(320, 60, 230, 70, (52, 56, 58))
    _rider(canvas, 384, 128)
    _bike(canvas, 288, 280, 1.5, (52, 98, 128))
    _detection(canvas, 176, 156, 402, 326, "E-BIKE 0.94")


def shed(canvas: Canvas, depth: float) -> None:
    """A charging shed: a row of bikes at their sockets, one lamp a bay, water on the floor."""
    canvas.shade(0, 360, (20, 28, 39), (26, 34, 44))
    canvas.fill([(0, 30), (640, 66), (640, 92), (0, 70)], (58, 67, 77))
    canvas.fill([(0, 70), (640, 92), (640, 232), (0, 266)], (36, 45, 55))
    canvas.fill([(0, 266), (640, 232), (640, 360), (0, 360)], (42, 48, 55))
    for i in range(6):
        x = 56 + i * 104
        canvas.box(x - 42, 72 + i * 4, x - 37, 268 - i * 6, (70, 79, 88))
        canvas.box(x + 12, 138, x + 36, 170, (190, 196, 192))
        busy = canvas.chance.random() < 0.7
        canvas.oval(x + 24, 147, 3.5, 3.5, (84, 210, 132) if busy else (120, 128, 134))
        if busy:
            canvas.line([(x + 24, 168), (x + 30, 206), (x + 6, 224)], (16, 20, 26), 2)
        canvas.light(x + 10, 112, 44, 34, (70, 66, 48))
    for i in range(5, -1, -1):
        if canvas.chance.random() < 0.88:
            colour = canvas.chance.choice(
                ((52, 98, 128), (122, 58, 54), (74, 82, 92), (52, 104, 86))
            )
            _bike(canvas, 62 + i * 102, 292 - i * 5, 0.92, colour)
    if depth > 1:
        canvas.mirror(max(214.0, 318 - depth * 2.4), 360, 0.5, (24, 44, 60))


def pump_house(canvas: Canvas, depth: float) -> None:
    """A pump house: two pumps with their pipes, a panel with lamps, a sump that fills."""
    canvas.shade(0, 250, (30, 38, 48), (46, 55, 64))
    canvas.box(0, 250, 640, 360, (40, 46, 53))
    canvas.fill([(180, 288), (470, 288), (540, 360), (110, 360)], (14, 20, 27))
    for x in (210, 390):
        canvas.box(x - 12, 60, x + 12, 232, (58, 98, 112))
        canvas.box(x - 18, 96, x + 18, 106, (82, 124, 138))
        canvas.box(x - 42, 176, x + 42, 254, (50, 84, 98))
        canvas.oval(x, 176, 42, 13, canvas.tone((70, 112, 126)))
        canvas.oval(x, 214, 15, 15, canvas.tone((30, 44, 54)))
        canvas.oval(x, 136, 20, 20, canvas.tone((164, 58, 50)), 4)
    canvas.box(0, 56, 640, 82, (66, 106, 120))
    canvas.box(508, 108, 600, 240, (92, 101, 108))
    for i, lamp in enumerate(((84, 210, 132), (84, 210, 132), (232, 176, 60))):
        canvas.oval(530 + i * 24, 132, 7, 7, lamp)
        canvas.light(530 + i * 24, 132, 14, 14, (lamp[0] // 4, lamp[1] // 4, lamp[2] // 4))
    canvas.box(522, 154, 586, 182, (12, 18, 25))
    canvas.text(554, 168, f"{depth:.0f} cm", (132, 214, 190), 15)
    if depth > 1:
        top = 358 - min(depth, 60)
        edge = (360 - top) * 0.97
        canvas.fill([(110 + edge, top), (540 - edge, top), (540, 360), (110, 360)], (34, 66, 86))
        canvas.line([(110 + edge, top), (540 - edge, top)], canvas.tone((96, 140, 164)), 2)
    canvas.light(300, 30, 260, 40, (80, 78, 66))


def _bike(canvas: Canvas, x: float, y: float, s: float, colour: Colour) -> None:
    """An electric scooter bike from the side; (x, y) is between the wheels' feet."""
    paint = canvas.tone(colour)
    for wheel in (-46, 46):
        canvas.oval(x + wheel * s, y - 20 * s, 20 * s, 20 * s, (12, 16, 21))
        canvas.oval(x + wheel * s, y - 20 * s, 11 * s, 11 * s, canvas.tone((70, 78, 86)))
    canvas.fill(
        [
            (x - 64 * s, y - 42 * s),
            (x - 20 * s, y - 50 * s),
            (x - 8 * s, y - 24 * s),
            (x + 24 * s, y - 24 * s),
            (x + 30 * s, y - 72 * s),
            (x + 42 * s, y - 70 * s),
            (x + 36 * s, y - 14 * s),
            (x - 26 * s, y - 12 * s),
        ],
        colour,
    )
    canvas.fill(
        [
            (x - 62 * s, y - 50 * s),
            (x - 14 * s, y - 56 * s),
            (x - 18 * s, y - 48 * s),
            (x - 60 * s, y - 42 * s),
        ],
        (18, 22, 28),
    )
    canvas.line(
        [(x + 46 * s, y - 20 * s), (x + 34 * s, y - 76 * s), (x + 20 * s, y - 84 * s)], paint, 4 * s
    )
    canvas.oval(x + 41 * s, y - 64 * s, 5 * s, 6 * s, (222, 220, 196))


def _rider(canvas: Canvas, x: float, y: float) -> None:
    canvas.fill(
        [
            (x - 24, y + 40),
            (x - 12, y + 20),
            (x + 14, y + 20),
            (x + 26, y + 42),
            (x + 20, y + 122),
            (x - 20, y + 122),
        ],
        (40, 58, 84),
    )
    canvas.fill(
        [(x - 18, y + 118), (x + 18, y + 118), (x + 15, y + 182), (x - 15, y + 182)], (24, 30, 38)
    )
    canvas.oval(x, y + 4, 15, 17, canvas.tone((28, 30, 34)))


def _detection(canvas: Canvas, x0: float, y0: float, x1: float, y1: float, words: str) -> None:
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    canvas.line(corners, AMBER, 2)
    canvas.box(x0, y0 - 18, x0 + 104, y0, (14, 18, 22))
    canvas.text(x0 + 52, y0 - 9, words, AMBER, 12)
