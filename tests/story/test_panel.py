"""Whole panels over five laptops and a stick, from the brief to the record that the bureau verifies."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.canonical import check_code
from app.domain.record import ChairNotCountedError, DisputeOpenError, SurveyAwaitedError, TooFewSheetsError
from app.domain.rule_sheet import Confirmation
from app.services.passing_over import NotEmptyError
from app.services.record_signing import NotYourTurnError
from app.services.verification import Report
from tests.shelf import kept, shelf
from tests.workspaces import (
    INSIDE,
    NAMES,
    STAFF,
    SURVEY,
    World,
    full_marks,
    panel_file,
    revised,
    scored,
    short,
)

LATE = "钱某"


def hand_in(world: World, laptop: str, brief: str, seat: str | None = None, **changes: object) -> Path:
    """An expert scores, signs, and puts the sheet on the stick."""
    file = world.stick / f"{laptop}.pdf"
    with world.laptop(laptop) as core:
        sheet, paper = scored(core, world.file(brief), seat, **changes)
        core.scoring.hand_over(sheet.id, paper, file)
    return file


def read_out(world: World, laptop: str) -> str:
    """The 校验码 that an expert reads from their own screen."""
    with world.laptop(laptop) as core:
        paper = core.scoring.signed(core.scoring.load(core.scoring.names()[-1]))
        assert paper is not None
        return check_code(paper.sheet.digest)


def verified(world: World, laptop: str, files: Sequence[Path], *, trusting: bool = True) -> dict[str, Report]:
    """What a laptop is told of the files, by name."""
    trust = [world.certificate("desk")] if trusting else []
    with world.laptop(laptop) as core:
        return {each.file.name: each for each in core.verification.verify(files, trust)}


@kept
def _five() -> World:
    world = World(shelf() / "five")
    world.stick.mkdir(parents=True)
    world.new_laptop("desk", "陈秘书", "广州某咨询有限公司", "")
    world.new_laptop("bureau", "周科长", "知识产权局", "")
    for number, name in enumerate((*NAMES, LATE), start=1):
        world.new_laptop(f"E{number}", name)
    with world.laptop("desk") as desk:
        file = panel_file(world.root, NAMES, rules='signatories = "all"', certificates={2: "E2.pem"})
        world.panel = desk.panels.new(file).name
        desk.panels.issue(world.panel, world.stick / "brief.pdf")
    return world


@pytest.fixture
def five(tmp_path: Path) -> World:
    """A desk with an issued brief, a bureau and six experts; five are on the roster, E2 by certificate."""
    return _five().copy(tmp_path / "world")


def test_a_panel_with_every_trouble_ends_in_a_record_that_the_bureau_can_verify(five: World) -> None:
    desk_stick = five.stick
    # The chair corrects a fact; E3 finds the staff short; E4 recuses themselves; E5 never comes.
    remark = "实地清点为 18 家，名册有 5 家已迁出。"
    corrected = {"conditions": [True, "18"], "fact": "corrected", "remark": remark}
    hand_in(five, "E1", "stick/brief.pdf", c2_2_1_1=corrected)
    hand_in(five, "E2", "stick/brief.pdf", c2_2_1_1={"fact": "confirmed"})
    hand_in(five, "E3", "stick/brief.pdf", c2_1_3_1=short(STAFF))
    with five.laptop("E4") as core:
        sheet = core.scoring.declare(core.scoring.open(five.file("stick/brief.pdf")), "曾任该平台顾问")
        core.scoring.hand_over(sheet.id, core.scoring.submit(sheet), desk_stick / "E4.pdf")
    # A late expert takes the next seat.
    with five.laptop("desk") as desk:
        assert desk.settling.add(five.panel, LATE, "某研究院", "研究员", "原专家缺席，抽签递补").seat == "E6"
    hand_in(five, "E6", "stick/brief.pdf", "E6")

    codes = {name: read_out(five, name) for name in ("E1", "E3", "E4", "E6")}
    with five.laptop("desk") as desk:
        outcomes = {each.path.stem: each.outcome for each in desk.collecting.collect([desk_stick])}
        assert outcomes == {
            "E1": "pending", "E2": "accepted", "E3": "pending", "E4": "pending", "E6": "pending",
            "brief": "unchanged",
        }  # fmt: skip
        waiting, _ = desk.panels.findings(five.panel)
        assert waiting.result.mean is None and waiting.verdict.kind == "undetermined"
        assert all(line.total is None for line in waiting.result.experts)
        for seat, code in codes.items():
            desk.settling.bind(five.panel, seat, code)
        desk.settling.place(five.panel, "E5", "absent", "航班取消，书面说明存档")
        with pytest.raises(SurveyAwaitedError):
            desk.records.seal(five.panel, five.root / "no.pdf")
        desk.settling.supply(five.panel, SURVEY, {"value": "89.96"}, "佐证 12")
        with pytest.raises(DisputeOpenError):
            desk.records.seal(five.panel, five.root / "no.pdf")
        desk.settling.determine(five.panel, STAFF, "对照社保名册，5 人全部在岗")
    # After the discussion E3 revises: the determination is reopened, and there is nothing left to determine.
    with five.laptop("E3") as core:
        name = core.scoring.names()[0]
        core.scoring.hand_over(name, revised(core, name), desk_stick / "E3-2.pdf")
    with five.laptop("desk") as desk:
        found = {each.path.stem: each for each in desk.collecting.collect([desk_stick])}
        assert (found["E3-2"].outcome, found["E3-2"].revision) == ("accepted", 2)
        desk.settling.correct(five.panel, INSIDE, {"conditions": [True, "18"]}, "8", "名册有 5 家已迁出")
        desk.settling.opinion(five.panel, "专家组意见：平台运行良好。")
        findings, _ = desk.panels.findings(five.panel)
        assert findings.verdict.kind == "pass"
        # 满意度 89.96 % gives 8 of 10; E1 gave 0 of 10 for the 18 institutions.
        totals = {line.seat: line.total for line in findings.result.experts}
        assert totals["E1"] == 88 and totals["E3"] == totals["E2"] == totals["E6"] == 98
        assert findings.json["mean_exact"] == "191/2" and findings.json["mean"] == "95.50"
        sealed = desk.records.seal(five.panel, five.stick / "record.pdf")
    assert sealed.record.fields == ("seal", "expert-E2", "expert-E3", "expert-E6", "chair")
    assert (verified(five, "bureau", [five.stick / "record.pdf"])["record.pdf"]).verdict == "incomplete"

    # E2 and E6 sign; E3 has left; the chair signs last and says so.
    for laptop in ("E2", "E6"):
        with five.laptop(laptop) as core:
            if laptop == "E6":
                with pytest.raises(NotYourTurnError):
                    core.signing.sign(five.file("stick/record.pdf"), five.stick / "no.pdf")
                continue
            now = core.signing.sign(five.file("stick/record.pdf"), five.stick / "record.pdf")
            assert (now.look.field, now.look.total) == ("expert-E2", "98")
    with five.laptop("E3") as core:
        core.signing.sign(five.file("stick/record.pdf"), five.stick / "record.pdf")
    with five.laptop("E1") as chair:
        with pytest.raises(NotYourTurnError):
            chair.signing.sign(five.file("stick/record.pdf"), five.stick / "no.pdf")
        with pytest.raises(NotEmptyError):
            passes = {"E2": "已离场", "E6": "已离场"}
            chair.signing.sign(five.file("stick/record.pdf"), five.stick / "no.pdf", passes)
        passes = {"E6": "已离场（航班），电话确认无异议"}
        chair.signing.sign(five.file("stick/record.pdf"), five.stick / "record.pdf", passes)
    assert not (five.stick / "no.pdf").exists()
    with five.laptop("desk") as desk:
        [back] = desk.collecting.collect([five.stick / "record.pdf"])
        assert (back.outcome, back.code) == ("accepted", "import_record")
        assert desk.panels.load(five.panel).panel.signed_fields == ("expert-E2", "expert-E3", "chair")

    report = verified(five, "bureau", [five.stick])["record.pdf"]
    assert (report.verdict, report.told.code) == ("valid", "verify_valid_reserved")
    assert {(each.code, each.seat) for each in report.reservations} == {
        ("seat_bound", "E1"), ("seat_bound", "E3"), ("seat_bound", "E4"), ("seat_bound", "E6"),
        ("seat_added", "E6"), ("expert_absent", "E5"), ("fact_corrected", ""), ("passed_over", "E6"),
        ("rule_off_default", ""),
    }  # fmt: skip
    assert [line.signer for line in report.signatures] == ["陈秘书", "李𬭚", "张䶮", "王伟"]
    stranger = verified(five, "bureau", [five.stick / "record.pdf"], trusting=False)["record.pdf"]
    assert (stranger.verdict, stranger.told.code) == ("unknown_signer", "verify_unknown_organiser")


def settled(world: World) -> World:
    """The shortest way to a record that can be sealed: five alike, all bound, the survey in."""
    for number in range(1, 6):
        hand_in(world, f"E{number}", "stick/brief.pdf")
    codes = {f"E{number}": read_out(world, f"E{number}") for number in (1, 3, 4, 5)}
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.stick])
        for seat, code in codes.items():
            desk.settling.bind(world.panel, seat, code)
        desk.settling.supply(world.panel, SURVEY, {"value": "92"}, "佐证 12")
    return world


def sign_all(world: World, file: str) -> None:
    """Everybody signs in order, the chair last; the file goes round on the stick."""
    for laptop in ("E2", "E3", "E4", "E5", "E1"):
        with world.laptop(laptop) as core:
            core.signing.sign(world.file(file), world.root / file)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A record signed by all five: stick/R1.pdf."""
    world = settled(_five().copy(tmp_path_factory.mktemp("finished")))
    with world.laptop("desk") as desk:
        desk.records.seal(world.panel, world.stick / "R1.pdf")
    sign_all(world, "stick/R1.pdf")
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.stick / "R1.pdf"])
    return world


def test_a_superseding_record_is_signed_anew_and_both_name_each_other(
    finished: World, tmp_path: Path
) -> None:
    world = finished.copy(tmp_path / "world")
    with world.laptop("E4") as core:
        name = core.scoring.names()[0]
        core.scoring.hand_over(name, revised(core, name, "more_material"), world.stick / "E4-2.pdf")
    with world.laptop("desk") as desk:
        desk.records.reopen(world.panel, "收到补充材料")
        desk.collecting.collect([world.stick / "E4-2.pdf"])
        second = desk.records.seal(world.panel, world.stick / "R2.pdf")
    assert (second.record.header.revision, len(second.record.header.replaces)) == (2, 1)
    sign_all(world, "stick/R2.pdf")
    with world.laptop("desk") as desk:
        [back] = desk.collecting.collect([world.stick / "R2.pdf"])
        assert back.outcome == "accepted"
    found = verified(world, "bureau", [world.stick / "R1.pdf", world.stick / "R2.pdf"])
    assert [found[name].verdict for name in ("R1.pdf", "R2.pdf")] == ["valid", "valid"]
    assert [note.code for note in found["R1.pdf"].notes] == ["note_superseded"]
    assert found["R1.pdf"].notes[0].fields["later"] == 2
    assert [note.code for note in found["R2.pdf"].notes] == ["note_supersedes"]
    with world.laptop("desk") as desk:
        assert [one.outcome for one in desk.collecting.collect([world.stick / "R1.pdf"])] == ["unchanged"]


@pytest.mark.needs_tool("pdfsig")
def test_poppler_agrees_with_every_signature(finished: World) -> None:
    told = subprocess.run(
        ["pdfsig", str(finished.stick / "R1.pdf")], capture_output=True, text=True, timeout=60, check=False
    ).stdout
    assert told.count("Signature Validation: Signature is Valid.") == 6
    for field in ("seal", "expert-E2", "expert-E5", "chair"):
        assert f"Signature Field Name: {field}" in told


@pytest.mark.needs_tool("openssl")
def test_openssl_agrees_with_every_signature(finished: World, tmp_path: Path) -> None:
    data = finished.file("stick/R1.pdf")
    spans = list(byte_ranges(data))
    assert len(spans) == 6
    for number, (start, end, stop) in enumerate(spans):
        contents = bytes.fromhex(data[start + 1 : end - 1].decode("ascii"))
        length = 4 + int.from_bytes(contents[2:4], "big")
        (tmp_path / "cms").write_bytes(contents[:length])
        (tmp_path / "signed").write_bytes(data[:start] + data[end:stop])
        done = subprocess.run(
            ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "signed",
             "-noverify", "-out", "out"],
            cwd=tmp_path, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (number, done.stderr)
        (tmp_path / "signed").write_bytes(data[: start - 1] + b"x" + data[end:stop])
        again = subprocess.run(
            ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "signed",
             "-noverify", "-out", "out"],
            cwd=tmp_path, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert again.returncode != 0


def byte_ranges(data: bytes) -> list[tuple[int, int, int]]:
    """Where each signature's /Contents begins and ends, and where what it covers ends."""
    found = re.findall(rb"/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) ?\]", data)
    return [(int(a) + int(b), int(c), int(c) + int(d)) for a, b, c, d in found]


def test_a_chair_who_recuses_themselves_hands_the_chair_on(five: World) -> None:
    """Two sheets are left of three: the commissioning side has to agree, on paper, in the record."""
    with five.laptop("desk") as desk:
        panel = desk.panels.new(panel_file(five.root, NAMES[:3], platform="乙平台")).name
        desk.panels.issue(panel, five.root / "brief-2.pdf")
    with five.laptop("E1") as core:
        sheet = core.scoring.declare(core.scoring.open(five.file("brief-2.pdf")), "亲属任职")
        core.scoring.hand_over(sheet.id, core.scoring.submit(sheet), five.stick / "E1.pdf")
    for number in (2, 3):
        hand_in(five, f"E{number}", "brief-2.pdf")
    codes = {f"E{number}": read_out(five, f"E{number}") for number in (1, 2, 3)}
    with five.laptop("desk") as desk:
        desk.collecting.collect([five.stick])
        for seat, code in codes.items():
            desk.settling.bind(panel, seat, code)
        desk.settling.supply(panel, SURVEY, {"value": "92"}, "佐证 12")
        with pytest.raises(TooFewSheetsError):
            desk.records.seal(panel, five.root / "no.pdf")
        agreed = Confirmation("周科长", "知识产权局", "2026-11-22", "现场同意书")
        desk.settling.consent(panel, agreed)
        with pytest.raises(ChairNotCountedError):
            desk.records.seal(panel, five.root / "no.pdf")
        desk.settling.chair(panel, "E2", "原组长回避")
        desk.records.seal(panel, five.stick / "record.pdf")
    with five.laptop("E2") as core:
        core.signing.sign(five.file("stick/record.pdf"), five.stick / "record.pdf")
    report = verified(five, "bureau", [five.stick / "record.pdf"])["record.pdf"]
    assert report.verdict == "valid"
    reserved = {(each.code, each.seat) for each in report.reservations}
    assert {("chair_changed", "E2"), ("consent", "")} <= reserved
    assert "亲属任职" not in str(report.result)  # the reason stays on the declaration


def test_a_recusal_after_scoring_takes_the_sheet_out_of_the_arithmetic(five: World) -> None:
    settled(five)
    with five.laptop("E5") as core:
        sheet = core.scoring.declare(core.scoring.load(core.scoring.names()[0]), "发现利害关系")
        core.scoring.hand_over(sheet.id, core.scoring.submit(sheet), five.stick / "E5-2.pdf")
    with five.laptop("desk") as desk:
        before, _ = desk.panels.findings(five.panel)
        [one] = desk.collecting.collect([five.stick / "E5-2.pdf"])
        after, _ = desk.panels.findings(five.panel)
    assert (one.outcome, one.code) == ("accepted", "import_recusal")
    assert (len(before.panel.counted), len(after.panel.counted)) == (5, 4)
    assert [line.status for line in after.result.experts][-1] == "recused"


def test_the_stick_may_be_thrown_away_between_any_two_steps(five: World) -> None:
    """Everything that was handed over lies in the workspaces; the stick only carries it."""
    settled(five)
    shutil.rmtree(five.stick)
    with five.laptop("desk") as desk:
        desk.records.seal(five.panel, five.root / "again.pdf")
        assert desk.panels.issue(five.panel, five.root / "brief-again.pdf") == five.file("brief-again.pdf")
    with five.laptop("E1") as core:
        paper = core.scoring.signed(core.scoring.load(core.scoring.names()[0]))
        assert paper is not None and full_marks(2).keys() == {*paper.sheet.awards, SURVEY}


def test_the_whole_way_through_bootstrap_itself(tmp_path: Path) -> None:
    """As the program runs: every laptop with its own database, its own judging child."""
    world = World(tmp_path / "world")
    world.stick.mkdir(parents=True)
    with world.whole_laptop("desk") as desk:
        desk.identities.new("陈秘书")
        panel = desk.panels.new(panel_file(world.root, NAMES[:1], rehearsal=True)).name
        brief = desk.panels.issue(panel, world.stick / "brief.pdf")
    with world.whole_laptop("E1") as core:
        core.identities.new(NAMES[0])
        sheet, paper = scored(core, brief)
        core.scoring.hand_over(sheet.id, paper, world.stick / "E1.pdf")
    with world.whole_laptop("desk") as desk:
        outcomes = [each.outcome for each in desk.collecting.collect([world.stick])]
    assert outcomes == ["pending", "unchanged"]
