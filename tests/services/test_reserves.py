"""候补专家 through the services: prepared, in for somebody, collected, printed, forged."""

from pathlib import Path

import pytest

from app.domain.act_refusals import (
    OtherSignerError,
    ReserveKnownError,
    ReserveUnknownError,
    SeatNotGivenUpError,
)
from app.domain.canonical import check_code
from app.domain.entries import Draft
from app.domain.history import ReserveNamed, ReserveSeated, read_fact
from app.domain.panel import Panel
from app.domain.reserves import Reserve
from app.domain.shape import UnknownKeyError
from app.i18n import sentence
from app.pdf.record_journal import act_words
from app.services.core import Core
from app.services.panel_file import CertificateFileError
from tests.reserved import with_reserves
from tests.services.forgery import lying_record, signer_of, with_history
from tests.services.test_attacks_on_seats import codes, verified
from tests.services.test_print_set import text_of
from tests.workspaces import NAMES, World, bind_all, panel_file, scored

KNOWN, OPEN = ("周迟", "某大学", "late.pem"), ("孙立文", "某研究院", "")


@pytest.fixture
def reserved(issued: World) -> World:
    """A panel of three open seats with two reserves, the first with a certificate; brief: reserved.pdf."""
    issued.new_laptop("late", "周迟")
    issued.new_laptop("open", "孙立文", "某研究院")
    with issued.laptop("desk") as desk:
        file = with_reserves(panel_file(issued.root, platform="乙平台"), KNOWN, OPEN)
        issued.panel = desk.panels.new(file).name
        desk.panels.issue(issued.panel, issued.root / "reserved.pdf")
    return issued


def panel_of(core: Core, world: World) -> Panel:
    return core.panels.load(world.panel).panel


def hand_in(world: World, laptop: str, seat: str | None = None) -> Path:
    """A sheet signed on a laptop, as a file."""
    with world.laptop(laptop) as core:
        sheet, paper = scored(core, world.file("reserved.pdf"), seat)
        core.scoring.hand_over(sheet.id, paper, world.root / f"{laptop}-sheet.pdf")
    return world.root / f"{laptop}-sheet.pdf"


def test_reserves_of_a_panel_file_are_entries_before_the_brief_and_not_in_it(reserved: World) -> None:
    with reserved.laptop("desk") as desk:
        found = desk.panels.load(reserved.panel)
        kinds = [each.kind for each in found.entries]
        assert kinds == ["PanelOpened", "ReserveNamed", "ReserveNamed", "BriefIssued"]
        known = found.panel.reserves[0]
        assert (known.name, known.certificate) == ("周迟", desk_digest(reserved, "late"))
        assert [each.name for each in found.panel.brief.seats] == list(NAMES[:3])
        assert b"\xe5\x91\xa8\xe8\xbf\x9f" not in found.panel.brief.payload
        assert act_words(found.entries[1]) == ("列明候补专家：周迟", "")


def desk_digest(world: World, laptop: str) -> str:
    with world.laptop(laptop) as core:
        return core.identities.me().digest


def test_what_is_wrong_with_a_reserve_of_a_panel_file_is_told(issued: World) -> None:
    with issued.laptop("desk") as desk:
        for person, error in (
            ((NAMES[0], "某大学", ""), ReserveKnownError),
            (("周迟", "某大学", "没有.pem"), CertificateFileError),
            (('周迟"\nchair = true\ntitle = "教授', "某大学", ""), UnknownKeyError),
        ):
            with pytest.raises(error):
                desk.panels.new(with_reserves(panel_file(issued.root, platform="丙平台"), person))
        assert desk.panels.names() == (issued.panel,)


def test_one_act_replaces_an_expert_by_a_reserve_whose_key_is_known(reserved: World) -> None:
    late = hand_in(reserved, "late", "E4")
    stranger = hand_in(reserved, "open", "E4")
    with reserved.laptop("desk") as desk:
        before = len(desk.panels.load(reserved.panel).entries)
        place = desk.settling.step_in(
            reserved.panel, "E3", desk.settling.reserve(reserved.panel, "周迟"), "有事"
        )
        assert (place.seat, place.instead, place.binding) == ("E4", "E3", "named")
        found = desk.panels.load(reserved.panel)
        assert [each.kind for each in found.entries[before:]] == ["SeatPlaced", "ReserveSeated"]
        assert act_words(found.entries[-1]) == ("候补专家递补：E4，周迟，接替 E3", "有事")
        [refused] = desk.collecting.collect([stranger])
        assert (refused.outcome, refused.code) == ("refused", OtherSignerError.code)
        [taken] = desk.collecting.collect([late])
        assert taken.outcome == "accepted"
        assert panel_of(desk, reserved).standing(panel_of(desk, reserved).places[3]) == "counted"


def test_a_reserve_without_a_certificate_reads_out_their_code(reserved: World) -> None:
    sheet = hand_in(reserved, "open", "E4")
    with reserved.laptop("desk") as desk:
        desk.settling.place(reserved.panel, "E2", "replaced", "有事")
        reserve = desk.settling.reserve(reserved.panel, "孙立文", "某研究院")
        place = desk.settling.step_in(reserved.panel, "E2", reserve, "有事")
        assert place.binding == "open"
        [came] = desk.collecting.collect([sheet])
        assert came.outcome == "pending"
        digest = panel_of(desk, reserved).places[3].received[0]
        found = desk.settling.bind(reserved.panel, "E4", check_code(digest))
        assert found.standing(found.places[3]) == "counted"


def test_which_reserve_is_meant_is_never_guessed(reserved: World) -> None:
    with reserved.laptop("desk") as desk:
        same = with_reserves(panel_file(reserved.root, platform="丁平台"), OPEN, (OPEN[0], "", ""))
        panel = desk.panels.new(same).name
        assert desk.settling.reserve(panel, "孙立文").unit == ""
        assert desk.settling.reserve(panel, "孙立文", "某研究院").unit == "某研究院"
        for name, unit in (("周迟", ""), ("孙立文", "某院")):
            with pytest.raises(ReserveUnknownError):
                desk.settling.reserve(panel, name, unit)
        with pytest.raises(SeatNotGivenUpError):
            desk.panels.act(reserved.panel, ReserveSeated("E4", "周迟", "某大学", "E1", "有事"))
        with pytest.raises(ReserveUnknownError):
            desk.settling.step_in(reserved.panel, "E1", Reserve("生人", "", "", ""), "有事")
        assert panel_of(desk, reserved).standing(panel_of(desk, reserved).places[0]) == "missing"


def recorded(world: World) -> bytes:
    """The panel with one expert replaced by a reserve, sealed, signed by its chair."""
    sheets = [hand_in(world, laptop) for laptop in ("E1", "E2")] + [hand_in(world, "late", "E4")]
    with world.laptop("desk") as desk:
        reserve = desk.settling.reserve(world.panel, "周迟")
        desk.settling.step_in(world.panel, "E3", reserve, "临时有公务")
        desk.collecting.collect(sheets)
        open_seats = [each for each in panel_of(desk, world).sheets.values() if each.seat != "E4"]
        bind_all(desk, world.panel, open_seats)
        desk.settling.supply(world.panel, "2.5.1.1", {"value": "95"}, "佐证 12")
        desk.settling.opinion(world.panel, "同意。")
        desk.records.seal(world.panel, world.root / "to-sign.pdf")
    with world.laptop("E1") as chair:
        chair.signing.sign(world.file("to-sign.pdf"), world.root / "record.pdf")
    return world.file("record.pdf")


def test_the_record_tells_of_a_reserve_and_its_verifier_of_one_named_afterwards(reserved: World) -> None:
    data = recorded(reserved)
    [report] = verified(reserved, "record.pdf")
    assert report.verdict == "valid" and codes(report) >= {"seat_added", "expert_replaced"}
    [added] = [each for each in report.reservations if each.code == "seat_added"]
    assert added.sentence == (
        "周迟（E4）是签发任务书之前列明的候补专家（证书当时已写明），由汇总席登记接替张䶮（E3）：临时有公务"
    )
    pages = "".join(text_of(data)).replace("\n", "").replace("\r", "")
    assert "列明候补专家：周迟" in pages and "候补专家递补：E4，周迟，接替 E3" in pages

    # The same entries, but the reserve is named after the brief: the verifier's replay refuses.
    def later(drafts: list[Draft]) -> list[Draft]:
        named = [each for each in drafts if each.kind == "ReserveNamed"]
        rest = [each for each in drafts if each.kind != "ReserveNamed"]
        return [*rest[:2], *named, *rest[2:]]

    record, findings, files = with_history(data, later)
    forged = lying_record(record, findings, files, signer_of(reserved, "desk"), signer_of(reserved, "E1"))
    (reserved.root / "forged.pdf").write_bytes(forged)
    [report] = verified(reserved, "forged.pdf")
    assert report.verdict == "invalid"
    [numbers] = [each for each in report.checks if each.name == "numbers"]
    assert numbers.state == "failed" and "第 3 条" in sentence(numbers.code, numbers.fields)


def test_the_attendance_sheet_lists_reserves_under_their_own_heading_until_they_are_in(
    reserved: World,
) -> None:
    with reserved.laptop("desk") as desk:
        first = text_of(desk.prints.make([reserved.panel], reserved.root / "a.pdf")[0].data)[0]
        desk.settling.step_in(reserved.panel, "E3", desk.settling.reserve(reserved.panel, "周迟"), "有事")
        second = text_of(desk.prints.make([reserved.panel], reserved.root / "b.pdf")[0].data)[0]
    roster, _, below = first.partition("候补专家")
    assert all(name in roster for name in NAMES[:3]) and "周迟" not in roster
    assert "周迟" in below and "孙立文" in below
    roster, _, below = second.partition("候补专家")
    assert "周迟" in roster and "周迟" not in below and "孙立文" in below


def test_what_is_read_back_is_what_was_prepared(reserved: World) -> None:
    with reserved.laptop("desk") as desk:
        told = desk.panels.load(reserved.panel)
    with reserved.laptop("desk") as desk:
        again = desk.panels.load(reserved.panel)
        assert (again.panel, again.entries) == (told.panel, told.entries)
        assert [type(read_fact(each)) for each in again.entries[1:3]] == [ReserveNamed] * 2
