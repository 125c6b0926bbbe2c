"""代录纸质表: what the desk may key in, what is refused, what it leaves; and what never replaces what."""

import shutil
import subprocess
from pathlib import Path

import pytest

from app.domain.act_refusals import NotIssuedError, PanelSealedError, PanelVoidError, ReasonMissingError
from app.domain.canonical import check_code
from app.domain.findings import Assessment
from app.domain.forms import (
    FormOtherSeatError,
    FormUnknownError,
    FormUsedError,
    FormVoidError,
    OwnSheetInError,
)
from app.domain.keyed_paper import ControlTotalError, FormNumberError
from app.domain.shape import ShapeError, TextTooLongError
from app.domain.signed_sheet import Change, RemarkMissingError, SheetIncompleteError, SurveyLockedError
from app.errors import ZhipingError
from app.pdf.scans import plain_size
from app.services.core import Core
from app.services.forms import FormCountError
from app.services.keyed_scans import ScanMissingError, ScanRefusedError, ScanTwiceError
from app.services.keying import KeyedAlreadyError, KeyedNothingError
from app.services.sticks import NotWrittenFault
from tests.pdf.scan_samples import LOCATION
from tests.services.forgery import judged
from tests.services.keying_desk import FULL, a_form, key, on_paper, photographed
from tests.workspaces import STAFF, SURVEY, World, panel_file, scored, short

SLIP = Change("slip", "第 2 页看错一个数")


def standing(desk: Core, world: World, seat: str = "E3") -> str:
    panel = desk.panels.load(world.panel).panel
    return panel.standing(next(place for place in panel.places if place.seat == seat))


def nothing_came(desk: Core, world: World) -> bool:
    panel = desk.panels.load(world.panel).panel
    return not panel.sheets and standing(desk, world) == "missing"


def states(desk: Core, world: World) -> list[tuple[str, str, str]]:
    return [(each.form.seat, each.state, each.keyed) for each in desk.forms.all(world.panel)]


# Forms.


def test_every_printed_form_has_its_own_number_and_is_accounted_for(issued: World) -> None:
    out = issued.root / "forms.pdf"
    with issued.laptop("desk") as desk:
        made = desk.forms.issue(issued.panel, ["E1", "E3", ""], out)
        assert len({each.number for each in made}) == 3
        desk.forms.void(issued.panel, f" {made[0].number[:4]} {made[0].number[4:]}", "打印坏了")
        key(issued, desk, made[1].number)
        assert states(desk, issued) == [("E1", "void", ""), ("E3", "keyed", "E3"), ("", "out", "")]
    with issued.laptop("desk") as desk:  # another run reads it all from the entries
        assert states(desk, issued) == [("E1", "void", ""), ("E3", "keyed", "E3"), ("", "out", "")]


@pytest.mark.needs_tool("pdftotext")
def test_a_form_bears_its_number_and_the_briefs_code_on_every_page(issued: World, tmp_path: Path) -> None:
    with issued.laptop("desk") as desk:
        [form] = desk.forms.issue(issued.panel, ["E3"], tmp_path / "form.pdf")
        brief = desk.panels.load(issued.panel).panel.brief
    told = subprocess.run(
        ["pdftotext", tmp_path / "form.pdf", "-"], capture_output=True, text=True, check=True
    )
    pages = told.stdout.split("\f")[:-1]
    number, code = f"{form.number[:4]} {form.number[4:]}", check_code(brief.digest)
    assert len(pages) >= 4 and all(number in page and code in page for page in pages)
    whole = "".join(pages)
    assert "张䶮" in whole and "组织方填报：23 家（佐证 7）" in whole and "亲笔签名" in whole
    assert "王伟" not in whole  # nobody else's name travels on it


def test_a_form_that_could_not_be_written_is_void(issued: World) -> None:
    with issued.laptop("desk") as desk:
        with pytest.raises(NotWrittenFault):
            desk.forms.issue(issued.panel, ["E3"], issued.root / "no such folder" / "form.pdf")
        assert states(desk, issued) == [("E3", "void", "")]


def test_forms_are_refused_without_a_seat_a_brief_or_a_reason(issued: World) -> None:
    with issued.laptop("desk") as desk:
        out = issued.root / "form.pdf"
        for seats in ([], ["E3"] * 20):
            with pytest.raises(FormCountError):
                desk.forms.issue(issued.panel, seats, out)
        with pytest.raises(ZhipingError):
            desk.forms.issue(issued.panel, ["E9"], out)
        other = desk.panels.new(panel_file(issued.root, platform="乙平台")).name
        with pytest.raises(NotIssuedError):
            desk.forms.issue(other, [""], out)
        number = a_form(desk, issued)
        with pytest.raises(ReasonMissingError):
            desk.forms.void(issued.panel, number, " ")
        with pytest.raises(TextTooLongError):
            desk.forms.void(issued.panel, number, "坏" * 201)
        with pytest.raises(FormUnknownError):
            desk.forms.void(issued.panel, "99999999", "坏了")


# Keying in.


def test_a_paper_is_keyed_in_under_the_desks_key_with_its_scans(issued: World) -> None:
    with issued.laptop("desk") as desk:
        number = a_form(desk, issued)
        keyed = key(issued, desk, number, texts=("page 2", "page 3"))
        me = desk.identities.me().digest
        assert standing(desk, issued) == "counted"
    sheet = keyed.sheet
    assert (sheet.origin, sheet.header.signer, sheet.name) == ("keyed", me, "张䶮")
    assert sheet.paper is not None and (sheet.paper.form, len(sheet.paper.scans)) == (number, 3)
    assert sheet.declaration.time == "2026-11-22"
    found = judged(issued.file("stick/brief.pdf"))
    assert found.brief is not None
    assert LOCATION not in keyed.data
    for name in ("scan-1.jpg", "scan-2.jpg", "scan-3.jpg"):
        assert name.encode() in keyed.data


@pytest.mark.needs_tool("pdftotext")
def test_every_page_says_that_it_was_keyed_in(issued: World, tmp_path: Path) -> None:
    with issued.laptop("desk") as desk:
        keyed = key(issued, desk, a_form(desk, issued))
    (tmp_path / "keyed.pdf").write_bytes(keyed.data)
    told = subprocess.run(
        ["pdftotext", tmp_path / "keyed.pdf", "-"], capture_output=True, text=True, check=True
    )
    pages = told.stdout.split("\f")[:-1]
    assert all("代录" in page for page in pages)
    assert "纸质原件扫描 2/2" in pages[-1]


def test_the_scans_come_out_as_they_went_in_and_plain(issued: World, tmp_path: Path) -> None:
    with issued.laptop("desk") as desk:
        keyed = key(issued, desk, a_form(desk, issued))
        (tmp_path / "keyed.pdf").write_bytes(keyed.data)
        [report, _] = desk.verification.verify([tmp_path / "keyed.pdf", issued.stick / "brief.pdf"])
    assert (report.verdict, [each.code for each in report.reservations]) == ("valid", ["keyed"])
    assert {each.name: each.state for each in report.checks}["page"] == "ok"
    # The desk's signature is the desk's, whosever seat it is.
    assert [(each.signer, each.seat) for each in report.signatures] == [("陈秘书", "")]
    if shutil.which("pdfimages"):
        subprocess.run(["pdfimages", "-all", tmp_path / "keyed.pdf", tmp_path / "page"], check=True)
        found = sorted(tmp_path.glob("page-*.jpg"))
        assert len(found) == 2 and all(plain_size(each.read_bytes()) for each in found)


def test_a_total_that_is_not_the_papers_keeps_nothing_and_names_no_number(issued: World) -> None:
    with issued.laptop("desk") as desk:
        number = a_form(desk, issued)
        for total in ("89", "100", "90.5", "0"):
            with pytest.raises(ControlTotalError) as told:
                key(issued, desk, number, total)
            assert told.value.fields == {}
        for total in ("", "九十", "-90", "9e1"):
            with pytest.raises(ZhipingError):
                key(issued, desk, number, total)
        assert nothing_came(desk, issued)
        key(issued, desk, number, " ９０．０ 分")
        assert standing(desk, issued) == "counted"


def test_only_a_form_that_was_issued_for_the_seat_and_nobody_elses_is_keyed_in(issued: World) -> None:
    with issued.laptop("desk") as desk:
        mine, theirs, open_one = (each.number for each in desk.forms.issue(
            issued.panel, ["E3", "E2", ""], issued.root / "forms.pdf"
        ))  # fmt: skip
        spoilt = a_form(desk, issued)
        desk.forms.void(issued.panel, spoilt, "填坏了")
        refusals: list[tuple[str, type[ZhipingError]]] = [
            ("99999999", FormUnknownError), (theirs, FormOtherSeatError), (spoilt, FormVoidError),
            ("12", FormNumberError),
        ]  # fmt: skip
        for number, error in refusals:
            with pytest.raises(error):
                key(issued, desk, number)
        key(issued, desk, open_one, seat="E1")
        with pytest.raises(FormUsedError):
            key(issued, desk, open_one)
        with pytest.raises(FormUsedError):
            desk.forms.void(issued.panel, open_one, "不要了")
        key(issued, desk, mine)


def test_what_stands_not_on_the_paper_is_not_made_up(issued: World) -> None:
    with issued.laptop("desk") as desk:
        number = a_form(desk, issued)
        for changes, error in (
            ({f"c{STAFF.replace('.', '_')}": None}, SheetIncompleteError),
            ({f"c{STAFF.replace('.', '_')}": {"conditions": ["0", True]}}, RemarkMissingError),
            ({f"c{SURVEY.replace('.', '_')}": {"value": "95"}}, SurveyLockedError),
        ):
            with pytest.raises(error):
                key(issued, desk, number, findings=changes)
        key(issued, desk, number, "80", findings={"c2_1_3_1": short(STAFF)})
        assert desk.keying.so_far(issued.panel, "E3").assessment(STAFF).remark == "经查名册，人数不足。"  # type: ignore[arg-type]  # a criterion's id


def test_a_day_that_is_none_is_refused(issued: World) -> None:
    with issued.laptop("desk") as desk:
        number = a_form(desk, issued)
        paper = on_paper(number)
        for day in ("2026-02-30", "今天", "2026-11-22T09:00:00+08:00"):
            with pytest.raises(ShapeError):
                wrong = type(paper)(paper.form, paper.findings, paper.total, day)
                desk.keying.key(issued.panel, "E3", wrong, photographed(issued))


def test_scans_that_cannot_be_taken_are_named(issued: World) -> None:
    with issued.laptop("desk") as desk:
        number = a_form(desk, issued)
        pdf, half, text = (issued.root / name for name in ("a.pdf", "half.png", "note.txt"))
        pdf.write_bytes(b"%PDF-1.7\n")
        text.write_text("扫描", encoding="utf-8")
        [photo] = photographed(issued)
        half.write_bytes(photographed(issued, "page 2")[1].read_bytes()[:300])
        for file, why in ((pdf, "pdf"), (half, "broken"), (text, "format")):
            with pytest.raises(ScanRefusedError) as told:
                desk.keying.key(issued.panel, "E3", on_paper(number), [photo, file])
            assert told.value.fields == {"file": file.name, "why": why}
        with pytest.raises(ScanTwiceError):
            desk.keying.key(issued.panel, "E3", on_paper(number), [photo, photo])
        for paths in ([], [photo] * 9):
            with pytest.raises(ScanMissingError):
                desk.keying.key(issued.panel, "E3", on_paper(number), paths)
        assert nothing_came(desk, issued)


def test_a_correction_says_why_and_keeps_what_was_before(issued: World) -> None:
    with issued.laptop("desk") as desk:
        number = a_form(desk, issued)
        with pytest.raises(KeyedNothingError):
            key(issued, desk, number, change=SLIP)
        first = key(issued, desk, number)
        with pytest.raises(KeyedAlreadyError):
            key(issued, desk, number)
        second = key(issued, desk, number, "80", change=SLIP, findings={"c2_1_3_1": short(STAFF)})
        place = desk.panels.load(issued.panel).panel.places[2]
        assert place.received == (first.sheet.digest, second.sheet.digest)
        assert second.sheet.header.replaces == (first.sheet.digest,)
        assert desk.panels.load(issued.panel).panel.current(place) == second.sheet
        # The next correction starts from what stands.
        assert desk.keying.so_far(issued.panel, "E3").assessments == second.sheet.assessments


def test_a_paper_that_is_a_recusal_is_one(issued: World) -> None:
    with issued.laptop("desk") as desk:
        number = a_form(desk, issued)
        with pytest.raises(ReasonMissingError):
            desk.keying.key(issued.panel, "E3", on_paper(number, "0", recusal=" "), photographed(issued))
        desk.keying.key(issued.panel, "E3", on_paper(number, "0", recusal="有合作"), photographed(issued))
        assert standing(desk, issued) == "recused"
        assert desk.keying.so_far(issued.panel, "E3").assessments == {}


def test_nothing_is_keyed_in_where_nothing_can_be_collected(issued: World, sealed: World) -> None:
    with sealed.laptop("desk") as desk, pytest.raises(PanelSealedError):
        desk.keying.check_may_key(sealed.panel, "E3", "48271930")
    with issued.laptop("desk") as desk:
        other = desk.panels.new(panel_file(issued.root, platform="乙平台")).name
        with pytest.raises(NotIssuedError):
            desk.keying.check_may_key(other, "E3", "48271930")
        desk.settling.void(issued.panel, "改期")
        with pytest.raises(PanelVoidError):
            desk.keying.check_may_key(issued.panel, "E3", "48271930")


def test_a_long_opinion_and_a_long_note_are_refused_before_anything_is_signed(issued: World) -> None:
    with issued.laptop("desk") as desk:
        number = a_form(desk, issued)
        paper = on_paper(number)
        long = type(paper)(paper.form, paper.findings, FULL, "2026-11-22", opinion="长" * 2001)
        with pytest.raises(TextTooLongError):
            desk.keying.key(issued.panel, "E3", long, photographed(issued))
        key(issued, desk, number)
        with pytest.raises(TextTooLongError):
            key(issued, desk, number, change=Change("slip", "长" * 501))


# What replaces what.


def test_the_experts_own_sheet_replaces_the_keyed_one_whenever_it_comes(issued: World) -> None:
    with issued.laptop("desk") as desk:
        number = a_form(desk, issued)
        keyed = key(issued, desk, number)
        assert standing(desk, issued) == "counted"
    with issued.laptop("E3") as core:
        _, own = scored(core, issued.file("stick/brief.pdf"))
    (issued.stick / "E3.pdf").write_bytes(own.data)
    with issued.laptop("desk") as desk:
        desk.collecting.collect([issued.stick / "E3.pdf"])
        assert standing(desk, issued) == "pending"  # closed again until the code was read out
        panel = desk.settling.bind(issued.panel, "E3", check_code(own.sheet.digest))
        assert panel.current(panel.places[2]) == own.sheet
        assert panel.places[2].received == (keyed.sheet.digest, own.sheet.digest)
        with pytest.raises(OwnSheetInError):
            key(issued, desk, number, change=SLIP)
        with pytest.raises(OwnSheetInError):
            desk.keying.so_far(issued.panel, "E3")


def test_a_pending_sheet_of_somebody_keeps_the_desk_from_keying(issued: World) -> None:
    with issued.laptop("E3") as core:
        _, own = scored(core, issued.file("stick/brief.pdf"))
    (issued.stick / "E3.pdf").write_bytes(own.data)
    with issued.laptop("desk") as desk:
        number = a_form(desk, issued)
        desk.collecting.collect([issued.stick / "E3.pdf"])
        with pytest.raises(OwnSheetInError):
            key(issued, desk, number)


def test_an_empty_start_has_nothing_judged(issued: World) -> None:
    with issued.laptop("desk") as desk:
        sheet = desk.keying.so_far(issued.panel, "E3")
        assert sheet.assessment(STAFF) == Assessment(None)  # type: ignore[arg-type]  # a criterion's id
