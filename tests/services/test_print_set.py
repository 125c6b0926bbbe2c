"""打印件: what is in it before and after sealing; an operator's page has no name and no score."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from app.domain.act_refusals import NotIssuedError
from app.pdf.print_set_pages import ATTENDANCE, CORRECTIONS, FACTS, OPINION, PRINTED, PROMISES, RULES
from app.services.panels import PanelUnknownError
from app.services.print_set import PrintSet
from tests.services.test_lookup import resealed
from tests.workspaces import NAMES, SURVEY, World, panel_file

BEFORE = (ATTENDANCE, PROMISES, RULES, FACTS)


def printed(world: World, panels: Sequence[str] = ()) -> PrintSet:
    with world.laptop("desk") as desk:
        return desk.prints.make(panels or [world.panel], world.root / "打印.pdf")[0]


def text_of(data: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def bookmarks(data: bytes) -> list[tuple[str, list[str]]]:
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        return [(group.title, [part.title for part in group.children]) for group in outline.root]


def test_before_any_sheet_is_in_there_are_only_lines_to_be_signed(issued: World) -> None:
    made = printed(issued)
    assert made.parts == BEFORE
    (group,) = bookmarks(made.data)
    assert group == (f"某某运营服务平台 {issued.panel}", list(BEFORE))
    attendance = text_of(made.data)[0]
    assert all(name in attendance for name in NAMES[:3])


def test_while_a_seat_is_unsettled_no_sheet_is_printed(submitted: World) -> None:
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick])
    assert printed(submitted).parts == BEFORE


def test_once_all_is_in_the_sheets_are_and_after_sealing_everything(settled: World) -> None:
    sheets = tuple(f"个人评分表 {name}（E{at}）" for at, name in enumerate(NAMES[:3], start=1))
    assert printed(settled).parts == (*BEFORE, *sheets)
    with settled.laptop("desk") as desk:
        desk.records.seal(settled.panel, settled.root / "record.pdf")
    made = printed(settled)
    assert made.parts == (*BEFORE, *sheets, "汇总表", OPINION)
    assert "建议合格" in text_of(made.data)[-1]


def test_every_copied_page_says_what_a_print_is_worth_and_shows_its_signature(signed: World) -> None:
    made = printed(signed)
    pages = text_of(made.data)
    before = sum(len(text_of(data)) for _, data in made.facts) + 3
    copied = pages[before:-1]
    assert all(PRINTED in page for page in copied)
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert not any("/Annots" in page and len(page.Annots) for page in pdf.pages)
        assert "/Names" not in pdf.Root
    # The desk's and the chair's boxes, and each expert's on their sheet.
    assert sum("证书 " in page for page in copied) >= 4


def test_a_correction_is_listed_with_its_reason_and_what_it_changed(settled: World) -> None:
    resealed(settled)
    made = printed(settled)
    assert CORRECTIONS in made.parts
    page = text_of(made.data)[-2]
    assert "第1版 → 第2版" in page and "合议后复核" in page and "张䶮更正" in page
    assert "2.2.1.1" in page and "10 分" in page and "总分" in page


def test_the_operators_page_has_no_name_and_no_score(settled: World) -> None:
    ((panel, data),) = printed(settled).facts
    assert panel == settled.panel
    text = "".join(text_of(data))
    assert "23 家" in text and "89.96%" in text and "佐证 7" in text and "乙公司" in text
    for hidden in (*NAMES, "陈秘书", "王伟", "内部资料", "考核合格", "综合评分", " 分\n"):
        assert hidden not in text
    beside = settled.root / f"打印 {FACTS} {panel}.pdf"
    assert beside.read_bytes() == data


def test_criteria_that_are_points_by_judgement_are_no_facts(issued: World) -> None:
    with issued.laptop("desk") as desk:
        made = desk.panels.new(panel_file(issued.root, annex=1, platform="申报平台"))
        desk.panels.issue(made.name, issued.root / "one.pdf")
    (_, data) = printed(issued, [made.name]).facts[0]
    text = "".join(text_of(data))
    judged = [each.id for each in made.brief.rubric.criteria if type(each.rule).__name__ == "Range"]
    assert judged and not any(criterion in text for criterion in judged)


def test_the_same_set_has_the_same_bytes(signed: World, tmp_path: Path) -> None:
    assert printed(signed).data == printed(signed).data


def test_several_panels_stand_one_after_the_other_each_under_its_bookmark(signed: World) -> None:
    with signed.laptop("desk") as desk:
        other = desk.panels.new(panel_file(signed.root, platform="商标服务平台", rules='merging = "mean"'))
        with pytest.raises(NotIssuedError):
            desk.prints.make([other.name], signed.root / "打印.pdf")
        with pytest.raises(PanelUnknownError):
            desk.prints.make([], signed.root / "打印.pdf")
        desk.panels.issue(other.name, signed.root / "other.pdf")
    made = printed(signed, [signed.panel, other.name, signed.panel])
    assert [title for title, _ in bookmarks(made.data)] == [
        f"某某运营服务平台 {signed.panel}",
        f"商标服务平台 {other.name}",
    ]
    assert [name for name, _ in made.facts] == [signed.panel, other.name]
    assert SURVEY in "".join(text_of(made.facts[1][1]))
