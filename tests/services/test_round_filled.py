"""A round from the form: the draft survives, what is missing is named by its field, the plans are whole."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.panel import Panel
from app.domain.reserves import Reserve
from app.services import round_form as form
from app.services.pasted_people import pasted_people
from app.services.round_draft import (
    NAME,
    ExpertDraft,
    FactDraft,
    PlatformDraft,
    RoundDraft,
    drop_draft,
    read_draft,
    write_draft,
)
from app.services.round_filled import Field, check_form, known_certificates, without
from app.services.workspace import is_own_file
from tests import workspaces
from tests.services.rounds_filled import TABLES
from tests.workspaces import World

STAFF = {"conditions": ["6", True]}
WHOLE = PlatformDraft(
    annex=4,
    name="商标品牌服务平台",
    builder="甲公司",
    operator="乙公司",
    first="2025-06-08",
    last="2026年6月7日",
    day="2026/11/22",
    place="科学城",
    facts={"4.1.3.1": FactDraft(STAFF, "5")},
)
EXPERTS = (
    ExpertDraft("王伟", "某大学", "教授", chair=True),
    ExpertDraft("李𬭚", "某律师事务所", "律师"),
    ExpertDraft("张䶮", "某研究院", "研究员"),
)
DRAFT = RoundDraft(
    platforms=(WHOLE, replace(WHOLE, annex=1, category="专利导航类", name="导航平台", facts={}, absent=(1,))),
    experts=EXPERTS,
    observers=(("周科长", "知识产权局"),),
    rules={form.OUTLIER: "12"},
)


def test_a_draft_is_read_back_as_it_was_typed_and_goes_when_it_has_served(tmp_path: Path) -> None:
    assert read_draft(tmp_path) is None
    write_draft(tmp_path, DRAFT)
    assert read_draft(tmp_path) == DRAFT and not DRAFT.is_empty
    reserved = replace(DRAFT, experts=(*EXPERTS, RESERVE))
    write_draft(tmp_path, reserved)
    assert read_draft(tmp_path) == reserved
    drop_draft(tmp_path)
    drop_draft(tmp_path)
    assert read_draft(tmp_path) is None and RoundDraft().is_empty


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"rehearsal": 1}', b"\xff"])
def test_a_damaged_draft_is_none_and_stops_nobody(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / NAME).write_bytes(damage)
    assert read_draft(tmp_path) is None
    write_draft(tmp_path / "gone", DRAFT)


@pytest.mark.parametrize("key", ["platforms", "experts", "observers", "rules"])
def test_a_draft_with_a_part_of_another_form_is_none(tmp_path: Path, key: str) -> None:
    write_draft(tmp_path, DRAFT)
    told = json.loads((tmp_path / NAME).read_bytes())
    (tmp_path / NAME).write_text(json.dumps(told | {key: 3}), encoding="utf-8")
    assert read_draft(tmp_path) is None


def test_a_draft_in_a_workspace_is_no_paper(tmp_path: Path) -> None:
    (tmp_path / "zhiping.sqlite").touch()
    (tmp_path / NAME).touch()
    assert is_own_file(tmp_path / NAME)


def test_a_whole_form_gives_the_plans() -> None:
    found = check_form(DRAFT, TABLES, {("王伟", "某大学"): "a" * 64})
    assert found.problems == () and len(found.checked.plans) == 2
    first, second = found.checked.plans
    assert first.platform.category == "商标服务类" and second.platform.category == "专利导航类"
    assert [each.name for each in first.seats] == ["王伟", "李𬭚", "张䶮"]
    assert [each.name for each in second.seats] == ["王伟", "张䶮"]
    assert next(iter(first.facts.values())).evidence == "5" and second.facts == {}
    assert first.rules.outlier_points == 12 and first.observers[0].name == "周科长"
    assert not first.rehearsal and first.seats[0].certificate == ""


def test_a_signature_known_from_before_binds_the_seat_where_it_is_wanted() -> None:
    experts = (replace(EXPERTS[0], known=True), replace(EXPERTS[1], known=True), EXPERTS[2])
    found = check_form(replace(DRAFT, experts=experts), TABLES, {("王伟", "某大学"): "a" * 64})
    assert [each.certificate for each in found.checked.plans[0].seats] == ["a" * 64, "", ""]


RESERVE = ExpertDraft("孙立文", "某院", "研究员", known=True, reserve=True)


def test_a_reserve_on_the_form_has_no_seat_and_takes_the_signature_known_of_them() -> None:
    first, second = DRAFT.platforms
    draft = replace(DRAFT, experts=(*EXPERTS, RESERVE), platforms=(first, replace(second, absent=(1, 3))))
    found = check_form(draft, TABLES, {("孙立文", "某院"): "b" * 64})
    assert found.problems == ()
    assert [len(each.seats) for each in found.checked.plans] == [3, 2]
    assert [each.reserves for each in found.checked.plans] == [
        (Reserve("孙立文", "某院", "研究员", "b" * 64),),
        (),
    ]
    unknown = check_form(draft, TABLES, {}).checked.plans[0].reserves
    assert [each.certificate for each in unknown] == [""]


def test_a_reserve_on_the_form_is_no_chair_and_nobody_of_the_roster() -> None:
    for wrong, field in (
        (replace(RESERVE, chair=True), Field("expert", 3, form.EVERYWHERE)),
        (replace(EXPERTS[1], reserve=True), Field("expert", 3, form.PERSON)),
    ):
        experts = (*EXPERTS, wrong)
        found = check_form(replace(DRAFT, experts=experts, platforms=(WHOLE,)), TABLES, {}).problems
        assert [each.field for each in found] == [field]
    alone = check_form(replace(DRAFT, experts=(RESERVE,), platforms=(WHOLE,)), TABLES, {}).problems
    assert [each.told.code for each in alone] == ["round_experts"]


def test_everything_that_is_missing_is_named_by_its_field() -> None:
    nobody = RoundDraft(platforms=(PlatformDraft(),), rules={form.CONFIRMED["name"]: "周科长"})
    found = {each.field for each in check_form(nobody, TABLES, {}).problems}
    assert Field("rule", 0, form.CONFIRMED["unit"]) in found
    half = replace(
        WHOLE, last="2024-01-01", operator="", facts={"4.1.3.1": FactDraft({"conditions": ["6", None]})}
    )
    experts = (ExpertDraft("", "某大学"), *EXPERTS[1:])
    problems = check_form(RoundDraft(platforms=(WHOLE, half), experts=experts), TABLES, {}).problems
    found = {each.field for each in problems}
    assert found >= {
        Field("platform", 1, form.OPERATOR),
        Field("platform", 1, form.LAST),
        Field("fact", 1, "4.1.3.1"),
        Field("experts", 0),
        Field("expert", 0, form.PERSON),
    }
    assert [each.field.part for each in problems] == sorted(
        (each.field.part for each in problems), key=("platform", "fact", "experts", "expert", "rule").index
    )


@pytest.mark.parametrize("platforms", [(), (PlatformDraft(annex=4),), (WHOLE, PlatformDraft(annex=4))])
def test_a_platform_with_nothing_but_its_table_is_missing_not_passed_over(
    platforms: tuple[PlatformDraft, ...],
) -> None:
    found = check_form(replace(DRAFT, platforms=platforms), TABLES, {})
    assert Field("platform", max(len(platforms) - 1, 0), form.NAME) in {each.field for each in found.problems}
    assert found.checked.plans == ()


def test_a_fact_that_no_rule_takes_is_a_problem_not_a_crash() -> None:
    for wrong in ({"conditions": 3}, {"nothing": 1}, {"conditions": ["6", "7"]}):
        draft = replace(DRAFT, platforms=(replace(WHOLE, facts={"4.1.3.1": FactDraft(wrong)}),))
        assert [each.field.part for each in check_form(draft, TABLES, {}).problems] == ["fact"]
    long = FactDraft(STAFF, "7" * 61)
    draft = replace(DRAFT, platforms=(replace(WHOLE, facts={"4.1.3.1": long}),))
    assert [each.told.code for each in check_form(draft, TABLES, {}).problems] == ["round_long"]


def test_an_expert_taken_out_leaves_everybody_else_where_they_were() -> None:
    platforms = (replace(WHOLE, absent=(0, 2)), replace(WHOLE, absent=(1,)))
    left = without(replace(DRAFT, platforms=platforms), 1)
    assert [each.name for each in left.experts] == ["王伟", "张䶮"]
    assert [each.absent for each in left.platforms] == [(0, 1), ()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王伟\t某大学\t教授\n李𬭚\t某所\t律师", [("王伟", "某大学", "教授"), ("李𬭚", "某所", "律师")]),
        ("1. 王伟　某大学　教授（组长）\n\n2、李𬭚 某所", [("王伟", "某大学", "教授"), ("李𬭚", "某所", "")]),
        ("姓名 单位 职称\n王伟，某大学，教授", [("王伟", "某大学", "教授")]),
        ("王伟 教授", [("王伟", "", "教授")]),
        ("A B\tSome Unit\t教授", [("A B", "Some Unit", "教授")]),
        ("\n  \n", []),
    ],
)
def test_a_pasted_list_is_read_line_by_line(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(each.name, each.unit, each.title) for each in pasted_people(text)] == expected
    assert [each.chair for each in pasted_people("王伟 某大学 教授 组长\n李𬭚")] == [True, False]


@pytest.mark.parametrize(
    "line", ["孙立文 某院 研究员 候补", "候补专家：孙立文 某院 研究员", "孙立文\t某院\t研究员\t（候补）"]
)
def test_a_pasted_list_says_who_is_in_reserve(line: str) -> None:
    assert pasted_people(line) == (ExpertDraft("孙立文", "某院", "研究员", reserve=True),)


@pytest.fixture
def settled(tmp_path: Path) -> World:
    return workspaces.settled().copy(tmp_path / "world")


def test_who_was_bound_here_before_is_known_by_name_and_unit(settled: World) -> None:
    with settled.laptop("desk") as desk:
        known = known_certificates(desk.panels)
        panel: Panel = desk.panels.load(settled.panel).panel
        assert known == {(each.name, each.unit): each.certificate for each in panel.places}
        assert known_certificates(desk.panels, rehearsal=True) == {}


def test_briefs_signed_in_steps_are_the_same_as_in_one_call(settled: World) -> None:
    with settled.laptop("desk") as desk:
        panels = desk.rounds.open_all(check_form(DRAFT, TABLES, {}).checked)
        job = desk.panels.prepare_issue(panels[0].name)
        assert job is not None
        first, second = job(), job()
        desk.panels.keep_issued(panels[0].name, first)
        desk.panels.keep_issued(panels[0].name, second)
        assert desk.panels.prepare_issue(panels[0].name) is None
        assert desk.panels.issued_file(panels[0].name) == first.data
        assert desk.panels.issue(panels[0].name, settled.root / "out.pdf") == first.data


def test_forms_printed_twice_keep_their_numbers(settled: World) -> None:
    with settled.laptop("desk") as desk:
        panel = desk.rounds.open_all(check_form(DRAFT, TABLES, {}).checked)[0]
        desk.panels.issue(panel.name, settled.root / "out.pdf")
        job = desk.forms.prepare_set(panel.name)
        desk.forms.keep_set(panel.name, job)
        desk.forms.keep_set(panel.name, job)
        numbers = [each.form.number for each in desk.forms.all(panel.name)]
        assert len(numbers) == 4 and [place.seat if place else "" for _, place in job.printed] == [
            "E1",
            "E2",
            "E3",
            "",
        ]
        again = desk.forms.prepare_set(panel.name)
        assert again.fresh == () and [form.number for form, _ in again.printed] == numbers
        assert again().startswith(b"%PDF")
        desk.forms.void(panel.name, numbers[1], "弄脏了")
        assert [each.seat for each in desk.forms.prepare_set(panel.name).fresh] == ["E2"]
