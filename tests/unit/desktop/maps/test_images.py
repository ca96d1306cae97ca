from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop.maps.images import image_format, image_problem
from tests.fakes.archives import png


def _encoded(name: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (24, 16), (10, 20, 30)).save(out, name, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (png(3, 2), "png"),
        (_encoded("PNG"), "png"),
        (_encoded("JPEG"), "jpg"),
        (_encoded("JPEG", progressive=True), "jpg"),
        (_encoded("WEBP"), "webp"),
        (_encoded("WEBP", lossless=True), "webp"),
    ],
)
def test_a_whole_picture_is_recognised_and_a_cut_one_refused(data: bytes, kind: str) -> None:
    assert image_format(data) == kind
    assert image_problem(data) == ""
    assert image_problem(data[: len(data) // 2]) != ""


def test_a_picture_that_claims_to_be_huge_is_refused_before_it_is_decoded() -> None:
    data = bytearray(png())
    data[16:24] = struct.pack(">II", 60_000, 60_000)

    assert "60000 x 60000" in image_problem(bytes(data))


def test_other_bytes_are_no_picture() -> None:
    assert "neither" in image_problem(b"GIF89a")
    assert "neither" in image_problem(b"")


@given(
    st.sampled_from(
        [png(2, 2), _encoded("JPEG"), _encoded("WEBP"), _encoded("WEBP", lossless=True)]
    ),
    st.integers(0, 60),
    st.binary(max_size=40),
)
def test_damaged_headers_are_answered_in_words(data: bytes, at: int, put: bytes) -> None:
    assert isinstance(image_problem(data[:at] + put + data[at + len(put) :]), str)
