"""验证: any files → one report each (eight checks, reservations, a verdict), and what they say together."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from app.crypto.identity import IdentityMissingError
from app.domain import canonical
from app.domain.canonical import Json
from app.domain.record import seat_of_field
from app.domain.reservations import Reservation, of_lone_sheet
from app.domain.reservations import passed_over as passed_over_reservation
from app.domain.signer import certificate_digest
from app.domain.verification import Check, CheckName
from app.errors import Field, RefusedError, TrustError, ZhipingError
from app.pdf.refusals import DamagedFileError
from app.services.appraisal import Appraisal, Known, doubts
from app.services.claimed_times import time_check
from app.services.cross_notes import Told, notes
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.passing_over import passed_over
from app.services.sticks import collect
from app.services.workspace import Workspace

VerifyVerdict = Literal["valid", "incomplete", "unknown_signer", "invalid", "not_ours"]
ORDER: tuple[CheckName, ...] = (
    "bytes", "later_changes", "coverage", "signers", "trust", "time", "numbers", "page",
)  # fmt: skip

# What importing says of such files ("not imported") is not what verifying has to say.
_FOREIGN = {
    "not_ours": "verify_not_ours",
    "damaged_file": "verify_unreadable",
    "newer_format": "verify_newer",
}
# Our signatures' kind: a damaged file that still bears one was a paper of ours.
SIGNED = b"/ETSI.CAdES.detached"


@dataclass(frozen=True)
class SignatureLine:
    """One signature as the report lists it; `signer` is "" where nobody known has that certificate."""

    field: str
    seat: str
    signer: str
    certificate_code: str
    time: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What one file turned out to be (contract.md, `verify`); `notes` come from the other files given."""

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


class Verification:
    """Verifies files against what this workspace trusts."""

    def __init__(self, workspace: Workspace, identities: Identities, papers: KeptPapers) -> None:
        self._workspace = workspace
        self._identities = identities
        self._papers = papers

    def verify(
        self,
        paths: Sequence[Path],
        trust: Sequence[bytes] = (),
        progress: Callable[[int, Path], None] | None = None,
    ) -> tuple[Report, ...]:
        """One report a file under `paths`; `trust`: certificates (DER) of organisers to trust this once."""
        trusted = self._trusted() | {certificate_digest(each) for each in trust}
        judged: list[tuple[Path, Appraisal | ZhipingError, bytes]] = []
        known = Known(files=self._workspace.papers.remembered(self._workspace.program), briefs=self._briefs())
        for number, found in enumerate(collect(paths), start=1):
            if progress is not None:
                progress(number, found.path)
            if found.data is None:
                judged.append((found.path, found.refusal or RefusedError(), b""))
            else:
                judged.append((found.path, self._appraise(found.data, known), found.data))
        judged = self._with_briefs(judged, known)
        reports = [self._report(path, found, trusted, data) for path, found, data in judged]
        return tuple(_across(reports, [found for _, found, _ in judged]))

    def _with_briefs(
        self, judged: list[tuple[Path, Appraisal | ZhipingError, bytes]], known: Known
    ) -> list[tuple[Path, Appraisal | ZhipingError, bytes]]:
        """Sheets judged again with the briefs that were given beside them, alone or inside a record."""
        briefs = {
            found.brief.digest: found.brief.payload
            for _, found, _ in judged
            if isinstance(found, Appraisal) and found.brief is not None and found.is_sound
        }
        fuller = Known(files=known.files, briefs={**known.briefs, **briefs})
        again: list[tuple[Path, Appraisal | ZhipingError, bytes]] = []
        for path, found, data in judged:
            lone = isinstance(found, Appraisal) and found.kind == "sheet" and found.brief is None
            if lone and isinstance(found, Appraisal) and found.header.brief in briefs:
                found = self._appraise(data, fuller)
            again.append((path, found, data))
        return again

    def _appraise(self, data: bytes, known: Known) -> Appraisal | ZhipingError:
        try:
            return self._papers.appraise(data, known)
        except (RefusedError, TrustError) as error:
            return error

    def _briefs(self) -> dict[str, bytes]:
        papers = self._workspace.papers.list("brief")
        return {paper.digest: self._papers.payload(paper, Known()) for paper in papers}

    def _trusted(self) -> set[str]:
        """The trust list, and this workspace's own certificate: a desk trusts itself."""
        own = set[str]()
        with contextlib.suppress(IdentityMissingError):
            own.add(self._identities.me().digest)
        return own | {certificate_digest(each) for each in self._identities.trusted()}

    def _report(self, path: Path, found: Appraisal | ZhipingError, trusted: set[str], data: bytes) -> Report:
        if isinstance(found, DamagedFileError) and SIGNED in data:
            return _damaged(path, found)
        if not isinstance(found, Appraisal):
            told = Told(_FOREIGN[found.code]) if found.code in _FOREIGN else Told(found.code, found.fields)
            return Report(path, "", False, "not_ours", told, (), (), (), "", None)
        checks = {
            **found.checks,
            **self._rubric(found),
            **_seat(found),
            "trust": _trust(found, trusted),
            "time": time_check(found, self._workspace.clock()),
        }
        skipped = passed_over(found)
        reservations = self._reservations(found, skipped)
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
            result=found.record.result if found.record else None,
        )

    def _rubric(self, found: Appraisal) -> Mapping[CheckName, Check]:
        """A rubric that bears a shipped one's name and is another: its numbers rest on nothing we hold."""
        shipped = {each.id: each.digest for each in self._workspace.rubrics}
        rubric = found.brief.rubric if found.brief else None
        if rubric is None or shipped.get(rubric.id, rubric.digest) == rubric.digest:
            return {}
        return {"numbers": Check("numbers", "failed", "rubric_differs", {"rubric": rubric.id})}

    def _reservations(self, found: Appraisal, skipped: Mapping[str, str]) -> tuple[Reservation, ...]:
        listed = list(found.findings.reservations) if found.findings else []
        if found.findings:
            panel = found.findings.panel
            for name, reason in skipped.items():
                place = panel.place(seat_of_field(name, panel))
                if place is not None:
                    listed.append(passed_over_reservation(place.seat, place.name, reason))
        if found.sheet is not None and found.brief is not None:
            seat = found.brief.seat(found.sheet.seat)
            listed.extend(of_lone_sheet(found.sheet, seat is not None, bool(seat and seat.certificate)))
        return (*listed, *doubts(found, self._workspace.rubrics))


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


def _trust(found: Appraisal, trusted: set[str]) -> Check:
    if found.brief is None:
        return Check("trust", "unknown", "no_brief")
    organiser = found.brief.header.signer
    fields: dict[str, Field] = {
        "organiser": found.brief.organiser.unit or found.brief.organiser.name,
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
            told = failure.code if failure.code == "numbers_differ" else "verify_contradicts"
            return "invalid", Told(told, failure.fields if told == "numbers_differ" else {})
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
    return "valid", Told(f"verify_valid_{found.kind}")


def _field_names(found: Appraisal, empty: Sequence[str]) -> str:
    if found.findings is None:
        return "、".join(empty)
    panel = found.findings.panel
    named = (panel.place(seat_of_field(name, panel)) for name in empty)
    return "、".join(place.name if place else name for place, name in zip(named, empty, strict=True))


def _signatures(found: Appraisal) -> tuple[SignatureLine, ...]:
    holders: dict[str, tuple[str, str]] = {}
    if found.brief is not None:
        holders[found.brief.header.signer] = ("", found.brief.organiser.name)
        for seat in found.brief.seats:
            holders.setdefault(seat.certificate, (seat.id, seat.name))
    if found.sheet is not None:
        holders[found.sheet.header.signer] = (found.sheet.seat, found.sheet.name)
    if found.findings is not None:
        holders |= {each.certificate: (each.seat, each.name) for each in found.findings.panel.places}
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


def _across(reports: Sequence[Report], found: Sequence[Appraisal | ZhipingError]) -> list[Report]:
    """What several files say of each other; one file cannot prove that no other exists."""
    papers = [each for each in found if isinstance(each, Appraisal) and each.is_sound]
    return [
        replace(report, notes=notes(one, papers)) if isinstance(one, Appraisal) else report
        for report, one in zip(reports, found, strict=True)
    ]
