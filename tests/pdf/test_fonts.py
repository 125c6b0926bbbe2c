"""The faces: widths, missing characters, and what a reader gets back when it copies a paper's text."""

import subprocess
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from app import paths
from app.pdf import fonts
from app.pdf.drawing import Page, Text, draw

RARE = "𬭚 䶮 㛃 𠅤"


def copied(file: Path, pdf: bytes) -> str:
    file.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True
    ).stdout.decode()


def test_rare_characters_of_names_are_not_missing() -> None:
    assert fonts.missing_characters([RARE, "张𬭚", "℃㎡①≥×÷"]) == ()


def test_a_missing_character_is_named_once_in_order_of_appearance() -> None:
    assert fonts.missing_characters(["评😀分\n", "①ﷺ😀"]) == ("😀", "ﷺ")


def test_the_drawn_boxes_and_line_feeds_are_not_missing() -> None:
    assert fonts.missing_characters(["☐☑☒\n"]) == ()


def test_control_characters_are_missing() -> None:
    assert fonts.missing_characters(["\t\x07\u200b"]) == ("\t", "\x07", "\u200b")


def test_a_text_with_missing_characters_is_refused_with_their_code_points() -> None:
    with pytest.raises(fonts.MissingGlyphsError) as caught:
        fonts.require_characters(["评分", "很好😀"])
    assert caught.value.fields == {"characters": "😀（U+1F600）"}


def test_nothing_is_drawn_where_a_character_is_missing() -> None:
    with pytest.raises(fonts.MissingGlyphsError):
        draw([Page(200, 200, (Text(10, 20, "评😀", 10),))])


def test_a_chinese_character_is_one_em_wide_and_width_scales_with_the_size() -> None:
    face = fonts.typeface("regular")
    assert face.advance("评，“”（℃") == 6 * fonts.EM
    assert face.width("评分", 10.5) == 21.0
    assert face.advance("1") != face.advance("评")


def test_bold_and_regular_are_two_faces() -> None:
    regular, bold = fonts.typeface("regular"), fonts.typeface("bold")
    assert regular.name != bold.name
    assert regular.advance("Wm1") != bold.advance("Wm1")


def test_a_missing_font_file_is_a_fault_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "fonts", lambda: tmp_path)
    with pytest.raises(fonts.FontMissingFault) as caught:
        fonts.typeface.__wrapped__("bold")
    assert caught.value.fields == {"file": "NotoSansSC-Bold.ttf"}


@pytest.mark.parametrize("content", [b"", b"not a font", b"OTTO" + bytes(200)])
def test_a_file_that_is_no_truetype_font_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    (tmp_path / "NotoSansSC-Regular.ttf").write_bytes(content)
    monkeypatch.setattr(paths, "fonts", lambda: tmp_path)
    with pytest.raises(fonts.FontUnsuitableFault):
        fonts.typeface.__wrapped__("regular")


def other_face(folder: Path, units_per_em: int) -> None:
    """A tiny but sound TrueType face with another em."""
    builder = FontBuilder(units_per_em)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in (".notdef", "A")})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "A"), (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Other", "styleName": "Regular", "psName": "Other-Regular"})
    builder.setupOS2(sTypoAscender=800, sCapHeight=700, usWeightClass=400, version=4)
    builder.setupPost()
    builder.save(folder / "NotoSansSC-Regular.ttf")


def test_a_face_whose_em_is_not_1000_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other_face(tmp_path, 2048)
    monkeypatch.setattr(paths, "fonts", lambda: tmp_path)
    with pytest.raises(fonts.FontUnsuitableFault):
        fonts.typeface.__wrapped__("regular")


def test_a_unicode_map_beyond_the_first_plane_is_in_surrogate_pairs_and_leaves_out_unused_places() -> None:
    cmap = fonts.to_unicode_cmap("AAAAAA+X", [0, 0x20, 0x8BC4, 0x2CB5A])
    assert "<03> <D872DF5A>" in cmap
    assert "<02> <8BC4>" in cmap
    assert "3 beginbfchar" in cmap
    assert "<00> <0000>" not in cmap


@pytest.mark.needs_tool("pdftotext")
@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_rare_characters_are_copied_as_they_were_written(tmp_path: Path, weight: fonts.Weight) -> None:
    pdf = draw(
        [Page(300, 100, (Text(10, 20, RARE, 12, weight), Text(10, 50, "“一带一路”——10分……", 12, weight)))]
    )
    text = copied(tmp_path / "rare.pdf", pdf)
    assert RARE in text
    assert "“一带一路”——10分……" in text


@pytest.mark.needs_tool("pdftotext")
def test_more_characters_than_one_subset_holds_are_copied_as_they_were_written(tmp_path: Path) -> None:
    text = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 600))
    lines = [text[start : start + 30] for start in range(0, len(text), 30)]
    marks = tuple(Text(10, 20 + 14 * row, line, 10) for row, line in enumerate(lines))
    assert copied(tmp_path / "many.pdf", draw([Page(400, 400, marks)])).split() == lines


@pytest.mark.needs_tool("pdffonts")
def test_no_font_but_ours_is_in_a_paper_and_all_are_embedded_subsets(tmp_path: Path) -> None:
    file = tmp_path / "fonts.pdf"
    file.write_bytes(draw([Page(300, 100, (Text(10, 20, "甲 A", 12), Text(10, 40, "乙", 12, "bold")))]))
    rows = (
        subprocess.run(["pdffonts", str(file)], capture_output=True, check=True).stdout.decode().splitlines()
    )
    assert len(rows) == 4
    for row in rows[2:]:
        name, kind, _encoding, embedded, subset, unicode_map = row.split()[:6]
        assert name.split("+")[1] in fonts.FONT_NAMES.values()
        assert (kind, embedded, subset, unicode_map) == ("TrueType", "yes", "yes", "yes")


def test_a_page_without_text_has_no_font_at_all() -> None:
    assert b"/BaseFont" not in draw([Page(300, 100, ())])
