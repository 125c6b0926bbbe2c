"""The acts on a panel's reserves: named only before the brief is issued, seated for one who is out, once."""

from app.domain.act_refusals import (
    BindingRefusedError,
    ReserveTooLateError,
    ReserveUnknownError,
    SeatNotGivenUpError,
)
from app.domain.frozen import replace
from app.domain.panel import Panel, Place
from app.domain.reserves import Reserve, ReserveNamed, ReserveSeated, check_reserve
from app.domain.seat_acts import next_seat, place_of, reason_of


def named(panel: Panel, fact: ReserveNamed) -> Panel:
    """One more reserve of a panel that is being prepared."""
    if panel.issued:
        raise ReserveTooLateError
    reserve = Reserve(fact.name, fact.unit, fact.title, fact.certificate)
    return replace(panel, reserves=(*panel.reserves, check_reserve(reserve, panel.places, panel.reserves)))


def seated(panel: Panel, fact: ReserveSeated, _time: str) -> Panel:
    """A reserve gets the next seat for an expert who was replaced or recused, under the certificate they were
    named with, or open."""
    wanted = (fact.name, fact.unit)
    reserve = next((each for each in panel.free_reserves if (each.name, each.unit) == wanted), None)
    if reserve is None:
        raise ReserveUnknownError(name=fact.name[:60])
    out = place_of(panel, fact.instead)
    if panel.standing(out) not in ("replaced", "recused") or panel.successor(out) is not None:
        raise SeatNotGivenUpError(seat=out.seat, name=out.name)
    known = reserve.certificate
    if known and any(known in place.certificates for place in panel.places):
        raise BindingRefusedError(seat=fact.seat[:20])
    place = Place(
        next_seat(panel, fact.seat),
        reserve.name,
        reserve.unit,
        reserve.title,
        certificate=known,
        binding="named" if known else "open",
        added=reason_of(fact.reason),
        instead=out.seat,
    )
    return replace(panel, places=(*panel.places, place))
