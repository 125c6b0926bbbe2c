"""zhiping ranking: four applicants from complete records to the signed paper, by the terminal alone."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from app.services.core import Core
from app.settings import Settings
from tests import ranked_worlds
from tests.cli.driver import Terminal, listed
from tests.ranked_worlds import CATEGORY, panel_of
from tests.workspaces import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return ranked_worlds.complete().copy(tmp_path / "world")


@pytest.fixture
def zhiping(world: World) -> Terminal:
    def opened(settings: Settings) -> AbstractContextManager[Core]:
        return world.core(settings.workspace)

    return Terminal(world.folder("desk").parent, opened)


def test_a_tie_is_decided_recommended_sealed_signed_taken_back_and_verified(
    world: World, zhiping: Terminal
) -> None:
    first, second, out = (panel_of(world, each) for each in ("乙平台", "甲平台", "丙平台"))
    shown = zhiping("ranking", "show", CATEGORY, at="desk")
    assert (shown.code, shown["id"], shown["state"], shown["paper"]) == (0, "", "open", None)
    assert {each["kind"] for each in listed(shown["contested"])} == {"tie"}
    refused = zhiping("ranking", "recommend", CATEGORY, out, at="desk")
    assert (refused.code, refused.error["code"]) == (1, "applicant_not_eligible")
    refused = zhiping("ranking", "recommend", CATEGORY, first, at="desk")
    assert (refused.code, refused.error["code"]) == (1, "tie_undecided")
    decided = zhiping("ranking", "decide", CATEGORY, first, second, "--note", "一致同意", at="desk")
    assert decided.code == 0 and decided.text("id").startswith("PX")
    told = zhiping("ranking", "recommend", CATEGORY, first, "--date", "2026-11-23", at="desk")
    assert told["recommendation"] == {"panels": [first], "places": 1, "note": "", "date": "2026-11-23"}
    assert told["to_do"] is None and told["rehearsal"] is False
    sealed = zhiping("ranking", "seal", CATEGORY, "--out", world.root / "ranking.pdf", at="desk")
    assert (sealed.code, sealed["fields"], sealed["state"]) == (0, ["seal", "chair"], "sealed")
    signed = zhiping(
        "ranking", "sign", world.root / "ranking.pdf", "--out", world.root / "signed.pdf", at="E1"
    )
    assert (signed.code, signed["empty_fields"], signed["code"]) == (0, [], sealed["code"])
    taken = zhiping("panel", "import", world.root / "signed.pdf", at="desk")
    assert [(each["kind"], each["outcome"]) for each in listed(taken["files"])] == [("ranking", "accepted")]
    assert zhiping("ranking", "show", decided.text("id"), at="desk")["state"] == "signed"
    verified = zhiping("verify", world.root / "signed.pdf", "--trust", world.root / "desk.pem", at="bureau")
    [report] = listed(verified.json)
    assert (verified.code, report["kind"], report["verdict"]) == (0, "ranking", "valid")


def test_people_read_the_order_what_is_missing_and_what_to_do(world: World, zhiping: Terminal) -> None:
    shown = zhiping("ranking", "show", CATEGORY, at="desk", json=False)
    assert "第 1 名（并列）  甲平台" in shown.out and "甲平台、乙平台：并列" in shown.out
    assert "不参加排序  丙平台" in shown.out
    assert "尚未决定" in shown.out and "还没有登记专家组的推荐" in shown.out
    listed_all = zhiping("ranking", "list", at="desk", json=False)
    assert CATEGORY in listed_all.out
    empty = zhiping("ranking", "list", at="bureau", json=False)
    assert empty.out.strip() == "本机还没有认定专家组。"
    with world.laptop("desk") as desk:
        desk.records.reopen(panel_of(world, "丁平台"), "补充意见")
    shown = zhiping("ranking", "show", CATEGORY, at="desk", json=False)
    assert f"还差  丁平台（{panel_of(world, '丁平台')}）：未封存" in shown.out


def test_leaving_out_taking_back_and_beginning_anew(world: World, zhiping: Terminal) -> None:
    panel = panel_of(world, "丁平台")
    left = zhiping("ranking", "leave-out", CATEGORY, panel, "--reason", "书面撤回", at="desk")
    assert [each["panel"] for each in listed(left["left_out"])] == [panel]
    both = [panel_of(world, each) for each in ("甲平台", "乙平台")]
    zhiping("ranking", "recommend", CATEGORY, *both, "--places", "2", "--note", "增设一个", at="desk")
    zhiping("ranking", "seal", CATEGORY, "--out", world.root / "out.pdf", at="desk")
    again = zhiping("ranking", "reopen", CATEGORY, "--reason", "名额有变", at="desk")
    assert again["state"] == "open" and listed([again["paper"]])[0]["reopened"] == ["名额有变"]
    new = zhiping("ranking", "new", CATEGORY, at="desk")
    assert (new.code, new.error["code"]) == (1, "ranking_unfinished")
    unknown = zhiping("ranking", "show", "没有这一类", at="desk")
    assert (unknown.code, unknown.error["code"]) == (1, "category_unknown")
