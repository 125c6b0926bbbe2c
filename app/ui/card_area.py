"""Where the cards of a sheet are scrolled: those in sight are made first, the others while nobody waits."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.ui.card_column import CardColumn
from app.ui.criterion_card import CriterionCard
from app.ui.pages import only_down
from app.ui.rows import Row
from app.ui.scoring_place import Place, place_of, top_of
from app.ui.section_head import SectionHead
from app.ui.session import SheetSession

_GROW_MS = 10


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
        self._place = Place()
        self._growing = QTimer(self)
        self._growing.setInterval(_GROW_MS)
        self._growing.timeout.connect(self.on_grow)

    def fill(self, *through: str) -> None:
        """The cards made anew, down to those criteria and then to the end of what can be in sight."""
        # Where it will lie from the outset: what changes its parent is dressed anew.
        self.column = CardColumn(self._session, self.viewport(), *self._kinds, self._place.asked)
        self.column.moved.connect(self.moved)
        self.column.enter_pressed.connect(self.enter_pressed)
        for each in through:
            if each in self._session.awards:
                self.column.grow_to(each)
        port, screen = self.viewport().height(), self.screen().availableSize().height()
        self.column.grow_down(port if self.isVisible() else screen)
        self.setWidget(self.column)

    @property
    def made(self) -> list[CriterionCard]:
        """The cards made so far, from the top: the ones a person can see or be in."""
        return self.column.cards

    @property
    def cards(self) -> list[CriterionCard]:
        """All of them, those too that were still to be made."""
        if not self.column.is_whole:
            self._grow(lambda: self.column.grow(len(self._session.awards) + 1))
        return self.column.cards

    def card(self, criterion: str) -> CriterionCard:
        """The card of a criterion of the sheet."""
        if all(each.criterion.id != criterion for each in self.made):
            self._grow(lambda: self.column.grow_to(criterion))
        return next(card for card in self.made if card.criterion.id == criterion)

    @property
    def heads(self) -> list[SectionHead]:
        """The headings of all sections."""
        return self.column.heads if self.cards else []

    def undress(self) -> None:
        """Lets the cards go; where the person is stays known."""
        self._growing.stop()
        self._place = place_of(self.made, self)
        self.column.hide()
        shiboken6.delete(self.column)  # where it lies: taken out, it would be dressed anew first

    def dress(self) -> None:
        """The cards made anew, and back to where the person was."""
        self.fill(self._place.top, self._place.criterion)
        self._growing.start()
        QTimer.singleShot(0, self, lambda: self._place.restore(self.made, self))

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
        self._growing.start()

    def on_grow(self) -> None:
        """One card more."""
        if not self.column.is_whole:
            self._grow(lambda: self.column.grow(1))
        if self.column.is_whole:
            self._growing.stop()

    def _grow(self, act: Callable[[], None]) -> None:
        """Makes cards, and has them where they belong at once: whoever asked may go there."""
        cards, heads = len(self.made), len(self.column.heads)
        act()
        if self.column.isVisible():
            for each in (*self.column.heads[heads:], *self.made[cards:]):
                each.show()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        if self.column.is_whole:
            self.completed.emit()
