"""Where something is written: the stick that is in, the one chosen of several, or why there is none yet."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from app.ui.flow import Flow
from app.ui.pages import button
from app.ui.parts import clear, label, tell
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch, runs_from, stick_name
from app.ui.style import mark
from app.ui.words import raw, t


class StickTarget(QWidget):
    """`changed` when another stick, or none, is the one to write to. `ready` says what to press then;
    `{name}` is the stick's."""

    changed = Signal()

    def __init__(self, watch: StickWatch, ready: str) -> None:
        super().__init__()
        self.watch, self._ready = watch, ready
        self._chosen: Path | None = None
        self.state, self.choices, self._group = label("", "notice"), Flow(gap=8), QButtonGroup(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.state)
        whole.addLayout(self.choices)
        watch.changed.connect(self.on_sticks)
        self.refresh()

    @property
    def stick(self) -> Path | None:
        """The only one that takes files, or the one that was chosen."""
        if len(self.watch.writable) == 1:
            return self.watch.writable[0]
        return self._chosen if self._chosen in self.watch.writable else None

    def refresh(self) -> None:
        """What is in now."""
        clear(self.choices)
        several = self.watch.writable if len(self.watch.writable) > 1 else ()
        for stick in several:
            name = t("写入这个 U 盘：{name}").format(name=raw(stick_name(stick)))
            made = button(raw(stick_name(stick)), "tab", name)
            made.setCheckable(True)
            made.setChecked(stick == self._chosen)
            made.clicked.connect(partial(self.on_chosen, stick))
            self._group.addButton(made)
            self.choices.addWidget(made)
        mark(self.state, role="good" if self.stick is not None else "notice")
        tell(self.state, self._words())
        read_in_order(self)

    def _words(self) -> str:
        if self.stick is not None:
            return self._ready.format(name=raw(stick_name(self.stick)))
        if len(self.watch.writable) > 1:
            return t("插着 {n} 个 U 盘，请先选择写入哪一个。").format(n=len(self.watch.writable))
        if self.watch.sticks:
            return t("这个 U 盘不能写入（写保护），请换一个。")
        return t("请插入 U 盘。")

    def pull_words(self, written: Path) -> str:
        """That the stick may be pulled, once something was written below `written` and read back; "" where it
        lies on none."""
        return may_pull_words(written) if any(each in written.parents for each in self.watch.sticks) else ""

    def on_sticks(self) -> None:
        """A stick came or went."""
        self.refresh()
        self.changed.emit()

    def on_chosen(self, stick: Path) -> None:
        """One of several."""
        self._chosen = stick
        tell(self.state, self._words())
        self.changed.emit()


def may_pull_words(folder: Path) -> str:
    """What follows once something was written and read back: on a stick of one's own program, not yet."""
    own = any(runs_from(each) for each in (folder, *folder.parents[:-1]))
    return t("知评正从这个 U 盘运行，请先退出再拔出。") if own else t("现在可以拔出 U 盘。")
