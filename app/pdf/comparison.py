"""Is the page what the data says? Two first revisions, compared object for object.

Streams are compared decoded and /ID is left out, because builds of zlib compress differently
(trust.md, "Papers as containers"); everything else must be the same, object numbers included.
"""

from collections.abc import Mapping

from app.pdf import revisions
from app.pdf.refusals import NotOursError
from app.pdf.syntax import Stream, Value

MAX_STREAM = 64_000_000


def same_pages(first_revision: bytes, rendered: bytes) -> bool:
    """Whether two unsigned papers differ in nothing but compression and file identifier.

    Bytes that are no first revision of ours are the same as nothing.
    """
    try:
        return _same_files(first_revision, rendered)
    except NotOursError:
        return False


def _same_files(left: bytes, right: bytes) -> bool:
    ours, theirs = revisions.read(left), revisions.read(right)
    for file in (ours, theirs):
        if len(file.revisions) != 1 or file.has_trailing_bytes:
            return False
    trailers = [
        {key: value for key, value in file.first.trailer.items() if key != "ID"} for file in (ours, theirs)
    ]
    if trailers[0] != trailers[1] or set(ours.first.objects) != set(theirs.first.objects):
        return False
    return all(_same(value, theirs.first.objects[number]) for number, value in ours.first.objects.items())


def _same(left: Value, right: Value) -> bool:
    """Direct values are equal as they are; only a stream's Length follows from its compression."""
    if not isinstance(left, Stream) or not isinstance(right, Stream):
        return left == right
    if _without_length(left.dictionary) != _without_length(right.dictionary):
        return False
    return revisions.decoded(left, MAX_STREAM) == revisions.decoded(right, MAX_STREAM)


def _without_length(dictionary: Mapping[str, Value]) -> Mapping[str, Value]:
    return {key: value for key, value in dictionary.items() if key != "Length"}
