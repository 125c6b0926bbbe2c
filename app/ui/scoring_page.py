"""评分: all criteria of one sheet as cards; the keys that walk them; the total of what is saved."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.domain.rubric import CriterionId
from app.errors import ZhipingError
from app.ui.card_area import CardArea
from app.ui.criterion_card import CriterionCard
from app.ui.desk import Desk
from app.ui.feedback import show_fault
from app.ui.pages import Page
from app.ui.reading_order import read_in_order
from app.ui.rows import Row
from app.ui.scoring_foot import ScoringFoot
from app.ui.section_head import SectionHead
from app.ui.section_list import SectionList
from app.ui.session import SheetSession
from app.ui.words import t

_MINUTE = len("2026-11-22T14:31")


class ScoringPage(Page):
    """The sheet of that name. `check_requested` names it when 核对并签署 is pressed; `criterion_reached`
    names the criterion the keyboard came to, so that a restart can land there."""

    check_requested = Signal(str)
    criterion_reached = Signal(str)
    card_kind, head_kind = CriterionCard, SectionHead
    list_kind, foot_kind = SectionList, ScoringFoot

    def __init__(
        self,
        desk: Desk,
        name: str,
        criterion: str | None = None,
        parent: QWidget | None = None,
        session: SheetSession | None = None,
    ) -> None:
        super().__init__(t("评分"), scrolls=False, parent=parent)
        self.name = name
        self.session = session or desk.session(name)
        sheet = self.session.sheet
        self.brief, self.person, self.saved_at = sheet.brief, sheet.member.name, self.session.saved_at
        self.manual = "scoring"
        self._begin = criterion
        self._active: CriterionCard | None = None
        self.sections = self.list_kind(sheet.brief.rubric.sections, self.ground)
        self.area = CardArea(self.session, self.card_kind, self.head_kind, self.ground)
        self.area.fill(criterion or self._first_missing)
        own = [each for each in self.session.awards.values() if each.state != "pending"]
        self.foot = self.foot_kind(self.bottom, len(own))
        self.primary = self.foot.check
        self.body.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.sections)
        line.addWidget(self.area, 1)
        self.body.addLayout(line)
        self._connect()
        super().refresh()  # the cards were made of the sheet as it is
        self._show_sums()

    # ---- what it shows ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Shows the sheet as it is saved."""
        super().refresh()
        for card in self.area.made:
            card.refresh()
        self._show_sums()

    @property
    def cards(self) -> list[CriterionCard]:
        """All cards of the sheet."""
        return self.area.cards

    def opened(self) -> None:
        """To the criterion asked for, else to the first unjudged one."""
        begin, self._begin = self._begin, None
        if begin in self.session.awards:
            self.go_to(begin)
        elif self._active is not None:
            self._focus(self._active.first_open_row or self._active.rows[0])
        else:
            self.go_to_next_open()

    def may_leave(self) -> bool:
        """Always; what is being written is saved first."""
        for card in self.area.made:
            card.flush()
        return True

    def undress(self) -> None:
        self.may_leave()
        self._active = None
        self.area.undress()

    def dress(self) -> None:
        self.area.dress()
        read_in_order(self)

    def go_to(self, criterion: str) -> None:
        """To the first unjudged row of a criterion, or its first."""
        card = self.area.card(criterion)
        row = card.first_open_row or card.rows[0]
        if row.target.isVisibleTo(card):
            self._focus(row)
            return
        self.area.bring_into_sight(card, None)  # the desk supplies it: nothing to enter, all to read
        self.sections.mark_current(self._section_of(card.criterion.id))

    def go_to_next_open(self) -> bool:
        """To the first unjudged row after the one in use, then from the top; whether there is one."""
        now = self._row_in_use()
        below = _open_below(now, self.area.made) or _open_below(now, self.cards)
        found = below or _open_below(None, self.cards)
        if found is None:
            self.foot.check.setFocus(Qt.FocusReason.TabFocusReason)
            return False
        self._focus(found)
        return True

    # ---- what happens -------------------------------------------------------------------------------

    def on_session_changed(self, criterion: str) -> None:
        """Something was saved."""
        if criterion:
            self.area.card(criterion).refresh()
            self._show_sums(self._section_of(CriterionId(criterion)))
        else:
            self.refresh()
        before, self.saved_at = self.saved_at, self.session.saved_at
        if self.saved_at[:_MINUTE] != before[:_MINUTE]:
            self.head_changed.emit()

    def on_moved(self, step: int) -> None:
        """↑ ↓"""
        rows, now = _rows(self.cards), self._row_in_use()
        if now is None and self._active is not None:
            now = self._active.rows[-1] if step > 0 else self._active.rows[0]
        if now in rows:
            self._focus(rows[min(max(rows.index(now) + step, 0), len(rows) - 1)])

    def on_enter(self, card: CriterionCard, row: Row | None) -> None:
        """Takes what is proposed: in the mandatory section this row only, else the card's; then goes on."""
        if row is not None:
            if card.mandatory:
                card.take(row)
            else:
                card.take_all()
            if row.next_blank is not None:
                row.next_blank.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.go_to_next_open()

    def on_undo(self) -> None:
        """Ctrl+Z"""
        self._step(self.session.undo)

    def on_redo(self) -> None:
        """Ctrl+Shift+Z"""
        self._step(self.session.redo)

    def on_section_chosen(self, at: int) -> None:
        """To the first unjudged criterion of a section, or its first."""
        ids = [each.id for each in self.session.sheet.brief.rubric.sections[at].criteria]
        cards = [card for card in self.cards if card.criterion.id in ids]
        card = next((each for each in cards if each.first_open_row), cards[0])
        self.area.ensureWidgetVisible(self.area.head(at))
        self.go_to(card.criterion.id)

    def on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """The card with the keyboard is the active one, and in sight."""
        made = self.area.made
        card = next((each for each in made if new is not None and each.isAncestorOf(new)), None)
        if card is None or new is None:
            return
        row = next((each for each in card.rows if each.isAncestorOf(new)), None)
        if self._active is not None and self._active is not card:
            self._active.mark_active(False)
        arrived = self._active is not card
        self._active = card
        card.mark_active(True, row)
        self.area.bring_into_sight(card, row)
        if arrived:
            self.sections.mark_current(self._section_of(card.criterion.id))
            self.criterion_reached.emit(card.criterion.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A field that accepts the key as its own, and then leaves it, keeps the shortcut from being asked.
        if event.matches(QKeySequence.StandardKey.Undo):
            self.on_undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.on_redo()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self.on_size_settled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        em = self.fontMetrics().horizontalAdvance("指")
        QTimer.singleShot(0, self, self.on_size_settled)
        self.sections.setFixedWidth(min(em * 14, max(event.size().width() * 23 // 100, 120)))

    def on_size_settled(self) -> None:
        """The row in use stays in sight when the window or the text changes its size."""
        self.foot.fit(self.width())
        row = self._row_in_use()
        if self._active is not None:
            self.area.bring_into_sight(self._active, row)

    # ---- inside -------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.area.moved.connect(self.on_moved)
        self.area.enter_pressed.connect(self.on_enter)
        self.area.completed.connect(lambda: read_in_order(self))
        self.session.changed.connect(self.on_session_changed)
        self.sections.chosen.connect(self.on_section_chosen)
        self.foot.check.clicked.connect(lambda: self.check_requested.emit(self.name))
        self.foot.next.clicked.connect(self.go_to_next_open)
        self.foot.undo.clicked.connect(self.on_undo)
        QShortcut(QKeySequence("Ctrl+Z"), self, self.on_undo)
        QShortcut(QKeySequence("Ctrl+Shift+Z"), self, self.on_redo)
        QShortcut(QKeySequence("Ctrl+Y"), self, self.on_redo)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.on_focus_changed)

    def _show_sums(self, at: int | None = None) -> None:
        """Of all sections, or of the one at that place."""
        self.sections.show_session(self.session, at)
        for place, head in self.area.column.heads.items():
            if at in (None, place):
                head.show_session(self.session)
        self.foot.show_session(self.session)

    def _step(self, act: Callable[[], CriterionId | None]) -> None:
        try:
            reached = act()
        except ZhipingError as error:
            self.refresh()
            show_fault(self, error)
            return
        if reached is not None:
            self.go_to(reached)

    def _row_in_use(self) -> Row | None:
        focused, made = QApplication.focusWidget(), self.area.made
        return next((row for row in _rows(made) if focused and row.isAncestorOf(focused)), None)

    @property
    def _first_missing(self) -> str:
        """The first unjudged criterion, "" where all are judged."""
        return next((key for key, told in self.session.awards.items() if told.state == "missing"), "")

    def _focus(self, row: Row) -> None:
        row.target.setFocus(Qt.FocusReason.TabFocusReason)

    def _section_of(self, criterion: CriterionId) -> int:
        sections = self.session.sheet.brief.rubric.sections
        return next(at for at, each in enumerate(sections) if criterion in {c.id for c in each.criteria})


def _rows(cards: Sequence[CriterionCard]) -> list[Row]:
    return [row for card in cards for row in card.rows]


def _open_below(now: Row | None, cards: Sequence[CriterionCard]) -> Row | None:
    """The first unjudged row after `now`, None standing above the first."""
    rows = _rows(cards)
    return next((row for row in rows[rows.index(now) + 1 if now in rows else 0 :] if row.is_open), None)
