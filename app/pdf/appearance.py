"""What a signature looks like on the page: a few lines in our own face, as one form XObject.

Which words stand there is the caller's; that they can be drawn was checked, and is checked again by drawing.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from app.pdf.drawing import Page, Text, draw, text_width

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject, PdfObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.writer import BasePdfFileWriter

_LARGEST, _SMALLEST = 9.0, 3.0
_LEADING = 1.35
_MARGIN = 6.0


def draw_into(writer: "IncrementalPdfFileWriter", widget: "DictionaryObject", lines: Sequence[str]) -> None:
    """Give a field's widget, as read through `writer`, the appearance of these lines in its whole box.

    Raises MissingGlyphsError where a character cannot be drawn.
    """
    from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name

    left, bottom, right, top = (float(value) for value in widget["/Rect"])
    normal = _add_form(writer, lines, right - left, top - bottom)
    widget[pdf_name("/AP")] = DictionaryObject({pdf_name("/N"): normal})
    writer.update_container(widget)


def _add_form(
    writer: "BasePdfFileWriter", lines: Sequence[str], width: float, height: float
) -> "IndirectObject":
    """A new form XObject of `width` by `height` points with the lines, its fonts embedded."""
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, StreamObject, pdf_name
    from pyhanko.pdf_utils.reader import PdfFileReader

    drawn = PdfFileReader(BytesIO(draw([_page(lines, width, height)])))
    page = drawn.root["/Pages"]["/Kids"][0]
    before = set(writer.objects)
    fonts = writer.import_object(page["/Resources"]["/Font"])
    for key in set(writer.objects) - before:
        writer.objects[key] = _compressed(writer.objects[key])
    entries = {
        pdf_name("/Type"): pdf_name("/XObject"),
        pdf_name("/Subtype"): pdf_name("/Form"),
        pdf_name("/BBox"): ArrayObject(FloatObject(f"{value:.2f}") for value in (0, 0, width, height)),
        pdf_name("/Resources"): DictionaryObject({pdf_name("/Font"): fonts}),
    }
    return writer.add_object(_compressed(StreamObject(entries, stream_data=page["/Contents"].data)))


def _compressed(item: "PdfObject") -> "PdfObject":
    """A stream with Flate as its only filter; anything else unchanged."""
    from pyhanko.pdf_utils.generic import StreamObject

    if not isinstance(item, StreamObject):
        return item
    entries = {key: value for key, value in item.items() if key not in ("/Filter", "/Length", "/DecodeParms")}
    stream = StreamObject(entries, stream_data=item.data)
    stream.compress()
    return stream


def _page(lines: Sequence[str], width: float, height: float) -> Page:
    """The lines from top to bottom in the largest size at which all fit; the page has drawn the frame."""
    rows = [line for line in lines if line.strip()]
    inner_width, inner_height = width - 2 * _MARGIN, height - 2 * _MARGIN
    size = min(_LARGEST, inner_height / (_LEADING * max(1, len(rows))))
    widest = max((text_width(row, size) for row in rows), default=0.0)
    if widest > inner_width:
        size *= inner_width / widest
    size = max(_SMALLEST, size)
    top = (height - _LEADING * size * len(rows)) / 2
    marks = [Text(_MARGIN, top + _LEADING * size * (at + 0.75), row, size) for at, row in enumerate(rows)]
    return Page(width, height, tuple(marks))
