"""Tables over pages: every word is there, in its column, on some page; nothing is higher than its page."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pdf.drawing import Box, Mark, Rule, Text
from app.pdf.styles import CELL_CENTER, Style
from app.pdf.table_pages import Slice, TableOnPages
from app.pdf.tables import Cell, Table, fit, header_cells

WIDTHS = (80.0, 60.0, 200.0)
HEADER = (header_cells("大类", "分值", "标准"),)
PAGE = 500.0


def cut(table: Table, first_room: float = PAGE, page_room: float = PAGE) -> list[list[Mark]]:
    """The marks of each page the table takes, each from the page's top left corner."""
    fitted = TableOnPages(table, page_room)
    return [fitted.marks(piece, 0, 0) if piece else [] for piece in fitted.slices(first_room, page_room)]


def texts(marks: list[Mark], low: float = 0.0, high: float = 1e6) -> str:
    """All text of the marks whose anchor lies in a column, from the top, without the lines' ends."""
    found = [mark for mark in marks if isinstance(mark, Text) and low <= mark.x < high]
    return "".join(mark.text for mark in sorted(found, key=lambda mark: mark.y))


def depth(marks: list[Mark]) -> float:
    """How far down the rules of a page reach."""
    return max(mark.y2 for mark in marks if isinstance(mark, Rule))


def plain_rows(count: int, text: str = "标准") -> tuple[tuple[Cell, ...], ...]:
    return tuple((Cell("甲"), Cell("10分"), Cell(f"{text}{number}")) for number in range(count))


def test_a_short_table_takes_one_page_with_its_header_once() -> None:
    (page,) = cut(Table(WIDTHS, HEADER, plain_rows(3)))
    assert texts(page).count("大类") == 1
    assert texts(page, 140) == "标准标准0标准1标准2"


def test_the_header_is_repeated_on_every_page() -> None:
    pages = cut(Table(WIDTHS, HEADER, plain_rows(60)))
    assert len(pages) > 2
    assert all(texts(page).count("大类") == 1 for page in pages)
    assert "".join(texts(page, 140).removeprefix("标准") for page in pages) == "".join(
        f"标准{number}" for number in range(60)
    )


def test_a_group_cut_by_a_pages_end_is_labelled_as_continued() -> None:
    first, *others = plain_rows(60)
    label = Cell("平台基础条件", rows=60, style=CELL_CENTER)
    rows = ((label, *first[1:]), *(row[1:] for row in others))
    pages = cut(Table(WIDTHS, HEADER, rows))
    labels = [texts(page, 0, 80).removeprefix("大类") for page in pages]
    assert labels == ["平台基础条件"] + ["平台基础条件（续）"] * (len(pages) - 1)


def test_a_label_higher_than_its_only_row_on_a_page_stretches_that_row() -> None:
    narrow = Style(size=9, leading=13.5)
    rows = (
        (Cell("很长的大类指标名称" * 2, rows=2, style=narrow), Cell("1"), Cell("2")),
        (Cell("3"), Cell("4")),
    )
    fitted = TableOnPages(Table((40.0, 60.0, 200.0), HEADER, rows), PAGE)
    (piece,) = fitted.slices(PAGE, PAGE)
    assert piece is not None
    assert piece.heights[0] == piece.heights[1] > 40


def test_a_cell_longer_than_a_page_flows_over_pages_and_loses_nothing() -> None:
    long = "".join(f"第{number}条依据写在这里。" for number in range(400))
    rows = (*plain_rows(2), (Cell("乙类"), Cell("5分"), Cell(long)), *plain_rows(2))
    pages = cut(Table(WIDTHS, HEADER, rows), first_room=120)
    assert len(pages) > 3
    whole = "".join(texts(page, 140).removeprefix("标准") for page in pages)
    assert whole == f"标准0标准1{long}标准0标准1"
    assert "乙类（续）" in texts(pages[2])


def test_pages_of_a_flowing_cell_are_filled() -> None:
    long = "依据" * 3000
    pages = cut(Table(WIDTHS, HEADER, ((Cell("乙"), Cell("5"), Cell(long)),)))
    assert all(depth(page) > PAGE - 100 for page in pages[:-1])


def test_a_spanning_label_longer_than_a_page_flows_too() -> None:
    long = "".join(f"第{number}个很长的名称，" for number in range(200))
    rows = ((Cell(long, rows=2), Cell("1"), Cell("甲")), (Cell("2"), Cell("乙")))
    pages = cut(Table(WIDTHS, HEADER, rows))
    assert "".join(texts(page, 0, 80).removeprefix("大类") for page in pages) == long
    assert all(depth(page) <= PAGE for page in pages)


def test_a_header_higher_than_a_third_of_the_page_is_not_repeated() -> None:
    header = (header_cells("很长的表头" * 120, "分值", "标准"),)
    pages = cut(Table(WIDTHS, header, plain_rows(40)))
    assert "".join(texts(page) for page in pages).count("标准0") == 1
    assert texts(pages[-1]).startswith("甲")
    assert all(depth(page) <= PAGE for page in pages)


def test_a_table_that_does_not_fit_the_rest_of_a_page_begins_on_the_next() -> None:
    fitted = TableOnPages(Table(WIDTHS, HEADER, plain_rows(3)), PAGE)
    slices = fitted.slices(30, PAGE)
    assert slices[0] is None
    assert [piece for piece in slices if piece] == [slices[1]]


def test_an_empty_table_has_no_slice() -> None:
    assert TableOnPages(Table(WIDTHS, HEADER, ()), PAGE).slices(PAGE, PAGE) == []


def test_an_unnamed_group_stays_unnamed_on_the_next_page() -> None:
    first, *others = plain_rows(60)
    pages = cut(Table(WIDTHS, HEADER, ((Cell("", rows=60), *first[1:]), *(row[1:] for row in others))))
    assert [texts(page, 0, 80) for page in pages] == ["大类"] * len(pages)


def test_cells_may_span_columns() -> None:
    rows = (*plain_rows(1), (Cell("总分（满分100分）", columns=2, style=CELL_CENTER), Cell("96")))
    (page,) = cut(Table(WIDTHS, HEADER, rows))
    total = next(mark for mark in page if isinstance(mark, Text) and mark.text.startswith("总分"))
    assert total.x == 70.0
    below = total.y
    assert not [
        mark for mark in page if isinstance(mark, Rule) and mark.x1 == mark.x2 == 80 and mark.y2 > below
    ]


def test_shaded_cells_are_filled_before_any_text_is_drawn() -> None:
    (page,) = cut(Table(WIDTHS, HEADER, plain_rows(1)))
    kinds = [type(mark) for mark in page]
    assert kinds[:3] == [Box, Box, Box]


@pytest.mark.parametrize(
    "rows",
    [
        ((Cell("甲"), Cell("乙")),),
        ((Cell("甲"), Cell("乙"), Cell("丙"), Cell("丁")),),
        ((Cell("甲", rows=2), Cell("乙"), Cell("丙")),),
        ((Cell("甲", columns=4),),),
    ],
)
def test_rows_that_do_not_fill_the_columns_exactly_are_our_bug(rows: tuple[tuple[Cell, ...], ...]) -> None:
    with pytest.raises(ValueError, match="row 0"):
        fit(WIDTHS, rows, PAGE)


WORDS = st.lists(st.sampled_from(["评审", "依据。", "（甲）", "10分，", "zhiping"]), max_size=90).map("".join)
GROUPS = st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=6)), min_size=1, max_size=6)


@given(GROUPS, st.floats(0, 400), st.floats(180, 600))
def test_any_table_keeps_its_pages_and_all_its_words(
    groups: list[tuple[str, list[str]]], first_room: float, page_room: float
) -> None:
    rows: list[tuple[Cell, ...]] = []
    for label, criteria in groups:
        for number, text in enumerate(criteria):
            head = (Cell(label, rows=len(criteria), continued=""),) if number == 0 else ()
            rows.append((*head, Cell("10", continued=""), Cell(text, continued="")))
    fitted = TableOnPages(Table(WIDTHS, HEADER, tuple(rows)), page_room)
    slices = fitted.slices(min(first_room, page_room), page_room)
    kept = [piece for piece in slices if piece]
    assert None not in slices[1:]
    assert [piece.first for piece in kept[1:]] == [piece.end for piece in kept[:-1]]
    for piece, room in zip(slices, [min(first_room, page_room), *[page_room] * len(slices)], strict=False):
        assert piece is None or fitted.header_height + piece.height <= room + 0.001
    pages = [fitted.marks(piece, 0, 0) for piece in kept]
    wanted = "".join(text for _, criteria in groups for text in criteria)
    shown = "".join(texts(page, 140).removeprefix("标准") for page in pages)
    assert_only_labels_repeat(shown, wanted)


def assert_only_labels_repeat(shown: str, wanted: str) -> None:
    """A short cell beside a flowing one comes again on the next page; nothing else may, and nothing lacks."""
    position = 0
    for character in shown:
        if position < len(wanted) and character == wanted[position]:
            position += 1
    assert position == len(wanted)


@given(GROUPS)
def test_rules_meet_and_no_text_stands_below_its_page(groups: list[tuple[str, list[str]]]) -> None:
    rows = tuple((Cell(label), Cell("1"), Cell(text)) for label, criteria in groups for text in criteria)
    for page in cut(Table(WIDTHS, HEADER, rows)):
        bottom = depth(page)
        assert bottom <= PAGE + 0.001
        assert all(mark.y < bottom for mark in page if isinstance(mark, Text))
        assert len(page) == len(set(page))


def test_slices_add_up_to_their_heights() -> None:
    fitted = TableOnPages(Table(WIDTHS, HEADER, plain_rows(60)), PAGE)
    slices = [piece for piece in fitted.slices(PAGE, PAGE) if piece]
    assert all(isinstance(piece, Slice) and piece.height == sum(piece.heights) for piece in slices)
    assert all(one.end == other.first for one, other in pairwise(slices))


def pieces(rows: int, first_room: float, keep: float = 0.0) -> list[tuple[int, int]]:
    fitted = TableOnPages(Table(WIDTHS, HEADER, plain_rows(rows)), PAGE)
    return [(each.first, each.end) for each in fitted.slices(first_room, PAGE, keep) if each]


def test_the_last_rows_go_on_to_the_page_of_what_must_stay_with_them() -> None:
    assert pieces(10, PAGE) == [(0, 10)]
    assert pieces(10, PAGE, keep=200) == [(0, 10)]
    assert pieces(10, PAGE, keep=400) == [(0, 7), (7, 10)]


def test_no_row_ends_a_table_alone() -> None:
    fitted = TableOnPages(Table(WIDTHS, HEADER, plain_rows(10)), PAGE)
    assert pieces(10, fitted.height - 1) == [(0, 8), (8, 10)]
    assert pieces(10, fitted.height) == [(0, 10)]


def test_a_table_says_what_its_beginning_and_all_of_it_take() -> None:
    fitted = TableOnPages(Table(WIDTHS, HEADER, plain_rows(10)), PAGE)
    assert fitted.header_height < fitted.start_height < fitted.height
    assert TableOnPages(Table(WIDTHS, HEADER, plain_rows(2)), PAGE).start_height < fitted.start_height
