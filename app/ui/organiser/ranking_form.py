"""What the panel says of a ranking: as it is recorded, or the form in which it is typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QPlainTextEdit, QVBoxLayout

from app.ui.feedback import Refusal
from app.ui.pages import button
from app.ui.parts import Panel, caption_of, label, tell


class RankingForm(Panel):
    """`rows` is for whom it is about; `change` opens the form again, what is recorded stands until then."""

    def __init__(self, title: str, *, change: str, note: QPlainTextEdit, save: str) -> None:
        super().__init__(title)
        self.recorded = label("", "good")
        self.change, self.save = button(change, "quiet"), button(save, "quiet")
        self.form, self.rows, self.note, self.refusal = QFrame(), QVBoxLayout(), note, Refusal()

    def lay_out(self, asked: str, *before: QLayout) -> None:
        """`asked` says what to do, `before` stands before the rows."""
        left = Qt.AlignmentFlag.AlignLeft
        self.inside.addWidget(self.recorded)
        self.inside.addWidget(self.change, 0, left)
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(label(asked, "secondary"))
        for each in (*before, self.rows):
            inside.addLayout(each)
        inside.addWidget(caption_of(self.note))
        inside.addWidget(self.note)
        inside.addWidget(self.save, 0, left)
        self.inside.addWidget(self.form)
        self.inside.addWidget(self.refusal)

    def show_recorded(self, told: str, *, may: bool) -> None:
        """What is recorded, or the form where that is ""; `may`: whether it can still be changed."""
        tell(self.recorded, told)
        self.recorded.setVisible(bool(told))
        self.change.setVisible(bool(told) and may)
        self.form.setVisible(not told and may)

    def open_form(self) -> None:
        """The form again."""
        self.change.setVisible(False)
        self.form.setVisible(True)
