"""An expert's entries → their Sheet: the same fold for the desk window, the terminal and after a crash."""

from collections.abc import Sequence

from app.domain.act_refusals import HistoryRefusedError
from app.domain.brief import Brief
from app.domain.entries import Entry, check_chain
from app.domain.frozen import replace
from app.domain.history import (
    BriefOpened,
    Declared,
    Fact,
    OpinionWritten,
    RevisionOpened,
    Scored,
    SheetHandedOver,
    SheetSigned,
    read_fact,
)
from app.domain.rubric import CriterionId
from app.domain.shape import ShapeError
from app.domain.sheet import Member, Sheet
from app.domain.signed_sheet import (
    Change,
    Declaration,
    DeclarationKind,
    OtherBriefError,
    read_brief_assessment,
)
from app.errors import RefusedError, TrustError


class NoSheetError(TrustError):
    """A sheet's history that does not begin with opening its brief."""


def replay_sheet(entries: Sequence[Entry], brief: Brief, certificate: str) -> Sheet:
    """The sheet after all its entries (oldest first), for the holder of `certificate`.

    ChainBrokenError, NoSheetError or HistoryRefusedError if the history cannot have happened.
    """
    check_chain(entries)
    sheet: Sheet | None = None
    for entry in entries:
        fact = read_fact(entry)
        try:
            sheet = _after(sheet, fact, entry.time, brief, certificate)
        except RefusedError as error:
            raise HistoryRefusedError(seq=entry.seq, why=error.code) from error
    if sheet is None:
        raise NoSheetError
    return sheet


def _after(sheet: Sheet | None, fact: Fact, time: str, brief: Brief, certificate: str) -> Sheet:
    if isinstance(fact, BriefOpened) and sheet is None:
        if fact.brief != brief.digest:
            raise OtherBriefError(panel=brief.header.panel_name)
        member = Member(fact.seat, fact.name, fact.unit, fact.title)
        return Sheet(brief=brief, member=member, certificate=certificate)
    if sheet is None:
        raise NoSheetError
    if isinstance(fact, Declared):
        return sheet.with_declaration(Declaration(_kind(fact), fact.reason, time))
    if isinstance(fact, Scored):
        criterion = brief.rubric.criterion(CriterionId(fact.criterion))
        return sheet.with_assessment(criterion, read_brief_assessment(criterion, fact.assessment, brief))
    if isinstance(fact, OpinionWritten):
        return sheet.with_opinion(fact.text)
    if isinstance(fact, RevisionOpened):
        return sheet.with_revision(Change(fact.code, fact.note))
    if isinstance(fact, SheetSigned):
        return sheet.with_signature(fact.sheet)
    if isinstance(fact, SheetHandedOver):
        return replace(sheet, handed_over=(*sheet.handed_over, fact.sheet))
    raise NoSheetError


def _kind(fact: Declared) -> DeclarationKind:
    if fact.kind not in ("no_conflict", "recused"):
        raise ShapeError(place="Declared.kind", expected="no_conflict|recused")
    return "recused" if fact.kind == "recused" else "no_conflict"
