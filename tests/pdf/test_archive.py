"""PDF/A-3u files: what the standard asks, the same bytes each time, empty signature fields, attachments."""

import hashlib
import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app import paths
from app.pdf.archive import Attachment, Bookmark, FieldBox, finish, pdf_date, xmp_packet
from app.pdf.drawing import Box, Page, Rule, Text, draw
from tests.pdf.pdfa import complaints

CREATED = "2026-11-24T17:20:05+08:00"
PAYLOAD = Attachment("zhiping.json", b'{"format":1}', "application/json", "本文件的全部数据", "Source")
SCAN = Attachment(
    "brief.pdf", b"%PDF-1.7 " + bytes(range(256)), "application/pdf", "评审任务书", "Supplement"
)
TITLE = "评审汇总记录 <第1版> & 𬭚"


def pages() -> bytes:
    text = (Text(20, 40, "评审 𬭚 A1", 12), Text(20, 60, "粗体", 12, "bold"), Rule(0, 80, 100, 80))
    return draw([Page(300, 200, text), Page(200, 300, (Box(1, 1, 9, 9, (0.2, 0.3, 0.4)),))])


def finished(title: str = TITLE, created: str = CREATED) -> bytes:
    return finish(
        pages(),
        title=title,
        created=created,
        attachments=[PAYLOAD, SCAN],
        fields=[FieldBox("seal", 0, (20, 20, 120, 60)), FieldBox("chair", 1, (20.123, 20, 120, 60))],
        bookmarks=[Bookmark("第一页", 0), Bookmark("第二页", 1)],
    )


def test_a_finished_file_is_pdf_a_3u_as_far_as_can_be_seen() -> None:
    assert complaints(finished()) == []


def test_the_check_itself_complains_about_a_plain_file() -> None:
    with pikepdf.open(BytesIO(finished())) as pdf:
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.trailer.Info.Title = "另一个标题"
        pdf.pages[0].obj.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency)
        out = BytesIO()
        pdf.save(out)
    found = complaints(out.getvalue())
    assert "forbidden key /NeedAppearances" in found
    assert "/Title differs from dc:title" in found
    assert "a page with transitions, actions or a group" in found


def test_the_same_input_gives_the_same_bytes_and_another_input_another_id() -> None:
    one, two, other = finished(), finished(), finished(title="另一份")
    assert one == two
    with pikepdf.open(BytesIO(one)) as first, pikepdf.open(BytesIO(other)) as second:
        assert bytes(first.trailer.ID[0]) != bytes(second.trailer.ID[0])


def test_info_and_xmp_tell_one_title_and_one_time() -> None:
    with pikepdf.open(BytesIO(finished())) as pdf:
        assert str(pdf.trailer.Info.Title) == TITLE
        assert str(pdf.trailer.Info.CreationDate) == "D:20261124172005+08'00'"
        assert "&lt;第1版&gt; &amp; 𬭚" in pdf.Root.Metadata.read_bytes().decode()


def test_dates_keep_their_offset() -> None:
    assert pdf_date(datetime.fromisoformat("2026-01-02T03:04:05-03:30")) == "D:20260102030405-03'30'"
    assert "<xmp:CreateDate>x</xmp:CreateDate>" in xmp_packet("t", "x").decode()


def test_attachments_come_out_as_they_went_in_one_object_in_both_lists() -> None:
    with pikepdf.open(BytesIO(finished())) as pdf:
        assert {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()} == {
            "zhiping.json": PAYLOAD.data,
            "brief.pdf": SCAN.data,
        }
        assert [str(spec.UF) for spec in pdf.Root.AF] == ["zhiping.json", "brief.pdf"]
        names = list(pdf.Root.Names.EmbeddedFiles.Names)
        assert [str(name) for name in names[::2]] == ["brief.pdf", "zhiping.json"]


def test_fields_are_empty_named_and_in_order() -> None:
    with pikepdf.open(BytesIO(finished())) as pdf:
        form = pdf.Root.AcroForm
        assert [str(field.T) for field in form.Fields] == ["seal", "chair"]
        assert not [field for field in form.Fields if "/V" in field]
        assert int(form.SigFlags) == 3
        assert [float(side) for side in form.Fields[1].Rect] == [20.12, 20, 120, 60]


def test_a_file_without_fields_and_attachments_has_neither() -> None:
    plain = finish(pages(), title="x", created=CREATED, attachments=[], fields=[])
    assert complaints(plain) == []
    with pikepdf.open(BytesIO(plain)) as pdf:
        assert not {"/AcroForm", "/AF", "/Names", "/Outlines"} & set(pdf.Root.keys())


def test_bookmarks_lead_to_their_pages() -> None:
    with pikepdf.open(BytesIO(finished())) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles == ["第一页", "第二页"]


@pytest.mark.parametrize(
    ("attachments", "fields", "created"),
    [
        ([Attachment("评分.json", b"", "application/json", "x", "Data")], [], CREATED),
        ([PAYLOAD, PAYLOAD], [], CREATED),
        ([], [FieldBox("a", 0, (0, 0, 1, 1)), FieldBox("a", 0, (0, 0, 1, 1))], CREATED),
        ([], [], "2026-11-24T17:20:05"),
    ],
)
def test_names_that_clash_and_times_without_offset_are_our_bug(
    attachments: list[Attachment], fields: list[FieldBox], created: str
) -> None:
    with pytest.raises(ValueError, match=r"must be|needs"):
        finish(pages(), title="x", created=created, attachments=attachments, fields=fields)


def test_the_colour_profile_is_the_one_we_made() -> None:
    profile = (paths.resources() / "srgb.icc").read_bytes()
    assert (
        hashlib.sha256(profile).hexdigest()
        == "ef5fde151617b4c8ac246d9bff75cefd8f8cc86e9cc1f58cd916f8bc8be401ff"
    )


@pytest.mark.needs_tool("qpdf")
def test_an_independent_reader_finds_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(finished())
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
