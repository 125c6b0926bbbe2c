"""Annexes scored from first criterion to last with the keyboard alone; what the services read back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.finding_values import AllOfFinding
from app.domain.findings import TiersFinding
from app.domain.rubric import CriterionId
from app.domain.sheet import Sheet
from app.ui.condition_rows import CheckRow, MeasureRow
from app.ui.criterion_card import CriterionCard
from app.ui.period_grid import PeriodGrid
from app.ui.range_row import RangeRow
from app.ui.rows import Row
from app.ui.scoring_page import ScoringPage
from app.ui.stepper_row import StepperRow
from app.ui.tier_row import TierRow
from tests.ui.desks import brief_for, declared, open_desk, shown
from tests.workspaces import INSIDE, STAFF, World

Key = Qt.Key


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(*keys: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(focus(), key, modifier)


def write(text: str) -> None:
    QTest.keyClicks(focus(), text)


def place(page: ScoringPage) -> tuple[CriterionCard, Row]:
    """The card and the row the keyboard is in."""
    at = focus()
    return next((c, r) for c in page.cards for r in c.rows if r.isAncestorOf(at))


def fulfil(row: Row) -> None:
    """Enters on a row what gives its points, by keys."""
    if isinstance(row, CheckRow):
        press(Key.Key_1)
    elif isinstance(row, MeasureRow):
        write("100")
    elif isinstance(row, PeriodGrid):
        for cell in row.cells:
            assert focus() is cell
            write("1")
            press(Key.Key_Right)
    elif isinstance(row, RangeRow):
        write("3.5")
    elif isinstance(row, TierRow):
        write("10")
    else:
        assert isinstance(row, StepperRow)
        press(Key.Key_Right, Key.Key_Right, Key.Key_Right)


def score_by_keys(page: ScoringPage, do: Callable[[Row], None] = fulfil) -> list[str]:
    """Enter after Enter until nothing is open; the criteria in the order they were reached."""
    reached: list[str] = []
    while focus() is not page.primary:
        card, row = place(page)
        if card.criterion.id not in reached:
            reached.append(card.criterion.id)
        do(row)
        press(Key.Key_Return)
    return reached


def read_back(world: World, name: str) -> Sheet:
    """The sheet as the services of a restarted program read it."""
    with world.laptop("E1") as core:
        return core.scoring.load(name)


@pytest.mark.parametrize("annex", [1, 2, 7, 8])
def test_an_annex_is_scored_from_first_to_last_with_the_keyboard_alone(issued: World, annex: int) -> None:
    brief = brief_for(issued, annex, platform=f"附件{annex}平台", facts="")
    with open_desk(issued) as desk:
        name = declared(desk, brief.read_bytes())
        window, page = shown(desk, name)
        reached = score_by_keys(page)
        on_screen = page.session.sheet
        asked = [each.id for each in on_screen.brief.rubric.criteria]
        assert reached == [each for each in asked if not each.endswith(".5.1.1") or annex == 1]
        assert on_screen.missing == ()
        scores = {card.criterion.id: card.score.text() for card in page.cards}
        window.close()
    saved = read_back(issued, name)
    assert saved.assessments == on_screen.assessments
    points = {id: float(score) for id, score in scores.items() if score != "–"}
    assert {id: float(worth) for id, worth in saved.awards.items()} == points
    assert page.foot.total.text() == str(float(sum(saved.awards.values()))).removesuffix(".0")


def test_arrows_and_tab_walk_the_rows_of_a_card_and_then_the_next_card(issued: World) -> None:
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, issued.file("stick/brief.pdf")))
        rows = [row for card in page.cards for row in card.rows]
        page.go_to("2.1.1.1")
        for row in rows[1:8]:
            press(Key.Key_Down)
            assert place(page)[1] is row
        for row in reversed(rows[:7]):
            press(Key.Key_Up)
            assert place(page)[1] is row
        for row in rows[1:8]:
            press(Key.Key_Tab)
            assert place(page)[1] is row
        window.close()


def test_enter_takes_all_proposals_of_a_card_outside_the_mandatory_section(issued: World) -> None:
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, issued.file("stick/brief.pdf")))
        page.go_to(INSIDE)
        assert page.session.sheet.assessment(CriterionId(INSIDE)).finding is None
        press(Key.Key_Return)
        taken = page.session.sheet.assessment(CriterionId(INSIDE))
        assert taken.fact == "confirmed"
        assert taken.finding == page.session.sheet.brief.facts[CriterionId(INSIDE)].finding
        assert place(page)[0].criterion.id == "2.2.2.1"
        window.close()


def test_in_the_mandatory_section_enter_confirms_one_row_at_a_time(issued: World) -> None:
    facts = f'[facts."{STAFF}"]\nfinding = {{conditions = ["6", true]}}\nevidence = "5"\n'
    brief = brief_for(issued, 2, platform="必要项平台", facts=facts)
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, brief.read_bytes()))
        page.go_to(STAFF)
        press(Key.Key_Return)
        half = page.session.sheet.assessment(CriterionId(STAFF))
        assert isinstance(half.finding, AllOfFinding)
        assert half.finding.conditions[1] is None and half.fact == ""
        assert place(page)[1].at == 1
        press(Key.Key_Return)
        assert page.session.sheet.assessment(CriterionId(STAFF)).fact == "confirmed"
        window.close()


def test_blank_is_not_0_and_0_can_be_entered(issued: World) -> None:
    with open_desk(issued) as desk:
        name = declared(desk, issued.file("stick/brief.pdf"))
        window, page = shown(desk, name)
        page.go_to("2.3.1.1")
        assert place(page)[0].score.text() == "–"
        write("0")
        assert place(page)[0].score.text() == "0"
        assert page.session.sheet.assessment(CriterionId("2.3.1.1")).finding == TiersFinding(0)  # type: ignore[arg-type]  # 0 == Fraction(0)
        press(Key.Key_Backspace)
        assert place(page)[0].score.text() == "–"
        assert "2.3.1.1" in page.session.sheet.missing
        page.go_to("2.4.1.1")
        press(Key.Key_Left)
        view = place(page)[1].view
        assert view is not None and view.answer == 0
        window.close()
    assert "2.3.1.1" in read_back(issued, name).missing


def test_enter_in_a_half_filled_grid_goes_to_its_next_blank_month(issued: World) -> None:
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, issued.file("stick/brief.pdf")))
        card = next(each for each in page.cards if each.criterion.id == "2.2.2.2")
        row = next(each for each in card.rows if isinstance(each, PeriodGrid))
        row.cells[0].setFocus()
        for cell in row.cells:
            assert focus() is cell
            write("1")
            press(Key.Key_Return)
        assert not row.is_open
        assert place(page)[1] is not row
        row.cells[4].setFocus()
        press(Key.Key_Backspace)
        row.cells[2].setFocus()
        press(Key.Key_Return)
        assert focus() is row.cells[4]
        press(Key.Key_Return)
        assert place(page)[1] is not row
        window.close()


def test_tab_goes_from_month_to_month(issued: World) -> None:
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, issued.file("stick/brief.pdf")))
        card = next(each for each in page.cards if each.criterion.id == "2.2.2.2")
        row = next(each for each in card.rows if isinstance(each, PeriodGrid))
        row.cells[0].setFocus()
        press(Key.Key_Tab)
        assert focus() is row.cells[1]
        press(Key.Key_Backtab)
        assert focus() is row.cells[0]
        window.close()


def test_backspace_takes_a_yes_or_no_back_to_blank(issued: World) -> None:
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, issued.file("stick/brief.pdf")))
        page.go_to("2.1.1.1")
        row = place(page)[1]
        assert isinstance(row, CheckRow)
        press(Key.Key_0)
        assert row.no.isChecked() and not row.yes.isChecked()
        press(Key.Key_Backspace)
        assert not row.no.isChecked() and not row.yes.isChecked()
        assert row.yes.accessibleDescription() == "未判断"
        window.close()


def test_undo_and_redo_go_by_fields_not_by_keys(issued: World) -> None:
    with open_desk(issued) as desk:
        name = declared(desk, issued.file("stick/brief.pdf"))
        window, page = shown(desk, name)
        page.go_to("2.2.3.2")
        write("12")
        press(Key.Key_Down)
        press(Key.Key_1)
        before = page.session.sheet.assessments
        press(Key.Key_Z, control=True)
        press(Key.Key_Z, control=True)
        assert page.session.sheet.assessment(CriterionId("2.2.3.2")).finding is None
        assert not page.session.may_undo
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(focus(), Key.Key_Z, both)
        QTest.keyClick(focus(), Key.Key_Z, both)
        assert page.session.sheet.assessments == before
        window.close()
    assert read_back(issued, name).assessments == before


def test_f2_drafts_the_remark_and_enter_goes_on(issued: World) -> None:
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, issued.file("stick/brief.pdf")))
        page.go_to(STAFF)
        write("4")
        press(Key.Key_Down)
        press(Key.Key_1)
        card = place(page)[0]
        assert (
            page.session.sheet.assessment(CriterionId(STAFF)).remark == "经查，专职从业人数 4 人，少于 5 人。"
        )
        assert card.remark.isVisible()
        press(Key.Key_F2)
        assert focus() is card.remark.text
        QTest.keyClicks(focus(), "x")
        press(Key.Key_Return)
        assert page.session.sheet.assessment(CriterionId(STAFF)).remark == "x"
        assert place(page)[0] is not card
        window.close()


def test_control_d_leaves_a_criterion_for_the_discussion(issued: World) -> None:
    with open_desk(issued) as desk:
        window, page = shown(desk, declared(desk, issued.file("stick/brief.pdf")))
        page.go_to(STAFF)
        press(Key.Key_D, control=True)
        assert page.session.sheet.assessment(CriterionId(STAFF)).discuss
        assert place(page)[0].discuss.isChecked()
        press(Key.Key_D)
        assert page.session.sheet.assessment(CriterionId(STAFF)).discuss
        window.close()
