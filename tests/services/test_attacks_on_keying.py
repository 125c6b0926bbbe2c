"""What a dishonest desk, or a stranger, tries with a keyed-in paper: each is told, or cannot happen."""

from dataclasses import replace

import pytest

from app.domain.brief import Brief
from app.domain.canonical import Json, check_code
from app.domain.entries import Draft
from app.domain.signed_sheet import SignedSheet
from app.domain.signer import Signer
from app.pdf.archive import Attachment, finish
from app.pdf.drawing import draw
from app.pdf.papers import PAYLOAD
from app.pdf.scans import remade
from app.pdf.sheet_pages import lay_out_sheet, sheet_frame
from app.services.appraisal import Appraisal, Known, appraise
from app.services.verification import Report
from app.store.document_store import file_digest
from tests.pdf.scan_samples import a_photo, a_picture
from tests.services.forgery import (
    certified,
    judged,
    keyed_in,
    known_from,
    lying_record,
    lying_sheet,
    signer_of,
    with_history,
)
from tests.services.keying_desk import a_form, key
from tests.services.test_attacks_on_seats import brief_of, codes, verified
from tests.workspaces import NAMES, PROGRAM, STAFF, SURVEY, World, bind_all, scored, short


def told(world: World, data: bytes) -> Report:
    (world.root / "lie.pdf").write_bytes(data)
    report, _ = verified(world, "lie.pdf", "stick/brief.pdf")
    return report


def keyed(world: World) -> tuple[Brief, SignedSheet, dict[str, bytes]]:
    """A brief, and what the desk could have keyed in for E3."""
    brief = brief_of(world.file("stick/brief.pdf"))
    with world.laptop("E3") as core:
        _, own = scored(core, world.file("stick/brief.pdf"))
    return brief, *keyed_in(own.sheet)


def test_only_the_desks_own_key_keys_in(issued: World) -> None:
    brief, sheet, scans = keyed(issued)
    for laptop in ("E1", "E3"):
        report = told(issued, lying_sheet(sheet, brief, signer_of(issued, laptop), scans))
        assert (report.verdict, report.told.code) == ("unknown_signer", "verify_other_key")
        with issued.laptop("desk") as desk:
            (issued.root / "lie.pdf").write_bytes(lying_sheet(sheet, brief, signer_of(issued, laptop), scans))
            [collected] = desk.collecting.collect([issued.root / "lie.pdf"])
            assert (collected.outcome, collected.code) == ("refused", "other_signer")


def test_even_the_desks_key_brings_in_no_paper_without_a_form_of_the_desk(issued: World) -> None:
    brief, sheet, scans = keyed(issued)
    (issued.root / "lie.pdf").write_bytes(lying_sheet(sheet, brief, signer_of(issued, "desk"), scans))
    with issued.laptop("desk") as desk:
        [collected] = desk.collecting.collect([issued.root / "lie.pdf"])
        assert (collected.outcome, collected.code) == ("refused", "form_unknown")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "scan_differs"),
        ({"scan-1.jpg": remade(a_picture("another"), 600_000)}, "scan_differs"),
        ({"scan-1.jpg": remade(a_picture("48271930"), 600_000), "scan-2.jpg": b"more"}, "scan_differs"),
        ({"scan-1.jpg": remade(a_picture("48271930"), 600_000), "note.txt": b"more"}, "scan_differs"),
    ],
)
def test_a_scan_swapped_left_out_or_added_is_told(issued: World, files: dict[str, bytes], code: str) -> None:
    brief, sheet, scans = keyed(issued)
    assert told(issued, lying_sheet(sheet, brief, signer_of(issued, "desk"), scans)).verdict == "valid"
    # Printed with one scan, attached with others: what is attached decides.
    found = judge_sheet(lying_sheet(sheet, brief, signer_of(issued, "desk"), files), brief)
    assert (found.checks["numbers"].state, found.checks["numbers"].code) == ("failed", code)


def judge_sheet(data: bytes, brief: Brief) -> Appraisal:
    return appraise(data, Known(briefs={brief.digest: brief.payload}), PROGRAM)


def test_a_photo_as_it_came_is_no_scan_of_ours_even_where_its_digest_is_named(issued: World) -> None:
    """It could carry anything beside the picture: a place, a name, a way into somebody's viewer."""
    brief, sheet, _ = keyed(issued)
    raw = a_photo()
    assert sheet.paper is not None
    named = replace(sheet, paper=replace(sheet.paper, scans=(file_digest(raw),)))
    swapped = with_hidden_scan(brief, named, raw, signer_of(issued, "desk"))
    found = judge_sheet(swapped, brief)
    assert found.checks["numbers"].code == "scan_altered"
    assert told(issued, swapped).verdict == "invalid"


def with_hidden_scan(brief: Brief, sheet: SignedSheet, scan: bytes, desk: Signer) -> bytes:
    """The sheet with that file attached, which its pages do not show."""
    flow = lay_out_sheet(sheet, brief, {})
    pdf = finish(
        draw(flow.pages(sheet_frame(sheet, brief).marks)),
        title="x",
        created=sheet.signed,
        attachments=[
            Attachment(PAYLOAD, sheet.payload, "application/json", "x", "Source"),
            Attachment("scan-1.jpg", scan, "image/jpeg", "x", "Supplement"),
        ],
        fields=flow.fields(),
    )
    return certified(pdf, desk, field="expert", permission=1)


def test_a_page_that_shows_another_scan_than_the_attached_one_is_told(issued: World) -> None:
    brief, sheet, scans = keyed(issued)
    data = lying_sheet(sheet, brief, signer_of(issued, "desk"), scans)
    with_page = judge_sheet(data, brief)
    assert with_page.checks["page"].state == "ok"
    hidden = with_hidden_scan(brief, sheet, scans["scan-1.jpg"], signer_of(issued, "desk"))
    found = judge_sheet(hidden, brief)
    assert (found.checks["numbers"].state, found.checks["page"].state) == ("ok", "failed")


def test_a_control_total_that_differs_is_told_by_the_verifier_too(issued: World) -> None:
    brief, sheet, scans = keyed(issued)
    assert sheet.paper is not None
    wrong = replace(sheet, paper=replace(sheet.paper, total=sheet.total + 1))
    found = judge_sheet(lying_sheet(wrong, brief, signer_of(issued, "desk"), scans), brief)
    assert found.checks["numbers"].code == "control_total"


def test_an_experts_own_sheet_carries_no_files(issued: World) -> None:
    brief, sheet, scans = keyed(issued)
    own = replace(sheet, origin="expert", paper=None)
    found = judge_sheet(lying_sheet(own, brief, signer_of(issued, "E3"), scans), brief)
    assert found.checks["numbers"].code == "scan_differs"


# The record that rests on a keyed-in paper.


@pytest.fixture
def resting(submitted: World) -> tuple[World, bytes]:
    """A record sealed by the desk: E1 and E2 on their own, E3 from paper."""
    (submitted.stick / "E3.pdf").unlink()
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick])
        bind_all(desk, submitted.panel, list(desk.panels.load(submitted.panel).panel.sheets.values()))
        spoilt = a_form(desk, submitted)
        desk.forms.void(submitted.panel, spoilt, "填坏了")
        keyed_sheet = key(submitted, desk, a_form(desk, submitted), "80", findings={"c2_1_3_1": short(STAFF)})
        assert keyed_sheet.panel.is_open
        desk.settling.supply(submitted.panel, SURVEY, {"value": "89.96"}, "佐证 12")
        desk.settling.determine(submitted.panel, STAFF, "对照社保名册复核")
        desk.records.seal(submitted.panel, submitted.root / "sealed.pdf")
    return submitted, submitted.file("sealed.pdf")


def test_a_record_with_a_keyed_sheet_replays_and_says_so(resting: tuple[World, bytes]) -> None:
    world, data = resting
    with world.laptop("E1") as chair:
        chair.signing.sign(data, world.root / "record.pdf")
    [report] = verified(world, "record.pdf")
    assert (report.verdict, report.told.code) == ("valid", "verify_valid_reserved")
    assert codes(report) == {"seat_bound", "keyed"}
    [reservation] = [each for each in report.reservations if each.code == "keyed"]
    assert NAMES[2] in reservation.sentence and "代录人在收齐前已见过该表评分" in reservation.sentence


def test_a_form_that_never_was_issued_or_was_void_breaks_the_history(resting: tuple[World, bytes]) -> None:
    world, data = resting

    def never(drafts: list[Draft]) -> list[Draft]:
        last = max(at for at, each in enumerate(drafts) if each.kind == "FormIssued")
        return drafts[:last] + drafts[last + 1 :]

    def void(drafts: list[Draft]) -> list[Draft]:
        last = max(at for at, each in enumerate(drafts) if each.kind == "FormIssued")
        body: dict[str, Json] = {"form": drafts[last].body["form"], "reason": "不要了"}
        return [*drafts[: last + 1], Draft("FormVoided", 1, body), *drafts[last + 1 :]]

    def other_seat(drafts: list[Draft]) -> list[Draft]:
        last = max(at for at, each in enumerate(drafts) if each.kind == "FormIssued")
        lie = Draft("FormIssued", 1, {**drafts[last].body, "seat": "E2"})
        return [*drafts[:last], lie, *drafts[last + 1 :]]

    for edit in (never, void, other_seat):
        record, findings, files = with_history(data, edit)
        lie = lying_record(record, findings, files, signer_of(world, "desk"))
        found = appraise(lie, known_from(judged(data)), PROGRAM)
        assert (found.checks["numbers"].state, found.checks["numbers"].code) == ("failed", "history_refused")


def test_a_keyed_sheet_cannot_be_put_over_a_signed_one_in_a_record(resting: tuple[World, bytes]) -> None:
    """The desk writes a history in which E2's own sheet came, and keys another in for E2 after it."""
    world, _ = resting
    with world.laptop("desk") as desk:
        desk.records.reopen(world.panel, "试图代录")
        [form] = desk.forms.issue(world.panel, ["E2"], world.root / "form.pdf")
        panel = desk.panels.load(world.panel).panel
    own = panel.current(panel.places[1])
    assert own is not None
    brief = panel.brief
    lie, scans = keyed_in(own, form.number)
    (world.root / "lie.pdf").write_bytes(lying_sheet(lie, brief, signer_of(world, "desk"), scans))
    with world.laptop("desk") as desk:
        [collected] = desk.collecting.collect([world.root / "lie.pdf"])
        assert (collected.outcome, collected.code) == ("refused", "own_sheet_in")
        assert desk.panels.load(world.panel).panel.current(panel.places[1]) == own


def test_a_replaced_keyed_sheet_left_out_of_the_record_is_missed(resting: tuple[World, bytes]) -> None:
    world, _ = resting
    with world.laptop("desk") as desk:
        desk.records.reopen(world.panel, "专家补交了本人签署的评分表")
    with world.laptop("E3") as core:
        own = core.scoring.signed(core.scoring.load(core.scoring.names()[0]))
    assert own is not None
    (world.stick / "E3.pdf").write_bytes(own.data)
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.stick / "E3.pdf"])
        desk.settling.bind(world.panel, "E3", check_code(own.sheet.digest))
        desk.records.seal(world.panel, world.root / "second.pdf")
    data = world.file("second.pdf")
    sound = judged(data)
    assert sound.record is not None and sound.findings is not None
    assert [each.seat for each in sound.record.sheets].count("E3") == 2
    assert "keyed" not in {each.code for each in sound.findings.reservations}
    kept = tuple(each for each in sound.record.sheets if each.digest == own.sheet.digest or each.seat != "E3")
    files = {name: one for name, one in sound.files.items() if name in {"brief.pdf", *(e.file for e in kept)}}
    lie = lying_record(replace(sound.record, sheets=kept), sound.findings, files, signer_of(world, "desk"))
    found = appraise(lie, known_from(sound), PROGRAM)
    assert (found.checks["numbers"].state, found.checks["numbers"].code) == ("failed", "history_refused")


def test_nobodys_scores_show_while_one_is_awaited_though_another_was_keyed_in(issued: World) -> None:
    with issued.laptop("desk") as desk:
        key(issued, desk, a_form(desk, issued))
        found, _ = desk.panels.findings(issued.panel)
        assert found.panel.waiting and found.json["mean"] is None and found.json["reservations"] == []
        experts = found.json["experts"]
        assert isinstance(experts, list)
        assert all(isinstance(each, dict) and each["total"] is None for each in experts)
