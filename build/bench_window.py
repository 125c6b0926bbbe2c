"""The window's measurements of bench.py: first paint against a bare Qt window, keys, pages, text size.

Offscreen, in this run: what is fast here in ratio is fast on a laptop. One start is bench_start.py's.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt  # Qt asks for its platform when it is imported
from PySide6.QtWidgets import QApplication, QWidget  # as above

from bench_start import STARTED

if TYPE_CHECKING:
    from app.ui.scoring_page import ScoringPage

QUICK = "--quick" in sys.argv
STARTS = 3 if QUICK else 7
KEYS = 60 if QUICK else 300
OPENINGS = 3 if QUICK else 7
START = Path(__file__).with_name("bench_start.py")
KEY_MEDIAN, KEY_WORST, OPEN_WORST = 5.0, 50.0, 200.0  # milliseconds, what the window promises


def starts(folder: Path) -> None:
    """First paint of 今日评审 and 评分, against the bare window; fresh processes in turns.

    With compiled modules, as the program is shipped; the first start of each, which compiles, is not counted.
    """
    shipped = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    shipped["PYTHONPYCACHEPREFIX"] = str(folder.parent / "compiled")
    took: dict[str, list[float]] = {"bare": [], "home": [], "scoring": []}
    for at in range(STARTS + 1):
        for kind, found in took.items():
            command = [sys.executable, "-X", "utf8", str(START), kind, str(folder)]
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
    from app.ui import tasks  # the child that measures a bare start does not pay for it
    from app.ui.main_window import MainWindow
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
        tasks.collect_again()  # as the program, once it is painted
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
        told(f"{label}：其余的卡片，逐步补上", growing(page), worst=KEY_WORST)
        told(f"{label}：按键到保存并绘出", keys(page), KEY_MEDIAN, KEY_WORST)
        buttons = [card.discuss for card in page.cards]
        told(f"{label}：点击", [timed(each.click) for each in buttons * 3], worst=KEY_WORST)
        told(f"{label}：下一未评项", [timed(page.foot.next.click) for _ in range(40)], worst=KEY_WORST)
        sizes = [(timed(window.on_size_clicked), growing(page)) for _ in range(8)]
        told(f"{label}：换文字大小", [clicked for clicked, _ in sizes], worst=KEY_WORST)
        told(f"{label}：换过之后逐步补上", [each for _, steps in sizes for each in steps], worst=KEY_WORST)
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    workspaces.clear_worlds()


def growing(page: "ScoringPage") -> list[float]:
    """Each step in which a scoring page makes cards that are not in sight, to the last."""
    took: list[float] = []
    while not page.area.column.is_whole:
        took.append(timed(page.area.on_grow))
    return took or [0.0]


def openings() -> None:
    """The expert's other pages, the way a person comes to them: the first time, and again."""
    from app.ui.main_window import MainWindow
    from app.ui.stick_watch import StickWatch
    from app.ui.warming import SOON
    from app.ui.way import Way
    from tests import workspaces
    from tests.ui.desks import brief_for, declared, open_desk

    world = workspaces.issued().copy(Path(tempfile.mkdtemp()) / "world")
    with open_desk(world) as desk:
        name = declared(desk, brief_for(world, 2, platform="测速平台", facts="").read_bytes())
        window = MainWindow(desk)
        way = Way(window, StickWatch(lambda: (), window))
        way.show_home()
        window.show()
        QApplication.processEvents()
        told("先后装入其余各页", [timed(partial(import_module, each)) for each in SOON], worst=KEY_WORST)
        ways: dict[str, Callable[[], object]] = {
            "任务书": lambda: way.show_brief(name),
            "评分": lambda: way.show_scoring(name),
            "核对并签署": lambda: way.show_check(name),
            "今日评审": way.show_home,
            "得分对照": way.on_compare,
            "验证": lambda: way.on_verify(()),
            "设置": way.on_settings,
            "使用说明": window.on_help,
        }
        first = {page: timed(go) for page, go in ways.items()}
        again = [timed(go) for _ in range(OPENINGS) for go in ways.values()]
        for page, took in first.items():
            told(f"{page}：第一次打开", [took], worst=OPEN_WORST)
        told("各页：再次打开", again, worst=OPEN_WORST)
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
    from tests.ui.desks import application, declared, open_desk

    application()
    with tempfile.TemporaryDirectory() as folder:
        world = workspaces.issued().copy(Path(folder) / "world")
        with open_desk(world) as desk:
            declared(desk, world.file("stick/brief.pdf"))
        starts(world.folder("E1"))
    openings()
    for annex in (2, 1):
        pages(annex)


if __name__ == "__main__":
    main()
