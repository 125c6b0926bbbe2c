"""A sheet given beside its record leaves nothing open that the record answers; any other sheet still does."""

from pathlib import Path

from app.domain.canonical import check_code
from app.services.verification import Report
from tests import workspaces
from tests.workspaces import World, revised


def reports(world: World, *names: str) -> dict[str, Report]:
    """What a bureau that trusts the desk is told of files, by name."""
    with world.laptop("bureau") as core:
        if not core.identities.trusted():
            der = world.certificate("desk")
            with world.laptop("desk") as desk:
                core.identities.trust(der, check_code(desk.identities.me().digest))
        found = core.verification.verify([world.root / name for name in names])
    return {each.file.name: each for each in found}


def test_a_sheet_beside_the_record_that_rests_on_it_is_not_doubted_again(tmp_path: Path) -> None:
    world = workspaces.signed().copy(tmp_path / "world")
    alone = reports(world, "stick/E1.pdf", "stick/brief.pdf")["E1.pdf"]
    assert [each.code for each in alone.reservations] == ["seat_open"]
    beside = reports(world, "stick/E1.pdf", "record.pdf")
    assert (beside["E1.pdf"].verdict, beside["E1.pdf"].reservations) == ("valid", ())
    assert "seat_bound" in [each.code for each in beside["record.pdf"].reservations]


def test_a_later_revision_is_doubted_beside_a_record_that_does_not_know_it(tmp_path: Path) -> None:
    world = workspaces.signed().copy(tmp_path / "world")
    with world.laptop("E1") as core:
        [name] = core.scoring.names()
        revised(core, name).write(world.root / "later.pdf")
    later = reports(world, "later.pdf", "record.pdf")["later.pdf"]
    assert [each.code for each in later.reservations] == ["seat_open"]
