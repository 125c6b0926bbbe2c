"""A round's workbook filled in as a secretary does it: by the labels of rows and columns, then saved."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl

from app.domain.rubric import Rubric
from app.office.writing import write
from app.paths import rubrics
from app.services import round_form as form
from app.services.round_spots import spots
from app.services.round_template import round_template
from app.services.tables import Tables

TABLES = Tables(rubrics()).all()
PEOPLE = ("王伟", "李𬭚", "张䶮", "欧阳㛃", "赵𠅤")
ANNUAL = (2, 3, 4, 5, 6, 7, 8)


def table(annex: int) -> Rubric:
    return next(each for each in TABLES if each.annex == annex)


@cache
def template(annexes: tuple[int, ...]) -> bytes:
    """The template for these platforms, written once a run."""
    return write(round_template([table(each) for each in annexes]))


class Filled:
    """A template being filled in; `save` writes it."""

    def __init__(self, path: Path, annexes: Sequence[int] = ANNUAL) -> None:
        self.path = path
        self.annexes = tuple(annexes)
        self.book = openpyxl.load_workbook(io.BytesIO(template(self.annexes)))

    def save(self, name: str = "") -> Path:
        path = self.path.with_name(name) if name else self.path
        self.book.save(path)
        return path

    def put(self, sheet: str, address: str, value: object) -> None:
        self.book[sheet][address] = value

    def platform(self, number: int, values: Mapping[str, object]) -> None:
        for column, value in values.items():
            at = form.PLATFORM_COLUMNS.index(column) + 1
            self.book[form.PLATFORMS].cell(3 + number, at).value = value

    def expert(self, row: int, values: Mapping[str, object]) -> None:
        sheet = self.book[form.EXPERTS]
        heads = {cell.value: cell.column for cell in sheet[4]}
        for column, value in values.items():
            sheet.cell(4 + row, heads[column]).value = value

    def rule(self, label: str, value: object) -> None:
        sheet = self.book[form.RULES]
        row = next(cell.row for cell in sheet["A"] if cell.value == label)
        sheet.cell(row, 3).value = value

    def fact(
        self, annex: int, platform: int, criterion: str, values: Sequence[object], evidence: object = None
    ) -> str:
        """Fills in a criterion's values; the address of the first."""
        sheet = self.book[form.facts_name(annex)]
        row = next(cell.row for cell in sheet["A"] if cell.value == criterion)
        column = next(cell.column for cell in sheet[3] if cell.value == form.platform_label(platform))
        for at, value in enumerate(values):
            sheet.cell(row + at, column).value = value
        sheet.cell(row, column + 1).value = evidence
        return str(sheet.cell(row, column).coordinate)


def filled(path: Path, annexes: Sequence[int] = ANNUAL, people: Sequence[str] = PEOPLE) -> Filled:
    """Everything that has to be filled in, for platforms named by their number; the first expert is chair."""
    made = Filled(path, annexes)
    for number in range(1, len(annexes) + 1):
        made.platform(number, whole_platform(number, table(annexes[number - 1])))
    for row, name in enumerate(people, start=1):
        part = form.CHAIR if row == 1 else form.MEMBER
        made.expert(row, {form.PERSON: name, form.UNIT: "某大学", form.TITLE: "教授", form.EVERYWHERE: part})
    confirmed = ("周科长", "知识产权局", date(2026, 11, 20), "穗开知〔2026〕12号")
    for label, value in zip(form.CONFIRMED.values(), confirmed, strict=True):
        made.rule(label, value)
    return made


def whole_platform(number: int, rubric: Rubric) -> dict[str, object]:
    """A row of 平台: some dates as dates, some as texts."""
    return {
        form.NAME: f"第{number}平台",
        form.CATEGORY: rubric.category or "运营服务类",
        form.BUILDER: "甲公司",
        form.OPERATOR: "乙公司",
        form.FIRST: date(2025, 6, 8),
        form.LAST: "2026年6月7日",
        form.DAY: "2026-11-22",
        form.PLACE: "科学城",
    }


def known_values(annex: int, criterion: str) -> list[object]:
    """A value for each spot of a criterion as people type it: 符合, or 3."""
    found = table(annex).criterion(criterion)
    return ["符合" if each.is_flag else 3 for each in spots(found)]
