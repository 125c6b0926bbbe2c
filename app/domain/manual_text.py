"""What the manual says, as values: the pages of resources/manual read from the little Markdown we allow.

The window and the printed manual are made from the same blocks. The page `index`
is the table of contents: its links, in their order, are all pages there are.
"""

import re
from collections.abc import Mapping
from typing import Literal

from app.domain.frozen import frozen

Kind = Literal["heading", "paragraph", "note", "bullets", "steps", "table"]
Style = Literal["plain", "strong", "label", "key", "link"]

INDEX = "index"
_SPANS = re.compile(
    r"\*\*(?P<strong>[^*「]+)\*\*|「(?P<label>[^「」]+)」|`(?P<key>[^`]+)`|(?<!!)\[(?P<link>[^\[\]]+)\]\((?P<to>[^()]*)\)"
)
_MARKED: tuple[Style, ...] = ("strong", "label", "key")
_STRAY = re.compile(r"\*\*|[`「」<>]|\]\(|!\[")
_PREFIXES: tuple[tuple[str, Kind], ...] = (
    (r"## ", "heading"), (r"> ?", "note"), (r"- ", "bullets"), (r"\d+\. ", "steps"), (r"\|", "table"),
)  # fmt: skip
_RULE = re.compile(r"\|( *-+ *\|)+")


class ManualTextError(ValueError):
    """A page is not written as the manual is: our bug, found by the tests, never by a person."""


@frozen
class Span:
    """A piece of a line; `to` is the page a link leads to, "" of everything else."""

    text: str
    style: Style = "plain"
    to: str = ""


Line = tuple[Span, ...]


@frozen
class Block:
    """A heading, paragraph or note of one line; a list of one line an item; a table of rows of cells, its
    first row the header."""

    kind: Kind
    rows: tuple[tuple[Line, ...], ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in reading order."""
        return tuple(line for row in self.rows for line in row)


@frozen
class Chapter:
    """One page: its name (the file's), its title, its blocks."""

    name: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """All pieces of text in reading order."""
        return tuple(span for block in self.blocks for line in block.lines for span in line)


@frozen
class Manual:
    """All pages in the order of the table of contents, `index` first."""

    pages: tuple[Chapter, ...]

    def page(self, name: str) -> Chapter:
        """The page of that name, else the table of contents: help never fails."""
        return next((each for each in self.pages if each.name == name), self.pages[0])


def read_manual(texts: Mapping[str, str]) -> Manual:
    """The manual in these texts by page name. ManualTextError where one is not in the table of contents,
    or is named there and missing, or a link leads nowhere."""
    index = read_page(INDEX, texts[INDEX])
    names = [INDEX, *dict.fromkeys(span.to for span in index.spans if span.to)]
    if odd := set(names) ^ set(texts):
        raise ManualTextError(f"not both a page and in the table of contents: {', '.join(sorted(odd))}")
    pages = tuple(index if name == INDEX else read_page(name, texts[name]) for name in names)
    for page in pages:
        for span in page.spans:
            if span.style == "link" and span.to not in texts:
                raise ManualTextError(f"{page.name}: the link {span.text} leads nowhere ({span.to})")
    return Manual(pages)


def read_page(name: str, text: str) -> Chapter:
    """One page from its text. ManualTextError."""
    first, _, rest = text.strip().partition("\n")
    if not first.startswith("# "):
        raise ManualTextError(f"{name}: the first line is not the title")
    blocks = [_block(name, part) for part in re.split(r"\n\s*\n", rest.strip()) if part]
    return Chapter(name, first.removeprefix("# ").strip(), tuple(blocks))


def _block(name: str, text: str) -> Block:
    """Lines without an empty one between them: all of one kind."""
    lines = text.split("\n")
    kind = _kind(lines[0])
    if any(_kind(line) != kind for line in lines) or (kind == "heading" and len(lines) > 1):
        raise ManualTextError(f"{name}: an empty line is missing in “{lines[0]}”")
    if kind == "paragraph":
        return Block(kind, ((_spans(name, "".join(line.strip() for line in lines)),),))
    prefix = next(prefix for prefix, each in _PREFIXES if each == kind)
    if kind == "table":
        return Block(kind, _table(name, lines))
    told = [re.sub(f"^{prefix}", "", line).strip() for line in lines]
    if kind == "note":
        told = ["".join(told)]
    return Block(kind, tuple((_spans(name, line),) for line in told))


def _kind(line: str) -> Kind:
    return next((kind for prefix, kind in _PREFIXES if re.match(prefix, line)), "paragraph")


def _table(name: str, lines: list[str]) -> tuple[tuple[Line, ...], ...]:
    if len(lines) < 3 or not _RULE.fullmatch(lines[1].strip()):
        raise ManualTextError(f"{name}: a table needs its header, a rule and rows: “{lines[0]}”")
    rows = [line.strip().strip("|").split("|") for line in (lines[0], *lines[2:])]
    if len({len(row) for row in rows}) > 1:
        raise ManualTextError(f"{name}: rows of different length in the table “{lines[0]}”")
    return tuple(tuple(_spans(name, cell.strip()) for cell in row) for row in rows)


def _spans(name: str, line: str) -> Line:
    found: list[Span] = []
    at = 0
    for match in _SPANS.finditer(line):
        found.append(Span(line[at : match.start()]))
        found.append(_span(match))
        at = match.end()
    found.append(Span(line[at:]))
    for span in found:
        if not line or (span.style == "plain" and _STRAY.search(span.text)):
            raise ManualTextError(f"{name}: cannot read “{line}”")
    return tuple(span for span in found if span.text)


def _span(match: re.Match[str]) -> Span:
    if match["link"]:
        return Span(match["link"], "link", match["to"])
    style = next(each for each in _MARKED if match[each])
    return Span(match[style], style)
