"""The matrix: nothing before scores are open, disputes in order, what stands out, what sealing waits for."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.domain.finding_values import TiersFinding
from app.domain.history import OutlierExplained
from app.domain.matrix import Matrix, State, matrix, reopened, voices
from app.domain.rubric import CriterionId
from app.domain.rule_sheet import RuleSheet
from tests.builders import CONFIRMED, Desk, Points, a_brief, a_desk, a_sheet, name_of, points_for

STAFF, OFFICE, HIGHLIGHTS, MEDIA, SURVEY = "2.1.3.1", "2.1.1.1", "2.3.1.1", "2.4.1.1", "2.5.1.1"


def rules(**changes: object) -> RuleSheet:
    return replace(RuleSheet(confirmed_by=CONFIRMED), **changes)  # type: ignore[arg-type]  # the rule sheet's own


def seen(desk: Desk) -> Matrix:
    return matrix(desk.panel, desk.found.result)


def state(desk: Desk, criterion: str) -> State:
    line = seen(desk).line(criterion)
    assert line is not None
    return line.state


def test_nothing_is_there_while_a_place_is_unsettled() -> None:
    brief = a_brief()
    desk = Desk(brief).receive(*(a_sheet(brief, seat.id, {STAFF: 0}) for seat in brief.seats[:4]))
    assert seen(desk) == Matrix()
    desk.receive(a_sheet(brief, "E5"))
    assert len(seen(desk).lines) == len(brief.rubric.criteria) and seen(desk).line("9.9") is None


def test_a_row_tells_what_everybody_found_and_what_they_got() -> None:
    desk = a_desk(points=[{STAFF: 0}])
    line = seen(desk).line(STAFF)
    assert line is not None and line.disputed and line.mandatory and line.section == "平台基础条件"
    assert [each.words for each in line.cells] == ["4 人", *["5 人"] * 4]
    assert [each.points for each in line.cells] == [0, 10, 10, 10, 10]
    assert [each.rare for each in line.cells] == [True, False, False, False, False]
    assert (len(line.vote.in_favour), len(line.vote.against)) == (4, 1)
    assert line.median == line.spread == 10
    assert not [cell for each in seen(desk).lines if not each.disputed for cell in each.cells if cell.rare]


def test_the_gate_comes_first_then_what_only_costs_points() -> None:
    desk = a_desk(points=[{HIGHLIGHTS: 3, STAFF: 0}, {OFFICE: 0, MEDIA: 7}])
    assert [each.criterion.id for each in seen(desk).disputes] == [OFFICE, STAFF, HIGHLIGHTS, MEDIA]


@pytest.mark.parametrize(
    ("points", "heats"),
    [
        ((8, 8, 8), (0, 0, 0)),
        ((8, "7.5", 10), (0, -1, 2)),
        ((5, 1, 9), (0, -3, 3)),
        ((5, "3.5", "6.5"), (0, -1, 1)),
    ],
)
def test_heat_is_the_distance_from_the_median(points: Sequence[int | str], heats: Sequence[int]) -> None:
    desk = a_desk(a_brief(1, 3), [{"1.2.1.2": each} for each in points])
    line = seen(desk).line("1.2.1.2")
    assert line is not None and not line.disputed
    assert [each.heat for each in line.cells] == list(heats)
    assert line.state == ("judged" if any(heats) else "agreed") and not line.to_discuss


def test_what_is_counted_has_no_heat() -> None:
    line = seen(a_desk(points=[{HIGHLIGHTS: 1}])).line(HIGHLIGHTS)
    assert line is not None and {each.heat for each in line.cells} == {0}


def test_while_a_value_is_awaited_there_are_no_totals_and_that_line_has_no_points() -> None:
    brief = a_brief(2, 3)
    desk = a_desk(brief, [{STAFF: 0}], supply="")
    found = seen(desk)
    line = found.line(SURVEY)
    assert line is not None and line.median is None and line.spread is None
    assert {(each.points, each.words, each.heat) for each in line.cells} == {(None, "待补录", 0)}
    assert found.totals == {} and found.is_waiting
    assert {each.full for each in voices(desk.panel, brief.rubric.criterion(SURVEY))} == {None}
    desk.supply()
    assert seen(desk).totals["E1"] == 90


def test_the_life_of_a_dispute_at_the_gate() -> None:
    brief = a_brief(2, 3)
    first = a_sheet(brief, "E1", {STAFF: 0})
    desk = Desk(brief).receive(first, a_sheet(brief, "E2"), a_sheet(brief, "E3")).supply()
    assert state(desk, STAFF) == "open" and seen(desk).is_waiting
    desk.determine(STAFF)
    assert state(desk, STAFF) == "determined" and not seen(desk).is_waiting and reopened(desk.panel) == ()
    second = a_sheet(brief, "E2", {STAFF: 0}, replaces=[desk.panel.counted[1].sheet])
    desk.receive(second)
    assert state(desk, STAFF) == "reopened" and seen(desk).is_waiting
    assert [each.id for each in reopened(desk.panel)] == [STAFF]
    desk.receive(a_sheet(brief, "E3", {STAFF: 0}, replaces=[desk.panel.counted[2].sheet]))
    assert state(desk, STAFF) == "agreed" and not seen(desk).is_waiting
    assert [each.id for each in reopened(desk.panel)] == [STAFF]


def test_equal_numbers_decide_nothing_unless_the_rules_say_so() -> None:
    two: list[Points] = [{STAFF: 0}, {STAFF: 0}, {}, {}]
    assert state(a_desk(a_brief(2, 4), two).determine(STAFF), STAFF) == "undetermined"
    agreed = a_brief(2, 4, rules=rules(equal="not_met"))
    assert state(a_desk(agreed, two).determine(STAFF), STAFF) == "determined"


def test_what_decides_nothing_can_be_discussed_and_holds_nothing_up() -> None:
    desk = a_desk(points=[{HIGHLIGHTS: 3}])
    line = seen(desk).line(HIGHLIGHTS)
    assert line is not None and line.to_discuss and not line.decides and line.state == "differs"
    assert not seen(desk).is_waiting
    assert state(desk.determine(HIGHLIGHTS), HIGHLIGHTS) == "discussed"
    strict = a_desk(a_brief(rules=rules(gate="strict")), [{STAFF: 0}])
    assert state(strict, STAFF) == "differs" and not seen(strict).is_waiting


def test_a_total_far_off_waits_for_its_explanation() -> None:
    desk = a_desk(points=[points_for(70)])
    assert [each.seat for each in seen(desk).outliers] == ["E1"] and seen(desk).is_waiting
    desk.act(OutlierExplained("E1", "对亮点服务把握更严。"))
    assert not seen(desk).is_waiting


def test_what_somebody_wants_discussed_is_marked_and_keyed_papers_too() -> None:
    brief = a_brief(2, 3)
    sheet = a_sheet(brief, "E1")
    wanted = replace(sheet.assessments[CriterionId(MEDIA)], discuss=True)
    sheet = replace(sheet, assessments={**sheet.assessments, CriterionId(MEDIA): wanted})
    keyed = a_sheet(brief, "E3", {STAFF: 0}, origin="keyed")
    desk = Desk(brief).receive(sheet, a_sheet(brief, "E2"), keyed).supply()
    found = seen(desk)
    assert [each.criterion.id for each in found.lines if each.flagged] == [MEDIA]
    assert found.keyed == {"E3"}
    told = voices(desk.panel, brief.rubric.criterion(STAFF))
    assert [(each.name, each.chair, each.keyed, each.full) for each in told] == [
        (name_of("E1"), True, False, True),
        (name_of("E2"), False, False, True),
        (name_of("E3"), False, True, False),
    ]
    assert told[2].why[0] == "专职从业人数 4 人，少于 5 人" and told[2].remark
    assert voices(desk.panel, brief.rubric.criterion(MEDIA))[0].flagged


def test_judged_points_are_neither_full_nor_short() -> None:
    desk = a_desk(a_brief(1, 3), [{"1.2.1.2": 10}])
    told = voices(desk.panel, desk.brief.rubric.criterion("1.2.1.2"))
    assert {each.full for each in told} == {None} and told[0].points == 10


def test_a_supplied_value_is_everybodys() -> None:
    desk = a_desk(supply="89.96")
    line = seen(desk).line(SURVEY)
    assert line is not None and {each.words for each in line.cells} == {"89.96%"}
    assert isinstance(desk.panel.supplied[CriterionId(SURVEY)].finding, TiersFinding)
