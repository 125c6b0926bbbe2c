"""核对并签署: what is left to do first, each with its way back; then one act for all finished sheets."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from app.domain.sheet import Sheet
from app.domain.signed_sheet import CHANGE_WORDS
from app.errors import ZhipingError
from app.services.signing_job import Made
from app.ui.desk import Desk
from app.ui.pages import button
from app.ui.parts import Panel, clear, label, middle, pill, row, tell, work
from app.ui.preview_view import WIDTH, PreviewView
from app.ui.reading_order import read_in_order
from app.ui.ready_panel import ReadyPanel
from app.ui.sheet_states import clock_words, is_recused, judged, may_sign, waits_for_survey
from app.ui.still import CheckBox
from app.ui.words import law, raw, t
from app.ui.working_page import WorkingPage


class CheckPage(WorkingPage):
    """`fill_requested` leads back to a criterion, `brief_requested` to the declaration, `signed` is emitted
    with the ids of the sheets that were signed in one act."""

    fill_requested = Signal(str, str)
    brief_requested = Signal(str)
    signed = Signal(object)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(t("核对并签署"))
        self.manual = "check"
        self.desk, self.name = desk, name
        self.session = desk.session(name)
        self.brief = self.session.sheet.brief
        self.person = self.session.sheet.member.name
        self._ready: list[Sheet] = []
        self._done: list[str] = []
        self.jumps: list[QPushButton] = []
        self.tabs = [button(t("核对"), "tab"), button(t("纸面预览"), "tab")]
        self.summary, self.kept = label("", "notice"), label("", "good")
        self.change, self.clock = label("", "notice"), label("", "notice")
        self.hint = label("", "secondary")
        self.gaps, self.together = Panel(), ReadyPanel()
        self.sure = CheckBox(t("我已逐项核对，评分由本人独立作出。"))
        self.preview = PreviewView()
        self.recuse = button(t("我申请回避"), "link")
        self.sign = button("", "primary")
        self.primary = self.sign
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        column = middle(self)
        self._group = QButtonGroup(self)
        for tab in self.tabs:
            tab.setCheckable(True)
            self._group.addButton(tab)
        self.tabs[0].setChecked(True)
        tabs = row(*self.tabs)
        tabs.addStretch(1)
        column.addLayout(tabs)
        self.first = Panel()
        self.first.setProperty("role", "ground")
        self.first.inside.setContentsMargins(0, 0, 0, 0)
        self.first.inside.setSpacing(14)
        for shown in (self.clock, self.change, self.summary, self.kept, self.gaps, self.together):
            self.first.inside.addWidget(shown)
        column.addWidget(self.first)
        column.addWidget(self.preview)
        self.preview.setVisible(False)
        below: tuple[QWidget, ...] = (self.sure, self.busy, self.refusal)
        for each in below:
            column.addWidget(each)
        self.sure.setAccessibleName(self.sure.text())
        self.bottom.row.addWidget(self.recuse)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bottom.row.addWidget(self.hint, 1)
        self.bottom.row.addWidget(self.sign)

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self.on_tab)
        self.sure.toggled.connect(self.update_state)
        self.together.changed.connect(self.update_state)
        self.sign.clicked.connect(self.on_sign)
        self.recuse.clicked.connect(lambda: self.brief_requested.emit(self.name))

    # ---- what it shows ------------------------------------------------------------------------------

    def refresh(self) -> None:
        super().refresh()
        sheet = self.session.sheet
        self.saved_at = self.session.saved_at
        self._ready = [each for each in self.desk.sheets() if may_sign(each)]
        self._show_gaps(sheet)
        self.together.show_sheets(self._ready)
        self._show_change(sheet)
        tell(self.clock, clock_words(sheet.brief, self.desk.core.scoring.time()) if sheet.open else "")
        self.recuse.setVisible(sheet.open and not is_recused(sheet))
        self.update_state()
        if self.tabs[1].isChecked():
            self.on_tab()
        read_in_order(self)

    def _show_gaps(self, sheet: Sheet) -> None:
        clear(self.gaps.inside)
        self.jumps.clear()
        gaps = () if is_recused(sheet) else sheet.missing
        remarks = () if is_recused(sheet) else sheet.remarks_missing
        told = []
        if gaps:
            told.append(t("还有 {n} 处未判断").format(n=len(gaps)))
        if remarks:
            told.append(t("{n} 处需要说明").format(n=len(remarks)))
        tell(self.summary, t("，").join(told) + t("。") if told else "")
        tell(self.kept, "" if told else self._complete_words(sheet))
        wanted = {**{each: t("未判断") for each in gaps}, **{each: t("需要说明") for each in remarks}}
        for at, criterion in enumerate(each for each in sheet.brief.rubric.criteria if each.id in wanted):
            self.gaps.inside.addWidget(self._gap(criterion.id, criterion.text, wanted[criterion.id], at))
        self.gaps.setVisible(bool(told))

    def _complete_words(self, sheet: Sheet) -> str:
        if is_recused(sheet):
            return t("您申请回避本平台的评审。请签署回避声明并交出。")
        told = t("{n} 项全部完成。").format(n=judged(sheet)[1])
        if waits_for_survey(sheet):
            told += t("满意度由组织方补录，不影响您现在签署。")
        return told

    def _gap(self, id: str, text: str, what: str, at: int) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "row" if at else "")
        line = QHBoxLayout(frame)
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(12)
        jump = button(t("去填写"), "quiet", t("去填写：{id}").format(id=raw(id)))
        jump.clicked.connect(lambda: self.fill_requested.emit(self.name, id))
        self.jumps.append(jump)
        line.addWidget(label(raw(id), "id", wraps=False), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(label(raw(text)), 1)
        line.addWidget(pill(what, "warn"))
        line.addWidget(jump)
        return frame

    def _show_change(self, sheet: Sheet) -> None:
        told = ""
        if sheet.change is not None and sheet.open:
            told = t(
                "更正版（第 {n} 版）。理由：{reason}（{note}）。已签署的第 {before} 版原样保留。"
            ).format(
                n=len(sheet.signed) + 1,
                reason=law(CHANGE_WORDS[sheet.change.code]),
                note=raw(sheet.change.note),
                before=len(sheet.signed),
            )
        tell(self.change, told)

    def update_state(self) -> None:
        """Whether it may be signed now."""
        count = len(self.together.picked)
        self.sure.setText(self.together.sure_words())
        self.sure.setAccessibleName(self.sure.text())
        self.sign.setText(t("签署（{n} 份）").format(n=count))
        self.sign.setAccessibleName(self.sign.text())
        tell(self.hint, self._hint_words(count))
        self.sure.setVisible(bool(self._ready))
        self.sure.setEnabled(not self._busy)
        self.sign.setEnabled(bool(count) and self.sure.isChecked() and not self._busy)

    def _hint_words(self, count: int) -> str:
        """Why the one button cannot be pressed, beside it."""
        if self._busy:
            return t("正在签署，请稍候……")
        if not self._ready:
            return t("填写完整后才能签署。") if self.session.sheet.open else ""
        if not count:
            return t("请至少勾选一份。")
        if self.sure.isChecked():
            return ""
        here = may_sign(self.session.sheet)
        return t("请先勾选上面的声明。") if here else t("本平台还没有填完，不在其中。")

    # ---- what happens -------------------------------------------------------------------------------

    def on_tab(self) -> None:
        """核对 or 纸面预览."""
        paper = self.tabs[1].isChecked()
        self.first.setVisible(not paper)
        self.preview.setVisible(paper)
        if not paper:
            return
        sheet = self.session.sheet
        if not may_sign(sheet):
            self.preview.show_words(t("填写完整后，这里显示评分表打印出来的样子。"))
            return
        try:
            self.preview.draw(self.desk.core.scoring.preview(sheet, WIDTH))
        except ZhipingError as error:
            self.refusal.tell(error)

    def on_sign(self) -> None:
        """Signs all finished sheets one after the other, in the worker."""
        self._done = []
        self.working(True)
        self._sign_next(list(self.together.picked))

    def _sign_next(self, left: list[Sheet]) -> None:
        if not left:
            self.working(False)
            self.signed.emit(tuple(self._done))
            return
        scoring = self.desk.core.scoring

        def keep(made: Made) -> None:
            try:
                scoring.keep(made)
            except ZhipingError as error:
                self.on_failed(error)
                return
            self.desk.session(made.sheet.id).replace(scoring.load(made.sheet.id))
            self._done.append(made.sheet.id)
            self._sign_next(left[1:])

        try:
            work(self, scoring.prepare(left[0]), keep, self.on_failed)
        except ZhipingError as error:
            self.on_failed(error)

    def on_failed(self, error: ZhipingError) -> None:
        """One could not be signed; those before it are."""
        self.working(False)
        self.refresh()
        self.opened()
        self.refusal.tell(error)

    def working(self, busy: bool) -> None:
        super().working(busy)
        for each in (*self.tabs, *self.jumps, *self.together.boxes, self.recuse):
            each.setEnabled(not busy)

    def opened(self) -> None:
        if self.jumps:
            self.jumps[0].setFocus()
        elif self._ready:
            self.sure.setFocus()
