"""The window's measurements of bench.py: first paint against a bare Qt window, keys, pages, text size.

Offscreen, in this run: what is fast here in ratio is fast on a laptop. `--child KIND FOLDER` is one start.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt, QTimer  # Qt asks for its platform when it is imported
from PySide6.QtWidgets import QApplication, QLabel, QWidget  # as above

from app import paths

QUICK = "--quick" in sys.argv
STARTS = 3 if QUICK else 7
KEYS = 60 if QUICK else 300
OPENINGS = 3 if QUICK else 7
STARTED = "ZHIPING_BENCH_STARTED"
KEY_MEDIAN, KEY_WORST, OPEN_WORST = 5.0, 50.0, 200.0  # milliseconds, what the window promises


class _Painted(QObject):
    """Says how long after the start of the process the window was painted first, and ends the program."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.on_painted)
        return False

    def on_painted(self) -> None:
        print(time.time() - float(os.environ[STARTED]), flush=True)
        os._exit(0)


def child(kind: str, folder: Path) -> None:
    """One start of the program, or of a window with nothing but a label in the same fonts."""
    if kind == "bare":
        from app.ui.style import FAMILY, load_fonts  # the bare start loads nothing else of ours

        app = QApplication([])
        load_fonts(paths.fonts())
        bare = QLabel("知评")
        bare.setStyleSheet(f"font-family: '{FAMILY}';")
        bare.resize(1366, 728)
        _Painted(bare)
        bare.show()
        app.exec()
        return
    from app.bootstrap import open_core  # for none of these the bare start pays
    from app.settings import Settings
    from app.ui.application import run
    from app.ui.home_page import HomePage
    from app.ui.main_window import MainWindow
    from app.ui.stick_watch import StickWatch
    from app.ui.way import Way

    def begin(window: MainWindow) -> None:
        way = Way(window, StickWatch(lambda: (), window))
        way.entrance.begin()
        assert isinstance(window.page, HomePage)
        if kind == "scoring":
            way.show_scoring(window.desk.core.scoring.names()[0])
        _Painted(window)

    run(open_core, Settings(folder, None), paths.fonts(), lambda error: folder, begin)


def starts(folder: Path) -> None:
    """First paint of 今日评审 and 评分, against the bare window; fresh processes in turns.

    With compiled modules, as the program is shipped; the first start of each, which compiles, is not counted.
    """
    shipped = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    shipped["PYTHONPYCACHEPREFIX"] = str(folder.parent / "compiled")
    took: dict[str, list[float]] = {"bare": [], "home": [], "scoring": []}
    for at in range(STARTS + 1):
        for kind, found in took.items():
            command = [sys.executable, "-X", "utf8", __file__, "--child", kind, str(folder)]
            environ = shipped | {STARTED: str(time.time())}
            done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
            if at:
                found.append(float(done.stdout.split()[-1]))
    floor = statistics.median(took["bare"])
    for kind, name, most in (("home", "今日评审", 2.0), ("scoring", "评分", 2.5)):
        ours = statistics.median(took[kind])
        print(
            f"{ours / floor:5.2f}×   floor {floor * 1e3:10.3f} ms   ours {ours * 1e3:10.3f} ms   "
            f"首次绘出{name}，对照只有一行字的 Qt 窗口（须 ≤ {most}×）",
            flush=True,
        )


def told(name: str, took: list[float], median: float = 0.0, worst: float = 0.0) -> None:
    """One row: median and worst in milliseconds, and what was promised."""
    promised = "；".join(
        words for words, most in ((f"中位 < {median:g}", median), (f"最长 ≤ {worst:g}", worst)) if most
    )
    print(
        f"median {statistics.median(took) * 1e3:7.2f} ms   worst {max(took) * 1e3:7.2f} ms   "
        f"{name}（须 {promised} 毫秒，{len(took)} 次）",
        flush=True,
    )


def timed(act: Callable[[], object]) -> float:
    """Until all that follows from it is painted."""
    started = time.perf_counter()
    act()
    QApplication.processEvents()
    return time.perf_counter() - started


def pages(annex: int) -> None:
    """An open scoring page: keys, clicks, next unscored, the text size; and opening it."""
    from app.ui.main_window import MainWindow  # the child that measures a bare start does not pay for it
    from app.ui.scoring_page import ScoringPage
    from tests import workspaces
    from tests.ui.desks import application, brief_for, declared, open_desk

    application()
    world = workspaces.issued().copy(Path(tempfile.mkdtemp()) / "world")
    with open_desk(world) as desk:
        name = declared(desk, brief_for(world, annex, platform="测速平台", facts="").read_bytes())
        window = MainWindow(desk)
        window.show()
        QApplication.processEvents()
        opened: list[float] = []
        for _ in range(OPENINGS):
            started = time.perf_counter()
            page = ScoringPage(desk, name, parent=window.stack)
            window.show_page(page, keep=False)
            QApplication.processEvents()
            opened.append(time.perf_counter() - started)
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        label = f"附件{annex} 评分页"
        told(f"{label}：打开", opened, worst=OPEN_WORST)
        told(f"{label}：按键到保存并绘出", keys(page), KEY_MEDIAN, KEY_WORST)
        buttons = [card.discuss for card in page.cards]
        told(f"{label}：点击", [timed(each.click) for each in buttons * 3], worst=KEY_WORST)
        told(f"{label}：下一未评项", [timed(page.foot.next.click) for _ in range(40)], worst=KEY_WORST)
        told(f"{label}：换文字大小", [timed(window.on_size_clicked) for _ in range(8)], worst=OPEN_WORST)
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    workspaces.clear_worlds()


def keys(page: QWidget) -> list[float]:
    """A key in every row in turn that changes what is saved; each is saved and painted before the next."""
    from PySide6.QtTest import QTest

    from app.ui.scoring_page import ScoringPage

    assert isinstance(page, ScoringPage)
    rows = [row for card in page.cards for row in card.rows if row.view and not row.view.locked]
    took: list[float] = []
    at = 0
    while len(took) < KEYS:
        row = rows[at % len(rows)]
        row.target.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        for key in (Qt.Key.Key_1, Qt.Key.Key_Backspace):
            focused = QApplication.focusWidget()
            assert focused is not None
            before = page.session.sheet
            took.append(timed(lambda focused=focused, key=key: QTest.keyClick(focused, key)))  # type: ignore[misc]  # bound now
            assert page.session.sheet is not before, row.label
        at += 1
    return took


def main() -> None:
    """All measurements of the window."""
    from tests import workspaces
    from tests.ui.desks import declared, open_desk

    with tempfile.TemporaryDirectory() as folder:
        world = workspaces.issued().copy(Path(folder) / "world")
        with open_desk(world) as desk:
            declared(desk, world.file("stick/brief.pdf"))
        starts(world.folder("E1"))
    for annex in (2, 1):
        pages(annex)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
