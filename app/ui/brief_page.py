"""任务书: what is judged, when, by whom, under which rules; then the declaration as an act of its own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QScrollArea, QWidget

from app.domain.brief import Brief
from app.domain.canonical import write_decimal
from app.domain.period import day_words
from app.domain.rule_sheet import FIXED, QUESTIONS
from app.domain.rules import award
from app.errors import ZhipingError
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.pages import Page, button
from app.ui.parts import Panel, label, middle, reveal, tell
from app.ui.reading_order import read_in_order
from app.ui.sheet_states import clock_words, is_recused, standing
from app.ui.words import law, raw, t


class BriefPage(Page):
    """`acted` names the act that is next and the sheet, `recused` the sheet once they declared 回避."""

    acted = Signal(str, str)
    recused = Signal(str)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(t("任务书"))
        self.manual = "brief"
        self.session = desk.session(name)
        self.scoring = desk.core.scoring
        sheet = self.session.sheet
        self.brief = sheet.brief
        self.person = sheet.member.name
        self.confirm = button(t("确认：无须回避，开始评分"), "primary")
        self.go_on = button("", "primary")
        self.recuse = button(t("我申请回避"), "link")
        self.reason = QPlainTextEdit()
        self.really = button(t("确认回避"), "quiet")
        self.refusal = Refusal()
        column = middle(self)
        self.clock = label("", "notice")
        column.addWidget(self.clock)
        column.addWidget(_what(sheet.brief))
        column.addWidget(_who(sheet.brief, sheet.member.seat))
        column.addWidget(_rules(sheet.brief))
        if sheet.brief.facts:
            column.addWidget(_facts(sheet.brief))
        column.addWidget(self._declaration())
        column.addWidget(self._recusal())
        column.addWidget(self.refusal)
        self.bottom.row.addWidget(self.recuse)
        self.reminder = label(t("这只是回避声明，不是评分表。"), "secondary", wraps=False)
        self.reminder.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.reminder)
        self.bottom.row.addWidget(self.confirm)
        self.bottom.row.addWidget(self.go_on)
        self._connect()
        self.area = next(iter(self.findChildren(QScrollArea)))
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.area.setAccessibleName(t("任务书内容，可用上下键和翻页键阅读"))
        self.refresh()
        read_in_order(self)

    def _connect(self) -> None:
        self.confirm.clicked.connect(self.on_confirm)
        self.go_on.clicked.connect(self.on_go_on)
        self.recuse.clicked.connect(self.on_recuse)
        self.really.clicked.connect(self.on_really)
        self.reason.textChanged.connect(self.on_reason)
        self.on_reason()

    def _declaration(self) -> Panel:
        panel = Panel(t("回避声明"))
        panel.inside.addWidget(label(t("这只是回避声明，不是评分表。"), "notice"))
        asked = t(
            "您与平台的建设主体、运营主体没有任职、投资、亲属或其他可能影响公正评审的关系，才可以确认“无须回避”。"
        )
        panel.inside.addWidget(label(asked))
        return panel

    def _recusal(self) -> Panel:
        self.recusal = Panel(t("我申请回避"))
        told = t("您将回避本平台的评审，其他平台不受影响。事由写在您的声明上，汇总记录只写“回避”。")
        self.recusal.inside.addWidget(label(told))
        self.reason.setPlaceholderText(t("请写明回避事由"))
        self.reason.setAccessibleName(t("回避事由"))
        self.reason.setTabChangesFocus(True)
        self.reason.setMaximumHeight(110)
        self.recusal.inside.addWidget(self.reason)
        self.recusal.inside.addWidget(self.really, 0, Qt.AlignmentFlag.AlignLeft)
        self.recusal.setVisible(False)
        return self.recusal

    def refresh(self) -> None:
        super().refresh()
        sheet = self.session.sheet
        waiting = sheet.declaration is None
        self.confirm.setVisible(waiting)
        self.reminder.setVisible(waiting and self._is_wide)
        tell(self.clock, clock_words(sheet.brief, self.scoring.time()))
        self.go_on.setVisible(not waiting)
        self.go_on.setText(standing(sheet).act_words)
        self.go_on.setAccessibleName(self.go_on.text())
        self.recuse.setVisible(not is_recused(sheet))
        self.primary = self.confirm if waiting else self.go_on

    @property
    def _is_wide(self) -> bool:
        """Whether there is room for the reminder; the page's own panel says it in any case."""
        return self.width() > 56 * self.fontMetrics().horizontalAdvance("评")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.reminder.setVisible(self.session.sheet.declaration is None and self._is_wide)

    def opened(self) -> None:
        """First to be read: no key declares before the person came to the button."""
        if self.session.sheet.declaration is None:
            self.area.setFocus()
        else:
            super().opened()

    def on_go_on(self) -> None:
        """What is next on this sheet."""
        sheet = self.session.sheet
        self.acted.emit(standing(sheet).act, sheet.id)

    def on_confirm(self) -> None:
        """The declaration, saved when it returns."""
        self._declare(None)

    def on_recuse(self) -> None:
        """Asks for the reason; nothing is declared yet."""
        self.recusal.setVisible(True)
        reveal(self, self.really)
        self.reason.setFocus()

    def on_reason(self) -> None:
        """A recusal needs its reason."""
        self.really.setEnabled(bool(self.reason.toPlainText().strip()))

    def on_really(self) -> None:
        """Declares 回避."""
        self._declare(self.reason.toPlainText().strip())

    def _declare(self, reason: str | None) -> None:
        try:
            self.session.replace(self.scoring.declare(self.session.sheet, reason))
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        if reason is None:
            self.acted.emit("score", self.session.sheet.id)
        else:
            self.recused.emit(self.session.sheet.id)


def _what(brief: Brief) -> Panel:
    panel = Panel()
    panel.inside.addWidget(label(raw(brief.platform.name), "heading"))
    rubric = brief.rubric
    lines = [
        (t("类别"), raw(brief.platform.category)),
        (t("建设主体"), raw(brief.platform.builder)),
        (t("运营主体"), raw(brief.platform.operator)),
        (t("考核期"), law(brief.period.words)),
        (t("评审时间和地点"), f"{law(day_words(brief.date))} {raw(brief.place)}".strip()),
        (
            t("评分表"),
            t("{title}，{n} 项，满分 {points} 分").format(
                title=raw(rubric.title), n=len(rubric.criteria), points=write_decimal(rubric.total)
            ),
        ),
        (t("组织方"), raw(brief.organiser.unit or brief.organiser.name)),
    ]
    panel.inside.addWidget(_pairs([(key, value) for key, value in lines if value]))
    if rubric.note:
        panel.inside.addWidget(label(raw(rubric.note), "secondary"))
    return panel


def _who(brief: Brief, mine: str) -> Panel:
    panel = Panel(t("评审专家"))
    lines = []
    for seat in brief.seats:
        marks = [t("组长")] if seat.chair else []
        marks += [t("您")] if seat.id == mine else []
        told = " · ".join(each for each in (seat.unit, seat.title, *marks) if each)
        lines.append((raw(seat.name), raw(told)))
    panel.inside.addWidget(_pairs(lines))
    return panel


def _rules(brief: Brief) -> Panel:
    panel = Panel(t("评审规则"))
    chosen = [(each.question, dict(each.options)[brief.rules.chosen(each.key)]) for each in QUESTIONS]
    panel.inside.addWidget(_pairs([(law(key), law(value)) for key, value in (*chosen, *FIXED)]))
    if brief.rules.departures():
        told = t("与常规不同：{what}").format(what=law("；".join(brief.rules.departures())))
        panel.inside.addWidget(label(told, "notice"))
    by = brief.rules.confirmed_by
    if by is not None:
        told = t("由{unit}{name}于 {date} 确认（{document}）。").format(
            unit=raw(by.unit), name=raw(by.name), date=raw(by.date), document=raw(by.document)
        )
        panel.inside.addWidget(label(told, "caption"))
    return panel


def _facts(brief: Brief) -> Panel:
    panel = Panel(t("组织方填报的事实"))
    panel.inside.addWidget(label(t("评分时请逐条确认或更正，没有确认的不算数。"), "secondary"))
    lines = []
    for id, known in brief.facts.items():
        criterion = brief.rubric.criterion(id)
        told = "；".join(award(criterion, known.finding).why)
        evidence = t("（佐证 {number}）").format(number=raw(known.evidence)) if known.evidence else ""
        lines.append((raw(id), law(told) + evidence))
    panel.inside.addWidget(_pairs(lines))
    return panel


def _pairs(lines: list[tuple[str, str]]) -> QWidget:
    """Names and what stands to them, in two columns."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, 190)
    grid.setColumnStretch(1, 1)
    for at, (key, value) in enumerate(lines):
        name = label(key, "secondary")
        name.setMaximumWidth(260)
        grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value), at, 1)
    return holder
