"""The writer of increments: pyHanko's, without its clock and its chance.

What an increment holds is signing's and appearance's; what it may hold, increments.py judges.
"""

import hashlib
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from app.errors import RefusedError

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


class UnsignableFileError(RefusedError):
    """The file cannot take a signature: not a PDF of ours, or damaged."""


def open_increment(pdf: bytes) -> "IncrementalPdfFileWriter":
    """A writer that appends to `pdf`; UnsignableFileError for what is no PDF."""
    from pyhanko.pdf_utils.misc import PdfError

    try:
        return _increment_class()(BytesIO(pdf))
    except (PdfError, ValueError, TypeError, KeyError, IndexError) as error:
        raise UnsignableFileError() from error


@cache
def _increment_class() -> "type[IncrementalPdfFileWriter]":
    from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader

    class Increment(IncrementalPdfFileWriter):  # type: ignore[misc]  # pyHanko is untyped
        """pyHanko's writer without clock and chance: Info and XMP stay, the ID follows from the bytes."""

        @classmethod
        def _handle_id(cls, prev: PdfFileReader) -> ArrayObject:
            first = prev.trailer["/ID"][0].original_bytes
            prev.stream.seek(0)
            second = hashlib.sha256(prev.stream.read()).digest()[:16]
            return ArrayObject([ByteStringObject(first), ByteStringObject(second)])

        def _update_meta(self) -> None:
            return None

    return Increment
