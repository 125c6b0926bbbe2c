"""Papers of other versions of the program: their pages are told as a reservation, what is new in them is not
judged."""

from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from app.domain.entries import Draft, following
from app.domain.frozen import frozen
from app.domain.record import Record
from app.domain.shape import ShapeError
from app.domain.signed_sheet import SignedSheet
from app.domain.versions import NewerProgramError
from app.i18n import error_sentence
from app.pdf.papers import render_brief, render_sheet
from app.services.appraisal import Known, appraise
from tests.services.forgery import certified, judged, lying_record, parts, signer_of
from tests.workspaces import PROGRAM, STAFF, SURVEY, World, bind_all


def of_other_version(world: World, laptop: str) -> bytes:
    """The laptop's sheet as another version would have laid it out: the same data under another page."""
    brief = judged(world.file("stick/brief.pdf")).brief
    with world.laptop(laptop) as core:
        sheet = core.scoring.load(core.scoring.names()[0])
        signed = core.scoring.signed(sheet)
    assert brief is not None and signed is not None
    paper: SignedSheet = replace(signed.sheet, header=replace(signed.sheet.header, program="zhiping 99.0"))
    elsewhere = replace(brief, platform=replace(brief.platform, name="别的排法"))
    pdf = render_sheet(paper, elsewhere)
    return certified(pdf, signer_of(world, laptop), field="expert", permission=1, name=paper.name)


def test_an_attached_page_of_another_version_is_told_by_the_record_that_rests_on_it(submitted: World) -> None:
    (submitted.stick / "E2.pdf").write_bytes(of_other_version(submitted, "E2"))
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick])
        bind_all(desk, submitted.panel, list(desk.panels.load(submitted.panel).panel.sheets.values()))
        desk.settling.supply(submitted.panel, SURVEY, {"value": "89.96"}, "佐证 12")
        desk.settling.determine(submitted.panel, STAFF, "对照名册")
        desk.records.seal(submitted.panel, submitted.root / "record.pdf")
        for _ in range(2):  # what was judged before must not make the doubt disappear
            [report] = desk.verification.verify([submitted.root / "record.pdf"])
            told = [each.sentence for each in report.reservations if each.code == "page_not_reproduced"]
            assert len(told) == 1 and "E2-1-" in told[0]


NEWER = "zhiping 99.0.0"
Change = Callable[[Record], Record]


def with_unknown_entry(record: Record) -> Record:
    """A record with an entry of a kind that does not exist yet."""
    last = record.entries[-1]
    blessed = following(last, last.stream, Draft("SeatBlessed", 1, {"seat": "E1"}), last.time, "0" * 32)
    return replace(record, entries=(*record.entries, blessed))


def with_unknown_reservation(record: Record) -> Record:
    """A record that names a reservation which does not exist yet."""
    listed = record.result["reservations"]
    assert isinstance(listed, list)
    told = {"code": "seen_by_nobody", "seat": "", "sentence": "没有人看过"}
    return replace(record, result={**record.result, "reservations": [*listed, told]})


@frozen
class Drawn(Record):
    """A record's pages over other data, which this version could not draw."""

    data: bytes = b""

    @property
    def payload(self) -> bytes:
        return self.data


def drawn_as(record: Record, changed: Record) -> Record:
    return Drawn(**{each.name: getattr(record, each.name) for each in fields(record)}, data=changed.payload)


@pytest.mark.parametrize("change", [with_unknown_entry, with_unknown_reservation])
def test_what_a_newer_version_put_into_a_record_is_not_judged_and_never_called_wrong(
    signed: World, change: Change
) -> None:
    data = signed.file("record.pdf")
    _, record, findings = parts(data)
    files, desk = judged(data).files, signer_of(signed, "desk")
    newer, lying = signed.root / "newer.pdf", signed.root / "lying.pdf"
    for path, program in ((newer, NEWER), (lying, PROGRAM)):
        told = replace(record, header=replace(record.header, program=program))
        path.write_bytes(lying_record(drawn_as(told, change(told)), findings, files, desk))
    with signed.laptop("bureau") as bureau:
        reports = {each.file: each for each in bureau.verification.verify([newer, lying])}
    assert (reports[newer].verdict, reports[newer].told.code) == ("not_ours", "verify_newer")
    assert reports[lying].verdict == "invalid"


def test_a_newer_form_of_a_header_is_not_judged_either_and_not_taken_in(issued: World) -> None:
    brief = judged(issued.file("stick/brief.pdf")).brief
    assert brief is not None
    header = replace(brief.header, program=NEWER, revision=2, replaces=("0" * 64,))
    pdf = certified(
        render_brief(replace(brief, header=header)), signer_of(issued, "desk"), field="desk", permission=1
    )
    with pytest.raises(NewerProgramError) as caught:
        appraise(pdf, Known(), PROGRAM)
    assert "99.0.0" in error_sentence(caught.value) and "更新知评" in error_sentence(caught.value)
    with pytest.raises(ShapeError):
        appraise(pdf, Known(), NEWER)
    with issued.laptop("E1") as expert, pytest.raises(NewerProgramError):
        expert.scoring.open(pdf)
