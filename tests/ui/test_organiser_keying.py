"""代录纸质表 in the window: a paper keyed in word for word by mouse and keys; what is refused, and where."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.domain.findings import read_assessment
from app.domain.rubric import CriterionId
from app.domain.signed_sheet import SignedSheet
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.organiser.keying_page import KeyingPage
from app.ui.organiser.organiser_way import OrganiserWay
from app.ui.organiser.panel_session import PanelSession
from app.ui.organiser.seat_page import SeatPage
from app.ui.style import Look
from tests.services.keying_desk import a_form, photographed
from tests.ui.days import text_of
from tests.ui.desk_scenes import watching
from tests.ui.desks import open_desk
from tests.ui.scenes import settle
from tests.ui.test_every_page import faults
from tests.workspaces import INSIDE, STAFF, World, full_marks, scored

TOTAL = "90"
AS_REPORTED = {"conditions": [True, "23"]}


@dataclass
class Keying:
    """A window with the page of one seat's paper, and a form printed for it."""

    world: World
    desk: Desk
    window: MainWindow
    page: KeyingPage
    form: str

    @property
    def sheets(self) -> list[SignedSheet]:
        panel = self.desk.core.panels.load(self.world.panel).panel
        place = next(each for each in panel.places if each.seat == self.page.seat)
        return [panel.sheets[digest] for digest in place.received]

    def fill(self, **changes: object) -> None:
        """Types all findings, without the mouse: full marks, the fact as the organiser reported it."""
        found = {INSIDE: AS_REPORTED, **{k: v for k, v in full_marks(2, **changes).items() if k != INSIDE}}
        found |= {key[1:].replace("_", "."): value for key, value in changes.items()}
        typed(self.page, found)

    def head(self) -> None:
        write(self.page.paper.head.form, self.form)
        self.page.paper.head.no_conflict.click()

    def foot(self, total: str = TOTAL, day: str = "2026.11.22") -> None:
        write(self.page.paper.foot.total, total)
        write(self.page.paper.foot.day, day)

    def scan(self, *texts: str) -> None:
        self.page.paper.scans.add(photographed(self.world, *texts))
        settle()

    def sign(self) -> None:
        assert self.page.foot.check.isEnabled()
        self.page.foot.check.click()
        settle()

    def said(self) -> str:
        return "\n".join(text_of(each) for each in self.window.findChildren(QWidget) if each.isVisible())


def typed(page: KeyingPage, found: dict[str, object]) -> None:
    """FINDINGS into the page's session, as its cards would."""
    for key, value in found.items():
        criterion = page.session.sheet.brief.rubric.criterion(CriterionId(key))
        if page.session.awards[criterion.id].state != "pending":
            page.session.enter(criterion.id, read_assessment(criterion, value))


def write(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Clicks a field and types."""
    field.setFocus()
    field.selectAll()
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)
    QApplication.processEvents()


@pytest.fixture
def keying(issued: World) -> Iterator[Keying]:
    with open_desk(issued, "desk") as desk:
        form = a_form(desk.core, issued)
        yield from opened(issued, desk, form)


def opened(world: World, desk: Desk, form: str, seat: str = "E3") -> Iterator[Keying]:
    window = MainWindow(desk)
    page = KeyingPage(PanelSession(desk, world.panel), watching(), seat)
    window.show_page(page)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    settle()
    yield Keying(world, desk, window, page, form)
    settle()
    window.may_close_unsent = True
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_a_paper_is_keyed_in_and_says_so_everywhere(keying: Keying) -> None:
    page = keying.page
    assert page.banner.text() == "代录〈张䶮〉（E3）的纸质表，只照纸面录入"
    assert page.person == "陈秘书"  # who acts, not whose paper it is
    keying.head()
    keying.fill()
    keying.foot()
    keying.scan("page 2")
    assert len(page.paper.scans.pictures) == 2
    for _ in range(2):  # a double click signs once
        QTest.mouseClick(page.foot.check, Qt.MouseButton.LeftButton)
    settle()
    [sheet] = keying.sheets
    assert (sheet.origin, sheet.name, sheet.declaration.time) == ("keyed", "张䶮", "2026-11-22")
    assert sheet.paper is not None and (sheet.paper.form, len(sheet.paper.scans)) == (keying.form, 2)
    assert sheet.header.signer == keying.desk.core.identities.me().digest
    assert {each.fact for each in sheet.assessments.values()} == {""}  # nothing confirmed for anybody
    assert (
        "已代录〈张䶮〉（E3）的纸质表，第 1 版。" in keying.said() and "须对照扫描件人工核对" in keying.said()
    )
    left = []
    page.finished.connect(lambda: left.append(True))
    keying.sign()
    assert left == [True] and len(keying.sheets) == 1


def test_no_sum_is_shown_before_the_paper_is_signed(keying: Keying) -> None:
    keying.fill()
    QApplication.processEvents()
    for told in ("90 分", "小计", "/ 25 分", "还差"):
        assert told not in keying.said()
    assert not any(each.isVisible() for each in (keying.page.foot.total, keying.page.foot.word))
    assert "已录 13 / 13 项" in keying.said()
    assert "组织方填报" not in keying.said()  # nothing is proposed


def test_a_wrong_total_is_said_beside_the_field_and_names_no_number(keying: Keying) -> None:
    keying.head()
    keying.fill()
    keying.foot("89")
    keying.scan()
    keying.sign()
    told = keying.page.paper.total.refusal
    assert told.isVisible() and "不一致" in told.text() and "90" not in told.text()
    assert keying.page.paper.foot.total.hasFocus() and not keying.sheets
    keying.foot("９０．０")
    keying.sign()
    assert len(keying.sheets) == 1


def test_what_is_lacking_is_asked_for_one_after_the_other(keying: Keying) -> None:
    page, paper = keying.page, keying.page.paper
    keying.sign()
    assert paper.form.refusal.isVisible() and paper.head.form.hasFocus()
    write(paper.head.form, keying.form)
    keying.sign()
    assert paper.declared.refusal.isVisible() and not paper.form.refusal.isVisible()
    paper.head.no_conflict.click()
    keying.sign()
    assert page.refusal.text().startswith("还有 13 项没有录完。") and page.cards[0].rows[0].target.hasFocus()
    keying.fill()
    keying.sign()
    assert paper.total.refusal.isVisible() and not page.refusal.isVisible()
    write(paper.foot.total, TOTAL)
    write(paper.foot.day, "2026-02-30")
    keying.sign()
    assert paper.day.refusal.isVisible()
    write(paper.foot.day, "２０２６年11月22日")
    keying.sign()
    assert paper.day.field.text() == "2026-11-22"  # type: ignore[attr-defined]  # a DayField
    assert paper.pages.refusal.isVisible() and not keying.sheets


def test_a_form_that_is_not_this_seats_is_refused_when_the_field_is_left(keying: Keying) -> None:
    [other] = keying.desk.core.forms.issue(keying.world.panel, ["E2"], keying.world.root / "other.pdf")
    paper = keying.page.paper
    write(paper.head.form, other.number)
    assert paper.head.form.text() == f"{other.number[:4]} {other.number[4:]}"
    paper.head.no_conflict.setFocus()
    assert "是印给 E2 的" in paper.form.refusal.text()
    write(paper.head.form, "12")
    paper.head.no_conflict.setFocus()
    assert "不是表号" in paper.form.refusal.text()
    write(paper.head.form, keying.form)
    paper.head.no_conflict.setFocus()
    assert not paper.form.refusal.isVisible()


def test_no_basis_is_made_up_and_a_correction_needs_the_papers(keying: Keying) -> None:
    keying.head()
    keying.fill(c2_2_1_1={"conditions": [True, "19"]})
    keying.foot("80")
    keying.scan()
    keying.sign()
    page = keying.page
    card = page.area.card(INSIDE)
    assert page.refusal.text().startswith("1 项须有依据。") and not keying.sheets
    assert card.remark.text.hasFocus() and card.remark.text.toPlainText() == ""
    assert "纸上没有写的，不能代录" in card.remark.asks.text()
    QTest.keyClicks(card.remark.text, "19, roster")
    keying.sign()
    [sheet] = keying.sheets
    found = sheet.assessments[CriterionId(INSIDE)]
    assert (found.fact, found.remark) == ("corrected", "19, roster")


def test_enter_takes_nothing_and_leads_through_the_paper(keying: Keying) -> None:
    page = keying.page
    page.go_to(INSIDE)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert page.session.sheet.assessments == {}
    keying.fill()
    page.go_to(STAFF)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert page.paper.opinion.field.hasFocus()


def test_keys_judge_and_undo_as_on_the_experts_page(keying: Keying) -> None:
    page = keying.page
    first = page.cards[0]
    page.go_to(first.criterion.id)
    for key in (Qt.Key.Key_0,):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
    assert page.session.sheet.assessment(first.criterion.id).finding is not None
    page.foot.undo.click()
    assert page.session.sheet.assessment(first.criterion.id).finding is None


def test_what_was_typed_is_there_after_the_page_was_left_or_the_power_went(keying: Keying) -> None:
    keying.fill()
    write(keying.page.paper.opinion.field, "fine")
    keying.page.paper.head.form.setFocus()
    again = KeyingPage(PanelSession(keying.desk, keying.world.panel), watching(), "E3")
    assert again.session.sheet.missing == () and again.paper.opinion.field.text == "fine"
    assert again.saved_at
    again.deleteLater()
    with keying.world.laptop("desk") as other:  # another run of the program
        assert other.keying.typing(keying.world.panel, "E3").sheet.missing == ()
        assert other.keying.typing(keying.world.panel, "E2").sheet.assessments == {}


def test_a_correction_is_a_new_revision_with_its_reason(keying: Keying) -> None:
    keying.head()
    keying.fill()
    keying.foot()
    keying.scan()
    keying.sign()
    for again in opened(keying.world, keying.desk, keying.form):
        correction = again.page.paper.correction
        assert correction is not None and again.page.session.sheet.missing == ()
        again.head()
        again.foot()
        again.scan()
        again.sign()
        assert correction.refusal.isVisible() and len(again.sheets) == 1
        correction.reasons["slip"].click()
        write(correction.note, "page 2")
        again.sign()
        first, second = again.sheets
        assert second.header.replaces == (first.digest,) and second.change is not None
        assert (second.change.code, second.change.note) == ("slip", "page 2")


def test_a_recusal_has_its_reason_and_no_findings(keying: Keying) -> None:
    page, paper = keying.page, keying.page.paper
    write(paper.head.form, keying.form)
    paper.head.recused.click()
    QApplication.processEvents()
    assert not any(each.isVisible() for each in (*page.cards, paper.foot.total, paper.opinion))
    write(paper.foot.day, "20261122")
    keying.scan()
    keying.sign()
    assert paper.reason.refusal.isVisible() and paper.head.reason.hasFocus()
    write(paper.head.reason, "partner")
    keying.sign()
    [sheet] = keying.sheets
    assert sheet.recused and sheet.declaration.reason == "partner"


def test_scans_are_dropped_shown_taken_away_and_refused_by_name(keying: Keying, tmp_path: Path) -> None:
    scans = keying.page.paper.scans
    [photo, second] = photographed(keying.world, "page 2")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in (photo, second)])
    scans.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    assert scans.is_busy and not keying.page.foot.check.isEnabled()
    settle()
    assert len(scans.scans) == len(scans.removes) == 2 and keying.page.foot.check.isEnabled()
    assert scans.pictures[0].height > scans.pictures[0].width  # the photo stands upright
    note = tmp_path / "note.txt"
    note.write_text("扫描", encoding="utf-8")
    for refused in (note, photo, tmp_path / "gone.png"):
        scans.add([refused])
        settle()
        assert scans.refusal.isVisible() and len(scans.scans) == 2
    scans.removes[0].click()
    settle()
    assert list(scans.paths) == [second] and not scans.refusal.isVisible()
    assert len(scans.removes) == 1


def test_the_experts_own_sheet_ends_keying_with_a_sentence(keying: Keying) -> None:
    keying.head()
    keying.fill()
    keying.foot()
    keying.scan()
    with keying.world.laptop("E3") as core:
        _, own = scored(core, keying.world.file("stick/brief.pdf"))
        own.write(keying.world.stick / "E3.pdf")
    keying.desk.core.collecting.collect([keying.world.stick / "E3.pdf"])
    keying.sign()
    assert "已有本人签署的评分表，不能代录" in keying.page.refusal.text()
    assert [each.origin for each in keying.sheets] == ["expert"]
    way = OrganiserWay(keying.window, watching())
    way.show_keying(keying.world.panel, "E3")
    assert keying.window.page is keying.page  # no second page; a dialog says why
    for box in keying.window.findChildren(QPushButton):
        if box.text() == "知道了":
            box.click()


def test_another_text_size_keeps_all_that_was_typed(keying: Keying) -> None:
    keying.head()
    write(keying.page.paper.foot.total, TOTAL)
    keying.window.set_look(Look(1.3))
    settle()
    page = keying.page
    assert page.paper.foot.total.text() == TOTAL and page.paper.foot.total.isVisibleTo(page)
    assert page.paper.head.form.text().replace(" ", "") == keying.form and page.paper.head.is_declared
    assert page.paper.foot.total.hasFocus() and len(page.cards) == 14
    keying.window.set_look(Look())
    settle()


def test_another_text_size_keeps_the_field_under_all_cards_where_it_was(keying: Keying) -> None:
    page, window = keying.page, keying.window
    window.resize(911, 512)
    window.set_look(Look(1.5))
    keying.head()
    settle()
    field, port = page.paper.foot.day, page.area.viewport()
    page._go(field)
    settle()
    assert all(each.mapTo(port, QPoint()).y() + each.height() <= 0 for each in page.cards), "no card in sight"
    for scale in (1.0, 1.5):
        window.set_look(Look(scale))
        QApplication.processEvents()
        before = field.mapTo(port, QPoint()).y()
        assert field.hasFocus() and 0 <= before <= port.height() - field.height()
        settle()
        assert field.mapTo(port, QPoint()).y() == before and page.area.column.is_whole
    window.set_look(Look())


def test_the_wheel_changes_nothing(keying: Keying) -> None:
    keying.head()
    keying.foot()
    for field in (keying.page.paper.foot.total, keying.page.paper.foot.day, keying.page.paper.head.form):
        before = field.text()
        QApplication.sendEvent(
            field,
            QWheelEvent(
                QPointF(4, 4), QPointF(4, 4), QPoint(0, 120), QPoint(0, 120), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip
        assert field.text() == before


def test_from_the_seats_to_the_paper_and_back_once_it_is_signed(keying: Keying) -> None:
    way = OrganiserWay(keying.window, watching())
    seats = way.show_step(keying.world.panel, "collect")
    settle()
    assert isinstance(seats, SeatPage)
    assert [list(each.acts) for each in seats.rows] == [["settle", "key"]] * 3
    seats.rows[2].acts["key"].click()
    settle()
    page = keying.window.page
    assert isinstance(page, KeyingPage) and page.seat == "E3"
    here = replace(keying, page=page)
    here.head()
    here.fill()
    here.foot()
    here.scan()
    here.sign()
    here.sign()
    assert keying.window.page is seats
    assert seats.rows[2].acts["key"].text() == "更正代录…"
    assert "✓ 代录" in keying.said()


def test_the_keyboard_visits_the_paper_in_its_order(keying: Keying) -> None:
    keying.scan("page 2")
    keying.page.paper.head.form.setFocus()
    assert faults(keying.window) == []
