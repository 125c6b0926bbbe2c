"""Is the page what the data says? First revisions and signature boxes, compared with our own rendering.

Streams are compared decoded and /ID is left out, because builds of zlib compress differently
(trust.md, "Papers as containers"); everything else must be the same, object numbers included.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO

from app.pdf import revisions, structure
from app.pdf.appearance import draw_into
from app.pdf.increment_writer import open_increment
from app.pdf.refusals import DamagedFileError, NotOursError
from app.pdf.syntax import Ref, Stream, Value

MAX_STREAM = 64_000_000
_MAX_LEVELS = 40


def same_pages(first_revision: bytes, rendered: bytes) -> bool:
    """Whether two unsigned papers differ in nothing but compression and file identifier.

    Bytes that are no first revision of ours are the same as nothing.
    """
    try:
        return _same_files(first_revision, rendered)
    except NotOursError:
        return False


def same_appearances(data: bytes, shown: Mapping[str, Sequence[str]]) -> bool:
    """Whether each named field of a signed paper shows exactly the lines we would draw there.

    `data` has passed `open_container`; a field that is not there, or not signed, shows nothing of the kind.
    Raises MissingGlyphsError where a line has a character that cannot be drawn.
    """
    file = revisions.read(data)
    fields = {field.name: field.number for field in structure.read(file).fields}
    if not set(shown).issubset(fields):
        return False
    first = data[: file.first.end]
    drawn = revisions.read(_redrawn(first, {fields[name]: lines for name, lines in shown.items()}))
    ours, theirs = _objects(drawn), _objects(file)
    return all(_look(fields[name], ours) == _look(fields[name], theirs) for name in shown)


def _redrawn(first: bytes, shown: Mapping[int, Sequence[str]]) -> bytes:
    """The unsigned paper with these fields' appearances drawn, as one increment."""
    from pyhanko.pdf_utils.generic import Reference

    writer = open_increment(first)
    for number, lines in shown.items():
        draw_into(writer, writer.get_object(Reference(number, 0, writer)), lines)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _objects(file: revisions.Revisions) -> Mapping[int, Value]:
    found: dict[int, Value] = {}
    for revision in file.revisions:
        found |= revision.objects
    return found


def _look(number: int, objects: Mapping[int, Value]) -> object:
    """A field's appearance with all that it refers to put in place, so that numbers do not matter."""
    widget = objects[number]
    return _expanded(widget.get("AP"), objects, _MAX_LEVELS) if isinstance(widget, Mapping) else None


def _expanded(value: Value | None, objects: Mapping[int, Value], levels: int) -> object:
    if levels == 0:
        raise DamagedFileError(why="too_deep")
    if isinstance(value, Ref):
        return _expanded(objects.get(value.number), objects, levels - 1)
    if isinstance(value, Stream):
        entries = _without_length(value.dictionary)
        return "stream", _expanded(entries, objects, levels - 1), revisions.decoded(value, MAX_STREAM)
    if isinstance(value, Mapping):
        return {key: _expanded(item, objects, levels - 1) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_expanded(item, objects, levels - 1) for item in value)
    return value


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
