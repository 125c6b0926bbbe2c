"""Which acts a panel allows and what each changes: one law for the desk and for the verifier's replay."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.domain.act_refusals import (
    AlreadyIssuedError,
    BindingRefusedError,
    EvidenceMissingError,
    HistoryRefusedError,
    NotAnActError,
    NotDisputedError,
    NotInConflictError,
    NotIssuedError,
    NotSealedError,
    NotSuppliedByDeskError,
    OtherNameError,
    OtherSignerError,
    PanelSealedError,
    PanelVoidError,
    ReasonMissingError,
    SeatOrderError,
    SeatReplacedError,
    SeatsUnsettledError,
    SeatUnknownError,
    SheetInError,
    VoteDiffersError,
)
from app.domain.brief import Brief, KnownFact
from app.domain.documents import MAX_EXPERTS
from app.domain.entries import Entry, check_chain
from app.domain.findings import read_finding
from app.domain.history import (
    BriefIssued,
    ChairChanged,
    ConsentRecorded,
    Determined,
    Fact,
    FactCorrected,
    OpinionWritten,
    OutlierExplained,
    PanelOpened,
    PanelVoided,
    RecordReopened,
    RecordSealed,
    RecordSigned,
    SeatAdded,
    SeatBound,
    SeatPlaced,
    SheetChosen,
    SheetReceived,
    SurveySupplied,
    read_fact,
)
from app.domain.panel import Determination, FactCorrection, Panel, Place, opened
from app.domain.rubric import Criterion, CriterionId
from app.domain.rule_sheet import Confirmation
from app.domain.signed_sheet import SignedSheet, is_desk_supplied
from app.domain.votes import disputed, findings_on, vote
from app.errors import RefusedError


def replay(entries: Sequence[Entry], brief: Brief, sheets: Mapping[str, SignedSheet]) -> Panel:
    """The panel after all its entries (oldest first), given the brief and every sheet received, by digest.

    ChainBrokenError, UnknownFactError or HistoryRefusedError if the history cannot have happened.
    """
    check_chain(entries)
    panel = replace(opened(brief), sheets=sheets)
    for entry in entries:
        try:
            panel = after(panel, read_fact(entry), entry.time)
        except RefusedError as error:
            raise HistoryRefusedError(seq=entry.seq, why=error.code) from error
    return panel


def after(panel: Panel, fact: Fact, time: str) -> Panel:
    """The panel after one more act at `time`; RefusedError where the act is not allowed now."""
    if panel.void:
        raise PanelVoidError
    if isinstance(fact, PanelOpened):
        if panel.issued or fact.brief != panel.brief.to_json():
            raise AlreadyIssuedError
        return panel
    if isinstance(fact, PanelVoided):
        return replace(panel, void=_reason(fact.reason))
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


def _received(panel: Panel, fact: SheetReceived, _time: str) -> Panel:
    place = place_of(panel, fact.seat)
    sheet = panel.sheets.get(fact.sheet)
    if sheet is None or fact.sheet in place.received:
        raise BindingRefusedError(seat=fact.seat)
    if sheet.seat != fact.seat or sheet.header.signer != fact.certificate:
        raise BindingRefusedError(seat=fact.seat)
    expected = panel.brief.header.signer if sheet.origin == "keyed" else place.certificate
    if expected not in ("", fact.certificate):
        raise OtherSignerError(seat=place.seat, name=place.name)
    if sheet.name != place.name:
        raise OtherNameError(seat=place.seat, name=place.name, found=sheet.name)
    if place.settled == "replaced":
        raise SeatReplacedError(seat=place.seat, name=place.name)
    return _with_place(panel, replace(place, received=(*place.received, fact.sheet)))


def _bound(panel: Panel, fact: SeatBound, _time: str) -> Panel:
    place = place_of(panel, fact.seat)
    taken = any(fact.certificate == other.certificate for other in panel.places)
    if taken or not fact.certificate:
        raise BindingRefusedError(seat=fact.seat)
    if place.binding == "open":
        came = any(panel.sheets[digest].header.signer == fact.certificate for digest in place.received)
        if not came:
            raise BindingRefusedError(seat=fact.seat)
        return _with_place(panel, replace(place, certificate=fact.certificate, binding="typed"))
    reason = _reason(fact.reason)
    return _with_place(
        panel, replace(place, certificate=fact.certificate, binding="rebound", binding_reason=reason)
    )


def _placed(panel: Panel, fact: SeatPlaced, _time: str) -> Panel:
    place = place_of(panel, fact.seat)
    if panel.standing(place) in ("counted", "recused"):
        raise SheetInError(seat=place.seat, name=place.name)
    settled = {"absent": "absent", "replaced": "replaced", "refused": "refused"}.get(fact.state)
    if settled is None:
        raise SeatUnknownError(seat=fact.state[:20])
    return _with_place(panel, replace(place, settled=settled, reason=_reason(fact.reason)))  # type: ignore[arg-type]  # one of the literal's values


def _added(panel: Panel, fact: SeatAdded, _time: str) -> Panel:
    number = len(panel.places) + 1
    if fact.seat != f"E{number}" or number > MAX_EXPERTS or not fact.name.strip():
        raise SeatOrderError(seat=fact.seat)
    place = Place(
        fact.seat,
        fact.name,
        fact.unit,
        fact.title,
        certificate="",
        binding="open",
        added=_reason(fact.reason),
    )
    return replace(panel, places=(*panel.places, place))


def _chair(panel: Panel, fact: ChairChanged, _time: str) -> Panel:
    return replace(panel, chair=place_of(panel, fact.seat).seat, chair_reason=_reason(fact.reason))


def _chosen(panel: Panel, fact: SheetChosen, _time: str) -> Panel:
    place = place_of(panel, fact.seat)
    heads = [each.digest for each in panel.heads(place)]
    if len(heads) < 2 or fact.sheet not in heads:
        raise NotInConflictError(seat=fact.seat)
    return _with_place(panel, replace(place, chosen=fact.sheet, choice_reason=_reason(fact.reason)))


def _corrected(panel: Panel, fact: FactCorrected, _time: str) -> Panel:
    criterion = panel.brief.rubric.criterion(CriterionId(fact.criterion))
    known = _known(panel, criterion, fact.finding, fact.evidence)
    correction = FactCorrection(criterion.id, known, _reason(fact.reason))
    return replace(panel, corrections=(*panel.corrections, correction))


def _supplied(panel: Panel, fact: SurveySupplied, _time: str) -> Panel:
    criterion = panel.brief.rubric.criterion(CriterionId(fact.criterion))
    if not is_desk_supplied(criterion, panel.brief) or criterion.id in panel.brief.facts:
        raise NotSuppliedByDeskError(criterion=criterion.id)
    known = _known(panel, criterion, fact.finding, fact.evidence)
    return replace(panel, supplied={**panel.supplied, criterion.id: known})


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
        fact.note,
        time,
        fact.in_favour,
        fact.against,
        votes.outcome,
        findings_on(panel, criterion),
    )
    return replace(panel, determinations={**panel.determinations, criterion.id: found})


def _explained(panel: Panel, fact: OutlierExplained, _time: str) -> Panel:
    require_open(panel)
    return _with_place(panel, replace(place_of(panel, fact.seat), explained=_reason(fact.text)))


def _opinion(panel: Panel, fact: OpinionWritten, _time: str) -> Panel:
    return replace(panel, opinion=fact.text)


def _consent(panel: Panel, fact: ConsentRecorded, _time: str) -> Panel:
    consent = Confirmation(fact.name, fact.unit, fact.date, fact.document)
    for text in (fact.name, fact.unit, fact.date, fact.document):
        _reason(text)
    return replace(panel, consent=consent)


def _sealed(panel: Panel, fact: RecordSealed, _time: str) -> Panel:
    require_open(panel)
    if fact.revision != len(panel.records) + 1:
        raise NotSealedError
    return replace(panel, sealed=fact.record, records=(*panel.records, fact.record), signed_fields=())


def _on_record(panel: Panel, fact: RecordSigned | RecordReopened) -> Panel:
    if not panel.sealed or fact.record != panel.sealed:
        raise NotSealedError
    if isinstance(fact, RecordSigned):
        if fact.field in panel.signed_fields:
            raise NotSealedError
        return replace(panel, signed_fields=(*panel.signed_fields, fact.field))
    return replace(panel, sealed="", reopened=(*panel.reopened, _reason(fact.reason)))


_ACTS: Mapping[type[Fact], Callable[..., Panel]] = {
    SheetReceived: _received,
    SeatBound: _bound,
    SeatPlaced: _placed,
    SeatAdded: _added,
    ChairChanged: _chair,
    SheetChosen: _chosen,
    FactCorrected: _corrected,
    SurveySupplied: _supplied,
    Determined: _determined,
    OutlierExplained: _explained,
    OpinionWritten: _opinion,
    ConsentRecorded: _consent,
    RecordSealed: _sealed,
}


def place_of(panel: Panel, seat: str) -> Place:
    """The place of a seat; SeatUnknownError without one."""
    place = panel.place(seat)
    if place is None:
        raise SeatUnknownError(seat=seat[:20])
    return place


def require_open(panel: Panel) -> None:
    """SeatsUnsettledError while any place is unsettled: nobody sees a score before."""
    if panel.waiting:
        raise SeatsUnsettledError(seats="、".join(place.name for place in panel.waiting))


def _known(panel: Panel, criterion: Criterion, value: object, evidence: str) -> KnownFact:
    if not evidence.strip():
        raise EvidenceMissingError(criterion=criterion.id)
    return KnownFact(read_finding(criterion, value, step=panel.brief.rules.step), evidence)


def _with_place(panel: Panel, place: Place) -> Panel:
    return replace(panel, places=tuple(place if one.seat == place.seat else one for one in panel.places))


def _reason(text: str) -> str:
    if not text.strip():
        raise ReasonMissingError
    return text
