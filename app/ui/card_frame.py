"""How a card is laid out: number, name, verbatim text and award on top, the rows, the reason, the writing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.canonical import write_decimal
from app.domain.rubric import Criterion, Indicator
from app.ui.plain import plain
from app.ui.rows import KeyButton
from app.ui.still import Figure, Line
from app.ui.words import raw, t


class CardFrame(QFrame):
    """The parts of a card; what they say is criterion_card.py's."""

    def __init__(self, criterion: Criterion, indicator: Indicator, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        name = indicator.name or indicator.suggested_name
        self.setAccessibleName(f"{criterion.id} {raw(name)}")
        self.id = plain(criterion.id, self)
        self.id.setProperty("role", "id")
        self.score = Figure("00.5", "score", self, right=True)
        self.full = plain(t("/ {n} 分").format(n=write_decimal(criterion.points)), self)
        self.full.setProperty("role", "caption")
        self.why = Line("why", self)

    def lay_out(self, criterion: Criterion, indicator: Indicator, parts: Sequence[QWidget]) -> None:
        """Puts everything in its place; `parts` are the rows from above; what is written comes below all."""
        self._add_acts(criterion, indicator)
        self.whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 6)
        whole.setSpacing(0)
        whole.addLayout(self._head(indicator))
        whole.addSpacing(2)
        text = plain(raw(criterion.text), self)
        text.setProperty("role", "secondary")
        text.setWordWrap(True)
        text.setContentsMargins(8, 0, 8, 0)
        whole.addWidget(text)
        whole.addSpacing(8)
        for part in parts:
            whole.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.setContentsMargins(8, 4, 0, 0)
        foot.addWidget(self.why, 1)
        for each in (self.say, self.cite, self.discuss):
            foot.addWidget(each)
        whole.addLayout(foot)

    def _add_acts(self, criterion: Criterion, indicator: Indicator) -> None:
        """After the rows: Tab goes by the order in which things were made."""
        about = f"{criterion.id} {raw(indicator.name or indicator.suggested_name)}"
        self.say = KeyButton(t("说明"), "small", t("写说明：{what}").format(what=about), self)
        self.cite = KeyButton(t("佐证"), "small", t("写佐证编号：{what}").format(what=about), self)
        self.discuss = KeyButton(t("留待合议"), "small", t("留待合议：{what}").format(what=about), self)
        self.discuss.setCheckable(True)
        for each, tip in ((self.say, "F2"), (self.cite, "Ctrl+E"), (self.discuss, "Ctrl+D")):
            each.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            each.setToolTip(tip)
            each.setAccessibleDescription(tip)

    def _head(self, indicator: Indicator) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(self.id, 0, top)
        head.addLayout(_name(indicator, self), 1)
        head.addWidget(self.score, 0, top)
        head.addWidget(self.full, 0, top)
        self.full.setContentsMargins(0, 6, 0, 0)
        return head


def _name(indicator: Indicator, parent: QWidget) -> QHBoxLayout:
    """The indicator's name; where the plan left it blank: 原表未命名 and a suggestion."""
    line = QHBoxLayout()
    line.setSpacing(8)
    name = plain(raw(indicator.name) if indicator.name else t("原表未命名"), parent)
    name.setProperty("role", "title")
    name.setWordWrap(True)
    name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    line.addWidget(name, 1 if indicator.name else 0)
    if not indicator.name:
        suggested = plain(t("建议名称：{name}").format(name=raw(indicator.suggested_name)), parent)
        suggested.setProperty("role", "caption")
        suggested.setWordWrap(True)
        line.addWidget(suggested, 1)
    return line
