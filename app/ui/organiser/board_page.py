"""组织评审: every panel of this desk, platform by expert; status only, no scores; and what is still owed."""

from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton

from app.errors import ZhipingError
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.board_model import Line, line_of
from app.ui.organiser.board_owed import Due, OwedPanel, dues, ranking_due
from app.ui.organiser.board_projector import BoardProjector
from app.ui.organiser.board_table import BoardTable
from app.ui.pages import Page, button
from app.ui.parts import Panel, label, progress, tell
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.words import t

_AT_ONCE = 0.02  # seconds of reading panels before the window answers again
_FIRST = ("prepare", "issue")  # at the foot; the others beside the heading
_BESIDE = 1200  # logical pixels from which 还差 stands beside the table


class BoardPage(Page):
    """`panel_requested` has a panel's name and the step wanted, `page_requested` the desk's page wanted,
    one of `offered`; `ranking_requested` a panel whose category's ranking is wanted; `collect_requested` that
    sheets are to be collected."""

    panel_requested = Signal(str, str)
    ranking_requested = Signal(str)
    page_requested = Signal(str)
    collect_requested = Signal()

    def __init__(self, desk: Desk, watch: StickWatch, offered: Sequence[str] = ()) -> None:
        super().__init__(t("组织评审"))
        self.manual = "board"
        self.desk, self.watch = desk, watch
        self.lines: tuple[Line, ...] = ()
        self._waiting: list[str] = []
        self._pending: list[Line] = []
        self.state, self.notice, self.refusal = label("", "heading"), label("", "notice"), Refusal()
        self.busy = progress()
        self.table, self.owed = BoardTable(), OwedPanel()
        self.empty = Panel(t("还没有专家组"))
        self.empty.inside.addWidget(
            label(t("准备新一轮：一个平台一个专家组，签发任务书，装进 U 盘交给专家。"), "secondary")
        )
        self.links = {key: button(words, "link") for key, words in _links().items() if key in offered}
        self.project = button(t("投屏"), "link")
        self.collect = button(t("收取评分表"), "primary")
        self.begin = button(t("准备新一轮"), "primary")
        self._lay_out()
        self.table.opened.connect(self.panel_requested)
        self.owed.opened.connect(self.on_owed)
        self.project.clicked.connect(self.on_project)
        self.collect.clicked.connect(self.collect_requested)
        self.begin.clicked.connect(lambda: self.page_requested.emit("prepare"))
        for key, link in self.links.items():
            link.clicked.connect(lambda _=False, key=key: self.page_requested.emit(key))
        desk.changed.connect(self.on_changed)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(14)
        head = QHBoxLayout()
        head.addWidget(self.state, 1)
        more = [link for key, link in self.links.items() if key not in _FIRST]
        for link in (*more, self.project):
            head.addWidget(link)
        self.body.addLayout(head)
        for shown in (self.notice, self.refusal, self.busy, self.empty):
            self.body.addWidget(shown)
        self.beside = QHBoxLayout()
        self.beside.setSpacing(16)
        self.beside.addWidget(self.table, 3, Qt.AlignmentFlag.AlignTop)
        self.beside.addWidget(self.owed, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self.beside)
        self.body.addStretch(1)
        for key in _FIRST:
            if key in self.links:
                self.bottom.row.addWidget(self.links[key])
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.collect)
        self.bottom.row.addWidget(self.begin)

    def refresh(self) -> None:
        super().refresh()
        self._waiting = list(self.desk.core.panels.in_order())
        self._pending = []
        self.busy.setVisible(False)
        self.read_more()

    @property
    def reading(self) -> bool:
        """Whether panels wait to be read."""
        return bool(self._waiting)

    def read_more(self) -> None:
        """Reads panels for as long as nobody notices; the rest when the window has answered."""
        until = perf_counter() + _AT_ONCE
        while self._waiting and perf_counter() < until:
            name = self._waiting.pop(0)
            try:
                self._pending.append(line_of(self.desk.core.panels.load(name).panel))
            except ZhipingError as error:
                self.refusal.tell(error)
        if self._waiting:
            self._show([*self._pending, *self.lines[len(self._pending) :]])
            self.busy.setVisible(True)
            QTimer.singleShot(0, self, self.read_more)
            return
        self.busy.setVisible(False)
        self._show(self._pending)

    def _show(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        there = bool(lines)
        self.table.show_lines(lines)
        self.empty.setVisible(not there and not self._waiting)
        for shown in (self.table, self.owed, self.state):
            shown.setVisible(there)
        self.project.setVisible(there)
        whole = len(lines) >= len(self._pending) + len(self._waiting)
        tell(self.state, _state(self.lines) if whole else t("正在读取各专家组……"))
        self.owed.setVisible(there and whole)
        if whole:
            self.owed.show_dues((*dues(self.lines), *self._rankings()))
        rehearsal = t("其中有演练，不进入正式评审。")
        any_rehearsal = any(each.panel.brief.header.rehearsal for each in lines)
        tell(self.notice, rehearsal if any_rehearsal else "")
        self._choose_primary(there)
        read_in_order(self)

    def _rankings(self) -> tuple[Due, ...]:
        """What is owed to whole categories; asked only once a panel of one is through."""
        through = (each.panel.brief.rubric.kind for each in self.lines if each.progress.stage == "done")
        if "ranking" not in self.links or "accreditation" not in through:
            return ()
        try:
            return tuple(ranking_due(each) for each in self.desk.core.rankings.owed())
        except ZhipingError as error:
            self.refusal.tell(error)
            return ()

    def _choose_primary(self, there: bool) -> None:
        """收取评分表; where there is nothing to collect for yet, 准备新一轮."""
        prepare = self.links.get("prepare")
        self.collect.setVisible(there)
        self.begin.setVisible(not there and prepare is not None)
        for link in self.links.values():
            link.setVisible(there)
        self.primary = self.collect if there else self.begin if prepare else None

    def on_changed(self) -> None:
        """An act was saved, here or on another page."""
        if self.isVisible():
            self.refresh()
        else:
            self.stale = True

    def on_owed(self, panel: str, step: str) -> None:
        """An act on what is owed was asked for."""
        if step == "ranking":
            self.ranking_requested.emit(panel)
        elif step in self.links:
            self.page_requested.emit(step)
        else:
            self.panel_requested.emit(panel, "collect" if step == "issue" else step)

    def on_project(self) -> None:
        """投屏 over the whole screen; this page stays below."""
        self.projector = BoardProjector(self.lines, self)
        self.projector.showFullScreen()

    def opened(self) -> None:
        first: QPushButton | BoardTable | None = self.table if self.lines else self.primary
        if first is not None:
            first.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        beside = self.width() >= _BESIDE * self.fontMetrics().height() / 24
        self.beside.setDirection(way.LeftToRight if beside else way.TopToBottom)


def _links() -> dict[str, str]:
    return {
        "prepare": t("准备新一轮"),
        "issue": t("签发任务书"),
        "print": t("打印"),
        "ranking": t("认定排序"),
        "package": t("移交"),
    }


def _state(lines: Sequence[Line]) -> str:
    settled = sum(each.progress.settled for each in lines)
    seats = sum(each.progress.seats for each in lines)
    said = t("{platforms} 个平台，席位已登记 {n}/{m}")
    return said.format(platforms=len(lines), n=settled, m=seats)
