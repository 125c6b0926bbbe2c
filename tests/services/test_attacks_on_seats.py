"""Whose seat, whose key, which brief: what a dishonest desk or a stranger tries is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.act_refusals import ReasonMissingError
from app.domain.brief import Brief
from app.domain.canonical import check_code
from app.domain.record import Findings
from app.domain.rule_sheet import Confirmation
from app.domain.signed_sheet import Change, OtherBriefError, SignedSheet
from app.domain.verdict import Verdict
from app.pdf.papers import render_brief
from app.services.verification import Report
from tests.services.forgery import certified, judged, keyed_in, lying_record, lying_sheet, parts, signer_of
from tests.workspaces import NAMES, STAFF, SURVEY, World, bind_all, panel_file, scored

CONSENT = Confirmation("周科长", "知识产权局", "2026-11-22", "现场同意书")


def verified(world: World, *names: str) -> tuple[Report, ...]:
    """What somebody who trusts the desk is told of files of the world, given at once."""
    if not world.folder("bureau").exists():
        world.new_laptop("bureau", "局")
    with world.laptop("bureau") as bureau:
        return bureau.verification.verify([world.root / name for name in names], [world.certificate("desk")])


def codes(report: Report) -> set[str]:
    return {each.code for each in report.reservations}


def certificate_of(world: World, laptop: str) -> str:
    with world.laptop(laptop) as core:
        return core.identities.me().digest


def brief_of(data: bytes) -> Brief:
    brief = judged(data).brief
    assert brief is not None
    return brief


def record_by_chair(world: World, laptop: str = "E1") -> Report:
    """The panel's record sealed by its desk, signed by the chair, verified alone."""
    with world.laptop("desk") as desk:
        desk.records.seal(world.panel, world.root / "to-sign.pdf")
    with world.laptop(laptop) as chair:
        chair.signing.sign(world.file("to-sign.pdf"), world.root / "by-chair.pdf")
    [report] = verified(world, "by-chair.pdf")
    return report


def test_a_strangers_sheet_for_an_open_seat_is_never_valid_without_a_word(issued: World) -> None:
    issued.new_laptop("stranger", "路人")
    with issued.laptop("stranger") as core:
        _, paper = scored(core, issued.file("stick/brief.pdf"), "E3")
    assert paper.sheet.name == NAMES[2]
    (issued.root / "E3.pdf").write_bytes(paper.data)
    report, _ = verified(issued, "E3.pdf", "stick/brief.pdf")
    assert (report.verdict, report.told.code) == ("valid", "verify_valid_reserved")
    assert [(each.code, each.seat) for each in report.reservations] == [("seat_open", "E3")]


def test_a_late_experts_sheet_alone_is_not_vouched_for_by_the_brief(issued: World) -> None:
    issued.new_laptop("late", "周迟")
    with issued.laptop("late") as core:
        _, paper = scored(core, issued.file("stick/brief.pdf"), "E4")
    (issued.root / "E4.pdf").write_bytes(paper.data)
    report, _ = verified(issued, "E4.pdf", "stick/brief.pdf")
    assert codes(report) == {"seat_not_in_brief"}


def fixed_sheet(world: World) -> tuple[Brief, SignedSheet]:
    """A panel whose first seat is fixed to E1's certificate, its brief on disk, and E1's sheet."""
    with world.laptop("desk") as desk:
        panel = desk.panels.new(panel_file(world.root, platform="乙平台", certificates={1: "E1.pem"})).name
        data = desk.panels.issue(panel, world.root / "fixed.pdf")
    with world.laptop("E1") as core:
        _, paper = scored(core, data)
    (world.root / "true.pdf").write_bytes(paper.data)
    return brief_of(data), paper.sheet


def test_a_sheet_said_to_be_keyed_in_is_so_only_by_the_desks_own_key(issued: World) -> None:
    brief, sheet = fixed_sheet(issued)
    issued.new_laptop("stranger", "路人")
    keyed, scans = keyed_in(sheet)
    for name, laptop in (("stranger.pdf", "stranger"), ("desk.pdf", "desk")):
        (issued.root / name).write_bytes(lying_sheet(keyed, brief, signer_of(issued, laptop), scans))
    stranger, desk, true, _ = verified(issued, "stranger.pdf", "desk.pdf", "true.pdf", "fixed.pdf")
    assert (stranger.verdict, stranger.told.code) == ("unknown_signer", "verify_other_key")
    assert (desk.verdict, codes(desk)) == ("valid", {"keyed"})
    assert (true.verdict, true.told.code, codes(true)) == ("valid", "verify_valid_sheet", set())


def test_a_sheet_under_another_name_than_its_seats_is_told(issued: World) -> None:
    brief, sheet = fixed_sheet(issued)
    renamed = replace(sheet, name=NAMES[1])
    (issued.root / "name.pdf").write_bytes(lying_sheet(renamed, brief, signer_of(issued, "E1")))
    report, _ = verified(issued, "name.pdf", "fixed.pdf")
    assert (report.verdict, report.told.code) == ("unknown_signer", "verify_other_key")


def test_a_second_panel_is_told_by_its_brief_beside_the_other_panels_record(signed: World) -> None:
    """Another kind of paper, a space in the name, another operator: still the same platform and round."""
    with signed.laptop("desk") as desk:
        again = panel_file(signed.root, platform="某某 运营服务平台")
        again.write_text(again.read_text(encoding="utf-8").replace("乙公司", "丙公司"), encoding="utf-8")
        desk.panels.issue(desk.panels.new(again).name, signed.root / "again.pdf")
        next_year = panel_file(signed.root)
        later = next_year.read_text(encoding="utf-8").replace("2026-06-07", "2027-06-07")
        next_year.write_text(later.replace("2025-06-08", "2026-06-08"), encoding="utf-8")
        desk.panels.issue(desk.panels.new(next_year).name, signed.root / "next-year.pdf")
    record, brief, other = verified(signed, "record.pdf", "again.pdf", "next-year.pdf")
    assert [note.code for note in record.notes] == ["note_second_panel"]
    assert [note.code for note in brief.notes] == ["note_second_panel"]
    assert other.notes == ()


def test_a_brief_issued_twice_for_one_panel_is_told_and_not_opened_in_the_firsts_place(signed: World) -> None:
    data = signed.file("stick/brief.pdf")
    again = replace(brief_of(data), place="另一个地方")
    page = render_brief(again)
    forged = certified(page, signer_of(signed, "desk"), field="desk", permission=1)
    (signed.root / "again.pdf").write_bytes(forged)
    record, brief = verified(signed, "record.pdf", "again.pdf")
    assert [note.code for note in record.notes] == ["note_second_brief"]
    assert [note.code for note in brief.notes] == ["note_second_brief"]
    with signed.laptop("E2") as core, pytest.raises(OtherBriefError):
        core.scoring.open(forged)


def test_a_desk_that_sits_on_an_experts_seat_with_its_own_key_is_told(issued: World) -> None:
    sheets = []
    for seat, laptop in (("E1", "E1"), ("E2", "E2"), ("E3", "desk")):
        with issued.laptop(laptop) as core:
            _, paper = scored(core, issued.file("stick/brief.pdf"), seat)
        (issued.root / f"{seat}.pdf").write_bytes(paper.data)
        sheets.append(paper.sheet)
    with issued.laptop("desk") as desk:
        desk.collecting.collect([issued.root / f"{each.seat}.pdf" for each in sheets])
        bind_all(desk, issued.panel, sheets)
        desk.settling.supply(issued.panel, SURVEY, {"value": "90"}, "佐证 12")
    report = record_by_chair(issued)
    assert [each.seat for each in report.reservations if each.code == "seat_of_desk"] == ["E3"]


def test_a_sheet_left_unbound_while_its_expert_is_called_absent_is_told(submitted: World) -> None:
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick])
        sheets = desk.panels.load(submitted.panel).panel.sheets.values()
        bind_all(desk, submitted.panel, [each for each in sheets if each.seat != "E3"])
        desk.settling.place(submitted.panel, "E3", "absent", "未到会")
        desk.settling.consent(submitted.panel, CONSENT)
        desk.settling.supply(submitted.panel, SURVEY, {"value": "90"}, "佐证 12")
    report = record_by_chair(submitted)
    about = [each.code for each in report.reservations if each.seat == "E3"]
    assert (report.verdict, about) == ("valid", ["sheet_set_aside", "expert_absent"])


def test_of_two_keys_for_one_open_seat_the_one_not_bound_is_told(submitted: World) -> None:
    """The desk binds whom it likes; that somebody else signed in that name stays visible."""
    submitted.new_laptop("impostor", NAMES[1])
    with submitted.laptop("impostor") as core:
        _, paper = scored(core, submitted.file("stick/brief.pdf"))
    (submitted.stick / "other.pdf").write_bytes(paper.data)
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick])
        sheets = desk.panels.load(submitted.panel).panel.sheets.values()
        bind_all(desk, submitted.panel, [each for each in sheets if each.digest != paper.sheet.digest])
        desk.settling.supply(submitted.panel, SURVEY, {"value": "90"}, "佐证 12")
        desk.settling.determine(submitted.panel, STAFF, "对照名册")
        found, _ = desk.panels.findings(submitted.panel)
    assert [each.seat for each in found.reservations if each.code == "sheet_set_aside"] == ["E2"]


def test_a_chair_with_a_new_key_signs_and_every_record_says_so(settled: World) -> None:
    settled.new_laptop("E1-new", NAMES[0])
    with settled.laptop("desk") as desk:
        desk.settling.rebind(settled.panel, "E1", certificate_of(settled, "E1-new"), "电脑丢失，当面核对身份")
    first = record_by_chair(settled, "E1-new")
    (settled.root / "R1.pdf").write_bytes(settled.file("by-chair.pdf"))
    assert (first.verdict, "seat_rebound" in codes(first)) == ("valid", True)
    assert "原来的钥匙" in next(each.sentence for each in first.reservations if each.code == "seat_rebound")
    with settled.laptop("E1-new") as core:
        _, paper = scored(core, settled.file("stick/brief.pdf"))
    (settled.root / "new.pdf").write_bytes(paper.data)
    with settled.laptop("desk") as desk:
        desk.collecting.collect([settled.root / "by-chair.pdf"])
        desk.records.reopen(settled.panel, "组长用新电脑重新交表")
        [told] = desk.collecting.collect([settled.root / "new.pdf"])
        assert told.code == "import_conflict"
        desk.settling.choose(settled.panel, "E1", check_code(paper.sheet.digest), "本人确认以新表为准")
    second = record_by_chair(settled, "E1-new")
    assert (second.verdict, {"seat_rebound", "sheet_chosen"} <= codes(second)) == ("valid", True)
    assert "原来的钥匙" not in "".join(each.sentence for each in second.reservations)
    old, new = verified(settled, "R1.pdf", "by-chair.pdf")
    assert [note.code for note in (*old.notes, *new.notes)] == ["note_superseded", "note_supersedes"]


def test_a_chair_is_told_before_signing_that_the_page_cannot_be_reproduced(sealed: World) -> None:
    """A desk that names another program version may print whatever it likes."""
    _, record, findings = parts(sealed.file("sealed.pdf"))
    other = replace(record, header=replace(record.header, program="zhiping 99.0"))
    shown: Findings = replace(findings, verdict=Verdict("fail", "考核不合格。"))
    forged = lying_record(other, shown, judged(sealed.file("sealed.pdf")).files, signer_of(sealed, "desk"))
    with sealed.laptop("E1") as chair:
        look = chair.signing.look(forged)
    assert "page_not_reproduced" in {each.code for each in look.reservations}
    assert look.findings.verdict.kind == "pass"


def test_who_recused_themselves_does_not_come_back_by_a_later_revision(settled: World) -> None:
    """The program offers no way; a key's owner can still make such a paper."""
    with settled.laptop("E3") as core:
        sheet = core.scoring.load(core.scoring.names()[0])
        scored_before = core.scoring.signed(sheet)
        recusal = core.scoring.submit(core.scoring.declare(sheet, "亲属在运营主体任职"))
    assert scored_before is not None
    header = replace(recusal.sheet.header, revision=3, replaces=(*sheet.signed, recusal.sheet.digest))
    back = replace(scored_before.sheet, header=header, change=Change("slip", "改正"))
    brief = brief_of(settled.file("stick/brief.pdf"))
    (settled.root / "recusal.pdf").write_bytes(recusal.data)
    (settled.root / "back.pdf").write_bytes(lying_sheet(back, brief, signer_of(settled, "E3")))
    with settled.laptop("desk") as desk:
        first, second = desk.collecting.collect([settled.root / "recusal.pdf", settled.root / "back.pdf"])
        panel = desk.panels.load(settled.panel).panel
    assert (first.code, second.outcome, second.code) == ("import_recusal", "refused", "sheet_recused")
    assert [each.place.seat for each in panel.counted] == ["E1", "E2"]


def test_a_void_panel_has_no_verdict_any_more(settled: World) -> None:
    with settled.laptop("desk") as desk:
        assert desk.panels.findings(settled.panel)[0].verdict.kind == "pass"
        desk.settling.void(settled.panel, "平台名称有误")
        found, flips = desk.panels.findings(settled.panel)
    assert (found.verdict.kind, flips) == ("undetermined", ())
    assert "作废" in found.verdict.sentence


def test_a_discussion_without_a_note_is_not_recorded(settled: World) -> None:
    with settled.laptop("desk") as desk, pytest.raises(ReasonMissingError):
        desk.settling.determine(settled.panel, STAFF, " ")


def test_a_workspace_made_by_the_program_is_its_owners_alone(tmp_path: Path) -> None:
    world = World(tmp_path)
    with world.whole_laptop("alone") as core:
        core.identities.new("王伟")
    made = world.folder("alone")
    assert made.stat().st_mode & 0o077 == 0
    assert [each.name for each in made.iterdir() if each.stat().st_mode & 0o077] == []
