"""A paper that lies alone and inside a record is judged once; what is known serves what rests on it."""

from app.services.appraised import Appraisal, Known
from app.services.appraiser import Appraiser
from app.store.document_store import file_digest
from tests import workspaces
from tests.workspaces import PROGRAM, World


def test_alone_and_inside_a_record_is_judged_once(signed: World) -> None:
    with signed.laptop("desk") as desk:
        desk.packages.make([signed.panel], signed.root / "package")
    with signed.laptop("nobody") as reader:
        found = reader.verification.prepare([signed.root / "package"], [signed.certificate("desk")])()
    assert {each.verdict for each in found.reports} == {"valid"}
    sound = [each.file_digest for each in found.judged if each.is_sound]
    assert len(sound) == len(set(sound)) == len(found.reports)
    assert [each.kind for _, each in found.papers].count("sheet") == 3
    assert all(each.brief is not None for _, each in found.papers if each.kind == "sheet")


def test_a_broken_record_gives_no_brief_to_the_sheets_beside_it(signed: World) -> None:
    record, sheet = signed.root / "0-record.pdf", signed.stick / "E1.pdf"
    broken = bytearray(signed.file("record.pdf"))
    broken[-1000] ^= 1  # in the last signature: what is attached is whole
    record.write_bytes(broken)
    with signed.laptop("nobody") as reader:
        found = reader.verification.prepare([record, sheet], [signed.certificate("desk")])()
    assert file_digest(sheet.read_bytes()) in {each.file_digest for each in found.judged if each.is_sound}
    assert found.reports[0].verdict == "invalid"
    alone = found.papers[1][1]
    assert alone.kind == "sheet" and alone.checks["numbers"].code == "no_brief"


def judged(world: World, known: Known) -> tuple[Appraisal, list[tuple[str, bool]]]:
    """The signed record, and all that was judged for it."""
    seen: list[Appraisal] = []
    found = Appraiser(workspaces._judge(), PROGRAM, seen.append).appraise(world.file("record.pdf"), known)
    return found, [(each.kind, each.is_sound) for each in seen]


def test_a_brief_that_is_known_by_its_file_serves_the_sheets_of_a_record(signed: World) -> None:
    found, seen = judged(signed, Known())
    sheets = [("sheet", True)] * 3
    assert found.is_sound and seen == [("brief", True), *sheets, ("record", True)]
    brief = found.files["brief.pdf"]
    assert found.brief is not None
    known = {file_digest(brief): found.brief.payload}
    assert judged(signed, Known(files=known))[1] == [*sheets, ("record", True)]
    spoilt = {file_digest(brief): b"{"}  # the table of what was judged may be edited
    again, seen = judged(signed, Known(files=spoilt))
    assert not again.is_sound and seen[-1] == ("record", False)
