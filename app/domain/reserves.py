"""候补专家: who was named before the brief was issued, to step in for somebody on the roster; and the acts.

They stand in the panel's entries, never in the brief. What the acts change is reserve_acts.py's.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from app.domain.act_refusals import ReserveKnownError, ReservesFullError, ReserveUnknownError
from app.domain.facts import Fact
from app.domain.frozen import frozen

MAX_RESERVES = 10


class Listed(Protocol):
    """Whoever a roster lists, with a seat or without."""

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def certificate(self) -> str: ...


@frozen
class Reserve:
    """One reserve; `certificate` is a digest, "" where their seat will be open."""

    name: str
    unit: str
    title: str
    certificate: str


@frozen
class ReserveNamed(Fact):
    """A reserve was named while the panel was prepared; `certificate` as in `Reserve`."""

    name: str
    unit: str
    title: str
    certificate: str


@frozen
class ReserveSeated(Fact):
    """The reserve of that name and unit got the next seat, `instead` of the expert of another seat."""

    seat: str
    name: str
    unit: str
    instead: str
    reason: str


def check_reserve(reserve: Reserve, roster: Iterable[Listed], others: Sequence[Reserve]) -> Reserve:
    """`reserve` if one more may be named beside `others`: nobody twice, no certificate twice.

    ReservesFullError, ReserveKnownError, ReserveUnknownError for a name that says nothing.
    """
    if not reserve.name.strip():
        raise ReserveUnknownError(name=reserve.name)
    if len(others) >= MAX_RESERVES:
        raise ReservesFullError(most=MAX_RESERVES)
    for each in (*roster, *others):
        same = (each.name, each.unit) == (reserve.name, reserve.unit)
        if same or (reserve.certificate and each.certificate == reserve.certificate):
            raise ReserveKnownError(name=reserve.name)
    return reserve


def check_reserves(reserves: Sequence[Reserve], roster: Iterable[Listed]) -> tuple[Reserve, ...]:
    """All of `reserves` if each may be named in its turn; the refusals of `check_reserve`."""
    seats = tuple(roster)
    return tuple(check_reserve(each, seats, reserves[:at]) for at, each in enumerate(reserves))
