"""Where the cards of a sheet are scrolled: those in sight are made first, the others while nobody waits."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.ui.card_column import CardColumn
from app.ui.criterion_card import CriterionCard
from app.ui.pages import only_down
from app.ui.rows import Row
from app.ui.scoring_place import Place, place_of, top_of
from app.ui.section_head import SectionHead
from app.ui.session import SheetSession

_GROW_MS, _FIRST_MS = 10, 100  # what is in sight is painted before the others are made
_PATIENCE_MS, _FRAME_MS = 16, 16  # so long after a click no card more is begun before it is painted


class CardArea(QScrollArea):
    """The cards of one sheet; `completed` tells that the last ones came, so that Tab must be led anew."""

    moved = Signal(int)
    enter_pressed = Signal(object, object)
    completed = Signal()

    def __init__(
        self,
        session: SheetSession,
        card_kind: type[CriterionCard],
        head_kind: type[SectionHead],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        only_down(self)
        # One of our own: to learn what kind of widget Qt's own is, PySide makes every class that it knows.
        self.setViewport(QWidget(self))
        self._session, self._kinds = session, (card_kind, head_kind)
        self._place, self._wanting = Place(), 0
        self._clicked = QElapsedTimer()
        self._growing = QTimer(self)
        self._growing.timeout.connect(self.on_grow)

    def fill(self, through: str = "") -> None:
        """The cards made anew from the top, down to `through`'s and to the end of what can be in sight."""
        self._begin("")
        if through in self._session.awards:
            self.column.grow_to(through)
        port = self.viewport().height() if self.isVisible() else self.screen().availableSize().height()
        self.column.grow_by(port)
        self.setWidget(self.column)

    def _begin(self, start: str) -> None:
        # Where it will lie from the outset: what changes its parent is dressed anew.
        self.column = CardColumn(self._session, self.viewport(), *self._kinds, self._place.asked, start)
        self.column.moved.connect(self.moved)
        self.column.enter_pressed.connect(self.enter_pressed)

    @property
    def made(self) -> list[CriterionCard]:
        """The cards made so far, from the top: the ones a person can see or be in."""
        return self.column.cards

    @property
    def cards(self) -> list[CriterionCard]:
        """All of them, those too that were still to be made."""
        if not self.column.is_whole:
            self._wanting = 0
            self._grow(lambda: self.column.grow(len(self._session.awards) + 1))
            self.column.setMinimumHeight(0)
        return self.column.cards

    def card(self, criterion: str) -> CriterionCard:
        """The card of a criterion of the sheet."""
        if all(each.criterion.id != criterion for each in self.made):
            self._grow(lambda: self.column.grow_to(criterion))
        return next(card for card in self.made if card.criterion.id == criterion)

    def head(self, at: int) -> SectionHead:
        """The heading of the section at that position."""
        if at not in self.column.heads:
            self._grow(lambda: self.column.grow_to(self._first_of(at)))
        return self.column.heads[at]

    def _first_of(self, at: int) -> str:
        return self._session.sheet.brief.rubric.sections[at].criteria[0].id

    def undress(self) -> None:
        """Lets the cards go; where the person is stays known."""
        self._clicked.start()
        self._growing.stop()
        self._place = place_of(self.made, self)
        self.column.hide()
        shiboken6.delete(self.column)  # where it lies: taken out, it would be dressed anew first

    def dress(self) -> None:
        """The cards in sight made anew, and back to where the person was; on a slow computer some of them
        only after the first are painted."""
        top, here = self._place.top, self._place.criterion
        self._begin(top or here)
        for each in (top, here):
            if each:
                self.column.grow_to(each)
        up = round(max(self._place.above, 0) * self.column.cards[0].sizeHint().height()) if top else 0
        room = self.viewport().height() + up
        self._wanting = self.column.grow_by(room, self._is_soon)
        self.column.setMinimumHeight(room if self._wanting else 0)
        self.setWidget(self.column)
        self._growing.start(_FRAME_MS if self._wanting else _FIRST_MS)
        QTimer.singleShot(0, self, lambda: self._place.restore(self.made, self))

    def _is_soon(self) -> bool:
        return self._clicked.elapsed() < _PATIENCE_MS

    def bring_into_sight(self, card: CriterionCard, row: Row | None) -> None:
        """The whole card where it fits; else from its top to the row in use; else that row."""
        bar, view = self.verticalScrollBar(), self.viewport().height()
        above = top_of(card, self)
        top, bottom = above - 8, above + card.height() + 8
        if row is not None and bottom - top > view:
            bottom = above + row.y() + row.height() + 8
            if bottom - top > view:
                top = above + row.y() - 8
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + view:
            bar.setValue(bottom - view)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._growing.start(_FRAME_MS if self._wanting else _FIRST_MS)

    def on_grow(self) -> None:
        """What is wanting in sight, else one card more."""
        if self._wanting:
            self._clicked.start()
            self._grow(self._fill_sight)
        elif not self.column.is_whole:
            self._growing.setInterval(_GROW_MS)
            self._grow(lambda: self.column.grow(1))
        if self.column.is_whole:
            self._growing.stop()

    def _fill_sight(self) -> None:
        self._wanting = self.column.grow_by(self._wanting, self._is_soon)
        if not self._wanting:
            self.column.setMinimumHeight(0)

    def _grow(self, act: Callable[[], None]) -> None:
        """Makes cards, and has them where they belong at once: whoever asked may go there."""
        before, first = {*self.column.heads.values(), *self.made}, next(iter(self.made), None)
        above = top_of(first, self) if first else 0
        act()
        if self.column.isVisible():
            for each in {*self.column.heads.values(), *self.made} - before:
                each.show()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        if first is not None and (grown := top_of(first, self) - above):
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + grown)
        if self.column.is_whole:
            self.completed.emit()
