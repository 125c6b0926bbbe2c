"""Settling a panel at its desk: seats, disputes, supplied data. Nobody's score or vote is entered here."""

from collections.abc import Mapping

from app.domain import canonical
from app.domain.act_refusals import ReserveUnknownError
from app.domain.acts import place_of
from app.domain.documents import seat_number
from app.domain.findings import Finding, read_finding, write_finding
from app.domain.frozen import frozen
from app.domain.history import (
    ChairChanged,
    ConsentRecorded,
    Determined,
    FactCorrected,
    OpinionWritten,
    OutlierExplained,
    PanelVoided,
    ReserveSeated,
    SeatAdded,
    SeatBound,
    SeatPlaced,
    SheetChosen,
    SurveySupplied,
)
from app.domain.opinion import OPINION_LIMIT
from app.domain.panel import Panel, Place
from app.domain.progress import known_bindings, pending_places, same_round
from app.domain.reserves import Reserve
from app.domain.rubric import CriterionId
from app.domain.rule_sheet import Confirmation
from app.domain.shape import TextTooLongError
from app.domain.signed_sheet import SignedSheet
from app.domain.votes import vote
from app.errors import RefusedError
from app.services.lookup_codes import codes_of
from app.services.panels import Panels

NOTE_LIMIT = 1000


class CodeUnknownError(RefusedError):
    """The typed 校验码 belongs to no sheet that came in for that seat."""

    field_names = ("name",)


@frozen
class CodeJob:
    """Finds whose typed 校验码 it is: each takes a tenth of a second to reckon, so on any thread.

    `owners` are digests of sheets and certificates, each with what it stands for.
    """

    code: str
    name: str
    owners: Mapping[str, str]

    def __call__(self) -> str:
        """What the code stands for; CodeUnknownError."""
        for digest, code in codes_of(self.owners).items():
            if canonical.same_code(self.code, code):
                return self.owners[digest]
        raise CodeUnknownError(name=self.name)


class Settling:
    """The desk's acts on one panel; every one is an entry with its reason, printed in the record."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels

    def bind(self, name: str, seat: str, code: str, reason: str = "") -> Panel:
        """Binds a seat to the certificate whose sheet (or certificate) bears the typed 校验码.

        CodeUnknownError; a seat already bound needs a `reason` (lost laptop), which is printed.
        """
        panel = self._panels.load(name).panel
        place = place_of(panel, seat)
        for digest in reversed(place.received):
            signer = panel.sheets[digest].header.signer
            if any(canonical.same_code(code, canonical.check_code(each)) for each in (digest, signer)):
                return self._panels.act(name, SeatBound(seat, signer, _note(reason)))
        raise CodeUnknownError(name=place.name)

    def prepare_bind(self, name: str, seat: str, code: str) -> CodeJob:
        """Finding whose typed 校验码 it is: any sheet of the round with a certificate pending for this
        seat, whichever of them the expert reads from."""
        panel = self._panels.load(name).panel
        place = place_of(panel, seat)
        pending = {panel.sheets[digest].header.signer for digest in place.received}
        owners = {certificate: certificate for certificate in pending}
        for other in same_round(self._all(), panel):
            signed = {digest: sheet.header.signer for digest, sheet in other.sheets.items()}
            owners |= {digest: signer for digest, signer in signed.items() if signer in pending}
        return CodeJob(code, place.name, owners)

    def bind_everywhere(self, name: str, seat: str, certificate: str) -> tuple[str, ...]:
        """Binds this seat, and the same person's seats in the round where a sheet of it is pending
        (确认一次，本轮各平台都有效); the names of the panels. BindingRefusedError for the seat itself."""
        panel = self._panels.act(name, SeatBound(seat, certificate, ""))
        bound = [name]
        person = place_of(panel, seat).name
        for other, there in pending_places(same_round(self._all(), panel), person, certificate):
            self._panels.act(other.name, SeatBound(there.seat, certificate, ""))
            bound.append(other.name)
        return tuple(bound)

    def bind_known(self) -> tuple[tuple[str, str], ...]:
        """Binds what came after its expert was bound in another panel of the round; panels and seats."""
        found = known_bindings(self._all())
        for panel, place, certificate in found:
            self._panels.act(panel.name, SeatBound(place.seat, certificate, ""))
        return tuple((panel.name, place.seat) for panel, place, _ in found)

    def _all(self) -> tuple[Panel, ...]:
        return tuple(self._panels.load(each).panel for each in self._panels.names())

    def rebind(self, name: str, seat: str, certificate: str, reason: str) -> Panel:
        """Gives a bound seat another certificate (digest): a lost laptop. The reason is printed."""
        return self._panels.act(name, SeatBound(seat, certificate, _note(reason)))

    def prepare_rebind(self, sheet: SignedSheet, code: str) -> CodeJob:
        """Finding whether the typed 校验码 is that of a sheet from another laptop, or of its certificate;
        for any thread; then `rebind` with what it gives, and collect the sheet again."""
        signer = sheet.header.signer
        return CodeJob(code, sheet.name, {sheet.digest: signer, signer: signer})

    def place(self, name: str, seat: str, state: str, reason: str) -> Panel:
        """Settles a seat without a sheet: `state` is absent, replaced or refused."""
        return self._panels.act(name, SeatPlaced(seat, state, _note(reason)))

    def add(self, name: str, person: str, unit: str, title: str, reason: str) -> Place:
        """Gives a late expert the next seat."""
        fact = self._added(name, person, unit, title, reason)
        return place_of(self._panels.act(name, fact), fact.seat)

    def replace(self, name: str, seat: str, person: str, unit: str, title: str, reason: str) -> Place:
        """Settles a seat as replaced and gives whoever comes instead the next one, in one act."""
        fact = self._added(name, person, unit, title, reason)
        after = self._panels.act(name, SeatPlaced(seat, "replaced", fact.reason), fact)
        return place_of(after, fact.seat)

    def step_in(self, name: str, seat: str, reserve: Reserve, reason: str) -> Place:
        """Gives a reserve the next place instead of a seat's expert, who is settled as replaced in the same
        act unless they are recused (or replaced already). ReserveUnknownError and the seats' own refusals."""
        panel = self._panels.load(name).panel
        out, note = place_of(panel, seat), _note(reason)
        fact = ReserveSeated(_next_seat(panel), reserve.name, reserve.unit, out.seat, note)
        settled = panel.standing(out) in ("replaced", "recused")
        given_up = () if settled else (SeatPlaced(out.seat, "replaced", note),)
        return place_of(self._panels.act(name, *given_up, fact), fact.seat)

    def reserve(self, name: str, person: str, unit: str = "") -> Reserve:
        """The one reserve left of that name, of that unit where two bear it; ReserveUnknownError."""
        free = [each for each in self._panels.load(name).panel.free_reserves if each.name == person]
        found = [each for each in free if each.unit == unit] or ([] if unit else free)
        if len(found) != 1:
            raise ReserveUnknownError(name=person[:60])
        return found[0]

    def _added(self, name: str, person: str, unit: str, title: str, reason: str) -> SeatAdded:
        return SeatAdded(
            _next_seat(self._panels.load(name).panel),
            _text(person, "name", 60),
            _text(unit, "unit", 100),
            _text(title, "title", 60),
            _note(reason),
        )

    def chair(self, name: str, seat: str, reason: str) -> Panel:
        """Another expert takes the chair."""
        return self._panels.act(name, ChairChanged(seat, _note(reason)))

    def choose(self, name: str, seat: str, code: str, reason: str) -> Panel:
        """Of two papers of one revision, the one with that 校验码 is the one the expert stands by."""
        panel = self._panels.load(name).panel
        place = place_of(panel, seat)
        for sheet in panel.heads(place):
            if canonical.same_code(code, canonical.check_code(sheet.digest)):
                return self._panels.act(name, SheetChosen(seat, sheet.digest, _note(reason)))
        raise CodeUnknownError(name=place.name)

    def prepare_choose(self, name: str, seat: str, code: str) -> CodeJob:
        """Finding which of the papers in conflict a typed 校验码 belongs to, for any thread; then `stand`."""
        panel = self._panels.load(name).panel
        place = place_of(panel, seat)
        return CodeJob(code, place.name, {sheet.digest: sheet.digest for sheet in panel.heads(place)})

    def stand(self, name: str, seat: str, sheet: str, reason: str) -> Panel:
        """Of two papers of one revision, the one of that digest is the one the expert stands by."""
        return self._panels.act(name, SheetChosen(seat, sheet, _note(reason)))

    def correct(self, name: str, criterion: str, finding: object, evidence: str, reason: str) -> Panel:
        """Records that a fact of the brief is wrong; the sheets stay as they are."""
        value = self._finding(name, criterion, finding)
        fact = FactCorrected(criterion, write_finding(value), _text(evidence, "evidence", 60), _note(reason))
        return self._panels.act(name, fact)

    def supply(self, name: str, criterion: str, finding: object, evidence: str) -> Panel:
        """Supplies third-party data once for all sheets (满意度), with its evidence."""
        value = self._finding(name, criterion, finding)
        return self._panels.act(
            name, SurveySupplied(criterion, write_finding(value), _text(evidence, "evidence", 60))
        )

    def determine(self, name: str, criterion: str, note: str) -> Panel:
        """Records that a dispute was discussed; the counted sheets' latest findings are the vote."""
        panel = self._panels.load(name).panel
        found = vote(panel, panel.brief.rubric.criterion(CriterionId(criterion)))
        fact = Determined(criterion, _note(note), len(found.in_favour), len(found.against), found.outcome)
        return self._panels.act(name, fact)

    def explain(self, name: str, seat: str, text: str) -> Panel:
        """Why an expert's total lies far from the others'."""
        return self._panels.act(name, OutlierExplained(seat, _note(text)))

    def opinion(self, name: str, text: str) -> Panel:
        """The panel's opinion, at most 4000 characters."""
        return self._panels.act(name, OpinionWritten(_text(text, "opinion", OPINION_LIMIT, multiline=True)))

    def consent(self, name: str, by: Confirmation) -> Panel:
        """The commissioning side agrees to fewer than three counted sheets."""
        fact = ConsentRecorded(_note(by.name), _note(by.unit), _note(by.date), _note(by.document))
        return self._panels.act(name, fact)

    def void(self, name: str, reason: str) -> Panel:
        """Ends a panel without a record."""
        return self._panels.act(name, PanelVoided(_note(reason)))

    def _finding(self, name: str, criterion: str, finding: object) -> Finding:
        brief = self._panels.load(name).panel.brief
        found = brief.rubric.criterion(CriterionId(criterion))
        return read_finding(found, finding, step=brief.rules.step)


def _next_seat(panel: Panel) -> str:
    return f"E{max(seat_number(each.seat) for each in panel.places) + 1}"


def _note(text: str) -> str:
    return _text(text, "reason", NOTE_LIMIT, multiline=True)


def _text(text: str, place: str, limit: int, *, multiline: bool = False) -> str:
    if len(text) > limit:
        raise TextTooLongError(place=place, limit=limit)
    return canonical.check_text(text, place, multiline=multiline)
