"""All cards of a sheet below each other under the headings of their sections, as wide as is good to read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.criterion_card import CriterionCard
from app.ui.rows import Row
from app.ui.section_head import SectionHead
from app.ui.session import SheetSession

_WIDEST = 1180  # of a card: beyond it the eye loses the line between a condition and its answer


class CardColumn(QWidget):
    """`moved` asks for the row before or after (-1, 1); `enter_pressed` tells card and row (or None)."""

    moved = Signal(int)
    enter_pressed = Signal(object, object)

    def __init__(
        self,
        session: SheetSession,
        parent: QWidget,
        card_kind: type[CriterionCard] = CriterionCard,
        head_kind: type[SectionHead] = SectionHead,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.cards: list[CriterionCard] = []
        self.heads: list[SectionHead] = []
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 12, 16, 24)
        across.setSpacing(0)
        middle = QWidget(self)
        middle.setMaximumWidth(_WIDEST)
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        self.column = column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        # From the outside in: a widget that changes its parent is dressed anew with all that is in it.
        for section in session.sheet.brief.rubric.sections:
            head = head_kind(section, middle)
            self.heads.append(head)
            column.addWidget(head)
            for indicator in section.indicators:
                for criterion in indicator.criteria:
                    card = card_kind(session, criterion, indicator, middle)
                    self._add(card)
                    column.addWidget(card)
        column.addStretch(1)

    def _add(self, card: CriterionCard) -> None:
        def entered(row: Row | None) -> None:
            self.enter_pressed.emit(card, row)

        card.moved.connect(self.moved)
        card.enter_pressed.connect(entered)
        self.cards.append(card)
