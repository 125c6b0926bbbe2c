"""What one judged file turns out to be under what this computer trusts: its report. Pure, for any thread."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from app.domain import canonical
from app.domain.canonical import Json
from app.domain.frozen import frozen
from app.domain.manifest_check import Line
from app.domain.record import seat_of_field
from app.domain.reservations import Reservation, of_lone_sheet
from app.domain.reservations import passed_over as passed_over_reservation
from app.domain.rubric import Rubric
from app.domain.verification import Check, CheckName
from app.errors import Field, ZhipingError
from app.pdf.refusals import DamagedFileError
from app.services.appraisal import Appraisal, doubts
from app.services.beside_records import ANSWERED
from app.services.claimed_times import time_check
from app.services.cross_notes import Told
from app.services.passing_over import passed_over
from app.services.ranking_verification import (
    ranking_holders,
    ranking_reservations,
    ranking_rubric,
    ranking_signers,
)

VerifyVerdict = Literal["valid", "incomplete", "unknown_signer", "invalid", "not_ours"]
ORDER: tuple[CheckName, ...] = (
    "bytes", "later_changes", "coverage", "signers", "trust", "time", "numbers", "page",
)  # fmt: skip

# What importing says of such files ("not imported") is not what verifying has to say.
_FOREIGN = {
    "not_ours": "verify_not_ours",
    "damaged_file": "verify_unreadable",
    "newer_format": "verify_newer",
    "newer_program": "verify_newer",
}
# What fails in the numbers with a sentence that says by how much.
_TOLD_AS_THEY_ARE = ("numbers_differ", "ranking_differs", "ranking_not_its_record")
# Our signatures' kind: a damaged file that still bears one was a paper of ours.
SIGNED = b"/ETSI.CAdES.detached"


@frozen
class SignatureLine:
    """One signature as the report lists it; `signer` is "" where nobody known has that certificate."""

    field: str
    seat: str
    signer: str
    certificate_code: str
    time: str
    reason: str


@frozen
class Report:
    """What one file turned out to be (contract.md, `verify`); `notes` come from the other files given.

    `package`: of a manifest with its folder, every file's state.
    """

    file: Path
    kind: str
    rehearsal: bool
    verdict: VerifyVerdict
    told: Told
    reservations: tuple[Reservation, ...]
    checks: tuple[Check, ...]
    signatures: tuple[SignatureLine, ...]
    code: str
    result: Mapping[str, Json] | None
    notes: tuple[Told, ...] = ()
    package: tuple[Line, ...] = ()


@frozen
class Ground:
    """What this computer knows that a file cannot say: whom it trusts, its rubrics, its clock."""

    trusted: frozenset[str]
    rubrics: tuple[Rubric, ...]
    time: datetime


def report_of(path: Path, found: Appraisal | ZhipingError, data: bytes, ground: Ground) -> Report:
    """The report on one file; its 校验码 alone takes a tenth of a second."""
    if isinstance(found, DamagedFileError) and SIGNED in data:
        return _damaged(path, found)
    if not isinstance(found, Appraisal):
        told = Told(_FOREIGN[found.code]) if found.code in _FOREIGN else Told(found.code, found.fields)
        return Report(path, "", False, "not_ours", told, (), (), (), "", None)
    checks = {
        **found.checks,
        **_rubric(found, ground.rubrics),
        **_seat(found),
        "trust": _trust(found, ground.trusted),
        "time": time_check(found, ground.time),
    }
    skipped = passed_over(found)
    reservations = _reservations(found, skipped, ground.rubrics)
    verdict, told = _verdict(found, checks, skipped, reservations)
    return Report(
        file=path,
        kind=found.kind,
        rehearsal=found.header.rehearsal,
        verdict=verdict,
        told=told,
        reservations=reservations,
        checks=tuple(checks[name] for name in ORDER),
        signatures=_signatures(found),
        code=canonical.check_code(found.digest),
        result=paper.result if (paper := found.record or found.ranking) else None,
    )


def _rubric(found: Appraisal, rubrics: Sequence[Rubric]) -> Mapping[CheckName, Check]:
    """A rubric that bears a shipped one's name and is another: its numbers rest on nothing we hold."""
    shipped = {each.id: each.digest for each in rubrics}
    named = (found.brief.rubric.id, found.brief.rubric.digest) if found.brief else ranking_rubric(found)
    if named is None or shipped.get(named[0], named[1]) == named[1]:
        return {}
    return {"numbers": Check("numbers", "failed", "rubric_differs", {"rubric": named[0]})}


def _reservations(
    found: Appraisal, skipped: Mapping[str, str], rubrics: tuple[Rubric, ...]
) -> tuple[Reservation, ...]:
    listed = list(found.findings.reservations) if found.findings else []
    if found.findings:
        panel = found.findings.panel
        for name, reason in skipped.items():
            place = panel.place(seat_of_field(name, panel))
            if place is not None:
                listed.append(passed_over_reservation(place.seat, place.name, reason))
    if found.sheet is not None and found.brief is not None:
        seat = found.brief.seat(found.sheet.seat)
        lone = of_lone_sheet(found.sheet, seat is not None, bool(seat and seat.certificate))
        listed.extend(each for each in lone if not (found.given_records and each.code in ANSWERED))
    return (*listed, *ranking_reservations(found, rubrics), *doubts(found, rubrics))


def _damaged(path: Path, found: DamagedFileError) -> Report:
    """Ours by its name, but cut short or changed after signing; nothing else is judged."""
    checks = [Check(name, "unknown", "not_judged") for name in ORDER[1:]]
    broken = Check("bytes", "failed", found.code)
    return Report(path, "", False, "invalid", Told("verify_damaged"), (), (broken, *checks), (), "", None)


def _seat(found: Appraisal) -> Mapping[CheckName, Check]:
    """A lone sheet by another key or name than its seat's: a lost laptop or somebody else; only the desk
    knows. Keyed in is a sheet only by the desk's own key, whoever's seat it is for."""
    sheet, brief = found.sheet, found.brief
    if sheet is None or brief is None or found.checks["signers"].state != "ok":
        return {}
    seat = brief.seat(sheet.seat)
    name = seat.name if seat else sheet.name
    expected = brief.header.signer if sheet.origin == "keyed" else seat.certificate if seat else ""
    if expected in ("", found.header.signer) and name == sheet.name:
        return {}
    return {"signers": Check("signers", "unknown", "signer_not_of_seat", {"name": name, "seat": sheet.seat})}


def _trust(found: Appraisal, trusted: frozenset[str]) -> Check:
    opened = found.brief or found.manifest or found.ranking
    if opened is None:
        return Check("trust", "unknown", "no_brief")
    organiser = opened.header.signer
    fields: dict[str, Field] = {
        "organiser": opened.organiser.unit or opened.organiser.name,
        "code": canonical.check_code(organiser),
    }
    if organiser in trusted:
        return Check("trust", "ok", "organiser_trusted", fields)
    return Check("trust", "unknown", "organiser_unknown", fields)


def _verdict(
    found: Appraisal,
    checks: Mapping[CheckName, Check],
    skipped: Mapping[str, str],
    reservations: Sequence[Reservation],
) -> tuple[VerifyVerdict, Told]:
    failure = next((checks[name] for name in ORDER if checks[name].state == "failed"), None)
    if failure is not None:
        if failure.name == "numbers":
            own = failure.code in _TOLD_AS_THEY_ARE
            return "invalid", Told(failure.code, failure.fields) if own else Told("verify_contradicts")
        named = "verify_other_signer" if failure.name == "signers" else "verify_altered"
        return "invalid", Told("verify_page_differs" if failure.name == "page" else named)
    empty = [name for name in found.empty_fields if name not in skipped]
    if empty:
        return "incomplete", Told("verify_incomplete", {"fields": _field_names(found, empty)})
    if checks["numbers"].state == "unknown":
        return "unknown_signer", Told("verify_no_brief")
    if checks["signers"].code == "signer_not_of_seat":
        return "unknown_signer", Told("verify_other_key", checks["signers"].fields)
    if any(checks[name].state == "unknown" for name in ("bytes", "later_changes", "coverage", "signers")):
        return "unknown_signer", Told("verify_cannot_judge")
    if checks["trust"].state == "unknown":
        return "unknown_signer", Told("verify_unknown_organiser", checks["trust"].fields)
    if reservations:
        return "valid", Told("verify_valid_reserved", {"count": len(reservations)})
    if found.kind == "record":
        return "valid", Told("verify_valid_record", checks["numbers"].fields)
    if found.kind == "ranking":
        return "valid", Told("verify_valid_ranking", checks["numbers"].fields)
    return "valid", Told(f"verify_valid_{found.kind}")


def _field_names(found: Appraisal, empty: Sequence[str]) -> str:
    if found.findings is None:
        names = ranking_signers(found)
        return "、".join(names.get(each, each) for each in empty)
    panel = found.findings.panel
    named = (panel.place(seat_of_field(name, panel)) for name in empty)
    return "、".join(place.name if place else name for place, name in zip(named, empty, strict=True))


def _signatures(found: Appraisal) -> tuple[SignatureLine, ...]:
    holders: dict[str, tuple[str, str]] = {}
    if found.brief is not None:
        holders[found.brief.header.signer] = ("", found.brief.organiser.name)
        for seat in found.brief.seats:
            holders.setdefault(seat.certificate, (seat.id, seat.name))
    if found.sheet is not None and found.sheet.origin == "expert":
        holders[found.sheet.header.signer] = (found.sheet.seat, found.sheet.name)
    if found.findings is not None:
        holders |= {each.certificate: (each.seat, each.name) for each in found.findings.panel.places}
    holders |= ranking_holders(found)
    return tuple(
        SignatureLine(
            field=each.field,
            seat=holders.get(each.digest, ("", ""))[0],
            signer=holders.get(each.digest, ("", ""))[1],
            certificate_code=canonical.check_code(each.digest) if each.digest else "",
            time=each.claimed_time or "",
            reason=each.reason,
        )
        for each in found.signatures
    )
