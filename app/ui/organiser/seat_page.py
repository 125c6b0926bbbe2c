"""1 收表: the seats of one panel with state and reason, and the acts that settle them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.findings import write_finding
from app.domain.panel import Panel as DeskPanel
from app.domain.progress import progress as progress_of
from app.domain.rubric import Criterion, CriterionId
from app.errors import ZhipingError
from app.ui.feedback import Refusal
from app.ui.organiser.bind_panel import BindPanel
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.seat_acts import (
    WHOLE_PANEL,
    add_act,
    chair_act,
    choose_act,
    consent_act,
    do_settle,
    evidence_fields,
    reserve_act,
    settle_act,
    void_act,
)
from app.ui.organiser.seat_finding import FindingForm
from app.ui.organiser.seat_form import Act, ActForm, Given, Inserted
from app.ui.organiser.seat_row import SeatRow
from app.ui.organiser.seat_supply import FactPicker, SupplyPanel
from app.ui.organiser.seat_words import reserves_words
from app.ui.organiser.steps import StepPage
from app.ui.pages import button
from app.ui.parts import Panel, clear, label, middle, reveal, tell, work
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.words import t


class SeatPage(StepPage):
    """`collect_requested` that sheets are to be collected, `keying_requested` a panel and a seat whose paper
    sheet is to be keyed in (offered where `keying` is)."""

    collect_requested = Signal()
    keying_requested = Signal(str, str)

    def __init__(self, session: PanelSession, watch: StickWatch, *, keying: bool = False) -> None:
        super().__init__(session, "collect")
        self.watch, self._keying = watch, keying
        self.rows: list[SeatRow] = []
        self.form: ActForm | None = None
        self.state, self.warning, self.refusal = label("", "heading"), label("", "notice"), Refusal()
        self.binding = BindPanel(session.desk, session.name)
        self.seats = Panel(t("席位"))
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        self.seats.inside.addLayout(self.list)
        self.reserves = label("", "caption")
        self.seats.inside.addWidget(self.reserves)
        self.supply = SupplyPanel()
        self.host = QVBoxLayout()
        self.add = button(t("增补专家"), "link")
        self.chair = button(t("更换组长"), "link")
        self.fact = button(t("更正事实"), "link")
        self.consent = button(t("登记委托方同意"), "quiet")
        self.void = button(t("作废本组"), "link")
        self.collect = button(t("收取评分表"), "primary")
        self.primary = self.collect
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = middle(self)
        for shown in (self.state, self.warning, self.refusal):
            column.addWidget(shown)
        column.addWidget(self.consent, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self.host)
        for panel in (self.binding, self.seats, self.supply):
            column.addWidget(panel)
        note = t("这里只登记谁交了、谁没有交。没有人能替专家评分或投票。")
        column.addWidget(label(note, "caption"))
        for link in (self.add, self.chair, self.fact, self.void):
            self.bottom.row.addWidget(link)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.collect)

    def _connect(self) -> None:
        self.collect.clicked.connect(self.collect_requested)
        self.binding.bound.connect(self.session.desk.changed)
        self.supply.asked.connect(self.on_supply)
        self.add.clicked.connect(lambda: self._ask("add", add_act()))
        self.chair.clicked.connect(lambda: self._ask("chair", chair_act(self.session.panel)))
        self.consent.clicked.connect(lambda: self._ask("consent", consent_act()))
        self.void.clicked.connect(lambda: self._ask("void", void_act(self.session.panel)))
        self.fact.clicked.connect(self.on_fact)

    # ---- what it shows ------------------------------------------------------------------------------

    def refresh(self) -> None:
        super().refresh()
        panel = self.session.panel
        focused = next((at for at, each in enumerate(self.rows) if each.isAncestorOf(_focus(self))), None)
        clear(self.list)
        self.rows = []
        for place in panel.places:
            row = SeatRow(panel, place, keying=self._keying)
            row.asked.connect(self.on_asked)
            self.rows.append(row)
            self.list.addWidget(row)
        tell(self.reserves, reserves_words(panel))
        self.reserves.setVisible(bool(self.reserves.text()))
        tell(self.state, state_words(panel))
        tell(self.warning, warning_words(panel))
        self.binding.refresh()
        self.supply.show_panel(panel)
        closed = bool(panel.void or panel.sealed)
        for link in (self.add, self.chair, self.fact, self.void):
            link.setVisible(not closed)
        owed = {each.what for each in progress_of(panel).owed}
        self.consent.setVisible("consent" in owed)
        self.collect.setEnabled(panel.issued)
        read_in_order(self)
        if focused is not None and self.form is None:
            self.opened()

    def opened(self) -> None:
        first = next((each for each in self.binding.rows.values() if not each.done), None)
        (first.field if first else self.collect).setFocus()

    def reach(self, about: str) -> None:
        """A seat in front."""
        row = next((each for each in self.rows if each.seat == about), None)
        if row is not None:
            reveal(self, row)
            next(iter(row.acts.values()), self.collect).setFocus()

    # ---- the acts -----------------------------------------------------------------------------------

    def on_asked(self, act: str, seat: str) -> None:
        """An act on one seat was asked for."""
        panel, settling = self.session.panel, self.session.desk.core.settling
        if act == "key":
            self.keying_requested.emit(self.session.name, seat)
        elif act in ("settle", "reserve"):
            form = self._open(settle_act(panel, seat) if act == "settle" else reserve_act(panel, seat))
            form.given.connect(
                lambda given: self._act(form, lambda: do_settle(settling, self.session.name, seat, given))
            )
        else:
            form = self._open(choose_act(panel, seat))
            form.given.connect(lambda given: self._choose(form, seat, given))

    def on_supply(self, criterion: str) -> None:
        """补录满意度, with the control that fits its rule."""
        found = self._criterion(criterion)
        told = t("由组织方对全体专家统一补录，附佐证；各份评分表同样计入。")
        act = Act(t("补录满意度"), told, fields=evidence_fields(), reason=False, confirm=t("补录"))
        known = self.session.panel.supplied.get(found.id)
        entry = FindingForm(self.session.brief, found, known.finding if known else None)
        form = self._open(act, [entry])

        def supply(given: Given) -> None:
            finding = write_finding(entry.finding) if entry.finding is not None else None
            settling, name = self.session.desk.core.settling, self.session.name
            self._act(form, lambda: settling.supply(name, criterion, finding, given.texts["evidence"]))

        form.given.connect(supply)

    def on_fact(self) -> None:
        """更正事实: the brief's fact was wrong; the sheets stay as they are."""
        told = t("登记任务书里的事实有误，会印在汇总记录上。专家的评分表不变，要改的请自己更正。")
        picker = FactPicker(self.session.brief)
        act = Act(t("更正事实"), told, fields=evidence_fields())
        form = self._open(act, [picker])
        picker.chosen.connect(lambda: read_in_order(self))

        def correct(given: Given) -> None:
            if picker.form is None or picker.form.finding is None:
                form.refusal.say(t("请先选择评分项，并填写核实的结果。"))
                return
            value, found = write_finding(picker.form.finding), picker.form.criterion.id
            settling, name, evidence = self.session.desk.core.settling, self.session.name, "evidence"
            self._act(form, lambda: settling.correct(name, found, value, given.texts[evidence], given.reason))

        form.given.connect(correct)

    def _ask(self, which: str, act: Act) -> None:
        form = self._open(act)
        do = partial(WHOLE_PANEL[which], self.session.desk.core.settling, self.session.name)
        form.given.connect(lambda given: self._act(form, lambda: do(given)))

    def _choose(self, form: ActForm, seat: str, given: Given) -> None:
        settling, name = self.session.desk.core.settling, self.session.name

        def right(sheet: str) -> None:
            form.working(False)
            self._act(form, lambda: settling.stand(name, seat, sheet, given.reason))

        def wrong(error: ZhipingError) -> None:
            form.working(False)
            form.refusal.tell(error)

        form.working(True)
        work(form, settling.prepare_choose(name, seat, given.code), right, wrong)

    def _act(self, form: ActForm, do: Callable[[], object]) -> None:
        if self.session.act(do, form.refusal):
            self._close(form)
            self.opened()

    def _open(self, act: Act, inserted: Sequence[Inserted] = ()) -> ActForm:
        if self.form is not None:
            self._close(self.form)
        form = ActForm(act, inserted)
        form.closed.connect(lambda: self._close(form))
        self.form = form
        self.host.addWidget(form)
        read_in_order(self)
        form.focus()
        reveal(self, form)
        return form

    def _close(self, form: ActForm) -> None:
        if self.form is form:
            self.form = None
            form.hide()
            form.deleteLater()
            read_in_order(self)
            self.opened()

    def _criterion(self, criterion: str) -> Criterion:
        return self.session.brief.rubric.criterion(CriterionId(criterion))


def _focus(page: QWidget) -> QWidget:
    return page.focusWidget() or page


def state_words(panel: DeskPanel) -> str:
    """已收 3/5。收齐前，任何人都看不到评分。 → 5 人均已登记：4 份评分表，1 人回避。评分现在公开给专家组。"""
    if panel.void:
        return t("这一组已作废。")
    if not panel.issued:
        return t("任务书还没有签发，签发后才能收表。")
    found = progress_of(panel)
    if panel.waiting:
        said = t("已收 {n}/{m}。收齐前，任何人都看不到评分。")
        return said.format(n=found.settled, m=found.seats)
    words = {
        "recused": t("{n} 人回避"), "absent": t("{n} 人缺席"), "replaced": t("{n} 人已更换"),
        "refused": t("{n} 人未交"),
    }  # fmt: skip
    count = [panel.standing(each) for each in panel.places]
    parts = [t("{n} 份评分表").format(n=len(panel.counted))]
    parts += [said.format(n=count.count(key)) for key, said in words.items() if key in count]
    said = t("{n} 人均已登记：{parts}。评分现在公开给专家组。")
    return said.format(n=found.seats, parts=t("，").join(parts))


def warning_words(panel: DeskPanel) -> str:
    """有效评分表 4 份。如认定相等，将无法过半。"""
    counted = len(panel.counted)
    if panel.waiting or panel.void or not panel.issued:
        return ""
    told = []
    if any(each.what == "consent" for each in progress_of(panel).owed):
        told.append(t("有效评分表不足 3 份，须登记委托方同意才能封存。"))
    if counted and counted % 2 == 0:
        told.append(t("有效评分表 {n} 份。如认定相等，将无法过半。").format(n=counted))
    return "".join(told)
