"""A filled-in workbook is read for what it says, whole or not at all, every bad cell by sheet and address."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.domain.brief import facts_json
from app.domain.canonical import write_decimal
from app.domain.findings import AllOfFinding, TiersFinding, read_finding
from app.domain.reserves import Reserve
from app.domain.rubric import Criterion, CriterionId
from app.domain.rule_sheet import Confirmation, RuleSheet
from app.i18n import sentence
from app.office.reading import read
from app.office.values import Book, Cell, Page
from app.office.writing import write
from app.services import round_form as form
from app.services.round_reading import Checked, read_round
from app.services.round_spots import (
    MET,
    UNMET,
    SpotValue,
    finding_of_values,
    may_be_known,
    spots,
    values_of_finding,
)
from app.services.round_template import round_template
from tests.services.rounds_filled import ANNUAL, PEOPLE, TABLES, Filled, filled, known_values, table

CONFIRMED = Confirmation("周科长", "知识产权局", "2026-11-20", "穗开知〔2026〕12号")
SURVEY, STAFF, INSIDE = CriterionId("2.5.1.1"), CriterionId("1.1.3.1"), CriterionId("2.2.1.1")


def checked(made: Filled) -> Checked:
    path = made.save()
    return read_round(read(path.read_bytes(), path.name), TABLES, path.parent)


def told(found: Checked) -> list[tuple[str, str, str]]:
    assert not found.plans
    for each in found.problems:
        assert sentence(each.told.code, each.told.fields)
    return [(each.sheet, each.address, each.told.code) for each in found.problems]


@pytest.fixture
def seven(tmp_path: Path) -> Filled:
    return filled(tmp_path / "七个平台.xlsx")


@pytest.fixture
def four(tmp_path: Path) -> Filled:
    return filled(tmp_path / "四家申报.xlsx", (1, 1, 1, 1))


# ---- what a sound workbook says


def test_a_round_of_seven_platforms_and_five_experts_is_read_whole(seven: Filled) -> None:
    seven.fact(2, 1, "2.2.1.1", ["符合", 23], 7)
    seven.fact(2, 1, SURVEY, ["８９。９６"], "满意度报告")
    seven.fact(8, 7, "8.1.3.1", ["10", True])
    found = checked(seven)
    assert found.problems == () and [each.rubric.annex for each in found.plans] == list(ANNUAL)
    for number, plan in enumerate(found.plans, start=1):
        assert plan.platform.name == f"第{number}平台" and plan.platform.category == plan.rubric.category
        assert (plan.period.first, plan.period.last) == (date(2025, 6, 8), date(2026, 6, 7))
        assert (plan.date, plan.place, plan.rehearsal) == (date(2026, 11, 22), "科学城", False)
        assert [each.name for each in plan.seats] == list(PEOPLE)
        assert [each.id for each in plan.seats if each.chair] == ["E1"]
        assert plan.rules == RuleSheet(confirmed_by=CONFIRMED)
    facts = found.plans[0].facts
    assert facts[INSIDE].finding == AllOfFinding((True, Fraction(23)))
    assert facts[INSIDE].evidence == "7"
    assert facts[SURVEY].finding == TiersFinding(Fraction("89.96"))
    assert list(found.plans[6].facts) == ["8.1.3.1"] and not found.plans[1].facts
    codes = [each.code for each in found.notes]
    assert set(codes) == {"round_note_no_facts"} and len(codes) == 5


def test_four_applicants_share_one_annex_and_one_facts_sheet(four: Filled) -> None:
    for number in range(1, 5):
        four.fact(1, number, "1.1.3.1", [number + 3], f"佐证{number}")
    four.rule(form.MINIMUM, 60)
    found = checked(four)
    assert [each.platform.name for each in found.plans] == [f"第{number}平台" for number in range(1, 5)]
    values = [each.facts[STAFF].finding for each in found.plans]
    assert values == [AllOfFinding((Fraction(number),)) for number in range(4, 8)]
    assert {each.rules.minimum_total for each in found.plans} == {Fraction(60)}


def test_a_minimum_total_is_for_accreditation_only(tmp_path: Path) -> None:
    made = filled(tmp_path / "混合.xlsx", (1, 2))
    made.rule(form.MINIMUM, "60")
    assert [each.rules.minimum_total for each in checked(made).plans] == [Fraction(60), None]


def test_an_expert_may_sit_on_some_platforms_only_and_the_chair_may_change(seven: Filled) -> None:
    seven.expert(1, {"平台 2": "参加", "平台 3": "不参加"})
    seven.expert(2, {"平台 2": "组长", "平台 3": "组长"})
    seven.expert(6, {form.PERSON: "陈一", "平台 7": "参加"})
    plans = checked(seven).plans
    assert [each.name for each in plans[1].seats if each.chair] == ["李𬭚"] and len(plans[1].seats) == 5
    assert [each.name for each in plans[2].seats] == list(PEOPLE[1:])
    assert [each.id for each in plans[2].seats] == ["E1", "E2", "E3", "E4"]
    assert [each.name for each in plans[6].seats] == [*PEOPLE, "陈一"]
    assert [len(each.seats) for each in plans] == [5, 5, 4, 5, 5, 5, 6]


def test_rules_observers_and_rehearsal_are_read(seven: Filled) -> None:
    seven.rule(form.MODE, form.REHEARSAL)
    for row in form.RULE_ROWS:
        seven.rule(row.label, row.question.options[1][1])
    seven.rule(form.STEP, 0.2)
    seven.rule(form.OUTLIER, "１２")
    seven.rule("观察员 2 姓名", "吴观察")
    seven.rule("观察员 2 单位", "局")
    for plan in checked(seven).plans:
        assert plan.rehearsal and [each.name for each in plan.observers] == ["吴观察"]
        assert plan.rules == RuleSheet(
            "trimmed", "strict", "not_met", True, "experts", "all", True, Fraction(1, 5), Fraction(12), None,
            "calendar", CONFIRMED,
        )  # fmt: skip


def test_blank_rules_are_defaults_and_a_category_may_be_left_to_the_annex(seven: Filled) -> None:
    for row in form.RULE_ROWS:
        seven.rule(row.label, None)
    for label in (form.STEP, form.OUTLIER, form.MINIMUM, *form.CONFIRMED.values()):
        seven.rule(label, None)
    seven.platform(1, {form.CATEGORY: None, form.ANNEX: "附件２"})
    found = checked(seven)
    assert found.plans[0].rules == RuleSheet() and found.plans[0].platform.category == "运营服务类"
    assert "round_note_unconfirmed" in [each.code for each in found.notes]


def test_a_row_nobody_filled_in_makes_no_panel_and_is_said(seven: Filled) -> None:
    for column in form.PLATFORM_COLUMNS[2:]:
        seven.platform(4, {column: None})
    found = checked(seven)
    assert [each.rubric.annex for each in found.plans] == [2, 3, 4, 6, 7, 8]
    assert found.notes[0].fields == {"platforms": "平台 4"}


@pytest.mark.parametrize(
    ("typed", "form_", "taken"),
    [
        (89.96, "General", "89.96"), ("89.96%", "@", "89.96"), ("８９．９６％", "@", "89.96"),
        (0.8996, "0%", "89.96"), (0.8996, "0.00%", "89.96"), ("1%", "@", "1"), (0, "General", "0"),
        ("90 ", "@", "90"),
    ],
)  # fmt: skip
def test_a_percentage_is_read_unrounded_however_it_was_typed(
    typed: object, form_: str, taken: str, seven: Filled
) -> None:
    address = seven.fact(2, 1, SURVEY, [typed], "报告")
    seven.book[form.facts_name(2)][address].number_format = form_
    assert checked(seven).plans[0].facts[SURVEY].finding == TiersFinding(Fraction(taken))


# ---- 候补专家


def reserve(name: str, **more: object) -> dict[str, object]:
    return {form.PERSON: name, form.UNIT: "某院", form.TITLE: "研究员", form.RESERVE: "是", **more}


def test_a_reserve_has_no_seat_and_may_step_in_where_they_take_part(four: Filled) -> None:
    four.expert(6, reserve("孙立文"))
    four.expert(7, reserve("冯新", **{"平台 1": "不参加"}))
    four.expert(8, reserve("钱文", **{form.EVERYWHERE: "参加", "平台 2": "不参加"}))
    found = checked(four)
    assert found.problems == ()
    assert [len(each.seats) for each in found.plans] == [5] * 4
    assert [[one.name for one in each.reserves] for each in found.plans] == [
        ["孙立文", "钱文"], ["孙立文", "冯新"], ["孙立文", "冯新", "钱文"], ["孙立文", "冯新", "钱文"],
    ]  # fmt: skip
    assert found.plans[0].reserves[0] == Reserve("孙立文", "某院", "研究员", "")


def test_reserves_do_not_make_up_for_experts_who_are_missing(four: Filled) -> None:
    for row in range(1, 6):
        four.expert(row, {"平台 4": "不参加"})
    four.expert(6, reserve("孙立文"))
    assert told(checked(four)) == [(form.EXPERTS, "J4", "round_experts")]


def test_a_reserve_who_is_on_the_roster_or_named_twice_is_said_once_by_their_cell(four: Filled) -> None:
    four.expert(6, reserve("孙立文"))
    four.expert(7, reserve("孙立文"))
    four.expert(8, reserve(PEOPLE[1], **{form.UNIT: "某大学"}))
    four.expert(9, reserve(PEOPLE[1]))
    assert told(checked(four)) == [
        (form.EXPERTS, "A11", "reserve_known"), (form.EXPERTS, "A12", "reserve_known"),
    ]  # fmt: skip


def test_who_has_the_name_of_an_expert_is_pointed_out(four: Filled) -> None:
    four.expert(6, reserve(PEOPLE[1]))
    noted = [each.fields for each in checked(four).notes if each.code == "round_note_same_name"]
    assert len(noted) == 4 and noted[0] == {"platform": "第1平台", "name": PEOPLE[1]}


def test_a_workbook_of_before_there_were_reserves_is_read_as_it_was(four: Filled) -> None:
    four.book[form.EXPERTS].cell(4, form.EXPERT_COLUMNS.index(form.RESERVE) + 1).value = None
    found = checked(four)
    assert found.problems == () and not any(each.reserves for each in found.plans)


def test_certificates_beside_the_workbook_fix_their_seats(seven: Filled, tmp_path: Path) -> None:
    seven.expert(2, {form.CERTIFICATE: "没有.pem"})
    seven.expert(3, {form.CERTIFICATE: "../王伟.pem"})
    assert told(checked(seven)) == [
        (form.EXPERTS, "D6", "round_certificate"), (form.EXPERTS, "D7", "round_certificate_name"),
    ]  # fmt: skip


# ---- what is wrong with a cell


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (form.NAME, None, "round_blank"), (form.NAME, "字" * 121, "round_long"),
        (form.NAME, True, "round_text"),
        (form.NAME, "零\u200b宽", "round_character"), (form.NAME, "换\n行", "round_character"),
        (form.NAME, "=A1", "round_formula"), (form.OPERATOR, None, "round_blank"),
        (form.CATEGORY, "金融服务类", "round_category"),
        (form.ANNEX, 9, "round_choice"), (form.ANNEX, None, "round_blank"), (form.ANNEX, 2.5, "round_choice"),
        (form.FIRST, None, "round_blank"), (form.FIRST, "2026-02-30", "round_day"),
        (form.FIRST, "去年六月", "round_day"),
        (form.LAST, "2025-06-07", "round_period"), (form.DAY, "#N/A", "round_error"),
        (form.NUMBER, 0, "round_number_once"), (form.NUMBER, 1, "round_number_once"),
        (form.NUMBER, None, "round_blank"), (form.NUMBER, 1.5, "round_whole"),
        (form.NUMBER, -1, "round_negative"),
    ],
)  # fmt: skip
def test_a_bad_cell_of_a_platform_is_named(column: str, value: object, code: str, tmp_path: Path) -> None:
    made = filled(tmp_path / "一轮.xlsx", (3, 2))
    made.platform(2, {column: value})
    address = f"{'ABCDEFGHIJ'[form.PLATFORM_COLUMNS.index(column)]}5"
    assert (form.PLATFORMS, address, code) in told(checked(made))


def test_a_platform_copied_to_a_second_row_is_a_slip(four: Filled) -> None:
    four.platform(3, {form.NAME: "第1平台"})
    assert told(checked(four)) == [(form.PLATFORMS, "C6", "round_platform_twice")]


@pytest.mark.parametrize(
    ("row", "values", "problem"),
    [
        (1, {form.PERSON: None}, ("A5", "round_blank")),
        (7, {form.UNIT: "某大学"}, ("A11", "round_blank")),
        (1, {form.EVERYWHERE: "主席"}, ("F5", "round_choice")),
        (1, {form.EVERYWHERE: "不参加"}, ("F5", "round_choice")),
        (1, {"平台 1": "参加"}, ("G4", "round_chairs")),
        (2, {"平台 2": "组长"}, ("H4", "round_chairs")),
        (1, {form.TITLE: date(2026, 1, 1)}, ("C5", "round_text")),
        (3, {form.RESERVE: "否"}, ("E7", "round_choice")),
        (1, {form.RESERVE: "是"}, ("F5", "round_reserve_chair")),
        (3, {form.RESERVE: "是", "平台 2": "组长"}, ("H7", "round_reserve_chair")),
        (6, {form.RESERVE: "是"}, ("A10", "round_blank")),
    ],
)
def test_a_bad_cell_of_an_expert_is_named(
    row: int, values: dict[str, object], problem: tuple[str, str], four: Filled
) -> None:
    four.expert(row, values)
    assert (form.EXPERTS, *problem) in told(checked(four))


def test_a_platform_without_experts_or_with_too_many_is_named(four: Filled) -> None:
    for row in range(1, 6):
        four.expert(row, {"平台 4": "不参加"})
    for row in range(6, 21):
        four.expert(row, {form.PERSON: f"专家{row}", "平台 1": "参加"})
    assert told(checked(four)) == [
        (form.EXPERTS, "G4", "round_experts"), (form.EXPERTS, "J4", "round_experts"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        (form.MODE, None, "round_blank"), (form.MODE, "试用", "round_choice"),
        (form.STEP, 0.3, "round_choice"),
        (form.OUTLIER, 0, "round_between"), (form.OUTLIER, "很多", "round_number"),
        (form.MINIMUM, 101, "round_between"), (form.MINIMUM, "=60", "round_formula"),
        ("综合评分怎样合并", "随便", "round_choice"), ("确认人姓名", None, "round_blank"),
        ("确认日期", "上周", "round_day"), ("观察员 1 单位", "局", "round_blank"),
    ],
)  # fmt: skip
def test_a_bad_rule_is_named(label: str, value: object, code: str, four: Filled) -> None:
    four.rule(label, value)
    (problem,) = told(checked(four))
    assert problem[0] == form.RULES and problem[2] == code


@pytest.mark.parametrize(
    ("criterion", "values", "evidence", "code", "offset"),
    [
        ("2.2.1.1", ["符合", 1.5], None, "round_whole", 1),
        ("2.2.1.1", ["符合", "二十"], None, "round_number", 1),
        ("2.2.1.1", ["符合", "1,234"], None, "round_number", 1),
        ("2.2.1.1", ["符合", 1 / 3], None, "round_not_exact", 1),
        ("2.2.1.1", ["符合", -3], None, "round_negative", 1),
        ("2.2.1.1", ["符合", "=1+1"], None, "round_formula", 1),
        ("2.2.1.1", ["大概", 23], None, "round_choice", 0),
        ("2.2.1.1", [1, 23], None, "round_choice", 0),
        ("2.2.1.1", ["符合", None], None, "round_fact_partial", 1),
        ("2.2.1.1", [None, None], 7, "round_evidence_alone", None),
        ("2.2.1.1", ["符合", "23%"], None, "round_percent", 1),
        (SURVEY, [0.8996], None, "round_ratio", 0),
        (SURVEY, [100.5], None, "finding_above_limit", 0),
        ("2.2.2.2", [MET, MET, MET, *[1] * 11, None], None, "round_fact_partial", 14),
    ],
)
def test_a_bad_fact_is_named(
    criterion: str, values: Sequence[object], evidence: object, code: str, offset: int | None, tmp_path: Path
) -> None:
    made = filled(tmp_path / "一轮.xlsx", (2,))
    first = made.fact(2, 1, criterion, values, evidence)
    row = int(first[1:]) + (offset or 0)
    address = f"{'F' if offset is not None else 'G'}{row}"
    assert (form.facts_name(2), address, code) in told(checked(made))


def test_points_that_experts_judge_are_nobodys_to_propose(four: Filled) -> None:
    address = four.fact(1, 2, "1.2.1.1", [4], None)
    assert told(checked(four)) == [(form.facts_name(1), address, "round_judged_by_experts")]


def test_facts_of_a_platform_of_another_annex_are_not_lost_in_silence(tmp_path: Path) -> None:
    made = filled(tmp_path / "一轮.xlsx", (2, 3))
    address = made.fact(3, 2, "3.1.1.1", known_values(3, "3.1.1.1"), None)
    made.platform(2, {form.ANNEX: 2, form.CATEGORY: "运营服务类"})
    assert (form.facts_name(3), address, "round_facts_unused") in told(checked(made))


@pytest.mark.parametrize(
    ("sheet", "address"),
    [
        (form.PLATFORMS, "L5"), (form.EXPERTS, "Z9"), (form.RULES, "F6"), ("附件1 事实", "Z9"),
        ("附件1 事实", "F60"),
    ],
)  # fmt: skip
def test_what_stands_where_nothing_belongs_is_named(sheet: str, address: str, four: Filled) -> None:
    four.put(sheet, address, "顺手写的")
    assert told(checked(four)) == [(sheet, address, "round_leftover")]
    four.put(sheet, address, "=1+1")
    assert told(checked(four)) == [(sheet, address, "round_formula")]


@pytest.mark.parametrize(
    ("sheet", "address", "value"),
    [
        (form.RULES, "B17", "周科长"), (form.RULES, "B19", date(2026, 11, 20)), (form.RULES, "B5", "去掉"),
        (form.RULES, "B14", 20), (form.RULES, "D17", "知识产权局"), (form.RULES, "A40", "观察员 6 姓名"),
        (form.RULES, "B2", "周科长已确认"),
        (form.EXPERTS, "B1", "见附件"), (form.EXPERTS, "A3", "秘书组"), (form.EXPERTS, "G3", "另一个平台"),
        (form.EXPERTS, "K4", "备注"), (form.EXPERTS, "A2", "王伟当组长"),
        (form.PLATFORMS, "D2", "四家"), (form.PLATFORMS, "K3", "联系电话"),
        ("附件1 事实", "B7", "另一条标准"), ("附件1 事实", "E7", 12), ("附件1 事实", "C6", "合格"),
        ("附件1 事实", "F2", "已核实"), ("附件1 事实", "A60", "备注"),
    ],
)  # fmt: skip
def test_what_is_written_into_a_cell_that_is_not_asked_for_is_named(
    sheet: str, address: str, value: object, four: Filled
) -> None:
    four.put(sheet, address, value)
    assert told(checked(four)) == [(sheet, address, "round_leftover")]


def test_a_confirmation_typed_into_the_wrong_column_is_not_lost_in_silence(four: Filled) -> None:
    sheet = four.book[form.RULES]
    rows = [cell.row for cell in sheet["A"] if cell.value in form.CONFIRMED.values()]
    for row in rows:
        sheet.cell(row, 2).value, sheet.cell(row, 3).value = sheet.cell(row, 3).value, None
    assert told(checked(four)) == [(form.RULES, f"B{row}", "round_leftover") for row in rows]


def test_what_another_program_makes_of_the_fixed_texts_is_no_slip(four: Filled) -> None:
    four.put(form.RULES, "B14", 15)  # a number stored as text, made a number
    four.put(form.RULES, "A1", "评审规则确认单 ")
    four.put(form.PLATFORMS, "A2", None)
    four.put(form.EXPERTS, "G3", "第1平台")  # what the formulas showed, kept as texts
    four.put(form.EXPERTS, "H3", "=#REF!")
    four.put("附件1 事实", "H4", "第2平台")
    four.put("附件1 事实", "J4", "（还没有填名称）")
    assert checked(four).problems == ()


def test_a_workbook_of_0_1_0_is_read_with_the_texts_it_was_written_with(four: Filled) -> None:
    sheet = four.book[form.EXPERTS]
    sheet.delete_cols(form.EXPERT_COLUMNS.index(form.RESERVE) + 1)
    hint = "参加全部平台的，只在“全部平台”选一次；某个平台不同的，再在那一列改。每个平台须有一位组长。"
    sheet["A2"].value = hint
    found = checked(four)
    assert found.problems == () and [len(each.seats) for each in found.plans] == [5] * 4


def test_a_platform_nobody_filled_in_needs_no_facts_and_has_no_slip_in_them(four: Filled) -> None:
    for column in form.PLATFORM_COLUMNS[2:]:
        four.platform(4, {column: None})
    found = checked(four)
    assert found.problems == () and len(found.plans) == 3


# ---- what is wrong with a sheet


def test_sheets_heads_rows_and_columns_that_are_gone_are_named(four: Filled) -> None:
    sheet = four.book[form.facts_name(1)]
    row = next(cell.row for cell in sheet["A"] if cell.value == "1.1.3.1")
    sheet.cell(row, 3).value = None
    four.put(form.RULES, "A4", "改了名的规则")
    four.put(form.EXPERTS, "G4", "平台二")
    four.put(form.PLATFORMS, "C3", "名称")
    four.book.create_sheet("我的草稿")
    assert told(checked(four)) == [
        (form.PLATFORMS, "", "round_columns_missing"), (form.PLATFORMS, "", "round_no_platform"),
        (form.EXPERTS, "G4", "round_leftover"),
        (form.RULES, "", "round_rows_missing"), (form.facts_name(1), "", "round_rows_missing"),
        ("我的草稿", "", "round_sheet_unknown"),
    ]  # fmt: skip


def test_another_workbook_altogether_is_told_by_the_sheets_it_lacks(tmp_path: Path) -> None:
    data = write(Book((Page("Sheet1", (9,), ((Cell("你好"),),)),)))
    found = read_round(read(data, "别的.xlsx"), TABLES, tmp_path)
    assert {code for _, _, code in told(found)} == {"round_sheet_missing", "round_sheet_unknown"}


def test_a_sheet_without_its_head_row_is_named(four: Filled) -> None:
    for sheet in (form.PLATFORMS, form.EXPERTS, form.RULES):
        for row in (3, 4):
            four.put(sheet, f"A{row}", None)
    four.book[form.facts_name(1)]["A5"] = None
    codes = [code for _, _, code in told(checked(four))]
    assert codes.count("round_head_missing") == 4


def test_all_problems_are_listed_at_once_in_order(seven: Filled) -> None:
    for number in range(1, 8):
        seven.platform(number, {form.NAME: None, form.FIRST: "?", form.DAY: None})
    found = told(checked(seven))
    assert [address for _, address, _ in found] == [
        f"{column}{row}" for row in range(4, 11) for column in "CGI"
    ]


# ---- the round trip: what is written comes back


def draw_values(draw: st.DrawFn, criterion: Criterion) -> tuple[SpotValue, ...]:
    numbers = st.integers(0, 999_999_999)
    found: list[SpotValue] = []
    for spot in spots(criterion):
        if spot.is_flag:
            found.append(draw(st.booleans()))
        elif spot.whole:
            found.append(Fraction(draw(numbers)))
        else:
            high = 100 * 10**4 if spot.unit == "%" else 10**9
            low = 10**4 + 1 if spot.unit == "%" else 0
            found.append(Fraction(draw(st.integers(low, high)), 10**4))
    return tuple(found)


def as_cell(value: SpotValue, text: bool) -> object:
    if isinstance(value, bool):
        return MET if value else UNMET
    assert value is not None
    return write_decimal(value) if text else value


def put_in(page: Page, criterion: Criterion, values: Sequence[object], evidence: str) -> Page:
    """The facts page with one criterion filled in for its first platform."""
    first = next(at for at, row in enumerate(page.rows) if row[0].value == criterion.id)
    rows = [list(row) for row in page.rows]
    for at, value in enumerate(values):
        rows[first + at][5] = replace(rows[first + at][5], value=value)  # type: ignore[arg-type]  # of its kinds
    rows[first][6] = replace(rows[first][6], value=evidence or None)
    return replace(page, rows=tuple(tuple(row) for row in rows))


# Shrinking would take minutes here: each example is a whole workbook.
@settings(max_examples=16, phases=(Phase.explicit, Phase.generate))
@given(st.data())
def test_a_template_filled_with_values_is_read_as_those_values(data: st.DataObject) -> None:
    annex = data.draw(st.integers(1, 8))
    rubric = table(annex)
    pages = {page.name: page for page in round_template([rubric]).pages}
    known = {}
    facts = pages[form.facts_name(annex)]
    for criterion in filter(may_be_known, rubric.criteria):
        if data.draw(st.booleans()):
            values = data.draw(st.composite(draw_values)(criterion))
            evidence = data.draw(st.sampled_from(["", "7", "=佐证7", "合同（甲）"]))
            typed = [as_cell(each, data.draw(st.booleans())) for each in values]
            facts = put_in(facts, criterion, typed, evidence)
            finding = read_finding(criterion, finding_of_values(criterion, values))
            assert values_of_finding(criterion, finding) == values
            known[criterion.id] = {"finding": finding_of_values(criterion, values), "evidence": evidence}
    pages[facts.name] = facts
    platform = [
        Cell(Fraction(1)), Cell(Fraction(annex)), Cell("＝平台"), Cell(rubric.category or "甲类"), Cell(),
        Cell("=乙公司"), Cell("2025/6/8"), Cell(date(2026, 6, 7), "day"), Cell("2026.11.22"), Cell(),
    ]  # fmt: skip
    person = [Cell("周明远"), Cell(), Cell(), Cell(), Cell(), Cell("组长")]
    pages[form.PLATFORMS] = replace(
        pages[form.PLATFORMS], rows=(*pages[form.PLATFORMS].rows[:3], tuple(platform))
    )
    pages[form.EXPERTS] = replace(pages[form.EXPERTS], rows=(*pages[form.EXPERTS].rows[:4], tuple(person)))
    sheets = read(write(Book(tuple(pages.values()))), "一轮.xlsx")
    found = read_round(sheets, TABLES, Path())
    assert found.problems == ()
    (plan,) = found.plans
    assert facts_json(plan.facts) == known
    assert (plan.platform.name, plan.platform.operator) == ("＝平台", "=乙公司")


def test_the_blank_template_says_that_nothing_is_filled_in(tmp_path: Path) -> None:
    assert told(checked(Filled(tmp_path / "空白.xlsx"))) == [(form.PLATFORMS, "", "round_no_platform")]
