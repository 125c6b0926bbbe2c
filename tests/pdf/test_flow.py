"""Text and tables down one page after another."""

from app.pdf.drawing import Page, Rule, Text
from app.pdf.flow import A4, A4_LANDSCAPE, Flow, Size
from app.pdf.styles import BODY, TITLE
from app.pdf.tables import Cell, Table, header_cells


def bare(_number: int, _count: int, _size: Size) -> tuple[Text, ...]:
    return ()


def written(page: Page) -> list[str]:
    return [mark.text for mark in page.marks if isinstance(mark, Text)]


def test_a_long_text_goes_on_on_the_next_page_and_nothing_is_lost() -> None:
    text = "".join(f"第{number}句话写在这里。" for number in range(600))
    flow = Flow()
    flow.paragraph(text)
    pages = flow.pages(bare)
    assert len(pages) > 2
    assert "".join(line for page in pages for line in written(page)) == text


def test_all_text_stands_inside_the_margins() -> None:
    flow = Flow(margins=(50, 60, 70, 80))
    flow.paragraph("评审依据。" * 900)
    for page in flow.pages(bare):
        for mark in page.marks:
            assert isinstance(mark, Text)
            assert mark.x == 50
            assert 60 < mark.y < A4[1] - 80


def test_the_first_line_of_a_text_is_not_left_alone_at_a_pages_foot() -> None:
    flow = Flow()
    flow.take(flow.room - BODY.leading * 1.5)
    flow.paragraph("评审依据。" * 30)
    first, second = flow.pages(bare)
    assert written(first) == []
    assert len(written(second)) > 1


def test_a_gap_at_a_pages_top_is_nothing() -> None:
    flow = Flow()
    top = flow.y
    flow.gap(20)
    assert flow.y == top


def test_need_begins_a_page_only_where_the_room_is_lacking_and_never_an_empty_one() -> None:
    flow = Flow()
    flow.need(10_000)
    assert len(flow.pages(bare)) == 1
    flow.take(100)
    flow.need(flow.room)
    assert len(flow.pages(bare)) == 1
    flow.need(flow.room + 1)
    assert len(flow.pages(bare)) == 2


def test_each_page_is_decorated_with_its_number_and_the_count_of_all() -> None:
    flow = Flow()
    flow.new_page(A4_LANDSCAPE)
    pages = flow.pages(
        lambda number, count, size: [Text(1, 1, f"第 {number} 页，共 {count} 页，宽 {size[0]:.0f}", 8)]
    )
    assert [written(page) for page in pages] == [["第 1 页，共 2 页，宽 595"], ["第 2 页，共 2 页，宽 842"]]
    assert [(page.width, page.height) for page in pages] == [A4, A4_LANDSCAPE]


def test_a_centred_title_stands_in_the_middle_of_the_column() -> None:
    flow = Flow()
    flow.paragraph("评分表", TITLE)
    (mark,) = flow.pages(bare)[0].marks
    assert isinstance(mark, Text)
    assert (mark.align, mark.x) == ("center", round(flow.left + flow.width / 2, 3))


def test_a_table_goes_on_below_what_is_there_and_over_pages() -> None:
    flow = Flow()
    flow.paragraph("表一")
    below = flow.y
    rows = tuple((Cell(str(number)), Cell("内容" * 20)) for number in range(80))
    flow.table(Table((60, 300), (header_cells("序号", "内容"),), rows))
    pages = flow.pages(bare)
    assert len(pages) > 1
    first_rules = [mark for mark in pages[0].marks if isinstance(mark, Rule)]
    assert min(mark.y1 for mark in first_rules) == below
    assert all(max(mark.y2 for mark in page.marks if isinstance(mark, Rule)) <= A4[1] - 60 for page in pages)
    assert [text for page in pages for text in written(page) if text.isdigit()] == [str(n) for n in range(80)]


def test_a_signature_field_is_told_from_the_lower_left_corner_of_its_page() -> None:
    flow = Flow()
    flow.new_page()
    flow.field("chair", left=56, top=700, width=200, height=60)
    (field,) = flow.fields()
    assert (field.name, field.page) == ("chair", 1)
    assert field.box == (56, 81.89, 256, 141.89)


def test_the_same_flow_gives_the_same_pages() -> None:
    def build() -> tuple[Page, ...]:
        flow = Flow()
        flow.paragraph("评审依据。" * 300)
        flow.rule()
        return flow.pages(bare)

    assert build() == build()


def test_the_last_two_lines_of_a_text_stay_with_what_follows() -> None:
    flow = Flow()
    flow.take(flow.room - BODY.leading * 10)
    flow.paragraph("评审依据。\n" * 7 + "最后一句。", keep=BODY.leading * 4)
    first, second = flow.pages(bare)
    assert len(written(first)) == 6
    assert written(second) == ["评审依据。", "最后一句。"]


def test_what_belongs_together_begins_a_page_only_where_one_can_hold_it() -> None:
    def lines(count: int) -> Flow:
        flow = Flow()
        flow.take(100)
        flow.together(lambda there: there.paragraph("评审依据。\n" * (count - 1) + "完。"))
        return flow

    fitting = int((Flow().page_room - 100) / BODY.leading)
    assert len(lines(fitting).pages(bare)) == 1
    assert written(lines(fitting + 1).pages(bare)[0]) == []
    assert written(lines(200).pages(bare)[0]) != []


def test_the_height_of_what_is_written_is_known_before() -> None:
    flow = Flow()
    height = flow.height_of(lambda there: there.paragraph("评审依据。" * 900))
    lines = sum(len(written(page)) for page in filled(flow).pages(bare))
    assert abs(height - lines * BODY.leading) < 0.001


def filled(flow: Flow) -> Flow:
    flow.paragraph("评审依据。" * 900)
    return flow
