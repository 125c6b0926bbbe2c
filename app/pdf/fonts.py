"""The two faces of every paper, Noto Sans SC Regular and Bold: widths, cmap, and the way into a PDF.

Which text stands where is not known here. A character the faces lack is refused, never drawn as nothing.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from typing import Literal

from app import paths
from app.domain.frozen import frozen
from app.errors import EnvironmentFault, RefusedError

Weight = Literal["regular", "bold"]

FONT_NAMES: Mapping[Weight, str] = {"regular": "NotoSansSC-Regular", "bold": "NotoSansSC-Bold"}
# Not in Noto Sans SC: drawn as vectors, one em wide (drawing.py).
DRAWN_BOXES = "☐☑☒"
EM = 1000
_UNITS_PER_EM_OFFSET = 18


class FontMissingFault(EnvironmentFault):
    """A font file of the program is not where it was installed, or is not readable."""

    field_names = ("file",)


class FontUnsuitableFault(EnvironmentFault):
    """A font file is not the static, 1000 units per em face the papers are measured with."""

    field_names = ("file",)


class MissingGlyphsError(RefusedError):
    """A text has characters that no paper can show; `characters` names them with their code points."""

    field_names = ("characters",)


@frozen
class Typeface:
    """One weight: the name reportlab knows it by and every character's width in 1/1000 em."""

    name: str
    widths: Mapping[int, int]

    def advance(self, text: str) -> int:
        """Width of one line of text in 1/1000 em, exact; an unknown character counts one em."""
        widths = self.widths
        return sum(widths.get(ord(character), EM) for character in text)

    def width(self, text: str, size: float) -> float:
        """Width of one line of text in points at a type size in points."""
        return self.advance(text) * size / EM


@cache
def typeface(weight: Weight) -> Typeface:
    """The face of a weight, registered with reportlab on first use.

    Raises FontMissingFault and FontUnsuitableFault.
    """
    from reportlab.pdfbase import pdfmetrics

    name = FONT_NAMES[weight]
    font = _embeddable_font(name, _font_bytes(name))
    pdfmetrics.registerFont(font)
    widths = {int(code): int(width) for code, width in font.face.charWidths.items()}
    widths |= {ord(box): EM for box in DRAWN_BOXES}
    return Typeface(name, widths)


def missing_characters(texts: Iterable[str]) -> tuple[str, ...]:
    """The characters of the texts that the faces cannot draw, each once, in order of appearance.

    A line feed is layout, not a character; the drawn boxes count as present.
    """
    widths = typeface("regular").widths
    found = {character: None for text in texts for character in text if ord(character) not in widths}
    return tuple(character for character in found if character != "\n")


def require_characters(texts: Iterable[str]) -> None:
    """Nothing if every character can be drawn, else MissingGlyphsError naming those that cannot."""
    missing = missing_characters(texts)
    if missing:
        named = "、".join(f"{character}（U+{ord(character):04X}）" for character in missing)
        raise MissingGlyphsError(characters=named)


def to_unicode_cmap(name: str, subset: Iterable[int]) -> str:
    """The ToUnicode map of one 256-character subset: position → UTF-16BE, unused positions left out.

    reportlab writes five hex digits beyond the BMP, which no reader understands, and maps its unused
    positions to U+0000, which PDF/A-3u forbids (ISO 19005-3, 6.2.11.7.2).
    """
    pairs = [(code, chr(character)) for code, character in enumerate(subset) if character]
    lines = [f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in pairs]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _font_bytes(name: str) -> bytes:
    file = paths.fonts() / f"{name}.ttf"
    try:
        data = file.read_bytes()
    except OSError as error:
        raise FontMissingFault(file=file.name) from error
    return data


def _embeddable_font(name: str, data: bytes):  # type: ignore[no-untyped-def]  # reportlab is untyped: stays in this file
    from reportlab.pdfbase.ttfonts import SUBSETN, TTFError, TTFont

    class EmbeddableFont(TTFont):  # type: ignore[misc]  # reportlab is untyped
        """reportlab's TrueType font with a ToUnicode map of our own."""

        def addObjects(self, doc):  # type: ignore[no-untyped-def]  # reportlab's own signature
            subsets = [list(subset) for subset in self.state[doc].subsets]
            super().addObjects(doc)
            for number, subset in enumerate(subsets):
                tagged = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii")
                doc.idToObject[f"toUnicodeCMap:{tagged}"].content = to_unicode_cmap(tagged, subset)

    try:
        font = EmbeddableFont(name, BytesIO(data), asciiReadable=False, shapable=False)
    except TTFError as error:
        raise FontUnsuitableFault(file=name) from error
    head = font.face.get_table("head")
    per_em = int.from_bytes(head[_UNITS_PER_EM_OFFSET : _UNITS_PER_EM_OFFSET + 2], "big")
    if "fvar" in font.face.table or per_em != EM:
        raise FontUnsuitableFault(file=name)
    return font
