"""Stream contents of our own files: no filter, Flate, or a JPEG left as it is; never more than is allowed."""

import zlib

from app.pdf.refusals import DamagedFileError, NotOursError
from app.pdf.syntax import Name, Stream

_FLATE = (Name("FlateDecode"), (Name("FlateDecode"),))
_AS_IT_IS = (None, (), Name("DCTDecode"), (Name("DCTDecode"),))


def decoded(stream: Stream, limit: int) -> bytes:
    """The content of a stream, a JPEG still encoded, at most `limit` bytes of it.

    Raises NotOursError "too_large", DamagedFileError "filter" (our writer never uses it) or "structure".
    """
    kind = stream.dictionary.get("Filter")
    if kind in _AS_IT_IS:
        content = stream.data
    elif kind in _FLATE and "DecodeParms" not in stream.dictionary:
        content = _inflated(stream.data, limit)
    else:
        raise DamagedFileError(why="filter")
    if len(content) > limit:
        raise NotOursError(why="too_large")
    return content


def _inflated(data: bytes, limit: int) -> bytes:
    if not data:  # qpdf leaves an empty stream empty, filter or not
        return b""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise DamagedFileError(why="structure") from error
    if len(content) <= limit and (not unpacker.eof or unpacker.unused_data):
        raise DamagedFileError(why="structure")
    return content
