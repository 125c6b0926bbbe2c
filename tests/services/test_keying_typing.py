"""A paper being typed off: saved with every act, nothing confirmed or drafted, refused where keying is."""

import json
from collections.abc import Iterator

import pytest

from app.domain.act_refusals import NotIssuedError, PanelVoidError
from app.domain.findings import Assessment, read_assessment
from app.domain.rubric import CriterionId
from app.domain.shape import TextTooLongError
from app.domain.sheet import Sheet
from app.domain.signed_sheet import SurveyLockedError
from app.errors import ZhipingError
from app.pdf.scans import ScanAlteredError
from app.services.core import Core
from app.services.keyed_scans import scan_pictures
from app.services.keying_typing import OPINION_LIMIT, PaperTyping, typed_findings
from tests.services.keying_desk import a_form, key, photographed
from tests.workspaces import INSIDE, STAFF, SURVEY, World, panel_file


@pytest.fixture
def desk(issued: World) -> Iterator[Core]:
    with issued.laptop("desk") as core:
        yield core


def typed(typing: PaperTyping, sheet: Sheet, key: str, value: object) -> Sheet:
    criterion = sheet.brief.rubric.criterion(CriterionId(key))
    return typing.enter(sheet, criterion.id, read_assessment(criterion, value))


def test_what_is_typed_is_there_in_another_run_and_in_no_other_seat(issued: World, desk: Core) -> None:
    typing = desk.keying.typing(issued.panel, "E3")
    assert typing.saved_at == "" and typing.sheet.state == "scoring"
    sheet = typed(typing, typing.sheet, STAFF, {"conditions": ["3", True], "evidence": ["5"]})
    sheet = typed(typing, sheet, INSIDE, {"conditions": [True, "19"]})
    sheet = typing.opine(typing.opine(sheet, "平稳"), "平稳")
    with issued.laptop("desk") as again:
        found = again.keying.typing(issued.panel, "E3")
        assert found.sheet == sheet and found.saved_at
        assert again.keying.typing(issued.panel, "E2").sheet.assessments == {}
        assert not again.scoring.names()  # it is no sheet of anybody's
    staff, inside = sheet.assessment(CriterionId(STAFF)), sheet.assessment(CriterionId(INSIDE))
    assert (staff.fact, staff.remark, inside.fact, inside.remark) == ("", "", "corrected", "")
    assert sheet.remarks_missing == (STAFF, INSIDE)


def test_findings_are_those_that_were_typed(issued: World, desk: Core) -> None:
    typing = desk.keying.typing(issued.panel, "E3")
    known = typing.sheet.brief.facts[CriterionId(INSIDE)].finding
    sheet = typing.enter(typing.sheet, CriterionId(INSIDE), Assessment(known, fact="confirmed"))
    assert typed_findings(sheet) == {INSIDE: {"conditions": [True, "23"]}}
    taken_back = typing.enter(sheet, CriterionId(INSIDE), Assessment(None))
    assert json.dumps(typed_findings(taken_back)) == f'{{"{INSIDE}": {{}}}}'


def test_after_a_paper_was_keyed_in_typing_starts_from_it(issued: World, desk: Core) -> None:
    typing = desk.keying.typing(issued.panel, "E3")
    typed(typing, typing.sheet, STAFF, {"conditions": ["3", True]})
    keyed = key(issued, desk, a_form(desk, issued)).sheet
    again = desk.keying.typing(issued.panel, "E3")
    assert again.sheet.signed == (keyed.digest,) and again.saved_at == ""
    assert again.sheet.assessment(CriterionId(STAFF)) == keyed.assessments[CriterionId(STAFF)]
    assert SURVEY not in typed_findings(again.sheet) and len(typed_findings(again.sheet)) == 13


def test_what_cannot_stand_is_refused_and_not_saved(issued: World, desk: Core) -> None:
    typing = desk.keying.typing(issued.panel, "E3")
    with pytest.raises(SurveyLockedError):
        typed(typing, typing.sheet, SURVEY, {"value": "95"})
    with pytest.raises(ZhipingError):
        typed(typing, typing.sheet, STAFF, {"conditions": ["3.5", True]})
    with pytest.raises(TextTooLongError):
        typing.opine(typing.sheet, "好" * (OPINION_LIMIT + 1))
    assert desk.keying.typing(issued.panel, "E3").saved_at == ""


def test_nothing_is_typed_where_nothing_may_be_keyed_in(issued: World, desk: Core) -> None:
    other = desk.panels.new(panel_file(issued.root, platform="乙平台")).name
    with pytest.raises(NotIssuedError):
        desk.keying.typing(other, "E1")
    desk.settling.void(issued.panel, "改期")
    with pytest.raises(PanelVoidError):
        desk.keying.typing(issued.panel, "E3")


def test_scans_are_drawn_small_for_the_screen_and_only_our_own(issued: World, desk: Core) -> None:
    scans = desk.keying.scans(photographed(issued, "page 2"))
    photo, page = scan_pictures(scans, 300)
    assert (photo.height, page.height) == (300, 300) and photo.width < 300 > page.width
    assert len(page.pixels) == page.width * page.height * 4 and page.pixels[:4] == b"\xff\xff\xff\xff"
    with pytest.raises(ScanAlteredError):
        scan_pictures([photographed(issued)[0].read_bytes()], 300)
