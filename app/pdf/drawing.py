"""Pages as lists of marks, and their way through reportlab into a plain, deterministic PDF.

Marks measure from the page's top left corner in points. What they say and where they stand is decided above;
what makes the file PDF/A is archive's.
"""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Literal

from app.domain.frozen import frozen
from app.pdf.fonts import DRAWN_BOXES, Weight, require_characters, typeface

HAIRLINE = 0.5
_BOX_PIECE = frozenset(DRAWN_BOXES)
_CREATOR = "Zhiping"


@frozen
class Text:
    """One line of text: x of its start (or of its middle or end, by align), y of its baseline."""

    x: float
    y: float
    text: str
    size: float
    weight: Weight = "regular"
    grey: float = 0.0
    align: Literal["left", "center", "right"] = "left"


@frozen
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float = HAIRLINE
    grey: float = 0.35


@frozen
class Box:
    """A rectangle, filled with a colour (red, green, blue from 0 to 1), with an outline, or both."""

    x: float
    y: float
    width: float
    height: float
    fill: tuple[float, float, float] | None = None
    outline: float | None = None


@frozen
class Watermark:
    """A word across the middle of the page, light enough to read through; to be placed first."""

    text: str
    size: float
    grey: float


@frozen
class Picture:
    """A baseline JPEG of `pixels` (width, height) in a rectangle; its bytes go into the file as they are."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes
    pixels: tuple[int, int]
    grey: bool


@frozen
class Screenshot:
    """A picture without loss in a rectangle: `pixels` (width, height), three bytes each, from the top."""

    x: float
    y: float
    width: float
    height: float
    rgb: bytes
    pixels: tuple[int, int]


Mark = Text | Rule | Box | Watermark | Picture | Screenshot


@frozen
class Page:
    """One page: size in points and its marks in the order of drawing."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def draw(pages: Sequence[Page]) -> bytes:
    """The pages as an uncompressed PDF with embedded subsets; the same pages give the same bytes.

    Raises MissingGlyphsError before anything is drawn if a text cannot be shown.
    """
    from reportlab.pdfgen.canvas import Canvas

    require_characters(
        mark.text for page in pages for mark in page.marks if isinstance(mark, Text | Watermark)
    )
    out = BytesIO()
    # Every setting reportlab would else take from its configuration files is given here.
    canvas = Canvas(
        out,
        pagesize=(pages[0].width, pages[0].height),
        pageCompression=0,
        invariant=1,
        pdfVersion=(1, 7),
        initialFontName=typeface("regular").name,
        initialFontSize=10,
        lang="zh-CN",
    )
    canvas.setCreator(_CREATOR)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        for mark in page.marks:
            _draw_mark(canvas, page, mark)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text_width(text: str, size: float, weight: Weight = "regular") -> float:
    """Width of one line in points as it will be drawn, boxes included."""
    return typeface(weight).width(text, size)


def _draw_mark(canvas: Any, page: Page, mark: Mark) -> None:
    height = page.height
    if isinstance(mark, Text):
        _draw_text(canvas, height, mark)
    elif isinstance(mark, Watermark):
        canvas.saveState()
        canvas.translate(page.width / 2, height / 2)
        canvas.rotate(35)
        canvas.setFillGray(mark.grey)
        canvas.setFont(typeface("bold").name, mark.size)
        canvas.drawString(-typeface("bold").width(mark.text, mark.size) / 2, -mark.size * 0.36, mark.text)
        canvas.restoreState()
    elif isinstance(mark, Rule):
        canvas.setLineWidth(mark.thickness)
        canvas.setStrokeGray(mark.grey)
        canvas.line(mark.x1, height - mark.y1, mark.x2, height - mark.y2)
    elif isinstance(mark, Picture):
        _draw_picture(
            canvas, height, mark, mark.jpeg, "DeviceGray" if mark.grey else "DeviceRGB", "DCTDecode"
        )
    elif isinstance(mark, Screenshot):
        _draw_picture(canvas, height, mark, zlib.compress(mark.rgb, 9), "DeviceRGB", "FlateDecode")
    else:
        _draw_box(canvas, height, mark)


def _draw_picture(
    canvas: Any, height: float, mark: Picture | Screenshot, data: bytes, colours: str, filtered: str
) -> None:
    """reportlab's own drawImage would decode the picture and write it in ASCII 85."""
    from reportlab.pdfbase.pdfdoc import PDFImageXObject

    name = hashlib.sha256(data).hexdigest()
    document = canvas._doc
    registered = document.getXObjectName(name)
    if registered not in document.idToObject:
        image = PDFImageXObject(name)
        image.width, image.height = mark.pixels
        image.bitsPerComponent = 8
        image.colorSpace = colours
        image._filters = (filtered,)
        image.streamContent = data
        canvas._setXObjects(image)
        document.Reference(image, registered)
        document.addForm(name, image)
    canvas._currentPageHasImages = 1
    canvas.saveState()
    canvas.translate(mark.x, height - mark.y - mark.height)
    canvas.scale(mark.width, mark.height)
    canvas._code.append(f"/{registered} Do")
    canvas.restoreState()
    canvas._formsinuse.append(name)


def _draw_box(canvas: Any, height: float, mark: Box) -> None:
    if mark.fill is not None:
        canvas.setFillColorRGB(*mark.fill)
    if mark.outline is not None:
        canvas.setLineWidth(HAIRLINE)
        canvas.setStrokeGray(mark.outline)
    bottom = height - mark.y - mark.height
    outlined, filled = int(mark.outline is not None), int(mark.fill is not None)
    canvas.rect(mark.x, bottom, mark.width, mark.height, stroke=outlined, fill=filled)


def _draw_text(canvas: Any, height: float, mark: Text) -> None:
    face = typeface(mark.weight)
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[mark.align]
    x = mark.x - shift * face.width(mark.text, mark.size)
    for piece in _pieces(mark.text):
        if piece in _BOX_PIECE:
            _draw_tick_box(canvas, x, height - mark.y, mark, piece)
        elif piece.strip():
            canvas.setFillGray(mark.grey)
            canvas.setFont(face.name, mark.size)
            canvas.drawString(x, height - mark.y, piece)
        x += face.width(piece, mark.size)


def _pieces(text: str) -> Iterator[str]:
    """The text cut into drawn boxes, one a piece, and the runs between them."""
    run = ""
    for character in text:
        if character in _BOX_PIECE:
            if run:
                yield run
            yield character
            run = ""
        else:
            run += character
    if run:
        yield run


def _draw_tick_box(canvas: Any, x: float, y: float, mark: Text, box: str) -> None:
    """☐, ☑ or ☒ as lines, as high as a character, standing on the baseline of its neighbours."""
    size = mark.size
    left, bottom, side = x + 0.12 * size, y - 0.08 * size, 0.76 * size
    canvas.setStrokeGray(mark.grey)
    canvas.setLineWidth(max(HAIRLINE, 0.06 * size))
    canvas.rect(left, bottom, side, side, stroke=1, fill=0)
    canvas.setLineWidth(max(HAIRLINE, 0.1 * size))
    if box == "☑":
        middle, low = left + 0.42 * side, bottom + 0.2 * side
        canvas.line(left + 0.18 * side, bottom + 0.5 * side, middle, low)
        canvas.line(middle, low, left + 0.84 * side, bottom + 0.8 * side)
    elif box == "☒":
        canvas.line(left + 0.2 * side, bottom + 0.2 * side, left + 0.8 * side, bottom + 0.8 * side)
        canvas.line(left + 0.2 * side, bottom + 0.8 * side, left + 0.8 * side, bottom + 0.2 * side)
