"""A paper of ours as pixels, page by page, signature appearances included.

Foreign bytes come here only in the judging child, once their signatures held.
"""

import threading
from typing import TYPE_CHECKING

from app.domain.frozen import frozen

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_TURN = threading.Lock()  # PDFium may be used by one thread at a time


@frozen
class PageImage:
    """One page: `pixels` are width × height × 4 bytes, red green blue alpha, row by row."""

    width: int
    height: int
    pixels: bytes


def pages(data: bytes, width: int) -> tuple[PageImage, ...]:
    """Every page of the PDF `data`, each `width` pixels wide."""
    import pypdfium2

    with _TURN, pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        return tuple(_drawn(document[at], width) for at in range(len(document)))


def count(data: bytes) -> int:
    """How many pages the PDF `data` has."""
    import pypdfium2

    with _TURN, pypdfium2.PdfDocument(data) as document:
        return len(document)


def page(data: bytes, at: int, width: int) -> PageImage:
    """The page at `at` (from 0), `width` pixels wide."""
    import pypdfium2

    with _TURN, pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        return _drawn(document[at], width)


def _drawn(page: "PdfPage", width: int) -> PageImage:
    bitmap = page.render(
        scale=width / page.get_width(), rev_byteorder=True, prefer_bgrx=True, may_draw_forms=True
    )
    try:
        return PageImage(bitmap.width, bitmap.height, bytes(bitmap.buffer))
    finally:
        bitmap.close()
        page.close()
