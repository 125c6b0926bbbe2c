"""Where a panel stands on its way and what is still owed, by whom: status only, never a score.

What is allowed is decided by acts.py alone: `allows` asks it. What a record says is record.py's.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from app.domain.acts import after
from app.domain.consolidation import consolidate
from app.domain.facts import Fact, SeatBound
from app.domain.frozen import frozen
from app.domain.panel import MIN_COUNTED, Panel, Place
from app.domain.record import CHAIR, SEAL, fields_of, seat_of_field
from app.errors import RefusedError

Stage = Literal["prepared", "collect", "discuss", "opinion", "seal", "sign", "done", "void"]
What = Literal[
    "brief", "sheet", "code", "choice", "survey", "consent", "chair",
    "dispute", "outlier", "opinion", "seal", "signature",
]  # fmt: skip
_OF_PLACE: dict[str, What] = {"missing": "sheet", "pending": "code", "conflict": "choice"}


@frozen
class Owed:
    """One thing that is still to be done, at which stage; by whom (`seat`), about which criterion."""

    what: What
    stage: Stage
    seat: str = ""
    criterion: str = ""


@frozen
class Progress:
    """A panel's stage; how many seats are settled of how many; how many have signed the record of how many
    that are to sign after the desk; what is still owed, in the order it is best done."""

    stage: Stage
    settled: int
    seats: int
    signed: int
    signers: int
    owed: tuple[Owed, ...]


def progress(panel: Panel) -> Progress:
    """Where `panel` stands. While a seat is unsettled nothing in it rests on a score."""
    owed = tuple(_owed(panel))
    fields = [each for each in fields_of(panel) if each != SEAL] if panel.sealed else []
    return Progress(
        stage=_stage(panel, owed),
        settled=len(panel.places) - len(panel.waiting),
        seats=len(panel.places),
        signed=len(panel.signed_fields),
        signers=len(fields),
        owed=owed,
    )


def allows(panel: Panel, fact: Fact) -> bool:
    """Whether the panel's law lets `fact` happen now."""
    try:
        after(panel, fact, "")
    except RefusedError:
        return False
    return True


def pending_places(panels: Iterable[Panel], name: str, certificate: str) -> tuple[tuple[Panel, Place], ...]:
    """The open places of the person `name` for which a sheet signed with `certificate` came."""
    return tuple(
        (panel, place)
        for panel in panels
        for place in panel.places
        if place.name == name
        and place.binding == "open"
        and allows(panel, SeatBound(place.seat, certificate, ""))
    )


def known_bindings(panels: Sequence[Panel]) -> tuple[tuple[Panel, Place, str], ...]:
    """The open places whose pending sheet bears a certificate that was bound to the same person by typed code
    in another panel of the round (the year of the review, official or rehearsal), and was never given up."""
    lost = {certificate for panel in panels for place in panel.places for certificate in place.former}
    found: list[tuple[Panel, Place, str]] = []
    taken: set[tuple[str, str]] = set()
    for panel in panels:
        for place in panel.places:
            if place.binding not in ("typed", "rebound") or place.certificate in lost:
                continue
            round_mates = [each for each in panels if _same_round(each, panel)]
            for other, there in pending_places(round_mates, place.name, place.certificate):
                if (other.name, there.seat) not in taken:
                    taken.add((other.name, there.seat))
                    found.append((other, there, place.certificate))
    return tuple(found)


def same_round(panels: Iterable[Panel], panel: Panel) -> tuple[Panel, ...]:
    """`panel` and those of `panels` reviewed in the same year, official or rehearsal alike."""
    return tuple(each for each in panels if _same_round(each, panel))


def _same_round(one: Panel, other: Panel) -> bool:
    same_mode = one.brief.header.rehearsal == other.brief.header.rehearsal
    return same_mode and one.brief.date.year == other.brief.date.year


def _stage(panel: Panel, owed: Sequence[Owed]) -> Stage:
    if panel.void:
        return "void"
    if panel.sealed and not owed:
        return "done"
    return owed[0].stage


def _owed(panel: Panel) -> Iterator[Owed]:
    if panel.void:
        return
    if not panel.issued:
        yield Owed("brief", "prepared")
    elif panel.sealed:
        yield from _signatures(panel)
    else:
        yield from _collecting(panel)
        if panel.is_open:
            yield from _settling(panel)


def _signatures(panel: Panel) -> Iterator[Owed]:
    """Once the chair has signed, a field still empty was passed over with a reason."""
    if CHAIR in panel.signed_fields:
        return
    for field in fields_of(panel):
        if field != SEAL and field not in panel.signed_fields:
            yield Owed("signature", "sign", seat_of_field(field, panel))


def _collecting(panel: Panel) -> Iterator[Owed]:
    for place in panel.waiting:
        yield Owed(_OF_PLACE[panel.standing(place)], "collect", place.seat)
    for criterion in panel.awaiting_supply:
        yield Owed("survey", "collect", criterion=criterion)
    if panel.waiting:
        return
    if len(panel.counted) < MIN_COUNTED and panel.consent is None:
        yield Owed("consent", "collect")
    if panel.chair not in [each.place.seat for each in panel.counted]:
        yield Owed("chair", "collect", panel.chair)


def _settling(panel: Panel) -> Iterator[Owed]:
    result = consolidate(panel)
    for criterion in result.gate.open:
        yield Owed("dispute", "discuss", criterion=criterion)
    for outlier in result.outliers:
        if not outlier.explained:
            yield Owed("outlier", "discuss", outlier.seat)
    if not panel.opinion.strip() and "opinion" not in panel.passed:
        yield Owed("opinion", "opinion")
    yield Owed("seal", "seal")
