"""The desk's pages of collecting on the smallest screen: nothing cut off, all named
(the order is test_every_page.py's)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableView, QWidget

from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.style import Look, apply
from app.ui.words import set_translator
from tests import workspaces
from tests.ui.days import text_of
from tests.ui.desk_scenes import DeskScene, desk_of, desk_scenes
from tests.ui.scenes import settle
from tests.ui.test_shared_laptop import unmarked
from tests.workspaces import World


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> tuple[Desk, list[DeskScene]]:
    world: World = workspaces.issued().copy(tmp_path_factory.mktemp("desk") / "world")
    return desk_of(world), list(desk_scenes(world))


def shown(scenes: tuple[Desk, list[DeskScene]], look: Look) -> Iterator[tuple[str, MainWindow]]:
    """Each page at 1366×768 and 150 %."""
    desk, found = scenes
    for scene in found:
        window = MainWindow(desk, look)
        page = scene[1](desk, window.stack)
        window.resize(911, 512)
        window.show_page(page)
        window.show()
        window.activateWindow()
        settle()
        if len(scene) > 2:
            scene[2](page)
        settle()
        yield scene[0], window
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def is_cut(each: QPushButton) -> bool:
    """Whether a button is narrower than its words."""
    return each.width() < each.fontMetrics().horizontalAdvance(each.text())


def cut_off(window: MainWindow) -> list[str]:
    """What of the page is beyond the window's edges, sideways, or below the foot."""
    page = window.page
    assert page is not None
    told = [] if (window.width(), window.height()) == (911, 512) else ["the window grew"]
    foot = page.mapTo(window, page.bottom.geometry().bottomRight())
    if foot.y() >= 512 or foot.x() >= 911:
        told.append("the foot is cut off")
    for each in page.findChildren(QWidget):
        if each.isVisible() and each.mapTo(window, each.rect().topRight()).x() > 911:
            told.append(f"beyond the right edge: {text_of(each) or type(each).__name__}")
        if isinstance(each, QPushButton) and each.isVisible() and is_cut(each):
            told.append(f"cut: {each.text()}")
    return told


def test_nothing_is_cut_off(scenes: tuple[Desk, list[DeskScene]]) -> None:
    told = {name: cut_off(window) for name, window in shown(scenes, Look())}
    assert {name: each for name, each in told.items() if each} == {}
    assert len(told) >= 12


def test_the_largest_text_fits_too(scenes: tuple[Desk, list[DeskScene]], qapp: QApplication) -> None:
    apply(qapp, Look(1.5, True))
    try:
        told = {name: cut_off(window) for name, window in shown(scenes, Look(1.5, True))}
        assert {name: each for name, each in told.items() if each} == {}
    finally:
        apply(qapp, Look())


def test_every_control_has_a_name_and_every_text_is_marked(scenes: tuple[Desk, list[DeskScene]]) -> None:
    set_translator(lambda text: f"⟦{text}⟧", lambda text: f"⟦{text}⟧")
    try:
        for name, window in shown(scenes, Look()):
            page = window.page
            assert page is not None
            for each in page.findChildren(QWidget):
                if isinstance(each, QPushButton | QLineEdit | QTableView) and each.isVisible():
                    assert each.accessibleName(), (name, text_of(each))
                assert unmarked(text_of(each)) == "", (name, text_of(each))
    finally:
        set_translator()
