"""The window in English: nothing Chinese but data, and nothing cut off on the smallest screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel

from app import i18n
from app.bootstrap import open_core
from app.settings import Settings
from app.ui.desk import Desk
from app.ui.home_page import HomePage
from app.ui.main_window import MainWindow
from app.ui.organiser.prepare_form_page import PrepareFormPage
from app.ui.organiser.prepare_page import PreparePage
from app.ui.settings_page import SettingsPage
from app.ui.stick_watch import StickWatch
from app.ui.style import Look
from app.ui.verify_page import VerifyPage
from app.ui.words import set_translator
from tests.catalogue import NAMED
from tests.ui.days import text_of
from tests.ui.desk_scenes import DeskScene
from tests.ui.discuss_scenes import discuss_scenes
from tests.ui.test_organiser_look import cut_off, shown
from tests.ui.test_shared_laptop import unmarked


@pytest.fixture
def english() -> Iterator[None]:
    i18n.choose("en")
    set_translator(None, lambda text: f"⟦{text}⟧")
    try:
        yield
    finally:
        set_translator()
        i18n.choose("zh")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    made = Desk(open_core, Settings(tmp_path_factory.mktemp("english"), None))
    try:
        yield made
    finally:
        made.close()


def pages() -> Iterator[DeskScene]:
    """Pages that need no signed paper: where words are longest, and where sentences are put together."""
    watch = StickWatch(lambda: ())
    yield "home", lambda desk, parent: HomePage(desk, watch, shared=False)
    yield "settings", lambda desk, parent: SettingsPage(desk, None, Look())
    yield "verify", lambda desk, parent: VerifyPage(desk)
    yield "prepare", lambda desk, parent: PreparePage(desk, watch)
    yield "prepare-form", lambda desk, parent: PrepareFormPage(desk, watch)
    yield from discuss_scenes()


def test_pages_are_english_but_for_data_and_nothing_is_cut_off(english: None, desk: Desk) -> None:
    told: dict[str, list[str]] = {}
    for name, window in shown((desk, list(pages())), Look()):
        texts = (NAMED.sub("", text_of(each)) for each in window.findChildren(QLabel))
        told[name] = [*cut_off(window), *filter(unmarked, texts)]
    assert {name: wrong for name, wrong in told.items() if wrong} == {}
    assert len(told) >= 15


def test_a_chosen_tab_is_as_wide_as_its_bold_words(english: None, desk: Desk) -> None:
    page = SettingsPage(desk, None, Look(palette="system"))
    tab = page.palettes["system"]
    assert tab.isChecked() and tab.text() == "As the system"
    bold = tab.font()
    bold.setBold(True)
    assert tab.sizeHint().width() >= QFontMetrics(bold).horizontalAdvance(tab.text()) + 2 * 16


def test_palette_and_language_are_chosen_in_the_settings(desk: Desk, qapp: QApplication) -> None:
    page = SettingsPage(desk, None, Look())
    wanted: list[Look] = []
    page.look_wanted.connect(wanted.append)
    page.palettes["dark"].click()
    page.languages["en"].click()
    assert wanted == [Look(1.0, False, "dark", "zh"), Look(1.0, False, "dark", "en")]


def test_the_manual_says_that_it_is_chinese(english: None, desk: Desk) -> None:
    window = MainWindow(desk)
    window.show_page(HomePage(desk, StickWatch(lambda: ()), shared=False))
    window.on_help()
    assert window.manual.page is not None
    told = [each.text() for each in window.manual.page.findChildren(QLabel)]
    assert "The manual is in Chinese only." in told
    window.deleteLater()
