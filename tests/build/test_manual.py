"""The printed manual: the expert's two pages, every command, every sentence, every page of the window."""

import re
from collections.abc import Mapping

import pytest

import manual_making
from app import i18n
from app.cli.command_list import all_commands
from app.domain.manual_text import INDEX, read_manual
from app.errors import ZhipingError
from app.pdf.drawing import Screenshot, Text
from app.pdf.flow import Flow
from app.pdf.manual_books import BUREAU, EXPERT, LAYOUTS, ORGANISER, PARTS, Shot, Source, render_books
from tests.pdf.pdfa import complaints
from tests.test_i18n import error_classes
from tests.ui.pictures import Screen

SCREEN: Screen = manual_making.SCREEN
SPACE = re.compile(r"\s")


@pytest.fixture(scope="module")
def source() -> Source:
    """The manual as it is, with grey pictures of the shape that the real ones have."""
    shot = Shot(
        SCREEN.width // 10, SCREEN.height // 10, bytes(3 * (SCREEN.width // 10) * (SCREEN.height // 10)), ""
    )
    shots = dict.fromkeys(manual_making.PICTURES, (shot,))
    return manual_making.source(read_manual(i18n.manual_texts()), shots)


@pytest.fixture(scope="module")
def flows(source: Source) -> Mapping[str, Flow]:
    return {name: lay_out(source) for name, lay_out in LAYOUTS.items()}


def text_of(flow: Flow) -> str:
    """All that is on the pages, without spaces and line ends."""
    marks = [mark for page in flow.pages(lambda *_: ()) for mark in page.marks]
    return SPACE.sub("", "".join(mark.text for mark in marks if isinstance(mark, Text)))


def test_the_experts_manual_is_exactly_two_pages_with_a_picture_for_each_step(
    flows: Mapping[str, Flow],
) -> None:
    first, second = flows[EXPERT].pages(lambda *_: ())
    pictures = [sum(isinstance(mark, Screenshot) for mark in page.marks) for page in (first, second)]
    assert pictures == [2, 2]


def test_every_command_with_every_option_is_in_it(flows: Mapping[str, Flow]) -> None:
    told = text_of(flows[ORGANISER])
    found = all_commands()
    assert {"zhiping selftest", "zhiping verify 文件…"} <= {each.typed for each in found} and len(found) > 50
    for each in found:
        for words in (each.typed, each.help, *(part for option in each.options for part in option)):
            assert SPACE.sub("", words) in told, words
    assert "--passphrase-file" in told


def test_every_sentence_an_error_says_is_in_it(flows: Mapping[str, Flow], source: Source) -> None:
    told = text_of(flows[ORGANISER])
    catalogue = i18n.catalogue().sentences
    classes: set[type[ZhipingError]] = error_classes()
    assert len(classes) > 100
    for code in {*catalogue, *(each.code for each in classes)}:
        for piece in re.split(r"\{[a-z_]+\}", catalogue[code]):
            assert SPACE.sub("", piece) in told, code
    assert all(re.search("[一-鿿]", each.title) for each in source.sentences)


def test_every_page_of_the_window_is_in_a_booklet_and_the_contents_tell_where(
    flows: Mapping[str, Flow], source: Source
) -> None:
    printed = {name for parts in PARTS.values() for names in parts.values() for name in names} | {"expert"}
    assert printed == {page.name for page in source.manual.pages} - {INDEX}
    for name in (ORGANISER, BUREAU):
        flow = flows[name]
        first = [mark for mark in flow.pages(lambda *_: ())[0].marks if isinstance(mark, Text)]
        numbers = {mark.text: at for at, mark in enumerate(first)}
        for mark in flow.bookmarks():
            assert first[numbers[mark.title] + 1].text == str(mark.page + 1), mark.title


def test_the_files_are_pdf_a_and_the_same_each_time(source: Source) -> None:
    once, twice = render_books(source), render_books(source)
    assert once == twice and set(once) == {EXPERT, ORGANISER, BUREAU}
    assert complaints(once[EXPERT]) == []
