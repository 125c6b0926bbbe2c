"""认定评审排序表 on the ranking's page: signers in order, 校验码, taking it back with a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.domain.ranking_paper import chair_of_field, ranking_fields
from app.services.rankings import RankingLook
from app.ui.codes import show_code
from app.ui.feedback import Refusal
from app.ui.organiser.ranking_decide import note_box
from app.ui.pages import button
from app.ui.parts import Panel, clear, label, pill, row
from app.ui.words import raw, t


class PaperPanel(Panel):
    """`reopened` has the reason for taking the sealed paper back, or for a superseding one."""

    reopened = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("认定评审排序表"))
        self.words, self.code = label("", "secondary"), label("", "code")
        self.rows = QVBoxLayout()
        self.rows.setSpacing(6)
        self.ask = button("", "link")
        self.form = QFrame()
        self.note = note_box(t("请写明理由，会印在新的一版上"), t("撤回封存的理由"))
        self.save = button("", "quiet")
        self.refusal = Refusal()
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(label(t("撤回封存须写明理由；第 1 版保留，签名须重新进行。"), "secondary"))
        inside.addWidget(self.note)
        inside.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        for shown in (self.words, self.code):
            self.inside.addWidget(shown)
        self.inside.addLayout(self.rows)
        self.inside.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        self.inside.addWidget(self.form)
        self.inside.addWidget(self.refusal)
        self.ask.clicked.connect(self.on_ask)
        self.note.textChanged.connect(self.update_state)
        self.save.clicked.connect(lambda: self.reopened.emit(self.note.toPlainText().strip()))
        self.form.setVisible(False)

    def show_look(self, look: RankingLook) -> None:
        """Who has signed, who is next."""
        state = look.state
        self.setVisible(bool(state.sealed))
        clear(self.rows)
        if not state.sealed:
            self.form.setVisible(False)
            self.note.clear()
            return
        revision = len(state.papers)
        told = t("{name} 第 {n} 版，校验码").format(name=raw(state.name), n=revision)
        self.words.setText(told)
        self.words.setAccessibleName(told)
        show_code(self.code, state.sealed)
        _sign_line(self.rows, raw(state.opening.organiser.name), t("制表，已封存"), "ok")
        following = True
        for field in ranking_fields(state)[1:]:
            chair = chair_of_field(field, state)
            name = raw(chair.name) if chair else field
            if field in state.signed_fields:
                _sign_line(self.rows, name, t("✓ 已签名"), "ok")
            else:
                _sign_line(
                    self.rows, name, t("请签名") if following else t("随后签名"), "warn" if following else ""
                )
                following = False
        words = t("撤回封存") if look.stage == "sealed" else t("出更正版")
        self.ask.setText(f"{words}…")
        self.ask.setAccessibleName(words)
        self.save.setText(words)
        self.save.setAccessibleName(words)
        self.update_state()

    def on_ask(self) -> None:
        """Asks for the reason."""
        self.form.setVisible(True)
        self.note.setFocus()

    def update_state(self) -> None:
        """Taking back needs its reason."""
        self.save.setEnabled(bool(self.note.toPlainText().strip()))


def _sign_line(rows: QVBoxLayout, name: str, words: str, tone: str) -> None:
    line = row(label(name), pill(words, tone), parent=rows)
    line.setStretch(0, 1)
