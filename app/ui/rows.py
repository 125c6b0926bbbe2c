"""What every line of a card is: a label with the organiser's fact below it, and a control on the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.finding_values import Answer
from app.domain.frozen import frozen
from app.domain.rules import Award
from app.ui.fact_row import FactLine
from app.ui.feedback import Refusal
from app.ui.plain import plain
from app.ui.style import mark
from app.ui.toggle_button import ToggleButton

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@frozen
class RowView:
    """What a row shows: its saved answer, whether it holds, the organiser's proposal in words ("" for none).

    `taken` says whether the answer is the proposal's; `locked` that nothing can be entered.
    """

    answer: Answer
    holds: bool | None
    proposal: str
    evidence: str
    taken: bool
    award: Award
    locked: bool


class KeyButton(ToggleButton):
    """A button that leaves every key but Space to its row (Qt's own moves the focus on arrows)."""

    def __init__(self, text: str, role: str, name: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setProperty("role", role)
        self.setAutoDefault(False)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()


class Row(QFrame):
    """One answer. `entered` tells the answer and the field it was typed in ("" for a click), `taken` that the
    proposal is confirmed, `left` that a field was left.

    Every kind of row sets `target`: where the focus goes when the row is reached.
    """

    entered = Signal(object, str)
    taken = Signal()
    left = Signal()
    target: QWidget

    def __init__(self, parent: QWidget, at: int, label: str, note: str = "", *, below: bool = False) -> None:
        super().__init__(parent)
        self.at = at
        self.label = label
        self.view: RowView | None = None
        self.setProperty("role", "row")
        self.setAccessibleName(label)
        self._fact: FactLine | None = None
        self._refusal: Refusal | None = None
        self._text = QVBoxLayout()
        self.head = QHBoxLayout()
        self.control = QHBoxLayout()
        self.control.setSpacing(6)
        self._lay_out(note, below)

    @property
    def refusal(self) -> Refusal:
        """Where a refused answer is told; made when there is one."""
        if self._refusal is None:
            self._refusal = Refusal(self)
            self._text.addWidget(self._refusal)
        return self._refusal

    @property
    def is_open(self) -> bool:
        """Whether something of it is still unjudged."""
        view = self.view
        return view is not None and not view.locked and view.answer is None

    def show_view(self, view: RowView) -> None:
        """Shows what is saved."""
        self.view = view
        if view.proposal:
            fact = self._fact or self._new_fact()
            fact.show_fact(view.proposal, view.evidence, self.state_of_fact(view), locked=view.locked)
        if self._refusal is not None:
            self._refusal.say("")

    @property
    def next_blank(self) -> QWidget | None:
        """What Enter goes to inside the row before it leaves it."""
        return None

    def state_of_fact(self, view: RowView) -> str:
        """ "" while the proposal is not taken, then taken or corrected."""
        if view.answer is None:
            return ""
        return "taken" if view.taken else "corrected"

    def mark_active(self, active: bool) -> None:
        """Shows whether the keyboard is here."""
        mark(self, state="active" if active else "")

    def on_fact_corrected(self) -> None:
        """更正: to where the own finding is entered."""
        self.target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and self.view is not None and not self.view.locked:
            self.entered.emit(None, "")
        else:
            event.ignore()

    def _new_fact(self) -> FactLine:
        """Only what the organiser reported gets a line."""
        self._fact = FactLine(self.label, self)
        self._fact.confirmed.connect(self.taken)
        self._fact.corrected.connect(self.on_fact_corrected)
        self._text.addWidget(self._fact)
        return self._fact

    def _lay_out(self, note: str, below: bool) -> None:
        text = self._text
        text.setSpacing(2)
        told = plain(self.label, self)
        told.setWordWrap(True)
        text.addWidget(told)
        if note:
            small = plain(note, self)
            small.setProperty("role", "caption")
            text.addWidget(small)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8 if below else 4, 8, 8 if below else 4)
        whole.setSpacing(6)
        line = self.head
        line.setSpacing(12)
        line.addLayout(text, 1)
        whole.addLayout(line)
        (whole if below else line).addLayout(self.control)


def named(label: str, word: str) -> str:
    """有固定的办公场地：符合, as a screen reader says it."""
    return f"{label}：{word}"


def roving(buttons: Sequence[QPushButton], front: QPushButton) -> None:
    """Of a group of buttons only one is a stop for Tab."""
    for each in buttons:
        tab = Qt.FocusPolicy.StrongFocus if each is front else Qt.FocusPolicy.ClickFocus
        if each.focusPolicy() != tab:
            each.setFocusPolicy(tab)
