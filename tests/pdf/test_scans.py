"""Scans: whatever comes in leaves as one plain JPEG, and nothing else passes for one."""

from io import BytesIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.pdf import scans
from app.pdf.scans import LONGEST_SIDE, ScanAlteredError, ScanUnfitError, Size, plain_size, remade
from tests.pdf.scan_samples import LOCATION, a_photo, a_picture

LIMIT = 600_000
PLAIN = remade(a_picture(), LIMIT)


def pixels(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg)).convert("RGB")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_page_of_any_kind_becomes_a_plain_jpeg(mode: str) -> None:
    made = remade(a_picture(mode=mode), LIMIT)
    assert plain_size(made) == Size(900, 1270, mode in ("1", "L"))
    assert pixels(made).getpixel((5, 5)) == (255, 255, 255)


def test_what_is_transparent_is_white_paper() -> None:
    out = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert pixels(remade(out.getvalue(), LIMIT)).getpixel((20, 20)) == (255, 255, 255)


def test_a_photo_stands_upright_and_says_no_more_where_it_was_taken() -> None:
    photo = a_photo()
    assert photo.count(LOCATION) == 2
    made = remade(photo, LIMIT)
    assert LOCATION not in made and b"Exif" not in made
    assert plain_size(made) == Size(900, 1270, False)
    # The black corner was top left on its side, so it is top right now.
    grey = pixels(made).convert("L").tobytes()
    assert (grey[10 * 900 + 890] < 40, grey[10 * 900 + 10] > 200) == (True, True)


def test_a_large_page_is_brought_to_a_legible_size_and_below_the_limit() -> None:
    made = remade(a_picture(size=(2480, 3508), kind="JPEG"), LIMIT)
    assert plain_size(made).height == LONGEST_SIDE
    noise = Image.frombytes("RGB", (1000, 1400), Random(1).randbytes(1000 * 1400 * 3))
    out = BytesIO()
    noise.save(out, "PNG")
    small = remade(out.getvalue(), 150_000)
    assert len(small) <= 150_000
    assert plain_size(small).width < 1000


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"", "format"),
        (b"GIF89a" + bytes(40), "format"),
        (a_picture(kind="BMP"), "format"),
        (a_picture()[:400], "broken"),
        (a_picture(kind="JPEG")[:4000], "broken"),
        (bytes(scans.MAX_INPUT + 1), "too_large"),
    ],
)
def test_what_is_no_picture_is_refused_by_kind(data: bytes, why: str) -> None:
    with pytest.raises(ScanUnfitError) as told:
        remade(data, LIMIT)
    assert told.value.fields == {"why": why}


def test_a_picture_of_too_many_pixels_is_not_even_unpacked() -> None:
    for side in (7100, 20_000):
        out = BytesIO()
        Image.new("1", (side, side)).save(out, "PNG")
        with pytest.raises(ScanUnfitError) as told:
            remade(out.getvalue(), LIMIT)
        assert told.value.fields == {"why": "too_large"}


def with_segment(marker: int, body: bytes, at: int = 2) -> bytes:
    return PLAIN[:at] + bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body + PLAIN[at:]


def frame_at() -> int:
    return PLAIN.index(b"\xff\xc0")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        PLAIN[:-2],
        PLAIN[:300],
        PLAIN + b"MZ",
        PLAIN[:-2] + b"\xff\xd8\xff\xd9",
        with_segment(0xE1, b"Exif\0\0" + LOCATION),
        with_segment(0xFE, LOCATION, at=20),
        with_segment(0xE0, b"JFXX\0" + bytes(9), at=20),
        with_segment(0xC0, bytes(15), at=20),
        PLAIN[: frame_at()] + PLAIN[frame_at() + 19 :],
        PLAIN[: frame_at()] + PLAIN[frame_at() : frame_at() + 19] * 2 + PLAIN[frame_at() + 19 :],
        PLAIN[: frame_at() + 5] + b"\xff\xff" + PLAIN[frame_at() + 7 :],
        PLAIN[: frame_at() + 5] + b"\0\0" + PLAIN[frame_at() + 7 :],
        PLAIN[: frame_at() + 9] + b"\x01" + PLAIN[frame_at() + 10 :],
        PLAIN[: frame_at() + 9] + b"\x04" + PLAIN[frame_at() + 10 :],
        a_picture(),
        a_photo(),
    ],
)
def test_nothing_but_a_plain_jpeg_passes_for_one(data: bytes) -> None:
    with pytest.raises(ScanAlteredError):
        plain_size(data)


@settings(max_examples=200)
@given(st.integers(0, len(PLAIN) - 1), st.integers(0, 255))
def test_no_changed_byte_brings_the_reading_down(at: int, value: int) -> None:
    changed = PLAIN[:at] + bytes([value]) + PLAIN[at + 1 :]
    try:
        size = plain_size(changed)
    except ScanAlteredError:
        return
    assert max(size.width, size.height) <= LONGEST_SIDE
