"""How the scoring page stands on the screen: nothing jumps under a key, everything fits and can be hit, and
another text size leaves everybody where they are."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.domain.rubric import CriterionId
from app.ui.main_window import MainWindow
from app.ui.scoring_page import ScoringPage
from app.ui.style import Look, apply
from tests.ui.desks import application, brief_for, declared, open_desk, shown
from tests.workspaces import INSIDE, STAFF, SURVEY, World


@pytest.fixture
def front(issued: World) -> Iterator[tuple[MainWindow, ScoringPage]]:
    """The scoring page of annex 2, declared, empty."""
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, issued.file("stick/brief.pdf")))
        yield window, page
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


@pytest.mark.parametrize("look", [Look(), Look(1.5)], ids=["normal", "large"])
def test_the_page_fits_the_smallest_screen_with_its_bottom_bar_in_sight(issued: World, look: Look) -> None:
    name = "广州开发区粤港澳大湾区知识产权运营与地理标志产业综合公共服务平台（科学城园区）"
    brief = brief_for(issued, 2, platform=name)
    apply(application(), look)
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, brief.read_bytes()), width=911, height=512)
        for _ in range(4):
            QApplication.processEvents()
        assert (window.width(), window.height()) == (911, 512)
        for each in (page.foot.check, page.foot.next, page.foot.undo, page.foot.total):
            place = each.mapTo(window, QPoint())
            assert window.rect().contains(each.rect().translated(place))
            assert each.width() >= each.sizeHint().width() - 1
        inside = page.area.widget()
        assert inside is not None and inside.width() <= page.area.viewport().width()
        window.close()
    apply(application(), Look())


class _Asked(QObject):
    """Counts who is asked to lay out its children anew."""

    def __init__(self) -> None:
        super().__init__()
        self.widgets: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.widgets.append(watched)
        return False


@pytest.mark.parametrize("criterion", ["2.2.3.2", "2.3.1.1", "2.4.1.1", "2.1.3.1"])
def test_a_digit_lays_out_nothing_anew(front: tuple[MainWindow, ScoringPage], criterion: str) -> None:
    window, page = front
    page.go_to(criterion)
    for _ in range(2):  # what a card says for the first time may need its place
        QTest.keyClicks(focus(), "1")
        QTest.keyClick(focus(), Qt.Key.Key_Backspace)
    QApplication.processEvents()
    asked = _Asked()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(asked)
    QTest.keyClicks(focus(), "1")
    QApplication.processEvents()
    app.removeEventFilter(asked)
    assert page.cards[0] not in asked.widgets and window not in asked.widgets


def test_another_text_size_leaves_everybody_where_they_are(front: tuple[MainWindow, ScoringPage]) -> None:
    window, page = front
    page.go_to(STAFF)
    QTest.keyClicks(focus(), "4")
    QTest.keyClick(focus(), Qt.Key.Key_F2)
    text = focus()
    assert isinstance(text, QPlainTextEdit)
    text.insertPlainText("名册为准。")
    before, cards = len(text.toPlainText()), page.cards
    window.on_size_clicked()
    QApplication.processEvents()
    again = focus()
    assert isinstance(again, QPlainTextEdit) and page.cards is not cards
    assert again.toPlainText().endswith("名册为准。") and again.textCursor().position() == before
    assert page.session.sheet.assessment(CriterionId(STAFF)).remark == again.toPlainText()
    page.go_to("2.2.2.2")
    name = focus().accessibleName()
    window.on_size_clicked()
    QApplication.processEvents()
    assert focus().accessibleName() == name
    card = next(each for each in page.cards if each.criterion.id == "2.2.2.2")
    top = card.mapTo(page.area.viewport(), QPoint()).y()
    assert -card.height() < top < page.area.viewport().height()
    window.set_look(Look())


def test_every_target_is_44_pixels_high(front: tuple[MainWindow, ScoringPage]) -> None:
    window, page = front
    page.go_to(INSIDE)
    QApplication.processEvents()
    low = {
        each.accessibleName(): each.height()
        for kind in (QAbstractButton, QLineEdit)
        for each in window.findChildren(kind)
        if each.isVisible() and each.height() < 44
    }
    assert low == {}


def test_an_unmet_card_says_that_something_is_still_unjudged(front: tuple[MainWindow, ScoringPage]) -> None:
    _, page = front
    page.go_to(STAFF)
    QTest.keyClicks(focus(), "4")
    card = next(each for each in page.cards if each.criterion.id == STAFF)
    assert card.why.text() == "专职从业人数 4 人，少于 5 人；还有 1 处未判断"


def test_the_section_the_desk_supplies_comes_into_sight(front: tuple[MainWindow, ScoringPage]) -> None:
    _, page = front
    page.sections.buttons[-1].click()
    QApplication.processEvents()
    card = next(each for each in page.cards if each.criterion.id == SURVEY)
    assert not card.visibleRegion().isEmpty()


def test_tab_goes_the_same_way_after_another_text_size(front: tuple[MainWindow, ScoringPage]) -> None:
    window, page = front

    def way() -> list[str]:
        assert page.cards  # the last ones have come
        page.sections.buttons[-1].setFocus()
        names: list[str] = []
        while not names or focus() is not page.foot.check:
            QTest.keyClick(focus(), Qt.Key.Key_Tab)
            names.append(focus().accessibleName())
        return names

    before = way()
    window.on_size_clicked()
    QApplication.processEvents()
    assert way() == before
    window.set_look(Look())
