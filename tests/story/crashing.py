"""The program as a process of its own, for test_window_crash.py: `python -m tests.story.crashing ACT`.

`work` scores by keyboard up to the middle of a criterion, says what is on the screen and stays, to be killed.
`sign` presses 签署 and says so. `look` says what is in front after a restart and stays; `close` says it and
closes in order. Workspace, store and keys are real; only the screen is not there.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import TracebackType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app import logs, paths
from app.bootstrap import open_core
from app.domain.findings import write_assessment
from app.domain.rubric import CriterionId
from app.services.laptop import read_view
from app.settings import read_settings
from app.ui import tasks, way
from app.ui.application import run
from app.ui.check_page import CheckPage
from app.ui.home_page import HomePage
from app.ui.main_window import MainWindow
from app.ui.scoring_page import ScoringPage

Key = Qt.Key
TYPED = (Key.Key_1, Key.Key_Return, Key.Key_1, Key.Key_Return, *(Key.Key_1, Key.Key_Down) * 5, Key.Key_4)
REMARK = "ming ce"
PATIENCE = 60_000  # milliseconds
Steps = Iterator[Callable[[], bool]]


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.windowHandle(), key)


def quiet(window: MainWindow) -> bool:
    """Whether a page is in front and nothing is under way."""
    awake = window.isActiveWindow() and not window.has_just_turned
    return awake and not tasks.busy() and QApplication.focusWidget() is not None


def tell(window: MainWindow) -> None:
    """One line of JSON about what a person sees, and what is in the sheet."""
    page = window.page
    told: dict[str, object] = {"page": type(page).__name__, "unsent": len(window.desk.unsent())}
    told["said"] = [each.text() for each in window.findChildren(QLabel) if each.isVisible() and each.text()]
    sheets = window.desk.sheets()
    told["sheet"] = {id: write_assessment(each) for id, each in sheets[0].assessments.items()}
    if isinstance(page, ScoringPage):
        at = QApplication.focusWidget()
        told["at"] = next((c.criterion.id for c in page.cards if at and c.isAncestorOf(at)), "")
        told["total"] = page.foot.total.text()
    print(json.dumps(told, ensure_ascii=False), flush=True)


def work(window: MainWindow) -> Steps:
    """From 今日评审 to the middle of 2.1.3.1: its number is typed, its remark written, nothing left."""
    yield lambda: quiet(window) and isinstance(window.page, HomePage)
    press(window, Key.Key_Space)
    yield lambda: quiet(window) and isinstance(window.page, ScoringPage)
    for key in TYPED:
        press(window, key)
    press(window, Key.Key_F2)
    for letter in REMARK:
        QTest.keyClick(window.windowHandle(), ord(letter))
    sheet = window.desk.sheets()[0]
    yield lambda: window.desk.sheets()[0].assessment(criterion(window)).remark == REMARK
    yield lambda: (read_view(window.desk.folder).criterion, sheet.id) == (criterion(window), sheet.id)
    tell(window)


def criterion(window: MainWindow) -> CriterionId:
    page, at = window.page, QApplication.focusWidget()
    assert isinstance(page, ScoringPage) and at is not None
    return next(card.criterion.id for card in page.cards if card.isAncestorOf(at))


def sign(window: MainWindow) -> Steps:
    """From 今日评审 with a finished sheet to 签署 just pressed."""
    yield lambda: quiet(window) and isinstance(window.page, HomePage)
    press(window, Key.Key_Space)
    yield lambda: quiet(window) and isinstance(window.page, CheckPage)
    press(window, Key.Key_Space)
    page = window.page
    assert isinstance(page, CheckPage)
    while QApplication.focusWidget() is not page.sign:
        press(window, Key.Key_Tab)
    press(window, Key.Key_Space)
    assert tasks.busy()
    tell(window)


def look(window: MainWindow) -> Steps:
    """What is in front."""
    yield lambda: quiet(window) and window.page is not None
    yield lambda: quiet(window) and not tasks.busy()
    tell(window)


def close(window: MainWindow) -> Steps:
    """What is in front; then the window is closed."""
    yield from look(window)
    window.close()


ACTS: dict[str, Callable[[MainWindow], Steps]] = {"work": work, "sign": sign, "look": look, "close": close}


def begin(act: Callable[[MainWindow], Steps], window: MainWindow) -> None:
    """The program's own beginning, and somebody who acts as soon as the page is there."""
    sys.excepthook = give_up
    QTimer.singleShot(PATIENCE, partial(os._exit, 9))
    way.begin(window)
    steps = act(window)
    waiting: list[Callable[[], bool]] = [lambda: True]
    timer = QTimer(window)

    def go_on() -> None:
        if waiting[0]():
            following = next(steps, None)
            if following is None:
                timer.stop()
            else:
                waiting[0] = following

    timer.timeout.connect(go_on)
    timer.start(15)


def give_up(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A test that waits must hear of it: no dialog here."""
    sys.__excepthook__(kind, error, trace)
    os._exit(8)


def main() -> None:
    """As app.__main__.window, with somebody at the keys."""
    settings = read_settings(None, None, os.environ, sys.platform)
    log_error = partial(logs.write_error, settings.workspace, "window")
    sys.exit(run(open_core, settings, paths.fonts(), log_error, partial(begin, ACTS[sys.argv[1]])))


if __name__ == "__main__":
    main()
