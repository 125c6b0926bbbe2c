"""代录纸质表: the desk keys in what stands on an expert's signed paper, word for word, and signs that it did.

Nobody scores for anybody: the paper is the expert's, its scan is attached, and the expert's own signed sheet
replaces all of it whenever it comes.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.domain import canonical
from app.domain.act_refusals import NotIssuedError, PanelSealedError, PanelVoidError
from app.domain.forms import OwnSheetInError, check_may_key, keyed_before
from app.domain.frozen import frozen, replace
from app.domain.history import SheetReceived
from app.domain.keyed_paper import KeyedPaper, read_form_number
from app.domain.panel import Panel, Place
from app.domain.period import read_date
from app.domain.rubric import CriterionId
from app.domain.seat_acts import place_of, reason_of
from app.domain.shape import TextTooLongError
from app.domain.sheet import Member, Sheet
from app.domain.signed_sheet import Change, Declaration, SignedSheet, read_brief_assessment
from app.errors import RefusedError
from app.pdf.judging import Judge
from app.services.identities import Identities
from app.services.kept_papers import KeptPapers
from app.services.keyed_scans import take_scans
from app.services.keying_typing import PaperTyping, check_opinion
from app.services.panels import Panels
from app.services.signing_job import Made, SigningJob
from app.services.workspace import Workspace, panel_stream, paper_of
from app.store.document_store import file_digest

REASON_LIMIT = 500


class KeyedAlreadyError(RefusedError):
    """A sheet was keyed in for that seat before: keying in again is a correction and says why."""

    field_names = ("seat", "name")


class KeyedNothingError(RefusedError):
    """A reason for a correction where nothing was keyed in before."""

    field_names = ("seat", "name")


@frozen
class OnPaper:
    """What stands on the paper, as it was typed: form number, FINDINGS, the total at its foot.

    `declared` is the day on the paper (YYYY-MM-DD); `recusal` the reason where the expert recused themselves
    (then no findings and the total 0), else None; `change` why it is keyed in again, None the first time.
    """

    form: str
    findings: Mapping[str, object]
    total: str
    declared: str
    recusal: str | None = None
    opinion: str = ""
    change: Change | None = None


@frozen
class Keyed:
    """A sheet keyed in and signed by the desk, with its file; the panel as it stands after it."""

    sheet: SignedSheet
    data: bytes
    panel: Panel


class Keying:
    """Keys paper sheets in at the desk that issued their forms."""

    def __init__(
        self, workspace: Workspace, identities: Identities, panels: Panels, papers: KeptPapers, judge: Judge
    ) -> None:
        self._workspace = workspace
        self._identities = identities
        self._panels = panels
        self._papers = papers
        self._judge = judge

    def so_far(self, name: str, seat: str) -> Sheet:
        """What was keyed in for a seat, empty where nothing was: to start typing from.

        PanelUnknownError, SeatUnknownError, OwnSheetInError.
        """
        panel = self._panels.load(name).panel
        place = place_of(panel, seat)
        if any(panel.sheets[digest].origin == "expert" for digest in place.received):
            raise OwnSheetInError(seat=place.seat, name=place.name)
        before = keyed_before(panel, place)
        sheet = self._sheet(panel, place)
        if not before or before[-1].recused:
            return sheet
        return replace(sheet, assessments=before[-1].assessments, opinion=before[-1].opinion)

    def typing(self, name: str, seat: str) -> PaperTyping:
        """The paper of a seat as far as it was typed off; where nothing was, what was keyed in before.

        The refusals of `so_far`; NotIssuedError and its kin where nothing may be keyed in now.
        """
        self._open_panel(name)
        return PaperTyping(self._workspace, self.so_far(name, seat))

    def scans(self, paths: Sequence[Path]) -> tuple[bytes, ...]:
        """The pages of the paper, made plain, on any thread; the refusals of `keyed_scans.take_scans`."""
        return take_scans(paths, self._judge)

    def key(self, name: str, seat: str, paper: OnPaper, paths: Sequence[Path]) -> Keyed:
        """Keys a paper in: checked, rendered with its scans, signed by the desk, kept; or nothing of it.

        The refusals of `prepare` and `scans`, the errors of crypto and pdf, KeptPaperUnsoundError.
        """
        self.check_may_key(name, seat, paper.form)
        return self.keep(self.prepare(name, seat, paper, self.scans(paths))())

    def check_may_key(self, name: str, seat: str, form: str) -> None:
        """Whether a paper on that form may be keyed in for a seat now; the refusals of `domain.forms`."""
        panel = self._open_panel(name)
        check_may_key(panel, place_of(panel, seat), read_form_number(form))

    def prepare(self, name: str, seat: str, paper: OnPaper, scans: Sequence[bytes]) -> SigningJob:
        """All that signing takes, as a value to be called on any thread.

        Refused as `check_may_key`, as FINDINGS are, as an unfinished sheet is; ControlTotalError where the
        total on the paper is not that of what was typed; KeyedAlreadyError, KeyedNothingError.
        """
        self.check_may_key(name, seat, paper.form)
        panel = self._panels.load(name).panel
        sheet = _typed(self._sheet(panel, place_of(panel, seat)), paper)
        keyed = KeyedPaper(
            form=read_form_number(paper.form),
            total=canonical.parse_decimal(_plain(paper.total), "total"),
            scans=tuple(file_digest(each) for each in scans),
        )
        program, time = self._workspace.program, self._workspace.now()
        signed = sheet.to_sign(program=program, time=time, keyed=keyed)
        pages = dict(zip(keyed.files, scans, strict=True))
        return SigningJob(sheet, signed, self._workspace.clock(), self._identities.signer, pages)

    def keep(self, made: Made) -> Keyed:
        """Keeps what a signing job made, as received; refused as any sheet that comes in."""
        sheet = made.paper
        name = sheet.header.panel_name
        fact = SheetReceived(sheet.seat, sheet.digest, sheet.header.signer)
        kept = paper_of(sheet.header, sheet.digest, panel_stream(name), made.data)
        panel = self._panels.act(name, fact, papers=[kept], sheet=sheet)
        self._papers.remember(made.judged)
        return Keyed(sheet, made.data, panel)

    def _open_panel(self, name: str) -> Panel:
        panel = self._panels.load(name).panel
        if panel.void:
            raise PanelVoidError
        if not panel.issued:
            raise NotIssuedError
        if panel.sealed:
            raise PanelSealedError
        return panel

    def _sheet(self, panel: Panel, place: Place) -> Sheet:
        """An empty sheet of a place, to be signed by the desk, naming all keyed in before."""
        return Sheet(
            brief=panel.brief,
            member=Member(place.seat, place.name, place.unit, place.title),
            certificate=self._identities.me().digest,
            signed=tuple(each.digest for each in keyed_before(panel, place)),
        )


def _typed(sheet: Sheet, paper: OnPaper) -> Sheet:
    """The sheet with everything that stands on the paper."""
    if sheet.signed and paper.change is None:
        raise KeyedAlreadyError(seat=sheet.member.seat, name=sheet.member.name)
    if paper.change is not None:
        if not sheet.signed:
            raise KeyedNothingError(seat=sheet.member.seat, name=sheet.member.name)
        _text(paper.change.note, "note", REASON_LIMIT)
        sheet = replace(sheet, change=paper.change)
    declared = read_date(_plain(paper.declared), "declared").isoformat()
    if paper.recusal is not None:
        reason = reason_of(_text(paper.recusal, "reason", REASON_LIMIT))
        return sheet.with_declaration(Declaration("recused", reason, declared))
    sheet = sheet.with_declaration(Declaration("no_conflict", "", declared))
    for key, value in paper.findings.items():
        criterion = sheet.brief.rubric.criterion(CriterionId(key))
        sheet = sheet.with_assessment(criterion, read_brief_assessment(criterion, value, sheet.brief))
    return sheet.with_opinion(check_opinion(paper.opinion))


def _plain(text: str) -> str:
    """What was typed, in plain digits: full-width ones and a 分 behind them are no mistake."""
    return unicodedata.normalize("NFKC", text).strip().removesuffix("分").strip()


def _text(text: str, place: str, limit: int) -> str:
    if len(text) > limit:
        raise TextTooLongError(place=place, limit=limit)
    return canonical.check_text(text, place, multiline=True)
