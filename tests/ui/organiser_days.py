"""The desk's day before a real window: collecting, reading codes aloud, filling in the forms of 1 收表."""

from pathlib import Path

from PySide6.QtTest import QTest

from app.domain.canonical import check_code
from app.domain.panel import Panel
from app.ui.organiser.bind_panel import BindRow
from app.ui.organiser.board_page import BoardPage
from app.ui.organiser.collect_page import CollectPage
from app.ui.organiser.seat_form import ActForm
from app.ui.organiser.seat_page import SeatPage
from tests.ui.days import Day


def panel(running: Day) -> Panel:
    return running.desk.core.panels.load(running.world.panel).panel


def standings(running: Day) -> list[str]:
    found = panel(running)
    return [found.standing(each) for each in found.places]


def collect(running: Day, *sticks: Path) -> CollectPage:
    """收取评分表 on the board with these sticks in."""
    running.plug(*sticks)
    running.press(running.page(BoardPage).collect)
    return running.page(CollectPage)


def code_of(running: Day, seat: str) -> str:
    """The 校验码 the expert on a seat reads from their own screen."""
    found = panel(running)
    place = found.place(seat)
    assert place is not None
    return check_code(place.received[-1]).replace(" ", "")


def read_out(running: Day, row: BindRow, code: str) -> None:
    """Types a code, digit by digit."""
    row.field.setFocus()
    row.field.clear()
    QTest.keyClicks(row.field, code)
    running.settle()


def seats(running: Day) -> SeatPage:
    """1 收表 of the world's panel."""
    running.way.organiser.show_step(running.world.panel, "collect")
    return running.page(SeatPage)


def form_of(page: SeatPage) -> ActForm:
    assert page.form is not None
    return page.form


def do(running: Day, page: SeatPage, *, choice: str = "", reason: str = "", **texts: str) -> None:
    """Fills in the form that is open and presses its button."""
    form = form_of(page)
    if choice:
        running.press(form.choices[choice])
    for key, text in texts.items():
        form.fields[key].setText(text)
    form.reason.setPlainText(reason)
    running.press(form.confirm)
