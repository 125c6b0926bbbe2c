"""A paper of ours as pixels, page by page, signature appearances included. Foreign bytes never come here."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_TURN = threading.Lock()  # PDFium may be used by one thread at a time


@dataclass(frozen=True)
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


def _drawn(page: "PdfPage", width: int) -> PageImage:
    bitmap = page.render(
        scale=width / page.get_width(), rev_byteorder=True, prefer_bgrx=True, may_draw_forms=True
    )
    try:
        return PageImage(bitmap.width, bitmap.height, bytes(bitmap.buffer))
    finally:
        bitmap.close()
        page.close()
