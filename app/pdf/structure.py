"""Where our data sits in a first revision: catalog, fields, embedded files; and what may not be there.

One strict reading over the plain objects of revisions.py; what the payload means is the domain's.
"""

import hashlib
from collections.abc import Iterator, Mapping

from app.domain.frozen import frozen
from app.pdf import revisions
from app.pdf.refusals import DamagedFileError, NotOursError
from app.pdf.revisions import Revision, Revisions
from app.pdf.syntax import Dictionary, Name, Ref, Stream, String, Value

PAYLOAD_NAME = "zhiping.json"
MAX_DECODED = 160_000_000
MAX_FIELDS = 40
# Anything that acts, reaches out, hides or replaces content; none of it is ever in a paper of ours.
_ACTIVE = frozenset(
    {
        "JavaScript", "JS", "AA", "OpenAction", "Launch", "URI", "GoToR", "GoToE", "SubmitForm",
        "ImportData", "ResetForm", "Rendition", "RichMedia", "Movie", "Sound", "Screen", "3D", "Hide",
        "Named", "XFA", "Encrypt", "Crypt", "ObjStm", "XRef", "NeedAppearances", "FileAttachment",
        "Collection", "OCG", "OCProperties", "PS", "Alternates", "OPI", "Ref", "Lock", "SV", "UR", "UR3",
        "DSS", "Threads", "Requirements", "NeedsRendering",
    }
)  # fmt: skip


@frozen
class Field:
    """A signature field: its name, its object's number, and that object."""

    name: str
    number: int
    widget: Dictionary


@frozen
class Structure:
    """What a first revision holds for us.

    `sound_checksums`: every embedded file has its stated size and MD5.
    """

    payload: bytes
    attachments: Mapping[str, bytes]
    fields: tuple[Field, ...]
    sound_checksums: bool


def read(file: Revisions) -> Structure:
    """The structure of a file's first revision; NotOursError or DamagedFileError where we write no such."""
    if any(_ACTIVE.intersection(revision.names) for revision in file.revisions):
        raise NotOursError(why="active_content")
    _check_sizes(file)
    objects = _Objects(file.first)
    fields = tuple(_fields(objects))
    files, sound = _embedded(objects, file.first)
    payload = files.pop(PAYLOAD_NAME, None)
    if payload is None:
        raise DamagedFileError(why="attachments")
    return Structure(payload, files, fields, sound)


class _Objects:
    """The objects of one revision, resolved with the kind that is expected; DamagedFileError otherwise."""

    def __init__(self, revision: Revision) -> None:
        self._objects = revision.objects
        self.catalog = self.dictionary(revision.trailer["Root"])

    def resolved(self, value: Value | None) -> Value | None:
        return self._objects.get(value.number) if isinstance(value, Ref) else value

    def dictionary(self, value: Value | None) -> Dictionary:
        found = self.resolved(value)
        if not isinstance(found, Mapping):
            raise DamagedFileError(why="structure")
        return found

    def array(self, value: Value | None) -> tuple[Value, ...]:
        found = self.resolved(value)
        if not isinstance(found, tuple):
            raise DamagedFileError(why="structure")
        return found

    def stream(self, value: Value | None) -> Stream:
        found = self.resolved(value)
        if not isinstance(found, Stream):
            raise DamagedFileError(why="structure")
        return found


def _check_sizes(file: Revisions) -> None:
    """Refuse what unpacks to more than a paper can need, before any library unpacks it."""
    left = MAX_DECODED
    for revision in file.revisions:
        for item in revision.objects.values():
            if isinstance(item, Stream):
                left -= len(revisions.decoded(item, left))


def text(value: Value | None) -> str:
    """A text string of ours: UTF-16 with its mark, or ASCII; DamagedFileError otherwise."""
    if not isinstance(value, String):
        raise DamagedFileError(why="structure")
    try:
        if value.raw.startswith(b"\xfe\xff"):
            return value.raw[2:].decode("utf-16-be")
        return value.raw.decode("ascii")
    except UnicodeDecodeError as error:
        raise DamagedFileError(why="structure") from error


def _fields(objects: _Objects) -> Iterator[Field]:
    form = objects.dictionary(objects.catalog.get("AcroForm"))
    listed = objects.array(form.get("Fields"))
    if not 1 <= len(listed) <= MAX_FIELDS or not {"Fields", "SigFlags"}.issuperset(form):
        raise DamagedFileError(why="structure")
    seen: set[str] = set()
    for ref in listed:
        widget = objects.dictionary(ref)
        name = text(widget.get("T"))
        if not isinstance(ref, Ref) or name in seen or not name.isascii() or "." in name:
            raise DamagedFileError(why="structure")
        if widget.get("FT") != Name("Sig") or {"Kids", "Parent", "V"}.intersection(widget):
            raise DamagedFileError(why="structure")
        seen.add(name)
        yield Field(name, ref.number, widget)


def _embedded(objects: _Objects, first: Revision) -> tuple[dict[str, bytes], bool]:
    """Name tree and /AF list the same objects, and nothing else in the file is an embedded file."""
    tree = objects.dictionary(objects.catalog.get("Names"))
    leaves = objects.array(objects.dictionary(tree.get("EmbeddedFiles")).get("Names"))
    associated = objects.array(objects.catalog.get("AF"))
    count = len(associated)
    if not all(isinstance(ref, Ref) for ref in (*associated, *leaves[1::2])):
        raise DamagedFileError(why="attachments")
    if set(tree) != {"EmbeddedFiles"} or len(leaves) != 2 * count or len(set(associated)) != count:
        raise DamagedFileError(why="attachments")
    if set(leaves[1::2]) != set(associated):
        raise DamagedFileError(why="attachments")
    # Each specification names EF and Filespec once, and its one stream EmbeddedFile.
    expected = {"EF": count, "Filespec": count, "EmbeddedFile": count, "AF": 1, "EmbeddedFiles": 1}
    if any(first.names.get(key, 0) != times for key, times in expected.items()):
        raise DamagedFileError(why="attachments")
    files: dict[str, bytes] = {}
    sound = True
    for label, ref in zip(leaves[::2], leaves[1::2], strict=True):
        name, content, is_sound = _one_file(objects, text(label), ref)
        if name in files:
            raise DamagedFileError(why="attachments")
        files[name] = content
        sound = sound and is_sound
    return files, sound


def _one_file(objects: _Objects, name: str, ref: Value) -> tuple[str, bytes, bool]:
    spec = objects.dictionary(ref)
    held = objects.dictionary(spec.get("EF"))
    if text(spec.get("F")) != name or text(spec.get("UF")) != name:
        raise DamagedFileError(why="attachments")
    if not {"F", "UF"}.issuperset(held) or any(value != held.get("F") for value in held.values()):
        raise DamagedFileError(why="attachments")
    stream = objects.stream(held.get("F"))
    if stream.dictionary.get("Type") != Name("EmbeddedFile"):
        raise DamagedFileError(why="attachments")
    content = revisions.decoded(stream, MAX_DECODED)
    stated = objects.dictionary(stream.dictionary.get("Params"))
    checksum = stated.get("CheckSum")
    actual = hashlib.md5(content, usedforsecurity=False).digest()
    return name, content, stated.get("Size") == len(content) and checksum == String(actual)
