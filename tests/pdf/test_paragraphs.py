"""避头尾: no line starts or ends wrongly, nothing is lost or sticks out; figures keep their units."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.pdf.fonts import EM, Typeface, typeface
from app.pdf.paragraphs import (
    NEVER,
    NO_END,
    NO_START,
    SPACES,
    balanced_lines,
    break_costs,
    break_lines,
)

SIZE = 10.0
PIECES = (
    *"评审专家组的一二三《》“”（），。；：！？、——……%％10259aZ.-/ \u3000",
    "10分", "20家", "90%及以上", "2-3个", "2026年3月15日", "zhiping.json", "（三）", "“一带一路”", "——", "……",
    "𬭚", "7741 7391 5265 0318 4420",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@cache
def face() -> Typeface:
    return typeface("regular")


def lines(text: str, ems: float) -> tuple[str, ...]:
    return break_lines(text, ems * SIZE, SIZE, face())


def assert_well_broken(paragraph: str, ems: float) -> None:
    """Each break is the cheapest that its line offered, no line is too wide or could be empty."""
    broken = lines(paragraph, ems)
    assert "".join(broken) == paragraph
    costs = break_costs(paragraph)
    end = 0
    for line, following in zip(broken, [*broken[1:], None], strict=True):
        start, end = end, end + len(line)
        assert face().advance(line.rstrip("".join(SPACES))) <= ems * EM
        if following is None:
            continue
        inside = costs[start + 1 : end + 1]
        assert costs[end] == min(inside)
        if following[0] in NO_START:
            # Told without the costs: everything in this line that could have gone down is as bad or worse.
            bad_starts = NO_START | SPACES | {"—", "…"}
            assert all(paragraph[index] in bad_starts for index in range(start + 1, end))


@given(TEXTS, st.floats(3, 45))
def test_every_text_is_well_broken_at_every_width(text: str, ems: float) -> None:
    assert_well_broken(text, ems)


@given(
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Co", "Cn"])), st.integers(3, 20)
)
def test_nothing_is_lost_of_any_text(text: str, ems: int) -> None:
    assert "".join(lines(text, ems)) == text


@given(TEXTS, TEXTS, st.integers(3, 40))
def test_a_line_feed_always_starts_a_line(first: str, second: str, ems: int) -> None:
    assert lines(f"{first}\n{second}", ems) == lines(first, ems) + lines(second, ems)


@given(TEXTS, st.integers(4, 30))
def test_a_wider_column_never_takes_more_lines_of_plain_text(text: str, ems: int) -> None:
    plain = "".join(character for character in text if "一" <= character <= "龥")
    assert len(lines(plain, ems + 1)) <= len(lines(plain, ems)) == max(1, -(-len(plain) // ems))


@pytest.mark.parametrize("ems", [3, 4.6, 6, 8, 11.3, 17, 24, 33.5, 40])
def test_the_whole_work_plan_is_well_broken(ems: float) -> None:
    plan = (paths.rubrics() / "huangpu-2022" / "work-plan-2022.txt").read_text("utf-8")
    for paragraph in plan.splitlines():
        assert_well_broken(paragraph.strip(), ems)


@pytest.mark.parametrize("ems", [6, 8, 11.3, 17, 24, 33.5, 40])
def test_no_line_of_the_work_plan_starts_or_ends_wrongly(ems: float) -> None:
    plan = (paths.rubrics() / "huangpu-2022" / "work-plan-2022.txt").read_text("utf-8")
    for paragraph in plan.splitlines():
        broken = lines(paragraph.strip(), ems)
        assert not [line for line in broken[1:] if line[0] in NO_START]
        assert not [line for line in broken[:-1] if line[-1] in NO_END]


@pytest.mark.parametrize(
    "figure",
    [
        "10分",
        "20家",
        "90%",
        "90%及",
        "2-3个",
        "100平方米",
        "12家次",
        "2亿元",
        "30个课时",
        "1,000元",
        "89.96%",
        "5场次",
    ],
)
def test_a_figure_is_not_parted_from_its_unit(figure: str) -> None:
    for before in range(14):
        text = "评" * before + figure + "审" * 14
        assert any(figure in line for line in lines(text, 8)), lines(text, 8)


def test_a_date_is_kept_together_where_it_fits_and_parted_behind_the_year_where_it_does_not() -> None:
    assert lines("评审于2026年3月15日", 8) == ("评审于", "2026年3月15日")
    assert lines("评审于2026年3月15日", 5) == ("评审于", "2026年3月", "15日")


@pytest.mark.parametrize("pair", ["——", "……"])
def test_a_dash_and_an_ellipsis_of_two_are_not_split(pair: str) -> None:
    for before in range(12):
        text = "评" * before + pair + "审" * 12
        assert any(pair in line for line in lines(text, 6))


def test_latin_words_stay_whole_and_lines_break_at_their_spaces() -> None:
    assert lines("Madrid system registration", 8) == ("Madrid system ", "registration")


def test_an_unbreakable_string_is_broken_hard_instead_of_sticking_out() -> None:
    digest = "0123456789abcdef" * 4
    broken = lines(digest, 10)
    assert len(broken) > 1
    assert "".join(broken) == digest
    assert all(face().advance(line) <= 10 * EM for line in broken)


def test_closing_marks_alone_are_broken_hard_too() -> None:
    assert lines("。" * 7, 3) == ("。。。", "。。。", "。")


def test_spaces_hang_at_a_lines_end_and_never_start_one() -> None:
    broken = lines("评审评审      评审", 4)
    assert broken == ("评审评审      ", "评审")


def test_an_opening_mark_goes_down_with_what_follows_it() -> None:
    assert lines("评审组（第一组）", 4) == ("评审组", "（第一", "组）")


def test_a_closing_mark_takes_its_character_down_with_it() -> None:
    assert lines("评审专家，组长", 4) == ("评审专", "家，组长")


def test_a_combining_mark_stays_on_its_letter() -> None:
    assert break_costs("ae\u0301b")[2] == NEVER


def test_an_empty_text_is_one_empty_line() -> None:
    assert lines("", 5) == ("",)
    assert lines("甲\n\n乙", 5) == ("甲", "", "乙")


def test_a_single_character_wider_than_the_column_still_gets_its_line() -> None:
    assert lines("评审", 0.5) == ("评", "审")


@given(TEXTS, st.integers(3, 30))
def test_balancing_loses_nothing_adds_no_line_and_keeps_the_width(text: str, ems: int) -> None:
    balanced = balanced_lines(text, ems * SIZE, SIZE, face())
    assert "".join(balanced) == text
    assert len(balanced) == len(lines(text, ems))
    assert all(face().advance(line.rstrip("".join(SPACES))) <= ems * EM for line in balanced)


def test_a_label_does_not_leave_a_single_character_on_its_last_line() -> None:
    assert balanced_lines("服务平台硬件设施", 7 * SIZE, SIZE, face()) == ("服务平台", "硬件设施")


def test_a_label_whose_last_line_is_long_enough_is_left_as_it_is() -> None:
    assert balanced_lines("平台基础条件（25分）", 7 * SIZE, SIZE, face()) == ("平台基础条件", "（25分）")
