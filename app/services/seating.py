"""Which seat of a brief's roster the owner of a workspace takes; a late expert's comes after the last."""

import unicodedata

from app.domain.brief import Brief, Seat
from app.domain.documents import MAX_EXPERTS, read_seat_id, seat_number
from app.domain.sheet import Member
from app.errors import RefusedError
from app.services.identities import Me


class SeatNotYoursError(RefusedError):
    """The seat is fixed to another certificate."""

    field_names = ("seat", "name")


class SeatNotFoundError(RefusedError):
    """No seat of the roster bears this workspace's name; `names` lists the roster."""

    field_names = ("name", "names")


class LateSeatError(RefusedError):
    """No seat after the roster's last was typed; `first` is the first of them."""

    field_names = ("first",)


def member_of(brief: Brief, me: Me, seat: str | None) -> Member:
    """The member on `seat`, or on the one seat of the certificate or the name; the refusals above."""
    if seat is None:
        mine = [each for each in brief.seats if me.digest == each.certificate]
        named = [each for each in brief.seats if each.name == me.name and not each.certificate]
        found = mine or named
        if len(found) != 1:
            listed = "、".join(f"{each.id} {each.name}" for each in brief.seats)
            raise SeatNotFoundError(name=me.name, names=listed)
        return _of_seat(found[0])
    known = brief.seat(read_seat_id(seat, "seat"))
    if known is None:
        # Beyond the roster: a late expert, whom the desk adds as its next seat.
        assert seat_number(seat) > len(brief.seats)  # the roster has no gaps
        return Member(seat, me.name, me.unit, me.title)
    if known.certificate not in ("", me.digest):
        raise SeatNotYoursError(seat=known.id, name=known.name)
    return _of_seat(known)


def _of_seat(seat: Seat) -> Member:
    return Member(seat.id, seat.name, seat.unit, seat.title)


def late_seat(brief: Brief, nth: int = 1) -> str:
    """The seat after the roster's last, for an expert who is not on it; for the `nth` of them (from 1)."""
    return f"E{len(brief.seats) + nth}"


def late_seat_of(brief: Brief, typed: str) -> str:
    """The seat that somebody who is not on the roster typed, as the desk told them: E7, or only 7.

    LateSeatError.
    """
    digits = unicodedata.normalize("NFKC", typed).strip().upper().removeprefix("E").strip()
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 else 0
    if not len(brief.seats) < number <= MAX_EXPERTS:
        raise LateSeatError(first=late_seat(brief))
    return f"E{number}"
