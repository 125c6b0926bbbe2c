"""Scans of paper: any photo or scan → a plain JPEG of ours; whether an attached one is such a plain JPEG.

`remade` opens foreign pictures and so runs in the judging child. PDFs are refused: pdfium sees none of them.
"""

from io import BytesIO
from typing import TYPE_CHECKING

from app.domain.frozen import frozen
from app.errors import RefusedError
from app.pdf.preview import PageImage

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_INPUT = 25_000_000
MAX_PIXELS = 50_000_000
# A4 at about 170 points an inch: handwriting stays legible, a page takes a few hundred kilobytes.
LONGEST_SIDE = 2000
_QUALITIES = (82, 70, 58, 46)
_SMALLER = 0.8
# Start of image, JFIF, quantisation, baseline frame, Huffman tables, scan: all that `remade` ever writes.
_APP0, _DQT, _SOF0, _DHT, _SOS = 0xE0, 0xDB, 0xC0, 0xC4, 0xDA
_JFIF = b"JFIF\0"
_RESTARTS = range(0xD0, 0xD8)


class ScanUnfitError(RefusedError):
    """A scan that cannot be taken; `why` is a short key: pdf, format, too_large, broken."""

    field_names = ("why",)


class ScanAlteredError(RefusedError):
    """An attached scan that is not the plain JPEG the program makes."""


@frozen
class Size:
    """Width and height in pixels; `grey` or in colour."""

    width: int
    height: int
    grey: bool


def remade(data: bytes, limit: int) -> bytes:
    """A PNG or JPEG drawn anew as a baseline JPEG of at most `limit` bytes, upright, without any metadata.

    Raises ScanUnfitError.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if data.startswith(b"%PDF-"):
        raise ScanUnfitError(why="pdf")
    if len(data) > MAX_INPUT:
        raise ScanUnfitError(why="too_large")
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ScanUnfitError(why="too_large")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = _on_white(ImageOps.exif_transpose(picture))
    except UnidentifiedImageError as error:
        raise ScanUnfitError(why="format") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ScanUnfitError(why="too_large") from error
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises for broken files
        raise ScanUnfitError(why="broken") from error
    return _written(upright, limit)


def _on_white(picture: "Image") -> "Image":
    """Grey or RGB, what was transparent as white paper."""
    from PIL import Image

    if picture.mode in ("1", "L", "I", "I;16", "F"):
        return picture.convert("L")
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _written(picture: "Image", limit: int) -> bytes:
    """As good as fits: first less quality, then fewer pixels."""
    while True:
        # A fresh image carries nothing over from the file it came from.
        bare = picture.copy()
        bare.info.clear()
        for quality in _QUALITIES:
            out = BytesIO()
            bare.save(out, "JPEG", quality=quality, optimize=True, progressive=False, subsampling="4:2:0")
            if out.tell() <= limit:
                return out.getvalue()
        size = (max(1, int(picture.width * _SMALLER)), max(1, int(picture.height * _SMALLER)))
        picture = picture.resize(size)


def small(data: bytes, longest: int) -> PageImage:
    """A JPEG that `remade` made, as pixels for the screen, no side above `longest`; ScanAlteredError."""
    from PIL import Image

    plain_size(data)
    with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
        picture.draft("RGB", (longest, longest))
        picture.thumbnail((longest, longest))
        shown = picture.convert("RGBA")
    return PageImage(shown.width, shown.height, shown.tobytes())


def plain_size(data: bytes) -> Size:
    """The size of a JPEG that is nothing but one baseline picture; ScanAlteredError for any other bytes."""
    size: Size | None = None
    at = 2
    if data[:2] != b"\xff\xd8":
        raise ScanAlteredError
    while True:
        if len(data) < at + 4 or data[at] != 0xFF:
            raise ScanAlteredError
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + length]
        if len(body) != length - 2 or marker not in (_APP0, _DQT, _SOF0, _DHT, _SOS):
            raise ScanAlteredError
        if marker == _APP0 and (at != 2 or length != 16 or not body.startswith(_JFIF)):
            raise ScanAlteredError
        if marker == _SOF0:
            size = _frame(body, size)
        at += 2 + length
        if marker == _SOS:
            break
    if size is None or not _ends_with_picture(data, at):
        raise ScanAlteredError
    return size


def _frame(body: bytes, before: Size | None) -> Size:
    """One frame of eight bits, grey or three colours, no larger than `remade` makes it."""
    if before is not None or len(body) < 6 or body[0] != 8 or body[5] not in (1, 3):
        raise ScanAlteredError
    size = Size(int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"), body[5] == 1)
    if len(body) != 6 + 3 * body[5] or not min(size.width, size.height) > 0:
        raise ScanAlteredError
    if max(size.width, size.height) > LONGEST_SIDE:
        raise ScanAlteredError
    return size


def _ends_with_picture(data: bytes, at: int) -> bool:
    """Whether after the scan's head there is only picture data, and the end mark where the file ends."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return False
        if data[at + 1] == 0xD9:
            return at + 2 == len(data)
        if data[at + 1] != 0 and data[at + 1] not in _RESTARTS:
            return False
        at += 2
