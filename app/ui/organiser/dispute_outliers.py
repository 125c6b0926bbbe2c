"""Totals far from the others': each is to be explained by the panel; none is ever changed or left out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.consolidation import Outlier
from app.domain.verdict import brief_points
from app.ui.feedback import Refusal
from app.ui.pages import button
from app.ui.parts import clear, label, pill, row
from app.ui.style import BODY
from app.ui.words import raw, t


class NoteField(QPlainTextEdit):
    """A field for a few lines, three lines high at any text size; Tab leaves it."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + BODY)


class OutlierRow(QFrame):
    """One expert's total; `saved` has the seat and the words why."""

    saved = Signal(str, str)

    def __init__(self, outlier: Outlier, name: str) -> None:
        super().__init__()
        self.setProperty("role", "row")
        self.seat, self.name, self._explained = outlier.seat, name, outlier.explained
        far = brief_points(abs(outlier.difference))
        told = t("{name}：{total} 分，比其余各份的中位数 {median} 分高 {far} 分。")
        if outlier.difference < 0:
            told = t("{name}：{total} 分，比其余各份的中位数 {median} 分低 {far} 分。")
        words = told.format(
            name=raw(name), total=brief_points(outlier.total), median=brief_points(outlier.median), far=far
        )
        self.text = NoteField(t("{name}：差异说明").format(name=raw(name)), t("写明差异从何而来"))
        self.text.setPlainText(outlier.explained)
        self.save = button(t("保存说明"), "quiet", t("保存说明：{name}").format(name=raw(name)))
        self.refusal = Refusal()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 8)
        column.addWidget(label(words))
        column.addWidget(label(t("差异说明"), "caption"))
        column.addWidget(self.text)
        column.addWidget(self.refusal)
        state = pill(t("已说明"), "ok") if outlier.explained else pill(t("待说明"), "warn")
        last = row(state, parent=column)
        last.addStretch(1)
        last.addWidget(self.save)
        self.save.clicked.connect(self.on_save)

    @property
    def is_unsaved(self) -> bool:
        """Whether something was written that is not saved."""
        return self.text.toPlainText().strip() not in ("", self._explained)

    def on_save(self) -> None:
        """What was written is to be kept."""
        self.saved.emit(self.seat, self.text.toPlainText().strip())


class Outliers(QWidget):
    """A row for each; `saved` has the seat and the words why."""

    saved = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[OutlierRow] = []
        self._shown: tuple[Outlier, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The names of those about whom something was written that is not saved."""
        return tuple(each.name for each in self.rows if each.is_unsaved)

    def show_outliers(self, outliers: Sequence[Outlier], names: dict[str, str], *, locked: bool) -> None:
        """Shows these; what is being written stays while nothing else changed."""
        if tuple(outliers) != self._shown:
            written = {each.seat: each.text.toPlainText() for each in self.rows if each.is_unsaved}
            before = {each.seat: each.explained for each in self._shown}
            self._shown = tuple(outliers)
            self.rows.clear()
            clear(self._column)
            for each in outliers:
                made = OutlierRow(each, names[each.seat])
                made.saved.connect(self.saved)
                if each.seat in written and before.get(each.seat) == each.explained:
                    made.text.setPlainText(written[each.seat])
                self._column.addWidget(made)
                self.rows.append(made)
        for row_ in self.rows:
            row_.text.setReadOnly(locked)
            row_.save.setEnabled(not locked)
