"""Before the experts leave: every check, going on without one, the drafted opinion, whether all may go."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.domain.act_refusals import CheckNotOpenError, ReasonMissingError, SeatsUnsettledError
from app.domain.brief import KnownFact
from app.domain.closing import CHECK_WORDS, ClosingCheck, closing_checks, evidence_for
from app.domain.history import (
    CheckPassedOver,
    ConsentRecorded,
    Determined,
    FactCorrected,
    OpinionWritten,
    OutlierExplained,
    RecordSealed,
    RecordSigned,
    SeatPlaced,
)
from app.domain.leaving import lacking, todays
from app.domain.opinion import OPINION_LIMIT, drafted_opinion
from app.domain.rubric import CriterionId
from app.domain.rule_sheet import RuleSheet
from app.domain.votes import vote
from tests.builders import Desk, a_brief, a_desk, a_header, a_sheet, digest_of, name_of, points_for, worth

STAFF = "2.1.3.1"
INSIDE = "2.2.1.1"
EVENTS = "2.2.4.1"


def check(desk: Desk, name: str) -> ClosingCheck:
    return next(each for each in closing_checks(desk.panel) if each.name == name)


def states(desk: Desk) -> dict[str, str]:
    return {each.name: each.state for each in closing_checks(desk.panel)}


def pass_over(desk: Desk, name: str, reason: str = "时间紧") -> Desk:
    return desk.act(CheckPassedOver(name, check(desk, name).about, reason))


def test_while_a_seat_is_unsettled_only_that_is_told() -> None:
    brief = a_brief(open_seats=("E1",))
    desk = Desk(brief).receive(a_sheet(brief), a_sheet(brief, "E2"))
    assert states(desk) == {"sheets": "open", "bindings": "open"}
    assert check(desk, "sheets").seats == ("E3", "E4", "E5")
    assert check(desk, "bindings").about == "E1"
    assert not check(desk, "sheets").may_pass
    with pytest.raises(SeatsUnsettledError):
        desk.act(CheckPassedOver("opinion", "", "以后再写"))


def test_a_panel_where_all_agree_still_wants_evidence_and_an_opinion() -> None:
    desk = a_desk()
    wanted = {name for name, state in states(desk).items() if state == "open"}
    assert wanted == {"evidence", "opinion"}
    desk.act(OpinionWritten("建议合格。"))
    assert check(desk, "opinion").state == "ok"
    assert set(states(desk)) < set(CHECK_WORDS)


def test_the_survey_is_awaited_and_what_rests_on_totals_is_not_looked_at_yet() -> None:
    desk = a_desk(points=[{STAFF: 0}], supply="")
    assert states(desk)["survey"] == "open" and "outliers" not in states(desk)
    assert check(desk, "disputes").criteria == (STAFF,)


def test_outliers_wait_for_a_word_and_disputes_for_their_discussion() -> None:
    desk = a_desk(points=[points_for(60, mandatory=15)])
    assert check(desk, "outliers").seats == ("E1",)
    assert check(desk, "disputes").state == "open" and not check(desk, "disputes").may_pass
    desk.act(OutlierExplained("E1", "只看了一半佐证"))
    desk.determine()
    assert (states(desk)["outliers"], states(desk)["disputes"]) == ("ok", "ok")


def test_facts_found_otherwise_are_inconsistent_until_they_were_discussed() -> None:
    desk = a_desk(points=[{INSIDE: 0}])
    assert check(desk, "consistency").criteria == (INSIDE,)
    votes = vote(desk.panel, desk.brief.rubric.criterion(CriterionId(INSIDE)))
    desk.act(Determined(INSIDE, "对照名册", len(votes.in_favour), len(votes.against), votes.outcome))
    assert check(desk, "consistency").state == "ok"


def test_a_sheet_whose_numbers_do_not_come_out_is_found() -> None:
    brief = a_brief()
    desk = a_desk(brief)
    wrong = replace(a_sheet(brief, "E2"), total=Fraction(99))
    digest = desk.panel.place("E2").received[0]  # type: ignore[union-attr]  # the seat is the brief's
    broken = replace(desk.panel, sheets={**desk.panel.sheets, digest: wrong})
    found = next(each for each in closing_checks(broken) if each.name == "arithmetic")
    assert (found.state, found.seats, found.may_pass) == ("open", ("E2",), False)


def test_few_sheets_need_consent_and_an_even_number_is_only_told() -> None:
    brief = a_brief(experts=3)
    desk = Desk(brief).receive(a_sheet(brief, "E2"), a_sheet(brief, "E3")).supply()
    desk.act(SeatPlaced("E1", "absent", "请假"))
    assert (states(desk)["consent"], states(desk)["even"], states(desk)["chair"]) == ("open", "note", "open")
    desk.act(ConsentRecorded("陈科长", "知识产权局", "2026-11-24", "复函"))
    assert states(desk)["consent"] == "ok"


def test_without_any_sheet_there_is_nothing_to_agree_to() -> None:
    brief = a_brief(experts=3)
    desk = Desk(brief).supply()
    desk.act(*(SeatPlaced(each, "absent", "请假") for each in ("E1", "E2", "E3")))
    desk.act(ConsentRecorded("陈科长", "知识产权局", "2026-11-24", "复函"))
    assert states(desk)["consent"] == "open" and "even" not in states(desk)


def test_rules_that_nobody_confirmed_are_open() -> None:
    assert states(a_desk(a_brief(rules=RuleSheet())))["rules"] == "open"


def test_a_zero_without_a_word_is_found() -> None:
    brief = a_brief()
    silent = a_sheet(brief, "E1", {EVENTS: 0})
    bare = replace(silent.assessments[CriterionId(EVENTS)], remark="")
    desk = Desk(brief).receive(replace(silent, assessments={**silent.assessments, CriterionId(EVENTS): bare}))
    desk.receive(*(a_sheet(brief, seat) for seat in ("E2", "E3", "E4", "E5"))).supply()
    assert check(desk, "remarks").criteria == (EVENTS,)


def test_evidence_is_whatever_anybody_named_each_once() -> None:
    criterion = a_brief().rubric.criterion(CriterionId(INSIDE))
    fact = KnownFact(worth(criterion, criterion.points), "7")
    brief = a_brief(facts={INSIDE: fact})
    sheet = a_sheet(brief)
    seen = replace(sheet.assessments[criterion.id], evidence=("佐证 12", "7"))
    desk = Desk(brief).receive(replace(sheet, assessments={**sheet.assessments, criterion.id: seen}))
    desk.receive(*(a_sheet(brief, seat) for seat in ("E2", "E3", "E4", "E5"))).supply()
    desk.act(FactCorrected(INSIDE, {"conditions": [True, "21"]}, "佐证 9", "名册有误"))
    assert evidence_for(desk.panel, criterion) == ("7", "9", "12")
    assert INSIDE not in check(desk, "evidence").criteria


def test_going_on_without_a_check_takes_a_reason_and_is_printed() -> None:
    desk = a_desk()
    with pytest.raises(ReasonMissingError):
        pass_over(desk, "opinion", " ")
    pass_over(desk, "opinion", "组长会后补写")
    passed = check(desk, "opinion")
    assert (passed.state, passed.reason, passed.may_pass) == ("passed", "组长会后补写", False)
    assert desk.replayed() == desk.panel
    told = [each.sentence for each in desk.found.reservations if each.code == "check_passed_over"]
    assert told == ["离场核对未完成：专家组意见。继续的理由：组长会后补写"]
    desk.act(OpinionWritten("写好了。"))
    assert check(desk, "opinion").state == "ok"
    assert not [each for each in desk.found.reservations if each.code == "check_passed_over"]


def test_a_pass_holds_only_for_what_it_was_about() -> None:
    brief = a_brief()
    desk = a_desk(brief, [{INSIDE: 0}])
    pass_over(desk, "consistency", "各位保留意见")
    [told] = [each.sentence for each in desk.found.reservations if each.code == "check_passed_over"]
    assert told == f"离场核对未完成：事实认定一致（{INSIDE}）。继续的理由：各位保留意见"
    before = desk.panel.sheets[desk.panel.places[1].received[0]]
    desk.receive(a_sheet(brief, "E2", {EVENTS: 0}, replaces=[before]))
    assert check(desk, "consistency").state == "open"


@pytest.mark.parametrize(
    ("name", "about"), [("disputes", STAFF), ("opinion", "E1"), ("rules", ""), ("nothing", "")]
)
def test_only_an_open_check_that_may_be_passed_is(name: str, about: str) -> None:
    desk = a_desk(points=[{STAFF: 0}])
    with pytest.raises(CheckNotOpenError):
        desk.act(CheckPassedOver(name, about, "理由"))


# ---- the opinion ----------------------------------------------------------------------------------------


def test_the_opinion_writes_itself_without_a_name() -> None:
    desk = a_desk(points=[{STAFF: 0, INSIDE: 0}, {STAFF: 0}])
    desk.determine()
    desk.act(FactCorrected(INSIDE, {"conditions": [True, "21"]}, "佐证 9", "名册有误"))
    text = drafted_opinion(desk.found)
    lines = text.splitlines()
    assert lines[:2] == ["一、评审结论", desk.found.verdict.sentence]
    assert [line for line in lines if line[1:2] == "、"] == [
        "一、评审结论", "二、未得分项", "三、合议认定", "四、组织方更正的事实",
    ]  # fmt: skip
    staff = next(line for line in lines if line.startswith(f"{STAFF}（10 分）"))
    assert staff.endswith("：5 人中 2 人评 0 分。经查佐证 5，不足。")
    assert f"{STAFF}（必要项） 经合议认定满分（3∶2）：对照佐证 5 讨论。" in lines
    assert lines[-1] == f"{INSIDE}：名册有误"
    assert not any(name_of(each.seat) in text for each in desk.panel.places)


def test_a_determination_beside_the_gate_and_an_item_all_give_nothing() -> None:
    brief = a_brief(experts=3)
    desk = a_desk(brief, [{INSIDE: 0, EVENTS: 0}, {EVENTS: 0}, {EVENTS: 0}])
    votes = vote(desk.panel, brief.rubric.criterion(CriterionId(INSIDE)))
    desk.act(Determined(INSIDE, "对照名册", len(votes.in_favour), len(votes.against), votes.outcome))
    text = drafted_opinion(desk.found)
    assert f"{INSIDE} 经合议认定满分（2∶1）：对照名册" in text
    assert "：评 0 分" in next(line for line in text.splitlines() if line.startswith(EVENTS))


def test_evidence_stands_behind_a_zero_whose_remark_names_none() -> None:
    brief = a_brief(experts=3)
    sheets = [a_sheet(brief, seat, {EVENTS: 0}) for seat in ("E1", "E2", "E3")]
    key = CriterionId(EVENTS)
    said = replace(sheets[0].assessments[key], remark="只办了两场。", evidence=("8",))
    silent = [replace(each.assessments[key], remark="") for each in sheets[1:]]
    changed = [
        replace(sheet, assessments={**sheet.assessments, key: found})
        for sheet, found in zip(sheets, [said, *silent], strict=True)
    ]
    text = drafted_opinion(Desk(brief).receive(*changed).supply().found)
    assert "：评 0 分。只办了两场（佐证 8）。" in text
    quiet = [replace(each, assessments={**each.assessments, key: silent[0]}) for each in sheets]
    text = drafted_opinion(Desk(brief).receive(*quiet).supply().found)
    assert "：评 0 分。" in text


def test_a_long_opinion_stays_within_its_bound_and_says_so() -> None:
    brief = a_brief(experts=3)
    nothing: dict[str, int] = {each.id: 0 for each in brief.rubric.criteria}
    sheets = [a_sheet(brief, seat, nothing) for seat in ("E1", "E2", "E3")]
    long = [
        replace(
            sheet,
            assessments={
                key: replace(each, remark=f"{at}" + "经查不足" * 124)
                for key, each in sheet.assessments.items()
            },
        )
        for at, sheet in enumerate(sheets)
    ]
    desk = Desk(brief).receive(*long).supply()
    text = drafted_opinion(desk.found)
    assert 3000 < len(text) <= OPINION_LIMIT
    assert text.count("其余各项见所附评分表。") == 1


def test_there_is_no_opinion_before_scores_are_open() -> None:
    assert drafted_opinion(Desk(a_brief()).found) == ""


# ---- 可以散会 -------------------------------------------------------------------------------------------


def settled(desk: Desk) -> Desk:
    desk.act(OpinionWritten("建议合格。"))
    return pass_over(desk, "evidence")


def test_all_may_go_when_the_last_signature_is_there() -> None:
    desk = settled(a_desk())
    assert [each.owed.what for each in lacking([desk.panel]) if each.owed] == ["seal"]
    desk.act(RecordSealed(digest_of("record"), 1))
    assert [(each.owed.what, each.owed.seat) for each in lacking([desk.panel]) if each.owed] == [
        ("signature", "E1")
    ]
    desk.act(RecordSigned(digest_of("record"), "chair", digest_of("file")))
    assert lacking([desk.panel]) == ()


def test_an_open_check_keeps_everybody_here() -> None:
    desk = a_desk().act(OpinionWritten("建议合格。"))
    told = [each.check.name if each.check else each.owed and each.owed.what for each in lacking([desk.panel])]
    assert told == ["seal", "evidence"]
    assert [each.name for each in closing_checks(desk.panel) if each.state == "open"] == ["evidence"]


def test_panels_of_the_same_day_go_home_together() -> None:
    def desk(number: int, *, day: int = 24, rehearsal: bool = False, issued: bool = True) -> Desk:
        header = replace(
            a_header(), panel=f"{number:010x}{'0' * 22}", brief_number=number, rehearsal=rehearsal,
            previous_brief=digest_of("before") if number > 1 else "",
        )  # fmt: skip
        return Desk(replace(a_brief(), header=header, date=date(2026, 11, day)), issued=issued)

    mine, later, first = desk(2), desk(3), desk(1)
    others = [desk(4, day=25), desk(5, rehearsal=True), desk(6, issued=False)]
    found = todays([each.panel for each in (mine, later, first, *others)], mine.panel)
    assert [each.brief.header.brief_number for each in found] == [2, 1, 3]
