"""The fonts that the build makes: static, told apart, wide enough for names, the same bytes every time."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfbase import ttfonts

import fonts

RARE = "𬭚䶮㛃𠅤"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("字体 文件夹")
    fonts.make(folder)
    return folder


@pytest.mark.parametrize("weight", fonts.WEIGHTS, ids=lambda w: w.style)
def test_a_font_is_static_truetype_with_1000_units_and_names_its_weight(
    made: Path, weight: fonts.Weight
) -> None:
    font = TTFont(made / weight.file_name)
    assert not {"fvar", "gvar", "STAT", "CFF "} & set(font.keys())
    assert font["head"].unitsPerEm == 1000
    assert font["OS/2"].usWeightClass == weight.value
    assert [font["name"].getDebugName(n) for n in (1, 2, 4, 6, 16, 17)] == [
        "Noto Sans SC",
        weight.style,
        f"Noto Sans SC {weight.style}",
        f"NotoSansSC-{weight.style}",
        None,
        None,
    ]


@pytest.mark.parametrize("weight", fonts.WEIGHTS, ids=lambda w: w.style)
def test_reportlab_loads_a_font_and_finds_rare_characters(made: Path, weight: fonts.Weight) -> None:
    font = ttfonts.TTFont(f"test-{weight.style}", made / weight.file_name)
    assert font.face.name == f"NotoSansSC-{weight.style}".encode()
    assert [c for c in RARE if ord(c) not in font.face.charToGlyph] == []
    assert font.stringWidth(RARE, 10) == 40


def test_bold_is_bolder_than_regular(made: Path) -> None:
    widths = [ttfonts.TTFont(w.style, made / w.file_name).stringWidth("m", 1000) for w in fonts.WEIGHTS]
    assert widths[0] < widths[1]


def test_making_a_font_again_gives_the_same_bytes() -> None:
    variable = fonts.source("NotoSansSC[wght].ttf")
    weight = fonts.WEIGHTS[0]
    assert hashlib.sha256(fonts.instance(variable, weight)).hexdigest() == weight.sha256


def test_a_damaged_font_is_made_again_and_its_licence_lies_beside_it(made: Path, tmp_path: Path) -> None:
    for path in made.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    victim = tmp_path / fonts.WEIGHTS[1].file_name
    victim.write_bytes(victim.read_bytes()[:-1])
    fonts.make(tmp_path)
    assert fonts.is_kept(victim, fonts.WEIGHTS[1].sha256)
    assert "SIL OPEN FONT LICENSE" in (tmp_path / fonts.LICENCE).read_text(encoding="utf-8")


def test_bytes_that_are_not_the_expected_ones_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="SHA-256"):
        fonts.keep(tmp_path / "x.ttf", b"something else", fonts.WEIGHTS[0].sha256)
    assert list(tmp_path.iterdir()) == []


def test_a_font_of_another_size_is_refused() -> None:
    font = TTFont(BytesIO(fonts.source("NotoSansSC[wght].ttf")))
    font["head"].unitsPerEm = 2048
    for table in ("GSUB", "GPOS", "gvar", "HVAR"):
        del font[table]
    out = BytesIO()
    font.save(out)
    with pytest.raises(SystemExit, match="1000"):
        fonts.renamed(out.getvalue(), fonts.WEIGHTS[0])
