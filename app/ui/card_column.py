"""All cards of a sheet below each other under the headings of their sections, as wide as is good to read.

A card costs about 4 ms: those in sight are made first, the others while nobody waits (card_area.py).
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.frozen import frozen
from app.domain.rubric import Criterion, Indicator, Section
from app.ui.criterion_card import CriterionCard
from app.ui.rows import Row
from app.ui.section_head import SectionHead
from app.ui.session import SheetSession

_WIDEST = 1180  # of a card: beyond it the eye loses the line between a condition and its answer


@frozen
class _Slot:
    """The place of a card; the first of a section has the heading above it."""

    at: int
    section: Section
    indicator: Indicator
    criterion: Criterion

    @property
    def is_headed(self) -> bool:
        return self.criterion is self.section.indicators[0].criteria[0]


class CardColumn(QWidget):
    """`moved` asks for the row before or after (-1, 1); `enter_pressed` tells card and row (or None).

    `cards` are those made so far, in order and without a gap; `heads` the headings made, by the section's
    position. `asked`: criteria whose remark is open. The first card made is `start`'s, "" for the very first.
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
        start: str = "",
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.session = session
        self.cards: list[CriterionCard] = []
        self.heads: dict[int, SectionHead] = {}
        self._card_kind, self._head_kind, self._asked = card_kind, head_kind, asked
        self._slots = _slots(session.sheet.brief.rubric.sections)
        self._start = self._at(start) if start else 0
        self._low = self._high = self._start
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 12, 16, 24)
        across.setSpacing(0)
        # From the outside in: a widget that changes its parent is dressed anew with all that is in it.
        self._middle = QWidget(self)
        self._middle.setMaximumWidth(_WIDEST)
        across.addStretch(1)
        across.addWidget(self._middle, 100)
        across.addStretch(1)
        self.column = QVBoxLayout(self._middle)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.column.addStretch(1)

    @property
    def is_whole(self) -> bool:
        """Whether every card is made."""
        return self._low == 0 and self._high == len(self._slots)

    def grow(self, cards: int) -> None:
        """Makes that many cards more, on both sides of the first one in turn, or what is left of them."""
        for _ in range(cards):
            below, above = self._high < len(self._slots), self._low > 0
            if above and not (below and self._high - self._start <= self._start - self._low):
                self._make_above()
            elif below:
                self._make_below()

    def grow_to(self, criterion: str) -> None:
        """Makes the cards up or down to that criterion's; KeyError where there is no such."""
        at = self._at(criterion)
        while at < self._low:
            self._make_above()
        while at >= self._high:
            self._make_below()

    def grow_by(self, height: int, may_go_on: Callable[[], bool] = lambda: True) -> int:
        """Makes cards until they are `height` pixels more together, at the least; above only at the end.

        Returns how many pixels are wanting where it was not to go on.
        """
        while height > 0 and not self.is_whole and may_go_on():
            below = self._high < len(self._slots)
            made = self._make_below() if below else self._make_above()
            height -= made.sizeHint().height()
        return 0 if self.is_whole else max(height, 0)

    def _at(self, criterion: str) -> int:
        found = [at for at, slot in enumerate(self._slots) if slot.criterion.id == criterion]
        if not found:
            raise KeyError(criterion)
        return found[0]

    def _make_below(self) -> CriterionCard:
        """The next card below the last one; what others put around the cards stays around them."""
        slot = self._slots[self._high]
        after = self.column.indexOf(self.cards[-1]) + 1 if self.cards else 0
        card = self._make(slot, after)
        self.cards.append(card)
        self._high += 1
        return card

    def _make_above(self) -> CriterionCard:
        """The card before the first one, above that one's heading."""
        first = self._slots[self._low]
        top: QWidget = self.heads[first.at] if first.is_headed else self.cards[0]
        card = self._make(self._slots[self._low - 1], self.column.indexOf(top))
        self.cards.insert(0, card)
        self._low -= 1
        return card

    def _make(self, slot: _Slot, place: int) -> CriterionCard:
        if slot.is_headed:
            head = self.heads[slot.at] = self._head_kind(slot.section, self._middle)
            head.show_session(self.session)
            self.column.insertWidget(place, head)
            place += 1
        card = self._card_kind(self.session, slot.criterion, slot.indicator, self._middle)

        def entered(row: Row | None) -> None:
            self.enter_pressed.emit(card, row)

        card.moved.connect(self.moved)
        card.enter_pressed.connect(entered)
        if slot.criterion.id in self._asked:
            card.asked = True
            card.refresh()
        self.column.insertWidget(place, card)
        return card


def _slots(sections: tuple[Section, ...]) -> list[_Slot]:
    return [
        _Slot(at, section, indicator, criterion)
        for at, section in enumerate(sections)
        for indicator in section.indicators
        for criterion in indicator.criteria
    ]
