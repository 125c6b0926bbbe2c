"""A foreign file as a container: is it ours, what does it carry, who signed which bytes, what changed since.

Judges cryptography and form (trust.md, "Papers as containers"); seats, trust, time and numbers are services'.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence

from app.domain import canonical
from app.domain.documents import NewerFormatError
from app.domain.frozen import frozen
from app.domain.signer import certificate_digest
from app.domain.verification import Check, CheckName, State
from app.pdf import increments, revisions, second_opinion, strict_cms, structure
from app.pdf.increments import ChangeFault, Filled
from app.pdf.refusals import DamagedFileError, NotOursError
from app.pdf.revisions import Revisions
from app.pdf.strict_cms import CmsFault, Sealed

MAX_BYTES = 64_000_000
_CONTENTS = re.compile(rb"<(?:[0-9A-F]{2})+>")


@frozen
class SignatureFact:
    """One signature: its field, the certificate (DER) and its digest, and what the signature itself states.

    `claimed_time` is RFC 3339 by the signer's own clock; `docmdp` is 1 or 2 where it certifies.
    """

    field: str
    certificate: bytes
    digest: str
    claimed_time: str | None
    reason: str
    mechanism: str
    docmdp: int | None


@frozen
class Container:
    """A file of ours as found: fields in file order, signatures in signing order, four of the eight checks.

    `checks` has "bytes", "later_changes", "coverage" and the cryptographic half of "signers". Without a
    signature nothing is proven: all four are unknown, and every field is in `empty_fields`.
    """

    file_digest: str
    payload: bytes
    attachments: Mapping[str, bytes]
    fields: tuple[str, ...]
    signatures: tuple[SignatureFact, ...]
    empty_fields: tuple[str, ...]
    checks: Mapping[CheckName, Check]
    first_revision: bytes


@frozen
class _Outcome:
    """The worst state found for a check, and its code."""

    state: State
    code: str


def open_container(data: bytes) -> Container:
    """Judge foreign bytes; a file that is ours but was changed comes back with failed checks.

    Raises NotOursError (DamagedFileError where it once was ours) and NewerFormatError.
    """
    _recognise(data)
    file = revisions.read(data)
    found = structure.read(file)
    kind = _kind(found.payload)
    filled, change = _signatures(file, found.fields)
    judged = [_judge(file, one) for one in filled]
    signatures = tuple(_fact(one, sealed) for one, (sealed, _) in zip(filled, judged, strict=True))
    names = tuple(field.name for field in found.fields)
    signed = {fact.field for fact in signatures}
    outcomes: dict[CheckName, _Outcome] = {
        "bytes": _bytes(found.sound_checksums, [fault for _, fault in judged]),
        "later_changes": _later_changes(file, change, [one.docmdp for one in filled], kind),
        "coverage": _coverage(filled),
        "signers": _signers(signatures, judged, names),
    }
    if filled and all(outcome.state == "ok" for outcome in outcomes.values()):
        outcomes |= _second_opinion(data, [one.field for one in filled])
    return Container(
        file_digest=hashlib.sha256(data).hexdigest(),
        payload=found.payload,
        attachments=found.attachments,
        fields=names,
        signatures=signatures,
        empty_fields=tuple(name for name in names if name not in signed),
        checks={name: Check(name, outcome.state, outcome.code) for name, outcome in outcomes.items()},
        first_revision=data[: file.first.end],
    )


def carried(data: bytes) -> Mapping[str, bytes]:
    """What a file of ours has attached, before anything of it is judged: each is to be judged by itself.

    Raises as `open_container` does.
    """
    _recognise(data)
    found = structure.read(revisions.read(data))
    _kind(found.payload)
    return found.attachments


def _recognise(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise NotOursError(why="too_large")
    if not data.startswith(b"%PDF-"):
        raise NotOursError(why="not_pdf")
    if structure.PAYLOAD_NAME.encode("ascii") not in data:
        raise NotOursError(why="no_data")


def _kind(payload: bytes) -> str:
    """What the paper says it is; NewerFormatError for a later format than ours."""
    try:
        value = canonical.read(payload)
    except canonical.NotCanonicalError as error:
        raise DamagedFileError(why="payload") from error
    if not isinstance(value, Mapping):
        raise DamagedFileError(why="payload")
    declared, kind = value.get("format"), value.get("kind")
    if not isinstance(declared, int) or isinstance(declared, bool) or not isinstance(kind, str):
        raise DamagedFileError(why="payload")
    if declared > canonical.FORMAT:
        raise NewerFormatError(format=declared)
    return kind


def _signatures(file: Revisions, fields: tuple[structure.Field, ...]) -> tuple[list[Filled], str]:
    """The signatures up to the first revision that changes anything else, and the code of that change."""
    filled: list[Filled] = []
    try:
        for one in increments.filled_by(file, fields):
            filled.append(one)
    except ChangeFault as fault:
        return filled, fault.code
    return filled, ""


def _judge(file: Revisions, one: Filled) -> tuple[Sealed | None, CmsFault | None]:
    """One signature's CMS, and what is wrong with it or its bytes."""
    spelling = file.data[one.contents.start : one.contents.end]
    if not _CONTENTS.fullmatch(spelling):
        return None, CmsFault("contents_form")
    try:
        sealed = strict_cms.judge(_unpadded(one.contents.raw))
    except CmsFault as fault:
        return None, fault
    whole = memoryview(file.data)
    covered = hashlib.new(sealed.digest_name, whole[: one.contents.start])
    covered.update(whole[one.contents.end : one.revision.end])
    if covered.digest() != sealed.message_digest:
        return sealed, CmsFault("bytes_changed")
    return sealed, None


def _unpadded(raw: bytes) -> bytes:
    """The DER value at the start of /Contents; what follows must be zeros."""
    if len(raw) < 4 or raw[:2] != b"\x30\x82":
        raise CmsFault("contents_form")
    length = 4 + int.from_bytes(raw[2:4], "big")
    if length > len(raw) or any(raw[length:]):
        raise CmsFault("contents_form")
    return raw[:length]


def _fact(one: Filled, sealed: Sealed | None) -> SignatureFact:
    """A signature that could not be read has no certificate, so it can fill no seat."""
    certificate = sealed.certificate if sealed else b""
    return SignatureFact(
        field=one.field,
        certificate=certificate,
        digest=certificate_digest(certificate) if certificate else "",
        claimed_time=one.claimed_time,
        reason=one.reason,
        mechanism=sealed.mechanism if sealed else "",
        docmdp=one.docmdp,
    )


def _bytes(sound_checksums: bool, faults: Sequence[CmsFault | None]) -> _Outcome:
    """Every signature is of our one form and fits its bytes."""
    if not faults:
        return _Outcome("unknown", "no_signature")
    wrong = [fault for fault in faults if fault is not None]
    for fault in wrong:
        if not fault.unknown:
            return _Outcome("failed", fault.code)
    if not sound_checksums:
        return _Outcome("failed", "attachment_checksum")
    return _Outcome("unknown", wrong[0].code) if wrong else _Outcome("ok", "bytes_intact")


def _later_changes(file: Revisions, change: str, permissions: Sequence[int | None], kind: str) -> _Outcome:
    """Nothing but the expected signatures was added to the first revision."""
    if change:
        return _Outcome("failed", change)
    if file.has_trailing_bytes:
        return _Outcome("failed", "appended_bytes")
    if not permissions:
        return _Outcome("unknown", "no_signature")
    countersigned = kind in ("record", "ranking")
    first: int = 2 if countersigned else 1
    later = [] if countersigned else permissions[1:]
    if permissions[0] != first or later or any(found is not None for found in permissions[1:]):
        return _Outcome("failed", "signature_permission")
    return _Outcome("ok", "no_later_changes")


def _coverage(filled: Sequence[Filled]) -> _Outcome:
    """Every signature covers the file up to the end of its own revision, but for its own /Contents."""
    if not filled:
        return _Outcome("unknown", "no_signature")
    for one in filled:
        start, end = one.contents.start, one.contents.end
        if one.byte_range != (0, start, end, one.revision.end - end):
            return _Outcome("failed", "not_covered")
    return _Outcome("ok", "all_covered")


def _signers(
    signatures: Sequence[SignatureFact],
    judged: Sequence[tuple[Sealed | None, CmsFault | None]],
    names: tuple[str, ...],
) -> _Outcome:
    """The certificates are readable, no authority's, accepted, and the fields were filled in their order."""
    if not signatures:
        return _Outcome("unknown", "no_signature")
    order = [names.index(fact.field) for fact in signatures]
    if order != sorted(order):
        return _Outcome("failed", "signing_order")
    for sealed, fault in judged:
        if sealed is None:
            if fault is not None and fault.unknown:
                return _Outcome("unknown", fault.code)
            return _Outcome("failed", "signer_unreadable")
        if sealed.is_authority:
            return _Outcome("failed", "authority_signed")
    return _Outcome("ok", "signers_proven")


def _second_opinion(data: bytes, fields: Sequence[str]) -> dict[CheckName, _Outcome]:
    """What pyHanko finds against a file that passed our own reading; empty where it agrees."""
    objection = second_opinion.objection(data, fields)
    return {objection: _Outcome("failed", "second_opinion")} if objection else {}
