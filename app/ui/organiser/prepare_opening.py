"""Checking the form of a round, and making its panels: beside the screen, then all kept at once or none."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.errors import ZhipingError
from app.services.panel_opening import OpenedBrief
from app.services.round_draft import RoundDraft
from app.services.round_filled import FormChecked, check_form, known_certificates
from app.services.round_reading import Checked
from app.ui.desk import Desk
from app.ui.parts import work


class RoundOpening(QObject):
    """`began`; then `checked` with the draft of a form and what it says, or `made` with the panels; or
    `refused` with the error, and nothing was made."""

    began = Signal()
    checked = Signal(object, object)
    made = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.is_busy = False

    def check(self, draft: RoundDraft) -> None:
        """Reads a form."""
        if self.is_busy:
            return
        core = self._desk.core
        try:
            known = known_certificates(core.panels, rehearsal=draft.rehearsal)
        except ZhipingError as error:
            self.refused.emit(error)
            return
        self.is_busy = True
        self.began.emit()
        job = partial(check_form, draft, core.rubrics, known)
        work(self, job, partial(self.on_checked, draft), self.on_failed)

    def on_checked(self, draft: RoundDraft, found: FormChecked) -> None:
        """What it says; only the store knows which platforms have panels already."""
        self.is_busy = False
        try:
            noted = self._desk.core.rounds.noted(found.checked)
        except ZhipingError as error:
            self.refused.emit(error)
        else:
            self.checked.emit(draft, FormChecked(noted, found.problems))

    def begin(self, checked: Checked, *, again: bool) -> None:
        """Makes every panel, unless that is under way; `again` where some exist already."""
        if self.is_busy:
            return
        try:
            job = self._desk.core.rounds.prepare_open(checked, again=again)
        except ZhipingError as error:
            self.refused.emit(error)
            return
        self.is_busy = True
        self.began.emit()
        work(self, job, self.on_briefs, self.on_failed)

    def on_briefs(self, briefs: tuple[OpenedBrief, ...]) -> None:
        """The briefs are there."""
        self.is_busy = False
        try:
            panels = self._desk.core.rounds.keep_opened(briefs)
        except ZhipingError as error:
            self.refused.emit(error)
        else:
            self.made.emit(panels)

    def on_failed(self, error: ZhipingError) -> None:
        """A plan was refused after all."""
        self.is_busy = False
        self.refused.emit(error)
