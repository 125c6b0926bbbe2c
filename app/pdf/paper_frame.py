"""What stands on every page of a paper: head with colour band, foot with number, 校验码 and page count."""

from collections.abc import Sequence

from app.domain import canonical
from app.domain.brief import Brief
from app.domain.frozen import frozen
from app.pdf.drawing import Box, Mark, Rule, Text, Watermark, text_width

REHEARSAL, OFFICIAL = "演练", "正式"
INTERNAL = "内部资料，不送申报单位"
UNCONFIRMED = "规则未经委托方确认"
# Dark enough for white text at 4.5:1 and for a black-and-white printer.
COLOURS = {
    "blue": ("蓝", (0.106, 0.353, 0.620)),
    "green": ("绿", (0.102, 0.431, 0.259)),
    "orange": ("橙", (0.667, 0.318, 0.012)),
    "purple": ("紫", (0.408, 0.251, 0.616)),
    "teal": ("青", (0.043, 0.420, 0.431)),
    "red": ("红", (0.659, 0.153, 0.122)),
}
# Papers of several platforms bear no platform's colour.
NO_COLOUR = ("", (0.275, 0.322, 0.384))
# Seen at arm's length, read through without effort: text of any grey keeps 4.5:1 over it.
WATERMARK_GREY = 0.945
_LEFT = 56.0
_HEAD, _FOOT = 46.0, 48.0
_SIZE = 8.0
_FINE = 7.5


@frozen
class PaperFrame:
    """The words of a paper's head and foot; `number` is e.g. ZPABCDEFGH-E1 第1版, `code` its 校验码.

    `colour` and `rubric_digest` are "" on papers of several platforms.
    """

    kind: str
    number: str
    panel: str
    platform: str
    colour: str
    rehearsal: bool
    unconfirmed: bool
    code: str
    rubric_digest: str
    internal: bool

    def marks(self, number: int, count: int, size: tuple[float, float]) -> Sequence[Mark]:
        """Head and foot of page `number` (from 1) of `count`, on a page of `size` points."""
        width, height = size
        marks: list[Mark] = []
        if self.rehearsal:
            marks.append(Watermark(REHEARSAL, 190, WATERMARK_GREY))
        return [*marks, *self._head(width - _LEFT), *self._foot(number, count, width - _LEFT, height)]

    def _head(self, right: float) -> list[Mark]:
        word, colour = COLOURS.get(self.colour, NO_COLOUR)
        mode = REHEARSAL if self.rehearsal else OFFICIAL
        standing = f"{UNCONFIRMED} · {mode}" if self.unconfirmed else mode
        left = _LEFT + 24
        room = right - left - text_width(standing, _SIZE, "bold") - 12
        text = clipped(f"{self.kind} · {self.panel} · {self.platform}", room, _SIZE)
        return [
            Box(_LEFT, _HEAD - 15, 18, 12, fill=colour),
            Text(_LEFT + 9, _HEAD - 6, word, _SIZE, "bold", grey=1.0, align="center"),
            Text(left, _HEAD - 6, text, _SIZE, grey=0.2),
            Text(right, _HEAD - 6, standing, _SIZE, "bold", grey=0.2, align="right"),
            Box(_LEFT, _HEAD, right - _LEFT, 2.2, fill=colour),
        ]

    def _foot(self, number: int, count: int, right: float, height: float) -> list[Mark]:
        top = height - _FOOT
        second = REHEARSAL if self.rehearsal else OFFICIAL
        if self.rubric_digest:
            second = f"评分表摘要 {self.rubric_digest[:16]} · {second}"
        if self.internal:
            second = f"{second} · {INTERNAL}"
        return [
            Rule(_LEFT, top, right, top, grey=0.6),
            Text(_LEFT, top + 12, f"{self.number} · 校验码 {self.code}", _FINE, grey=0.25),
            Text(right, top + 12, f"第 {number} 页 共 {count} 页", _FINE, grey=0.25, align="right"),
            Text(_LEFT, top + 23, second, _FINE, grey=0.25),
        ]


def frame_of(brief: Brief, kind: str, number: str, digest: str, *, internal: bool) -> PaperFrame:
    """The frame of a paper of this brief: `digest` is the paper's own payload digest."""
    return PaperFrame(
        kind=kind,
        number=number,
        panel=brief.header.panel_name,
        platform=brief.platform.name,
        colour=brief.colour,
        rehearsal=brief.header.rehearsal,
        unconfirmed=brief.rules.confirmed_by is None,
        code=canonical.check_code(digest),
        rubric_digest=brief.rubric.digest,
        internal=internal,
    )


def clipped(text: str, width: float, size: float) -> str:
    """The text, or as much of it as fits the width with … at its end."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text + "…"
