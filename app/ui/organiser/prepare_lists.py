"""What a round's workbook or form says: every problem by its place, or a preview of what will be made."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.period import day_words
from app.domain.rule_sheet import RuleSheet
from app.i18n import sentence
from app.services.cross_notes import Told
from app.services.panel_file import PanelPlan
from app.services.round_cells import Problem
from app.services.round_filled import Field, FieldProblem
from app.services.round_reading import MOST_PROBLEMS, Checked
from app.ui.organiser.prepare_counts import annex_words
from app.ui.pages import button
from app.ui.parts import Panel, label, pill, row
from app.ui.words import law, raw, t


def told_words(told: Told) -> str:
    """A sentence by its code and fields."""
    return raw(sentence(told.code, told.fields))


def problem_lines(problems: Sequence[Problem]) -> str:
    """All problems as text, a line each, to be sent to whoever filled the workbook in."""
    return "\n".join(f"{each.sheet} {each.address}：{told_words(each.told)}" for each in problems)


class ProblemList(Panel):
    """The problems of one sheet: its name, how many, a line each up to `most`, with the cell's address."""

    def __init__(self, sheet: str, problems: Sequence[Problem], most: int) -> None:
        super().__init__()
        words = t("工作表“{sheet}”").format(sheet=raw(sheet))
        self.setAccessibleName(words)
        head = row(label(words, "title"), parent=self.inside)
        head.setStretch(0, 1)
        head.addWidget(pill(t("{n} 处").format(n=len(problems)), "bad"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for at, each in enumerate(problems[:most]):
            where = each.address or t("整张表")
            grid.addWidget(pill(raw(where), "bad"), at, 0, top)
            told = label(told_words(each.told))
            told.setAccessibleName(f"{where} {told.text()}")
            grid.addWidget(told, at, 1, top)
        self.inside.addLayout(grid)
        if left := len(problems[most:]):
            words = t("还有 {n} 处没有列在这里，“复制清单”里有全部。可以先改好这些，再重新检查。")
            self.inside.addWidget(label(words.format(n=left), "notice"))


class FieldProblems(Panel):
    """The problems of the form; `wanted` has the field that one of them is about."""

    wanted = Signal(object)

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(t("还有 {n} 处要改").format(n=len(problems)))
        self.acts: list[QPushButton] = []
        for each in problems:
            where, told = raw(_where(each.field)), told_words(each.told)
            act = button(t("去填写"), "small", f"{t('去填写')}：{where} {told}")
            act.clicked.connect(lambda _=False, field=each.field: self.wanted.emit(field))
            self.acts.append(act)
            line = row(label(where, "title"), label(told), act, parent=self.inside)
            line.setStretch(0, 2)
            line.setStretch(1, 5)


def _where(field: Field) -> str:
    if field.part in ("platform", "fact", "experts"):
        return t("平台 {n} · {what}").format(n=field.at + 1, what=law(field.what) or t("专家"))
    if field.part == "expert":
        return t("第 {n} 位专家 · {what}").format(n=field.at + 1, what=law(field.what))
    return t("规则 · {what}").format(what=law(field.what))


def problem_lists(problems: Sequence[Problem]) -> list[ProblemList]:
    """One list a sheet, in the order of the sheets; the first problems are listed, all are counted."""
    lists, left = [], MOST_PROBLEMS
    for sheet, group in groupby(problems, lambda each: each.sheet):
        found = list(group)
        lists.append(ProblemList(sheet, found, left))
        left -= len(found[:left])
    return lists


class PlanRow(QFrame):
    """One panel that will be made: what is judged, over which 考核期, when and where, by whom."""

    def __init__(self, at: int, plan: PanelPlan) -> None:
        super().__init__()
        self.setProperty("role", "" if at == 1 else "row")
        self.setAccessibleName(plan.platform.name)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 12, 20, 12)
        line.setSpacing(16)
        number = label(str(at), "id", wraps=False)
        line.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(3)
        text.addWidget(label(raw(plan.platform.name), "title"))
        platform = plan.platform
        who = t("运营：{operator}").format(operator=platform.operator)
        if platform.builder:
            who = t("建设：{builder} · ").format(builder=platform.builder) + who
        text.addWidget(label(raw(f"{annex_words(plan.rubric)} · {who}"), "caption"))
        when = t("考核期 {period} · 评审 {day}").format(
            period=law(plan.period.words), day=law(day_words(plan.date))
        )
        text.addWidget(label(" · ".join(filter(None, (when, raw(plan.place)))), "caption"))
        text.addWidget(label(_people(plan), "secondary"))
        line.addLayout(text, 1)
        line.addLayout(self._pills(plan))

    def _pills(self, plan: PanelPlan) -> QVBoxLayout:
        beside = QVBoxLayout()
        beside.setSpacing(6)
        right = Qt.AlignmentFlag.AlignRight
        if plan.rehearsal:
            beside.addWidget(pill(t("演练"), "warn"), 0, right)
        count = len(plan.facts)
        known = t("已知事实 {n} 项").format(n=count) if count else t("没有已知事实")
        beside.addWidget(pill(known, "ok" if count else ""), 0, right)
        beside.addStretch(1)
        return beside


def _people(plan: PanelPlan) -> str:
    names = [f"{each.name}（{t('组长')}）" if each.chair else each.name for each in plan.seats]
    told = t("专家 {n} 人：{names}").format(n=len(names), names=t("、").join(names))
    if plan.reserves:
        told += t("；候补：{names}").format(names=t("、").join(each.name for each in plan.reserves))
    if plan.observers:
        told += t("；观察员：{names}").format(names=t("、").join(each.name for each in plan.observers))
    return raw(told)


def rules_panel(rules: RuleSheet) -> Panel:
    """The rule sheet in a few lines: what is off its default, and who confirmed it."""
    panel = Panel(t("评审规则"))
    departures = rules.departures()
    if not departures:
        panel.inside.addWidget(label(t("全部采用默认。"), "secondary"))
    for each in departures:
        panel.inside.addWidget(label(law(each), "secondary"))
    by = rules.confirmed_by
    if by is None:
        panel.inside.addWidget(label(t("规则未经委托方确认。每一页都会写明这句话。"), "notice"))
    else:
        words = t("已由{unit}{name}于{date}确认（{document}）。")
        told = words.format(unit=by.unit, name=by.name, date=by.date, document=by.document)
        panel.inside.addWidget(label(raw(told), "good"))
    return panel


def plans_panel(plans: Sequence[PanelPlan]) -> Panel:
    """The panels that will be made, in order."""
    panel = Panel()
    panel.setAccessibleName(t("将要建立的专家组"))
    panel.inside.setContentsMargins(0, 4, 0, 4)
    panel.inside.setSpacing(0)
    for at, each in enumerate(plans, start=1):
        panel.inside.addWidget(PlanRow(at, each))
    return panel


def notes_panel(notes: Sequence[Told]) -> QWidget | None:
    """What may be meant and may be a slip; None where there is nothing."""
    if not notes:
        return None
    panel = Panel(t("请看一下（不影响建立）"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for at, each in enumerate(notes):
        grid.addWidget(label("•", wraps=False), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(told_words(each)), at, 1)
    panel.inside.addLayout(grid)
    return panel


def rehearsal_words() -> str:
    """What a rehearsal is, wherever one is prepared."""
    return t("这是演练，不进入正式评审。每一份文件上都会写明“演练”。")


def preview_panels(checked: Checked) -> Iterator[QWidget]:
    """What will be made: whether it is a rehearsal, what to look at, the panels, the rules."""
    if any(each.rehearsal for each in checked.plans):
        yield label(rehearsal_words(), "notice")
    # That nothing is known of a platform stands at its row; who confirmed the rules, with the rules.
    shown = [
        each for each in checked.notes if each.code not in ("round_note_no_facts", "round_note_unconfirmed")
    ]
    if (noted := notes_panel(shown)) is not None:
        yield noted
    yield plans_panel(checked.plans)
    yield rules_panel(checked.plans[0].rules)
