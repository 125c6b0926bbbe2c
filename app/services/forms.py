"""Printed forms: each gets its random number at the desk before it is printed, and is accounted for after."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from app.domain.acts import after
from app.domain.brief import Brief
from app.domain.canonical import check_text
from app.domain.forms import Form, FormState, keyed_from, state_of
from app.domain.frozen import frozen
from app.domain.history import FormIssued, FormVoided
from app.domain.keyed_paper import read_form_number
from app.domain.panel import Panel, Place
from app.domain.seat_acts import place_of
from app.domain.shape import TextTooLongError
from app.errors import EnvironmentFault, RefusedError
from app.pdf.blank_form import render_forms
from app.services.panels import Panels
from app.services.sticks import write_out
from app.services.workspace import Workspace

REASON_LIMIT = 200
MOST_AT_ONCE = 19
_NOT_PRINTED = "没有写成文件"


class FormCountError(RefusedError):
    """No form at all, or more at once than a panel has seats."""

    field_names = ("limit",)


@frozen
class FormLine:
    """One form as the desk accounts for it; `keyed` is the seat a sheet was keyed in for, else ""."""

    form: Form
    state: FormState
    keyed: str


@frozen
class FormsJob:
    """Forms to be printed into one PDF at `created`; `fresh` are those whose numbers nobody knows yet."""

    brief: Brief
    printed: tuple[tuple[Form, Place | None], ...]
    fresh: tuple[Form, ...]
    created: str

    def __call__(self) -> bytes:
        """The PDF, on any thread; MissingGlyphsError."""
        return render_forms(self.brief, self.printed, self.created)


class Forms:
    """The numbered paper forms of this desk's panels."""

    def __init__(self, workspace: Workspace, panels: Panels) -> None:
        self._workspace = workspace
        self._panels = panels

    def issue(self, name: str, seats: Sequence[str], out: Path) -> tuple[Form, ...]:
        """Prints a form for each of `seats` ("" for whoever needs it) into one PDF, each under a new number.

        FormCountError, NotIssuedError and its kin; MissingGlyphsError; NotWrittenFault: the numbers are void.
        """
        if not 1 <= len(seats) <= MOST_AT_ONCE:
            raise FormCountError(limit=MOST_AT_ONCE)
        panel = self._panels.load(name).panel
        names = {seat: place_of(panel, seat) for seat in seats if seat}
        numbers = self._numbers(len(seats))
        forms = tuple(Form(number, seat) for number, seat in zip(numbers, seats, strict=True))
        printed = [(each, names.get(each.seat)) for each in forms]
        data = render_forms(panel.brief, printed, self._workspace.now())
        self._panels.act(name, *[FormIssued(each.number, each.seat) for each in forms])
        try:
            write_out(out, data)
        except EnvironmentFault:
            with contextlib.suppress(EnvironmentFault):  # the first fault is the one to be told
                self._panels.act(name, *[FormVoided(each.number, _NOT_PRINTED) for each in forms])
            raise
        return forms

    def prepare_set(self, name: str) -> FormsJob:
        """A panel's printed fallback: a form for every seat without a sheet and one for whoever needs it.

        A form that is still out is printed again under its own number. NotIssuedError and its kin.
        """
        panel = self._panels.load(name).panel
        out = {form.seat: form for form in panel.forms.values() if state_of(panel, form) == "out"}
        places = {each.seat: each for each in panel.places if not each.received}
        missing = [seat for seat in (*places, "") if seat not in out]
        fresh = tuple(Form(*each) for each in zip(self._numbers(len(missing)), missing, strict=True))
        for each in fresh:
            after(panel, FormIssued(each.number, each.seat), self._workspace.now())
        printed = {**out, **{each.seat: each for each in fresh}}
        ordered = tuple((printed[seat], places.get(seat)) for seat in (*places, ""))
        return FormsJob(panel.brief, ordered, fresh, self._workspace.now())

    def keep_set(self, name: str, job: FormsJob) -> None:
        """Keeps the numbers that `job` has newly printed; a number that is known already stays as it is."""
        known = self._panels.load(name).panel.forms
        facts = [FormIssued(each.number, each.seat) for each in job.fresh if each.number not in known]
        if facts:
            self._panels.act(name, *facts)

    def void(self, name: str, number: str, reason: str) -> Panel:
        """Takes a form out of use: spoilt, lost, not needed. FormUnknownError and its kin."""
        if len(reason) > REASON_LIMIT:
            raise TextTooLongError(place="reason", limit=REASON_LIMIT)
        fact = FormVoided(read_form_number(number), check_text(reason, "reason", multiline=True))
        return self._panels.act(name, fact)

    def all(self, name: str) -> tuple[FormLine, ...]:
        """Every form of a panel in the order issued."""
        panel = self._panels.load(name).panel
        keyed = keyed_from(panel)
        return tuple(
            FormLine(form, state_of(panel, form), keyed.get(number, ""))
            for number, form in panel.forms.items()
        )

    def _numbers(self, count: int) -> list[str]:
        """Random numbers that no form of this desk bears."""
        taken = {number for name in self._panels.names() for number in self._panels.load(name).panel.forms}
        found: list[str] = []
        while len(found) < count:
            number = str(10_000_000 + int.from_bytes(self._workspace.random(8), "big") % 90_000_000)
            if number not in taken:
                taken.add(number)
                found.append(number)
        return found
