"""One page of the desk for bench_desk.py: `bench_desk_child.py PAGE PICKLE`, in the program's own order.

Opens the organiser's window over the world in PICKLE, the page cold, then warm, and acts on it. Prints JSON:
what was done → [seconds by the clock, seconds of the window's own thread] each time.
"""

import gc
import json
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui import tasks
from app.ui.desk import Desk
from app.ui.feedback import Refusal
from app.ui.main_window import MainWindow
from app.ui.pages import Page
from app.ui.stick_watch import StickWatch
from bench_desk_hands import Running, Ticks, Took, idle, moment, timed
from bench_worlds import STICK, opened_world
from tests.ui.desks import application, open_desk
from tests.workspaces import STAFF, SURVEY

Found = dict[str, list[Took]]
IDLE_MS = 1500  # nobody presses anything sooner after a window appears
WARM = 4
BARE_ROWS = 20


def opening(running: Running, page: str) -> Found:
    """The board, then the page over it: cold and warm; at the end it is in front."""
    found: Found = {"board": [timed(lambda: running.open("board"))]}
    tasks.collect_again()
    ticks = Ticks()
    while getattr(running.page, "reading", False):
        QApplication.processEvents()
    found["reading"] = [ticks.worst]
    idle(IDLE_MS)
    if page == "board":
        running.back()
    else:
        found["cold"] = [timed(lambda: running.open(page))]
        idle()
        running.back()
    found["warm"] = []
    for at in range(WARM):
        found["warm"].append(timed(lambda: running.open(page)))
        idle()
        if at < WARM - 1:
            running.back()
    return found


def acting(running: Running, page: str) -> Found:
    """Presses what does not lead away, walks with the keyboard, scrolls."""
    front, found = running.page, Found()
    for button in pressed(front, page):
        if shiboken6.isValid(button) and button.isVisible() and button.isEnabled():
            found.setdefault("clicks", []).append(timed(button.click))
            idle()
    if page in ("board", "discuss"):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up):
            focused = QApplication.focusWidget() or front
            found.setdefault("keys", []).append(timed(lambda at=focused, key=key: QTest.keyClick(at, key)))  # type: ignore[misc]  # bound now
            idle()
    area = front.findChild(QScrollArea)
    if area is not None:
        bar = area.verticalScrollBar()
        for at in range(0, bar.maximum() + 1, max(bar.maximum() // 12, 1)):
            found.setdefault("scrolls", []).append(timed(lambda at=at: bar.setValue(at)))  # type: ignore[misc]  # bound now
    return found


def pressed(front: Page, page: str) -> Iterator[QAbstractButton]:
    """What leads nowhere else, opens no dialog and writes nothing."""
    names = {
        "collect": "add chair fact void",
        "discuss": "next next next",
        "opinion": "fold fold",
        "seal": "tabs.paper tabs.acts",
        "issue": "none all",
        "prepare_form": "tabs.experts experts.add tabs.rules tabs.platforms platforms.add",
        "ranking": "view.recommend.more view.recommend.less",
    }
    for name in names.get(page, "").split():
        yield reached(front, name)
    parts = {
        "discuss": "head",
        "prepare": "workbook.counts",
        "prepare_form": "platforms.panel",
        "ranking": "view",
    }
    if page in parts:
        found = _part(front, parts[page])
        assert isinstance(found, QWidget)
        yield from [each for each in found.findChildren(QAbstractButton) if each.text() not in ("登记", "…")][
            :16
        ]
    boxes = _part(front, "inside.list.boxes") or _part(front, "list.boxes")
    if isinstance(boxes, dict):
        yield from [each for each in boxes.values() if isinstance(each, QAbstractButton)][:6]


def reached(front: QObject, path: str) -> QAbstractButton:
    """A button by the names that lead to it."""
    found = _part(front, path)
    assert isinstance(found, QAbstractButton), path
    return found


def _part(found: object, path: str) -> object:
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else getattr(found, name, None)
    return found


def collecting(running: Running, stick: Path, brief: Path) -> Found:
    """A whole stick taken in while the window answers."""
    from app.ui.organiser.collect_page import CollectPage

    running.open("board")
    idle(IDLE_MS)
    running.open("stick")
    idle()
    page = running.page
    assert isinstance(page, CollectPage)
    running.desk.core.collecting.collect([brief])  # the judging child is up
    ticks, begun = Ticks(), moment()
    page.take((stick,))
    idle()
    ended = moment()
    assert page.found and all(each.outcome != "refused" for each in page.found), page.found
    return {"took": [(ended[0] - begun[0], ended[1] - begun[1])], "gap": [ticks.worst]}


def saving(running: Running) -> Found:
    """Acts of the desk, each until it is saved and the page shows what follows from it."""
    running.open("board")
    tasks.collect_again()
    idle(IDLE_MS)
    settling, closing = running.desk.core.settling, running.desk.core.closing
    names = running.desk.core.panels.in_order()
    first, open_one = names[0], names[-1]
    acts: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("collect", open_one, lambda: settling.place(open_one, "E3", "absent", "因病请假")),
        ("collect", first, lambda: settling.supply(first, SURVEY, {"value": "93"}, "佐证 2")),
        ("discuss", first, lambda: settling.determine(first, STAFF, "对照社保名册复核")),
        ("opinion", first, lambda: closing.pass_over(first, "evidence", "现场时间有限")),
        ("opinion", first, lambda: settling.opinion(first, "平台运行良好，专家组一致建议合格。")),
    )
    found: Found = {"acts": []}
    for step, name, act in acts:
        page = running.way.organiser.show_step(name, step)
        idle()
        refusal = Refusal()
        found["acts"].append(timed(lambda page=page, act=act, told=refusal: page.session.act(act, told)))  # type: ignore[misc]  # bound now
        assert not refusal.text(), refusal.text()
        idle()
    return found


def matrix(desk: Desk) -> Found:
    """合议 of nine experts over the seventeen criteria of annex 1, which lie in memory."""
    from app.ui.organiser.discuss_page import DiscussPage
    from tests import builders
    from tests.ui.discussions import Told, judged

    panel = judged(*({"1.2.1.2": str(at)} for at in range(9))).panel
    assert len(panel.brief.rubric.criteria) == 17 and builders.TIME
    window = MainWindow(desk)
    window.resize(1366, 728)
    window.show()
    found: Found = {"warm": []}
    for _ in range(WARM):
        found["warm"].append(
            timed(lambda: window.show_page(DiscussPage(Told(desk, panel), StickWatch(lambda: ()))))
        )
        idle()
    return found


def bare() -> Found:
    """The floor: a Qt window with twenty rows of four labels and a button."""
    found: Found = {"warm": []}
    for _ in range(WARM):
        found["warm"].append(timed(_bare_rows))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return found


def _bare_rows() -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    for at in range(BARE_ROWS):
        row = QHBoxLayout()
        for part in range(4):
            row.addWidget(QLabel(f"第 {at} 行，第 {part} 格"))
        row.addWidget(QPushButton("去处理"))
        column.addLayout(row)
    page.resize(1366, 728)
    page.show()
    QApplication.processEvents()
    page.deleteLater()


def main(page: str, pickled: Path) -> Found:
    """Everything about one page."""
    gc.disable()  # as app.__main__ does
    application()
    if page == "bare":
        return bare()
    world = opened_world(pickle.loads(pickled.read_bytes()))  # bench_desk.py wrote it
    with open_desk(world, "desk") as desk:
        if page == "matrix":
            return matrix(desk)
        running = Running(desk)
        if page == "acts":
            return saving(running)
        if page == "import":
            return collecting(running, world.root / STICK, world.root / f"{world.panel}.pdf")
        return opening(running, page) | acting(running, page)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))), flush=True)
    os._exit(0)
