"""评审规则确认单 on the form: only what matters for the round's tables asks, all else is 采用默认."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from app.domain.frozen import replace
from app.domain.rubric import Rubric
from app.domain.rule_rows import matters
from app.domain.rule_sheet import FIXED
from app.services import round_form as form
from app.services.round_draft import RoundDraft
from app.services.round_form import RuleRow
from app.ui.choice_card import ChoiceCard
from app.ui.organiser.prepare_fields import TextField, in_columns
from app.ui.pages import button
from app.ui.parts import Panel, clear, label, pill, row, tell
from app.ui.style import mark
from app.ui.words import law, t


class RuleBlock(QFrame):
    """One question: what holds now, and, once asked for, its options; `chosen` has the words of one."""

    chosen = Signal(str, str)

    def __init__(self, rule: RuleRow, now: str, *, first: bool) -> None:
        super().__init__()
        self.rule = rule
        self.setProperty("role", "" if first else "row")
        question, options = rule.question, rule.question.options
        self.setAccessibleName(law(question.question))
        value = rule.options.get(now, options[0][0])
        inside = QVBoxLayout(self)
        inside.setContentsMargins(20, 10, 20, 10)
        inside.setSpacing(8)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(label(law(question.question), "title"))
        text.addWidget(label(law(dict(options)[value]), "secondary"))
        line = row(parent=inside)
        line.addLayout(text, 1)
        is_default = value == options[0][0]
        line.addWidget(pill(t("采用默认") if is_default else t("已改"), "ok" if is_default else "warn"))
        self.change = button(t("改…"), "small", t("改这一条：{what}").format(what=law(question.question)))
        line.addWidget(self.change)
        self.options = QWidget()
        choices = QVBoxLayout(self.options)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(6)
        self.cards: list[ChoiceCard] = []
        group = QButtonGroup(self)
        for key, words in options:
            name = t("采用默认：{words}").format(words=law(words)) if key == options[0][0] else law(words)
            card = ChoiceCard("", name)
            card.setChecked(key == value)
            told = form.DEFAULT if key == options[0][0] else words
            card.clicked.connect(partial(self.chosen.emit, rule.label, told))
            group.addButton(card)
            self.cards.append(card)
            choices.addWidget(card)
        self.options.setVisible(False)
        inside.addWidget(self.options)
        self.change.clicked.connect(lambda: self.options.setVisible(self.options.isHidden()))


class RulesEditor(QWidget):
    """`changed` with the draft as it is after every choice and key."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._draft = RoundDraft()
        self._rubrics: tuple[Rubric, ...] = ()
        self.blocks: list[RuleBlock] = []
        self.default = button(t("全部采用默认"), "quiet")
        self.list = Panel()
        self.list.inside.setContentsMargins(0, 4, 0, 4)
        self.list.inside.setSpacing(0)
        self.state = label("", "notice")
        day = t("如 2026-11-20")
        self.numbers = {
            # First what matters for every table: the others leave no gap before it.
            form.OUTLIER: TextField(t("总分相差几分须说明，默认 15"), t("采用默认"), limit=6),
            form.STEP: TextField(t("评分步长（分），默认 0.5"), t("采用默认"), limit=6),
            form.MINIMUM: TextField(t("认定最低综合评分，默认不设"), t("采用默认"), limit=6),
        }
        self.confirmed = {
            label: TextField(law(label), day if label == form.CONFIRMED["date"] else "", limit=200)
            for label in form.CONFIRMED.values()
        }
        self._lay_out()
        self.default.clicked.connect(self.on_default)
        for key, field in (self.numbers | self.confirmed).items():
            field.on_typed(partial(self.put, key))

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        told = t("只列出与本轮附件有关的规则。签发任务书以后不能再改。")
        line = row(label(told, "secondary"), self.default, parent=whole)
        line.setStretch(0, 1)
        whole.addWidget(self.list)
        self.few = Panel(t("分数"))
        self.few.inside.addLayout(in_columns(list(self.numbers.values()), 3))
        whole.addWidget(self.few)
        by = Panel(t("委托方的确认"))
        by.inside.addWidget(label(t("由委托方确认以上规则：写下姓名、单位、日期和文件。"), "secondary"))
        by.inside.addLayout(in_columns(list(self.confirmed.values()), 2))
        by.inside.addWidget(self.state)
        whole.addWidget(by)
        always = Panel(t("不能改的"))
        for what, how in FIXED:
            always.inside.addWidget(label(t("{act}：{who}").format(act=law(what), who=law(how)), "caption"))
        whole.addWidget(always)

    def show_draft(self, draft: RoundDraft, rubrics: Sequence[Rubric]) -> None:
        """Shows the rules of a draft, as far as they matter for `rubrics`."""
        self._draft = draft
        clear(self.list.inside)
        self.blocks.clear()
        asked = [each for each in form.RULE_ROWS if matters(each.question.key, rubrics)]
        for each in asked:
            made = RuleBlock(each, draft.rules.get(each.label, form.DEFAULT), first=not self.blocks)
            made.chosen.connect(self.on_chosen)
            self.blocks.append(made)
            self.list.inside.addWidget(made)
        if not asked:
            self.list.inside.addWidget(label(t("请先在“平台”里选附件。"), "notice"))
        keys = {form.STEP: "step", form.OUTLIER: "outlier_points", form.MINIMUM: "minimum_total"}
        for name, field in self.numbers.items():
            field.setVisible(matters(keys[name], rubrics))
        self.few.setVisible(bool(rubrics))
        for name, field in (self.numbers | self.confirmed).items():
            field.put(draft.rules.get(name, ""))
        self._show_state()
        self._rubrics = tuple(rubrics)

    def on_chosen(self, name: str, words: str) -> None:
        """An option was pressed; the question folds again."""
        self.put(name, "" if words == form.DEFAULT else words)
        at = next(at for at, each in enumerate(self.blocks) if each.rule.label == name)
        self.show_draft(self._draft, self._rubrics)
        self.blocks[at].change.setFocus()

    def on_default(self) -> None:
        """Every rule at its default; who confirmed stays."""
        kept = {key: text for key, text in self._draft.rules.items() if key in self.confirmed}
        self._draft = replace(self._draft, rules=kept)
        self.show_draft(self._draft, self._rubrics)
        self.changed.emit(self._draft)

    def put(self, name: str, text: str) -> None:
        """One rule's words, "" for the default."""
        rules = {key: value for key, value in self._draft.rules.items() if key != name}
        self._draft = replace(self._draft, rules=rules | ({name: text} if text else {}))
        self._show_state()
        self.changed.emit(self._draft)

    def _show_state(self) -> None:
        there = [bool(self._draft.rules.get(name, "").strip()) for name in self.confirmed]
        mark(self.state, role="good" if all(there) else "notice")
        if all(there):
            tell(self.state, t("已写明委托方的确认。"))
        elif any(there):
            tell(self.state, t("四项要么都写，要么都不写。"))
        else:
            tell(self.state, t("规则未经委托方确认。每一页都会写明这句话。"))
