"""What is known of a platform beforehand: criterion by criterion, with the control that fits its rule."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.domain.brief import Brief, Person, Platform
from app.domain.documents import Header
from app.domain.entering import answers, is_blank
from app.domain.finding_values import Finding, write_finding
from app.domain.findings import read_finding
from app.domain.period import Period
from app.domain.rubric import Criterion, Rubric
from app.domain.rule_sheet import RuleSheet
from app.domain.rules import award
from app.errors import RefusedError
from app.services.round_draft import FactDraft
from app.services.round_spots import may_be_known
from app.ui.organiser.prepare_fields import TextField
from app.ui.organiser.seat_finding import FindingForm
from app.ui.pages import button
from app.ui.parts import Panel, clear, label, pill, row
from app.ui.style import mark
from app.ui.words import raw, t


class FactBlock(QFrame):
    """One criterion: folded to a line with its state; open, its rows and its evidence. `changed` with its id
    and a FactDraft, None for nothing known."""

    changed = Signal(str, object)

    def __init__(self, brief: Brief, criterion: Criterion, name: str, fact: FactDraft | None) -> None:
        super().__init__()
        self._brief, self.criterion, self._fact = brief, criterion, fact
        self.setProperty("role", "row")
        self.setAccessibleName(f"{criterion.id} {name}")
        self.form: FindingForm | None = None
        self.state = pill("")
        self.fold = button("", "small")
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(20, 8, 20, 8)
        self._inside.setSpacing(8)
        line = row(parent=self._inside)
        line.addWidget(label(criterion.id, "id", wraps=False), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(label(raw(name)), 1)
        line.addWidget(self.state)
        line.addWidget(self.fold)
        self._below = QWidget()
        self._below.setVisible(False)
        self._inside.addWidget(self._below)
        self.fold.clicked.connect(self.on_fold)
        self._show_state()

    @cached_property
    def evidence(self) -> TextField:
        """The evidence number, made when it is first seen, as the rows are."""
        made = TextField(t("佐证编号"), t("如 7"), limit=60)
        made.on_typed(self.on_typed)
        return made

    @cached_property
    def empty(self) -> QPushButton:
        """清空"""
        made = button(t("清空"), "link", t("清空：{what}").format(what=self.criterion.id))
        made.clicked.connect(self.on_empty)
        return made

    @property
    def finding(self) -> Finding | None:
        """What is entered so far."""
        return self.form.finding if self.form else _finding(self.criterion, self._fact)

    def on_fold(self) -> None:
        """Opens or closes it; the rows are made when they are first seen."""
        if self.form is None:
            self._unfold()
        else:
            self._below.setVisible(self._below.isHidden())
        self._show_state()

    def _unfold(self) -> None:
        self.form = FindingForm(self._brief, self.criterion, _finding(self.criterion, self._fact))
        self.form.entered.connect(self.on_entered)
        self.evidence.put(self._fact.evidence if self._fact else "")
        inside = QVBoxLayout(self._below)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.form)
        line = row(self.evidence, self.empty, parent=inside)
        line.addStretch(2)
        line.setStretch(0, 1)
        line.setAlignment(self.empty, Qt.AlignmentFlag.AlignBottom)
        self._below.setVisible(True)

    def on_typed(self, _: str) -> None:
        """The evidence number."""
        self.on_entered()

    def on_entered(self) -> None:
        """Something was entered."""
        found = self.finding
        blank = found is None or all(is_blank(each) for each in answers(self.criterion.rule, found))
        told = None
        if not blank or self.evidence.text:
            told = FactDraft({} if found is None else dict(write_finding(found)), self.evidence.text)
        self._fact = None if blank and not self.evidence.text else told
        self._show_state()
        self.changed.emit(self.criterion.id, self._fact)

    def on_empty(self) -> None:
        """Nothing is known any more."""
        self.evidence.put("")
        if self.form is not None:
            self.form.finding = None
            self.form.refresh()
        self.on_entered()

    def _show_state(self) -> None:
        found = self.finding
        if self._fact is None:
            words, tone = t("空着"), ""
        elif found is not None and award(self.criterion, found).state == "judged":
            words, tone = t("✓ 已填"), "ok"
        else:
            words, tone = t("没有填完"), "warn"
        self.state.setText(words)
        self.state.setAccessibleName(words)
        mark(self.state, state=tone)
        opened = not self._below.isHidden()
        act = t("收起") if opened else t("填写")
        self.fold.setText(act)
        self.fold.setAccessibleName(f"{act}：{self.criterion.id}")


class FactsEditor(Panel):
    """All criteria that can be known beforehand. `changed` as a block's."""

    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(t("已核实的事实（可以都空着）"))
        self.blocks: dict[str, FactBlock] = {}
        self.inside.setContentsMargins(0, 16, 0, 4)
        self.inside.setSpacing(0)
        title = self.inside.itemAt(0)
        if title is not None and (shown := title.widget()) is not None:
            shown.setContentsMargins(20, 0, 20, 0)
        told = label(t("填了的，专家打开任务书就能看到，由他们确认或更正。空着不是 0 分。"), "secondary")
        told.setContentsMargins(20, 4, 20, 8)
        self.inside.addWidget(told)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.inside.addLayout(self._list)

    def show_facts(
        self, rubric: Rubric | None, period: Period | None, rules: RuleSheet, facts: Mapping[str, FactDraft]
    ) -> None:
        """A folded line a criterion."""
        clear(self._list)
        self.blocks.clear()
        self.setVisible(rubric is not None)
        if rubric is None:
            return
        brief = _sketch(rubric, period, rules)
        names = {
            criterion.id: indicator.name or indicator.suggested_name
            for section in rubric.sections
            for indicator in section.indicators
            for criterion in indicator.criteria
        }
        for criterion in rubric.criteria:
            if not may_be_known(criterion):
                continue
            made = FactBlock(brief, criterion, names[criterion.id], facts.get(criterion.id))
            made.changed.connect(self.changed)
            self.blocks[criterion.id] = made
            self._list.addWidget(made)


def _finding(criterion: Criterion, fact: FactDraft | None) -> Finding | None:
    """A draft's finding; a damaged one is nothing."""
    try:
        return read_finding(criterion, dict(fact.finding)) if fact and fact.finding else None
    except RefusedError:
        return None


def _sketch(rubric: Rubric, period: Period | None, rules: RuleSheet) -> Brief:
    """A brief that is none yet: the rows of a criterion want to know the months and the step."""
    today = date.today()
    return Brief(
        header=Header("brief", False, "", "", "", "", 0, "", 1, ()),
        issued="",
        organiser=Person("", ""),
        rubric=rubric,
        platform=Platform("", "", "", ""),
        period=period or Period(today, today),
        date=today,
        place="",
        colour="blue",
        rules=rules,
        seats=(),
        observers=(),
        facts={},
    )
