"""代录纸质表 in its states, for tests/ui/pictures.py; the worlds are real."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from app.domain.findings import read_assessment
from app.domain.rubric import CriterionId
from app.ui.desk import Desk
from app.ui.organiser.keying_page import KeyingPage
from app.ui.organiser.panel_session import PanelSession
from app.ui.pages import Page
from tests.services.keying_desk import a_form, key, photographed
from tests.ui.day_scenes import settle
from tests.ui.desk_scenes import DeskScene, desk_of, watching
from tests.workspaces import INSIDE, World, full_marks


def keying_scenes(world: World) -> Iterator[DeskScene]:
    """Empty, half typed off with a correction, the end with its scans, refused, signed, keyed in again."""
    desk = desk_of(world)
    form = a_form(desk.core, world)

    def made(_: Desk, parent: QWidget) -> Page:
        return KeyingPage(PanelSession(desk, world.panel), watching(), "E3")

    yield "keying-empty", made
    yield "keying-half", made, lambda page: _half(_keying(page))
    yield "keying-end", made, lambda page: _end(_keying(page), world, form)
    yield "keying-refused", made, lambda page: _refused(_keying(page), world, form)
    yield "keying-recusal", made, lambda page: _keying(page).paper.head.recused.click()
    yield "keying-signed", made, lambda page: _signed(_keying(page), world, form)

    def again(_: Desk, parent: QWidget) -> Page:
        if desk.core.panels.load(world.panel).panel.places[1].received == ():
            [other] = desk.core.forms.issue(world.panel, ["E2"], world.root / "form-2.pdf")
            key(world, desk.core, other.number, seat="E2")
        return KeyingPage(PanelSession(desk, world.panel), watching(), "E2")

    yield "keying-again", again


def _keying(page: Page) -> KeyingPage:
    assert isinstance(page, KeyingPage)
    return page


def _type(page: KeyingPage, most: int, **changes: object) -> None:
    for key_, value in list(full_marks(2, **changes).items())[:most]:
        criterion = page.session.sheet.brief.rubric.criterion(CriterionId(key_))
        if page.session.awards[criterion.id].state != "pending":
            page.session.enter(criterion.id, read_assessment(criterion, value))


def _half(page: KeyingPage) -> None:
    _type(page, 8, c2_2_1_1={"conditions": [True, "19"]})
    page.go_to(INSIDE)
    settle(page)


def _end(page: KeyingPage, world: World, form: str) -> None:
    page.paper.head.form.setText(form)
    page.paper.head.no_conflict.click()
    _type(page, 99, c2_2_1_1={"conditions": [True, "23"]})
    page.paper.foot.total.setText("90")
    page.paper.foot.total.show_value(page.paper.foot.total.value)
    page.paper.foot.day.setText("2026-11-22")
    page.paper.scans.add(photographed(world, "4827 1930", "page 2"))
    settle(page)
    page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().maximum())


def _refused(page: KeyingPage, world: World, form: str) -> None:
    _end(page, world, form)
    page.paper.foot.total.setText("89")
    page.paper.foot.total.show_value(page.paper.foot.total.value)
    page.on_sign()
    settle(page)


def _signed(page: KeyingPage, world: World, form: str) -> None:
    _end(page, world, form)
    page.on_sign()
    settle(page)
