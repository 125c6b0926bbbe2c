"""How an expert scores a whole table with the keyboard: what is found on site, and the keys that enter it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.canonical import write_decimal
from app.domain.rubric import AllOf, CriterionId, Measure
from app.ui.condition_rows import CheckRow, MeasureRow
from app.ui.criterion_card import CriterionCard
from app.ui.period_grid import PeriodGrid
from app.ui.range_row import RangeRow
from app.ui.rows import Row
from app.ui.scoring_page import ScoringPage
from app.ui.stepper_row import StepperRow
from app.ui.tier_row import TierRow
from tests.story.keyboard import Key, Keyboard, Keys, focused
from tests.workspaces import full_marks, rubric

_STEPS = 300  # rows and cells of the longest table, three times over


@dataclass(frozen=True)
class Plan:
    """What this expert does with a table beside judging it: which of the organiser's facts are confirmed,
    which one is corrected and with which words, what is left for the discussion, which evidence is noted."""

    annex: int
    confirmed: tuple[str, ...]
    corrected: str
    discuss: str
    noted: str
    remark: str = "现场逐家清点，与填报不一致，名册附后。"
    evidence: str = "佐证１２、１３"

    def facts(self) -> str:
        """The facts of PANEL.toml: every condition of these criteria as it should be."""
        told = ""
        for number, id in enumerate((*self.confirmed, self.corrected), start=5):
            finding = full_marks(self.annex)[id]
            assert isinstance(finding, Mapping)
            given = ", ".join(_toml(each) for each in finding["conditions"])
            told += f'[facts."{id}"]\nevidence = "{number}"\nfinding = {{ conditions = [{given}] }}\n'
        return told


PLANS = (
    Plan(1, ("1.1.3.1", "1.2.4.1"), "1.2.2.2", "1.2.1.2", "1.2.5.1"),
    Plan(2, ("2.1.3.1", "2.2.2.1"), "2.2.1.1", "2.4.1.1", "2.3.1.1"),
    Plan(7, ("7.1.3.1", "7.2.2.1"), "7.2.1.1", "7.4.1.1", "7.3.1.1"),
    Plan(8, ("8.1.3.1", "8.2.2.1"), "8.2.4.1", "8.4.1.1", "8.3.1.1"),
)


@dataclass(frozen=True)
class Hands:
    """An expert at the scoring page."""

    keys: Keyboard
    page: ScoringPage
    plan: Plan

    def score_all(self) -> list[str]:
        """Row after row until Enter leads to 核对并签署; the criteria in the order they were reached."""
        reached: list[str] = []
        for _ in range(_STEPS):
            if focused() is self.page.primary:
                return reached
            card, row = self.place()
            if card.criterion.id not in reached:
                reached.append(card.criterion.id)
            self._judge(card, row)
        raise AssertionError(f"scoring never ends, at {reached[-1]}")

    def place(self) -> tuple[CriterionCard, Row]:
        """The card and the row the keyboard is in."""
        at = focused()
        return next((card, row) for card in self.page.cards for row in card.rows if row.isAncestorOf(at))

    def _judge(self, card: CriterionCard, row: Row) -> None:
        id, view = card.criterion.id, row.view
        if id == self.plan.corrected:
            self._correct(card, row)
        elif view is not None and view.proposal:
            self.keys.press(Key.Key_Return)
        else:
            fulfil(self.keys, row)
            if card.first_open_row is None and id == self.plan.discuss:
                self.keys.control(Key.Key_D)
            if card.first_open_row is None and id == self.plan.noted:
                self.keys.control(Key.Key_E)
                self.keys.compose(self.plan.evidence)
            self.keys.press(Key.Key_Return)

    def _correct(self, card: CriterionCard, row: Row) -> None:
        """Never Enter here before the last row: it takes what is proposed."""
        if isinstance(row, MeasureRow):
            self.keys.type(_one_less(card, row))
        else:
            self.keys.press(Key.Key_1)
        if card.first_open_row is not None:
            self.keys.press(Key.Key_Down)
            return
        self.keys.press(Key.Key_F2)  # the words that wrote themselves are there, marked to be written over
        self.keys.compose(self.plan.remark)
        self.keys.press(Key.Key_Return)


def fulfil(keys: Keys, row: Row) -> None:
    """Enters on a row what gives its points, or most of them."""
    if isinstance(row, CheckRow):
        keys.press(Key.Key_1)
    elif isinstance(row, MeasureRow):
        keys.type("100")
    elif isinstance(row, PeriodGrid):
        for _ in row.cells:
            keys.compose("１")
            keys.press(Key.Key_Right)
    elif isinstance(row, RangeRow):
        keys.compose("３。５")
    elif isinstance(row, TierRow):
        keys.type("10")
    else:
        assert isinstance(row, StepperRow)
        keys.press(Key.Key_Right, Key.Key_Right, Key.Key_Right)


def expected_marks(plan: Plan) -> dict[CriterionId, str]:
    """What the table gives for what these hands enter, worked out from the plan's own text: full points
    but for the corrected criterion (none), judged ranges (3.5), the tiers and counts left to the window."""
    return {
        each.id: "0" if each.id == plan.corrected else write_decimal(each.points)
        for each in rubric(plan.annex).criteria
        if isinstance(each.rule, AllOf)
    }


def _one_less(card: CriterionCard, row: Row) -> str:
    rule = card.criterion.rule
    assert isinstance(rule, AllOf)
    condition = rule.conditions[row.at]
    assert isinstance(condition, Measure)
    return write_decimal(condition.at_least - 1)


def _toml(answer: object) -> str:
    return str(answer).lower() if isinstance(answer, bool) else f'"{answer}"'
