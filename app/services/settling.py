"""Settling a panel at its desk: seats, disputes, supplied data. Nobody's score or vote is entered here."""

from app.domain import canonical
from app.domain.acts import place_of
from app.domain.documents import seat_number
from app.domain.findings import Finding, read_finding, write_finding
from app.domain.history import (
    ChairChanged,
    ConsentRecorded,
    Determined,
    FactCorrected,
    OpinionWritten,
    OutlierExplained,
    PanelVoided,
    SeatAdded,
    SeatBound,
    SeatPlaced,
    SheetChosen,
    SurveySupplied,
)
from app.domain.panel import Panel, Place
from app.domain.rubric import CriterionId
from app.domain.rule_sheet import Confirmation
from app.domain.shape import TextTooLongError
from app.domain.votes import vote
from app.errors import RefusedError
from app.services.panels import Panels

OPINION_LIMIT = 4000
NOTE_LIMIT = 1000


class CodeUnknownError(RefusedError):
    """The typed 校验码 belongs to no sheet that came in for that seat."""

    field_names = ("name",)


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

    def rebind(self, name: str, seat: str, certificate: str, reason: str) -> Panel:
        """Gives a bound seat another certificate (digest): a lost laptop. The reason is printed."""
        return self._panels.act(name, SeatBound(seat, certificate, _note(reason)))

    def place(self, name: str, seat: str, state: str, reason: str) -> Panel:
        """Settles a seat without a sheet: `state` is absent, replaced or refused."""
        return self._panels.act(name, SeatPlaced(seat, state, _note(reason)))

    def add(self, name: str, person: str, unit: str, title: str, reason: str) -> Place:
        """Gives a late expert the next seat."""
        panel = self._panels.load(name).panel
        seat = f"E{max(seat_number(each.seat) for each in panel.places) + 1}"
        after = self._panels.act(
            name,
            SeatAdded(
                seat,
                _text(person, "name", 60),
                _text(unit, "unit", 100),
                _text(title, "title", 60),
                _note(reason),
            ),
        )
        return place_of(after, seat)

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


def _note(text: str) -> str:
    return _text(text, "reason", NOTE_LIMIT, multiline=True)


def _text(text: str, place: str, limit: int, *, multiline: bool = False) -> str:
    if len(text) > limit:
        raise TextTooLongError(place=place, limit=limit)
    return canonical.check_text(text, place, multiline=multiline)
