"""The cards of a sheet come when they are wanted: first those in sight; nothing moves for the others."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication

from app.ui import card_area
from app.ui.main_window import MainWindow
from app.ui.scoring_page import ScoringPage
from app.ui.style import Look
from tests.ui.desks import declared, open_desk, shown
from tests.workspaces import World


@pytest.fixture
def front(issued: World) -> Iterator[tuple[MainWindow, ScoringPage]]:
    """The scoring page of annex 2, all cards made, the keyboard in the last that is the expert's to judge."""
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, issued.file("stick/brief.pdf")))
        page.go_to(page.cards[-2].criterion.id)
        QApplication.processEvents()
        yield window, page
        window.set_look(Look())
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def ids(page: ScoringPage) -> list[str]:
    return [each.criterion.id for each in page.area.made]


def top(page: ScoringPage, criterion: str) -> int:
    """Where a card begins, from the top of what is in sight."""
    return page.area.card(criterion).mapTo(page.area.viewport(), QPoint()).y()


def test_after_another_text_size_what_is_above_comes_afterwards_and_the_view_stays(
    front: tuple[MainWindow, ScoringPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_area, "_PATIENCE_MS", 10_000)
    window, page = front
    every = ids(page)
    window.on_size_clicked()
    QApplication.processEvents()
    first, *_ = made = ids(page)
    assert made == every[-len(made) :] and len(made) < len(every)
    before = top(page, first)
    while not page.area.column.is_whole:
        page.area.on_grow()
        assert top(page, first) == before
    assert ids(page) == every and sorted(page.area.column.heads) == list(range(5))
    heads = [page.area.head(at).mapTo(page.area.column, QPoint()).y() for at in range(5)]
    assert heads == sorted(heads) and heads[0] < page.cards[0].mapTo(page.area.column, QPoint()).y()


def test_on_a_slow_computer_the_first_card_is_painted_before_the_next_is_made(
    front: tuple[MainWindow, ScoringPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, page = front
    page.go_to(page.cards[2].criterion.id)
    page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().value() + 40)
    QApplication.processEvents()
    every = ids(page)
    monkeypatch.setattr(card_area, "_PATIENCE_MS", 0)
    window.on_size_clicked()
    QApplication.processEvents()
    few = ids(page)
    first = few[0]
    assert len(few) <= 3 and page.area.column.height() > page.area.viewport().height()
    before = top(page, first)
    monkeypatch.setattr(card_area, "_PATIENCE_MS", 10_000)
    page.area.on_grow()
    bottom = page.cards[every.index(ids(page)[-1])].geometry().bottom()
    assert len(ids(page)) > len(few) and bottom >= page.area.viewport().height()
    assert top(page, first) == before and page.area.column.minimumHeight() == 0
    assert ids(page) == every


def test_whoever_asks_gets_a_card_and_a_heading_that_were_still_to_be_made(
    front: tuple[MainWindow, ScoringPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_area, "_PATIENCE_MS", 0)
    window, page = front
    every = ids(page)
    window.on_size_clicked()
    assert page.area.head(3).section is page.session.sheet.brief.rubric.sections[3]
    assert page.area.card(every[1]).criterion.id == every[1]
    assert ids(page) == every[1 : 1 + len(ids(page))]
    with pytest.raises(KeyError):
        page.area.card("9.9.9.9")
    assert ids(page) == every[1 : 1 + len(ids(page))]


def test_a_keyboard_out_of_sight_comes_back_into_sight(front: tuple[MainWindow, ScoringPage]) -> None:
    window, page = front
    last = page.cards[-2].criterion.id
    page.area.verticalScrollBar().setValue(0)
    QApplication.processEvents()
    window.on_size_clicked()
    assert ids(page)[0] == last
    QApplication.processEvents()
    assert 0 <= top(page, last) < page.area.viewport().height() // 2
