"""Foreign workbooks: what is refused as a whole, what a cell may be taken for, hostile files in the child."""

import io
import random
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ZhipingError
from app.office.envelope import (
    MOST_UNPACKED,
    NotAWorkbookError,
    WorkbookLinksError,
    WorkbookLockedError,
    WorkbookMacrosError,
    WorkbookTooLargeError,
    WorkbookUnreadableError,
)
from app.office.reading import content, plain_number, read
from app.office.values import Book, Cell, Content, Page, Percent, Unreadable
from app.office.writing import write
from app.pdf.judging import Judge, JudgedTooLongError
from app.pdf.refusals import NotOursError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SOUND = write(Book((Page("甲", (9, 9), ((Cell("甲"), Cell(Fraction(5), "number")),)),)))


def repacked(**parts: bytes | None) -> bytes:
    """A sound workbook with parts put in, changed or (None) left out; __ stands for / in a name."""
    out = io.BytesIO()
    changed = {name.replace("__", "/"): data for name, data in parts.items()}
    with zipfile.ZipFile(io.BytesIO(SOUND)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, data in changed.items():
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "error", "container"),
    [
        ("旧.xls", OLE, NotAWorkbookError, "xls"),
        ("表.et", OLE, NotAWorkbookError, "et"),
        ("表.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), WorkbookLockedError, None),
        ("表.csv", b"a,b\n1,2\n", NotAWorkbookError, "csv"),
        ("表.xlsx", b"%PDF-1.7", NotAWorkbookError, "other"),
        ("没有后缀", b"", NotAWorkbookError, "other"),
        ("表.xlsm", SOUND, WorkbookMacrosError, None),
        ("表.xlsx", repacked(**{"xl__vbaProject.bin": b"x"}), WorkbookMacrosError, None),
        ("表.xlsx", repacked(**{"xl__externalLinks__externalLink1.xml": b"x"}), WorkbookLinksError, None),
        ("表.ods", repacked(**{"xl__workbook.xml": None, "mimetype": b"x"}), NotAWorkbookError, "ods"),
        ("表.docx", repacked(**{"xl__workbook.xml": None}), NotAWorkbookError, "other"),
        ("表.xlsx", SOUND[:200], WorkbookUnreadableError, None),
        ("表.xlsx", b"PK\x03\x04" + bytes(9_000_000), WorkbookTooLargeError, None),
        ("表.xlsx", repacked(big=bytes(MOST_UNPACKED + 1)), WorkbookTooLargeError, None),
        ("表.xlsx", repacked(**{f"p{at}": b"" for at in range(301)}), WorkbookTooLargeError, None),
        ("表.xlsx", repacked(**{"xl__worksheets__sheet1.xml": b"<x"}), WorkbookUnreadableError, None),
        ("表.xlsx", repacked(**{"xl__styles.xml": b"nonsense"}), WorkbookUnreadableError, None),
    ],
)
def test_what_is_no_workbook_of_ours_is_refused_by_what_it_is(
    name: str, data: bytes, error: type[ZhipingError], container: str | None
) -> None:
    with pytest.raises(error) as caught:
        read(data, name)
    assert caught.value.fields == {"file": name} | ({"container": container} if container else {})


def test_an_encrypted_part_asks_for_the_password_to_go() -> None:
    data = bytearray(SOUND)
    for at in range(len(data)):  # the flag of every entry of the directory
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    with pytest.raises(WorkbookLockedError):
        read(bytes(data), "表.xlsx")


def test_too_many_sheets_and_cells_far_away_are_refused() -> None:
    book = openpyxl.Workbook()
    for _ in range(60):
        book.create_sheet()
    with pytest.raises(WorkbookTooLargeError):
        read(saved(book), "表.xlsx")
    for place in ("A20001", "KO1"):
        book = openpyxl.Workbook()
        book.worksheets[0][place] = 1
        with pytest.raises(WorkbookTooLargeError):
            read(saved(book), "表.xlsx")


def test_a_workbook_is_read_as_excel_saves_it() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "平台"
    for place, value in {
        "A1": "甲",
        "B2": 89.96,
        "C3": datetime(2026, 6, 8),
        "D4": True,
        "E5": " 　",
    }.items():
        sheet[place] = value
    sheet["A9"], sheet["A10"], sheet["A11"] = "=1+1", datetime(2026, 6, 8, 9, 30), "#N/A"
    sheet["B9"] = 0.8996
    sheet["B9"].number_format = "0%"
    (found,) = read(saved(book), "表.xlsx")
    assert found.name == "平台" and found.cells == {
        (1, 1): "甲", (2, 2): Fraction("89.96"), (3, 3): date(2026, 6, 8), (4, 4): True,
        (9, 1): Unreadable("formula"), (10, 1): Unreadable("time"), (11, 1): Unreadable("error"),
        (9, 2): Percent(Fraction("89.96")),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "kind", "form", "taken"),
    [
        (5, "n", "General", Fraction(5)),
        (0.1, "n", "General", Fraction("0.1")),
        (89.959999999999994, "n", "General", Fraction("89.96")),
        (0.1 + 0.2, "n", "General", Unreadable("not_exact")),
        (1 / 3, "n", "0.00", Unreadable("not_exact")),
        (0.00001, "n", "General", Unreadable("not_exact")),
        (999_999_999.9999, "n", "General", Fraction("999999999.9999")),
        (1e9, "n", "General", Unreadable("not_exact")),
        (float("inf"), "n", "General", Unreadable("not_exact")),
        (float("nan"), "n", "General", Unreadable("not_exact")),
        (-1, "n", "General", Unreadable("negative")),
        (0.8996, "n", "0%", Percent(Fraction("89.96"))),
        (0.8996, "n", "0.00%", Percent(Fraction("89.96"))),
        (1, "n", "0%", Percent(Fraction(100))),
        (0.07 / 100, "n", "0.00%", Percent(Fraction("0.07"))),
        (0.89961234, "n", "0%", Unreadable("not_exact")),
        (0.8996, "n", '0.0"%"', Fraction("0.8996")),
        (0.8996, "n", "0.0\\%", Fraction("0.8996")),
        ("=1", "f", "General", Unreadable("formula")),
        ("=1", "s", "General", "=1"),
        ("#REF!", "e", "General", Unreadable("error")),
        (True, "b", "General", True),
        (datetime(2026, 6, 8), "d", "", date(2026, 6, 8)),
        (date(2026, 6, 8), "d", "", date(2026, 6, 8)),
        (datetime(2026, 6, 8, 1), "d", "", Unreadable("time")),
        (time(9, 30), "d", "", Unreadable("time")),
        (timedelta(hours=3), "d", "", Unreadable("time")),
    ],
)
def test_a_cell_is_taken_for_what_it_is_or_not_at_all(
    value: object, kind: str, form: str, taken: Content
) -> None:
    assert content(value, kind, form) == taken


@given(st.integers(0, 10**13 - 1))
def test_every_number_our_data_can_hold_survives_being_a_float(scaled: int) -> None:
    exact = Fraction(scaled, 10**4)
    assert plain_number(float(exact)) == exact


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge() as made:
        yield made


def refusal(judge: Judge, data: bytes) -> str:
    try:
        judge.judge(data, partial(read, name="表.xlsx"))
    except ZhipingError as error:
        return error.code
    return ""


def test_the_child_reads_a_sound_workbook_and_passes_on_refusals(judge: Judge) -> None:
    found = judge.judge(SOUND, partial(read, name="表.xlsx"))
    assert found[0].cells == {(1, 1): "甲", (1, 2): Fraction(5)}
    assert refusal(judge, OLE) == "not_a_workbook"


def sheet_xml(inside: bytes) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return head + inside + b"</sheetData></worksheet>"


def test_hostile_sheets_end_in_a_refusal_soon(judge: Judge) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 20) for at in range(8)
    )
    hostile = [
        laughs + b"]><worksheet>&i;</worksheet>",
        sheet_xml(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        sheet_xml(b'<row r="1"><c r="A1"><v>' + b"9" * 5_000_000 + b"</v></c></row>"),
        sheet_xml(b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        sheet_xml(b'<row r="1"><c r="nowhere"><v>1</v></c></row>'),
        sheet_xml(b'<row r="1"><c r="A1"><v>1e999</v></c></row>' * 2)[:-20],
    ]
    for sheet in hostile:
        assert refusal(judge, repacked(**{"xl__worksheets__sheet1.xml": sheet})).startswith("workbook_")
    endless = b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (at, at) for at in range(1, 200_000))
    told = refusal(judge, repacked(**{"xl__worksheets__sheet1.xml": sheet_xml(endless)}))
    assert told in {JudgedTooLongError.code, NotOursError.code, ""}


def test_changed_bytes_are_read_or_refused_and_never_crash(tmp_path: Path) -> None:
    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(SOUND)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read(bytes(data), "表.xlsx")
        except ZhipingError as error:
            assert error.fields["file"] == "表.xlsx"
