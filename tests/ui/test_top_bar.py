"""The bar on top: a long name ends in … where there is no room, and is whole to whoever asks."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from app.ui.style import BANDS, Look, apply
from app.ui.top_bar import Elided, TopBar
from tests.ui import desks
from tests.workspaces import World

LONG = "黄埔区知识产权运营服务平台（广州开发区生物医药与健康产业专利导航综合服务中心）"


class _Counted(QLabel):
    """Knows how often it was dressed."""

    dressed = 0

    def changeEvent(self, event: QEvent) -> None:
        self.dressed += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


@pytest.fixture
def shown(qapp: QApplication) -> tuple[QWidget, Elided]:
    whole = QWidget()
    name = Elided("title", whole)
    line = QHBoxLayout(whole)
    line.addWidget(name, 1)
    whole.resize(300, 60)
    name.setText(LONG)
    whole.show()
    QApplication.processEvents()
    return whole, name


def test_a_long_name_ends_in_dots_and_is_whole_to_a_screen_reader(shown: tuple[QWidget, Elided]) -> None:
    _, name = shown
    assert name.text().endswith("…") and LONG.startswith(name.text().removesuffix("…"))
    assert name.accessibleName() == name.toolTip() == LONG
    assert name.fontMetrics().horizontalAdvance(name.text()) <= name.width()


def test_as_much_is_shown_as_there_is_room_for(shown: tuple[QWidget, Elided], qapp: QApplication) -> None:
    whole, name = shown
    whole.resize(1200, 60)
    QApplication.processEvents()
    assert name.text() == LONG
    fits = name.fontMetrics().horizontalAdvance(LONG) + 40
    whole.resize(fits, 60)
    QApplication.processEvents()
    assert name.text() == LONG
    try:
        apply(qapp, Look(scale=1.5))
        QApplication.processEvents()
        assert name.text().endswith("…") and name.fontMetrics().horizontalAdvance(name.text()) <= name.width()
    finally:
        apply(qapp, Look())
    QApplication.processEvents()
    assert name.text() == LONG


def test_a_name_that_looks_like_markup_is_shown_as_it_is(shown: tuple[QWidget, Elided]) -> None:
    whole, name = shown
    name.setText("<b>甲</b>&amp;<img src=x>")
    whole.resize(1200, 60)
    QApplication.processEvents()
    assert name.text() == "<b>甲</b>&amp;<img src=x>" and name.textFormat() == Qt.TextFormat.PlainText
    assert name.sizeHint().width() >= name.fontMetrics().horizontalAdvance(name.text())


def test_one_that_asks_for_its_place_asks_for_the_whole_name_up_to_its_limit(qapp: QApplication) -> None:
    name = Elided("pill", most=12)
    for text in ("王伟", LONG):
        name.setText(text)
        name.resize(40, 30)
        room, most = (
            name.fontMetrics().horizontalAdvance(text),
            12 * name.fontMetrics().horizontalAdvance("评"),
        )
        assert min(room, most) <= name.sizeHint().width() <= most


def test_the_platforms_colour_is_under_the_bar_and_behind_its_number(issued: World) -> None:
    with desks.open_desk(issued) as desk:
        brief = desk.session(desks.declared(desk, issued.file("stick/brief.pdf"))).sheet.brief
    bar = TopBar()
    bar.resize(900, 60)
    bar.show()
    for one, number in ((brief, str(brief.header.brief_number)), (None, "")):
        bar.show_for(one, "评分", "王伟", "", may_go_back=False)
        QApplication.processEvents()
        assert (bar.band.text(), bar.band.isVisible()) == (number, bool(number))
        picture = bar.grab().toImage()
        line = picture.pixelColor(450, picture.height() - 1)
        assert (line == QColor(BANDS[brief.colour])) == bool(number)
        if number:
            assert (
                picture.pixelColor(bar.band.geometry().left() + 4, bar.band.geometry().center().y()) == line
            )


def test_a_window_in_another_style_sheet_is_dressed_once_each_way(qapp: QApplication) -> None:
    """Not once for every widget around it, which is what Qt does where one sheet follows another."""
    desks.application()
    outer = QWidget()
    inner = outer
    for _ in range(8):
        inner = QWidget(inner)
    counted = _Counted(inner)
    outer.show()
    QApplication.processEvents()
    counted.dressed = 0
    try:
        apply(qapp, Look(scale=1.3))
        assert counted.dressed == 2
    finally:
        apply(qapp, Look())
