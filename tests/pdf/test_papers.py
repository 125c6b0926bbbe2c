"""The three papers: what stands on them, that it can be copied, that nothing overflows, PDF/A."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.domain import canonical
from app.domain.brief import Brief, KnownFact
from app.domain.finding_values import write_finding
from app.domain.history import FactCorrected
from app.domain.keyed_paper import KeyedPaper
from app.domain.rubric import CriterionId
from app.domain.rule_sheet import RuleSheet
from app.domain.signed_sheet import Change, Declaration
from app.domain.verdict import shown
from app.pdf import papers
from app.pdf.brief_pages import lay_out_brief
from app.pdf.drawing import Page, Text, Watermark, text_width
from app.pdf.flow import Flow
from app.pdf.paper_frame import COLOURS, WATERMARK_GREY
from app.pdf.papers import (
    MissingGlyphsError,
    PaperTooLargeError,
    render_brief,
    render_record,
    render_sheet,
)
from app.pdf.record_pages import lay_out_record, record_frame
from app.pdf.scans import remade
from app.pdf.sheet_pages import lay_out_sheet
from app.pdf.styles import HEADING
from tests.pdf.paper_samples import Sealed, a_brief, a_record, a_sheet, full, sheets_of
from tests.pdf.pdfa import complaints
from tests.pdf.scan_samples import a_picture

LOW = ("2.1.3.1", "2.2.5.1")
FILES = {"brief.pdf": b"%PDF-1.7 brief"}


@cache
def sealed() -> Sealed:
    """Five experts, one of whom finds a mandatory criterion wanting."""
    brief = a_brief(2, 5)
    return a_record(brief, sheets_of(brief, lambda at: LOW if at == 1 else ()))


@cache
def big() -> Sealed:
    """Annex 1, nineteen seats, all countersign, two absent, disputes everywhere, the longest note."""
    brief = a_brief(1, 19, rules=RuleSheet(signatories="all"), colour="red")
    ids = [each.id for each in brief.rubric.criteria]
    sheets = sheets_of(brief, lambda at: ids[at % 5 :: 3] if at % 2 else [])[:17]
    explain = {f"E{at}": "评分从严，依据见备注。" for at in range(1, 18)}
    return a_record(
        brief, sheets, absent={"E18": "因病", "E19": "出差"}, explain=explain, note="长备注" * 160
    )


def text_of(data: bytes, folder: Path) -> list[str]:
    """Each page's text without white space, as a program that we did not write reads it."""
    file = folder / "paper.pdf"
    file.write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return [re.sub(r"\s", "", page) for page in done.stdout.decode().split("\f")[:-1]]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def fields(data: bytes) -> list[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [str(field.T) for field in pdf.Root.AcroForm.Fields]


RENDERED: dict[str, Callable[[], bytes]] = {
    "brief": lambda: render_brief(a_brief()),
    "sheet": lambda: render_sheet(a_sheet(a_brief(), "E2", low=LOW), a_brief()),
    "recusal": lambda: render_sheet(a_sheet(a_brief(), "E2", recused="系近亲属"), a_brief()),
    "record": lambda: render_record(sealed().record, sealed().found, FILES),
    "big record": lambda: render_record(big().record, big().found, {}),
}


@pytest.mark.parametrize("paper", RENDERED)
def test_every_paper_is_pdf_a_3u_and_the_same_bytes_each_time(paper: str) -> None:
    data = RENDERED[paper]()
    assert complaints(data) == []
    assert RENDERED[paper]() == data


def test_each_paper_has_exactly_its_fields() -> None:
    assert fields(RENDERED["brief"]()) == ["desk"]
    assert fields(RENDERED["sheet"]()) == fields(RENDERED["recusal"]()) == ["expert"]
    assert fields(RENDERED["record"]()) == ["seal", "chair"]
    assert fields(RENDERED["big record"]()) == list(big().record.fields)
    assert len(big().record.fields) == 18


@pytest.mark.parametrize("paper", ["brief", "sheet", "record"])
def test_the_payload_is_attached_byte_for_byte(paper: str) -> None:
    brief = a_brief()
    payload = {
        "brief": brief.payload,
        "sheet": a_sheet(brief, "E2", low=LOW).payload,
        "record": sealed().record.payload,
    }[paper]
    with pikepdf.open(BytesIO(RENDERED[paper]())) as pdf:
        assert pdf.attachments["zhiping.json"].get_file().read_bytes() == payload
        assert str(pdf.attachments["zhiping.json"].obj.AFRelationship) == "/Source"


def test_a_record_attaches_the_papers_it_is_given() -> None:
    with pikepdf.open(BytesIO(RENDERED["record"]())) as pdf:
        assert pdf.attachments["brief.pdf"].get_file().read_bytes() == FILES["brief.pdf"]


@pytest.mark.needs_tool("pdftotext")
@pytest.mark.parametrize(("paper", "internal"), [("brief", False), ("sheet", True), ("record", True)])
def test_every_page_carries_code_number_digest_and_mode(paper: str, internal: bool, tmp_path: Path) -> None:
    brief = a_brief()
    digest = {
        "brief": brief.digest,
        "sheet": a_sheet(brief, "E2", low=LOW).digest,
        "record": sealed().record.digest,
    }[paper]
    pages = text_of(RENDERED[paper](), tmp_path)
    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        assert squeezed(canonical.check_code(digest)) in page
        assert f"第{number}页共{len(pages)}页" in page
        assert brief.rubric.digest[:16] in page
        assert brief.header.panel_name in page
        assert "正式" in page
        assert "演练" not in page
        assert ("内部资料，不送申报单位" in page) == internal
        assert "规则未经委托方确认" not in page


@pytest.mark.needs_tool("pdftotext")
def test_every_page_of_a_rehearsal_says_so_and_unconfirmed_rules_too(tmp_path: Path) -> None:
    brief = a_brief(rehearsal=True, rules=RuleSheet())
    for data in (render_brief(brief), render_sheet(a_sheet(brief), brief)):
        for page in text_of(data, tmp_path):
            assert "规则未经委托方确认" in page
            assert page.count("演练") >= 2
            assert "正式" not in page


@pytest.mark.needs_tool("pdftotext")
def test_the_form_has_every_text_of_the_annex_and_every_award(tmp_path: Path) -> None:
    brief = a_brief()
    sheet = a_sheet(brief, "E2", low=LOW)
    page = text_of(render_sheet(sheet, brief), tmp_path)[0]
    assert squeezed(brief.rubric.title) in page
    assert squeezed(brief.rubric.note) in page
    assert "附件2" in page
    assert f"平台运营单位名称：{brief.platform.operator}" in page
    assert "待补录" in page
    total = sum(sheet.awards.values())
    assert f"{total}" in page
    assert "不含满意度" in squeezed(page).replace("\n", "")
    for criterion in brief.rubric.criteria:
        words = re.split(r"[，；、]", criterion.text)
        assert all(squeezed(word)[:8] in page for word in words)


@pytest.mark.parametrize("annex", range(1, 9))
def test_the_form_of_every_annex_keeps_all_its_words(annex: int) -> None:
    brief = a_brief(annex)
    found = "".join(text for text in texts(lay_out_brief(brief)))
    for section in brief.rubric.sections:
        for criterion in section.criteria:
            assert criterion.text in found
        for indicator in section.indicators:
            assert indicator.name in found


def texts(flow: Flow) -> list[str]:
    """All lines of a flow in the order they were placed, table cells whole."""
    return [mark.text for page in flow.pages(lambda *_: ()) for mark in page.marks if isinstance(mark, Text)]


@pytest.mark.needs_tool("pdftotext")
def test_an_own_sheet_never_says_a_verdict_nor_the_line_of_80(tmp_path: Path) -> None:
    brief = a_brief()
    for low in ((), LOW):
        pages = text_of(render_sheet(a_sheet(brief, low=low), brief), tmp_path)
        whole = "".join(pages).replace(squeezed(brief.rubric.note), "")
        assert "合格" not in whole
        assert "80分" not in whole
        assert ("必要项：全部符合" in whole) == (not low)
        assert ("必要项：有1项不符合（2.1.3.1），由专家组合议认定" in whole) == bool(low)


@pytest.mark.needs_tool("pdftotext")
def test_a_recusal_is_a_declaration_without_a_form(tmp_path: Path) -> None:
    brief = a_brief()
    pages = text_of(render_sheet(a_sheet(brief, "E2", recused="与运营主体负责人系近亲属。"), brief), tmp_path)
    assert len(pages) == 1
    assert "本人申请回避本平台的评审" in pages[0]
    assert "与运营主体负责人系近亲属" in pages[0]
    assert "小类指标" not in pages[0]


@pytest.mark.needs_tool("pdftotext")
def test_a_sheet_tells_facts_remarks_evidence_and_why_it_was_revised(tmp_path: Path) -> None:
    brief = a_brief()
    remark = "经查佐证5，专职4人，𬭚䶮㛃𠅤。"
    sheet = a_sheet(brief, low=("2.1.1.1", *LOW), remark=remark, change=Change("slip", "录入时看错一行"))
    sheet = replace(sheet, header=replace(sheet.header, replaces=("ab" * 32,)))
    whole = "".join(text_of(render_sheet(sheet, brief), tmp_path))
    for words in (
        remark,
        "佐证5、7",
        "组织方填报：有固定的办公场地：符合（佐证 7）→ 更正为不符合",
        "留待合议",
        "笔误：录入时看错一行",
        "ab" * 8,
        sheet.opinion,
    ):
        assert squeezed(words) in whole, words


@pytest.mark.needs_tool("pdftotext")
def test_the_record_opens_with_the_verdict_and_its_reservations(tmp_path: Path) -> None:
    pages = text_of(RENDERED["record"](), tmp_path)
    found = sealed().found
    assert squeezed(found.verdict.sentence) in pages[0]
    assert f"须人工核对{len(found.reservations)}项" in pages[0]
    for each in found.reservations:
        assert squeezed(each.sentence) in pages[0]


@pytest.mark.needs_tool("pdftotext")
def test_the_record_shows_each_total_the_mean_the_vote_and_the_sum_by_hand(tmp_path: Path) -> None:
    whole = "".join(text_of(RENDERED["record"](), tmp_path))
    found = sealed().found
    assert found.result.mean is not None
    totals = "+".join(str(line.total) for line in found.result.experts)
    assert f"综合评分：({totals})÷5＝{shown(found.result.mean)}" in whole
    assert "认定满分（4∶1），不同意见1条已保留" in whole
    assert "对照佐证5讨论，各自保留认定。" in whole
    assert "如何核验本记录" in whole
    for each in sealed().record.sheets:
        assert each.digest[:16] in whole


@pytest.mark.needs_tool("pdftotext")
def test_a_record_of_recusals_only_has_no_numbers_and_says_so(tmp_path: Path) -> None:
    brief = a_brief(2, 3)
    sheets = [a_sheet(brief, seat.id, recused="系利害关系人") for seat in brief.seats]
    made = a_record(brief, sheets)
    whole = "".join(text_of(render_record(made.record, made.found, {}), tmp_path))
    assert "尚无结论：没有有效评分表" in whole
    assert "没有计入的评分表" in whole
    assert "系利害关系人" not in whole
    assert "手算核对" not in whole


@pytest.mark.needs_tool("pdftotext")
def test_trimmed_sheets_are_named_and_left_out_of_the_sum(tmp_path: Path) -> None:
    brief = a_brief(3, 5, rules=RuleSheet(merging="trimmed"))
    ids = [each.id for each in brief.rubric.criteria if not brief.rubric.is_mandatory(each.id)]
    made = a_record(brief, sheets_of(brief, lambda at: ids[:at]))
    whole = "".join(text_of(render_record(made.record, made.found, {}), tmp_path))
    assert whole.count("（去掉）") >= 2
    assert "去掉：E1" in whole
    assert "÷3" in whole
    assert "规则未经委托方确认" in whole


def overflows(flow: Flow) -> list[str]:
    """Lines that leave their page's margins."""
    found = []
    for page in flow.pages(lambda *_: ()):
        for mark in page.marks:
            if isinstance(mark, Text):
                width = text_width(mark.text.rstrip(), mark.size, mark.weight)
                left = mark.x - {"left": 0.0, "center": 0.5, "right": 1.0}[mark.align] * width
                right = page.width - (left + width)
                if min(left, right) < 55.9 or not 60 < mark.y < page.height - 60:
                    found.append(mark.text)
    return found


LONG = "很长的名称" * 12


def long_brief() -> Flow:
    brief = a_brief(8, 19, place="场地" * 100)
    seats = tuple(replace(seat, name=LONG, unit="单位" * 50, title="职称" * 30) for seat in brief.seats)
    platform = replace(brief.platform, name="平台名称" * 30, operator="W" * 120)
    return lay_out_brief(replace(brief, seats=seats, platform=platform))


def long_sheet() -> Flow:
    brief = a_brief(8, 3)
    low = [each.id for each in brief.rubric.criteria]
    sheet = a_sheet(brief, "E1", low=low, remark="备注很长，" * 100, opinion="意见。\n" * 500)
    return lay_out_sheet(sheet, brief)


def long_record() -> Flow:
    brief = a_brief(8, 9, rules=RuleSheet(signatories="all"))
    seats = tuple(replace(seat, name=LONG, unit="单位" * 50, title="职称" * 30) for seat in brief.seats)
    brief = replace(brief, seats=seats)
    low = [each.id for each in brief.rubric.criteria]
    sheets = sheets_of(brief, lambda at: low if at % 2 else [])
    explain = {seat.id: "说明" * 250 for seat in seats}
    made = a_record(brief, sheets, explain=explain, note="讨论" * 250, opinion="意见。\n" * 500)
    return lay_out_record(made.record, made.found)


@pytest.mark.parametrize(
    "build", [long_brief, long_sheet, long_record, lambda: lay_out_record(big().record, big().found)],
    ids=["brief", "sheet", "record", "big record"],
)  # fmt: skip
def test_the_longest_names_and_texts_stay_inside_their_pages(build: Callable[[], Flow]) -> None:
    assert overflows(build()) == []


def test_a_character_that_cannot_be_printed_is_refused_by_name() -> None:
    brief = a_brief()
    with pytest.raises(MissingGlyphsError) as caught:
        render_sheet(a_sheet(brief, opinion="很好😀"), brief)
    assert caught.value.fields == {"characters": "😀（U+1F600）"}


def test_a_paper_over_its_limit_is_refused_before_it_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "LIMITS_MB", {**papers.LIMITS_MB, "评审任务书": 0})
    with pytest.raises(PaperTooLargeError) as caught:
        render_brief(a_brief())
    assert caught.value.fields == {"kind": "评审任务书", "limit_mb": 0}


@pytest.mark.parametrize("colour", COLOURS)
def test_white_text_can_be_read_on_every_colour(colour: str) -> None:
    shares = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in COLOURS[colour][1]]
    luminance = 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_titles_and_bookmarks_are_for_people() -> None:
    with pikepdf.open(BytesIO(RENDERED["sheet"]())) as pdf:
        assert str(pdf.trailer.Info.Title).startswith("个人评分表 ZP")
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root][:3] == ["个人评分表", "个人评分表附页", "核实情况"]


def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    code = (
        "import hashlib, sys; sys.path.insert(0, '.');"
        "from tests.pdf.test_papers import RENDERED;"
        "print(hashlib.sha256(RENDERED['record']()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "LC_ALL": "C", "TZ": "America/St_Johns"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == hashlib.sha256(RENDERED["record"]()).hexdigest()


@pytest.mark.needs_tool("pdftotext")
def test_a_record_tells_corrected_facts_revised_sheets_outliers_and_a_clock_that_went_back(
    tmp_path: Path,
) -> None:
    brief = a_brief(2, 3)
    first = a_sheet(brief, "E1", low=("2.2.5.1",))
    again = a_sheet(brief, "E1", change=Change("after_deliberation", "看了佐证 5 之后"))
    again = replace(again, header=replace(again.header, replaces=(first.digest,)))
    others = [a_sheet(brief, "E2"), a_sheet(brief, "E3", low=("2.2.1.1", "2.2.4.1"))]
    known = brief.facts[brief.rubric.criteria[0].id]
    corrected = FactCorrected("2.1.1.1", write_finding(known.finding), "9", "原件编号写错")
    made = a_record(
        brief,
        [first, again, *others],
        explain={"E3": "两项佐证当场未见原件。"},
        also=[corrected],
        late=True,
    )
    whole = "".join(text_of(render_record(made.record, made.found, {}), tmp_path))
    for words in (
        "张𬭚（E1）第2版",
        "合议后复核：看了佐证 5 之后",
        "原因：原件编号写错",
        "（佐证 9）",
        "时钟曾经倒退",
        "低 20 分。说明：两项佐证当场未见原件。",
        "满意度 91.5% ≥ 90%，得 10 分",
    ):
        assert squeezed(words) in whole, words


@pytest.mark.needs_tool("pdftotext")
def test_a_superseding_record_names_what_it_replaces_and_why(tmp_path: Path) -> None:
    made = sealed()
    record = replace(made.record, header=replace(made.record.header, revision=2, replaces=("cd" * 32,)))
    found = replace(made.found, panel=replace(made.found.panel, reopened=("日期写错",)))
    pages = text_of(render_record(record, found, {}), tmp_path)
    whole = "".join(pages)
    assert "第2版" in pages[0]
    assert f"替代：{'cd' * 8}" in whole
    assert "撤回原因：日期写错" in whole


@pytest.mark.needs_tool("pdftotext")
def test_where_determined_awards_enter_the_mean_the_sum_by_hand_shows_the_swap(tmp_path: Path) -> None:
    brief = a_brief(2, 3, rules=RuleSheet(determined_in_mean=True))
    made = a_record(brief, sheets_of(brief, lambda at: ("2.1.3.1",) if at == 1 else ()))
    whole = "".join(text_of(render_record(made.record, made.found, {}), tmp_path))
    assert "以合议认定替换后：E290→100" in whole
    assert "综合评分：(100+100+100)÷3＝100.00" in whole


@pytest.mark.needs_tool("pdftotext")
def test_a_keyed_sheet_says_who_keyed_it_and_a_brief_without_facts_says_so(tmp_path: Path) -> None:
    brief = a_brief(1, 3, facts={}, observers=())
    sheet = a_sheet(brief)
    scan = remade(a_picture(size=(1400, 900)), 600_000)
    paper = KeyedPaper("48271930", sheet.total, ("0" * 64,))
    declared = replace(sheet.declaration, time="2026-11-24")
    keyed = replace(sheet, origin="keyed", paper=paper, declaration=declared)
    pages = text_of(render_sheet(keyed, brief, {"scan-1.jpg": scan}), tmp_path)
    assert all("代录" in page for page in pages)
    assert "汇总席代录签名" in "".join(pages) and "纸质表号48271930" in pages[-1]
    assert "声明日期（纸面）：2026年11月24日" in "".join(pages)
    recused = replace(keyed, declaration=Declaration("recused", "有合作", "2026-11-24"), assessments={})
    told = "".join(text_of(render_sheet(recused, brief, {"scan-1.jpg": scan}), tmp_path))
    assert "回避声明（代录）" in told and "事由：有合作" in told
    whole = "".join(text_of(render_brief(brief), tmp_path))
    assert "组织方没有预先填报事实" in whole
    assert "认定最低综合评分不设" in whole
    assert "列席人员" not in whole


@pytest.mark.needs_tool("pdftotext")
def test_the_last_page_gives_the_code_of_every_certificate_that_signs_the_record(tmp_path: Path) -> None:
    record, panel = sealed().record, sealed().found.panel
    last = text_of(RENDERED["record"](), tmp_path)[-1]
    certificates = {place.seat: place.certificate for place in panel.places}
    for signer in (record.header.signer, certificates[panel.chair]):
        assert squeezed(canonical.check_code(signer)) in last
    for certificate in certificates.values():
        assert certificate[:16] in last
    assert panel.brief.rubric.digest in last
    assert record.header.program in last


def with_facts() -> Brief:
    """Annex 2 with known facts of three kinds: a measure beside a check, months, counts."""
    brief = a_brief(2, 5)
    known = {id: KnownFact(full(brief.rubric.criterion(CriterionId(id))), "7") for id in FACTS}
    return replace(brief, facts={CriterionId(id): fact for id, fact in known.items()})


FACTS = ("2.1.3.1", "2.2.4.1", "2.4.1.1")


@pytest.mark.needs_tool("pdftotext")
def test_a_known_fact_is_shown_with_what_the_expert_made_of_it(tmp_path: Path) -> None:
    brief = with_facts()
    low = ("2.1.3.1", "2.4.1.1")
    whole = "".join(text_of(render_sheet(a_sheet(brief, "E2", low=low), brief), tmp_path))
    for words in (
        "组织方填报：专职从业人数 8 人（佐证 7）→ 更正为 4 人",
        "组织方填报：国家级专业媒体或境外媒体通稿 20 次（佐证 7）→ 更正为 1 次",
        "组织方填报：共 2 项（佐证 7）→ 已确认",
        "每月主题活动或培训：12 个月齐全",
    ):
        assert squeezed(words) in whole, words
    made = a_record(brief, sheets_of(brief, lambda at: low if at == 1 else ()), explain={"E2": "两项从严。"})
    whole = "".join(text_of(render_record(made.record, made.found, {}), tmp_path))
    assert squeezed("4 人确认；E2 更正为 专职从业人数 4 人") in whole
    assert squeezed("5 人确认") in whole


def pages_of(flow: Flow) -> tuple[Page, ...]:
    return flow.pages(lambda *_: ())


def words_of(page: Page) -> str:
    return "".join(mark.text for mark in page.marks if isinstance(mark, Text))


@pytest.mark.parametrize("annex", range(1, 9))
def test_a_sheet_has_three_pages_and_its_signature_stands_below_the_declaration(annex: int) -> None:
    brief = a_brief(annex)
    low = [each.id for each in brief.rubric.criteria][1::4]
    flow = lay_out_sheet(a_sheet(brief, "E2", low=low), brief)
    pages = pages_of(flow)
    assert len(pages) == 3
    (field,) = flow.fields()
    assert "声明和意见" in words_of(pages[field.page])


def test_the_end_of_an_opinion_longer_than_a_page_stays_with_the_signature() -> None:
    brief = a_brief()
    for lines in range(30, 80):
        flow = lay_out_sheet(a_sheet(brief, opinion="意见。\n" * lines + "最后一句。"), brief)
        assert "最后一句" in words_of(pages_of(flow)[flow.fields()[0].page]), lines


@pytest.mark.parametrize("annex", range(1, 9))
@pytest.mark.parametrize("experts", [3, 5, 9])
def test_the_table_of_nine_experts_fits_one_landscape_page_in_legible_type(annex: int, experts: int) -> None:
    brief = a_brief(annex, experts)
    ids = [each.id for each in brief.rubric.criteria]
    explain = {seat.id: "评分从严。" for seat in brief.seats}
    made = a_record(brief, sheets_of(brief, lambda at: ids[at % 4 :: 5]), explain=explain)
    pages = pages_of(lay_out_record(made.record, made.found))
    (wide,) = [page for page in pages if page.width > page.height]
    assert min(mark.size for mark in wide.marks if isinstance(mark, Text)) >= 7.5
    assert all(name in words_of(wide) for name in ("E1", f"E{experts}", "总分"))
    assert [heading for page in pages if (heading := lonely_heading(page))] == []
    assert "如何核验本记录" in words_of(pages[-1])


def test_nineteen_experts_are_split_into_tables_of_about_one_width() -> None:
    pages = pages_of(lay_out_record(big().record, big().found))
    wide = [words_of(page) for page in pages if page.width > page.height]
    assert len(wide) == 2
    assert ("E9" in wide[0], "E10" in wide[0], "E10" in wide[1]) == (True, False, True)


def lonely_heading(page: Page) -> str:
    """The heading at a page's foot with nothing below it."""
    last = max((mark for mark in page.marks if isinstance(mark, Text)), key=lambda mark: mark.y)
    return last.text if (last.size, last.weight) == (HEADING.size, HEADING.weight) else ""


@pytest.mark.parametrize("experts", range(1, 20))
def test_no_heading_of_a_brief_is_left_alone_whatever_the_roster(experts: int) -> None:
    pages = pages_of(lay_out_brief(a_brief(2, experts)))
    assert [heading for page in pages if (heading := lonely_heading(page))] == []
    (page,) = [page for page in pages if "评审规则确认单" in words_of(page)]
    assert "综合评分怎样合并" in words_of(page)


@pytest.mark.parametrize("opinion", ["很好。", "意见。\n" * 20, "意见。\n" * 44, "意见。\n" * 200])
@pytest.mark.parametrize("experts", [3, 9, 15])
def test_the_end_of_the_opinion_stands_above_the_lines_for_ink(opinion: str, experts: int) -> None:
    brief = a_brief(2, experts)
    made = a_record(brief, sheets_of(brief), opinion=opinion + "专家组意见到此。")
    pages = pages_of(lay_out_record(made.record, made.found))
    ink = next(page for page in pages if "身份" in words_of(page))
    assert "专家组意见到此。" in words_of(ink)
    assert not any(lonely_heading(page) for page in pages)


def test_the_mean_and_the_gate_are_the_largest_things_on_a_records_first_page() -> None:
    found = sealed().found
    assert found.result.mean is not None
    first = pages_of(lay_out_record(sealed().record, found))[0]
    large = [mark.text for mark in first.marks if isinstance(mark, Text) and mark.size >= 30]
    assert large == [shown(found.result.mean), "25/25"]


def test_a_gate_that_could_not_be_determined_is_said_in_large_type() -> None:
    brief = a_brief(2, 4)
    made = a_record(brief, sheets_of(brief, lambda at: ("2.1.3.1",) if at < 2 else ()))
    first = pages_of(lay_out_record(made.record, made.found))[0]
    assert [mark.text for mark in first.marks if isinstance(mark, Text) and mark.size >= 30] == [
        "95.00", "未能认定",
    ]  # fmt: skip


def test_text_of_every_grey_can_be_read_over_the_watermark() -> None:
    brief = a_brief(rehearsal=True)
    made = a_record(brief, sheets_of(brief))
    frame = record_frame(made.record, brief)
    pages = lay_out_record(made.record, made.found).pages(frame.marks)
    assert all(isinstance(page.marks[0], Watermark) for page in pages)
    greys = {mark.grey for page in pages for mark in page.marks if isinstance(mark, Text) and mark.grey < 1}
    assert (luminance(WATERMARK_GREY) + 0.05) / (luminance(max(greys)) + 0.05) >= 4.5


def luminance(grey: float) -> float:
    return grey / 12.92 if grey <= 0.03928 else float(((grey + 0.055) / 1.055) ** 2.4)


def test_an_unnamed_indicator_is_said_to_be_unnamed_beside_its_suggested_name() -> None:
    brief = a_brief(8)
    found = "".join(texts(lay_out_sheet(a_sheet(brief), brief)))
    assert "原表未命名" in found
    assert "知识产权培训服务" in found
