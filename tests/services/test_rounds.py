"""A round from one workbook: all panels or none, all briefs in one folder, all results in one workbook."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from app.domain.act_refusals import NotIssuedError, PanelVoidError, SeatsUnsettledError
from app.domain.signer import certificate_digest
from app.errors import RefusedError
from app.office.envelope import WorkbookUnreadableError
from app.office.reading import read
from app.office.values import Content, Sheet, Unreadable
from app.pdf.judging import Judge
from app.pdf.refusals import NotOursError
from app.services import round_form as form
from app.services.core import Core
from app.services.issuing import brief_file
from app.services.panels import PanelUnknownError
from app.services.rounds import (
    RoundExistsError,
    RoundMixedError,
    RoundProblemsError,
    RoundSizeError,
    write_round_template,
)
from app.services.sticks import NotWrittenFault
from app.services.templates import TemplateExistsError
from app.store.entry_store import EntryStore, StaleError
from tests import workspaces
from tests.services.rounds_filled import ANNUAL, filled, table
from tests.workspaces import INSIDE, STAFF, SURVEY, World, panel_file


@pytest.fixture
def desk_world(tmp_path: Path) -> World:
    """A desk with an identity and nothing else."""
    world = World(tmp_path / "world")
    (tmp_path / "world").mkdir()
    world.new_laptop("desk", "陈秘书", "广州某咨询有限公司", "")
    return world


def opened(core: Core, path: Path) -> tuple[str, ...]:
    return tuple(each.name for each in core.rounds.open_all(core.rounds.check(path)))


# ---- in


def test_a_workbook_makes_seven_panels_numbered_in_its_order_and_their_briefs(desk_world: World) -> None:
    made = filled(desk_world.root / "一轮.xlsx")
    made.fact(2, 1, "2.2.1.1", ["符合", 23], 7)
    path, out = made.save(), desk_world.root / "任务书" / "今天"
    with desk_world.laptop("desk") as core:
        names = opened(core, path)
        panels = [core.panels.load(name).panel for name in names]
        assert [each.brief.header.brief_number for each in panels] == list(range(1, 8))
        assert [each.brief.rubric.annex for each in panels] == list(ANNUAL)
        chain = ["", *(each.brief.digest for each in panels[:-1])]
        assert [each.brief.header.previous_brief for each in panels] == chain
        assert len({each.brief.header.panel for each in panels}) == 7
        told: list[tuple[int, str]] = []
        files = core.rounds.issue_all(names[:2], out, lambda number, name: told.append((number, name)))
        assert told == [(1, names[0]), (2, names[1])]
        assert [each.name for each in files] == [brief_file(each) for each in panels[:2]]
        assert files[0].name == f"任务书-01-附件2-{names[0]}.pdf"
        before = files[0].read_bytes()
        assert core.rounds.issue_all(names[:1], out)[0].read_bytes() == before
        (report,) = core.verification.verify([files[0]])
        assert report.kind == "brief" and not any(each.state == "failed" for each in report.checks)


def test_a_workbook_with_a_problem_makes_no_panel_at_all(desk_world: World) -> None:
    made = filled(desk_world.root / "一轮.xlsx", (1, 1, 1, 1))
    made.platform(4, {form.OPERATOR: None})
    with desk_world.laptop("desk") as core:
        found = core.rounds.check(made.save())
        assert [(each.sheet, each.address) for each in found.problems] == [(form.PLATFORMS, "F7")]
        with pytest.raises(RoundProblemsError):
            core.rounds.open_all(found)
        assert core.panels.names() == ()


def test_panels_are_made_together_or_not_at_all(desk_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(desk_world.root / "一轮.xlsx", (1, 1, 1, 1)).save()
    written = EntryStore._write
    with desk_world.laptop("desk") as core:

        def full_disk(self: EntryStore, *args: object, **more: object) -> None:
            raise NotWrittenFault(path="", reason="ENOSPC")

        monkeypatch.setattr(EntryStore, "_write", full_disk)
        with pytest.raises(NotWrittenFault):
            opened(core, path)
        monkeypatch.setattr(EntryStore, "_write", written)
    with desk_world.laptop("desk") as core:
        assert core.panels.names() == ()
        assert len(opened(core, path)) == 4


def test_briefs_made_beside_the_screen_are_kept_only_where_nobody_numbered_one_meanwhile(
    desk_world: World,
) -> None:
    path = filled(desk_world.root / "一轮.xlsx", (1, 1)).save()
    with desk_world.laptop("desk") as core:
        assert core.rounds.keep_opened([]) == ()
        job = core.rounds.prepare_open(core.rounds.check(path))
        early = job()
        first = core.panels.new(panel_file(desk_world.root)).name
        with pytest.raises(StaleError):
            core.rounds.keep_opened(early)
        assert core.panels.names() == (first,)
        made = core.rounds.keep_opened(core.rounds.prepare_open(core.rounds.check(path))())
        assert [each.brief.header.brief_number for each in made] == [2, 3]
    with desk_world.laptop("desk") as core:
        # Read back from the file they are what was told when they were made.
        assert tuple(core.panels.load(each.name).panel for each in made) == made


def test_the_same_workbook_twice_is_noticed_and_needs_a_word(desk_world: World) -> None:
    path = filled(desk_world.root / "一轮.xlsx", (1, 1)).save()
    with desk_world.laptop("desk") as core:
        first = opened(core, path)
        again = core.rounds.check(path)
        assert again.notes[0].code == "round_note_exists"
        with pytest.raises(RoundExistsError) as refused:
            core.rounds.open_all(again)
        assert refused.value.fields == {"platforms": "第1平台、第2平台"}
        assert sorted(core.panels.names()) == sorted(first)
        assert len(core.rounds.open_all(again, again=True)) == 2
        for name in core.panels.names():
            core.settling.void(name, "重复")
        assert not [each for each in core.rounds.check(path).notes if each.code == "round_note_exists"]


def test_a_certificate_beside_the_workbook_fixes_the_seat(desk_world: World) -> None:
    file = desk_world.new_laptop("E1", "王伟")
    made = filled(desk_world.root / "一轮.xlsx", (2,))
    made.expert(1, {form.CERTIFICATE: file})
    with desk_world.laptop("desk") as core:
        (plan,) = core.rounds.check(made.save()).plans
    certificate = certificate_digest(desk_world.certificate("E1"))
    assert [each.certificate for each in plan.seats] == [certificate, "", "", "", ""]
    made.expert(2, {form.CERTIFICATE: file})
    with desk_world.laptop("desk") as core:
        (problem,) = core.rounds.check(made.save()).problems
    assert problem.told.code == "roster"


def test_briefs_of_an_unknown_or_void_panel_stop_before_the_first_is_signed(desk_world: World) -> None:
    path = filled(desk_world.root / "一轮.xlsx", (1, 1)).save()
    out = desk_world.root / "out"
    with desk_world.laptop("desk") as core:
        names = opened(core, path)
        with pytest.raises(PanelUnknownError):
            core.rounds.issue_all([names[0], "ZPAAAAAAAA"], out)
        core.settling.void(names[1], "不开了")
        with pytest.raises(PanelVoidError):
            core.rounds.issue_all(names, out)
        assert not out.exists() and not core.panels.load(names[0]).panel.issued
        out.write_text("", encoding="utf-8")
        with pytest.raises(NotWrittenFault):
            core.rounds.issue_all(names[:1], out)


def test_a_template_never_overwrites_and_has_platforms(tmp_path: Path) -> None:
    path = tmp_path / "一轮.xlsx"
    write_round_template(path, [table(2)])
    with pytest.raises(TemplateExistsError):
        write_round_template(path, [table(2)])
    for rubrics in ([], [table(1)] * 61):
        with pytest.raises(RoundSizeError):
            write_round_template(tmp_path / "别的.xlsx", rubrics)


def test_a_workbook_that_breaks_the_child_is_unreadable(
    desk_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled(desk_world.root / "一轮.xlsx", (2,)).save()
    monkeypatch.setattr(Judge, "judge", _broken)
    with desk_world.laptop("desk") as core, pytest.raises(WorkbookUnreadableError) as refused:
        core.rounds.check(path)
    assert refused.value.fields == {"file": "一轮.xlsx"}


def _broken(_self: Judge, _data: bytes, _task: Callable[[bytes], object]) -> object:
    raise NotOursError(why="unreadable")  # as of every child that a file broke (tests/pdf/test_judging.py)


# ---- out


def cells(path: Path) -> dict[str, Sheet]:
    return {each.name: each for each in read(path.read_bytes(), path.name)}


def table_of(sheet: Sheet, head: int = 3) -> list[dict[str, Content]]:
    """The rows below a head row, by column."""
    names = {column: str(value) for (row, column), value in sheet.cells.items() if row == head}
    rows = sorted({row for row, _ in sheet.cells if row > head})
    return [{name: sheet.cells.get((row, column), "") for column, name in names.items()} for row in rows]


def test_the_results_of_a_sealed_panel_as_numbers_and_words(sealed: World) -> None:
    out = sealed.root / "结果.xlsx"
    with sealed.laptop("desk") as core:
        core.rounds.workbook([sealed.panel, sealed.panel], out)
        found, _ = core.panels.findings(sealed.panel)
        panel = found.panel
    sheets = cells(out)
    (summary,) = table_of(sheets["汇总"])
    mean = found.result.mean
    assert mean is not None
    assert summary["综合评分"] == round(mean, 2) and summary["精确值"] == str(mean)
    assert summary["结论全文"] == found.verdict.sentence and summary["状态"] == "已封存，待签名"
    assert summary["附件"] == Fraction(2) and len(str(summary["记录校验码"]).split()) == 5
    seats = table_of(sheets["专家"])
    assert [each["总分"] for each in seats] == [each.total for each in found.result.experts]
    details = table_of(sheets["明细"])
    assert len(details) == 3 * len(panel.brief.rubric.criteria)
    for seat, line in zip(("E1", "E2", "E3"), found.result.experts, strict=True):
        awards = [each["得分"] for each in details if each["席位"] == seat]
        assert sum(each for each in awards if isinstance(each, Fraction)) == line.total
        assert all(isinstance(each, Fraction) for each in awards)
    third = next(each for each in details if each["编号"] == STAFF and each["席位"] == "E3")
    assert third["得分"] == 0 and third["说明"] == "经查名册，人数不足。" and third["必要项"] == "是"
    survey = [each["核实值"] for each in table_of(sheets["核实数据"]) if each["编号"] == SURVEY]
    assert survey == [Fraction("89.96")] * 3
    assert [(each["编号"], each["满分票"], each["未满分票"]) for each in table_of(sheets["合议"])] == [
        (STAFF, Fraction(2), Fraction(1))
    ]
    reserved = [each["须人工核对"] for each in table_of(sheets["须人工核对"])]
    assert reserved == [each.sentence for each in found.reservations]
    sources = [each["来源"] for each in table_of(sheets["组织方事实"])]
    assert sources == ["任务书填报", "汇总席补录"]
    assert not [
        value for sheet in sheets.values() for value in sheet.cells.values() if isinstance(value, Unreadable)
    ]


def test_each_panels_own_sheet_adds_up(sealed: World) -> None:
    out = sealed.root / "结果.xlsx"
    with sealed.laptop("desk") as core:
        core.rounds.workbook([sealed.panel], out)
        found, _ = core.panels.findings(sealed.panel)
    name = next(each for each in cells(out) if each.startswith("01 "))
    rows = table_of(cells(out)[name])
    totals = next(each for each in rows if each["评分标准"] == "总分")
    gates = next(each for each in rows if each["评分标准"] == "其中基础条件")
    for line in found.result.experts:
        head = f"{line.seat}\n{line.name}"
        awards = [each[head] for each in rows if str(each["编号"]).count(".") == 3]
        assert sum(each for each in awards if isinstance(each, Fraction)) == totals[head] == line.total
        assert gates[head] == line.mandatory


def test_remarks_are_never_formulas(sealed: World) -> None:
    out = sealed.root / "结果.xlsx"
    with sealed.laptop("desk") as core:
        core.rounds.workbook([sealed.panel], out)
    book = openpyxl.load_workbook(out)
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("why", ["prepared", "collecting", "void", "mixed"])
def test_nothing_is_written_of_a_panel_that_is_not_settled(why: str, settled: World) -> None:
    out = settled.root / "结果.xlsx"
    error: type[RefusedError] = {
        "prepared": NotIssuedError, "collecting": SeatsUnsettledError, "void": PanelVoidError,
        "mixed": RoundMixedError,
    }[why]  # fmt: skip
    with settled.laptop("desk") as core:
        file = panel_file(settled.root, platform="另一平台", rehearsal=why == "mixed")
        other = core.panels.new(file).name
        if why in ("collecting", "mixed"):
            core.panels.issue(other, settled.root / "另一.pdf")
        if why == "mixed":
            _score_all(settled, core, other)
        if why == "void":
            core.settling.void(other, "不开了")
        with pytest.raises(error):
            core.rounds.workbook([settled.panel, other], out)
    assert not out.exists()


def _score_all(world: World, desk: Core, panel: str) -> None:
    """Every seat of a panel settled without a score but the first, whose sheet comes in."""
    for number in (1, 2, 3):
        with world.laptop(f"E{number}") as core:
            brief = (world.root / "另一.pdf").read_bytes()
            sheet, paper = workspaces.scored(core, brief)
            core.scoring.hand_over(sheet.id, paper, world.root / f"另一-{number}.pdf")
    desk.collecting.collect([world.root / f"另一-{number}.pdf" for number in (1, 2, 3)])
    sheets = list(desk.panels.load(panel).panel.sheets.values())
    workspaces.bind_all(desk, panel, sheets)
    desk.settling.supply(panel, SURVEY, {"value": "90"}, "佐证 12")


def test_a_settled_panel_not_yet_sealed_is_told_as_such_with_its_corrected_facts(settled: World) -> None:
    out = settled.root / "结果.xlsx"
    with settled.laptop("desk") as core:
        core.settling.correct(settled.panel, INSIDE, {"conditions": [True, "24"]}, "佐证 7", "补数一家")
        core.rounds.workbook([settled.panel], out)
    sheets = cells(out)
    assert [each["状态"] for each in table_of(sheets["汇总"])] == ["未封存"]
    corrected = table_of(sheets["组织方事实"])[-1]
    assert (corrected["来源"], corrected["理由"]) == ("汇总席更正", "补数一家")
    assert "24 家" in str(corrected["内容"])
