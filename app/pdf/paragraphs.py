"""Text into lines by 避头尾 (GB/T 15834, CLREQ): where a line may end, and the lines that fit a width.

Knows characters and their widths only; where lines stand on a page is the table's and the flow's matter.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from app.pdf.fonts import EM, Typeface

NO_START = frozenset("，。、；：！？）》」』】〕〗〉］｝”’％‰℃°…·•～–々ー∶＝≈÷×✓,.;:!?)]}%/-")
NO_END = frozenset("（《「『【〔〖〈［｛“‘([{/￥¥$＄№#")
SPACES = frozenset(" \u3000")
_PAIRS = frozenset("—…")
_LEFT_ALONE = 5 * EM // 2

# How much a break costs. A line ends at the cheapest kind of break that its width offers.
FREE, LOOSE, UNIT, WORD, NO_END_COST, NO_START_COST, NEVER = range(7)

_COMPOUND_UNITS = (
    "平方米|平方千米|家次|场次|人次|人天|课时|个月|工作日|个工作日|小时|分钟|"
    "亿元|万元|千元|百万元|千万元|万亿元|亿|万"
)
_UNIT = re.compile(
    r"[0-9０-９][0-9０-９.,．:∶/～~–-]*"
    rf"(?:个?(?:{_COMPOUND_UNITS})|[%％‰]及|\w)?"
)
_LOOSE = re.compile(
    r"[0-9]{2,4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?|[0-9]{1,2}月[0-9]{1,2}日"
    r"|第[0-9一二三四五六七八九十百]+[\w]|附件[0-9]+|[A-Za-z0-9]+[-–][A-Za-z0-9]+"
)


def break_lines(text: str, width: float, size: float, face: Typeface) -> tuple[str, ...]:
    """The lines of a text for a width and a type size in points; at least one, "\\n" always starts a new one.

    Nothing is lost or added: the lines of a paragraph joined are the paragraph. Spaces at a line's end hang
    and are not counted; otherwise no line is wider than the width unless a single character is.
    """
    room = int(width * EM / size + 1e-6)
    return tuple(line for paragraph in text.split("\n") for line in _lines_of(paragraph, room, face))


def balanced_lines(text: str, width: float, size: float, face: Typeface) -> tuple[str, ...]:
    """As few lines as break_lines makes; where a word of the last one is left alone, of equal lengths.

    For labels and titles; a text of several paragraphs is balanced paragraph by paragraph.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        full = break_lines(paragraph, width, size, face)
        low, high = 0, int(width * EM / size + 1e-6)
        left_alone = len(full) > 1 and face.advance(full[-1]) < _LEFT_ALONE
        while left_alone and high - low > EM // 8:
            middle = (low + high) // 2
            fits = all(face.advance(line.rstrip()) <= middle for line in _lines_of(paragraph, middle, face))
            if fits and sum(1 for _ in _lines_of(paragraph, middle, face)) == len(full):
                high = middle
            else:
                low = middle
        lines += _lines_of(paragraph, high, face) if left_alone else full
    return tuple(lines)


@lru_cache(maxsize=4096)
def break_costs(paragraph: str) -> tuple[int, ...]:
    """What a break before each character costs, from FREE to NEVER; index 0 is the paragraph's start."""
    costs = [FREE] * len(paragraph)
    for match in _LOOSE.finditer(paragraph):
        _raise(costs, match, LOOSE)
    for match in _UNIT.finditer(paragraph):
        _raise(costs, match, UNIT)
    last_visible = ""
    for index in range(1, len(paragraph)):
        before, after = paragraph[index - 1], paragraph[index]
        last_visible = last_visible if before in SPACES else before
        costs[index] = max(costs[index] if before not in SPACES else FREE, _cost(before, after, last_visible))
    return tuple(costs)


def _raise(costs: list[int], match: re.Match[str], cost: int) -> None:
    for index in range(match.start() + 1, match.end()):
        costs[index] = max(costs[index], cost)


def _cost(before: str, after: str, last_visible: str) -> int:
    if (
        after in SPACES
        or unicodedata.category(after).startswith("M")
        or (before == after and after in _PAIRS)
    ):
        return NEVER
    if after in NO_START:
        return NO_START_COST
    if last_visible in NO_END:
        return NO_END_COST
    if _is_word(before) and _is_word(after):
        return WORD
    return FREE


def _is_word(character: str) -> bool:
    """Part of a Latin word, a figure, an address or a digest: narrow, visible, not a bracket."""
    if character.isascii():
        return character.isprintable() and character not in " ()[]{}<>\"'|"
    return character.isalnum() and unicodedata.east_asian_width(character) not in "WF"


def _lines_of(paragraph: str, room: int, face: Typeface) -> Iterator[str]:
    costs = break_costs(paragraph)
    start = 0
    while True:
        limit = _reach(paragraph, start, room, face)
        if limit == len(paragraph):
            yield paragraph[start:]
            return
        # The cheapest break in reach; of equally cheap ones the last.
        end = min(range(limit, start, -1), key=costs.__getitem__)
        yield paragraph[start:end]
        start = end


def _reach(paragraph: str, start: int, room: int, face: Typeface) -> int:
    """The furthest end of a line that begins at start; at least one character, hanging spaces included."""
    used = 0
    for index in range(start, len(paragraph)):
        used += face.widths.get(ord(paragraph[index]), EM)
        if used > room and index > start and paragraph[index] not in SPACES:
            return index
    return len(paragraph)
