"""The blank form: every annex fits its pages, asks everything once, and all of it can be scanned."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.domain.brief import Brief, KnownFact
from app.domain.canonical import check_code
from app.domain.forms import Form
from app.domain.keyed_paper import MAX_SCANS, KeyedPaper
from app.domain.panel import Place, opened
from app.domain.rule_sheet import RuleSheet
from app.domain.signed_sheet import is_desk_supplied
from app.pdf import blank_form
from app.pdf.blank_form import render_forms
from app.pdf.drawing import Text, text_width
from app.pdf.papers import render_sheet
from app.pdf.scans import remade
from app.store.document_store import file_digest
from tests.builders import a_brief, a_sheet, rubric, survey, worth
from tests.pdf.pdfa import complaints
from tests.pdf.scan_samples import a_photo, a_picture

FORM = Form("48271930", "E1")
TIME = "2026-11-24T09:00:00+08:00"
LONG = "很长的名称" * 12


def text_of(data: bytes, folder: Path) -> list[str]:
    """Each page's text without white space."""
    (folder / "form.pdf").write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", folder / "form.pdf", "-"], capture_output=True, check=True)
    return [re.sub(r"\s", "", page) for page in done.stdout.decode().split("\f")[:-1]]


def overflows(brief_of_annex: int, place: Place | None) -> Sequence[str]:
    """Lines that leave their page's margins."""
    brief = long_brief(brief_of_annex)
    found = []
    for page in blank_form._lay_out(brief, FORM, place).pages(lambda *_: ()):
        for mark in page.marks:
            if isinstance(mark, Text):
                width = text_width(mark.text.rstrip(), mark.size, mark.weight)
                left = mark.x - {"left": 0.0, "center": 0.5, "right": 1.0}[mark.align] * width
                if min(left, page.width - left - width) < 55.9 or not 60 < mark.y < page.height - 60:
                    found.append(mark.text)
    return found


def long_brief(annex: int) -> Brief:
    """Every fact known, everything as long as it may be."""
    table = rubric(annex)
    facts = {
        str(each.id): KnownFact(worth(each, each.points), "佐证" * 20)
        for each in table.criteria
        if not getattr(each.rule, "desk", False)
    }
    brief = a_brief(annex, facts=facts)
    platform = replace(brief.platform, name="平台名称" * 30, operator="W" * 120)
    return replace(brief, platform=platform, place="场地" * 100)


@pytest.mark.needs_tool("pdftotext")
@pytest.mark.parametrize("annex", range(1, 9))
def test_a_form_asks_for_everything_on_pages_that_can_all_be_scanned(annex: int, tmp_path: Path) -> None:
    brief = a_brief(annex)
    pages = text_of(render_forms(brief, [(FORM, opened(brief).places[0])], TIME), tmp_path)
    assert len(pages) <= min(MAX_SCANS, 6)
    whole = "".join(pages)
    for criterion in brief.rubric.criteria:
        assert criterion.id + re.sub(r"\s", "", criterion.text) in whole
    asked = [each for each in brief.rubric.criteria if not is_desk_supplied(each, brief)]
    assert whole.count("本项得分") == len(asked)
    code = check_code(brief.digest).replace(" ", "")
    for page in pages:
        assert "表号48271930" in page and code in page
    assert all(word in whole for word in ("考核期", "本人声明", "本人申请回避", "亲笔签名", "代录", "复核"))


@pytest.mark.parametrize("annex", range(1, 9))
def test_the_longest_form_stays_inside_its_pages(annex: int) -> None:
    place = replace(opened(a_brief(annex)).places[0], name=LONG, unit="单位" * 50, title="职称" * 30)
    assert overflows(annex, place) == []


@pytest.mark.needs_tool("pdftotext")
def test_what_the_desk_supplies_is_not_asked_and_its_points_are_printed_where_known(tmp_path: Path) -> None:
    brief = a_brief()
    whole = "".join(text_of(render_forms(brief, [(FORM, None)], TIME), tmp_path))
    assert "由组织方统一补录。不用填写" in whole and "不含满意度" in whole and "补录" in whole
    known = a_brief(facts={survey(rubric()).id: KnownFact(worth(survey(rubric()), 8), "12")})
    told = "".join(text_of(render_forms(known, [(FORM, None)], TIME), tmp_path))
    assert "不含满意度" not in told and "不用填写" in told
    asked = a_brief(rules=RuleSheet(survey="experts"))
    assert "不用填写。" not in "".join(text_of(render_forms(asked, [(FORM, None)], TIME), tmp_path))


@pytest.mark.needs_tool("pdftotext")
def test_forms_in_one_file_count_their_own_pages_and_show_only_their_own_name(tmp_path: Path) -> None:
    brief = replace(a_brief(), header=replace(a_brief().header, rehearsal=True))
    places = opened(brief).places
    two = [(FORM, places[0]), (Form("58271930", ""), None)]
    pages = text_of(render_forms(brief, two, TIME), tmp_path)
    half = len(pages) // 2
    assert f"第1页共{half}页" in pages[0] and f"第1页共{half}页" in pages[half]
    assert places[0].name in pages[0] and places[0].name not in "".join(pages[half:])
    assert "48271930" not in "".join(pages[half:])
    assert all("演练" in page for page in pages)


def test_the_same_form_is_the_same_file_and_prints_on_a4() -> None:
    brief = a_brief()
    made = render_forms(brief, [(FORM, None)], TIME)
    assert made == render_forms(brief, [(FORM, None)], TIME)
    with pikepdf.open(BytesIO(made)) as pdf:
        assert {tuple(map(float, page.mediabox[2:])) for page in pdf.pages} == {(595.28, 841.89)}
        assert "/EmbeddedFiles" not in str(pdf.Root.get("/Names", ""))


def test_a_keyed_sheet_with_its_pictures_stays_archival() -> None:
    brief = a_brief()
    sheet = a_sheet(brief, origin="keyed")
    pages = [remade(a_photo(), 300_000), remade(a_picture(mode="L"), 300_000)]
    paper = KeyedPaper("48271930", sheet.total, tuple(file_digest(each) for each in pages))
    keyed = replace(sheet, paper=paper)
    scans = dict(zip(paper.files, pages, strict=True))
    made = render_sheet(keyed, brief, scans)
    assert complaints(made) == []
    assert made == render_sheet(keyed, brief, scans)
    with pikepdf.open(BytesIO(made)) as pdf:
        images = [each for each in pdf.objects if getattr(each, "Subtype", "") == pikepdf.Name.Image]
        assert [image.read_raw_bytes() for image in images] == pages
        assert [str(image.ColorSpace) for image in images] == ["/DeviceRGB", "/DeviceGray"]
