"""认定评审排序表 on paper: what it says and where, archival, the same bytes twice, long contents too."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from io import BytesIO

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from app.domain.history import (
    ApplicantLeftOut,
    ApplicantTaken,
    Fact,
    OrderDecided,
    RankingOpened,
    RankingReopened,
    RankingSealed,
    RankingSigned,
    Recommended,
)
from app.domain.ranking_rows import Applicant
from app.domain.rule_sheet import RuleSheet
from app.pdf.papers import render_ranking
from app.pdf.ranking_details import act_words
from tests.builders import CONFIRMED, digest_of
from tests.pdf.pdfa import complaints
from tests.rankings import DATE, RankingDesk, an_applicant, an_opening, name_of

A, B, C, D = map(name_of, "abcd")


def pages_of(data: bytes) -> list[str]:
    """Every page's text without spaces and line ends."""
    document = PdfDocument(BytesIO(data))
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return ["".join(text.split()) for text in texts]


def rendered(desk: RankingDesk) -> bytes:
    return render_ranking(desk.paper(), desk.found)


def a_story(**opening: object) -> RankingDesk:
    """A tie decided, one ineligible, one left out, one recommended."""
    applicants = [
        an_applicant("a", {"E1": 90, "E2": 90, "E3": 89}),
        an_applicant("b", {"E1": 89, "E2": 91, "E3": 89}),
        an_applicant("c", {"E1": 99, "E2": 99, "E3": 99}, gate=35),
        an_applicant("d", {"E1": 70, "E2": 71, "E4": 73}, reservations=2),
    ]
    desk = RankingDesk(applicants, **opening)
    return desk.act(
        ApplicantLeftOut("ZPEEEEEEEE", "戊平台", "申报单位书面撤回"),
        OrderDecided([B, A], "服务面更广", DATE),
        OrderDecided([B, A], "服务面更广，专家组一致同意", DATE),
        Recommended([B], 1, "", DATE),
    )


def test_the_first_page_says_who_stands_where_and_whom_the_panel_recommends() -> None:
    desk = a_story()
    pages = pages_of(rendered(desk))
    first = pages[0]
    assert "运营服务类：4家参加评审，3家具备认定资格。专家组推荐乙平台，由委托方择优选取。" in first
    assert first.index("乙平台运营公司") < first.index("甲平台运营公司") < first.index("丁平台运营公司")
    assert "推荐；先后由专家组决定" in first and "89.67" in first
    whole = "".join(pages)
    for told in (
        "甲平台、乙平台：综合评分都是89.67分，精确值相等，并列。",
        "专家组于2026年11月24日决定：1．乙平台，2．甲平台。理由：服务面更广，专家组一致同意",
        "推荐：1．乙平台（名额1个，2026年11月24日）。",
        "戊平台（ZPEEEEEEEE）没有纳入排序：申报单位书面撤回",
        f"丁平台的汇总记录（{D}-R1）另有2项须人工核对",
        "(90+90+89)÷3≈89.67，精确值269/3",
        "不具备认定资格：未得满分。",
        "制表（汇总席）：林秘书",
        "组长：专家E1",
        "如何核验本表",
    ):
        assert told in whole, told


def test_every_page_bears_number_code_and_mode() -> None:
    paper = a_story().paper()
    for number, page in enumerate(pages_of(rendered(a_story())), start=1):
        assert f"{paper.id}第1版·校验码" in page and f"第{number}页" in page
        assert "内部资料，不送申报单位" in page and "正式" in page and "规则未经委托方确认" not in page


def test_a_rehearsal_and_unconfirmed_rules_are_told_on_every_page() -> None:
    desk = a_story(rehearsal=True, rules=RuleSheet())
    for page in pages_of(rendered(desk)):
        assert "规则未经委托方确认·演练" in page


def test_the_paper_is_archival_deterministic_and_carries_its_fields_in_order() -> None:
    several = RankingDesk([an_applicant("a"), an_applicant("b", {"E2": 80, "E3": 81}, chair="E2")])
    several.act(Recommended([A], 1, "", DATE))
    data = rendered(several)
    assert data == rendered(several) and complaints(data) == []
    with pikepdf.open(BytesIO(data)) as pdf:
        fields = [str(field.T) for field in pdf.Root.AcroForm.Fields]
        assert list(pdf.attachments) == ["zhiping.json"]
    assert fields == ["seal", "chair-1", "chair-2"]
    assert "组长：专家E2（乙平台）" in "".join(pages_of(data))


def applicants_with(totals: Sequence[dict[str, int]], **changes: object) -> list[Applicant]:
    return [an_applicant("abcde"[at], each, **changes) for at, each in enumerate(totals)]  # type: ignore[arg-type]  # the builder's own names


def test_both_orders_stand_side_by_side_where_the_experts_differ() -> None:
    desk = RankingDesk(applicants_with([{"E1": 90, "E2": 90, "E3": 84}, {"E1": 88, "E2": 88, "E4": 100}]))
    desk.act(OrderDecided([A, B], "以共同专家为准", DATE), Recommended([A], 1, "", DATE))
    whole = "".join(pages_of(rendered(desk)))
    assert "乙平台、甲平台：按全部有效评分表和按共同专家的次序不同。" in whole
    assert "共同专家均分" in whole


def test_agreeing_orders_and_no_tie_need_no_decision() -> None:
    desk = RankingDesk(applicants_with([{"E1": 90, "E2": 90}, {"E1": 80, "E4": 80}]))
    desk.act(Recommended([A], 1, "", DATE))
    assert "没有并列；按全部有效评分表和按共同专家的次序一致，无须决定。" in "".join(pages_of(rendered(desk)))
    plain = RankingDesk(applicants_with([{"E1": 90}, {"E1": 80}])).act(Recommended([A], 1, "", DATE))
    assert "没有并列，无须决定。" in "".join(pages_of(rendered(plain)))


def test_an_undecided_tie_below_the_recommended_stays_a_tie() -> None:
    desk = RankingDesk(applicants_with([{"E1": 90}, {"E1": 80}, {"E1": 80}]))
    desk.act(Recommended([A], 1, "平台成熟", DATE))
    whole = "".join(pages_of(rendered(desk)))
    assert "并列，未决定先后" in whole and "专家组没有决定先后，名次并列；不影响推荐。" in whole
    assert "说明：平台成熟" in whole


def test_nobody_recommended_and_nobody_eligible_are_told() -> None:
    none = RankingDesk([an_applicant("a")]).act(Recommended([], 1, "都不够成熟", DATE))
    assert "没有推荐（名额1个" in "".join(pages_of(rendered(none)))
    nobody = RankingDesk([an_applicant("a", gate=35), an_applicant("b", gate=None, builder="")])
    whole = "".join(pages_of(rendered(nobody)))
    assert "没有申报单位具备认定资格，没有次序。" in whole and "未能认定" in whole


def test_trimmed_and_determined_totals_and_a_minimum_are_explained() -> None:
    rules = RuleSheet(
        merging="trimmed", determined_in_mean=True, minimum_total=Fraction(60), confirmed_by=CONFIRMED
    )
    totals = {f"E{at}": 80 + at for at in range(1, 6)}
    desk = RankingDesk([an_applicant("a", totals, rules=rules)], rules=rules)
    desk.act(Recommended([A], 1, "", DATE))
    whole = "".join(pages_of(rendered(desk)))
    assert "综合评分不低于60分" in whole and "（去掉）" in whole and "以合议认定替换" in whole


def test_twenty_applicants_of_nineteen_experts_fit_their_pages() -> None:
    totals = {f"E{at}": 80 + at for at in range(1, 20)}
    desk = RankingDesk()
    for at in range(20):
        one = replace(an_applicant("a", totals), panel=f"ZP{at:08d}", number=at + 1, platform=f"平台{at}" * 9)
        desk.act(ApplicantTaken(one.to_json()))
    panels = [each.panel for each in desk.state.applicants]
    desk.act(OrderDecided(list(panels), "逐一讨论。" * 150, DATE), Recommended([panels[0]], 1, "", DATE))
    data = rendered(desk)
    assert complaints(data) == [] and "各位专家的总分（续）" in "".join(pages_of(data))


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (RankingOpened(an_opening().to_json()), ("开始排序", "")),
        (ApplicantLeftOut(A, "甲平台", "撤回"), (f"不纳入：甲平台（{A}）", "撤回")),
        (OrderDecided([B, A], "讨论", DATE), (f"登记次序：{B}，甲平台", "讨论")),
        (Recommended([], 1, "无", DATE), ("登记推荐（名额 1 个）：没有推荐", "无")),
        (RankingSealed(digest_of("x"), 2), (f"封存第2版，摘要 {digest_of('x')[:16]}", "")),
        (RankingReopened(digest_of("x"), "有误"), (f"撤回封存，摘要 {digest_of('x')[:16]}", "有误")),
        (RankingSigned(digest_of("x"), "chair", ""), ("签名：签名栏 chair", "")),
    ],
)
def test_every_act_has_its_words(fact: Fact, told: tuple[str, str]) -> None:
    assert act_words(fact, {A: "甲平台"}) == told
