"""Written workbooks: texts stay texts, numbers numbers, the same value gives the same file."""

import html
import io
import re
import zipfile
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.office.layout import heights
from app.office.reading import read
from app.office.values import Book, Cell, Mirror, Page, Unreadable, address, sheet_names
from app.office.writing import write

NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", "\tA", "=cmd|' /C calc'!A0", "'quoted", "＝1", "  =1")


def page(*cells: Cell, name: str = "甲") -> Page:
    return Page(name, (20,) * max(len(cells), 1), (cells,))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def test_the_same_book_gives_the_same_bytes() -> None:
    book = Book((page(Cell("甲"), Cell(Fraction(7, 2), "number"), Cell(date(2026, 6, 8), "day")),), "内部")
    assert write(book) == write(book)


@pytest.mark.parametrize("text", NASTY)
def test_a_text_is_never_a_formula(text: str) -> None:
    data = write(Book((page(Cell(text)),)))
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet and 't="inlineStr"' in sheet
    assert read(data, "甲.xlsx")[0].cells[1, 1] == text
    if text[0] in "=+-@\t'":
        assert 'quotePrefix="1"' in part(data, "xl/styles.xml")


@settings(max_examples=40)
@given(
    st.integers(0, 10**9 - 1),
    st.sampled_from([0, 1, 2, 3, 4]),
    st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40),
)
def test_a_number_and_a_text_come_back_as_they_were(whole: int, decimals: int, text: str) -> None:
    number = Fraction(whole, 10**decimals)
    cells = read(write(Book((page(Cell(number, "number"), Cell(text)),))), "甲.xlsx")[0].cells
    assert cells == {(1, 1): number, (1, 2): text}


def test_dates_flags_and_blanks_come_back_and_a_mirror_is_a_formula() -> None:
    cells = (Cell(date(2026, 6, 8), "day"), Cell(True), Cell(None), Cell(Mirror("甲", (1, 1), "空"), "head"))
    found = read(write(Book((page(*cells),))), "甲.xlsx")[0].cells
    assert found == {(1, 1): date(2026, 6, 8), (1, 2): True, (1, 4): Unreadable("formula")}


def test_a_page_is_guarded_frozen_filtered_offers_choices_and_prints_across() -> None:
    rows = (
        (Cell("头", "head"), Cell("头", "head")),
        (Cell("甲", "label"), Cell(None, "input", choices=("符合", "不符合"))),
    )
    data = write(Book((Page("甲", (8, 30), rows, (1, 1), guarded=True, filtered=True),), "内部&资料"))
    sheet = html.unescape(part(data, "xl/worksheets/sheet1.xml"))
    assert ' sheet="1" ' in sheet and 'formatColumns="0"' in sheet
    assert 'topLeftCell="B2"' in sheet and 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:B2"' in sheet
    assert '"符合,不符合"' in sheet and 'sqref="B2"' in sheet
    assert 'orientation="landscape"' in sheet and 'fitToHeight="0"' in sheet and 'paperSize="9"' in sheet
    assert "内部&&资料" in sheet
    assert re.search(r'<col [^>]*width="30"', sheet)
    assert "$1:$1" in part(data, "xl/workbook.xml")


def test_only_input_cells_are_unlocked() -> None:
    looks = ("title", "hint", "band", "head", "label", "faint", "shut", "text", "number", "strong", "day")
    locked = part(write(Book((page(*(Cell("甲", look) for look in looks)),))), "xl/styles.xml")  # type: ignore[arg-type]  # each is a Look
    assert 'locked="0"' not in locked
    for look in ("input", "number_input", "day_input"):
        opened = part(write(Book((page(Cell(None, look)),))), "xl/styles.xml")
        assert 'locked="0"' in opened


def test_joined_cells_take_the_room_of_those_they_cover() -> None:
    rows = ((Cell("甲", across=2, down=2), Cell(), Cell("乙")), (Cell(), Cell(), Cell("丙")))
    data = write(Book((Page("甲", (9, 9, 9), rows),)))
    assert 'ref="A1:B2"' in part(data, "xl/worksheets/sheet1.xml")
    assert read(data, "甲.xlsx")[0].cells == {(1, 1): "甲", (1, 3): "乙", (2, 3): "丙"}


def test_rows_are_as_high_as_their_longest_text_needs() -> None:
    one, two, joined = heights(
        Page("甲", (10, 10), ((Cell("短"),), (Cell("字" * 20),), (Cell("字" * 10, across=2), Cell())))
    )
    assert one < joined * 1.01 < two
    spread = heights(Page("甲", (10, 10), ((Cell("字" * 40, down=2), Cell("甲")), (Cell(), Cell("乙")))))
    assert sum(spread) > 150 and spread[0] == spread[1]
    assert heights(Page("甲", (10,), ((Cell("标题" * 30, "title"),), (Cell("字\n字\n字"),)))) == (30.0, 56.0)


def test_what_no_cell_or_list_can_hold_is_our_bug() -> None:
    with pytest.raises(ValueError, match="long"):
        write(Book((page(Cell("字" * 32_001)),)))
    for choices in (("a,b",), ("字" * 256,), ('"',)):
        with pytest.raises(ValueError, match="list"):
            write(Book((page(Cell(None, "input", choices=choices)),)))


def test_sheet_names_are_short_plain_and_each_once() -> None:
    found = sheet_names(("a/b:c*?", "字" * 40, "字" * 40, "", "汇总", "汇总", "A", "a"))
    assert found[0] == "a b c" and all(0 < len(each) <= 31 for each in found)
    assert len({each.lower() for each in found}) == len(found)
    assert found[2] == "字" * 29 + " 2" and found[3] == "Sheet" and found[5] == "汇总 2"


def test_addresses_are_spelt_as_spreadsheets_spell_them() -> None:
    places = ((1, 1), (7, 26), (7, 27), (12, 703))
    assert [address(place) for place in places] == ["A1", "Z7", "AA7", "AAA12"]
