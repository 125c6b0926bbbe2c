"""Signing a record: one's own field, in turn, once, and only what this workspace can stand by."""

import pytest

from app.domain.act_refusals import ReasonMissingError
from app.domain.canonical import CharacterRefusedError
from app.domain.shape import TextTooLongError
from app.errors import ZhipingError
from app.services.passing_over import NotEmptyError
from app.services.record_signing import (
    LaterRevisionError,
    NoFieldForYouError,
    NotARecordError,
    NotThisRecordError,
    OtherRecordSignedError,
    RecordUnsoundError,
)
from tests import workspaces
from tests.services.forgery import countersigned, signer_of
from tests.workspaces import World, revised


def refused(world: World, laptop: str, data: bytes, kind: type[ZhipingError], passed: dict[str, str]) -> None:
    with world.laptop(laptop) as core, pytest.raises(kind):
        core.signing.sign(data, world.root / "no.pdf", passed)
    assert not (world.root / "no.pdf").exists()


def test_only_sound_records_are_signed(sealed: World) -> None:
    data = sealed.file("sealed.pdf")
    refused(sealed, "E1", sealed.file("stick/brief.pdf"), NotARecordError, {})
    refused(sealed, "E1", data + b" ", RecordUnsoundError, {})


def test_a_field_is_signed_once(signed: World) -> None:
    refused(signed, "E1", signed.file("record.pdf"), NoFieldForYouError, {})


@pytest.mark.parametrize(
    ("passed", "kind"),
    [
        ({"E2": "已离场"}, NotEmptyError),  # this record has no field for E2
        ({"chair": "x"}, NotEmptyError),
    ],
)
def test_nobody_without_an_empty_field_is_passed_over(
    sealed: World, passed: dict[str, str], kind: type[ZhipingError]
) -> None:
    refused(sealed, "E1", sealed.file("sealed.pdf"), kind, passed)


def test_passing_over_takes_a_reason_that_can_be_printed(settled: World) -> None:
    world = all_sign(settled)
    data = world.file("all.pdf")
    refused(world, "E1", data, ReasonMissingError, {"E2": "已离场", "E3": "  "})
    refused(world, "E1", data, TextTooLongError, {"E2": "长" * 201})
    refused(world, "E1", data, CharacterRefusedError, {"E2": "已\u202e离场"})
    with world.laptop("E1") as chair:
        reasons = {"E2": "已离场（航班）", "E3": "停电；无法开机"}
        now = chair.signing.sign(data, world.root / "signed.pdf", reasons)
        assert (now.look.field, now.look.total, now.look.place.name) == ("chair", "100", "王伟")
        [report] = chair.verification.verify([world.root / "signed.pdf"], [world.certificate("desk")])
    assert report.verdict == "valid"
    passed = [each for each in report.reservations if each.code == "passed_over"]
    told = {each.seat: each.sentence.split("：")[-1] for each in passed}
    assert told == {"E2": "已离场(航班)", "E3": "停电；无法开机"}


def all_sign(world: World) -> World:
    """A second panel whose record every expert signs: all.pdf, sealed."""
    with world.laptop("desk") as desk:
        certificates = {number: f"E{number}.pem" for number in (1, 2, 3)}
        file = workspaces.panel_file(
            world.root, platform="乙平台", rules='signatories = "all"', certificates=certificates
        )
        panel = desk.panels.new(file).name
        brief = desk.panels.issue(panel, world.root / "all-brief.pdf")
    for number in (1, 2, 3):
        with world.laptop(f"E{number}") as core:
            sheet, paper = workspaces.scored(core, brief)
            (world.root / "all").mkdir(exist_ok=True)
            core.scoring.hand_over(sheet.id, paper, world.root / "all" / f"E{number}.pdf")
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.root / "all"])
        desk.settling.supply(panel, workspaces.SURVEY, {"value": "95"}, "佐证 12")
        desk.records.seal(panel, world.root / "all.pdf")
    return world


def test_a_chair_with_a_later_revision_does_not_sign_a_record_without_it(sealed: World) -> None:
    with sealed.laptop("E1") as core:
        revised(core, core.scoring.names()[0])
    refused(sealed, "E1", sealed.file("sealed.pdf"), LaterRevisionError, {})


def test_two_records_of_one_brief_are_not_both_signed(settled: World) -> None:
    """A copy of the desk seals another record of the same sheets, with another opinion."""
    with settled.laptop("desk") as desk:
        first = desk.records.seal(settled.panel, settled.root / "one.pdf").data
    with settled.laptop("E1") as chair:
        chair.signing.sign(first, settled.root / "one.pdf")
    with settled.laptop("desk") as desk:
        desk.records.reopen(settled.panel, "更正意见")
        desk.settling.opinion(settled.panel, "另一份意见")
        named = desk.records.seal(settled.panel, settled.root / "two.pdf").data
    with settled.laptop("E1") as chair:
        assert chair.signing.sign(named, settled.root / "two.pdf").look.field == "chair"
    other = workspaces.settled().copy(settled.root / "copied")
    with other.laptop("desk") as desk:
        desk.settling.opinion(other.panel, "第三份意见")
        third = desk.records.seal(other.panel, other.root / "three.pdf").data
    refused(settled, "E1", third, OtherRecordSignedError, {})


def test_the_desk_takes_back_only_what_goes_on_from_its_own_bytes(sealed: World) -> None:
    data = sealed.file("sealed.pdf")
    key = signer_of(sealed, "E1")
    for name in ("one.pdf", "two.pdf"):
        (sealed.root / name).write_bytes(countersigned(data, "chair", key))
    with sealed.laptop("desk") as desk:
        one, two, again = desk.collecting.collect(
            [sealed.root / "one.pdf", sealed.root / "two.pdf", sealed.root / "sealed.pdf"]
        )
    assert (one.outcome, one.code) == ("accepted", "import_record")
    assert (two.outcome, two.code) == ("refused", "record_fork")
    assert again.outcome == "unchanged"


def test_a_record_that_was_reopened_is_not_taken_back(sealed: World) -> None:
    (sealed.root / "late.pdf").write_bytes(
        countersigned(sealed.file("sealed.pdf"), "chair", signer_of(sealed, "E1"))
    )
    with sealed.laptop("desk") as desk:
        desk.records.reopen(sealed.panel, "漏附一份佐证")
        [late] = desk.collecting.collect([sealed.root / "late.pdf"])
    assert (late.outcome, late.code) == ("refused", "not_this_record")


def test_a_chair_at_the_desk_signs_only_the_record_sealed_now(issued: World) -> None:
    with issued.laptop("desk") as desk:
        file = workspaces.panel_file(issued.root, ["陈秘书", "李𬭚", "张䶮"], platform="自任组长")
        panel = desk.panels.new(file).name
        brief = desk.panels.issue(panel, issued.root / "own.pdf")
        sheet, paper = workspaces.scored(desk, brief)
        desk.scoring.hand_over(sheet.id, paper, issued.stick / "own.pdf")
    sheets = [paper.sheet]
    for laptop in ("E2", "E3"):
        with issued.laptop(laptop) as core:
            sheet, paper = workspaces.scored(core, brief)
            core.scoring.hand_over(sheet.id, paper, issued.stick / f"{laptop}.pdf")
            sheets.append(paper.sheet)
    with issued.laptop("desk") as desk:
        desk.collecting.collect([issued.stick])
        workspaces.bind_all(desk, panel, sheets)
        desk.settling.supply(panel, workspaces.SURVEY, {"value": "95"}, "佐证 12")
        old = desk.records.seal(panel, issued.root / "old.pdf").data
        desk.records.reopen(panel, "漏附一份佐证")
        new = desk.records.seal(panel, issued.root / "new.pdf").data
        with pytest.raises(NotThisRecordError):
            desk.signing.sign(old, issued.root / "no.pdf")
        desk.signing.sign(new, issued.root / "signed.pdf")
        assert desk.panels.load(panel).panel.signed_fields == ("chair",)
        assert desk.records.seal(panel, issued.root / "again.pdf").data == issued.file("signed.pdf")
