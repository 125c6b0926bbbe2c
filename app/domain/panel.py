"""The panel at its desk: who sits where, which sheet stands for whom, what is still awaited.

A pure value. Which acts are allowed and what they change: acts.py. Totals and verdict: consolidation.py.
"""

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import Literal

from app.domain.brief import Brief, KnownFact
from app.domain.findings import Finding
from app.domain.forms import Form
from app.domain.frozen import frozen, once
from app.domain.reserves import Reserve
from app.domain.rubric import CriterionId
from app.domain.rule_sheet import Confirmation
from app.domain.signed_sheet import SignedSheet, is_desk_supplied

Settled = Literal["", "absent", "replaced", "refused"]
Binding = Literal["open", "brief", "named", "typed", "rebound"]
Standing = Literal["counted", "recused", "absent", "replaced", "refused", "missing", "pending", "conflict"]
Outcome = Literal["full", "not_full", "equal"]
WAITING: tuple[Standing, ...] = ("missing", "pending", "conflict")
# Below this many counted sheets the commissioning side must agree to the sealing.
MIN_COUNTED = 3


@frozen
class Place:
    """One seat as it stands at the desk. `received` lists sheets' digests in the order they came.

    `former` are the certificates the seat had before it was re-bound: what they signed stays signed.
    `instead` is the seat of the expert for whom a reserve stepped in, "" for everybody else.
    """

    seat: str
    name: str
    unit: str
    title: str
    certificate: str
    binding: Binding
    binding_reason: str = ""
    former: tuple[str, ...] = ()
    added: str = ""
    instead: str = ""
    settled: Settled = ""
    reason: str = ""
    received: tuple[str, ...] = ()
    chosen: str = ""
    choice_reason: str = ""
    explained: str = ""

    @property
    def certificates(self) -> tuple[str, ...]:
        """Every certificate that held the seat, the present one last; none while it is open."""
        return (*self.former, self.certificate) if self.certificate else ()


@frozen
class Determination:
    """A recorded discussion of one criterion: the votes as they stood, so that a revision reopens it."""

    criterion: CriterionId
    note: str
    time: str
    in_favour: int
    against: int
    outcome: Outcome
    votes: Mapping[str, Finding | None]


@frozen
class FactCorrection:
    """A fact of the brief that the desk knows to be wrong."""

    criterion: CriterionId
    fact: KnownFact
    reason: str


@frozen
class Pass:
    """Going on without a closing check: what it was about then, and the reason."""

    about: str
    reason: str


@frozen
class Counted:
    """A place whose sheet counts."""

    place: Place
    sheet: SignedSheet


@frozen
class Panel:
    """Everything the desk knows of one panel, computed from its entries and sheets."""

    brief: Brief
    places: tuple[Place, ...]
    chair: str
    issued: bool = False
    chair_reason: str = ""
    reserves: tuple[Reserve, ...] = ()
    sheets: Mapping[str, SignedSheet] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    supplied: Mapping[CriterionId, KnownFact] = field(default_factory=dict)
    supplied_again: tuple[CriterionId, ...] = ()
    corrections: tuple[FactCorrection, ...] = ()
    determinations: Mapping[CriterionId, Determination] = field(default_factory=dict)
    opinion: str = ""
    passed: Mapping[str, Pass] = field(default_factory=dict)
    consent: Confirmation | None = None
    records: tuple[str, ...] = ()
    sealed: str = ""
    signed_fields: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    void: str = ""

    @property
    def name(self) -> str:
        """ZP and eight base-32 characters."""
        return self.brief.header.panel_name

    def place(self, seat: str) -> Place | None:
        """The place with that seat id."""
        return next((one for one in self.places if one.seat == seat), None)

    @property
    def free_reserves(self) -> tuple[Reserve, ...]:
        """The reserves who have not stepped in, in the order they were named."""
        seated = {(place.name, place.unit) for place in self.places}
        return tuple(each for each in self.reserves if (each.name, each.unit) not in seated)

    def successor(self, place: Place) -> Place | None:
        """The place of the reserve who stepped in for `place`."""
        return next((each for each in self.places if each.instead == place.seat), None)

    def heads(self, place: Place) -> tuple[SignedSheet, ...]:
        """The sheets of a place that no other of its sheets replaces, under the certificates it had.

        A sheet keyed in at the desk stands only while the expert's own has not come.
        """
        known = {digest: self.sheets[digest] for digest in place.received}
        among = {
            digest: each
            for digest, each in known.items()
            if each.origin == "expert" and each.header.signer in place.certificates
        }
        if not any(each.origin == "expert" for each in known.values()):
            among = known
        replaced = {digest for each in among.values() for digest in each.header.replaces}
        return tuple(each for digest, each in among.items() if digest not in replaced)

    def current(self, place: Place) -> SignedSheet | None:
        """The one sheet that stands for a place: the only head, or the one the desk recorded."""
        heads = self.heads(place)
        if len(heads) == 1:
            return heads[0]
        return next((each for each in heads if each.digest == place.chosen), None)

    def standing(self, place: Place) -> Standing:
        """Where a place stands; a sheet that came after an absence was recorded counts."""
        current = self.current(place)
        if current is not None:
            return "recused" if current.recused else "counted"
        if self.heads(place):
            return "conflict"
        if place.settled:
            return place.settled
        return "pending" if place.received else "missing"

    @once
    def waiting(self) -> tuple[Place, ...]:
        """Places not yet settled; while there is one, nobody sees a score."""
        return tuple(place for place in self.places if self.standing(place) in WAITING)

    @property
    def is_open(self) -> bool:
        """Whether every place is settled, so that scores are open for everybody."""
        return self.issued and not self.waiting

    @once
    def counted(self) -> tuple[Counted, ...]:
        """The counted sheets in roster order."""
        found = ((place, self.current(place)) for place in self.places)
        return tuple(Counted(place, sheet) for place, sheet in found if sheet and not sheet.recused)

    @once
    def worth(self) -> dict[tuple[str, CriterionId], tuple[SignedSheet, Fraction | None]]:
        """What `votes.points_of` has reckoned already, by seat and criterion: every check asks again."""
        return {}

    @property
    def awaiting_supply(self) -> tuple[CriterionId, ...]:
        """Criteria the desk has still to supply (满意度)."""
        return tuple(
            each.id
            for each in self.brief.rubric.criteria
            if is_desk_supplied(each, self.brief)
            and each.id not in self.supplied
            and each.id not in self.brief.facts
        )


def opened(brief: Brief) -> Panel:
    """The panel as its brief fixes it: every seat of the roster, nothing received."""
    places = tuple(
        Place(
            seat=seat.id,
            name=seat.name,
            unit=seat.unit,
            title=seat.title,
            certificate=seat.certificate,
            binding="brief" if seat.certificate else "open",
        )
        for seat in brief.seats
    )
    chair = next(seat.id for seat in brief.seats if seat.chair)
    return Panel(brief=brief, places=places, chair=chair)
