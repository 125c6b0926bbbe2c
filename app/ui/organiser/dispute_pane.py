"""The pane beside the matrix: one dispute with what everybody found, and the few acts there are on it.

Nobody's score or vote is changed here, and it says so. What the desk alone may see (what would flip the
verdict) is shown here and nowhere else.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.canonical import write_decimal
from app.domain.consolidation import Outlier
from app.domain.differences import determined_words, evidence_words, explained, opposition
from app.domain.matrix import Line, voices
from app.domain.panel import Panel
from app.domain.rubric import Range
from app.ui.feedback import Refusal
from app.ui.flow import Flow
from app.ui.organiser.dispute_outliers import NoteField, Outliers
from app.ui.organiser.dispute_plot import DotPlot
from app.ui.organiser.dispute_voices import Voices
from app.ui.organiser.matrix_model import state_words
from app.ui.pages import button, scrolling
from app.ui.parts import label, pill, tell
from app.ui.style import mark
from app.ui.words import law, raw, t


class DisputePane(QFrame):
    """`closed` asks to put the drawer away, `copied` and `enlarged` are the two quiet acts, `explained` has a
    seat and why its total lies far off, `noted` that the note was changed."""

    closed = Signal()
    copied = Signal()
    enlarged = Signal()
    noted = Signal()
    explained = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.setAccessibleName(t("这一项的认定"))
        self.id, self.about = label("", "id", wraps=False), label("", "caption", wraps=False)
        self.state = pill("")
        self.close_pane = button(t("收起"), "small")
        self.text = label("")
        self.told, self.good = label("", "notice"), label("", "good")
        self.where = label("", "secondary")
        self.nobody, self.weighs = label("", "caption"), label("", "caption")
        self.plot, self.voices, self.outliers = DotPlot(), Voices(), Outliers()
        self.note_words = label(t("合议说明（写入汇总记录）"), "caption")
        self.note = NoteField(t("合议说明"), t("对照了什么，怎么认定的"))
        self.refusal, self.done = Refusal(), label("", "good")
        self.copy = button(t("复制为意见"), "quiet")
        self.enlarge = button(t("大字阅读"), "quiet")
        self._lay_out()
        self.close_pane.clicked.connect(self.closed)
        self.copy.clicked.connect(self.copied)
        self.enlarge.clicked.connect(self.enlarged)
        self.note.textChanged.connect(self.noted)
        self.outliers.saved.connect(self.explained)
        self.show_nothing()

    def _lay_out(self) -> None:
        self.inside = QWidget()
        self.inside.setProperty("role", "pane-ground")
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(10)
        acts = Flow(gap=8)
        acts.addWidget(self.copy)
        acts.addWidget(self.enlarge)
        for shown in (self.text, self.told, self.good, self.where, self.nobody, self.plot, self.note_words,
                      self.note, self.refusal, self.done):  # fmt: skip
            column.addWidget(shown)
        column.addLayout(acts)
        for below in (self.weighs, self.voices, self.outliers):
            column.addWidget(below)
        column.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 12, 4)
        head.setSpacing(10)
        for item in (self.id, self.about):
            head.addWidget(item, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.close_pane)
        self.close_pane.hide()
        self.area: QScrollArea = scrolling(self.inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(t("这一项的认定"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.area, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the drawer away."""
        if event.key() == Qt.Key.Key_Escape and self.close_pane.isVisible():
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def show_nothing(self) -> None:
        """There is no row in use: nothing of anybody is shown or kept."""
        self._forget_line()
        self.outliers.show_outliers((), {}, locked=True)

    def _forget_line(self) -> None:
        for words in (self.id, self.about, self.text, self.told, self.good, self.where, self.nobody,
                      self.weighs, self.state):  # fmt: skip
            tell(words, "")
        self.voices.clear()
        self.plot.clear()
        self.note.clear()
        self._parts(disputed=False, judged=False, line=False)

    def show_line(self, panel: Panel, line: Line, note: str, *, locked: bool) -> None:
        """One criterion; `note` is what was written about it and not yet recorded."""
        criterion = line.criterion
        tell(self.id, raw(criterion.id))
        points = t("{n} 分").format(n=write_decimal(criterion.points))
        tell(self.about, f"{points} · {t('必要项')}" if line.mandatory else points)
        self._state(*state_words(line.state))
        tell(self.text, raw(criterion.text))
        settled = determined_words(panel, criterion)
        disputed = line.disputed
        tell(self.told, law(opposition(panel, criterion)) if disputed and not settled else "")
        tell(self.good, law(settled))
        tell(self.where, "\n".join(law(each) for each in explained(panel, criterion)) if disputed else "")
        again = line.state == "reopened"
        nobody = t("要改变认定的专家，请在自己的电脑上更正；这里不能代改。")
        reopened = t("合议登记后收到了更正版，上次的认定不再有效，请再次合议。")
        tell(self.nobody, (reopened + nobody if again else nobody) if disputed else "")
        judged = isinstance(criterion.rule, Range) and line.median is not None
        self._parts(disputed=disputed, judged=judged, line=True)
        if judged and line.median is not None:
            known = [each.points for each in line.cells if each.points is not None]
            self.plot.show_points(known, line.median, criterion.points)
        self.voices.show_voices(voices(panel, criterion))
        if self.note.toPlainText() != note:
            self.note.setPlainText(note)
        self.note.setReadOnly(locked)
        self.outliers.hide()

    def show_totals(self, outliers: tuple[Outlier, ...], names: dict[str, str], *, locked: bool) -> None:
        """The totals that lie far off."""
        self._forget_line()
        tell(self.id, t("综合评分"))
        left = [each for each in outliers if not each.explained]
        self._state(*((t("待说明"), "warn") if left else (t("已说明"), "ok")))
        tell(
            self.text,
            t("总分与其余各份相差较大的，须说明原因。说明写入汇总记录；不删除、不改动任何一份评分表。"),
        )
        self.outliers.show_outliers(outliers, names, locked=locked)
        self.outliers.show()

    def show_weight(self, panel: Panel, criterion: str, flipping: tuple[str, ...]) -> None:
        """What would flip the verdict, by criterion only; `criterion` is the one shown."""
        told = ""
        if criterion in flipping:
            line = panel.brief.rubric.criterion(criterion)
            where = law(evidence_words(panel, line.id)) or t("材料")
            told = t("本项关系到结论：有一位的认定不同，结论就会不同，请特别对照{where}。").format(
                where=where
            )
        others = [each for each in flipping if each != criterion]
        if others:
            told += t("关系到结论的其他项：{ids}。").format(ids=raw("、".join(others)))
        tell(self.weighs, told + t("（只供汇总席，不投屏，不打印）") if told else "")
        self.weighs.setVisible(bool(told))

    def _state(self, words: str, tone: str) -> None:
        tell(self.state, words)
        mark(self.state, state=tone)

    def _parts(self, *, disputed: bool, judged: bool, line: bool) -> None:
        """What there is room for depends on what is shown."""
        for shown, there in (
            (self.note_words, disputed), (self.note, disputed), (self.copy, disputed),
            (self.enlarge, disputed), (self.plot, judged), (self.where, bool(self.where.text())),
            (self.nobody, bool(self.nobody.text())), (self.voices, line), (self.about, line),
            (self.state, bool(self.state.text())), (self.weighs, bool(self.weighs.text())),
        ):  # fmt: skip
            shown.setVisible(there)
        for words in (self.told, self.good, self.done):
            words.setVisible(bool(words.text()))
