"""How a piece of text looks: size, leading, weight, grey and side. One calm scale for all papers."""

from functools import lru_cache
from typing import Literal

from app.domain.frozen import frozen
from app.pdf.fonts import Typeface, Weight, typeface
from app.pdf.paragraphs import balanced_lines, break_lines

Align = Literal["left", "center", "right"]
# Where the baseline of Noto Sans SC stands in a line box, as a share of the size above the box's middle line.
_BASELINE = 0.36


@frozen
class Style:
    """Size and leading (the height of a line) in points; grey from 0 (black) to 1 (white)."""

    size: float = 10.5
    leading: float = 17
    weight: Weight = "regular"
    grey: float = 0.0
    align: Align = "left"

    @property
    def face(self) -> Typeface:
        """The face this style is set in."""
        return typeface(self.weight)

    def lines(self, text: str, width: float) -> tuple[str, ...]:
        """The text broken for a width in points; centred text in lines of about one length."""
        return _lines(self, text, width)

    def baseline(self, top: float) -> float:
        """The baseline of a line whose box begins at `top`, measured downwards."""
        return top + self.leading / 2 + self.size * _BASELINE

    def x(self, left: float, width: float) -> float:
        """Where a line set to this style's side is anchored in a column."""
        return {"left": left, "center": left + width / 2, "right": left + width}[self.align]


@lru_cache(maxsize=8192)
def _lines(style: Style, text: str, width: float) -> tuple[str, ...]:
    """Kept, because verifying lays a paper out again and papers repeat names, criteria and awards."""
    fill = balanced_lines if style.align == "center" else break_lines
    return fill(text, width, style.size, style.face)


BODY = Style(size=10.5, leading=17)
STRONG = Style(size=10.5, leading=17, weight="bold")
SMALL = Style(size=8.5, leading=13.5, grey=0.2)
FINE = Style(size=7.5, leading=11, grey=0.3)
TITLE = Style(size=20, leading=30, weight="bold", align="center")
SUBTITLE = Style(size=10.5, leading=17, grey=0.2, align="center")
NUMBER = Style(size=14, leading=22, weight="bold", align="center")
HEADING = Style(size=13, leading=20, weight="bold")
FIGURE = Style(size=30, leading=40, weight="bold")
LEAD = Style(size=13.5, leading=22, weight="bold")
CELL = Style(size=9, leading=13.5)
CELL_CENTER = Style(size=9, leading=13.5, align="center")
CELL_STRONG = Style(size=9, leading=13.5, weight="bold", align="center")
CELL_LABEL = Style(size=9, leading=13.5, grey=0.2)
CELL_SMALL = Style(size=8, leading=11.5)
CELL_SMALL_CENTER = Style(size=8, leading=11.5, align="center")
