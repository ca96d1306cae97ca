"""The drawn camera stills."""

import io

import pytest
from PIL import Image, ImageChops

from services.demo.scenes import PAINTERS, draw_scene


def _image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("kind", sorted(PAINTERS))
@pytest.mark.parametrize("night", [True, False])
def test_a_scene_is_a_jpeg_of_its_size_and_the_same_each_time(kind, night):
    once = draw_scene(kind, depth_cm=12.0, night=night, seed=3)
    assert once == draw_scene(kind, depth_cm=12.0, night=night, seed=3)
    assert _image(once).size == (640, 360)
    assert Image.open(io.BytesIO(once)).format == "JPEG"


@pytest.mark.parametrize("kind", ["underpass", "street", "gate", "shed", "pump_house"])
def test_the_water_is_seen_to_rise(kind):
    low, high = (_image(draw_scene(kind, depth_cm=d, night=True, seed=3)) for d in (12.0, 30.0))
    assert ImageChops.difference(low, high).getbbox() is not None


def test_the_gauge_shows_the_waters_level():
    rows = []
    for depth in (10.0, 20.0, 30.0, 40.0):
        column = _image(draw_scene("underpass", depth_cm=depth, night=True, seed=1))
        strip = column.crop((515, 100, 526, 346)).convert("L").resize((1, 246))
        tones = [strip.getpixel((0, y)) for y in range(246)]
        rows.append(next(y for y in range(60, 246) if tones[y] < 120))
    assert rows == sorted(rows, reverse=True)
    assert rows[0] - rows[-1] == pytest.approx(30 * 3.1, abs=8)


def test_a_night_scene_is_calm_and_dark():
    for kind in PAINTERS:
        grey = _image(draw_scene(kind, depth_cm=None, night=True, seed=5)).convert("L")
        assert 15 < sum(grey.resize((1, 1)).tobytes()) < 95, kind


def test_other_sizes_and_unknown_kinds():
    data = draw_scene("street", depth_cm=None, night=True, seed=1, size=(320, 180))
    assert _image(data).size == (320, 180)
    with pytest.raises(ValueError, match="no scene for camera kind 'moon'"):
        draw_scene("moon", depth_cm=None, night=True, seed=1)
