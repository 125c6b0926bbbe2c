"""A paper as pixels: as many pages as it has, as wide as asked, and something on them."""

from app.pdf.papers import render_brief
from app.pdf.preview import pages
from tests.pdf.paper_samples import a_brief


def test_every_page_is_drawn_as_wide_as_asked() -> None:
    drawn = pages(render_brief(a_brief(colour="blue")), 300)
    assert drawn and all(each.width == 300 and each.height > 300 for each in drawn)
    assert all(len(each.pixels) == each.width * each.height * 4 for each in drawn)


def test_a_page_is_not_blank_and_red_comes_first() -> None:
    first = pages(render_brief(a_brief(colour="blue")), 300)[0]
    pixels = [tuple(first.pixels[at : at + 3]) for at in range(0, len(first.pixels), 4)]
    assert (255, 255, 255) in pixels and min(map(sum, pixels)) < 200
    # The band of the platform is blue: blue stands last of the three.
    assert any(blue > red + 60 for red, _, blue in pixels)
