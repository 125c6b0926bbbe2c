"""写入移交包, step by step: the workbook, the manifest, the files; the store only on the main thread."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import ZhipingError
from app.services.packages import Extra, Made, PackageJob
from app.services.packages_writing import write_package
from app.ui import tasks
from app.ui.desk import Desk
from app.ui.parts import work
from app.ui.words import t

WORKBOOK = "评审结果.xlsx"


class _Steps(QObject):
    """Tells how far the worker is; outlives the page as long as the worker speaks to it."""

    told = Signal(int, int, str)


class PackageWriter(QObject):
    """`stepped` says what is being done (number of all, 0 of 0 where nobody knows), `finished` has the
    package and its folder, `failed` the error; what was signed by then is kept, the same call goes on."""

    stepped = Signal(int, int, str)
    finished = Signal(object, object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._names: tuple[str, ...] = ()
        self._root = Path()

    def write(self, names: Sequence[str], finished: Sequence[str], root: Path) -> None:
        """Makes the package of the panels `names` and writes it into a folder of its own under `root`;
        `finished` are those of them that have results."""
        self._names, self._root = tuple(names), root
        self.stepped.emit(0, 0, t("正在汇总评审结果……"))
        self._try(lambda: self._make_book(finished))

    def _make_book(self, finished: Sequence[str]) -> None:
        book = self._desk.core.rounds.results(finished) if finished else bytes
        work(self, book, self.on_book, self.failed.emit)

    def on_book(self, book: bytes) -> None:
        """The workbook is there, b"" where nothing has results."""
        extras = [Extra(WORKBOOK, book, "workbook")] if book else []
        self.stepped.emit(0, 0, t("正在核对文件、签署移交清单……"))
        tasks.step(
            self, self._desk.core.packages.preparing(self._names, extras), self.on_read, self.failed.emit
        )

    def on_read(self, job: PackageJob) -> None:
        """All that goes in is read: the worker signs the manifest."""
        work(self, job, self.on_made, self.failed.emit)

    def on_made(self, made: Made) -> None:
        """The manifest is signed: kept, then everything is written."""
        self._try(lambda: self._write(self._desk.core.packages.keep(made)))

    def _write(self, made: Made) -> None:
        folder = self._root / folder_name(made)
        steps = _Steps()
        steps.told.connect(self.stepped)
        job = partial(_written, made, folder, steps)
        work(self, job, lambda _: self.finished.emit(made, folder), self.failed.emit)

    def _try(self, do: Callable[[], None]) -> None:
        try:
            do()
        except ZhipingError as error:
            self.failed.emit(error)


def folder_name(made: Made) -> str:
    """移交包 YJ… 第1版: each revision lies in a folder of its own, the same one in the same."""
    return f"移交包 {made.manifest.name} 第{made.manifest.header.revision}版"


def _written(made: Made, folder: Path, steps: _Steps) -> None:
    """On the worker's thread."""
    total = len(made.manifest.files)

    def progress(number: int, path: str) -> None:
        steps.told.emit(number, total, path)

    write_package(made.manifest, made.data, made.files, folder, progress)
