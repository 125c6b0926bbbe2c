"""The two fonts of paper and screen: static Noto Sans SC Regular and Bold, made from one variable font.

Takes the font from the package justmytype-intl-cjk and leaves everything else about fonts to app/pdf.
"""

import hashlib
import os
import sys
from importlib.metadata import files
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "fonts"
PACKAGE = "justmytype-intl-cjk"
FOLDER = "fonts/ofl/notosanssc/"
FAMILY = "Noto Sans SC"
LICENCE = "OFL.txt"
# The whole of the layout is about widths of 1000 units an em; anything else breaks PDF/A widths in reportlab.
UNITS_PER_EM = 1000


class Weight(NamedTuple):
    """One static font: its style name, its place on the wght axis, the digest its file must have."""

    style: str
    value: int
    sha256: str

    @property
    def file_name(self) -> str:
        return f"NotoSansSC-{self.style}.ttf"


WEIGHTS = (
    Weight("Regular", 400, "02740769480119ea65cdd1b5e40bf03b671abf9fa3814f5f6c7153ec8c30fe66"),
    Weight("Bold", 700, "33c1fcc2a5e12c20fa9b5824a2e3213b4fbdae694fe5017d828eb9a4a43f0a0c"),
)
LICENCE_SHA256 = "1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9"


def source(name: str) -> bytes:
    """Bytes of the one installed file of the font package that lies in its folder under this name."""
    found = [f for f in files(PACKAGE) or () if FOLDER in str(f).replace("\\", "/") and f.name == name]
    if len(found) != 1:
        raise SystemExit(f"字体包 {PACKAGE} 里没有找到 {name}。")
    return Path(str(found[0].locate())).read_bytes()


def instance(variable: bytes, weight: Weight) -> bytes:
    """A static font of one weight: all glyphs, names that do not collide, the same bytes every time."""
    import uharfbuzz

    face = uharfbuzz.Face(variable)
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    wanted.flags |= uharfbuzz.SubsetFlags.RETAIN_GIDS
    if not wanted.pin_axis_location(face, "wght", float(weight.value)):
        raise SystemExit("字体没有可固定的字重轴（wght）。")
    return renamed(uharfbuzz.subset(face, wanted).blob.data, weight)


def renamed(static: bytes, weight: Weight) -> bytes:
    """The font with the names, weight class and style bits of its own weight instead of the source's Thin."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(static), recalcBBoxes=False, recalcTimestamp=False)
    if font["head"].unitsPerEm != UNITS_PER_EM or "fvar" in font or "glyf" not in font:
        raise SystemExit("做出的字体不是每字 1000 单位的静态 TrueType 字体。")
    if "STAT" in font:
        del font["STAT"]  # it would name axes that are no longer there
    bold = weight.style == "Bold"
    table = font["name"]
    version = table.getDebugName(5)
    table.names = [n for n in table.names if n.platformID == 3 and n.nameID < 25 and n.nameID not in (16, 17)]
    for name_id, text in (
        (1, FAMILY),
        (2, weight.style),
        (3, f"{version};zhiping;NotoSansSC-{weight.style}"),
        (4, f"{FAMILY} {weight.style}"),
        (6, f"NotoSansSC-{weight.style}"),
    ):
        table.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight.value
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x61 | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0
    out = BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def keep(path: Path, data: bytes, sha256: str) -> None:
    """Write a file whole or not at all; refuse bytes whose digest is not the expected one."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SystemExit(f"{path.name} 的 SHA-256 与预期不符，没有写入。请删除 .venv 后重试。")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def is_kept(path: Path, sha256: str) -> bool:
    """Whether the file is there with exactly these bytes."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def make(target: Path = TARGET) -> None:
    """Make what is missing or different under `target`: two fonts and their licence."""
    missing = [w for w in WEIGHTS if not is_kept(target / w.file_name, w.sha256)]
    variable = source("NotoSansSC[wght].ttf") if missing else b""
    for weight in missing:
        keep(target / weight.file_name, instance(variable, weight), weight.sha256)
    if not is_kept(target / LICENCE, LICENCE_SHA256):
        keep(target / LICENCE, source(LICENCE), LICENCE_SHA256)


if __name__ == "__main__":
    make(*map(Path, sys.argv[1:2]))
