"""All cards of a sheet below each other under the headings of their sections, as wide as is good to read.

A card costs about 4 ms: those in sight are made first, the others while nobody waits (scoring_page.py).
"""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.criterion_card import CriterionCard
from app.ui.rows import Row
from app.ui.section_head import SectionHead
from app.ui.session import SheetSession

_WIDEST = 1180  # of a card: beyond it the eye loses the line between a condition and its answer


class CardColumn(QWidget):
    """`moved` asks for the row before or after (-1, 1); `enter_pressed` tells card and row (or None).

    `cards` and `heads` are those made so far, from the top. `asked`: criteria whose remark is open.
    """

    moved = Signal(int)
    enter_pressed = Signal(object, object)

    def __init__(
        self,
        session: SheetSession,
        parent: QWidget,
        card_kind: type[CriterionCard] = CriterionCard,
        head_kind: type[SectionHead] = SectionHead,
        asked: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.session = session
        self.cards: list[CriterionCard] = []
        self.heads: list[SectionHead] = []
        self.is_whole = False
        self._card_kind, self._head_kind, self._asked = card_kind, head_kind, asked
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 12, 16, 24)
        across.setSpacing(0)
        self._middle = QWidget(self)
        self._middle.setMaximumWidth(_WIDEST)
        across.addStretch(1)
        across.addWidget(self._middle, 100)
        across.addStretch(1)
        self.column = QVBoxLayout(self._middle)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.column.addStretch(1)
        self._last: QWidget | None = None
        self._coming = self._make()

    def grow(self, cards: int) -> None:
        """Makes that many cards more, or what is left of them."""
        for _ in range(cards):
            if next(self._coming, None) is None:
                self.is_whole = True
                return

    def grow_to(self, criterion: str) -> None:
        """Makes the cards down to that criterion's; all where there is no such."""
        while not self.is_whole and criterion not in {each.criterion.id for each in self.cards}:
            self.grow(1)

    def grow_down(self, height: int) -> None:
        """Makes cards until they are `height` pixels more together, at the least."""
        while height > 0 and not self.is_whole:
            self.grow(1)
            height -= self.cards[-1].sizeHint().height()

    def _make(self) -> Iterator[CriterionCard]:
        # From the outside in: a widget that changes its parent is dressed anew with all that is in it.
        for section in self.session.sheet.brief.rubric.sections:
            head = self._head_kind(section, self._middle)
            head.show_session(self.session)
            self.heads.append(head)
            self._place(head)
            for indicator in section.indicators:
                for criterion in indicator.criteria:
                    card = self._card_kind(self.session, criterion, indicator, self._middle)
                    self._add(card)
                    self._place(card)
                    yield card

    def _place(self, widget: QWidget) -> None:
        """Below the last one; what others put around the cards stays around them."""
        self.column.insertWidget(self.column.indexOf(self._last) + 1 if self._last else 0, widget)
        self._last = widget

    def _add(self, card: CriterionCard) -> None:
        def entered(row: Row | None) -> None:
            self.enter_pressed.emit(card, row)

        card.moved.connect(self.moved)
        card.enter_pressed.connect(entered)
        if card.criterion.id in self._asked:
            card.asked = True
            card.refresh()
        self.cards.append(card)
