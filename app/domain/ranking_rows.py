"""One applicant in a ranking: what its complete record says, with every number that can be worked out again.

Who comes before whom is ranking.py's.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.domain.canonical import Json, write_decimal
from app.domain.consolidation import GateState, determined_totals, kept_seats, total_of
from app.domain.documents import read_seat_id
from app.domain.frozen import frozen
from app.domain.panel import Counted
from app.domain.record import Findings
from app.domain.result_json import exact
from app.domain.rule_sheet import RuleSheet
from app.domain.shape import Reader, ShapeError
from app.domain.verdict import VerdictKind, decide, shown, shown_against
from app.errors import TrustError

GATES: tuple[GateState, ...] = ("full", "short", "undetermined")
# What decides of eligibility, by what `decide` says of gate and total.
_VERDICTS: Mapping[bool | None, VerdictKind] = {True: "eligible", False: "ineligible", None: "undetermined"}
_MAX_DENOMINATOR = 10**9


class RankingDiffersError(TrustError):
    """A number of a ranking that its own data do not give; `place` says which."""

    field_names = ("place", "stated", "computed")


@frozen
class Total:
    """One counted expert: `own` is their sheet's total, `entering` what enters the mean, `counted` whether.

    `who` is the sheet's certificate, or name and unit where the desk keyed a paper sheet in.
    """

    seat: str
    name: str
    who: str
    own: Fraction
    entering: Fraction
    counted: bool


@frozen
class Chair:
    """Who signs for the panel."""

    seat: str
    name: str
    unit: str
    title: str
    certificate: str


@frozen
class Applicant:
    """One applicant as its record has it; `record` is the record's digest, `gate` the points that stand.

    `reservations` counts what the record itself leaves to be checked by a person.
    """

    panel: str
    number: int
    record: str
    revision: int
    platform: str
    builder: str
    operator: str
    verdict: VerdictKind
    sentence: str
    mean: Fraction
    gate: Fraction | None
    gate_of: Fraction
    gate_state: GateState
    totals: tuple[Total, ...]
    chair: Chair
    reservations: int

    @property
    def eligible(self) -> bool:
        """Whether it has a rank."""
        return self.verdict == "eligible"

    @property
    def record_id(self) -> str:
        """ZP…-R1"""
        return f"{self.panel}-R{self.revision}"

    def to_json(self) -> dict[str, Json]:
        """The canonical form."""
        chair = self.chair
        return {
            "panel": self.panel,
            "number": self.number,
            "record": self.record,
            "revision": self.revision,
            "platform": self.platform,
            "builder": self.builder,
            "operator": self.operator,
            "verdict": self.verdict,
            "sentence": self.sentence,
            "mean_exact": exact(self.mean),
            "gate": None if self.gate is None else write_decimal(self.gate),
            "gate_of": write_decimal(self.gate_of),
            "gate_state": self.gate_state,
            "totals": [_total_json(each) for each in self.totals],
            "chair": {
                "seat": chair.seat,
                "name": chair.name,
                "unit": chair.unit,
                "title": chair.title,
                "certificate": chair.certificate,
            },
            "reservations": self.reservations,
        }


def applicant_of(found: Findings, record: str, revision: int) -> Applicant:
    """The applicant of a panel whose result stands; `record` is its record's digest, "" for a preview."""
    panel, result = found.panel, found.result
    platform = panel.brief.platform
    chair = next(place for place in panel.places if place.seat == panel.chair)
    return Applicant(
        panel=panel.name,
        number=panel.brief.header.brief_number,
        record=record,
        revision=revision,
        platform=platform.name,
        builder=platform.builder,
        operator=platform.operator,
        verdict=found.verdict.kind,
        sentence=found.verdict.sentence,
        mean=result.mean or Fraction(0),
        gate=result.gate.points,
        gate_of=result.gate.of,
        gate_state=result.gate.state,
        totals=_totals(found),
        chair=Chair(chair.seat, chair.name, chair.unit, chair.title, chair.certificate),
        reservations=len(found.reservations),
    )


def _totals(found: Findings) -> tuple[Total, ...]:
    panel = found.panel
    own = {each.place.seat: total_of(panel, each) for each in panel.counted}
    entering = determined_totals(panel, own) if panel.brief.rules.determined_in_mean else own
    counted = kept_seats(entering, panel.brief.rules)
    return tuple(
        Total(
            seat=each.place.seat,
            name=each.place.name,
            who=_who(each),
            own=own[each.place.seat],
            entering=entering[each.place.seat],
            counted=each.place.seat in counted,
        )
        for each in panel.counted
    )


def _who(counted: Counted) -> str:
    """Who scored: the sheet's own certificate; the name where the desk keyed a paper sheet in."""
    sheet = counted.sheet
    return sheet.header.signer if sheet.origin == "expert" else f"{sheet.name} {sheet.unit}"


def read_applicant(value: object, rules: RuleSheet, place: str = "applicant") -> Applicant:
    """The applicant of its canonical form; RankingDiffersError where its own numbers do not come out."""
    reader = Reader(value, place)
    found = Applicant(
        panel=reader.text("panel", limit=10, empty=False),
        number=reader.integer("number", low=1),
        record=reader.digest("record"),
        revision=reader.integer("revision", low=1, high=999),
        platform=reader.text("platform", limit=120, empty=False),
        builder=reader.text("builder", limit=120),
        operator=reader.text("operator", limit=120, empty=False),
        verdict=_verdict(reader),
        sentence=reader.text("sentence", limit=2000, empty=False),
        mean=_fraction(reader, "mean_exact"),
        gate=None if reader.is_null("gate") else reader.decimal("gate"),
        gate_of=reader.decimal("gate_of"),
        gate_state=_gate_state(reader),
        totals=tuple(_read_total(each) for each in reader.objects("totals", limit=19)),
        chair=_read_chair(reader.object("chair")),
        reservations=reader.integer("reservations", high=999),
    )
    reader.done()
    _check(found, rules)
    return found


def _check(found: Applicant, rules: RuleSheet) -> None:
    """Mean and eligibility follow from the totals, the gate and the rules."""
    entering = {each.seat: each.entering for each in found.totals}
    if not entering or len(entering) < len(found.totals) or found.chair.seat not in entering:
        raise ShapeError(place=f"{found.panel}.totals", expected="list")
    seats = kept_seats(entering, rules)
    _same(f"{found.panel}.totals", [each.counted for each in found.totals], [s in seats for s in entering])
    mean = sum((entering[seat] for seat in seats), Fraction(0)) / len(seats)
    _same(f"{found.panel}.mean_exact", exact(found.mean), exact(mean))
    if not rules.determined_in_mean:
        own = [each.own for each in found.totals]
        _same(f"{found.panel}.entering", list(map(exact, entering.values())), list(map(exact, own)))
    full = found.gate_state == "full"
    stands = None if found.gate_state == "undetermined" else full
    _same(f"{found.panel}.gate", full, found.gate == found.gate_of)
    _same(f"{found.panel}.gate_state", stands is None, found.gate is None)
    verdict = _VERDICTS[decide(stands, mean, rules.minimum_total)]
    _same(f"{found.panel}.verdict", found.verdict, verdict)


def _same(place: str, stated: object, computed: object) -> None:
    if stated != computed:
        raise RankingDiffersError(place=place, stated=str(stated)[:80], computed=str(computed)[:80])


def shown_apart(values: Sequence[Fraction], limit: Fraction | None) -> Mapping[Fraction, str]:
    """Each exact value with two decimals, with more where two differ but would look the same (domain.md)."""
    apart = set(values)
    digits = 2
    while len({shown(each, digits) for each in apart}) < len(apart):
        digits += 1
    return {each: max(shown(each, digits), shown_against(each, limit), key=len) for each in apart}


def _total_json(total: Total) -> Json:
    return {
        "seat": total.seat,
        "name": total.name,
        "who": total.who,
        "own": write_decimal(total.own),
        "entering": write_decimal(total.entering),
        "counted": total.counted,
    }


def _read_total(reader: Reader) -> Total:
    found = Total(
        seat=read_seat_id(reader.raw("seat"), reader.at("seat")),
        name=reader.text("name", limit=60, empty=False),
        who=reader.text("who", limit=200, empty=False),
        own=reader.decimal("own"),
        entering=reader.decimal("entering"),
        counted=reader.flag("counted"),
    )
    reader.done()
    return found


def _read_chair(reader: Reader) -> Chair:
    found = Chair(
        seat=read_seat_id(reader.raw("seat"), reader.at("seat")),
        name=reader.text("name", limit=60, empty=False),
        unit=reader.text("unit", limit=100),
        title=reader.text("title", limit=60),
        certificate=reader.digest("certificate"),
    )
    reader.done()
    return found


def _verdict(reader: Reader) -> VerdictKind:
    text = reader.choice("verdict", tuple(_VERDICTS.values()))
    return next(each for each in _VERDICTS.values() if each == text)


def _gate_state(reader: Reader) -> GateState:
    text = reader.choice("gate_state", GATES)
    return next(each for each in GATES if each == text)


def _fraction(reader: Reader, key: str) -> Fraction:
    """A fraction in its one spelling, "398/5" or "80"; ShapeError for any other."""
    text = reader.text(key, limit=40)
    whole, _, part = text.partition("/")
    if whole.isdecimal() and whole.isascii() and (not part or (part.isdecimal() and part.isascii())):
        below = int(part or "1")
        if 0 < below <= _MAX_DENOMINATOR and str(Fraction(int(whole), below)) == text:
            return Fraction(int(whole), below)
    raise ShapeError(place=reader.at(key), expected="decimal")
