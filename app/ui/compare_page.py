"""得分对照: the expert's own points of the day side by side; no line to pass, no verdict, nobody else's."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.domain.canonical import write_decimal
from app.domain.rubric import Criterion, Section
from app.domain.sheet import Sheet
from app.ui.desk import Desk
from app.ui.pages import Page, button
from app.ui.parts import Panel, band, clear, label, middle
from app.ui.sheet_states import comparable, standing
from app.ui.words import raw, t

_MIDDLE = Qt.AlignmentFlag.AlignCenter


class ComparePage(Page):
    """A column for every platform: its sections, and its criteria where several share a scoring table."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(t("得分对照"))
        self.manual = "home"
        self.desk = desk
        self.close_page = button(t("回到今日评审"), "primary")
        self.primary = self.close_page
        self.tables = QVBoxLayout()
        self.tables.setSpacing(14)
        column = middle(self)
        told = t("这里只有您自己的评分，供前后对照。空白表示还没有判断，不是 0 分。")
        column.addWidget(label(told, "secondary"))
        column.addLayout(self.tables)
        self.bottom.row.addStretch(1)
        self.bottom.row.addWidget(self.close_page)

    def refresh(self) -> None:
        super().refresh()
        sheets = comparable(self.desk.sheets())
        self.person = sheets[0].member.name if sheets else ""
        clear(self.tables)
        for group in _groups(sheets, lambda each: "|".join(s.name for s in each.brief.rubric.sections)):
            self.tables.addWidget(_sections(group))
        for group in _groups(sheets, lambda each: each.brief.rubric.digest):
            if len(group) > 1:
                self.tables.addWidget(_criteria(group))
        self.head_changed.emit()


def _groups(sheets: Sequence[Sheet], key: Callable[[Sheet], str]) -> list[list[Sheet]]:
    found: dict[str, list[Sheet]] = {}
    for each in sheets:
        found.setdefault(key(each), []).append(each)
    return list(found.values())


class _Table(Panel):
    """A heading a column, then rows of words and points."""

    def __init__(self, title: str, sheets: Sequence[Sheet]) -> None:
        super().__init__(title)
        self.sheets = sheets
        self._awards = [each.awards for each in sheets]
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(0, 3)
        self.inside.addLayout(self.grid)
        self._next = 1
        for column, sheet in enumerate(sheets, start=1):
            self.grid.setColumnStretch(column, 2)
            head = QVBoxLayout()
            head.setSpacing(4)
            head.addWidget(band(sheet.brief), 0, Qt.AlignmentFlag.AlignHCenter)
            name = label(raw(sheet.brief.platform.name), "caption")
            name.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            head.addWidget(name, 1)
            self.grid.addLayout(head, 0, column)

    def points(self, at: int, criteria: Sequence[Criterion]) -> str:
        """The points of what is judged, — where nothing is: a blank is never 0."""
        awards = self._awards[at]
        found = [awards[each.id] for each in criteria if each.id in awards]
        return raw(write_decimal(sum(found, Fraction(0)))) if found else "—"

    def line(self) -> None:
        """A line between rows."""
        line = QFrame()
        line.setProperty("role", "row")
        line.setFixedHeight(1)
        self.grid.addWidget(line, self._next, 0, 1, len(self.sheets) + 1)
        self._next += 1

    def add(self, name: str, told: str, points: Sequence[str], role: str = "") -> None:
        """A row; `told` stands small below its name."""
        left = QWidget()
        text = QVBoxLayout(left)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(0)
        text.addWidget(label(name, "title" if role else ""))
        if told:
            text.addWidget(label(told, "caption"))
        self.grid.addWidget(left, self._next, 0)
        for column, (sheet, words) in enumerate(zip(self.sheets, points, strict=True), start=1):
            cell = label(words, role if words != "—" else "secondary", wraps=False)
            cell.setAlignment(_MIDDLE)
            cell.setAccessibleName(f"{raw(sheet.brief.platform.name)} {name} {words}")
            self.grid.addWidget(cell, self._next, column)
        self._next += 1


def _sections(sheets: Sequence[Sheet]) -> Panel:
    table = _Table(t("各部分得分"), sheets)
    for at, section in enumerate(sheets[0].brief.rubric.sections):
        table.line()
        most = t("满分 {n}").format(n=write_decimal(section.points))
        parts = [_of_section(each.brief.rubric.sections[at]) for each in sheets]
        table.add(raw(section.name), most, [table.points(n, part) for n, part in enumerate(parts)])
    table.line()
    whole = [table.points(n, each.brief.rubric.criteria) for n, each in enumerate(sheets)]
    table.add(t("合计"), "", whole, "score")
    table.add(t("状态"), "", [standing(each).words for each in sheets])
    return table


def _criteria(sheets: Sequence[Sheet]) -> Panel:
    table = _Table(t("逐项得分：附件{n}").format(n=sheets[0].brief.rubric.annex), sheets)
    for criterion in sheets[0].brief.rubric.criteria:
        table.line()
        name = f"{criterion.id}　{criterion.text}"
        table.add(raw(name), "", [table.points(n, (criterion,)) for n in range(len(sheets))])
    return table


def _of_section(section: Section) -> tuple[Criterion, ...]:
    return tuple(each for indicator in section.indicators for each in indicator.criteria)
