"""What a screen reader does to a button that stays pressed counts as a press: at once, once, in its group."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QButtonGroup, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.services.laptop import Place
from app.ui.choice_card import ChoiceCard
from app.ui.pages import button
from app.ui.people_page import PeoplePage
from app.ui.rows import KeyButton


def acted(shown: QPushButton, action: str = "Toggle") -> None:
    """A screen reader's own action."""
    found = QAccessible.queryAccessibleInterface(shown)
    assert found is not None
    actions = found.actionInterface()
    assert actions is not None and action in actions.actionNames()
    actions.doAction(action)


def _note(pressed: list[str], made: QPushButton, _on: bool = False) -> None:
    pressed.append(made.accessibleName())


@pytest.fixture
def ground(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    QVBoxLayout(made)
    yield made
    made.close()


def shown(ground: QWidget, *buttons: QPushButton) -> list[str]:
    """The buttons on a window; the names of those pressed, as they are pressed."""
    pressed: list[str] = []
    for each in buttons:
        each.setCheckable(True)
        each.clicked.connect(partial(_note, pressed, each))
        layout = ground.layout()
        assert layout is not None
        layout.addWidget(each)
    ground.show()
    QApplication.processEvents()
    return pressed


def test_a_card_of_several_is_chosen(ground: QWidget) -> None:
    one, two = ChoiceCard("王伟", "某大学"), ChoiceCard("李敏")
    group, told = QButtonGroup(ground), list[str]()
    for each in (one, two):
        group.addButton(each)
    group.buttonClicked.connect(lambda made: told.append(made.accessibleName()))
    pressed = shown(ground, one, two)
    acted(one)
    QApplication.processEvents()
    assert (pressed, told, one.isChecked()) == (["王伟 某大学"], ["王伟 某大学"], True)
    acted(two)
    QApplication.processEvents()
    assert told == ["王伟 某大学", "李敏"] and not one.isChecked() and two.isChecked()


@pytest.mark.parametrize("role", ["tab", "choice", "crumb"])
def test_what_is_turned_on_and_off_alone_is_turned_once(ground: QWidget, role: str) -> None:
    alone = button("全部", role)
    pressed = shown(ground, alone)
    acted(alone)
    QApplication.processEvents()
    assert pressed == ["全部"] and alone.isChecked()
    acted(alone)
    QApplication.processEvents()
    assert pressed == ["全部", "全部"] and not alone.isChecked()


def test_an_answer_of_a_card_is_given(ground: QWidget) -> None:
    yes = KeyButton("符合", "yes", "符合", ground)
    pressed = shown(ground, yes)
    acted(yes)
    QApplication.processEvents()
    assert pressed == ["符合"]


def test_a_click_and_a_press_count_once(ground: QWidget, qtbot: QtBot) -> None:
    alone = button("全部", "tab")
    pressed = shown(ground, alone)
    QTest.mouseClick(alone, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert pressed == ["全部"] and alone.isChecked()
    with qtbot.waitSignal(alone.clicked):
        acted(alone, "Press")
    QApplication.processEvents()
    assert pressed == ["全部", "全部"] and not alone.isChecked()


def test_what_the_program_sets_itself_presses_nothing(ground: QWidget) -> None:
    one, two = ChoiceCard("王伟"), ChoiceCard("李敏")
    group = QButtonGroup(ground)
    for each in (one, two):
        group.addButton(each)
    pressed = shown(ground, one, two)
    one.setChecked(True)
    two.setChecked(True)
    QApplication.processEvents()
    assert pressed == [] and two.isChecked() and not one.isChecked()


def test_a_person_is_picked_and_asked_for_the_pin(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    page = PeoplePage([Place(tmp_path / name, name, "keyring+pin") for name in ("王伟", "李敏")])
    qtbot.addWidget(page)
    page.show()
    QApplication.processEvents()
    assert not page.secret.isVisible()
    acted(page.names[1])
    QApplication.processEvents()
    assert page.secret.isVisible() and page.picked == page.people[1]
