"""The manual as booklets: 专家速览 on two pages, 组长与组织方, 主管部门; contents and appendices.

The texts are the window's (resources/manual), the commands the terminal's own, the sentences the catalogue's:
nothing is written twice. The same input gives the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from app.domain.frozen import frozen
from app.domain.manual_text import Block, Chapter, Manual
from app.pdf.booklet import INK, BookletFrame, bind
from app.pdf.drawing import Box, Rule
from app.pdf.flow import A4, Flow
from app.pdf.manual_appendix import Command, Sentences, commands, sentences
from app.pdf.manual_pages import Shot, Shots, beside, blocks, chapter, pictures, word
from app.pdf.styles import BODY, SMALL, Style

EXPERT, ORGANISER, BUREAU = "专家速览", "组长与组织方", "主管部门"
_NAME = "知评 使用说明"
_COVER = Style(size=26, leading=40, weight="bold")
_PART = Style(size=12, leading=22, weight="bold", grey=0.15)
_MARGINS = (50.0, 58.0, 50.0, 52.0)
# What turns over to the second of the two pages, and which section has its picture below, not beside.
_SECOND_PAGE, _WIDE = "键盘也能评完", "三、评分"
_WIDE_PICTURE, _SMALL_PICTURE = 468.0, 205.0
# The other booklets: parts and their chapters, in order.
PARTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    ORGANISER: {
        "从准备到移交": (
            "organiser", "selftest", "prepare", "issue", "board", "collect", "panel-collect", "keying",
            "panel-discuss", "panel-opinion", "panel-seal", "record-sign", "ranking", "panel-handover",
            "verify", "settings",
        ),
        "专家的各页": (
            "home", "roster", "brief", "scoring", "check", "handover", "people", "practice", "questions",
        ),
    },
    BUREAU: {"收到记录以后": ("bureau", "verify", "ranking", "selftest")},
}  # fmt: skip


@frozen
class Source:
    """All that the booklets are made of; `shots` by chapter, and "expert/〈heading〉" for the two pages.

    `date` is the version's, YYYY-MM-DD.
    """

    manual: Manual
    shots: Shots
    shared: Sequence[tuple[str, str]]
    commands: Sequence[Command]
    sentences: Sequence[Sentences]
    version: str
    date: str

    @property
    def created(self) -> str:
        """The moment the files bear: the version's, so that the same version gives the same bytes."""
        return f"{self.date}T12:00:00+08:00"

    def frame(self, part: str) -> BookletFrame:
        """Head and foot of a booklet."""
        return BookletFrame(_NAME, part, f"知评 {self.version}（{self.date}） · 程序不联网", _MARGINS[0])


def render_books(source: Source) -> dict[str, bytes]:
    """Every booklet by its name. MissingGlyphsError."""
    flows = {name: lay_out(source) for name, lay_out in LAYOUTS.items()}
    return {name: bind(flow, source.frame(name), source.created) for name, flow in flows.items()}


def lay_out_expert(source: Source) -> Flow:
    """The expert's booklet: exactly two pages."""
    page = source.manual.page("expert")
    flow = Flow(A4, _MARGINS)
    _cover(flow, page.title, "")
    for heading, group in _sections(page):
        if heading == _SECOND_PAGE:
            flow.new_page()
        shots = source.shots.get(f"expert/{heading}", ())

        def write(there: Flow, group: Sequence[Block] = group) -> None:
            blocks(there, group)

        if shots and heading != _WIDE:
            beside(flow, shots[0], _SMALL_PICTURE, write)
        else:
            write(flow)
            if shots:
                pictures(flow, shots, _WIDE_PICTURE)
    return flow


def lay_out_organiser(source: Source) -> Flow:
    """The booklet for whoever runs a review: all pages of the window, then commands and sentences."""
    return _twice(source, ORGANISER, lambda flow: _appendices(flow, source))


def lay_out_bureau(source: Source) -> Flow:
    """The booklet for whoever receives a record."""
    return _twice(source, BUREAU, lambda _flow: None)


LAYOUTS: Mapping[str, Callable[[Source], Flow]] = {
    EXPERT: lay_out_expert,
    ORGANISER: lay_out_organiser,
    BUREAU: lay_out_bureau,
}


def _sections(page: Chapter) -> list[tuple[str, list[Block]]]:
    """A chapter cut before each heading; what comes before the first is under ""."""
    heading, found = "", list[tuple[str, Block]]()
    for block in page.blocks:
        heading = block.lines[0][0].text if block.kind == "heading" else heading
        found.append((heading, block))
    return [(name, [block for _, block in group]) for name, group in groupby(found, lambda each: each[0])]


def _twice(source: Source, name: str, end: Callable[[Flow], None]) -> Flow:
    """Laid out once to learn on which pages the chapters are, then again with them in the contents."""
    numbers: dict[str, int] = {}
    for _ in range(2):
        flow = Flow(A4, _MARGINS)
        _contents(flow, source, name, numbers)
        for part, names in PARTS[name].items():
            flow.new_page()
            flow.paragraph(part, _PART)
            for each in names:
                page = source.manual.page(each)
                chapter(flow, page, source.shots.get(each, ()))
        end(flow)
        numbers = {mark.title: mark.page + 1 for mark in flow.bookmarks()}
    return flow


def _appendices(flow: Flow, source: Source) -> None:
    flow.new_page()
    commands(flow, source.shared, source.commands)
    flow.new_page()
    sentences(flow, source.sentences)


def _contents(flow: Flow, source: Source, name: str, numbers: Mapping[str, int]) -> None:
    """The first page: the booklet's name and where everything is."""
    _cover(flow, name, "内容与程序里按 F1 打开的说明相同。")
    parts = {part: [source.manual.page(each).title for each in names] for part, names in PARTS[name].items()}
    if name == ORGANISER:
        parts["附录"] = ["附录一 终端命令", "附录二 程序会说的话"]
    for part, titles in parts.items():
        flow.gap(8)
        flow.paragraph(part, _PART)
        for title in titles:
            _entry(flow, title, numbers.get(title, 0))


def _entry(flow: Flow, title: str, number: int) -> None:
    flow.need(BODY.leading + 3)
    top = flow.take(BODY.leading + 3)
    word(flow, title, flow.left + 12, top, BODY)
    word(flow, str(number), flow.left + flow.width, top, Style(align="right"))
    line = top + BODY.leading + 1
    flow.place(Rule(flow.left + 12, line, flow.left + flow.width, line, grey=0.85))


def _cover(flow: Flow, title: str, below: str) -> None:
    top = flow.take(_COVER.leading)
    flow.place(Box(flow.left, top + 7, 5, _COVER.leading - 12, fill=INK))
    word(flow, title, flow.left + 17, top, _COVER)
    if below:
        flow.paragraph(below, SMALL, indent=17)
    flow.gap(6)


__all__ = ["LAYOUTS", "PARTS", "Command", "Sentences", "Shot", "Source", "render_books"]
