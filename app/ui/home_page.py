"""今日评审: a row for every platform of the day with its state and its one act; the stick speaks first."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from app.domain.sheet import Sheet
from app.errors import ZhipingError
from app.i18n import sentence
from app.services.opening import Offer
from app.services.verification import Report
from app.ui.desk import Desk
from app.ui.drop_panel import DropPanel
from app.ui.pages import Page, button
from app.ui.parts import Panel, band, clear, label, middle, pill, tell, work
from app.ui.sheet_states import Standing, standing, total_words
from app.ui.stick_watch import StickWatch, runs_from
from app.ui.style import mark
from app.ui.words import raw, t

_TONES = {"valid": "good", "incomplete": "notice", "unknown_signer": "notice", "invalid": "refused"}


class HomePage(Page):
    """`act_requested` names the act and the sheet; `briefs_given` has the sound briefs to open."""

    act_requested = Signal(str, str)
    briefs_given = Signal(object)
    practice_requested = Signal()
    settings_requested = Signal()
    people_requested = Signal()

    def __init__(self, desk: Desk, watch: StickWatch, *, shared: bool) -> None:
        super().__init__(t("今日评审"))
        self.manual = "home"
        self.desk, self.watch = desk, watch
        self._offers: tuple[Offer, ...] = ()
        self._looking = False
        self._on_stick: tuple[Offer, ...] = ()
        self.acts: list[QPushButton] = []
        self.heading = label(t("今日评审"), "heading")
        self.notice = label("", "notice")
        self.answers = QVBoxLayout()
        self.rows = Panel()
        self.rows.inside.setContentsMargins(0, 0, 0, 0)
        self.rows.inside.setSpacing(0)
        self.drop = DropPanel()
        column = middle(self)
        for shown in (self.heading, self.notice, self.rows, self.drop):
            column.addWidget(shown)
        column.addLayout(self.answers)
        self._links(shared)
        self.drop.files_given.connect(self.on_files)
        self.drop.open_requested.connect(self.briefs_given)
        watch.changed.connect(self.on_sticks)
        self._show_notice("")
        if watch.sticks:
            self.on_sticks()

    def _links(self, shared: bool) -> None:
        links = [
            (t("先练一遍（约 3 分钟，不计入评审）"), self.practice_requested),
            (t("设置"), self.settings_requested),
        ]
        if shared:
            links.append((t("换人"), self.people_requested))
        self.links = [button(words, "link") for words, _ in links]
        for made, (_, signal) in zip(self.links, links, strict=True):
            made.clicked.connect(signal)
            self.bottom.row.addWidget(made)
        self.bottom.row.addStretch(1)

    def _show_notice(self, text: str) -> None:
        tell(self.notice, text)

    def recovered(self, time: str) -> None:
        """Says that the last run was not closed and that nothing was lost."""
        said = t("上次没有正常关闭。评分全部保留，最后保存于 {time}，已回到原处。")
        self._show_notice(said.format(time=raw(time)))

    def busy_with_practice(self, busy: bool) -> None:
        """While the practice is being set up."""
        self.drop.busy.setVisible(busy)
        self.links[0].setEnabled(not busy)

    def refresh(self) -> None:
        super().refresh()
        sheets = self.desk.sheets()
        clear(self.rows.inside)
        self.acts.clear()
        self.primary = None
        for at, sheet in enumerate(sheets):
            self.rows.inside.addWidget(self._row(sheet, first=at == 0))
        self.rows.setVisible(bool(sheets))
        self.drop.setMinimumHeight(120 if sheets else 220)
        self.person = sheets[0].member.name if sheets else ""
        self._show_stick(sheets)
        for act in self.acts:
            if self.primary is None and not act.property("done") and not self._offers:
                mark(act, role="primary")
                self.primary = act
        if self.primary is None:
            self.primary = self.drop.open if self._offers else self.drop.choose
        mark(self.drop.choose, role="quiet" if sheets or self._offers else "primary")

    def _row(self, sheet: Sheet, *, first: bool) -> QFrame:
        found: Standing = standing(sheet)
        frame = QFrame()
        frame.setProperty("role", "" if first else "row")
        line = QHBoxLayout(frame)
        line.setContentsMargins(20, 14, 20, 14)
        line.setSpacing(16)
        line.addWidget(band(sheet.brief))
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(label(raw(sheet.brief.platform.name), "title"))
        told = f"{sheet.brief.platform.category} · {sheet.brief.platform.operator}"
        text.addWidget(label(raw(told), "caption"))
        line.addLayout(text, 1)
        if sheet.brief.header.rehearsal:
            line.addWidget(pill(t("演练"), "warn"))
        if points := total_words(sheet):
            line.addWidget(label(points, "score", wraps=False))
        line.addWidget(pill(found.words, found.tone))
        name = t("{act}：{platform}").format(act=found.act_words, platform=raw(sheet.brief.platform.name))
        act = button(found.act_words, "quiet", name)
        act.setMinimumWidth(130)
        act.setProperty("done", found.done)
        act.clicked.connect(lambda: self.act_requested.emit(found.act, sheet.id))
        line.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        self.acts.append(act)
        return frame

    def _show_stick(self, sheets: Sequence[Sheet]) -> None:
        opened = {sheet.brief.digest for sheet in sheets}
        found = {each.brief.digest: each for each in self._on_stick if each.brief is not None}
        self._offers = tuple(each for digest, each in found.items() if digest not in opened)
        self.drop.show_stick(
            self._offers, present=bool(self.watch.sticks), looking=self._looking, empty=not sheets
        )
        if any(runs_from(stick) for stick in self.watch.sticks):
            self._show_notice(t("知评正从这个 U 盘运行，请先退出再拔出。"))

    def on_sticks(self) -> None:
        """A stick came or went: what is on it is looked at beside the screen."""
        self._on_stick = ()
        self._looking = bool(self.watch.sticks)
        if self._looking:
            job = self.desk.core.opening.look(self.watch.sticks)
            work(self, job, self.on_stick_read, self.on_look_failed)
        self._refresh_in_place()

    def on_stick_read(self, found: tuple[Offer, ...]) -> None:
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
        self.drop.refusal.say("")
        clear(self.answers)
        self.drop.busy.setVisible(True)
        work(self, self.desk.core.opening.look(paths), self.on_files_read, self.on_files_failed)

    def on_files_failed(self, error: ZhipingError) -> None:
        """They could not be looked at."""
        self.drop.busy.setVisible(False)
        self.drop.refusal.tell(error)

    def on_files_read(self, offers: tuple[Offer, ...]) -> None:
        """Briefs are opened, sheets and records verified, the others told why not."""
        self.drop.busy.setVisible(False)
        self.drop.tell_refused(offers)
        papers = [each for each in offers if each.found is not None and each.brief is None]
        if papers:
            for report in self.desk.core.verification.verify([each.path for each in papers]):
                self.answers.addWidget(_verified(report))
        briefs = tuple(each for each in offers if each.brief is not None)
        if briefs:
            self.briefs_given.emit(briefs)


def _verified(report: Report) -> Panel:
    panel = Panel()
    panel.inside.addWidget(label(raw(report.file.name), "title"))
    told = raw(sentence(report.told.code, report.told.fields))
    panel.inside.addWidget(label(told, _TONES.get(report.verdict, "refused")))
    if report.code:
        panel.inside.addWidget(label(t("校验码 {code}").format(code=raw(report.code)), "secondary"))
    return panel
