"""The stick that carries a record to its next signer and back: which one, whether it brings something new."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.panel import Panel
from app.errors import ZhipingError
from app.i18n import error_sentence, sentence
from app.services.collecting import Collected, Glance
from app.services.issuing import record_file
from app.ui.feedback import Refusal
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.seal_words import next_line
from app.ui.organiser.stick_target import StickTarget, may_pull_words
from app.ui.parts import work
from app.ui.stick_watch import StickWatch
from app.ui.words import raw, t


class SealStick(QWidget):
    """`changed` when another stick is in, or it is known how many `fresh` files it brings."""

    changed = Signal()

    def __init__(self, session: PanelSession, watch: StickWatch) -> None:
        super().__init__()
        self.session, self.watch = session, watch
        self.fresh = 0
        self.target = StickTarget(watch, t("U 盘“{name}”已就绪。"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.target)
        self.target.changed.connect(self.look)

    @property
    def stick(self) -> Path | None:
        """The one to write to."""
        return self.target.stick

    def look(self) -> None:
        """Counts beside the screen what on the stick this desk does not hold."""
        self.fresh = 0
        if self.session.panel.sealed and self.watch.sticks:
            try:
                job = self.session.desk.core.collecting.prepare(self.watch.sticks)
            except ZhipingError:
                return  # taking back says it
            work(self, job.glance, self.on_glanced, lambda _error: self.changed.emit())
        self.changed.emit()

    def on_glanced(self, found: Glance) -> None:
        """How many there are."""
        self.fresh = found.fresh
        self.changed.emit()

    def out(self) -> Path | None:
        """Where the record is written: the same name each time, so that the longer one replaces it."""
        stick = self.stick
        if stick is None:
            return None
        return stick / record_file(self.session.panel, len(self.session.panel.records))


def written_words(panel: Panel, out: Path) -> str:
    """It is there, and to whom it goes."""
    told = t("已写入，复核一致。") + may_pull_words(out)
    turn = next_line(panel)
    if turn is not None:
        told += t("请交给{name}，在他的电脑上打开知评、插入 U 盘签名。").format(name=raw(turn.who))
    return told


def say_taken(found: Sequence[Collected], refusal: Refusal) -> bool:
    """Whether a signature came; why not, at `refusal`."""
    if any(each.outcome == "accepted" for each in found):
        return True
    refused = next((each for each in found if each.outcome == "refused"), None)
    if refused is not None:
        refusal.say(raw(sentence(refused.code, refused.fields)))
    else:
        refusal.say(t("这里没有本记录的新签名。请确认专家签名后已写入这个 U 盘。"))
    return False


def say_failed(error: ZhipingError, refusal: Refusal, stick: Path | None) -> None:
    """Why something was not done; what was sealed or signed before is."""
    if error.code == "not_written" and stick is None:
        refusal.say(t("没有写成，U 盘已断开。本机的记录完好，请重新插入再写一次。"))
    elif error.code in ("not_written", "read_back"):
        refusal.say(raw(error_sentence(error)))
    else:
        refusal.tell(error)
