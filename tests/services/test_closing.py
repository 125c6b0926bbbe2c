"""Before the experts leave: going on without a check, the drafted opinion; sealing in three steps."""

from pathlib import Path

import pytest

from app.domain.act_refusals import CheckNotOpenError, NotSealedError
from app.domain.shape import TextTooLongError
from app.services.record_signing import NotThisRecordError
from app.store.entry_store import StaleError
from tests import workspaces
from tests.workspaces import World


@pytest.fixture
def sealed(tmp_path: Path) -> World:
    return workspaces.sealed().copy(tmp_path / "world")


def test_going_on_without_a_check_is_an_entry_that_the_record_prints(settled: World) -> None:
    with settled.laptop("desk") as desk:
        with pytest.raises(CheckNotOpenError):
            desk.closing.pass_over(settled.panel, "nothing", "理由")
        with pytest.raises(CheckNotOpenError):
            desk.closing.pass_over(settled.panel, "opinion", "意见已经写好")
        with pytest.raises(TextTooLongError):
            desk.closing.pass_over(settled.panel, "evidence", "长" * 1001)
        desk.closing.pass_over(settled.panel, "evidence", "佐证未逐项编号")
        record = desk.records.seal(settled.panel, settled.root / "record.pdf")
        [told] = [each for each in record.findings.reservations if each.code == "check_passed_over"]
        assert told.sentence.endswith("继续的理由：佐证未逐项编号")
    with settled.laptop("E1") as chair:
        look = chair.signing.look(settled.file("record.pdf"))
        assert told in look.reservations


def test_what_follows_from_a_panel_is_reckoned_once_and_anew_after_every_act(settled: World) -> None:
    with settled.laptop("desk") as desk:
        before = desk.panels.load(settled.panel)
        assert before.findings is desk.panels.findings(settled.panel)[0]
        assert desk.closing.checks(settled.panel) is before.checks
        desk.closing.pass_over(settled.panel, "evidence", "佐证未逐项编号")
        after = desk.panels.load(settled.panel)
        assert {each.name: each.state for each in after.checks}["evidence"] == "passed"
        assert {each.name: each.state for each in before.checks}["evidence"] == "open"
        assert len(after.findings.reservations) == len(before.findings.reservations) + 1
        assert not [each for each in after.lacks if each.check and each.check.name == "evidence"]


def test_the_opinion_is_drafted_from_the_result(settled: World) -> None:
    with settled.laptop("desk") as desk:
        assert desk.closing.drafted_opinion(settled.panel).startswith("一、评审结论\n考核合格")
        assert [each.owed.what for each in desk.closing.lacking(settled.panel) if each.owed] == ["seal"]


def test_what_was_entered_while_it_was_being_sealed_is_not_left_out(settled: World) -> None:
    with settled.laptop("desk") as desk:
        job = desk.records.prepare_seal(settled.panel)
        steps: list[str] = []
        made = job(steps.append)
        desk.settling.opinion(settled.panel, "改了一个字。")
        with pytest.raises(StaleError):
            desk.records.keep_sealed(made)
        assert steps == ["render", "sign", "check"]
        assert not desk.panels.load(settled.panel).panel.sealed
        with pytest.raises(NotSealedError):
            desk.records.file(settled.panel)
        assert len(desk.records.preview(settled.panel, 200)()) >= 6


def test_a_record_taken_back_while_it_was_being_signed_is_not_signed_at_its_desk(tmp_path: Path) -> None:
    world = workspaces.issued().copy(tmp_path / "world")
    with world.laptop("desk") as desk:
        # The desk's secretary sits on the panel too, as its chair.
        (world.root / "desk.pem").write_bytes(desk.identities.export())
        file = workspaces.panel_file(
            world.root, platform="丙平台", certificates={1: "desk.pem", 2: "E2.pem", 3: "E3.pem"}
        )
        panel = desk.panels.new(file).name
        brief = desk.panels.issue(panel, world.root / "own.pdf")
        _, own = workspaces.scored(desk, brief)
        (world.root / "own-1.pdf").write_bytes(own.data)
    for number in (2, 3):
        with world.laptop(f"E{number}") as core:
            _, paper = workspaces.scored(core, brief)
            (world.root / f"own-{number}.pdf").write_bytes(paper.data)
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.root / f"own-{number}.pdf" for number in (1, 2, 3)])
        desk.settling.supply(panel, workspaces.SURVEY, {"value": "90"}, "佐证 12")
        desk.records.seal(panel, world.root / "own-record.pdf")
        look = desk.signing.look_at(desk.signing.prepare_look(desk.records.file(panel))())
        made = desk.signing.prepare(look)()
        desk.records.reopen(panel, "还要补充")
        with pytest.raises(NotThisRecordError):
            desk.signing.keep(made)
        assert desk.panels.load(panel).panel.signed_fields == ()


def test_a_record_concerns_whoever_has_an_empty_field_in_it(sealed: World) -> None:
    data = sealed.file("sealed.pdf")
    for laptop, concerned in (("E1", True), ("E2", False), ("desk", False)):
        with sealed.laptop(laptop) as core:
            judged = core.signing.prepare_look(data)()
            assert core.signing.concerns(judged.found) is concerned
            assert core.signing.may_pass_over(judged.found) == ()
    with sealed.laptop("nobody") as core:
        assert not core.signing.concerns(judged.found)
