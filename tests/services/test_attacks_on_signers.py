"""A genuine key in the wrong place: every signature must be its seat's own, in its order."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.pdf.papers import render_record, render_sheet
from app.services.record_signing import NoFieldForYouError
from app.services.verification import Report
from tests import workspaces
from tests.services.forgery import (
    certified,
    countersigned,
    judged,
    lying_record,
    lying_sheet,
    parts,
    sheets_of,
    signer_of,
)
from tests.workspaces import STAFF, World, panel_file, scored, short


def verified(world: World, data: bytes, *beside: Path) -> Report:
    """What a bureau that trusts the desk is told of the first of the files given."""
    file = world.root / "given.pdf"
    file.write_bytes(data)
    with world.laptop("bureau") as bureau:
        return bureau.verification.verify([file, *beside], [world.certificate("desk")])[0]


def failed(report: Report) -> list[tuple[str, str]]:
    return [(check.name, check.code) for check in report.checks if check.state == "failed"]


def test_another_experts_key_in_the_chairs_field_is_found(signed: World) -> None:
    report = verified(signed, countersigned(signed.file("sealed.pdf"), "chair", signer_of(signed, "E2")))
    assert (report.verdict, report.told.code) == ("invalid", "verify_other_signer")
    assert failed(report) == [("signers", "signer_differs")]


def test_a_record_sealed_by_another_than_its_desk_is_found(signed: World) -> None:
    _, record, findings = parts(signed.file("record.pdf"))
    files = dict(judged(signed.file("record.pdf")).files)
    data = lying_record(record, findings, files, signer_of(signed, "E2"), signer_of(signed, "E1"))
    report = verified(signed, data)
    assert (report.verdict, report.told.code) == ("invalid", "verify_other_signer")
    assert failed(report) == [("signers", "signer_differs")]


def test_a_sheet_signed_by_another_key_than_it_names_is_found(submitted: World) -> None:
    brief = judged(submitted.file("stick/brief.pdf")).brief
    with submitted.laptop("E1") as core:
        paper = core.scoring.signed(core.scoring.load(core.scoring.names()[0]))
    assert brief is not None and paper is not None
    page = render_sheet(paper.sheet, brief)
    forged = certified(page, signer_of(submitted, "E2"), field="expert", permission=1, name="王伟")
    (submitted.stick / "E1.pdf").write_bytes(forged)
    with submitted.laptop("desk") as desk:
        one = desk.collecting.collect([submitted.stick / "E1.pdf"])[0]
    assert (one.outcome, one.code, one.fields) == ("refused", "paper_altered", {"check": "signer_differs"})


def test_a_fixed_seat_refuses_every_other_certificate(tmp_path: Path) -> None:
    world = workspaces.issued().copy(tmp_path / "world")
    with world.laptop("desk") as desk:
        file = panel_file(world.root, platform="乙平台", certificates={1: "E1.pem"})
        panel = desk.panels.new(file).name
        brief = desk.panels.issue(panel, world.root / "fixed.pdf")
    with world.laptop("E1") as core:
        _, paper = scored(core, brief)
    stolen = judged(brief).brief
    assert stolen is not None
    (world.root / "stolen.pdf").write_bytes(lying_sheet(paper.sheet, stolen, signer_of(world, "E2")))
    with world.laptop("desk") as desk:
        [told] = desk.collecting.collect([world.root / "stolen.pdf"])
        assert desk.panels.load(panel).panel.place("E1").received == ()  # type: ignore[union-attr]  # E1 is there
    assert (told.outcome, told.code) == ("refused", "other_signer")
    assert told.fields == {"seat": "E1", "name": "王伟"}


def test_a_second_key_for_a_bound_seat_is_refused_and_a_rebinding_is_printed(settled: World) -> None:
    """已交过一份，签名不同: then the lost laptop, with its reason."""
    settled.new_laptop("E2-new", "李𬭚")
    with settled.laptop("E2-new") as core:
        _, paper = scored(core, settled.file("stick/brief.pdf"), c2_1_3_1=short(STAFF))
    (settled.root / "new.pdf").write_bytes(paper.data)
    with settled.laptop("desk") as desk:
        [told] = desk.collecting.collect([settled.root / "new.pdf"])
        assert (told.outcome, told.code) == ("refused", "other_signer")
        assert told.fields == {"seat": "E2", "name": "李𬭚"}
        desk.settling.rebind(settled.panel, "E2", paper.sheet.header.signer, "专家原电脑损坏，当面核对身份")
        [told] = desk.collecting.collect([settled.root / "new.pdf"])
        assert told.outcome in ("accepted", "pending")
        found, _ = desk.panels.findings(settled.panel)
        place = found.panel.place("E2")
    assert place is not None and place.certificate == paper.sheet.header.signer
    assert place.binding == "rebound" and "原电脑损坏" in place.binding_reason


def test_a_countersignature_out_of_order_is_found(signed: World) -> None:
    """With all experts signing, the chair's key is used before an expert's: the order tells."""
    world = signed
    with world.laptop("desk") as desk:
        file = panel_file(world.root, platform="丙平台", rules='signatories = "all"')
        panel = desk.panels.new(file).name
        brief = desk.panels.issue(panel, world.root / "all.pdf")
        sheets = []
    for number in (1, 2, 3):
        with world.laptop(f"E{number}") as core:
            _, paper = scored(core, brief)
            (world.root / f"all-{number}.pdf").write_bytes(paper.data)
            sheets.append(paper.sheet)
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.root / f"all-{number}.pdf" for number in (1, 2, 3)])
        workspaces.bind_all(desk, panel, sheets)
        desk.settling.supply(panel, workspaces.SURVEY, {"value": "95"}, "佐证 12")
        data = desk.records.seal(panel, world.root / "all-sealed.pdf").data
    for field, name in (("expert-E3", "E3"), ("chair", "E1"), ("expert-E2", "E2")):
        data = countersigned(data, field, signer_of(world, name))
    report = verified(world, data)
    assert report.verdict == "invalid"
    assert failed(report)[0][0] == "signers"


def test_an_unknown_organisers_papers_are_never_valid(signed: World) -> None:
    """Anybody can be a desk: everything else holds, but nobody here knows this organiser."""
    signed.new_laptop("impostor", "陈秘书", "广州某咨询有限公司", "")
    with signed.laptop("impostor") as desk:
        panel = desk.panels.new(panel_file(signed.root, platform="丁平台")).name
        data = desk.panels.issue(panel, signed.root / "impostor.pdf")
    report = verified(signed, data)
    assert (report.verdict, report.told.code) == ("unknown_signer", "verify_unknown_organiser")
    assert failed(report) == []


def test_a_record_rendered_under_another_signers_name_is_found(signed: World) -> None:
    """The payload names the wrong desk, the seal is the right one."""
    _, record, findings = parts(signed.file("record.pdf"))
    lying = replace(record, header=replace(record.header, signer=signer_of(signed, "E2").digest))
    files = dict(judged(signed.file("record.pdf")).files)
    data = certified(render_record(lying, findings, files), signer_of(signed, "desk"))
    assert verified(signed, data).verdict == "invalid"


def test_a_signature_whose_box_names_somebody_else_is_found(signed: World) -> None:
    _, record, findings = parts(signed.file("record.pdf"))
    files = dict(judged(signed.file("record.pdf")).files)
    sealed = certified(render_record(record, findings, files), signer_of(signed, "desk"), name="周科长")
    report = verified(signed, countersigned(sealed, "chair", signer_of(signed, "E1")))
    assert (report.verdict, report.told.code) == ("invalid", "verify_page_differs")
    assert failed(report) == [("page", "appearance_differs")]


def test_sheets_of_the_findings_are_those_of_the_panel(signed: World) -> None:
    _, record, findings = parts(signed.file("record.pdf"))
    assert {each.digest for each in record.sheets} == set(sheets_of(findings))


@pytest.mark.parametrize("expert", ["E2", "E3"])
def test_who_is_not_the_chair_has_no_field_where_the_chair_signs_alone(sealed: World, expert: str) -> None:
    with sealed.laptop(expert) as core, pytest.raises(NoFieldForYouError):
        core.signing.sign(sealed.file("sealed.pdf"), sealed.root / "no.pdf")
    assert not (sealed.root / "no.pdf").exists()
