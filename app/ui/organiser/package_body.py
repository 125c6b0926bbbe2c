"""What both pages of 移交 show: the panels ticked, what is missing, the stick, the package, printing."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.errors import ZhipingError
from app.i18n import error_sentence
from app.services.packages import Made
from app.ui.codes import show_code
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.organiser.kept_focus import give_focus, kept_focus
from app.ui.organiser.package_list import PackageList, PackLine, lines_to_pack
from app.ui.organiser.package_prints import PrintPanel
from app.ui.organiser.package_writer import PackageWriter
from app.ui.organiser.stick_target import StickTarget
from app.ui.pages import Page, button
from app.ui.parts import Panel, clear, label, middle, progress, reveal, row, tell
from app.ui.reading_order import read_in_order
from app.ui.stick_watch import StickWatch
from app.ui.words import raw, t


class PackageBody(QWidget):
    """The same on both pages, of which it fills body and foot.

    `panel_requested` has a panel and the step where what it lacks is done, `page_requested` the
    name of the page where the round's ranking is signed.
    """

    panel_requested = Signal(str, str)
    page_requested = Signal(str)

    def __init__(self, page: Page, desk: Desk, watch: StickWatch, name: str = "") -> None:
        super().__init__()
        self.page, self.desk, self._name = page, desk, name
        self.is_busy = False
        self.state, self.good = label("", "heading"), label("", "good")
        self.busy, self.step, self.failed = progress(), label("", "secondary"), label("", "refused")
        self.refusal = Refusal()
        self.list = PackageList()
        self.rankings = QVBoxLayout()
        self.target = StickTarget(watch, t("将写入 U 盘“{name}”，一轮一个文件夹，逐个文件复核。"))
        self.result = _Result()
        self.prints = PrintPanel(desk, lambda: self.list.picked, has_primary=False)
        self.folder = button(t("另存到文件夹…"), "quiet")
        self.write = button(t("写入移交包"), "primary")
        self.writer = PackageWriter(desk, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        for shown in (self.state, self.good, self.failed, self.step, self.busy, self.refusal, self.result):
            whole.addWidget(shown)
        whole.addWidget(self.list)
        whole.addLayout(self.rankings)
        whole.addWidget(self.target)
        whole.addWidget(self.prints)
        self._connect()
        middle(page).addWidget(self)
        page.bottom.row.addStretch(1)
        page.bottom.row.addWidget(self.folder)
        page.bottom.row.addWidget(self.write)
        page.primary = self.write

    def _connect(self) -> None:
        self.list.changed.connect(self.update_state)
        self.list.opened.connect(self.panel_requested)
        self.target.changed.connect(self.update_state)
        self.prints.busy_changed.connect(self.update_state)
        self.write.clicked.connect(self.on_write)
        self.folder.clicked.connect(self.on_folder)
        self.writer.stepped.connect(self.on_step)
        self.writer.finished.connect(self.on_written)
        self.writer.failed.connect(self.on_failed)

    @property
    def may_leave(self) -> bool:
        """Whether nothing is being written."""
        return not self.is_busy and not self.prints.is_busy

    def focus_first(self) -> None:
        """The act, else what stands in its way."""
        first = next(iter(self.list.jumps.values()), None) or next(iter(self.list.boxes.values()), None)
        for act in (self.write, self.folder, first):
            if act is not None and act.isEnabled():
                give_focus(self.page, act)
                return

    def show_now(self) -> None:
        """As `refresh`, with the keyboard where it was."""
        with kept_focus(self.page):
            self.refresh()

    def refresh(self) -> None:
        """What is true now; ticks stay as they were."""
        try:
            lines = lines_to_pack(self.desk)
        except ZhipingError as error:
            self.refusal.tell(error)
            return
        official = [each for each in lines if not each.rehearsal]
        mine = next((each for each in lines if each.name == self._name), None)
        rehearsal = mine.rehearsal if mine else not official
        self.list.show_lines(lines, _first_ticks(lines, self._name), rehearsal=rehearsal)
        self.update_state()

    def update_state(self) -> None:
        """What may be done, and why not."""
        picked = self.list.picked
        waiting = [each for each in picked if each.lacks and not each.panel.void]
        rankings = self.desk.core.packages.rankings_lacking([each.name for each in picked])
        self._show_rankings(rankings)
        tell(self.state, self._words(picked, len(waiting) + len(rankings)))
        may = bool(picked) and not waiting and not rankings and not self.is_busy and not self.prints.is_busy
        self.target.setVisible(may)
        self.write.setEnabled(may and self.target.stick is not None)
        self.folder.setEnabled(may)
        self.list.setEnabled(not self.is_busy)
        self.busy.setVisible(self.is_busy)
        self.step.setVisible(self.is_busy)
        for shown in (self.good, self.failed):
            shown.setVisible(bool(shown.text()))
        self.prints.setEnabled(not self.is_busy)
        self.prints.update_state()
        read_in_order(self.page)

    def _words(self, picked: tuple[PackLine, ...], missing: int) -> str:
        if not self.list.shown:
            return t("还没有可以移交的专家组。请先准备新一轮。")
        if not picked:
            return t("请勾选要移交的平台。")
        if missing:
            return t("还不能移交，差 {n} 件。处理好，或先去掉勾选。").format(n=missing)
        told = t("{n} 个平台已齐全，可以移交。").format(n=len(picked))
        left = sum(each.may and not each.before for each in self.list.shown if each not in picked)
        return told + (t("另有 {n} 个没有勾选。").format(n=left) if left else "")

    def _show_rankings(self, waiting: dict[str, str]) -> None:
        clear(self.rankings)
        for category, why in waiting.items():
            told = label(raw(f"{category}：{why}"), "notice")
            jump = button(t("去签名"), "small", t("去签名：{category}").format(category=raw(category)))
            jump.clicked.connect(lambda: self.page_requested.emit("ranking"))
            row(told, jump, parent=self.rankings).setStretch(0, 1)

    # ---- what happens -------------------------------------------------------------------------------

    def on_write(self) -> None:
        """Onto the stick."""
        if self.target.stick is not None:
            self._begin(self.target.stick)

    def on_folder(self) -> None:
        """Into a folder of one's choice."""
        chosen = QFileDialog.getExistingDirectory(self, t("移交包写到哪个文件夹"), str(Path.home()))
        if chosen:
            self._begin(Path(chosen))

    def _begin(self, root: Path) -> None:
        self.refusal.say("")
        tell(self.good, "")
        tell(self.failed, "")
        self.result.setVisible(False)
        self.is_busy = True
        self.page.setFocus()  # a button that is disabled hands the focus on, to the way back
        picked = self.list.picked
        self.update_state()
        self.writer.write(
            [each.name for each in picked], [each.name for each in picked if not each.panel.void], root
        )

    def on_step(self, number: int, total: int, told: str) -> None:
        """How far it is."""
        self.busy.setRange(0, total)
        self.busy.setValue(number - 1)
        words = t("正在写入并复核 {n}/{m}：{name}。请不要拔出 U 盘。")
        tell(self.step, words.format(n=number, m=total, name=raw(told)) if total else told)

    def on_written(self, made: Made, folder: Path) -> None:
        """Every file was read back."""
        self.is_busy = False
        told = t("已写入“{folder}”，{n} 个文件逐个复核一致。{pull}")
        if not made.is_new:
            told = t("与上次相比没有变化，已按原清单写入“{folder}”，{n} 个文件逐个复核一致。{pull}")
        files = len(made.manifest.files) + 1
        tell(self.good, told.format(folder=raw(folder.name), n=files, pull=self.target.pull_words(folder)))
        self.result.show_made(made)
        self.refresh()
        give_focus(self.page, self.write)
        reveal(self.page, self.good)

    def on_failed(self, error: ZhipingError) -> None:
        """The package on the stick is not whole; what was signed is kept."""
        self.is_busy = False
        self.update_state()
        if error.code == "not_written" and self.target.stick is None:
            tell(self.failed, t("没有写完，U 盘已断开。本机的文件都在，请重新插入，再按一次就接着写。"))
        elif error.code in ("not_written", "read_back"):
            tell(self.failed, raw(error_sentence(error)))
        else:
            self.refusal.tell(error)
        give_focus(self.page, self.write if self.write.isEnabled() else self.folder)


class _Result(Panel):
    """The manifest's 校验码, to be compared by whoever receives the package."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.code = label("", "secondary"), label("", "code")
        self.inside.addWidget(self.words)
        self.inside.addWidget(self.code)
        self.inside.addWidget(label(t("请把校验码写进交接单。收件方在“验证”里核对整个文件夹。"), "secondary"))
        self.setVisible(False)

    def show_made(self, made: Made) -> None:
        """This package."""
        told = t("移交清单 {name}，第 {n} 版，校验码").format(
            name=raw(made.manifest.name), n=made.manifest.header.revision
        )
        tell(self.words, told)
        show_code(self.code, made.manifest.digest)
        self.setVisible(True)


def _first_ticks(lines: Sequence[PackLine], name: str) -> list[str]:
    """From the board all never handed over; at a panel's own step that panel and all that are ready."""
    fresh = [each for each in lines if not each.before]
    if name:
        return [each.name for each in fresh if not each.lacks or each.panel.void or each.name == name] + [
            name
        ]
    return [each.name for each in fresh or lines]
