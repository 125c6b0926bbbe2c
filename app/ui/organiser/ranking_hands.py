"""The long work of a ranking beside the screen: sealing, signing, drawing, writing."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.ranking_paper import chair_of_field, ranking_fields
from app.errors import ZhipingError
from app.services.ranking_sealing import MadeRanking
from app.services.ranking_signing import RankingSignedNow, RankingToSign
from app.services.rankings import RankingLook
from app.services.signing_job import PageImage
from app.services.sticks import write_out
from app.ui.desk import Desk
from app.ui.organiser.stick_target import may_pull_words
from app.ui.parts import work
from app.ui.preview_view import WIDTH
from app.ui.words import raw, t


class RankingHands(QObject):
    """`changed` when work begins or ends; `sealed` and `written` say what was done, `failed` the error."""

    changed = Signal()
    sealed = Signal(str)
    written = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.is_busy = False

    def is_my_turn(self, look: RankingLook) -> bool:
        """Whether this workspace's owner is the chair who signs next."""
        state = look.state
        if look.stage != "sealed":
            return False
        waiting = [each for each in ranking_fields(state)[1:] if each not in state.signed_fields]
        chair = chair_of_field(waiting[0], state)
        return chair is not None and chair.certificate == self._desk.core.identities.me().digest

    def preview(self, look: RankingLook, which: str, rehearsal: bool) -> Callable[[], Sequence[PageImage]]:
        """Drawing the paper: the sealed file, or as it will look. The refusals of sealing."""
        sealing = self._desk.core.ranking_sealing
        if look.state.sealed:
            return partial(sealing.sealed(look.state).preview, WIDTH)
        return partial(sealing.prepare(which, rehearsal=rehearsal).preview, WIDTH)

    def seal(self, which: str, rehearsal: bool) -> None:
        """Seals the ranking."""
        sealing = self._desk.core.ranking_sealing
        self._try(
            lambda: work(self, sealing.prepare(which, rehearsal=rehearsal), self.on_made, self.on_failed)
        )

    def on_made(self, made: MadeRanking) -> None:
        """Certified: kept now."""
        sealing = self._desk.core.ranking_sealing
        told = t("已封存。请组长依次签名：写入 U 盘，在组长自己的电脑上签名后收回。")
        self._keep(lambda: sealing.keep(made), told)

    def sign(self, look: RankingLook) -> None:
        """Signs as the chair who is next: looked at first, as on any other machine."""
        core = self._desk.core
        data = core.ranking_sealing.sealed(look.state).data
        job = core.ranking_signing.prepare_look(data)
        self._try(lambda: work(self, job, self.on_looked, self.on_failed))

    def on_looked(self, seen: RankingToSign) -> None:
        """It stands up: signed now."""
        job = self._desk.core.ranking_signing.prepare(seen)
        self._try(lambda: work(self, job, self.on_signed, self.on_failed))

    def on_signed(self, made: RankingSignedNow) -> None:
        """Signed: kept now."""
        self._keep(lambda: self._desk.core.ranking_signing.keep(made), t("已签名。"))

    def write(self, look: RankingLook, folder: Path) -> None:
        """Writes the sealed file as it stands into `folder`."""
        sealed = self._desk.core.ranking_sealing.sealed(look.state)
        out = folder / file_name(sealed.paper.id)
        told = t("已写入“{name}”，复核一致。{pull}").format(name=raw(out.name), pull=may_pull_words(folder))
        self._try(
            lambda: work(
                self, partial(write_out, out, sealed.data), lambda _: self._done(told), self.on_failed
            )
        )

    def on_failed(self, error: ZhipingError) -> None:
        """It was refused, or this machine could not."""
        self._busy(False)
        self.failed.emit(error)

    def _done(self, told: str) -> None:
        self._busy(False)
        self.written.emit(told)

    def _keep(self, do: Callable[[], object], told: str) -> None:
        self._busy(False)
        try:
            do()
        except ZhipingError as error:
            self.failed.emit(error)
            return
        self.sealed.emit(told)

    def _try(self, do: Callable[[], None]) -> None:
        self._busy(True)
        try:
            do()
        except ZhipingError as error:
            self.on_failed(error)

    def _busy(self, busy: bool) -> None:
        self.is_busy = busy
        self.changed.emit()


def file_name(paper: str) -> str:
    """认定评审排序表-PX…-R1.pdf"""
    return f"认定评审排序表-{paper}.pdf"
