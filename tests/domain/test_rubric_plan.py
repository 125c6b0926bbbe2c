"""The eight annexes against the plan's own text: every cell, in order, and nothing left over."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from app.domain.rubric import Accumulate, AllOf, Check, Measure, Periods, Range, Rubric, Tier, Tiers
from app.store.rubric_files import load

RUBRICS = Path(__file__).parents[2] / "rubrics"
PLAN = RUBRICS / "huangpu-2022" / "work-plan-2022.txt"
ANNEXES = range(1, 9)

# A changed table is another table: whoever changes one means to, and gives it another id.
DIGESTS = {
    1: "24a9d1396a8ec6462edae0f921663f070adeeae65fcbb889738e31d8862471e6",
    2: "260be4689e45d6fc3a54c077fc3a68de6d2f66c44f60d49d24d817db3a649e3c",
    3: "068e5ac953bd470337b26f48ad23ce0a26b3b3322aaa25c4a5fe34be0af7237c",
    4: "f6ac0134bb1466eb3ef28853372fa27ccf8dd18493328890e82cba894a81dfd3",
    5: "49f3ed65fc67e97083ef7009935021006d4a598d1732843ef910f5933a28e80f",
    6: "729a804c78aa4a458fb5155f2421d34e9cf1660baeaa059a293de5628b04404c",
    7: "bcf62dd2238d9ab8378a2d9228ce3369dec38d102fb619e7d25ec98e3c066079",
    8: "aa1c484eac8aa436a2d2a9ef5fe8c5c9e8d2da09aeec2ad7717660879a337f15",
}


@cache
def rubrics() -> dict[int, Rubric]:
    return {rubric.annex: rubric for rubric in load(RUBRICS)}


@cache
def annex_lines(annex: int) -> tuple[str, ...]:
    """The lines of one annex in the plan, without its heading 附件N."""
    lines = PLAN.read_text(encoding="utf-8").split("\n")
    heads = [at for at, line in enumerate(lines) if re.fullmatch(r"附件[1-8]", line)]
    assert [lines[at] for at in heads] == [f"附件{number}" for number in ANNEXES]
    ends = [*heads[1:], len(lines)]
    return tuple(lines[heads[annex - 1] + 1 : ends[annex - 1]])


def plan_cells(annex: int) -> list[str]:
    """The table's cells, blank ones included. A tab opens a cell; a line without one goes on in it."""
    lines = list(annex_lines(annex))
    table = lines[lines.index("平台申报单位名称：" if annex == 1 else "平台运营单位名称：") + 1 :]
    table = table[: next(at for at, line in enumerate(table) if "总分" in line)]
    cells: list[str] = []
    for line in table:
        if line.startswith("\t"):
            cells.append(line.strip())
        elif line.strip():
            cells[-1] += line.strip()
    return cells


def form_cells(rubric: Rubric) -> Iterator[str]:
    """The cells as our form prints them: merged cells are blank from the second row on."""
    yield from ("大类指标", "小类指标", "分值", "评分标准", "得分")
    for section in rubric.sections:
        head = f"{section.name}（{section.points}分）"
        for indicator in section.indicators:
            name, points = indicator.name, f"{indicator.points}分"
            for criterion in indicator.criteria:
                yield from (head, name, points, criterion.text, "")
                head = name = points = ""


@pytest.mark.parametrize("annex", ANNEXES)
def test_every_cell_of_the_annex_is_in_the_table_and_no_other(annex: int) -> None:
    cells = plan_cells(annex)
    while len(cells) % 5:
        assert cells.pop() == ""  # the tab before 总分
    assert cells == list(form_cells(rubrics()[annex]))


@pytest.mark.parametrize("annex", ANNEXES)
def test_title_label_total_and_note_are_all_that_stands_outside_the_table(annex: int) -> None:
    rubric = rubrics()[annex]
    outside = [line.strip() for line in annex_lines(annex) if not line.startswith("\t") and line.strip()]
    # Lines that go on in a cell were compared with the cells; here only what is no cell counts.
    joined = "\n".join(plan_cells(annex))
    outside = [line for line in outside if line not in joined]
    total = [line.strip() for line in annex_lines(annex) if "总分" in line]
    assert total == [f"总分（满分{rubric.total}分）"]
    assert [line for line in outside if line not in total] == [
        rubric.title, f"{rubric.applicant_label}：", rubric.note,
    ]  # fmt: skip


def test_the_plan_is_kept_byte_for_byte() -> None:
    digest = hashlib.sha256(PLAN.read_bytes()).hexdigest()
    assert digest == "728b4dc0ed3d6e54f65516fe7aec75a2e5c49626ad67d98140c11073781c83c3"


def test_the_slips_of_the_plan_are_kept() -> None:
    assert "帮助企业与与高校" in rubrics()[2].criterion("2.2.5.1").text
    assert all("70%及以上的6分" in rubrics()[annex].criteria[-1].text for annex in range(2, 9))
    blank = [
        (rubric.annex, indicator.points, indicator.suggested_name)
        for rubric in rubrics().values()
        for section in rubric.sections
        for indicator in section.indicators
        if not indicator.name
    ]
    assert blank == [(8, Fraction(10), "知识产权培训服务")]


@pytest.mark.parametrize("annex", ANNEXES)
def test_every_table_has_the_points_the_plan_gives_it(annex: int) -> None:
    rubric = rubrics()[annex]
    assert rubric.id == f"huangpu-2022/annex-{annex}"
    assert rubric.total == 100
    assert rubric.mandatory_points == (50 if annex == 1 else 25)
    assert [section.mandatory for section in rubric.sections] == [True] + [False] * (1 if annex == 1 else 4)
    assert rubric.pass_total == (None if annex == 1 else 80)
    assert rubric.kind == ("accreditation" if annex == 1 else "annual")


def test_categories_are_those_of_part_two_in_its_order() -> None:
    lines = PLAN.read_text(encoding="utf-8").split("\n")
    part = lines[lines.index("平台类别") : lines.index("申报方式")]
    named = [re.sub(r"^（.）", "", line.strip()) for line in part]
    categories = [rubrics()[annex].category for annex in range(2, 9)]
    assert [name for name in named if re.fullmatch(r".{2,6}服务类", name)] == categories
    for annex, category in zip(range(2, 9), categories, strict=True):
        assert category is not None and category in rubrics()[annex].title
    assert rubrics()[1].category is None


def test_the_rules_are_of_four_kinds_in_the_plans_numbers() -> None:
    kinds = Counter(type(each.rule) for rubric in rubrics().values() for each in rubric.criteria)
    assert kinds == {AllOf: 82, Tiers: 15, Accumulate: 7, Range: 6}
    ranges = [
        each for rubric in rubrics().values() for each in rubric.criteria if isinstance(each.rule, Range)
    ]
    assert all(
        each.id.startswith("1.") and each.rule == Range(each.points, Fraction(1, 2)) for each in ranges
    )
    assert sum(each.points for each in ranges) == 35


def clauses(text: str) -> list[str]:
    """The clauses of a criterion in its own order, without what it awards; a grid's topic belongs to it."""
    text = re.sub(r"得\d+分$", "", text).rstrip("，")
    text = text.replace("等主题，举办", "等主题举办")
    return re.split("[，；]", text)


@pytest.mark.parametrize("annex", ANNEXES)
def test_every_clause_became_one_condition_of_its_kind_with_its_number_and_words(annex: int) -> None:
    for criterion in rubrics()[annex].criteria:
        if not isinstance(criterion.rule, AllOf):
            continue
        parts = clauses(criterion.text)
        assert len(parts) == len(criterion.rule.conditions), criterion.id
        for clause, condition in zip(parts, criterion.rule.conditions, strict=True):
            number = re.search(r"\d+", clause)
            if "每月" in clause or "每季度" in clause:
                periods = 12 if "每月" in clause else 4
                each = Fraction(number.group() if number else 1)
                assert condition == Periods(condition.label, periods, each), criterion.id
            elif number:
                assert isinstance(condition, Measure), criterion.id
                assert condition.at_least == int(number.group()), criterion.id
                assert re.sub(r"^\d+(-\d+)?", "", clause[number.start() :]).startswith(condition.unit)
                assert condition.whole == (condition.unit not in ("亿元", "平方米", "%"))
            else:
                assert isinstance(condition, Check), criterion.id
            assert set(condition.label) <= set(clause) | {"的"}, (criterion.id, condition.label)


def test_the_tiers_are_those_of_the_texts() -> None:
    survey = Tiers("满意度", "%", Fraction(100), _tiers((90, 10), (80, 8), (70, 6)), Fraction(0), True)
    light = Tiers("亮点服务工作", "项", None, _tiers((3, 5), (2, 3), (1, 1)), Fraction(0), False)
    for annex in range(2, 9):
        extra, media, last = rubrics()[annex].criteria[-3:]
        assert extra.rule == light and last.rule == survey
        assert isinstance(media.rule, Accumulate)
        assert [item.points_each for item in media.rule.items] == [2, 1]
        assert media.rule.cap == media.points == 10
    training = rubrics()[1].criteria[-1].rule
    assert isinstance(training, Tiers)
    assert training.tiers == _tiers((10, 5), (5, 3)) and training.at_most is None and not training.desk


def _tiers(*pairs: tuple[int, int]) -> tuple[Tier, ...]:
    return tuple(Tier(Fraction(least), Fraction(points)) for least, points in pairs)


def test_the_traps_of_the_tables() -> None:
    staff = {annex: rubrics()[annex].criterion(f"{annex}.1.3.1").rule for annex in range(2, 9)}
    least = {annex: rule.conditions[0] for annex, rule in staff.items() if isinstance(rule, AllOf)}
    assert {a: c.at_least for a, c in least.items() if isinstance(c, Measure)} == {
        2: 5, 3: 5, 4: 5, 5: 5, 6: 5, 7: 5, 8: 10,
    }  # fmt: skip
    area = rubrics()[7].criterion("7.1.2.1").rule
    assert isinstance(area, AllOf)
    assert area.conditions[0] == Measure("宣传展示区域", Fraction(100), "平方米", whole=False)
    display = rubrics()[2].criterion("2.1.2.1").rule
    assert isinstance(display, AllOf)
    assert [type(condition) for condition in display.conditions] == [Check] * 5


def test_the_digests_are_those_that_were_shipped() -> None:
    assert {annex: rubric.digest for annex, rubric in rubrics().items()} == DIGESTS
