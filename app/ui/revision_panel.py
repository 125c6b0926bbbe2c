"""更正并重新签署: the reason from the list, the note in words; only then the sheet is opened again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QPushButton

from app.domain.signed_sheet import CHANGE_CODES, CHANGE_WORDS, KEYED_ONLY
from app.ui.feedback import Refusal
from app.ui.flow import Flow
from app.ui.pages import button
from app.ui.parts import Panel, caption_of, label
from app.ui.words import law, t


class RevisionPanel(Panel):
    """`chosen` with the reason's code and the note."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(t("更正并重新签署"))
        self.inside.addWidget(label(t("已签署的这一版原样保留并继续有效，直到更正版签署并交出。")))
        self.reasons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        line = Flow(gap=8)
        for code in CHANGE_CODES:
            if code in KEYED_ONLY:
                continue
            made = button(law(CHANGE_WORDS[code]), "choice")
            made.setCheckable(True)
            self._group.addButton(made)
            self.reasons[code] = made
            line.addWidget(made)
        self.inside.addLayout(line)
        self.note = QPlainTextEdit()
        self.note.setPlaceholderText(t("请写明具体理由"))
        self.note.setAccessibleName(t("更正理由"))
        self.note.setTabChangesFocus(True)
        self.note.setMaximumHeight(96)
        self.inside.addWidget(caption_of(self.note))
        self.inside.addWidget(self.note)
        self.go = button(t("开始更正"), "quiet")
        self.refusal = Refusal()
        self.inside.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        self.inside.addWidget(self.refusal)
        self._group.buttonClicked.connect(self.update_state)
        self.note.textChanged.connect(self.update_state)
        self.go.clicked.connect(self.on_go)
        self.setVisible(False)
        self.update_state()

    def ask(self) -> None:
        """Shows the reasons."""
        self.setVisible(True)
        next(iter(self.reasons.values())).setFocus()

    @property
    def code(self) -> str:
        """The reason's code, "" while none is chosen."""
        return next((code for code, made in self.reasons.items() if made.isChecked()), "")

    def update_state(self) -> None:
        """A revision needs its reason and its note."""
        self.go.setEnabled(bool(self.code) and bool(self.note.toPlainText().strip()))

    def on_go(self) -> None:
        """Hands the reason over."""
        self.chosen.emit(self.code, self.note.toPlainText().strip())
