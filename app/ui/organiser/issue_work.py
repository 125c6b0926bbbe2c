"""The work behind 签发任务书: signing brief after brief and writing them out, beside the screen.

The store is asked on the main thread, between one job and the next; the page only hears of it.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import ZhipingError
from app.services.issuing import OutFile, SignedBrief, brief_file, forms_file, write_files
from app.ui.desk import Desk
from app.ui.organiser.issue_rows import Written
from app.ui.parts import work
from app.ui.stick_watch import StickWatch, stick_name
from app.ui.words import raw, t


class _Told(QObject):
    """Lives on the main thread, so that what a worker tells arrives there."""

    step = Signal(int)


class IssueWork(QObject):
    """`stepped` has how much of how many is done and what is being done; `wrote` a Written; then `finished`
    with the folders, or `failed` with the error: what was done by then stays done."""

    stepped = Signal(int, int, str)
    wrote = Signal(object)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, watch: StickWatch, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.watch = desk, watch
        self._wanted: tuple[str, ...] = ()
        self._folders: tuple[Path, ...] = ()
        self._files: list[OutFile] = []
        self._what = ""
        self._told = _Told()

    def issue(self, wanted: Sequence[str], folders: Sequence[Path]) -> None:
        """Signs the briefs of panels that are not signed yet, then writes all of them to every folder."""
        self._begin(wanted, folders, t("任务书"))
        self._sign(0)

    def print_forms(self, wanted: Sequence[str], folder: Path) -> None:
        """Numbers and draws the blank forms of panels, one PDF each, and writes them to a folder."""
        self._begin(wanted, (folder,), t("纸质评分表"))
        self._draw(0)

    def _begin(self, wanted: Sequence[str], folders: Sequence[Path], what: str) -> None:
        self._wanted, self._folders, self._what = tuple(wanted), tuple(folders), what
        self._files = []

    def _sign(self, at: int) -> None:
        panels = self.desk.core.panels
        if at == len(self._wanted):
            for name in self._wanted:
                self._files.append(OutFile(brief_file(panels.load(name).panel), panels.issued_file(name)))
            self._write(0)
            return
        name = self._wanted[at]
        self._tell(at, t("正在签发 {n}/{m}：{name}"))

        def signed(made: SignedBrief) -> None:
            try:
                panels.keep_issued(name, made)
            except ZhipingError as error:
                self.failed.emit(error)
            else:
                self._sign(at + 1)

        try:
            job = panels.prepare_issue(name)
        except ZhipingError as error:
            self.failed.emit(error)
            return
        if job is None:
            self._sign(at + 1)
        else:
            work(self, job, signed, self.failed.emit)

    def _draw(self, at: int) -> None:
        if at == len(self._wanted):
            self._write(0)
            return
        name = self._wanted[at]
        self._tell(at, t("正在准备纸质评分表 {n}/{m}：{name}"))
        try:
            job = self.desk.core.forms.prepare_set(name)
        except ZhipingError as error:
            self.failed.emit(error)
            return

        def drawn(data: bytes) -> None:
            try:  # the numbers are known before anything is printed
                self.desk.core.forms.keep_set(name, job)
            except ZhipingError as error:
                self.failed.emit(error)
                return
            self._files.append(OutFile(forms_file(self.desk.core.panels.load(name).panel), data))
            self._draw(at + 1)

        work(self, job, drawn, self.failed.emit)

    def _write(self, at: int) -> None:
        """To one folder after the other."""
        if at == len(self._folders):
            self.finished.emit(self._folders)
            return
        folder, total = self._folders[at], len(self._files)
        told = self._told = _Told()  # lives as long as its worker may speak
        said = t("正在写入“{name}”并复核").format(name=raw(stick_name(folder)))
        told.step.connect(lambda number: self.stepped.emit(number - 1, total, f"{said} {number}/{total}"))

        def written(_: None) -> None:
            panels = (self.desk.core.panels.load(name).panel for name in self._wanted)
            numbers = tuple(each.brief.header.brief_number for each in panels)
            self.wrote.emit(Written(folder, folder in self.watch.sticks, self._what, numbers))
            self._write(at + 1)

        work(
            self, partial(write_files, folder, tuple(self._files), told.step.emit), written, self.failed.emit
        )

    def _tell(self, at: int, words: str) -> None:
        total = len(self._wanted)
        name = self.desk.core.panels.load(self._wanted[at]).panel.brief.platform.name
        self.stepped.emit(at, total, words.format(n=at + 1, m=total, name=raw(name)))
