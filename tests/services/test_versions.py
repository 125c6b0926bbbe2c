"""Papers whose pages another version of the program laid out: taken, counted, and told as a reservation."""

from dataclasses import replace

from app.domain.signed_sheet import SignedSheet
from app.pdf.papers import render_sheet
from tests.services.forgery import certified, judged, signer_of
from tests.workspaces import STAFF, SURVEY, World, bind_all


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
