"""签名 of a ranking on its chair's own computer: what it says, the signature, and back onto the stick."""

from pathlib import Path

from PySide6.QtCore import Signal

from app.errors import ZhipingError
from app.i18n import error_sentence
from app.services.ranking_signing import RankingSignedNow, RankingToSign
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.ranking_hands import file_name
from app.ui.organiser.ranking_table import RankingTable
from app.ui.organiser.stick_target import StickTarget, may_pull_words
from app.ui.pages import Page, button
from app.ui.parts import clear, label, middle, progress, reveal, tell, work
from app.ui.preview_view import WIDTH, PreviewView
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.style import mark
from app.ui.words import raw, t


class RankingSignPage(Page):
    """A ranking of which this computer's owner is to fill a field; `finished` leads back to 今日评审,
    `verify_requested` has the file where it cannot be signed here."""

    finished = Signal()
    verify_requested = Signal(object)

    def __init__(self, desk: Desk, watch: StickWatch, path: Path, data: bytes) -> None:
        super().__init__(t("签名"))
        self.manual = "ranking"
        self.desk, self.path = desk, path
        self.person = desk.core.identities.me().name
        self.look: RankingToSign | None = None
        self.made: RankingSignedNow | None = None
        self._busy = self._written = False
        self.heading, self.state, self.good = label("", "heading"), label("", "notice"), label("", "good")
        self.busy, self.failed, self.refusal = progress(), label("", "refused"), Refusal()
        self.table, self.preview = RankingTable(), PreviewView()
        self.target = StickTarget(watch, t("U 盘“{name}”已就绪，请按“写入 U 盘”。"))
        self.verify, self.paper = button(t("验证这份文件"), "link"), button(t("纸面预览"), "link")
        self.home = button(t("回到今日评审"), "quiet")
        self.write, self.sign = button(t("写入 U 盘"), "primary"), button(t("签名"), "primary")
        self.notes = label("", "secondary")
        column = middle(self)
        for shown in (self.heading, self.good, self.failed, self.state, self.busy, self.refusal, self.target):
            column.addWidget(shown)
        for part in (self.notes, self.table, self.preview):
            column.addWidget(part)
        for link in (self.verify, self.paper):
            self.bottom.row.addWidget(link)
        self.bottom.row.addStretch(1)
        for act in (self.home, self.write, self.sign):
            self.bottom.row.addWidget(act)
        self._connect()
        self._begin()
        work(self, desk.core.ranking_signing.prepare_look(data), self.on_looked, self.on_failed)

    def _connect(self) -> None:
        self.target.changed.connect(self.update_state)
        self.sign.clicked.connect(self.on_sign)
        self.write.clicked.connect(self.on_write)
        self.home.clicked.connect(self.finished)
        self.verify.clicked.connect(lambda: self.verify_requested.emit((self.path,)))
        self.paper.clicked.connect(self.on_paper)

    def update_state(self) -> None:
        """What may be done now, and what it says."""
        signed = self.made is not None
        shown = {
            self.sign: not signed and self.look is not None,
            self.write: signed and not self._written,
            self.verify: not signed,
            self.paper: self.look is not None,
            self.home: True,
        }
        for act, there in shown.items():
            act.setVisible(there)
            act.setEnabled(not self._busy)
        self.write.setEnabled(not self._busy and self.target.stick is not None)
        self.primary = next((each for each in (self.sign, self.write) if shown[each]), self.home)
        for act in (self.sign, self.write, self.home):
            mark(act, role="primary" if act is self.primary else "quiet")
        self.target.setVisible(signed and not self._written and not self._busy)
        self.busy.setVisible(self._busy)
        self.table.setVisible(self.look is not None)
        tell(self.state, "" if self._busy else self._words())
        read_in_order(self)

    def _words(self) -> str:
        if self.made is not None:
            return "" if self._written else t("已签名，还没有交回。请写入 U 盘，交给组织方收回。")
        return t("请看清下面的次序和“纸面预览”，再按“签名”。签名只填您自己的一栏。") if self.look else ""

    def opened(self) -> None:
        first = self.primary
        if first is not None and first.isEnabled() and not self._busy:
            first.setFocus()
        else:
            self.setFocus()

    # ---- what happens -------------------------------------------------------------------------------

    def on_looked(self, look: RankingToSign) -> None:
        """It stands up, and agrees with the records this person signed."""
        self._busy, self.look = False, look
        found = look.found
        mode = t("【演练】") if found.state.opening.rehearsal else ""
        tell(self.heading, mode + raw(found.sentence))
        told = [t("专家组已决定（{date}）：{note}").format(date=raw(each.date), note=raw(each.note))
                for each in found.state.decisions]  # fmt: skip
        told += [t("须人工核对：{what}").format(what=raw(each.sentence)) for each in found.reservations]
        tell(self.notes, "\n".join(told))
        self.table.show_state(found.state)
        self._come_back()

    def on_paper(self) -> None:
        """The pages as they are."""
        seen = self.look
        if seen is not None:
            clear(self.preview.pages)
            self.preview.draw(lambda: seen.preview(WIDTH))
            reveal(self, self.preview)

    def on_sign(self) -> None:
        """签名, in the worker."""
        if self.look is None:
            return
        try:
            job = self.desk.core.ranking_signing.prepare(self.look)
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        self._begin()
        work(self, job, self.on_signed, self.on_failed)

    def on_signed(self, made: RankingSignedNow) -> None:
        """Signed: kept, now it goes back."""
        try:
            self.made = self.desk.core.ranking_signing.keep(made)
        except ZhipingError as error:
            self.on_failed(error)
            return
        tell(self.good, t("已签名，复核一致。"))
        self._come_back()

    def on_write(self) -> None:
        """Back onto the stick, with read-back, under the desk's name: the longer one replaces it."""
        stick, made = self.target.stick, self.made
        if stick is None or made is None:
            return
        out = stick / file_name(made.look.paper.id)
        self._begin()
        work(self, lambda: made.write(out), lambda _: self.on_written(out), self.on_failed)

    def on_written(self, out: Path) -> None:
        """It is there."""
        self._written = True
        tell(self.good, t("已写入，复核一致。") + may_pull_words(out) + t("请把 U 盘交还组织方。"))
        self._come_back()

    def on_failed(self, error: ZhipingError) -> None:
        """It was not done; what was signed is."""
        if error.code in ("not_written", "read_back"):
            tell(self.failed, raw(error_sentence(error)))
        else:
            self.refusal.tell(error)
        self._come_back()

    def _begin(self) -> None:
        self._busy = True
        self.refusal.say("")
        for told in (self.good, self.failed):
            tell(told, "")
        self.setFocus()  # a button that is disabled hands the focus on, to the way back
        self.update_state()

    def _come_back(self) -> None:
        self._busy = False
        self.update_state()
        if self.isVisible():
            self.opened()

    def may_leave(self) -> bool:
        return not self._busy
