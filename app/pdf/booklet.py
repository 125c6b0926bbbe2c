"""Booklets: pages that are no paper of a review, such as the manual or a self-test; their head and foot.

They carry no data and no signature. The same input gives the same bytes.
"""

from collections.abc import Sequence

from app.domain.frozen import frozen
from app.pdf.archive import finish
from app.pdf.drawing import Box, Mark, Rule, Text, draw
from app.pdf.flow import Flow

INK = (0.106, 0.353, 0.620)
_SIZE = 8.0
_HEAD, _FOOT = 42.0, 40.0


@frozen
class BookletFrame:
    """What stands over and under every page: the booklet's name, what it is part of, and at the foot `note`;
    `left` is the margin of the text."""

    name: str
    part: str
    note: str
    left: float = 56.0

    def marks(self, number: int, count: int, size: tuple[float, float]) -> Sequence[Mark]:
        """Head and foot of page `number` (from 1) of `count`, on a page of `size` points."""
        width, height = size
        right, top = width - self.left, height - _FOOT
        return [
            Box(self.left, _HEAD - 13, 3, 11, fill=INK),
            Text(self.left + 9, _HEAD - 4, self.name, _SIZE, "bold", grey=0.15),
            Text(right, _HEAD - 4, self.part, _SIZE, grey=0.3, align="right"),
            Rule(self.left, _HEAD + 3, right, _HEAD + 3, grey=0.7),
            Text(self.left, top + 10, self.note, _SIZE - 0.5, grey=0.35),
            Text(right, top + 10, f"第 {number} 页 共 {count} 页", _SIZE - 0.5, grey=0.35, align="right"),
        ]


def bind(flow: Flow, frame: BookletFrame, created: str) -> bytes:
    """The booklet as a PDF/A-3u; `created` is an RFC 3339 time with offset. MissingGlyphsError."""
    return finish(
        draw(flow.pages(frame.marks)),
        title=f"{frame.name} {frame.part}".strip(),
        created=created,
        attachments=(),
        fields=(),
        bookmarks=flow.bookmarks(),
    )
