"""按校验码查找: what is typed from a page finds the paper, its revision, the newer one and what differs."""

from pathlib import Path

import pytest

from app.bootstrap import STORE_NAME
from app.domain.canonical import check_code
from app.services.lookup import CodeShapeError, Looked, is_near, normal_code, place_order
from app.services.lookup_differences import differences
from app.services.lookup_papers import Place
from app.services.sticks import NothingThereError
from app.store.database import open_database
from app.store.document_store import DocumentStore
from tests.workspaces import INSIDE, NAMES, STAFF, SURVEY, World, bind_all, revised, short


def look(world: World, laptop: str, code: str, *paths: Path) -> Looked:
    with world.laptop(laptop) as core:
        return core.lookup.look_up(code, paths)


def record_code(world: World, at: int = -1) -> str:
    with world.laptop("desk") as desk:
        return check_code(desk.panels.load(world.panel).panel.records[at])


def sheet_codes(world: World, seat: str) -> list[str]:
    with world.laptop("desk") as desk:
        place = desk.panels.load(world.panel).panel.place(seat)
        assert place is not None
        return [check_code(digest) for digest in place.received]


def revise(world: World) -> None:
    """E3 changes a fact and a remark after the desk has all sheets, and hands the revision in."""
    changed = {"conditions": [True, "19"], "remark": "经查佐证 7，入驻机构 19 家。", "fact": "corrected"}
    with world.laptop("E3") as core:
        name = f"{world.panel}-E3"
        paper = revised(core, name, c2_2_1_1=changed, c2_1_3_1=short(STAFF))
        core.scoring.hand_over(name, paper, world.stick / "E3-2.pdf")
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.stick])


def resealed(world: World) -> Path:
    """The settled world sealed, taken back, changed by a revision and another opinion, sealed again."""
    with world.laptop("desk") as desk:
        desk.records.seal(world.panel, world.root / "first.pdf")
        desk.records.reopen(world.panel, "张䶮更正")
    revise(world)
    with world.laptop("desk") as desk:
        desk.settling.explain(world.panel, "E3", "对入驻机构认定更严")
        desk.settling.determine(world.panel, STAFF, "再次合议")
        desk.settling.opinion(world.panel, "")
        desk.records.seal(world.panel, world.root / "second.pdf")
    return world.root / "second.pdf"


def test_a_code_from_a_page_finds_the_file_given(signed: World) -> None:
    record = signed.root / "record.pdf"
    found = look(signed, "bureau", record_code(signed), record)
    assert found.found is not None and found.found.header.kind == "record"
    assert found.places == (Place("given", str(record)),)
    assert found.report is not None and found.report.told.code == "verify_unknown_organiser"
    assert (found.newer, found.older, found.differences) == (None, None, ())


def test_a_sheet_inside_a_record_is_found_by_its_own_code(signed: World) -> None:
    found = look(signed, "bureau", sheet_codes(signed, "E2")[0], signed.root / "record.pdf")
    assert found.found is not None and found.found.words.endswith(f"{NAMES[1]}（E2）")
    assert [each.where for each in found.places] == ["inside"]


def test_what_this_workspace_keeps_is_found_without_any_file(signed: World) -> None:
    for laptop in ("desk", "E1"):
        found = look(signed, laptop, record_code(signed))
        assert found.found is not None
        assert found.places == (Place("kept"),)
    with signed.laptop("desk") as desk:
        brief = desk.panels.load(signed.panel).panel.brief
    for laptop in ("desk", "E3"):
        found = look(signed, laptop, check_code(brief.digest))
        assert found.found is not None and "任务书 第1号" in found.found.words


def test_full_width_digits_and_any_spaces_are_the_same_code(signed: World) -> None:
    code = record_code(signed)
    wide = "　".join(code.replace(" ", "")).translate({ord("0") + at: ord("０") + at for at in range(10)})
    assert look(signed, "desk", wide).found is not None
    assert normal_code(wide) == code


def test_anything_but_twenty_digits_is_refused_before_anything_is_read(signed: World) -> None:
    for wrong in ("", "1234", "1" * 21, "校验码"):
        with pytest.raises(CodeShapeError):
            look(signed, "desk", wrong)
    with pytest.raises(NothingThereError):
        look(signed, "desk", "1" * 20, signed.root / "nowhere.pdf")


def test_an_unknown_code_is_told_and_one_slip_of_the_finger_too(signed: World) -> None:
    code = record_code(signed)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    found = look(signed, "desk", wrong)
    assert (found.found, found.certificate) == (None, None)
    assert [each.header.kind for each in found.near] == ["record"]
    assert look(signed, "desk", "0" * 20).near == ()


def test_an_earlier_revision_names_the_newer_and_what_differs(settled: World) -> None:
    revise(settled)
    first, second = sheet_codes(settled, "E3")
    found = look(settled, "desk", first)
    assert found.found is not None and found.found.header.revision == 1
    assert found.newer is not None and found.newer.header.revision == 2
    told = {each.place: (each.before, each.after) for each in found.differences}
    assert set(told) == {INSIDE, "总分"}
    assert told[INSIDE][0].startswith("10 分") and told[INSIDE][1].startswith("0 分")
    assert "19 家" in told[INSIDE][1]
    later = look(settled, "desk", second)
    assert later.newer is None and later.older is not None
    assert later.differences == found.differences


def test_two_records_differ_where_their_sheets_and_opinions_do(settled: World) -> None:
    second = resealed(settled)
    found = look(settled, "desk", record_code(settled, 0))
    assert found.newer is not None and found.newer.header.revision == 2
    told = [(each.place, each.seat) for each in found.differences]
    assert ("结论", "") in told and ("综合评分", "") in told
    assert ("评分表", "E3") in told and (INSIDE, "E3") in told
    assert (STAFF, "") in told and ("专家组意见", "") in told
    # A record that nobody keeps is compared from the files alone.
    settled.new_laptop("bureau", "局")
    given = look(settled, "bureau", record_code(settled, 0), settled.root / "first.pdf", second)
    assert given.differences == found.differences


def test_a_withdrawn_expert_and_a_missing_determination_are_named(settled: World) -> None:
    with settled.laptop("desk") as desk:
        desk.records.seal(settled.panel, settled.root / "first.pdf")
        desk.records.reopen(settled.panel, "回避")
    with settled.laptop("E3") as core:
        name = f"{settled.panel}-E3"
        sheet = core.scoring.declare(core.scoring.load(name), "与运营主体有合作")
        core.scoring.hand_over(name, core.scoring.submit(sheet), settled.stick / "E3-2.pdf")
    with settled.laptop("desk") as desk:
        desk.collecting.collect([settled.stick])
    first, _ = sheet_codes(settled, "E3")
    found = look(settled, "desk", first)
    assert [(each.place, each.before, each.after) for each in found.differences] == [("声明", "评分", "回避")]


def test_a_certificates_code_is_told_as_one(signed: World) -> None:
    with signed.laptop("desk") as desk:
        code = desk.identities.me().code
        certificate = desk.identities.export()
    own = look(signed, "desk", code).certificate
    assert own is not None and "本机的签名证书" in own.words
    named = look(signed, "bureau", code, signed.root / "record.pdf").certificate
    assert named is not None and "组织方" in named.words
    assert look(signed, "bureau", code).certificate is None
    with signed.laptop("bureau") as bureau:
        bureau.identities.trust(certificate, code)
    trusted = look(signed, "bureau", code).certificate
    assert trusted is not None and "信任" in trusted.words


def test_codes_are_remembered_and_forgotten_with_the_judgements(signed: World) -> None:
    code = record_code(signed)
    look(signed, "desk", code)
    database = open_database(signed.folder("desk") / STORE_NAME)
    try:
        store = DocumentStore(database)
        assert any(code.encode() in data for data in store.remembered("zhiping/code").values())
        store.forget_judgements()
    finally:
        database.close()
    # Derived: judged and reckoned again, the same.
    assert look(signed, "desk", code).found is not None


def test_a_slip_is_one_digit_or_two_neighbours() -> None:
    code = "1234 5678 9012 3456 7890"
    assert is_near(code, "1234 5678 9012 3456 7891")
    assert is_near(code, "1235 4678 9012 3456 7890")
    assert is_near(code, "2134 5678 9012 3456 7890")
    assert not is_near(code, code)
    assert not is_near(code, "3214 5678 9012 3456 7890")
    assert not is_near(code, "2234 5678 9012 3456 7891")


def test_files_given_come_before_what_is_kept_or_inside() -> None:
    places = [Place("inside", "a", "b"), Place("kept"), Place("given", "z"), Place("given", "a")]
    assert [each.path for each in sorted(places, key=place_order)] == ["a", "z", "", "a"]


def test_nothing_differs_between_papers_of_two_kinds(submitted: World) -> None:
    with submitted.laptop("desk") as desk:
        desk.collecting.collect([submitted.stick])
        bind_all(desk, submitted.panel, list(desk.panels.load(submitted.panel).panel.sheets.values()))
        desk.settling.supply(submitted.panel, SURVEY, {"value": "89.96"}, "佐证 12")
    brief, sheet = (
        look(submitted, "desk", code).found
        for code in (check_code(full_brief(submitted)), sheet_codes(submitted, "E1")[0])
    )
    assert brief is not None and sheet is not None
    assert differences(brief, sheet) == ()


def full_brief(world: World) -> str:
    with world.laptop("desk") as desk:
        return desk.panels.load(world.panel).panel.brief.digest
