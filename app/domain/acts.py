"""Which acts a panel allows and what each changes: one law for the desk and for the verifier's replay."""

from collections.abc import Callable, Mapping, Sequence

from app.domain import canonical, form_acts, reserve_acts, seat_acts
from app.domain.act_refusals import (
    AlreadyIssuedError,
    CheckNotOpenError,
    EvidenceMissingError,
    HistoryRefusedError,
    NotAnActError,
    NotDisputedError,
    NotIssuedError,
    NotSealedError,
    NotSuppliedByDeskError,
    PanelSealedError,
    PanelVoidError,
    SeatsUnsettledError,
    VoteDiffersError,
)
from app.domain.brief import Brief, KnownFact
from app.domain.closing import closing_checks
from app.domain.entries import Entry, check_chain
from app.domain.findings import read_finding
from app.domain.frozen import replace
from app.domain.history import (
    BriefIssued,
    ChairChanged,
    CheckPassedOver,
    ConsentRecorded,
    Determined,
    Fact,
    FactCorrected,
    FormIssued,
    FormVoided,
    OpinionWritten,
    OutlierExplained,
    PanelOpened,
    PanelVoided,
    RecordReopened,
    RecordSealed,
    RecordSigned,
    ReserveNamed,
    ReserveSeated,
    SeatAdded,
    SeatBound,
    SeatPlaced,
    SheetChosen,
    SheetReceived,
    SurveySupplied,
    read_fact,
)
from app.domain.panel import Determination, FactCorrection, Panel, Pass, opened
from app.domain.rubric import Criterion, CriterionId
from app.domain.rule_sheet import Confirmation
from app.domain.rules import award
from app.domain.seat_acts import place_of, reason_of, with_place
from app.domain.shape import ShapeError
from app.domain.signed_sheet import SignedSheet, is_desk_supplied
from app.domain.votes import disputed, findings_on, vote
from app.errors import RefusedError

__all__ = ["after", "place_of", "replay", "require_open"]


def replay(entries: Sequence[Entry], brief: Brief, sheets: Mapping[str, SignedSheet]) -> Panel:
    """The panel after all its entries (oldest first), given the brief and every sheet received, by digest.

    ChainBrokenError, UnknownFactError or HistoryRefusedError if the history cannot have happened.
    """
    check_chain(entries)
    panel = replace(opened(brief), sheets=sheets)
    for entry in entries:
        fact = read_fact(entry)
        if isinstance(fact, PanelOpened) != (entry.seq == 1):
            raise HistoryRefusedError(seq=entry.seq, why=NotIssuedError.code)
        try:
            panel = after(panel, fact, entry.time)
        except RefusedError as error:
            raise HistoryRefusedError(seq=entry.seq, why=error.code) from error
    return panel


def after(panel: Panel, fact: Fact, time: str) -> Panel:
    """The panel after one more act at `time`; RefusedError where the act is not allowed now."""
    if panel.void:
        raise PanelVoidError
    if isinstance(fact, PanelOpened):
        if panel.issued or canonical.write(fact.brief) != panel.brief.payload:
            raise AlreadyIssuedError
        return panel
    if isinstance(fact, ReserveNamed):
        return reserve_acts.named(panel, fact)
    if isinstance(fact, PanelVoided):
        return replace(panel, void=reason_of(fact.reason))
    if isinstance(fact, BriefIssued):
        if panel.issued or fact.brief != panel.brief.digest:
            raise AlreadyIssuedError
        return replace(panel, issued=True)
    if not panel.issued:
        raise NotIssuedError
    if isinstance(fact, RecordSigned | RecordReopened):
        return _on_record(panel, fact)
    if panel.sealed:
        raise PanelSealedError
    act = _ACTS.get(type(fact))
    if act is None:
        raise NotAnActError(kind=type(fact).__name__)
    return act(panel, fact, time)


def _corrected(panel: Panel, fact: FactCorrected, _time: str) -> Panel:
    criterion = panel.brief.rubric.criterion(CriterionId(fact.criterion))
    known = _known(panel, criterion, fact.finding, fact.evidence)
    correction = FactCorrection(criterion.id, known, reason_of(fact.reason))
    return replace(panel, corrections=(*panel.corrections, correction))


def _supplied(panel: Panel, fact: SurveySupplied, _time: str) -> Panel:
    criterion = panel.brief.rubric.criterion(CriterionId(fact.criterion))
    if not is_desk_supplied(criterion, panel.brief) or criterion.id in panel.brief.facts:
        raise NotSuppliedByDeskError(criterion=criterion.id)
    known = _known(panel, criterion, fact.finding, fact.evidence)
    if award(criterion, known.finding).state != "judged":
        raise ShapeError(place="finding.value", expected="decimal")
    again = (*panel.supplied_again, criterion.id) if criterion.id in panel.supplied else panel.supplied_again
    return replace(panel, supplied={**panel.supplied, criterion.id: known}, supplied_again=again)


def _determined(panel: Panel, fact: Determined, time: str) -> Panel:
    criterion = panel.brief.rubric.criterion(CriterionId(fact.criterion))
    require_open(panel)
    if criterion.id not in disputed(panel):
        raise NotDisputedError(criterion=criterion.id)
    votes = vote(panel, criterion)
    if (fact.in_favour, fact.against, fact.outcome) != (
        len(votes.in_favour),
        len(votes.against),
        votes.outcome,
    ):
        raise VoteDiffersError(criterion=criterion.id)
    found = Determination(
        criterion.id,
        reason_of(fact.note),
        time,
        fact.in_favour,
        fact.against,
        votes.outcome,
        findings_on(panel, criterion),
    )
    return replace(panel, determinations={**panel.determinations, criterion.id: found})


def _explained(panel: Panel, fact: OutlierExplained, _time: str) -> Panel:
    require_open(panel)
    return with_place(panel, replace(place_of(panel, fact.seat), explained=reason_of(fact.text)))


def _opinion(panel: Panel, fact: OpinionWritten, _time: str) -> Panel:
    return replace(panel, opinion=fact.text)


def _passed_over(panel: Panel, fact: CheckPassedOver, _time: str) -> Panel:
    """Only what is open now, may be passed over, and is about what was written down."""
    require_open(panel)
    found = next((each for each in closing_checks(panel) if each.name == fact.check), None)
    if found is None or not found.may_pass or found.about != fact.about:
        raise CheckNotOpenError(check=fact.check[:20])
    return replace(panel, passed={**panel.passed, fact.check: Pass(fact.about, reason_of(fact.reason))})


def _consent(panel: Panel, fact: ConsentRecorded, _time: str) -> Panel:
    consent = Confirmation(fact.name, fact.unit, fact.date, fact.document)
    for text in (fact.name, fact.unit, fact.date, fact.document):
        reason_of(text)
    return replace(panel, consent=consent)


def _sealed(panel: Panel, fact: RecordSealed, _time: str) -> Panel:
    require_open(panel)
    if not fact.record or fact.revision != len(panel.records) + 1:
        raise NotSealedError
    return replace(panel, sealed=fact.record, records=(*panel.records, fact.record), signed_fields=())


def _on_record(panel: Panel, fact: RecordSigned | RecordReopened) -> Panel:
    if not panel.sealed or fact.record != panel.sealed:
        raise NotSealedError
    if isinstance(fact, RecordSigned):
        if fact.field in panel.signed_fields:
            raise NotSealedError
        return replace(panel, signed_fields=(*panel.signed_fields, fact.field))
    return replace(panel, sealed="", reopened=(*panel.reopened, reason_of(fact.reason)))


_ACTS: Mapping[type[Fact], Callable[..., Panel]] = {
    SheetReceived: seat_acts.received,
    SeatBound: seat_acts.bound,
    SeatPlaced: seat_acts.placed,
    SeatAdded: seat_acts.added,
    ReserveSeated: reserve_acts.seated,
    ChairChanged: seat_acts.chair,
    SheetChosen: seat_acts.chosen,
    FormIssued: form_acts.issued,
    FormVoided: form_acts.voided,
    FactCorrected: _corrected,
    SurveySupplied: _supplied,
    Determined: _determined,
    OutlierExplained: _explained,
    OpinionWritten: _opinion,
    CheckPassedOver: _passed_over,
    ConsentRecorded: _consent,
    RecordSealed: _sealed,
}


def require_open(panel: Panel) -> None:
    """SeatsUnsettledError while any place is unsettled: nobody sees a score before."""
    if panel.waiting:
        raise SeatsUnsettledError(seats="、".join(place.name for place in panel.waiting))


def _known(panel: Panel, criterion: Criterion, value: object, evidence: str) -> KnownFact:
    if not evidence.strip():
        raise EvidenceMissingError(criterion=criterion.id)
    return KnownFact(read_finding(criterion, value, step=panel.brief.rules.step), evidence)
