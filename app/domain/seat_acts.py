"""Who sits where, and which sheets came in: the acts on a panel's seats, each told why it may be refused."""

from app.domain.act_refusals import (
    BindingRefusedError,
    NotInConflictError,
    OtherNameError,
    OtherSignerError,
    ReasonMissingError,
    SeatOrderError,
    SeatReplacedError,
    SeatTakenOverError,
    SeatUnknownError,
    SheetInError,
)
from app.domain.documents import MAX_EXPERTS
from app.domain.forms import check_keyed
from app.domain.frozen import replace
from app.domain.history import ChairChanged, SeatAdded, SeatBound, SeatPlaced, SheetChosen, SheetReceived
from app.domain.panel import Panel, Place
from app.domain.sheet import SheetRecusedError
from app.domain.signed_sheet import SignedSheet


def place_of(panel: Panel, seat: str) -> Place:
    """The place of a seat; SeatUnknownError without one."""
    place = panel.place(seat)
    if place is None:
        raise SeatUnknownError(seat=seat[:20])
    return place


def received(panel: Panel, fact: SheetReceived, _time: str) -> Panel:
    """A sound sheet for a seat is kept, whether it stands or not; a seat's certificate lets in no other."""
    place = place_of(panel, fact.seat)
    sheet = panel.sheets.get(fact.sheet)
    if sheet is None or fact.sheet in place.received:
        raise BindingRefusedError(seat=fact.seat)
    if sheet.seat != fact.seat or sheet.header.signer != fact.certificate:
        raise BindingRefusedError(seat=fact.seat)
    expected = panel.brief.header.signer if sheet.origin == "keyed" else place.certificate
    if expected not in ("", fact.certificate):
        raise OtherSignerError(seat=place.seat, name=place.name)
    if sheet.origin == "expert" and _holds_another(panel, place, fact.certificate):
        raise OtherSignerError(seat=place.seat, name=place.name)
    if sheet.name != place.name:
        raise OtherNameError(seat=place.seat, name=place.name, found=sheet.name)
    if place.settled == "replaced":
        raise SeatReplacedError(seat=place.seat, name=place.name)
    check_keyed(panel, place, sheet)
    if not sheet.recused and any(panel.sheets[each].recused for each in _replaced(place, sheet)):
        raise SheetRecusedError
    found = replace(place, received=(*place.received, fact.sheet))
    if sheet in panel.heads(found):
        # What the desk chose before this paper came says nothing about it.
        found = replace(found, chosen="", choice_reason="")
    return with_place(panel, found)


def bound(panel: Panel, fact: SeatBound, _time: str) -> Panel:
    """An open seat gets the certificate of a sheet that came, a bound one another, for a reason."""
    place = place_of(panel, fact.seat)
    taken = fact.certificate == place.certificate or _holds_another(panel, place, fact.certificate)
    if taken or not fact.certificate:
        raise BindingRefusedError(seat=fact.seat)
    if place.settled == "replaced":
        raise SeatReplacedError(seat=place.seat, name=place.name)
    if place.binding == "open":
        came = (panel.sheets[digest] for digest in place.received)
        if not any(each.origin == "expert" and each.header.signer == fact.certificate for each in came):
            raise BindingRefusedError(seat=fact.seat)
        return with_place(panel, replace(place, certificate=fact.certificate, binding="typed"))
    rebound = replace(
        place,
        certificate=fact.certificate,
        former=place.certificates,
        binding="rebound",
        binding_reason=reason_of(fact.reason),
    )
    return with_place(panel, rebound)


def placed(panel: Panel, fact: SeatPlaced, _time: str) -> Panel:
    """A seat is settled without a sheet, for a reason."""
    place = place_of(panel, fact.seat)
    if panel.standing(place) in ("counted", "recused", "conflict"):
        raise SheetInError(seat=place.seat, name=place.name)
    settled = {"absent": "absent", "replaced": "replaced", "refused": "refused"}.get(fact.state)
    if settled is None:
        raise SeatUnknownError(seat=fact.state[:20])
    if settled != "replaced" and panel.successor(place) is not None:
        raise SeatTakenOverError(seat=place.seat, name=place.name)
    return with_place(panel, replace(place, settled=settled, reason=reason_of(fact.reason)))  # type: ignore[arg-type]  # one of the literal's values


def added(panel: Panel, fact: SeatAdded, _time: str) -> Panel:
    """A late expert gets the next seat, open."""
    if not fact.name.strip():
        raise SeatOrderError(seat=fact.seat)
    place = Place(
        next_seat(panel, fact.seat),
        fact.name,
        fact.unit,
        fact.title,
        certificate="",
        binding="open",
        added=reason_of(fact.reason),
    )
    return replace(panel, places=(*panel.places, place))


def next_seat(panel: Panel, seat: str) -> str:
    """`seat` if it is the one after the last and there is room for it; SeatOrderError."""
    number = len(panel.places) + 1
    if seat != f"E{number}" or number > MAX_EXPERTS:
        raise SeatOrderError(seat=seat[:20])
    return seat


def chair(panel: Panel, fact: ChairChanged, _time: str) -> Panel:
    """Another expert takes the chair."""
    return replace(panel, chair=place_of(panel, fact.seat).seat, chair_reason=reason_of(fact.reason))


def chosen(panel: Panel, fact: SheetChosen, _time: str) -> Panel:
    """Of two papers in conflict, the one the expert stands by."""
    place = place_of(panel, fact.seat)
    heads = [each.digest for each in panel.heads(place)]
    if len(heads) < 2 or fact.sheet not in heads:
        raise NotInConflictError(seat=fact.seat)
    return with_place(panel, replace(place, chosen=fact.sheet, choice_reason=reason_of(fact.reason)))


def with_place(panel: Panel, place: Place) -> Panel:
    """The panel with one place changed."""
    return replace(panel, places=tuple(place if one.seat == place.seat else one for one in panel.places))


def reason_of(text: str) -> str:
    """`text`, or ReasonMissingError where it says nothing."""
    if not text.strip():
        raise ReasonMissingError
    return text


def _replaced(place: Place, sheet: SignedSheet) -> tuple[str, ...]:
    """Which of a place's sheets a sheet names as replaced: a recusal among them stays one."""
    return tuple(each for each in sheet.header.replaces if each in place.received)


def _holds_another(panel: Panel, place: Place, certificate: str) -> bool:
    return any(certificate in other.certificates for other in panel.places if other.seat != place.seat)
