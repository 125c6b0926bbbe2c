"""Signed by the right keys and still a lie: numbers, sheets, pages and history are computed anew."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from app.domain.entries import Draft
from app.domain.history import ConsentRecorded, SeatBound, SeatPlaced
from app.domain.record import Findings, Record
from app.domain.rubric import CriterionId, Rubric
from app.domain.verdict import Verdict
from app.pdf.papers import render_brief
from app.services.scoring import RubricNotShippedError
from app.services.verification import Report
from app.store.document_store import file_digest
from tests.services.forgery import (
    Edit,
    attached_as,
    certified,
    countersigned,
    draft_of,
    judged,
    lying_record,
    lying_sheet,
    parts,
    rechained,
    sheets_of,
    signer_of,
    with_history,
)
from tests.workspaces import STAFF, World, panel_file, scored

CONSENT = ConsentRecorded("周科长", "知识产权局", "2026-11-22", "现场同意书")


def verified(world: World, data: bytes, *beside: Path) -> Report:
    """What a bureau that trusts the desk is told of the first of the files given."""
    file = world.root / "given.pdf"
    file.write_bytes(data)
    with world.laptop("bureau") as bureau:
        return bureau.verification.verify([file, *beside], [world.certificate("desk")])[0]


def failed(report: Report) -> list[tuple[str, str]]:
    return [(check.name, check.code) for check in report.checks if check.state == "failed"]


def signed_by_both(world: World, record: Record, findings: Findings, files: Mapping[str, bytes]) -> bytes:
    return lying_record(record, findings, files, signer_of(world, "desk"), signer_of(world, "E1"))


def test_a_result_changed_under_the_desks_and_the_chairs_own_signatures_is_found(signed: World) -> None:
    data = signed.file("record.pdf")
    _, record, findings = parts(data)
    lying = replace(record, result={**record.result, "mean": "99.00"})
    report = verified(signed, signed_by_both(signed, lying, findings, judged(data).files))
    assert (report.verdict, report.told.code) == ("invalid", "numbers_differ")
    assert report.told.fields == {"place": "mean", "stated": "99.00", "computed": "94.67"}
    assert failed(report) == [("numbers", "numbers_differ")]


def test_a_true_payload_under_a_page_that_says_otherwise_is_found(signed: World) -> None:
    data = signed.file("record.pdf")
    _, record, findings = parts(data)
    shown = replace(findings, verdict=Verdict("pass", "考核合格：综合评分 99.00 分。"))
    report = verified(signed, signed_by_both(signed, record, shown, judged(data).files))
    assert (report.verdict, report.told.code) == ("invalid", "verify_page_differs")
    assert failed(report) == [("page", "page_differs")]


def test_a_page_of_another_program_version_is_a_reservation_not_a_failure(signed: World) -> None:
    data = signed.file("record.pdf")
    _, record, findings = parts(data)
    other = replace(record, header=replace(record.header, program="zhiping 99.0"))
    shown = replace(findings, verdict=Verdict("pass", "考核合格。"))
    report = verified(signed, signed_by_both(signed, other, shown, judged(data).files))
    assert (report.verdict, report.told.code) == ("valid", "verify_valid_reserved")
    assert "page_not_reproduced" in {each.code for each in report.reservations}


def test_a_sheet_whose_awards_are_not_its_findings_is_found(submitted: World) -> None:
    brief = judged(submitted.file("stick/brief.pdf")).brief
    with submitted.laptop("E3") as core:
        paper = core.scoring.signed(core.scoring.load(core.scoring.names()[0]))
    assert brief is not None and paper is not None
    awards = {**paper.sheet.awards, CriterionId(STAFF): Fraction(10)}
    lie = replace(paper.sheet, awards=awards, total=sum(awards.values(), Fraction(0)))
    file = submitted.root / "lie.pdf"
    file.write_bytes(lying_sheet(lie, brief, signer_of(submitted, "E3")))
    with submitted.laptop("desk") as desk:
        [told] = desk.collecting.collect([file])
        [_, report] = desk.verification.verify([submitted.stick / "brief.pdf", file])
        assert desk.panels.load(submitted.panel).panel.sheets == {}
    assert (told.outcome, told.fields) == ("refused", {"check": "numbers_differ"})
    assert (report.verdict, failed(report)) == ("invalid", [("numbers", "numbers_differ")])


def test_another_panels_sound_sheet_in_a_records_place_is_found(signed: World) -> None:
    with signed.laptop("desk") as desk:
        panel = desk.panels.new(panel_file(signed.root, platform="乙平台")).name
        brief = desk.panels.issue(panel, signed.root / "other-brief.pdf")
    with signed.laptop("E2") as core:
        _, foreign = scored(core, brief)
    data = signed.file("record.pdf")
    _, record, findings = parts(data)
    files = dict(judged(data).files)
    mine = next(each for each in record.sheets if each.seat == "E2")
    files[mine.file] = foreign.data
    report = verified(signed, signed_by_both(signed, record, findings, files))
    assert (report.verdict, failed(report)[0][0]) == ("invalid", "numbers")
    # … and listed properly it still is no sheet of this brief.
    listed = attached_as(foreign.sheet, foreign.data, file_digest(foreign.data))
    sheets = tuple(listed if each is mine else each for each in record.sheets)
    files = {(listed.file if name == mine.file else name): one for name, one in files.items()}
    report = verified(signed, signed_by_both(signed, replace(record, sheets=sheets), findings, files))
    assert (report.verdict, failed(report)[0][0]) == ("invalid", "numbers")


def test_a_better_sheet_signed_by_another_key_in_a_records_place_is_found(signed: World) -> None:
    data = signed.file("record.pdf")
    brief, record, findings = parts(data)
    mine = next(each for each in record.sheets if each.seat == "E3")
    true = sheets_of(findings)[mine.digest]
    other = next(each for each in sheets_of(findings).values() if each.seat == "E1")
    better = replace(true, assessments=other.assessments, awards=other.awards, total=other.total)
    signer = signer_of(signed, "desk")
    forged = lying_sheet(better, brief, signer)
    made = replace(better, header=replace(better.header, signer=signer.digest))
    listed = attached_as(made, forged, file_digest(forged))
    files = {name: one for name, one in judged(data).files.items() if name != mine.file}
    files[listed.file] = forged
    sheets = tuple(listed if each is mine else each for each in record.sheets)
    report = verified(signed, signed_by_both(signed, replace(record, sheets=sheets), findings, files))
    assert (report.verdict, failed(report)[0][0]) == ("invalid", "numbers")


def test_an_attachment_that_the_record_does_not_list_is_found(signed: World) -> None:
    data = signed.file("record.pdf")
    _, record, findings = parts(data)
    files = {**judged(data).files, "E9-1-00000000.pdf": b"%PDF-1.7 something else"}
    report = verified(signed, signed_by_both(signed, record, findings, files))
    assert (report.verdict, failed(report)) == ("invalid", [("numbers", "attachment_broken")])


def test_a_missing_attachment_is_found(signed: World) -> None:
    data = signed.file("record.pdf")
    _, record, findings = parts(data)
    files = {name: one for name, one in judged(data).files.items() if not name.startswith("E2")}
    report = verified(signed, signed_by_both(signed, record, findings, files))
    assert (report.verdict, failed(report)) == ("invalid", [("numbers", "attachment_broken")])


def easier(rubric: Rubric) -> Rubric:
    """The same table, but for one word of its first text."""
    section = rubric.sections[0]
    indicator = section.indicators[0]
    criterion = indicator.criteria[0]
    changed = replace(criterion, text=criterion.text.replace("固定", "临时"))
    indicator = replace(indicator, criteria=(changed, *indicator.criteria[1:]))
    section = replace(section, indicators=(indicator, *section.indicators[1:]))
    return replace(rubric, sections=(section, *rubric.sections[1:]))


def without_binding(drafts: list[Draft]) -> list[Draft]:
    return [each for each in drafts if not (each.kind == "SeatBound" and each.body["seat"] == "E2")]


def with_another_vote(drafts: list[Draft]) -> list[Draft]:
    return [
        Draft(each.kind, each.version, {**each.body, "in_favour": 3, "against": 0})
        if each.kind == "Determined"
        else each
        for each in drafts
    ]


def with_a_strangers_certificate(drafts: list[Draft]) -> list[Draft]:
    bound = draft_of(SeatBound("E2", "ab" * 32, ""))
    return [bound if one.kind == "SeatBound" and one.body["seat"] == "E2" else one for one in drafts]


def without_the_discussion(drafts: list[Draft]) -> list[Draft]:
    return [each for each in drafts if each.kind != "Determined"]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (without_binding, "history_refused"),
        (with_another_vote, "vote_differs"),
        (with_a_strangers_certificate, "history_refused"),
        (without_the_discussion, "dispute_open"),
    ],
)
def test_a_history_chained_anew_that_cannot_have_happened_is_found(
    signed: World, edit: Edit, code: str
) -> None:
    record, findings, files = with_history(signed.file("record.pdf"), edit)
    report = verified(signed, signed_by_both(signed, record, findings, files))
    assert (report.verdict, report.told.code) == ("invalid", "verify_contradicts")
    assert failed(report) == [("numbers", code)]


def test_an_entry_changed_without_chaining_anew_is_found(signed: World) -> None:
    data = signed.file("record.pdf")
    _, record, findings = parts(data)
    later = replace(record.entries[5], time="2026-11-22T23:59:59+08:00")
    lying = replace(record, entries=(*record.entries[:5], later, *record.entries[6:]))
    report = verified(signed, signed_by_both(signed, lying, findings, judged(data).files))
    assert failed(report) == [("numbers", "chain_broken")]


def test_a_sheet_left_out_is_told_by_the_sheet_itself(signed: World) -> None:
    """One file cannot prove that no other exists; two can."""
    seat = "E3"

    def absent(drafts: list[Draft]) -> list[Draft]:
        kept = [
            one
            for one in drafts
            if one.body.get("seat") != seat and one.kind not in ("Determined", "OpinionWritten")
        ]
        return [*kept, draft_of(SeatPlaced(seat, "absent", "未到会")), draft_of(CONSENT)]

    record, findings, files = with_history(signed.file("record.pdf"), absent, drop=seat)
    data = signed_by_both(signed, record, findings, files)
    alone = verified(signed, data)
    assert alone.verdict == "valid"
    assert {"expert_absent", "consent"} <= {each.code for each in alone.reservations}
    beside = verified(signed, data, signed.stick / "E3.pdf")
    assert [(note.code, note.fields["seat"]) for note in beside.notes] == [("note_sheet_not_in_record", seat)]


def test_a_rubric_with_easier_texts_under_a_shipped_name_is_refused(signed: World) -> None:
    data = signed.file("stick/brief.pdf")
    brief = judged(data).brief
    assert brief is not None
    lying = replace(brief, rubric=easier(brief.rubric))
    assert (lying.rubric.id, lying.rubric.total) == (brief.rubric.id, brief.rubric.total)
    forged = certified(render_brief(lying), signer_of(signed, "desk"), field="desk", permission=1)
    report = verified(signed, forged)
    assert (report.verdict, failed(report)) == ("invalid", [("numbers", "rubric_differs")])
    with signed.laptop("E1") as core, pytest.raises(RubricNotShippedError):
        core.scoring.open(forged)


def test_a_record_that_hides_what_it_replaces_is_found(signed: World) -> None:
    with signed.laptop("desk") as desk:
        desk.records.reopen(signed.panel, "漏附一份佐证")
        data = desk.records.seal(signed.panel, signed.root / "R2.pdf").data
    _, record, findings = parts(data)
    assert record.header.replaces != ()
    lying = replace(record, header=replace(record.header, replaces=("ab" * 32,)))
    report = verified(signed, signed_by_both(signed, lying, findings, judged(data).files))
    assert (report.verdict, failed(report)) == ("invalid", [("numbers", "numbers_differ")])


def test_the_forgers_tools_make_a_valid_record_where_nothing_is_changed(signed: World) -> None:
    """Otherwise none of the tests above would show anything."""
    data = signed.file("record.pdf")
    _, record, findings = parts(data)
    assert rechained(record.entries, []) == ()
    again = lying_record(record, findings, judged(data).files, signer_of(signed, "desk"))
    report = verified(signed, countersigned(again, "chair", signer_of(signed, "E1")))
    assert (report.verdict, report.told.code) == ("valid", "verify_valid_reserved")
