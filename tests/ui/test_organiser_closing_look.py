"""意见与核对, 封存与签名 and 签名 on the smallest screen: nothing cut off, all named
(the order is test_every_page.py's)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.domain.panel import Panel
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.organiser.leave_screen import LeaveScreen
from app.ui.style import Look, apply
from app.ui.words import set_translator
from tests import workspaces
from tests.ui.closing_scenes import closing_scenes
from tests.ui.days import text_of
from tests.ui.desk_scenes import DeskScene, desk_of
from tests.ui.scenes import settle
from tests.ui.test_organiser_look import cut_off, shown
from tests.ui.test_shared_laptop import unmarked


@pytest.fixture(scope="module")
def scenes(
    tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[tuple[Desk, list[DeskScene]]]:
    folder = tmp_path_factory.mktemp("closing")
    (folder / "own").mkdir()
    desk = desk_of(workspaces.issued().copy(folder / "world"))
    yield desk, list(closing_scenes(folder / "own"))
    desk.close()


def test_nothing_is_cut_off(scenes: tuple[Desk, list[DeskScene]]) -> None:
    told = {name: cut_off(window) for name, window in shown(scenes, Look())}
    assert {name: each for name, each in told.items() if each} == {}
    assert len(told) == 15


def test_the_largest_text_fits_too(scenes: tuple[Desk, list[DeskScene]], qapp: QApplication) -> None:
    apply(qapp, Look(1.5))
    try:
        told = {name: cut_off(window) for name, window in shown(scenes, Look(1.5))}
    finally:
        apply(qapp, Look())
    assert {name: each for name, each in told.items() if each} == {}


def test_every_word_goes_through_the_translator(scenes: tuple[Desk, list[DeskScene]]) -> None:
    set_translator(lambda text: f"⟦{text}⟧", lambda text: f"⟦{text}⟧")
    try:
        told = {name: _wanting(window) for name, window in shown(scenes, Look())}
    finally:
        set_translator()
    assert {name: each for name, each in told.items() if each} == {}


def _wanting(window: MainWindow) -> list[str]:
    """Controls without a name, texts that no translator has seen."""
    assert window.page is not None
    found = [each for each in window.page.findChildren(QWidget) if each.isVisible()]
    controls = [each for each in found if isinstance(each, QPushButton | QLineEdit | QPlainTextEdit)]
    nameless = [text_of(each) or type(each).__name__ for each in controls if not each.accessibleName()]
    return [*nameless, *(text_of(each) for each in found if unmarked(text_of(each)))]


@pytest.mark.parametrize(("scale", "size"), [(1.0, QSize(1366, 728)), (1.5, QSize(911, 512))])
def test_the_last_screen_shows_as_many_platforms_as_there_is_room_for(
    qapp: QApplication, scenes: tuple[Desk, list[DeskScene]], scale: float, size: QSize
) -> None:
    desk, _ = scenes
    world = workspaces.signed()
    with world.laptop("desk") as core:
        panel: Panel = core.panels.load(world.panel).panel
    apply(qapp, Look(scale))
    window = MainWindow(desk)
    screen = LeaveScreen([panel] * 20, window)
    screen.resize(size)
    screen.show()
    settle()
    try:
        there = [name for name, _ in screen.lines if name.isVisible()]
        assert 1 <= len(there) < 20 and screen.more.isVisible() and screen.more.text() == "等 20 个平台"
        assert screen.size() == size and screen.more.geometry().bottom() < size.height()
    finally:
        screen.close()
        window.deleteLater()
        apply(qapp, Look())
