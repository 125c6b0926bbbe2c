"""1 收表: who is in, who is not and why, each act with its reason; nobody is scored for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.canonical import check_code
from app.domain.rubric import CriterionId
from app.ui.organiser.seat_finding import FindingForm
from app.ui.organiser.seat_supply import FactPicker
from tests import workspaces
from tests.reserved import with_reserves
from tests.ui.days import Day, day
from tests.ui.organiser_days import code_of, do, form_of, panel, read_out, seats, standings
from tests.workspaces import (
    INSIDE,
    NAMES,
    STAFF,
    SURVEY,
    World,
    bind_all,
    panel_file,
    scored,
    short,
)


@pytest.fixture
def submitted(tmp_path: Path, qapp: QApplication) -> World:
    return workspaces.submitted().copy(tmp_path / "world")


@pytest.fixture
def desk(submitted: World) -> Iterator[Day]:
    """The desk's window; three signed sheets on the stick."""
    with day(submitted, submitted.folder("desk")) as running:
        yield running


def test_before_all_seats_are_settled_the_page_says_so_and_shows_no_score(desk: Day) -> None:
    desk.desk.core.collecting.collect([desk.world.stick])
    page = seats(desk)
    assert page.state.text() == "已收 0/3。收齐前，任何人都看不到评分。"
    for row in list(page.binding.rows.values()):
        read_out(desk, row, code_of(desk, row.waiting.seat))
    assert page.state.text() == "3 人均已登记：3 份评分表。评分现在公开给专家组。"
    totals = {str(each.total) for each in panel(desk).sheets.values()}
    lines = desk.said().splitlines()
    assert not [each for each in lines if each in totals or any(f"{total} 分" in each for total in totals)]


def test_absent_refused_and_replaced_take_a_reason(desk: Day) -> None:
    page = seats(desk)
    desk.press(page.rows[0].acts["settle"])
    do(desk, page, choice="absent")
    assert "须写明理由" in form_of(page).refusal.text() and standings(desk)[0] == "missing"
    do(desk, page, choice="absent", reason="因病请假")
    assert standings(desk)[0] == "absent" and page.form is None and "理由：因病请假" in desk.said()
    desk.press(page.rows[1].acts["settle"])
    do(desk, page, choice="refused", reason="当场表示不交")
    desk.press(page.rows[2].acts["settle"])
    do(desk, page, choice="replaced", reason="有合作关系", name="周明远", unit="某研究院")
    found = panel(desk)
    assert standings(desk) == ["absent", "refused", "replaced", "missing"]
    assert (found.places[3].name, found.places[3].added) == ("周明远", "有合作关系")
    assert len(page.rows) == 4


@pytest.fixture
def reserved(issued: World) -> World:
    """A panel of three with two reserves, one of them with a certificate; E1 has recused themselves."""
    late = ("周迟", "某大学", issued.new_laptop("late", "周迟"))
    with issued.laptop("desk") as core:
        file = with_reserves(panel_file(issued.root, platform="乙平台"), late, ("孙立文", "某研究院", ""))
        issued.panel = core.panels.new(file).name
        brief = core.panels.issue(issued.panel, issued.root / "reserved.pdf")
    with issued.laptop("E1") as core:
        sheet = core.scoring.declare(core.scoring.open(brief), "与运营主体有合作")
        core.scoring.hand_over(sheet.id, core.scoring.submit(sheet), issued.root / "E1.pdf")
    with issued.laptop("late") as core:
        sheet, paper = scored(core, brief, "E4")
        core.scoring.hand_over(sheet.id, paper, issued.root / "late.pdf")
    return issued


def test_a_reserve_steps_in_by_name_in_one_act_and_reads_out_no_code(reserved: World) -> None:
    with day(reserved, reserved.folder("desk")) as running:
        page = seats(running)
        assert page.reserves.text() == "候补专家，未递补：周迟（某大学）、孙立文（某研究院）"
        running.press(page.rows[2].acts["settle"])
        form = form_of(page)
        assert not any(each.isVisible() for each in form.then.values())
        running.press(form.choices["replaced"])
        late, _, nobody = form.then.values()
        assert (late.text(), nobody.text()) == ("由候补专家 周迟 递补", "不由候补专家递补")
        assert late.isVisible() and not form.confirm.isEnabled() and form.choice == ""
        running.press(nobody)
        assert form.fields["name"].isVisible()
        running.press(late)
        assert not form.fields["name"].isVisible() and "不用念校验码" in form.told.text()
        running.press(form.confirm)
        assert "须写明理由" in form.refusal.text() and len(panel(running).places) == 3
        do(running, page, reason="临时有公务")
        assert standings(running) == ["missing", "missing", "replaced", "missing"]
        assert page.reserves.text() == "候补专家，未递补：孙立文（某研究院）"
        said = running.said()
        assert "候补专家，接替张䶮：临时有公务" in said and "由候补专家周迟接替" in said
        running.desk.core.collecting.collect([reserved.root / "late.pdf"])
        assert standings(running)[3] == "counted"


def test_a_reserve_steps_in_for_a_recused_expert(reserved: World) -> None:
    with day(reserved, reserved.folder("desk")) as running:
        core = running.desk.core
        core.collecting.collect([reserved.root / "E1.pdf"])
        digest = panel(running).places[0].received[0]
        core.settling.bind(reserved.panel, "E1", check_code(digest))
        page = seats(running)
        assert list(page.rows[0].acts) == ["reserve"]
        running.press(page.rows[0].acts["reserve"])
        form = form_of(page)
        running.press(form.choices["reserve\t孙立文\t某研究院"])
        assert "请他念校验码" in form.told.text()
        do(running, page, reason="组长回避")
        found = panel(running)
        assert (found.places[3].name, found.places[3].instead) == ("孙立文", "E1")
        assert standings(running)[0] == "recused" and page.rows[0].acts == {}


def test_without_reserves_nothing_is_asked_about_them(desk: Day) -> None:
    page = seats(desk)
    assert not page.reserves.isVisible()
    desk.press(page.rows[0].acts["settle"])
    desk.press(form_of(page).choices["replaced"])
    assert form_of(page).then == {} and form_of(page).fields["name"].isVisible()


def test_what_is_asked_for_stands_above_its_field_while_it_is_typed(desk: Day) -> None:
    page = seats(desk)
    desk.press(page.add)
    form = form_of(page)
    for field in (*form.fields.values(), form.reason):
        QTest.keyClicks(field, "x")
    named = [field.accessibleName() for field in (*form.fields.values(), form.reason)]
    shown = [each.text() for each in form.findChildren(QLabel) if each.isVisible()]
    assert named == ["姓名", "单位（可不填）", "职称（可不填）", "理由（会印在汇总记录上）"]
    assert [each for each in shown if each in named] == named


def test_a_field_that_is_not_asked_for_has_no_name_on_the_screen(desk: Day) -> None:
    page = seats(desk)
    desk.press(page.rows[0].acts["settle"])
    form = form_of(page)
    for choice, there in (("absent", False), ("replaced", True)):
        desk.press(form.choices[choice])
        shown = [each.text() for each in form.findChildren(QLabel) if each.isVisible()]
        assert ("接替专家的姓名" in shown) is there


def test_a_form_given_up_changes_nothing(desk: Day) -> None:
    page = seats(desk)
    before = len(desk.desk.core.panels.load(desk.world.panel).entries)
    desk.press(page.rows[0].acts["settle"])
    desk.press(form_of(page).cancel)
    assert page.form is None and page.collect.hasFocus()
    assert len(desk.desk.core.panels.load(desk.world.panel).entries) == before


def test_a_late_expert_another_chair_and_the_end_of_a_panel(desk: Day) -> None:
    page = seats(desk)
    desk.press(page.add)
    do(desk, page, reason="名单漏列", name="周明远")
    desk.press(page.chair)
    assert [each.text() for each in form_of(page).choices.values()] == [*NAMES[1:3], "周明远"]
    do(desk, page, choice="E2", reason="原组长缺席")
    assert panel(desk).chair == "E2"
    desk.press(page.void)
    do(desk, page, reason="平台退出")
    assert panel(desk).void == "平台退出" and page.state.text() == "这一组已作废。"
    assert not page.void.isVisible()


def test_fewer_than_three_sheets_ask_for_the_consent_of_the_commissioning_side(desk: Day) -> None:
    core, world = desk.desk.core, desk.world
    core.collecting.collect([world.stick / "E1.pdf", world.stick / "E2.pdf"])
    bind_all(core, world.panel, list(panel(desk).sheets.values()))
    core.settling.place(world.panel, "E3", "absent", "请假")
    page = seats(desk)
    said = "有效评分表不足 3 份，须登记委托方同意才能封存。有效评分表 2 份。如认定相等，将无法过半。"
    assert page.warning.text() == said
    assert page.state.text() == "3 人均已登记：2 份评分表，1 人缺席。评分现在公开给专家组。"
    desk.press(page.consent)
    do(desk, page, name="陈科长", unit="知识产权局", date="2026-11-22", document="同意函")
    consent = panel(desk).consent
    assert consent is not None and consent.document == "同意函" and not page.consent.isVisible()


def test_the_survey_is_supplied_with_the_control_of_its_rule_and_its_evidence(desk: Day) -> None:
    page = seats(desk)
    assert "待补录" in desk.said()
    page.supply.asked.emit(SURVEY)
    desk.settle()
    form = form_of(page)
    entry = form.findChild(FindingForm)
    assert entry is not None
    QTest.keyClicks(entry.rows[0].target, "92.5")
    do(desk, page)
    assert form_of(page).refusal.text() and SURVEY not in panel(desk).supplied
    do(desk, page, evidence="佐证12")
    known = next(iter(panel(desk).supplied.values()))
    assert known.evidence == "佐证12" and "92.5%（佐证12）" in desk.said()


def test_a_fact_of_the_brief_is_corrected_and_the_sheets_stay(desk: Day) -> None:
    page = seats(desk)
    desk.press(page.fact)
    picker = form_of(page).findChild(FactPicker)
    assert picker is not None and next(iter(picker.choices)) == INSIDE
    desk.press(form_of(page).confirm)
    assert "请先选择评分项" in form_of(page).refusal.text()
    desk.press(picker.choices[CriterionId(INSIDE)])
    assert picker.form is not None
    target = picker.form.rows[1].target
    target.setFocus()
    QTest.keyClicks(target, "19")
    do(desk, page, evidence="佐证7", reason="名册重复计数")
    [correction] = panel(desk).corrections
    assert correction.criterion == INSIDE and correction.reason == "名册重复计数"


def two_papers(world: World) -> tuple[str, str]:
    """E2's laptop is restored from a backup, and both copies sign a first revision; the codes of both."""
    shutil.copytree(world.folder("E2"), world.folder("E2-restored"))
    codes = []
    for laptop, changes in (("E2", {}), ("E2-restored", {"c2_1_3_1": short(STAFF)})):
        with world.laptop(laptop) as core:
            sheet, paper = scored(core, world.file("stick/brief.pdf"), **changes)  # type: ignore[arg-type]  # findings
            core.scoring.hand_over(sheet.id, paper, world.root / f"{laptop}.pdf")
            codes.append(check_code(paper.sheet.digest).replace(" ", ""))
    return codes[0], codes[1]


def test_of_two_papers_the_one_whose_code_is_read_out_stands(issued: World) -> None:
    first, second = two_papers(issued)
    with day(issued, issued.folder("desk")) as running:
        core = running.desk.core
        core.collecting.collect([issued.root / "E2.pdf"])
        core.settling.bind(issued.panel, "E2", first)
        core.collecting.collect([issued.root / "E2-restored.pdf"])
        assert standings(running)[1] == "conflict"
        page = seats(running)
        running.press(page.rows[1].acts["choose"])
        form = form_of(page)
        assert form.code is not None
        QTest.keyClicks(form.code, second)
        do(running, page, reason="本人当面确认")
        found = panel(running)
        current = found.current(found.places[1])
        assert current is not None and check_code(current.digest).replace(" ", "") == second
        assert "本人当面确认" in running.said()


def test_the_paper_sheet_of_a_seat_is_keyed_in_on_a_page_of_its_own(desk: Day) -> None:
    asked: list[tuple[str, str]] = []
    page = seats(desk)
    page.keying_requested.disconnect()
    page.keying_requested.connect(lambda name, seat: asked.append((name, seat)))
    desk.press(page.rows[1].acts["key"])
    assert asked == [(desk.world.panel, "E2")]


@pytest.mark.parametrize("asked", ["add", "chair", "fact", "void"])
def test_every_form_can_be_left_with_the_keyboard(desk: Day, asked: str) -> None:
    page = seats(desk)
    desk.press(getattr(page, asked))
    form = form_of(page)
    assert form.isAncestorOf(QApplication.focusWidget() or page)
    form.cancel.setFocus()
    QTest.keyClick(form.cancel, Qt.Key.Key_Space)
    assert page.form is None
