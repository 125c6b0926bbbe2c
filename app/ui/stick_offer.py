"""Started from a stick: offers to copy the program to this computer and to go on from there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout

from app.errors import ZhipingError
from app.services.moving_in import Progress, move_in
from app.services.parcel import Parcel
from app.ui.feedback import Refusal
from app.ui.pages import button
from app.ui.parts import label, progress, row, tell, work
from app.ui.style import mark
from app.ui.words import t

MoveIn = Callable[[Parcel, Path, Progress], Path]
_WIDTH = 620


class StickOffer(QDialog):
    """A window of its own, before any workspace is open. After `exec`, `moved` is the copy (None: none was
    made) and the result says whether the program goes on here, on the stick."""

    progressed = Signal(int)

    def __init__(self, parcel: Parcel, home: Path, copy: MoveIn = move_in) -> None:
        super().__init__()
        self.parcel, self.home, self._copy = parcel, home, copy
        self.moved: Path | None = None
        self._busy = False
        self.setWindowTitle(t("知评正从 U 盘运行"))
        size = sum(each.size for each in parcel.files.values()) // 1_000_000
        said = t(
            "建议先复制到这台电脑（约 {n} MB，不用安装，也不用管理员权限），以后不插 U 盘也能用。\n"
            "评分总是保存在这台电脑上，不保存在 U 盘上。"
        ).format(n=size)
        self.head = label(t("知评正从 U 盘运行"), "title")
        self.text = label(said)
        self.state, self.refusal, self.bar = label("", "secondary"), Refusal(), progress()
        self.bar.setRange(0, 100)
        self.here = button(t("就在 U 盘上运行"), "quiet")
        self.copy = button(t("复制到这台电脑并打开"), "primary")
        self.here.clicked.connect(self.accept)
        self.copy.clicked.connect(self.on_copy)
        self.progressed.connect(self.bar.setValue)
        self._lay_out()
        self.copy.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(16)
        for shown in (self.head, self.text, self.state, self.bar, self.refusal):
            column.addWidget(shown)
        column.addStretch(1)
        acts = row(self.here, self.copy, parent=column)
        acts.insertStretch(0, 1)
        mark(self, role="page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(_WIDTH)

    def on_copy(self) -> None:
        """Copies beside the screen."""
        self._set_busy(True)
        self.refusal.say("")
        told = self.progressed.emit
        work(
            self,
            lambda: self._copy(self.parcel, self.home, lambda done, whole: told(done * 100 // max(whole, 1))),
            self.on_moved,
            self.on_failed,
        )

    def on_moved(self, folder: Path) -> None:
        """The copy is whole: the program goes on there."""
        self._set_busy(False)
        self.moved = folder
        self.reject()

    def on_failed(self, error: ZhipingError) -> None:
        """Nothing was left behind; on the stick it goes on."""
        self._set_busy(False)
        self.refusal.tell(error)

    def reject(self) -> None:
        """Escape and the cross end the program, but not a copy under way."""
        if not self._busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:
            event.ignore()
        else:
            super().closeEvent(event)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.bar.setVisible(busy)
        tell(self.state, t("正在复制并逐个核对，请不要拔出 U 盘。") if busy else "")
        self.here.setEnabled(not busy)
        self.copy.setEnabled(not busy)
