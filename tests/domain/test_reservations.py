"""须人工核对: everything a record rests on that nobody concerned has signed, and nothing else."""

from dataclasses import replace
from fractions import Fraction

from app.domain.history import (
    ChairChanged,
    ConsentRecorded,
    FactCorrected,
    SeatAdded,
    SeatBound,
    SeatPlaced,
    SheetChosen,
)
from app.domain.reservations import (
    of_lone_sheet,
    page_not_reproduced,
    passed_over,
    reservations,
    rubric_not_shipped,
)
from app.domain.rule_sheet import RuleSheet
from tests.builders import CONFIRMED, Desk, a_brief, a_desk, a_sheet, name_of, points_for

CONSENT = ConsentRecorded("陈科长", "知识产权局", "2026-11-24", "电话记录")


def told(desk: Desk) -> list[tuple[str, str, str]]:
    return [(each.code, each.seat, each.sentence) for each in reservations(desk.panel)]


def test_a_panel_of_fixed_seats_that_all_signed_has_none() -> None:
    assert told(a_desk()) == []


def test_a_seat_bound_on_site() -> None:
    desk = a_desk(a_brief(open_seats=("E2",)))
    assert told(desk) == [("seat_bound", "E2", f"{name_of('E2')}（E2）的签名在现场以校验码确认")]


def test_a_seat_bound_again_and_the_choice_between_its_papers() -> None:
    brief = a_brief()
    again = a_sheet(brief, "E2", points_for(90), signer="new")
    desk = a_desk(brief).act(SeatBound("E2", again.header.signer, "电脑丢失")).receive(again)
    assert [each[:2] for each in told(desk)] == [("seat_rebound", "E2")]
    desk.act(SheetChosen("E2", again.digest, "当面确认"))
    assert told(desk) == [
        ("seat_rebound", "E2", f"{name_of('E2')}（E2）的签名重新确认：电脑丢失"),
        (
            "sheet_chosen",
            "E2",
            f"{name_of('E2')}（E2）有两份不同的评分表，汇总席登记以其中一份为准：当面确认",
        ),
    ]


def test_a_choice_that_a_later_revision_made_needless_is_not_told() -> None:
    brief = a_brief()
    desk = a_desk(brief)
    one, other = desk.panel.counted[0].sheet, a_sheet(brief, "E1", points_for(90))
    desk.receive(other).act(SheetChosen("E1", one.digest, "当面确认"))
    assert [each[0] for each in told(desk)] == ["sheet_chosen"]
    assert told(desk.receive(a_sheet(brief, "E1", replaces=[one, other]))) == []


def test_places_without_a_sheet_and_a_late_expert() -> None:
    brief = a_brief(experts=4)
    desk = (
        Desk(brief)
        .receive(a_sheet(brief))
        .act(
            SeatPlaced("E2", "absent", "生病"),
            SeatPlaced("E3", "replaced", "换人"),
            SeatPlaced("E4", "refused", "不愿交"),
            SeatAdded("E5", "冯新", "某大学", "教授", "临时增补"),
        )
    )
    assert told(desk) == [
        ("expert_absent", "E2", f"{name_of('E2')}（E2）缺席：生病"),
        ("expert_replaced", "E3", f"{name_of('E3')}（E3）已更换：换人"),
        ("expert_refused", "E4", f"{name_of('E4')}（E4）未交（拒绝）：不愿交"),
        ("seat_added", "E5", "冯新（E5）由汇总席增补：临时增补"),
    ]


def test_an_absent_expert_whose_sheet_came_after_all_is_not_absent() -> None:
    brief = a_brief(experts=1)
    assert told(Desk(brief).act(SeatPlaced("E1", "absent", "没来")).receive(a_sheet(brief))) == []


def test_a_recusal_is_signed_by_the_expert_and_is_none() -> None:
    brief = a_brief(experts=1)
    assert told(Desk(brief).receive(a_sheet(brief, recused="利害关系"))) == []


def test_a_keyed_sheet() -> None:
    brief = a_brief(experts=1)
    desk = Desk(brief).receive(a_sheet(brief, origin="keyed"))
    assert told(desk) == [
        (
            "keyed",
            "E1",
            f"{name_of('E1')}（E1）的评分表由汇总席代录（纸质表号 4827 1901，扫描 2 页），"
            "请与亲笔签名的原件核对；代录人在收齐前已见过该表评分",
        )
    ]


def test_another_chair_a_corrected_fact_a_changed_rate() -> None:
    desk = a_desk().act(
        ChairChanged("E2", "原组长有事"),
        FactCorrected("2.1.3.1", {"conditions": ["4", True]}, "7", "名册有误"),
    )
    desk.supply("85").supply("95")
    assert told(desk) == [
        ("chair_changed", "E2", f"组长改由{name_of('E2')}担任：原组长有事"),
        ("fact_corrected", "", "2.1.3.1 的填报事实由汇总席更正：名册有误"),
        ("survey_changed", "", "2.5.1.1 的满意度由汇总席补录后又改过，以最后一次为准"),
    ]


def test_a_consent_is_told_only_where_the_record_rests_on_it() -> None:
    (found,) = told(a_desk(a_brief(experts=2)).act(CONSENT))
    assert found == ("consent", "", "有效评分表不足 3 份，知识产权局陈科长同意继续（2026-11-24，电话记录）")
    assert told(a_desk().act(CONSENT)) == []


def test_rules_off_their_default_and_rules_that_nobody_confirmed() -> None:
    brief = a_brief(rules=RuleSheet(gate="strict", step=Fraction(1, 10)))
    assert told(a_desk(brief)) == [
        ("rule_off_default", "", "规则不是默认：基础条件怎样认定：每份有效评分表都须满分"),
        ("rule_off_default", "", "规则不是默认：评分步长：0.1 分"),
        ("rules_unconfirmed", "", "规则未经委托方确认"),
    ]
    assert (
        told(
            a_desk(
                a_brief(rules=replace(brief.rules, gate="joint", step=Fraction(1, 2), confirmed_by=CONFIRMED))
            )
        )
        == []
    )


def test_a_record_tells_none_before_its_places_are_settled() -> None:
    desk = Desk(a_brief(rules=RuleSheet()))
    assert reservations(desk.panel) != ()
    assert desk.found.reservations == ()


def test_what_only_a_verifier_can_see() -> None:
    assert rubric_not_shipped("x/annex-9").to_json() == {
        "code": "rubric_not_shipped", "seat": "",
        "sentence": "评分表 x/annex-9 不是本程序自带的，请与原文件核对",
    }  # fmt: skip
    assert page_not_reproduced("E1-1.pdf").code == "page_not_reproduced"
    assert passed_over("E2", "李䶮", "已离场").sentence == "李䶮未签名，组长注明：已离场"


def test_what_a_sheet_without_its_record_leaves_open() -> None:
    brief = a_brief()
    sheet, keyed = a_sheet(brief, "E2"), a_sheet(brief, "E2", origin="keyed")
    assert of_lone_sheet(sheet, named=True, fixed=True) == ()
    cases = {
        "keyed": of_lone_sheet(keyed, named=True, fixed=True),
        "seat_not_in_brief": of_lone_sheet(sheet, named=False, fixed=False),
        "seat_open": of_lone_sheet(sheet, named=True, fixed=False),
    }
    for code, found in cases.items():
        assert [(each.code, each.seat) for each in found] == [(code, "E2")]
        assert f"{name_of('E2')}（E2）" in found[0].sentence


def test_a_seat_bound_to_the_desks_own_key() -> None:
    brief = a_brief(open_seats=("E2",))
    desk = Desk(brief).receive(a_sheet(brief, "E2", signer="desk")).bind("E2", "desk")
    assert ("seat_of_desk", "E2", f"{name_of('E2')}（E2）与汇总席用同一把钥匙签名") in told(desk)


def test_sheets_in_the_name_of_a_seat_that_are_not_counted() -> None:
    brief = a_brief(open_seats=("E2",))
    desk = Desk(brief).receive(a_sheet(brief, "E2"), a_sheet(brief, "E2", signer="stranger")).bind("E2")
    text = f"以{name_of('E2')}（E2）名义收到的 1 份评分表没有计入：签名不是该席位确认的"
    assert ("sheet_set_aside", "E2", text) in told(desk)
