"""One criterion: its verbatim text, its rows, its award with the reason, and what may be written to it.

Enters through the session; an entry that was not saved never stays on the screen.
"""

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.entering import assessed, blanks_taken, draft, with_answer
from app.domain.finding_values import AllOfFinding, Answer, Assessment, Finding
from app.domain.frozen import replace
from app.domain.rubric import AllOf, Criterion, Indicator
from app.domain.rules import Award
from app.domain.sheet import Sheet
from app.domain.signed_sheet import needs_remark
from app.errors import RefusedError, ZhipingError
from app.ui.card_frame import CardFrame
from app.ui.card_rows import rows_for, views_of
from app.ui.card_words import asks_words, points_words, why_words
from app.ui.feedback import Refusal, show_fault
from app.ui.number_field import NumberField
from app.ui.partial_row import PartialRow
from app.ui.remark_row import RemarkRow
from app.ui.rows import ENTER, Row, RowView
from app.ui.session import SheetSession
from app.ui.style import mark
from app.ui.words import t


class CriterionCard(CardFrame):
    """`moved` asks for the row before or after (-1, 1); `enter_pressed` tells the row Enter was pressed in,
    None for the remark; `asked` says that the remark is open though nothing is written."""

    moved = Signal(int)
    enter_pressed = Signal(object)

    def __init__(
        self, session: SheetSession, criterion: Criterion, indicator: Indicator, parent: QWidget
    ) -> None:
        super().__init__(criterion, indicator, parent)
        self.session, self.criterion = session, criterion
        self.mandatory = session.sheet.brief.rubric.is_mandatory(criterion.id)
        self.asked = self._done = False
        name = indicator.name or indicator.suggested_name
        self.rows = rows_for(criterion, session.sheet.brief, self)
        self.partial: PartialRow | None = None
        if session.sheet.brief.rules.partial_awards and isinstance(criterion.rule, AllOf):
            self.partial = PartialRow(self, name, criterion.points)
            self.partial.given.connect(self.on_partial_given)
        self._remark: RemarkRow | None = None
        self._told: Refusal | None = None
        self._about = f"{criterion.id} {name}"
        self.lay_out(criterion, indicator, [*self.rows, *([self.partial] if self.partial else [])])
        self._connect()
        self.refresh()

    # ---- what it shows ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Shows what is saved."""
        sheet = self.session.sheet
        told = self.session.awards[self.criterion.id]
        for row, view in zip(self.rows, self.views(sheet, told), strict=True):
            row.show_view(view)
        self.score.show_words(points_words(told), "" if told.points is not None else "muted")
        self.score.setAccessibleName(t("得分 {n}").format(n=points_words(told)))
        self.why.show_words(*why_words(self.criterion, told))
        self._done = told.state == "judged"
        self._show_id()
        self._refresh_writing(sheet.assessment(self.criterion.id), typing=self._typing())

    def views(self, sheet: Sheet, told: Award) -> list[RowView]:
        """What each row shows."""
        return views_of(sheet, self.criterion, told)

    def asks(self, sheet: Sheet, told: Award) -> str:
        """Why a remark is wanted."""
        return asks_words(sheet, self.criterion, told)

    @property
    def remark(self) -> RemarkRow:
        """What is written to the criterion; made when there is something to write or to read."""
        if self._remark is None:
            self._remark = RemarkRow(self, self._about)
            self._remark.setVisible(False)
            self._remark.written.connect(self.on_remark_written)
            self._remark.evidence_given.connect(self.on_evidence_given)
            self._remark.next_requested.connect(lambda: self.enter_pressed.emit(None))
            self.whole.addWidget(self._remark)
            QWidget.setTabOrder(self.discuss, self._remark.text)
            QWidget.setTabOrder(self._remark.text, self._remark.evidence)
        return self._remark

    def flush(self) -> None:
        """Saves what is being written."""
        if self._remark is not None:
            self._remark.flush()

    @property
    def first_open_row(self) -> Row | None:
        """The first row with something unjudged."""
        return next((row for row in self.rows if row.is_open), None)

    def mark_active(self, active: bool, row: Row | None = None) -> None:
        """Shows whether the keyboard is here, and in which row."""
        mark(self, state="active" if active else "")
        self._show_id()
        for each in self.rows:
            each.mark_active(active and each is row)

    def _show_id(self) -> None:
        active = self.property("state") == "active"
        mark(self.id, state="active" if active else "done" if self._done else "")

    # ---- what is entered ----------------------------------------------------------------------------

    def take(self, row: Row) -> bool:
        """确认 of one row; whether there was anything to take."""
        known = self.session.sheet.brief.facts.get(self.criterion.id)
        if known is None or row.view is None or row.view.locked or not row.view.proposal or not row.is_open:
            return False
        full = blanks_taken(self.criterion, None, known.finding)
        answer = full.conditions[row.at] if isinstance(full, AllOfFinding) else None
        if answer is None:
            return self.take_all()
        return self._enter(with_answer(self.criterion.rule, self._finding, row.at, answer), row)

    def take_all(self) -> bool:
        """确认 of every row still blank."""
        known = self.session.sheet.brief.facts.get(self.criterion.id)
        row = self.first_open_row
        if known is None or row is None or row.view is None or not row.view.proposal:
            return False
        return self._enter(blanks_taken(self.criterion, self._finding, known.finding), row)

    def open_remark(self) -> None:
        """F2: shows the remark, drafted where there is none, and goes there."""
        self.asked = True
        assessment = self.session.sheet.assessment(self.criterion.id)
        if not assessment.remark:
            drafted = draft(self.session.sheet, self.criterion, assessment)
            if drafted:
                self._save(replace(assessment, remark=drafted), self.remark)
        self.refresh()
        self.remark.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.remark.text.selectAll()

    def open_evidence(self) -> None:
        """Shows the field for evidence numbers and goes there."""
        self.asked = True
        self.refresh()
        self.remark.ask_for_evidence()

    def toggle_discuss(self) -> None:
        """留待合议, or no longer."""
        before = self.session.sheet.assessment(self.criterion.id)
        self._save(replace(before, discuss=not before.discuss), self.rows[0])
        self.refresh()

    def on_remark_written(self, text: str) -> None:
        """The remark was written."""
        before = self.session.sheet.assessment(self.criterion.id)
        if not self._save(replace(before, remark=text), self.remark, "remark"):
            self.remark.refused(before.remark)

    def on_evidence_given(self, evidence: tuple[str, ...]) -> None:
        """The evidence numbers were written."""
        before = self.session.sheet.assessment(self.criterion.id)
        self._save(replace(before, evidence=evidence), self.remark)

    def on_partial_given(self, points: Fraction | None, basis: str) -> None:
        """部分得分; its basis is drafted where none is written."""
        finding = self._finding
        if self.partial is None or not isinstance(finding, AllOfFinding):
            return
        bare = replace(finding, award=None, basis="")
        sheet = self.session.sheet
        drafted = draft(sheet, self.criterion, replace(sheet.assessment(self.criterion.id), finding=bare))
        found = replace(finding, award=points, basis=basis.strip() or drafted) if points is not None else bare
        if not self._save(assessed(sheet, self.criterion, found), self.partial, "partial"):
            self.partial.field.refuse()

    def on_field_left(self) -> None:
        """A field was left: the step is whole, and what its value asks for may now appear."""
        self.session.settle()
        self._refresh_writing(self.session.sheet.assessment(self.criterion.id), typing=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        row = self._row_in_use()
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in ENTER:
            if not event.isAutoRepeat():  # held down it would take every proposal there is
                self.enter_pressed.emit(row)
        elif event.key() == Qt.Key.Key_F2:
            self.open_remark()
        elif control and event.key() == Qt.Key.Key_D:
            self.toggle_discuss()
        elif control and event.key() == Qt.Key.Key_E:
            self.open_evidence()
        else:
            event.ignore()

    def _connect(self) -> None:
        for row in self.rows:
            row.entered.connect(self._entering(row))
            row.taken.connect(self._taking(row))
            row.left.connect(self.on_field_left)
        self.say.clicked.connect(self.open_remark)
        self.cite.clicked.connect(self.open_evidence)
        self.discuss.clicked.connect(self.toggle_discuss)

    def _refresh_writing(self, assessment: Assessment, *, typing: bool) -> None:
        """The written part; while a number is being typed nothing appears or goes below it."""
        sheet = self.session.sheet
        told = self.session.awards[self.criterion.id]
        locked = sheet.state != "scoring" or self.rows[0].view is None or self.rows[0].view.locked
        wanted = needs_remark(self.criterion, assessment, told, sheet.brief)
        shown = bool(wanted or self.asked or assessment.remark or assessment.evidence)
        if self._remark is not None or (shown and not typing):
            asks = self.asks(sheet, told) if wanted else ""
            self.remark.show_saved(assessment.remark, assessment.evidence, asks, locked=locked)
        self.discuss.setChecked(assessment.discuss)
        for each in (self.say, self.cite, self.discuss):
            each.setVisible(not locked)
        if typing:
            return
        if self._remark is not None:
            self._remark.setVisible(shown)
        if self.partial is not None:
            finding = assessment.finding
            given = finding if isinstance(finding, AllOfFinding) else AllOfFinding(())
            self.partial.show_saved(given.award, given.basis)
            self.partial.setVisible(bool(told.unmet) and not locked)

    def _typing(self) -> bool:
        """Whether the keyboard is in a number field of this card: below it nothing may jump."""
        focused = QApplication.focusWidget()
        return isinstance(focused, NumberField) and self.isAncestorOf(focused)

    def _row_in_use(self) -> Row | None:
        focused = QApplication.focusWidget()
        return next((row for row in self.rows if focused and row.isAncestorOf(focused)), None)

    # ---- inside -------------------------------------------------------------------------------------

    @property
    def _finding(self) -> Finding | None:
        return self.session.sheet.assessment(self.criterion.id).finding

    def _entering(self, row: Row) -> Callable[[Answer, str], None]:
        def entered(answer: Answer, field: str) -> None:
            self._enter(with_answer(self.criterion.rule, self._finding, row.at, answer), row, field)

        return entered

    def _taking(self, row: Row) -> Callable[[], None]:
        def taken() -> None:
            self.take(row)
            row.target.setFocus(Qt.FocusReason.OtherFocusReason)

        return taken

    def _enter(self, finding: Finding, row: Row, field: str = "") -> bool:
        saved = self._save(assessed(self.session.sheet, self.criterion, finding), row, field)
        focused = row.target
        if self._told is not None and isinstance(focused, NumberField):
            focused.refuse()
        return saved

    def _save(self, assessment: Assessment, part: Row | PartialRow | RemarkRow, field: str = "") -> bool:
        """Saves; a refusal is said beside the control, after any other failure the old value returns."""
        if self._told is not None:
            self._told.say("")
            self._told = None
        try:
            self.session.enter(self.criterion.id, assessment, field)
        except RefusedError as error:
            self._told = part.refusal
            self._told.tell(error)
            return False
        except ZhipingError as error:
            self.refresh()
            show_fault(self, error)
            return False
        return True
