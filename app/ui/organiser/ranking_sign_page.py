"""签名 of a ranking on its chair's own computer: what it says, the signature, and back onto the stick."""

from pathlib import Path

from app.errors import ZhipingError
from app.i18n import error_sentence
from app.services.ranking_signing import RankingSignedNow, RankingToSign
from app.ui.desk import Desk
from app.ui.organiser.ranking_hands import file_name
from app.ui.organiser.ranking_table import RankingTable
from app.ui.organiser.sign_page import SignPage
from app.ui.pages import button
from app.ui.parts import clear, label, middle, reveal, tell, work
from app.ui.preview_view import WIDTH, PreviewView
from app.ui.stick_watch import StickWatch
from app.ui.words import law, raw, t


class RankingSignPage(SignPage):
    """A ranking of which this computer's owner is to fill a field."""

    made: RankingSignedNow | None

    def __init__(self, desk: Desk, watch: StickWatch, path: Path, data: bytes) -> None:
        super().__init__(desk, watch, path)
        self.manual = "ranking"
        self.look: RankingToSign | None = None
        self.heading, self.failed, self.notes = (
            label("", "heading"),
            label("", "refused"),
            label("", "secondary"),
        )
        self.table, self.preview = RankingTable(), PreviewView()
        self.paper = button(t("纸面预览"), "link")
        column = middle(self)
        for shown in (self.heading, self.good, self.failed, self.state, self.progress):
            column.addWidget(shown)
        for part in (self.refusal, self.target, self.notes, self.table, self.preview):
            column.addWidget(part)
        self.fill_foot(self.paper)
        self.paper.clicked.connect(self.on_paper)
        self.sign.clicked.connect(self.on_sign)
        self.begin()
        work(self, desk.core.ranking_signing.prepare_look(data), self.on_looked, self.on_failed)

    def update_state(self) -> None:
        there = self.may_sign = self.look is not None
        self.asked = t("请看清下面的次序和“纸面预览”，再按“签名”。签名只填您自己的一栏。") if there else ""
        for shown in (self.paper, self.table):
            shown.setVisible(there)
        self.paper.setEnabled(not self._busy)
        super().update_state()

    def opened(self) -> None:
        first = self.primary
        if first is not None and first.isEnabled() and not self._busy:
            first.setFocus()
        else:
            self.setFocus()

    # ---- what happens -------------------------------------------------------------------------------

    def on_looked(self, look: RankingToSign) -> None:
        """It stands up, and agrees with the records this person signed."""
        self.look = look
        found = look.found
        mode = t("【演练】") if found.state.opening.rehearsal else ""
        tell(self.heading, mode + law(found.sentence))
        told = [t("专家组已决定（{date}）：{note}").format(date=raw(each.date), note=raw(each.note))
                for each in found.state.decisions]  # fmt: skip
        told += [t("须人工核对：{what}").format(what=law(each.sentence)) for each in found.reservations]
        tell(self.notes, "\n".join(told))
        self.table.show_state(found.state)
        self.come_back()

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
        self.begin()
        work(self, job, self.on_signed, self.on_failed)

    def on_signed(self, made: RankingSignedNow) -> None:
        """Signed: kept, now it goes back."""
        try:
            self.made = self.desk.core.ranking_signing.keep(made)
        except ZhipingError as error:
            self.on_failed(error)
            return
        self.file_name = file_name(made.look.paper.id)
        tell(self.good, t("已签名，复核一致。"))
        self.come_back()

    def on_failed(self, error: ZhipingError) -> None:
        if error.code in ("not_written", "read_back"):
            tell(self.failed, raw(error_sentence(error)))
            self.come_back()
        else:
            super().on_failed(error)

    def begin(self) -> None:
        tell(self.failed, "")
        super().begin()
