"""A line of the manual on paper: strong words, names of buttons on a soft ground, keys in a frame.

Where lines break is paragraphs'; this only sees to it that every piece keeps its look across the breaks.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from app.domain.frozen import frozen
from app.domain.manual_text import Line, Span
from app.domain.manual_text import Style as Look
from app.pdf.drawing import Box, Text, text_width
from app.pdf.flow import Flow
from app.pdf.fonts import Weight
from app.pdf.styles import BODY, Style

BUTTON = (0.894, 0.933, 0.976)
_FRAME = 0.55
_UNDER, _OVER = 0.30, 0.92  # a ground's lower and upper edge, as shares of the size, from the baseline


@frozen
class _Piece:
    """Some characters of one look in one line."""

    text: str
    look: Look


def plain(line: Line) -> str:
    """The line's text with names of buttons in 「」: for tables and titles."""
    return "".join(f"「{span.text}」" if span.style == "label" else span.text for span in line)


def rich_lines(line: Line, style: Style, width: float) -> list[list[_Piece]]:
    """The line broken for a width, each of its lines in pieces."""
    spans: list[Span] = []  # of each character, so that two buttons side by side stay two
    text = ""
    for span in line:
        shown = _shown(span)
        text += shown
        spans += [span] * len(shown)
    found: list[list[_Piece]] = []
    at = 0
    for broken in style.lines(text, width):
        found.append(list(_pieces(broken, spans[at : at + len(broken)])))
        at += len(broken)
    return found


def rich(flow: Flow, line: Line, style: Style = BODY, *, indent: float = 0.0, sign: str = "") -> None:
    """Writes the line as a paragraph, `sign` in front of it; never one line alone at a page's foot."""
    lines = rich_lines(line, style, flow.width - indent)
    flow.need(style.leading * min(len(lines), 3 if len(lines) == 3 else 2))
    for number, pieces in enumerate(lines):
        flow.need(style.leading)
        top = flow.take(style.leading)
        if sign and number == 0:
            weight: Weight = "regular" if sign == "·" else "bold"
            flow.place(Text(flow.left + 2, style.baseline(top), sign, style.size, weight, 0.15))
        draw_line(flow, pieces, style, flow.left + indent, top)


def draw_line(flow: Flow, pieces: Sequence[_Piece], style: Style, left: float, top: float) -> None:
    """One line of pieces at a place of this page."""
    baseline = style.baseline(top)
    for piece in pieces:
        weight: Weight = "bold" if piece.look == "strong" else style.weight
        width = text_width(piece.text, style.size, weight)
        if piece.look in ("label", "key") and piece.text.strip():
            _ground(flow, piece, style, left, baseline)
        flow.place(Text(round(left, 3), round(baseline, 3), piece.text, style.size, weight, style.grey))
        left += width


def _ground(flow: Flow, piece: _Piece, style: Style, left: float, baseline: float) -> None:
    """What lies behind the name of a button or a key; the space at either end is half inside."""
    half = text_width(" ", style.size, style.weight) * 0.45
    before = len(piece.text) - len(piece.text.lstrip())
    start = left + (half if before else -1)
    width = text_width(piece.text.strip(), style.size, style.weight) + (half if before else 1) + half
    top = baseline - style.size * _OVER
    height = style.size * (_OVER + _UNDER)
    if piece.look == "label":
        flow.place(Box(start, top, width, height, fill=BUTTON))
    else:
        flow.place(Box(start, top + 0.5, width, height - 1, outline=_FRAME))


def _shown(span: Span) -> str:
    return f" {span.text} " if span.style in ("label", "key") else span.text


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[_Piece]:
    at = 0
    for _, run in groupby(spans, id):
        one, *more = run
        yield _Piece(text[at : at + 1 + len(more)], one.style)
        at += 1 + len(more)
