"""What one signature may change: its own field, the objects it adds, and once the catalog's certification.

Everything is compared value by value with the revision before; whether a signature is genuine is container's.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.domain.frozen import frozen
from app.pdf.refusals import NotOursError
from app.pdf.revisions import Revision, Revisions
from app.pdf.structure import Field, text
from app.pdf.syntax import Dictionary, Name, Ref, Stream, String, Value

_EXTENSIONS: Dictionary = {
    "ESIC": {"Type": Name("DeveloperExtensions"), "BaseVersion": Name("1.7"), "ExtensionLevel": 1}
}
_FORM_KEYS = frozenset({"Type", "Subtype", "BBox", "Resources", "Filter", "Length"})
_SIGNATURE_KEYS = frozenset({"Type", "Filter", "SubFilter", "Contents", "ByteRange", "M", "Reason"})
_DATE = re.compile(rb"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'(\d\d)')")


class ChangeFault(Exception):  # private to the room: it becomes a Check, it never leaves
    """A revision changes what a signature may not change; `code` of the check."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@frozen
class Filled:
    """One signature as the file has it: the field, its dictionary's strings, where /Contents lies."""

    field: str
    contents: String
    byte_range: tuple[Value, ...]
    claimed_time: str | None
    reason: str
    docmdp: int | None
    revision: Revision


def filled_by(file: Revisions, fields: tuple[Field, ...]) -> Iterator[Filled]:
    """The signature of every later revision in order; ChangeFault at the first that is anything else."""
    known: dict[int, Value] = dict(file.first.objects)
    empty = {field.number: field for field in fields}
    previous = file.first
    for revision in file.revisions[1:]:
        try:
            filled = _filled(revision, previous, known, empty)
        except NotOursError as error:
            raise ChangeFault("changed_objects") from error
        yield filled
        known |= revision.objects
        previous = revision


def _filled(
    revision: Revision, previous: Revision, known: Mapping[int, Value], empty: dict[int, Field]
) -> Filled:
    changed = {number for number in revision.objects if number < previous.size}
    added = set(revision.objects) - changed
    touched = [number for number in changed if number in empty]
    # pyHanko numbers its objects from Size + 1 and leaves one number unused.
    if added != set(range(previous.size + 1, revision.size)) or len(touched) != 1:
        raise ChangeFault("unsigned_revision" if not touched else "changed_objects")
    field = empty.pop(touched[0])
    value, normal = _changed_field(field, revision.objects[field.number])
    _need(added >= {value.number, normal.number} and value != normal)
    docmdp = _changed_catalog(revision, previous, known, changed - {field.number}, value)
    _check_appearance(revision.objects, added, normal, value, field)
    return _signature(field, revision.objects[value.number], docmdp, revision)


def _changed_field(field: Field, now: Value) -> tuple[Ref, Ref]:
    """The references to signature and appearance; everything else in the field is as it was."""
    if not isinstance(now, Mapping):
        raise ChangeFault("changed_objects")
    before = {key: value for key, value in field.widget.items() if key != "AP"}
    rest = {key: value for key, value in now.items() if key not in ("AP", "V")}
    value, appearance = now.get("V"), now.get("AP")
    _need(rest == before and isinstance(appearance, Mapping))
    normal = appearance.get("N") if isinstance(appearance, Mapping) and len(appearance) == 1 else None
    if not isinstance(value, Ref) or not isinstance(normal, Ref):
        raise ChangeFault("changed_objects")
    return value, normal


def _changed_catalog(
    revision: Revision, previous: Revision, known: Mapping[int, Value], changed: set[int], value: Ref
) -> int | None:
    """The DocMDP permission if this revision certifies, else None; the trailers agree."""
    root, signature = revision.trailer["Root"], revision.objects[value.number]
    _need(root == previous.trailer["Root"] and revision.trailer.get("Info") == previous.trailer.get("Info"))
    _need(_first_id(revision) == _first_id(previous))
    reference = signature.get("Reference") if isinstance(signature, Mapping) else None
    if reference is None:
        _need(not changed)
        return None
    _need(isinstance(root, Ref) and changed == {root.number})
    before = known[root.number] if isinstance(root, Ref) else None
    now = revision.objects[root.number] if isinstance(root, Ref) else None
    if not isinstance(before, Mapping) or not isinstance(now, Mapping):
        raise ChangeFault("changed_objects")
    _need(not {"Perms", "Extensions"}.intersection(before))
    _need(dict(now) == {**before, "Perms": {"DocMDP": value}, "Extensions": _EXTENSIONS})
    return _permission(reference)


def _first_id(revision: Revision) -> Value:
    found = revision.trailer.get("ID")
    if not isinstance(found, tuple) or len(found) != 2:
        raise ChangeFault("changed_objects")
    return found[0]


def _permission(reference: Value) -> int:
    for permission in (1, 2):
        params: Dictionary = {"Type": Name("TransformParams"), "V": Name("1.2"), "P": permission}
        expected: Dictionary = {
            "Type": Name("SigRef"), "TransformMethod": Name("DocMDP"), "TransformParams": params
        }  # fmt: skip
        if reference == (expected,):
            return permission
    raise ChangeFault("signature_permission")


def _check_appearance(
    objects: Mapping[int, Value], added: set[int], normal: Ref, value: Ref, field: Field
) -> None:
    """The appearance is one form in the field's own box with fonts of its own, and nothing else was added."""
    form = objects[normal.number]
    if not isinstance(form, Stream):
        raise ChangeFault("changed_objects")
    _need(_FORM_KEYS.issuperset(form.dictionary) and form.dictionary.get("Subtype") == Name("Form"))
    _need(form.dictionary.get("BBox") == _box(field))
    resources = form.dictionary.get("Resources")
    _need(isinstance(resources, Mapping) and set(resources) == {"Font"})
    reached = {value.number, normal.number}
    waiting = list(_references(form.dictionary))
    while waiting:
        number = waiting.pop()
        _need(number in added)
        if number not in reached:
            reached.add(number)
            item = objects[number]
            _check_font_part(item)
            waiting += _references(item.dictionary if isinstance(item, Stream) else item)
    _need(reached == added)


def _check_font_part(item: Value) -> None:
    """A font, its descriptor, or a bare stream (font file, ToUnicode); nothing that draws or acts."""
    if isinstance(item, Stream):
        _need(not {"Type", "Subtype"}.intersection(item.dictionary))
    elif isinstance(item, Mapping):
        _need(item.get("Type") in (Name("Font"), Name("FontDescriptor")))
    else:
        raise ChangeFault("changed_objects")


def _references(value: Value) -> Iterator[int]:
    if isinstance(value, Ref):
        yield value.number
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _references(item)


def _box(field: Field) -> tuple[Value, ...]:
    """The appearance's box: from the origin, as large as the field's /Rect."""
    corners = field.widget.get("Rect")
    if not isinstance(corners, tuple) or len(corners) != 4:
        raise ChangeFault("changed_objects")
    left, bottom, right, top = (_number(corner) for corner in corners)
    return (0, 0, right - left, top - bottom)


def _number(value: Value) -> Decimal:
    if not isinstance(value, int | Decimal):
        raise ChangeFault("changed_objects")
    return Decimal(value)


def _signature(field: Field, found: Value, docmdp: int | None, revision: Revision) -> Filled:
    """The signature dictionary, with exactly the entries that we write."""
    if not isinstance(found, Mapping):
        raise ChangeFault("changed_objects")
    _need(set(found) - {"Reference"} == _SIGNATURE_KEYS and ("Reference" in found) == (docmdp is not None))
    kinds = (found["Type"], found["Filter"], found["SubFilter"])
    _need(kinds == (Name("Sig"), Name("Adobe.PPKLite"), Name("ETSI.CAdES.detached")))
    contents, byte_range, when = found["Contents"], found["ByteRange"], found["M"]
    if not isinstance(contents, String) or not isinstance(byte_range, tuple) or not isinstance(when, String):
        raise ChangeFault("changed_objects")
    return Filled(
        field=field.name,
        contents=contents,
        byte_range=byte_range,
        claimed_time=_rfc3339(when.raw),
        reason=text(found["Reason"]),
        docmdp=docmdp,
        revision=revision,
    )


def _rfc3339(date: bytes) -> str | None:
    found = _DATE.fullmatch(date)
    if found is None:
        return None
    year, month, day, hour, minute, second, hours, minutes = (
        part.decode("ascii") if part else "" for part in found.groups()
    )
    zone = f"{hours}:{minutes}" if hours else "Z"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"


def _need(holds: bool) -> None:
    if not holds:
        raise ChangeFault("changed_objects")
