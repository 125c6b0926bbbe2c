"""What is asked for at the desk or the expert's and cannot be done: refused in our words, nothing changed."""

from collections.abc import Callable

import pytest

from app.crypto.identity import IdentityMissingError
from app.domain.act_refusals import NotDisputedError, NotIssuedError, PanelVoidError, SheetInError
from app.domain.canonical import CharacterRefusedError, check_code
from app.domain.findings import Assessment
from app.domain.rubric import CriterionId
from app.domain.shape import TextTooLongError
from app.errors import RefusedError, ZhipingError
from app.services.identities import CodeDiffersError, NameMissingError
from app.services.panel_file import CertificateFileError, PanelFileError, RubricUnknownError
from app.services.panels import PanelUnknownError
from app.services.scoring import NotABriefError, OtherSheetOpenError, SheetUnknownError
from app.services.seating import SeatNotFoundError, SeatNotYoursError
from app.services.settling import CodeUnknownError
from app.services.sticks import FileUnreadableError, NothingThereError
from tests.workspaces import STAFF, SURVEY, World, bind_all, full_marks, panel_file

NOWHERE = "0000 0000 0000 0000 0000"


def test_an_identity_needs_a_name_that_can_be_printed(issued: World) -> None:
    with issued.laptop("new") as core:
        with pytest.raises(IdentityMissingError):
            core.identities.me()
        with pytest.raises(IdentityMissingError):
            core.panels.new(panel_file(issued.root))
        with pytest.raises(NameMissingError):
            core.identities.new("  ")
        with pytest.raises(CharacterRefusedError):
            core.identities.new("王\u202e伟")
        me = core.identities.new("王伟")
        assert core.identities.me() == me


def test_an_organiser_is_trusted_only_under_the_code_that_was_compared(issued: World) -> None:
    with issued.laptop("desk") as desk:
        certificate, code = desk.identities.export(), desk.identities.me().code
    with issued.laptop("E1") as core:
        with pytest.raises(CodeDiffersError):
            core.identities.trust(certificate, NOWHERE)
        assert core.identities.trusted() == ()
        full_width = code.translate({ord("0") + n: ord("０") + n for n in range(10)})
        der = core.identities.trust(certificate, full_width)
        core.identities.trust(certificate, code)
        assert core.identities.trusted() == (der,)
        [report] = core.verification.verify([issued.stick / "brief.pdf"])
    assert (report.verdict, report.told.code) == ("valid", "verify_valid_brief")


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        (lambda text: text.replace("annex-2", "annex-9"), RubricUnknownError),
        (lambda text: text + "\n= nonsense", PanelFileError),
        (lambda text: text.replace("[platform]", "prise = 1\n[platform]"), RefusedError),
        (lambda text: text.replace("chair", 'certificate = "gone.pem"\nchair', 1), CertificateFileError),
        (lambda text: text.replace("2026-11-22", "1979-05-27T07:32:00", 1), RefusedError),
        (lambda text: "#" * 1_000_001 + text, PanelFileError),
        (lambda text: text.replace("[rules]", "[rules]\nstep = 7"), RefusedError),
    ],
)
def test_a_panel_file_that_cannot_be_used_is_refused(
    issued: World, edit: Callable[[str], str], kind: type[ZhipingError]
) -> None:
    file = panel_file(issued.root)
    file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")
    with issued.laptop("desk") as desk:
        before = desk.panels.names()
        with pytest.raises(kind):
            desk.panels.new(file)
        assert desk.panels.names() == before


def test_a_panel_file_that_is_not_text_or_not_there_is_refused(issued: World) -> None:
    file = issued.root / "binary.toml"
    file.write_bytes(b"\xff\xfe")
    with issued.laptop("desk") as desk:
        gone = issued.root / "gone.toml"
        kinds = {file: PanelFileError, gone: NothingThereError, issued.root: FileUnreadableError}
        for path, kind in kinds.items():
            with pytest.raises(kind):
                desk.panels.new(path)
        with pytest.raises(PanelUnknownError):
            desk.panels.load("ZPAAAAAAAA")


def test_briefs_are_numbered_and_each_names_the_one_before(issued: World) -> None:
    with issued.laptop("desk") as desk:
        first = desk.panels.load(issued.panel).panel.brief
        second = desk.panels.new(panel_file(issued.root, platform="乙平台")).brief
    assert (second.header.brief_number, second.header.previous_brief) == (2, first.digest)
    assert second.colour != first.colour


def test_whole_numbers_and_fractions_in_rules_mean_the_same(issued: World) -> None:
    with issued.laptop("desk") as desk:
        rules = desk.panels.new(panel_file(issued.root, rules="outlier_points = 12\nstep = 0.5")).brief.rules
    assert rules.outlier_points == 12
    assert str(rules.step) == "1/2"


def test_a_seat_is_taken_by_its_own_person(issued: World) -> None:
    issued.new_laptop("stranger", "陌生人")
    brief = issued.file("stick/brief.pdf")
    with issued.laptop("stranger") as core:
        with pytest.raises(SeatNotFoundError, match="E1 王伟、E2 李𬭚、E3 张䶮"):
            core.scoring.open(brief)
        with pytest.raises(RefusedError):
            core.scoring.open(brief, "E99")
        late = core.scoring.open(brief, "E4")
        assert (late.member.seat, late.member.name) == ("E4", "陌生人")
    with issued.laptop("E1") as core:
        sheet = core.scoring.open(brief)
        assert core.scoring.open(brief, "E1").id == sheet.id
        with pytest.raises(OtherSheetOpenError):
            core.scoring.open(brief, "E2")
        with pytest.raises(SheetUnknownError):
            core.scoring.load("ZPAAAAAAAA-E1")
        assert core.scoring.signed(sheet) is None
    with issued.laptop("desk") as desk:
        file = panel_file(issued.root, platform="乙平台", certificates={2: "E2.pem"})
        fixed = desk.panels.issue(desk.panels.new(file).name, issued.root / "fixed.pdf")
    with issued.laptop("E3") as core, pytest.raises(SeatNotYoursError):
        core.scoring.open(fixed, "E2")


def test_only_a_brief_is_opened(submitted: World) -> None:
    with submitted.laptop("E2") as core, pytest.raises(NotABriefError):
        core.scoring.open(submitted.file("stick/E1.pdf"))


def test_scoring_goes_criterion_by_criterion_and_the_opinion_with_it(issued: World) -> None:
    with issued.laptop("E1") as core:
        sheet = core.scoring.declare(core.scoring.open(issued.file("stick/brief.pdf")))
        with pytest.raises(TextTooLongError):
            core.scoring.write_opinion(sheet, "长" * 2001)
        sheet = core.scoring.write_opinion(sheet, "总体良好。")
        filled = core.scoring.fill(sheet, full_marks(2))
        assert core.scoring.fill(filled, full_marks(2)) is filled
        staff = CriterionId(STAFF)
        emptied = core.scoring.enter(filled, staff, Assessment(None))
        assert emptied.missing == (staff,)
        assert core.scoring.load(sheet.id) == emptied
        with pytest.raises(ZhipingError):
            core.scoring.submit(emptied)
    with issued.laptop("E1") as core, pytest.raises(TextTooLongError):
        core.scoring.declare(core.scoring.load(sheet.id), "长" * 501)


def test_a_code_that_nobody_read_out_binds_nothing(submitted: World) -> None:
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick])
        with pytest.raises(CodeUnknownError):
            desk.settling.bind(submitted.panel, "E1", NOWHERE)
        other = next(
            each for each in desk.panels.load(submitted.panel).panel.sheets.values() if each.seat == "E2"
        )
        with pytest.raises(CodeUnknownError):
            desk.settling.bind(submitted.panel, "E1", check_code(other.digest))
        certificate = desk.panels.load(submitted.panel).panel.sheets
        mine = next(each.header.signer for each in certificate.values() if each.seat == "E1")
        panel = desk.settling.bind(submitted.panel, "E1", check_code(mine))
        assert panel.places[0].binding == "typed"


def test_the_desk_records_only_what_is_open_to_be_recorded(settled: World) -> None:
    with settled.laptop("desk") as desk:
        with pytest.raises(SheetInError):
            desk.settling.place(settled.panel, "E1", "absent", "未到会")
        with pytest.raises(NotDisputedError):
            desk.settling.determine(settled.panel, "2.1.1.1", "没有分歧")
        with pytest.raises(TextTooLongError):
            desk.settling.opinion(settled.panel, "长" * 4001)
        with pytest.raises(RefusedError):
            desk.settling.supply(settled.panel, SURVEY, {"value": "101"}, "佐证 12")
        desk.settling.void(settled.panel, "平台撤回申请")
        with pytest.raises(PanelVoidError):
            desk.settling.opinion(settled.panel, "晚了")


def test_a_panel_before_its_brief_takes_no_act(issued: World) -> None:
    with issued.laptop("desk") as desk:
        panel = desk.panels.new(panel_file(issued.root, platform="乙平台")).name
        with pytest.raises(NotIssuedError):
            desk.settling.opinion(panel, "还没有签发")


def test_a_panel_acted_on_is_the_panel_read_again(submitted: World) -> None:
    """What is remembered between two acts is what the entries say, times included."""
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick])
        bind_all(desk, submitted.panel, list(desk.panels.load(submitted.panel).panel.sheets.values()))
        desk.settling.supply(submitted.panel, SURVEY, {"value": "89.96"}, "佐证 12")
        acted = desk.settling.determine(submitted.panel, STAFF, "对照社保名册复核")
    with submitted.laptop("desk") as desk:
        assert desk.panels.load(submitted.panel).panel == acted
