"""The self-test on paper: one sentence, then every check with its colour, what was found and what to do."""

from collections.abc import Sequence

from app.domain.frozen import frozen
from app.pdf.blocks import framed, paired, title
from app.pdf.booklet import BookletFrame, bind
from app.pdf.drawing import Box, Text
from app.pdf.flow import Flow
from app.pdf.styles import BODY, FINE, SMALL, STRONG
from app.pdf.wording import time_words

TITLE = "自检报告"
_COLOURS = {
    "green": (0.102, 0.431, 0.259), "amber": (0.722, 0.392, 0.0), "red": (0.659, 0.153, 0.122),
    "none": (0.518, 0.565, 0.627),
}  # fmt: skip
_NAME, _STATE, _PAD = 74.0, 62.0, 7.0


@frozen
class SelfTestLine:
    """One check in words: its name, its state as a key and as a word, the sentence, details."""

    name: str
    state: str
    word: str
    sentence: str
    details: tuple[str, ...]


@frozen
class SelfTestPaper:
    """All that is printed; `time` is RFC 3339 with offset, `program` the name and version."""

    program: str
    time: str
    sentence: str
    lines: tuple[SelfTestLine, ...]


def render_selftest(paper: SelfTestPaper) -> bytes:
    """The report as a PDF, the same for the same words; MissingGlyphsError."""
    flow = Flow()
    title(flow, TITLE)
    paired(flow, [[("检查时间", time_words(paper.time)), ("程序", paper.program)]])
    flow.gap(10)
    framed(flow, paper.sentence)
    flow.gap(14)
    for each in paper.lines:
        _line(flow, each)
    flow.rule(0.8)
    flow.gap(10)
    flow.paragraph("自检只看这台电脑这一刻的情况；试写的内容都已删除，工作区里没有增加任何东西。", SMALL)
    frame = BookletFrame("知评", TITLE, f"{paper.program} · 只说明电脑的情况，不是评审文件")
    return bind(flow, frame, paper.time)


def _line(flow: Flow, line: SelfTestLine) -> None:
    room = flow.width - _NAME - _STATE
    texts, details = BODY.lines(line.sentence, room), _details(line.details, room)
    height = 2 * _PAD + len(texts) * BODY.leading + len(details) * FINE.leading
    flow.need(height)
    flow.rule(0.8)
    top = flow.take(height) + _PAD
    flow.place(Text(flow.left, STRONG.baseline(top), line.name, STRONG.size, "bold"))
    colour = _COLOURS[line.state]
    left = flow.left + _NAME
    flow.place(Box(left, top + 2, _STATE - 12, BODY.leading - 4, fill=colour))
    middle = left + (_STATE - 12) / 2
    flow.place(Text(middle, SMALL.baseline(top + 1.5), line.word, SMALL.size, "bold", 1.0, "center"))
    for number, text in enumerate(texts):
        flow.line(text, BODY, left + _STATE, room, top + number * BODY.leading)
    below = top + len(texts) * BODY.leading
    for number, text in enumerate(details):
        flow.line(text, FINE, left + _STATE, room, below + number * FINE.leading)


def _details(details: Sequence[str], room: float) -> list[str]:
    return [line for each in details for line in FINE.lines(each, room)]
