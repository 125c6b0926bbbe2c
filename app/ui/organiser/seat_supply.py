"""What the desk itself supplies or corrects: 满意度 for all sheets alike, and facts of the brief."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from app.domain.brief import Brief
from app.domain.entering import answers
from app.domain.panel import Panel as DeskPanel
from app.domain.rubric import CriterionId
from app.domain.signed_sheet import is_desk_supplied
from app.ui.card_words import answer_words
from app.ui.flow import Flow
from app.ui.organiser.seat_finding import FindingForm
from app.ui.organiser.seat_form import Inserted
from app.ui.pages import button
from app.ui.parts import Panel, clear, label, pill, row
from app.ui.words import raw, t


class SupplyPanel(Panel):
    """`asked` names the criterion to be supplied, or supplied anew."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("满意度"))
        self.list = QVBoxLayout()
        self.inside.addLayout(self.list)
        self.acts: list[QWidget] = []

    def show_panel(self, panel: DeskPanel) -> None:
        """What is supplied and what is not; nothing where the experts enter it themselves."""
        clear(self.list)
        self.acts = []
        brief = panel.brief
        mine = [each for each in brief.rubric.criteria if is_desk_supplied(each, brief)]
        for criterion in mine:
            known = panel.supplied.get(criterion.id) or brief.facts.get(criterion.id)
            if known is None:
                told, words = t("待补录"), t("补录满意度")
            else:
                value = answer_words(criterion, 0, answers(criterion.rule, known.finding)[0], "")
                told = t("{value}（{evidence}）").format(value=raw(value), evidence=raw(known.evidence))
                words = t("改补录…")
            line = row(parent=self.list)
            line.addWidget(pill(told, "warn" if known is None else "ok"))
            line.addWidget(label(raw(f"{criterion.id}　{criterion.text}"), "secondary"), 1)
            if criterion.id not in brief.facts and not panel.sealed and not panel.void:
                act = button(
                    words, "small", t("{act}：{criterion}").format(act=words, criterion=criterion.id)
                )
                act.clicked.connect(lambda _=False, key=criterion.id: self.asked.emit(key))
                self.acts.append(act)
                line.addWidget(act)
        self.setVisible(bool(mine))


class FactPicker(Inserted):
    """Which of the brief's criteria, then what was found; `form` once one is `chosen`."""

    chosen = Signal()

    def __init__(self, brief: Brief) -> None:
        super().__init__()
        self.brief = brief
        self.form: FindingForm | None = None
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(0, 0, 0, 0)
        line = Flow(gap=8)
        self.choices: dict[CriterionId, QPushButton] = {}
        self._group = QButtonGroup(self)
        # First what the brief states: that is what can be wrong.
        ordered = sorted(brief.rubric.criteria, key=lambda each: each.id not in brief.facts)
        for criterion in ordered:
            if is_desk_supplied(criterion, brief):
                continue
            made = button(raw(criterion.id), "choice", raw(f"{criterion.id} {criterion.text}"))
            made.setCheckable(True)
            bold = made.font()
            bold.setBold(True)  # the chosen one is, and must not be cut off
            made.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(made.text()) + 40)
            self._group.addButton(made)
            made.clicked.connect(lambda _=False, key=criterion.id: self.choose(key))
            self.choices[criterion.id] = made
            line.addWidget(made)
        self.inside.addLayout(line)
        self.first = next(iter(self.choices.values()))

    def choose(self, criterion: CriterionId) -> None:
        """This criterion: its control, with what the brief states."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        known = self.brief.facts.get(criterion)
        found = self.brief.rubric.criterion(criterion)
        self.form = FindingForm(self.brief, found, known.finding if known else None)
        self.inside.addWidget(self.form)
        self.chosen.emit()
