"""What hands, input methods and clipboards do by accident at the window, and what must come of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
)

from app.domain.finding_values import AllOfFinding, Assessment
from app.domain.findings import REMARK_LIMIT
from app.domain.rubric import CriterionId
from app.ui.desk import Desk
from app.ui.main_window import MainWindow
from app.ui.scoring_page import ScoringPage
from tests import workspaces
from tests.story.keyboard import Key, Keyboard, Keys, focused
from tests.ui.days import day
from tests.ui.desks import application, brief_for, declared, open_desk, shown
from tests.workspaces import INSIDE, STAFF, full_marks

DECIMAL = "2.2.5.2"  # its first condition is a number with decimals
KEYS = Keys()


@dataclass(frozen=True)
class Front:
    """The scoring page of annex 2 in front, declared, empty."""

    desk: Desk
    window: MainWindow
    page: ScoringPage

    def assessment(self, criterion: str) -> Assessment:
        """What is saved of a criterion."""
        return self.page.session.sheet.assessment(CriterionId(criterion))

    def number(self, criterion: str) -> object:
        """The first answer of a criterion as it is saved."""
        found = self.assessment(criterion).finding
        return found.conditions[0] if isinstance(found, AllOfFinding) else None

    def judged(self) -> int:
        """How many criteria are judged, whole or in part, those left to the desk aside."""
        found = self.page.session.sheet.assessments
        return sum(each.finding is not None and id != "2.5.1.1" for id, each in found.items())


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    app = application()
    patience = app.doubleClickInterval()
    app.setDoubleClickInterval(0)  # nobody here comes from another page with a second click under way
    world = workspaces.issued().copy(tmp_path / "world")
    with open_desk(world) as desk:
        window, page = shown(desk, declared(desk, world.file("stick/brief.pdf")))
        yield Front(desk, window, page)
        app.setDoubleClickInterval(patience)
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


# ---- the input method ------------------------------------------------------------------------------------


def test_letters_under_way_are_no_number_and_no_remark(front: Front) -> None:
    front.page.go_to(DECIMAL)
    KEYS.compose("１２", commit=False)
    assert front.number(DECIMAL) is None
    KEYS.compose("")
    KEYS.press(Key.Key_F2)
    KEYS.compose("jing cha", commit=False)
    front.page.may_leave()
    assert front.assessment(DECIMAL).remark == ""
    KEYS.compose("经查实。")
    front.page.may_leave()
    assert front.assessment(DECIMAL).remark == "经查实。"


def test_letters_under_way_survive_a_save_behind_them(front: Front) -> None:
    """The pause after which a remark is saved comes while the next word is still being chosen."""
    front.page.go_to(DECIMAL)
    KEYS.press(Key.Key_F2)
    KEYS.compose("名册")
    KEYS.compose("ren shu", commit=False)
    text = focused()
    assert isinstance(text, QPlainTextEdit)
    front.page.may_leave()
    assert front.assessment(DECIMAL).remark == "名册" and focused() is text
    block = text.textCursor().block().layout()
    assert block is not None and block.preeditAreaText() == "ren shu"
    chosen = QInputMethodEvent("", [])
    chosen.setCommitString("人数")
    QApplication.sendEvent(text, chosen)
    front.page.may_leave()
    assert front.assessment(DECIMAL).remark == "名册人数"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("１２。５", "12.5"),
        ("12．5", "12.5"),
        ("　７", "7"),
        ("0", "0"),
        ("。５", "0.5"),
        ("十", None),
        ("-3", None),
    ],
)
def test_what_an_input_method_commits_is_a_number_or_nothing(
    front: Front, typed: str, number: str | None
) -> None:
    front.page.go_to(DECIMAL)
    KEYS.compose(typed)
    assert front.number(DECIMAL) == (None if number is None else Fraction(number))


# ---- the clipboard ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["１２．５\n", " 12.5 ", "12.5\r\n", "\t１２。５"])
def test_a_number_pasted_from_elsewhere_is_that_number(front: Front, text: str) -> None:
    front.page.go_to(DECIMAL)
    KEYS.paste(text)
    field = focused()
    assert isinstance(field, QLineEdit) and field.text() == "12.5"
    assert front.number(DECIMAL) == Fraction("12.5")


@pytest.mark.parametrize("text", ["约20家", "1,234", "12.5\n13.5", "1e9", "-1"])
def test_what_is_no_number_is_not_pasted(front: Front, text: str) -> None:
    front.page.go_to(DECIMAL)
    KEYS.type("3")
    KEYS.paste(text)
    field = focused()
    assert isinstance(field, QLineEdit) and field.text() == "3"
    assert front.number(DECIMAL) == 3


def test_a_remark_too_long_is_never_shown_longer_than_it_is_saved(front: Front) -> None:
    front.page.go_to(DECIMAL)
    KEYS.press(Key.Key_F2)
    KEYS.paste("经查佐证名册，" * 100)
    text = focused()
    assert isinstance(text, QPlainTextEdit)
    KEYS.press(Key.Key_Return)
    assert focused() is not text
    saved = front.assessment(DECIMAL).remark
    assert len(saved) == REMARK_LIMIT and text.toPlainText() == saved


def test_lines_pasted_into_a_remark_are_kept_as_they_are_shown(front: Front) -> None:
    front.page.go_to(DECIMAL)
    KEYS.press(Key.Key_F2)
    KEYS.paste("第一行\n第二行\u2028第三行\u00a0末")
    text = focused()
    assert isinstance(text, QPlainTextEdit)
    front.page.may_leave()
    card = next(each for each in front.page.cards if each.criterion.id == DECIMAL)
    assert front.assessment(DECIMAL).remark == text.toPlainText() or card.remark.refusal.isVisible()


# ---- keys that stay down, and keys twice ----------------------------------------------------------------


def test_a_held_enter_takes_the_proposals_of_one_criterion_only(tmp_path: Path) -> None:
    application()
    world = workspaces.issued().copy(tmp_path / "world")
    facts = "".join(
        f'[facts."{id}"]\nevidence = "{at}"\nfinding = {{ conditions = [{found}] }}\n'
        for at, (id, found) in enumerate(
            {INSIDE: 'true, "23"', "2.2.2.1": 'true, true, "50"', "2.2.3.2": '"4"'}.items()
        )
    )
    brief = brief_for(world, 2, platform="三项事实平台", facts=facts)
    with open_desk(world) as desk:
        window, page = shown(desk, declared(desk, brief.read_bytes()))
        page.go_to(INSIDE)
        KEYS.hold(Key.Key_Return)
        taken = [id for id, each in page.session.sheet.assessments.items() if each.fact]
        window.close()
    assert taken == [INSIDE]


def test_a_held_digit_on_a_yes_or_no_row_judges_that_row_only(front: Front) -> None:
    front.page.go_to("2.1.1.1")
    KEYS.hold(Key.Key_1, text="1")
    found = front.assessment("2.1.1.1").finding
    assert isinstance(found, AllOfFinding) and found.conditions == (True, None)
    assert front.judged() == 1 and front.page.session.may_undo
    KEYS.control(Key.Key_Z)
    assert front.judged() == 0


def test_a_held_space_judges_one_row(front: Front) -> None:
    front.page.go_to("2.1.1.1")
    KEYS.hold(Key.Key_Space, text=" ")
    found = front.assessment("2.1.1.1").finding
    assert isinstance(found, AllOfFinding) and found.conditions == (True, None)


def test_a_held_backspace_clears_one_criterion_and_no_other(front: Front) -> None:
    marks = {"2.1.1.1": full_marks(2)["2.1.1.1"], STAFF: full_marks(2)[STAFF]}
    front.page.session.replace(front.desk.core.scoring.fill(front.page.session.sheet, marks))
    front.page.go_to(STAFF)
    KEYS.hold(Key.Key_Backspace)
    assert front.judged() == 2 and front.number(STAFF) is None
    assert front.assessment("2.1.1.1").finding is not None


def test_enter_upon_enter_at_the_end_never_signs(front: Front) -> None:
    session = front.page.session
    session.replace(front.desk.core.scoring.fill(session.sheet, full_marks(2)))
    front.page.go_to("2.4.1.1")
    for _ in range(6):
        KEYS.press(Key.Key_Return)
    assert session.sheet.state == "scoring" and session.sheet.signed == ()


def test_a_button_pressed_twice_in_a_row_acts_once(front: Front) -> None:
    """符合 pressed twice is still 符合; 留待合议 is the one button that goes to and fro."""
    front.page.go_to("2.1.1.1")
    KEYS.press(Key.Key_Space, Key.Key_Space)
    assert front.number("2.1.1.1") is True
    KEYS.press(Key.Key_1, Key.Key_1)
    assert front.number("2.1.1.1") is True


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Return])
def test_declaring_with_a_key_pressed_twice_judges_nothing(tmp_path: Path, key: Qt.Key) -> None:
    application()
    world = workspaces.issued().copy(tmp_path / "world")
    facts = '[facts."2.1.1.1"]\nevidence = "1"\nfinding = { conditions = [true, true] }\n'
    brief = brief_for(world, 2, platform="先填事实平台", facts=facts)
    with world.laptop("E1") as core:
        core.scoring.open(brief.read_bytes())
    with day(world, world.folder("E1")) as running:
        keys = Keyboard(running)
        keys.act("声明：先填事实平台")
        keys.look()
        keys.walk_to("确认：无须回避，开始评分")
        keys.press(key, key)
        sheet = running.page(ScoringPage).session.sheet
        assert [id for id, each in sheet.assessments.items() if each.finding and id != "2.5.1.1"] == []
