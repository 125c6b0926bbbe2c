"""A column of text and tables down one page after another: the cursor, new pages, signature boxes.

Knows no document: what is written, and the head and foot of pages, come from above.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from app.pdf.archive import Bookmark, FieldBox
from app.pdf.drawing import Mark, Page, Rule, Text
from app.pdf.styles import BODY, Style
from app.pdf.table_pages import TableOnPages
from app.pdf.tables import Table

A4 = (595.28, 841.89)
A4_LANDSCAPE = (841.89, 595.28)
_ENDLESS = 100_000.0
Size = tuple[float, float]
Margins = tuple[float, float, float, float]


class Flow:
    """Pages being filled from the top; margins are left, top, right, bottom in points."""

    def __init__(self, size: Size = A4, margins: Margins = (56.0, 64.0, 56.0, 60.0)) -> None:
        self._size = size
        self._margins = margins
        self._pages: list[tuple[Size, list[Mark]]] = []
        self._fields: list[FieldBox] = []
        self._bookmarks: list[Bookmark] = []
        self.new_page()

    @property
    def left(self) -> float:
        """The column's left edge."""
        return self._margins[0]

    @property
    def width(self) -> float:
        """The column's width."""
        return self._size[0] - self._margins[0] - self._margins[2]

    @property
    def y(self) -> float:
        """Where the next thing begins, measured from the page's top."""
        return self._y

    @property
    def room(self) -> float:
        """What is left of this page's column."""
        return self._size[1] - self._margins[3] - self._y

    @property
    def page_room(self) -> float:
        """The height of an empty page's column."""
        return self._size[1] - self._margins[3] - self._margins[1]

    def new_page(self, size: Size | None = None) -> None:
        """Begin a page, from now on in another size if one is given."""
        self._size = size or self._size
        self._pages.append((self._size, []))
        self._y = self._margins[1]

    def need(self, height: float) -> None:
        """Begin a new page unless this one has the room or is still empty."""
        if self.room < height and self._y > self._margins[1]:
            self.new_page()

    def gap(self, height: float) -> None:
        """White space; none at a page's top."""
        if self._y > self._margins[1]:
            self._y += height

    @contextmanager
    def narrowed(self, by: float) -> Iterator[None]:
        """For a while the column ends so much further left."""
        left, top, right, bottom = self._margins
        self._margins = (left, top, right + by, bottom)
        try:
            yield
        finally:
            self._margins = (left, top, right, bottom)

    def height_of(self, write: Callable[["Flow"], None]) -> float:
        """What `write` takes in this column where no page ends."""
        endless = Flow((self._size[0], _ENDLESS), self._margins)
        top = endless.take(1) + 1
        write(endless)
        return endless.y - top

    def together(self, write: Callable[["Flow"], None]) -> None:
        """Write, on one page if a page can hold it."""
        height = self.height_of(write)
        if height <= self.page_room:
            self.need(height)
        write(self)

    def place(self, *marks: Mark) -> None:
        """Marks at their own coordinates on this page."""
        self._pages[-1][1].extend(marks)

    def take(self, height: float) -> float:
        """Claim a strip of this column; returns its top. The caller has asked `need` before."""
        top = self._y
        self._y += height
        return top

    def paragraph(self, text: str, style: Style = BODY, *, indent: float = 0.0, keep: float = 0.0) -> None:
        """A text in lines over as many pages as it takes; no line is left alone at a page's foot or top.

        Its last two lines stay on one page with `keep` points of what follows.
        """
        width = self.width - indent
        lines = style.lines(text, width)
        self.need(style.leading * min(len(lines), 2))
        last_two = len(lines) - 2 if len(lines) > 3 else 0
        for number, line in enumerate(lines):
            ending = style.leading * (len(lines) - number) + keep if number == last_two else 0.0
            self.need(max(style.leading, min(ending, self.page_room)))
            top = self.take(style.leading)
            self.line(line, style, self.left + indent, width, top)

    def line(self, line: str, style: Style, left: float, width: float, top: float) -> None:
        """One line as it is, in a column of this page, without moving the cursor."""
        if line.strip():
            x, y = round(style.x(left, width), 3), round(style.baseline(top), 3)
            self.place(Text(x, y, line, style.size, style.weight, style.grey, style.align))

    def rule(self, grey: float = 0.35) -> None:
        """A thin line over the column's width."""
        self.place(Rule(self.left, self._y, self.left + self.width, self._y, grey=grey))

    def fitted(self, table: Table) -> TableOnPages:
        """A table measured for these pages."""
        return TableOnPages(table, self.page_room)

    def table(self, table: Table | TableOnPages, keep: float = 0.0) -> None:
        """A table over as many pages as it takes, from the column's left edge.

        Its last rows stay on one page with `keep` points of what follows.
        """
        fitted = self.fitted(table) if isinstance(table, Table) else table
        for number, piece in enumerate(fitted.slices(self.room, self.page_room, keep)):
            if number:
                self.new_page()
            if piece:
                top = self.take(fitted.header_height + piece.height)
                self.place(*fitted.marks(piece, self.left, top))

    def field(self, name: str, left: float, top: float, width: float, height: float) -> None:
        """An empty signature field on this page; top is measured downwards, as everywhere here."""
        bottom = self._size[1] - top - height
        box = (round(left, 2), round(bottom, 2), round(left + width, 2), round(bottom + height, 2))
        self._fields.append(FieldBox(name, len(self._pages) - 1, box))

    def pages(self, decorate: Callable[[int, int, Size], Sequence[Mark]]) -> tuple[Page, ...]:
        """All pages with head and foot: `decorate(number from 1, count, size)` gives the marks of each."""
        count = len(self._pages)
        return tuple(
            Page(size[0], size[1], (*decorate(number, count, size), *marks))
            for number, (size, marks) in enumerate(self._pages, start=1)
        )

    def bookmark(self, title: str) -> None:
        """Name this page in the reader's table of contents."""
        self._bookmarks.append(Bookmark(title, len(self._pages) - 1))

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The named pages in the order they were named."""
        return tuple(self._bookmarks)

    def fields(self) -> tuple[FieldBox, ...]:
        """The signature fields in the order they were placed."""
        return tuple(self._fields)
