"""Starts the screen: Qt, fonts, look, the window, its first page; ends it again."""

import os
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLockFile, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from app import i18n
from app.domain.frozen import frozen
from app.errors import RefusedError, ZhipingError
from app.services.laptop import read_view
from app.services.media import is_on_stick
from app.settings import Settings
from app.ui import tasks
from app.ui.desk import Desk, OpenCore
from app.ui.feedback import LogError, install_last_resort, show_fault
from app.ui.main_window import MainWindow
from app.ui.parts import work
from app.ui.style import Look, apply, load_fonts

Begin = Callable[[MainWindow], None]
LOCK = "window.lock"
_AFTER_PAINT_MS = 500


@frozen
class Start:
    """How this run was started: the files given to it, the packaged folder it runs from (None from source),
    where a copy of that folder may go."""

    files: tuple[Path, ...] = ()
    parcel: Path | None = None
    programs: Path | None = None


FROM_SOURCE = Start()


class _ChineseWords(QTranslator):
    """Qt's catalogue of its own words. It lacks the newer texts that name a key ("&Look in:") and has them as
    they were before ("Look in:"); may go once the catalogue has all of the file dialog."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The Chinese of a text; None where there is none ("" would be shown)."""
        found = super().translate(context, text, disambiguation, n)
        return found or super().translate(context, text.replace("&", ""), disambiguation, n) or None


class AlreadyOpenError(RefusedError):
    """Another window of the program has this workspace open."""


def dressed(argv: Sequence[str], fonts: Path, look: Look | None = None) -> QApplication:
    """The one QApplication of this process, with the program's fonts and look."""
    found = QApplication.instance()
    # Named to Qt in its own words: setStyle hands the style to Python, which costs a start 5 ms.
    app = (
        found
        if isinstance(found, QApplication)
        else QApplication([*(argv or ["zhiping"]), "-style", "Fusion"])
    )
    app.setApplicationName("zhiping")
    app.setApplicationDisplayName("")
    if i18n.language() == "zh":
        _speak_chinese(app)
    load_fonts(fonts)
    apply(app, look or Look())
    return app


def _speak_chinese(app: QApplication) -> None:
    """Qt's own words, such as those of the dialog that chooses a file."""
    words = _ChineseWords(app)
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)


def run(
    open_core: OpenCore,
    settings: Settings,
    fonts: Path,
    log_error: LogError,
    begin: Begin,
    start: Start = FROM_SOURCE,
) -> int:
    """Shows the window until it is closed; `begin` shows its first page. Returns the exit code."""
    i18n.choose(i18n.wanted((), os.environ, read_view(settings.workspace).language))
    app = dressed(sys.argv[:1], fonts)
    install_last_resort(log_error)
    try:
        if not goes_on_here(start):
            return 0
        desk = Desk(open_core, settings)
    except ZhipingError as error:
        show_fault(None, error)
        return app.exec() or 1
    lock = QLockFile(str(desk.folder / LOCK))
    try:
        if not is_first(lock, desk.folder, start.files):
            return 0
        window = MainWindow(desk)
        begin(window)
        window.show()
        QTimer.singleShot(_AFTER_PAINT_MS, window, partial(receive, window, start))
        return app.exec()
    except ZhipingError as error:  # such as a damaged key: said, where a window that never came says nothing
        show_fault(None, error)
        return app.exec() or 1
    finally:
        desk.close()
        lock.unlock()


def is_first(lock: QLockFile, workspace: Path, files: Sequence[Path]) -> bool:
    """Whether this window opens the workspace; one that has it open takes the files, or AlreadyOpenError."""
    try:
        take(lock)
    except AlreadyOpenError:
        from app.ui.second_start import hand_over

        if hand_over(workspace, files):
            return False
        raise
    return True


def take(lock: QLockFile) -> None:
    """Makes this the one window on a workspace: two would show each other's past. AlreadyOpenError."""
    lock.setStaleLockTime(0)  # a lock is stale when its program is gone, however old it is
    if not lock.tryLock(0) and lock.error() == QLockFile.LockError.LockFailedError:
        raise AlreadyOpenError


def refuse(fonts: Path, error: ZhipingError) -> int:
    """The program cannot even begin: says why."""
    app = dressed(sys.argv[:1], fonts)
    show_fault(None, error)
    return app.exec() or 1


def receive(window: MainWindow, start: Start) -> None:
    """Once painted: opens the files of this start and of later ones, looks after the program's own."""
    from app.ui.given_files import GivenFiles
    from app.ui.second_start import Door
    from app.ui.warming import Warming

    tasks.collect_again()
    Warming(window)
    given = GivenFiles(window)
    Door(window.desk.folder, window).knocked.connect(given.on_given)
    if start.files:
        given.on_given(start.files)
    if start.parcel is not None:
        closing = threading.Event()
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(closing.set)
        job = partial(_check, start.parcel, lambda: not closing.is_set())
        work(window, job, lambda _: None, partial(show_fault, window))


def goes_on_here(start: Start) -> bool:
    """Whether this process is to open the workspace; not where the program moved to this computer and was
    started there, nor where the offer to do so was closed."""
    if start.parcel is None or start.programs is None or not is_on_stick(start.parcel):
        return True
    from app.services import moving_in, parcel
    from app.ui.stick_offer import StickOffer

    offer = StickOffer(parcel.read(start.parcel), start.programs)
    chosen = offer.exec()
    if offer.moved is not None:
        moving_in.start(offer.moved / Path(sys.executable).name, start.files, os.environ)
    return bool(chosen)


def _check(folder: Path, go_on: Callable[[], bool]) -> None:
    """Reads all of a packaged folder; whoever closes the window does not wait for it."""
    from app.services import parcel

    parcel.check(parcel.read(folder), go_on)
