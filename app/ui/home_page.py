"""今日评审: a row for every platform of the day with its state and its one act; the stick speaks first."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.sheet import Sheet
from app.errors import ZhipingError
from app.i18n import error_sentence
from app.ui.desk import Desk
from app.ui.drop_panel import DropPanel
from app.ui.home_row import HomeRow
from app.ui.pages import Page, button
from app.ui.parts import Panel, clear, label, middle, tell, work
from app.ui.reading_order import read_in_order
from app.ui.sheet_states import comparable
from app.ui.stick_watch import StickWatch, runs_from
from app.ui.style import mark
from app.ui.verify_row import VerifyRow, is_for_verifying
from app.ui.words import raw, t

if TYPE_CHECKING:
    from app.services.opening import Offer

_NARROW = 68  # characters: below this a row's state stands under its name


class HomePage(Page):
    """`act_requested` names the act and the sheet; `briefs_given` has the sound briefs to open and what is to
    be said of the other files; `record_given` a record that waits for this person's signature;
    `verify_requested` has files to verify, maybe none yet."""

    act_requested = Signal(str, str)
    briefs_given = Signal(object, str)
    record_given = Signal(object)
    verify_requested = Signal(object)
    organise_requested = Signal()
    compare_requested = Signal()
    practice_requested = Signal()
    settings_requested = Signal()
    people_requested = Signal()

    def __init__(self, desk: Desk, watch: StickWatch, *, shared: bool, parent: QWidget | None = None) -> None:
        super().__init__(t("今日评审"), parent=parent)
        self.manual = "home"
        self.desk, self.watch = desk, watch
        self._offers: tuple[Offer, ...] = ()
        self._looking = self._unseen = False
        self._narrow = False
        self._on_stick: tuple[Offer, ...] = ()
        self._given: tuple[Path, ...] = ()
        self.acts: list[QPushButton] = []
        self.notice = label("", "notice")
        self.rows = Panel()
        self.rows.inside.setContentsMargins(0, 0, 0, 0)
        self.rows.inside.setSpacing(0)
        self.drop = DropPanel(self.start_folder)
        column = self.column = middle(self)
        for shown in (self.notice, self.rows, self.drop):
            column.addWidget(shown)
        self._links(shared or desk.core.identities.is_made)
        self.drop.files_given.connect(self.on_files)
        self.drop.open_requested.connect(lambda offers: self.briefs_given.emit(offers, ""))
        self.drop.sign_requested.connect(self.record_given)
        watch.changed.connect(self.on_sticks)
        self._show_notice("")
        if watch.sticks:
            self.on_sticks()

    def _links(self, shared: bool) -> None:
        self.practice = button(t("先练一遍（约 3 分钟，不计入评审）"), "link")
        self.compare = button(t("得分对照"), "link")
        self.verify = button(t("验证文件"), "link")
        self.organise = button(t("组织评审"), "link")
        self.settings = button(t("设置"), "link")
        self.people = button(t("换人"), "link")
        self.links = [self.practice, self.compare, self.verify, self.organise, self.settings]
        if shared:
            self.links.append(self.people)
        self.practice.clicked.connect(self.practice_requested)
        self.compare.clicked.connect(self.compare_requested)
        self.verify.clicked.connect(lambda: self.verify_requested.emit(()))
        self.organise.clicked.connect(self.organise_requested)
        self.settings.clicked.connect(self.settings_requested)
        self.people.clicked.connect(self.people_requested)
        for made in self.links:
            self.bottom.row.addWidget(made)
        self.bottom.row.addStretch(1)

    def start_folder(self) -> Path:
        """Where choosing a file begins: on the stick that is in."""
        return self.watch.sticks[0] if self.watch.sticks else Path.home()

    def _show_notice(self, text: str) -> None:
        tell(self.notice, text)

    def recovered(self, time: str) -> None:
        """Says that the last run was not closed and that nothing was lost."""
        said = t("上次没有正常关闭。评分全部保留，最后保存于 {time}，已回到原处。")
        self._show_notice(said.format(time=raw(time)))

    def busy_with_practice(self, busy: bool) -> None:
        """While the practice is being set up."""
        self.drop.busy.setVisible(busy)
        self.practice.setEnabled(not busy)

    def refresh(self) -> None:
        super().refresh()
        if self._unseen:
            self._look()
        sheets = self.desk.sheets()
        clear(self.rows.inside)
        self.acts.clear()
        self.primary = None
        for at, sheet in enumerate(sheets):
            row = HomeRow(sheet, first=at == 0, narrow=self._narrow)
            row.acted.connect(self.act_requested)
            self.rows.inside.addWidget(row)
            self.acts.append(row.act)
        if is_for_verifying(self.desk):
            self._add_verify_row()
        self.rows.setVisible(bool(self.acts))
        self.drop.setMinimumHeight(120 if self.acts else 260)
        self._show_links(sheets)
        self._show_stick(sheets)
        # What waits on the stick comes first: below seven platforms nobody would see it.
        first = bool(self._offers) or self.drop.record is not None
        self.column.insertWidget(1 if first else 2, self.drop)
        self._choose_primary(sheets)
        widest = max((act.sizeHint().width() for act in self.acts), default=0)
        for act in self.acts:
            act.setMinimumWidth(widest)
        read_in_order(self)
        self._show_person(sheets[0].member.name if sheets else "")

    def _add_verify_row(self) -> None:
        row = VerifyRow()
        row.act.clicked.connect(lambda: self.verify_requested.emit(()))
        self.rows.inside.addWidget(row)
        self.acts.append(row.act)

    def _choose_primary(self, sheets: Sequence[Sheet]) -> None:
        for act in self.acts:
            if self.primary is None and not act.property("done") and not self._offers:
                mark(act, role="primary")
                self.primary = act
        if self.primary is None:
            self.primary = self.drop.open if self._offers else self.drop.choose
        if self.drop.record is not None and not self._offers:
            self.primary = self.drop.sign
        mark(self.drop.choose, role="quiet" if self.acts or self._offers or self.drop.record else "primary")

    def _show_links(self, sheets: Sequence[Sheet]) -> None:
        self.compare.setVisible(len(comparable(sheets)) > 1)
        self.verify.setVisible(bool(sheets) or not self.acts)
        self.practice.setText(t("先练一遍") if sheets else t("先练一遍（约 3 分钟，不计入评审）"))

    def _show_person(self, name: str) -> None:
        if name != self.person:
            self.person = name
            self.head_changed.emit()

    def _show_stick(self, sheets: Sequence[Sheet]) -> None:
        opened = {sheet.brief.digest for sheet in sheets}
        found = {each.brief.digest: each for each in self._on_stick if each.brief is not None}
        self._offers = tuple(each for digest, each in found.items() if digest not in opened)
        damaged = [each.path.name for each in self._on_stick if each.kind == "brief" and each.brief is None]
        stick = bool(self.watch.sticks)
        self.drop.show_stick(self._offers, damaged, present=stick, looking=self._looking, empty=not self.acts)
        waiting = [] if self._offers or self._looking else self._to_sign(self._on_stick)
        self.drop.show_record(waiting[0] if waiting else None)
        if any(runs_from(stick) for stick in self.watch.sticks):
            self._show_notice(t("知评正从这个 U 盘运行，请先退出再拔出。"))

    def _to_sign(self, offers: "Sequence[Offer]") -> "list[Offer]":
        """The records and rankings in which a field of this person's is empty, the longest first."""
        core = self.desk.core
        mine = [
            each
            for each in offers
            if each.found is not None
            and (core.signing.concerns(each.found) or core.ranking_signing.concerns(each.found))
        ]
        return sorted(mine, key=lambda each: -len(each.data))

    def on_sticks(self) -> None:
        """A stick came or went. Behind another page it is not looked at: that page may be judging it."""
        self._on_stick = ()
        self._looking = self._unseen = bool(self.watch.sticks)
        if self.isVisible():
            self._refresh_in_place()
        else:
            self.stale = True

    def _look(self) -> None:
        """What is on the stick is looked at beside the screen."""
        self._unseen = False
        job = self.desk.core.opening.look(self.watch.sticks)
        work(self, job, self.on_stick_read, self.on_look_failed)

    def on_stick_read(self, found: "tuple[Offer, ...]") -> None:
        """What the stick holds."""
        self._looking = False
        self._on_stick = found
        self._refresh_in_place()

    def _refresh_in_place(self) -> None:
        """Refreshes; where the focus goes away with a row it goes to the first act."""
        focused = self.focusWidget()
        lost = focused is None or focused in self.acts or focused is self.drop.choose
        self.refresh()
        if lost and self.isVisible():
            self.opened()

    def on_look_failed(self, error: ZhipingError) -> None:
        """The stick could not be read."""
        self._looking = False
        self._on_stick = ()
        self.refresh()
        self.drop.refusal.tell(error)

    def on_files(self, paths: tuple[Path, ...]) -> None:
        """Files were dropped or chosen: what are they?"""
        self._given = tuple(paths)
        self.drop.refusal.say("")
        self.drop.busy.setVisible(True)
        work(self, self.desk.core.opening.look(paths), self.on_files_read, self.on_files_failed)

    def on_files_failed(self, error: ZhipingError) -> None:
        """They could not be looked at."""
        self.drop.busy.setVisible(False)
        self.drop.refusal.tell(error)

    def on_files_read(self, offers: "tuple[Offer, ...]") -> None:
        """Briefs are opened; where there are none, sheets and records are verified; the others are told."""
        self.drop.busy.setVisible(False)
        briefs = tuple(each for each in offers if each.brief is not None)
        papers = [each for each in offers if each.found is not None and each.brief is None]
        told = "\n".join(filter(None, (_told(each) for each in offers)))
        if briefs:
            self.briefs_given.emit(briefs, told)
        elif to_sign := self._to_sign(papers):
            self.record_given.emit(to_sign[0])
        elif papers:
            self.verify_requested.emit(self._given)
        else:
            self.drop.refusal.say(told or t("这里没有可以打开的文件。"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW * self.fontMetrics().horizontalAdvance("评")
        if narrow != self._narrow:
            self._narrow = narrow
            self.drop.set_narrow(narrow)
            self._refresh_in_place()


def _told(offer: "Offer") -> str:
    """Why a file among briefs was not opened."""
    if offer.error is not None:
        return raw(f"{offer.path.name}：{error_sentence(offer.error)}")
    if offer.brief is None:
        return raw(offer.path.name) + t("：不是可以打开的任务书。要核验它，请用“验证文件”。")
    return ""
