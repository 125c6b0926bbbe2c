"""Marks through reportlab: same bytes, right places, boxes as vectors."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from app.pdf.drawing import Box, Mark, Page, Rule, Text, draw, text_width


def content(*marks: Mark) -> str:
    with pikepdf.open(BytesIO(draw([Page(200, 100, marks)]))) as pdf:
        return pdf.pages[0].Contents.read_bytes().decode("latin-1")


def darkness(pdf: bytes, box: tuple[int, int, int, int]) -> float:
    """The share of dark pixels in a box (left, top, right, bottom) in points of the first page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=4).to_pil().convert("L")
    finally:
        document.close()
    left, top, right, bottom = (4 * value for value in box)
    pixels: bytes = picture.crop((left, top, right, bottom)).tobytes()
    return sum(pixel < 128 for pixel in pixels) / len(pixels)


def test_the_same_pages_give_the_same_bytes() -> None:
    pages = [Page(200, 100, (Text(10, 20, "评审 𬭚", 12), Rule(0, 0, 9, 9), Box(1, 1, 5, 5, (1, 0, 0), 0.5)))]
    assert draw(pages) == draw(pages)


def test_marks_are_measured_from_the_top_left_corner() -> None:
    assert "10 80 Td" in content(Text(10, 20, "A", 12)) or "1 0 0 1 10 80 Tm" in content(
        Text(10, 20, "A", 12)
    )
    assert "0 90 m 50 90 l" in content(Rule(0, 10, 50, 10)).replace(" n ", " ").replace("n 0", "0")


@pytest.mark.parametrize(("align", "x"), [("left", 100), ("center", 90), ("right", 80)])
def test_text_is_anchored_at_its_start_middle_or_end(align: str, x: int) -> None:
    drawn = draw([Page(200, 100, (Text(100, 50, "评审", 10, align=align),))])  # type: ignore[arg-type]  # parametrized
    assert darkness(drawn, (x, 40, x + 20, 53)) > 0.1
    assert darkness(drawn, (0, 40, x, 53)) == darkness(drawn, (x + 20, 40, 200, 53)) == 0


def test_a_ticked_box_is_darker_than_an_empty_one_and_text_follows_one_em_later() -> None:
    def page(text: str) -> bytes:
        return draw([Page(200, 100, (Text(20, 50, text, 20),))])

    empty, ticked, crossed = (darkness(page(box), (20, 30, 40, 55)) for box in "☐☑☒")
    assert 0 < empty < ticked
    assert empty < crossed
    assert darkness(page("☑符"), (41, 30, 60, 55)) > 0.1
    assert text_width("☑符", 20) == 40


def test_a_filled_box_has_its_colour_and_its_outline_is_a_choice() -> None:
    assert darkness(draw([Page(200, 100, (Box(10, 10, 50, 50, fill=(0, 0, 0)),))]), (12, 12, 58, 58)) == 1
    outlined = draw([Page(200, 100, (Box(10, 10, 50, 50, outline=0.0),))])
    assert darkness(outlined, (12, 12, 58, 58)) == 0
    assert darkness(outlined, (8, 8, 62, 62)) > 0


def test_grey_text_is_lighter() -> None:
    assert "0 g" in content(Text(10, 20, "A", 12))
    assert ".5 g" in content(Text(10, 20, "A", 12, grey=0.5))


def test_pages_may_differ_in_size() -> None:
    with pikepdf.open(BytesIO(draw([Page(200, 100, ()), Page(100, 200, ())]))) as pdf:
        assert [[float(side) for side in page.MediaBox] for page in pdf.pages] == [
            [0, 0, 200, 100],
            [0, 0, 100, 200],
        ]
