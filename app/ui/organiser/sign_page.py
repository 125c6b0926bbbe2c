"""签名 on the signer's own computer: what the pages of a record and of a ranking share."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from app.errors import ZhipingError
from app.services.ranking_signing import RankingSignedNow
from app.services.record_jobs import SignedNow
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.stick_target import StickTarget, may_pull_words
from app.ui.pages import Page, button
from app.ui.parts import label, progress, tell, work
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.style import mark
from app.ui.words import t


class SignPage(Page):
    """A paper of which this computer's owner is to fill a field; `finished` leads back to 今日评审,
    `verify_requested` has the file where it cannot be signed here.

    Of its paper each page says whether it `may_sign`, what is `asked` before that, and under which
    `file_name` it goes back: the desk's, so that the longer one replaces it.
    """

    finished = Signal()
    verify_requested = Signal(object)

    def __init__(self, desk: Desk, watch: StickWatch, path: Path) -> None:
        super().__init__(t("签名"))
        self.desk, self.path = desk, path
        self.person = desk.core.identities.me().name
        self.made: SignedNow | RankingSignedNow | None = None
        self.may_sign, self.asked, self.file_name = False, "", path.name
        self._busy = self._written = False
        self.state, self.good, self.refusal = label("", "notice"), label("", "good"), Refusal()
        self.progress = progress()
        self.target = StickTarget(watch, t("U 盘“{name}”已就绪，请按“写入 U 盘”。"))
        self.verify = button(t("验证这份文件"), "link")
        self.home = button(t("回到今日评审"), "quiet")
        self.write, self.sign = button(t("写入 U 盘"), "primary"), button(t("签名"), "primary")
        self.target.changed.connect(self.update_state)
        self.write.clicked.connect(self.on_write)
        self.home.clicked.connect(self.finished)
        self.verify.clicked.connect(lambda: self.verify_requested.emit((self.path,)))

    def fill_foot(self, link: QPushButton) -> None:
        """The bar at the foot, with the page's own `link`."""
        for each in (self.verify, link):
            self.bottom.row.addWidget(each)
        self.bottom.row.addStretch(1)
        for act in (self.home, self.write, self.sign):
            self.bottom.row.addWidget(act)

    # ---- what it shows ------------------------------------------------------------------------------

    def update_state(self) -> None:
        """What may be done now, and what it says."""
        signed = self.made is not None
        shown = {
            self.sign: not signed and self.may_sign,
            self.write: signed and not self._written,
            self.verify: not signed,
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
        self.progress.setVisible(self._busy)
        tell(self.state, "" if self._busy else self._words())
        read_in_order(self)

    def _words(self) -> str:
        if self.made is None:
            return self.asked
        return "" if self._written else t("已签名，还没有交回。请写入 U 盘，交给组织方收回。")

    # ---- what happens -------------------------------------------------------------------------------

    def on_write(self) -> None:
        """Back onto the stick, with read-back."""
        stick = self.target.stick
        if stick is not None:
            self.write_to(stick / self.file_name)

    def write_to(self, out: Path) -> None:
        """What was signed, to a file, with read-back."""
        if self.made is not None:
            self.begin()
            work(self, partial(self.made.write, out), lambda _: self.on_written(out), self.on_failed)

    def on_written(self, out: Path) -> None:
        """It is there."""
        self._written = True
        tell(self.good, t("已写入，复核一致。") + may_pull_words(out) + t("请把 U 盘交还组织方。"))
        self.come_back()

    def on_failed(self, error: ZhipingError) -> None:
        """It was not done; what was signed is."""
        self.refusal.tell(error)
        self.come_back()

    def begin(self) -> None:
        """Something long begins: nothing can be pressed until it is done."""
        self._busy = True
        self.refusal.say("")
        tell(self.good, "")
        self.setFocus()  # a button that is disabled hands the focus on, to the way back
        self.update_state()

    def come_back(self) -> None:
        """It is done, or was refused."""
        self._busy = False
        self.update_state()
        if self.isVisible():
            self.opened()

    def may_leave(self) -> bool:
        return not self._busy
