"""The terminal's round package, round print, lookup and trust remove: their JSON, lines and exit codes."""

from pathlib import Path

import pytest

from app.domain.canonical import check_code
from app.domain.manifest import FIRST_FILE
from app.pdf.print_set_pages import FACTS
from tests import workspaces
from tests.cli.driver import Terminal, listed
from tests.workspaces import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return workspaces.signed().copy(tmp_path / "world")


@pytest.fixture
def zhiping(world: World) -> Terminal:
    """A terminal whose workspaces are the world's laptops."""
    return Terminal(world.root / "laptops", lambda settings: world.core(settings.workspace))


def test_a_package_is_made_verified_and_a_code_of_it_looked_up(world: World, zhiping: Terminal) -> None:
    extra = world.root / "评审结果.xlsx"
    extra.write_bytes(b"numbers")
    folder = world.root / "package"
    made = zhiping("round", "package", world.panel, "--out", folder, "--with", extra, at="desk")
    assert made.code == 0
    assert (made["revision"], made["new"], made["rehearsal"]) == (1, True, False)
    assert made.text("package").startswith("YJ")
    assert "workbook" in [each["kind"] for each in listed(made["files"])]
    (line,) = listed(made["briefs"])
    assert (line["number"], line["state"]) == (1, "sealed")
    again = zhiping("round", "package", world.panel, "--out", folder, "--with", extra, at="desk")
    assert (again["new"], again["code"]) == (False, made["code"])

    trust = world.root / "desk.pem"
    found = zhiping("verify", folder, "--trust", trust, at="bureau")
    assert found.code == 0
    first = listed(found.json)[0]
    assert (first["file"], first["kind"], first["code"]) == (
        str(folder / FIRST_FILE),
        "manifest",
        made["code"],
    )
    assert {each["state"] for each in listed(first["package"])} == {"present"}

    code = next(str(each["code"]) for each in listed(made["files"]) if each["kind"] == "record")
    looked = zhiping("lookup", code, folder, at="bureau")
    assert looked.code == 0
    record = looked["found"]
    assert isinstance(record, dict)
    assert (record["kind"], record["revision"], record["panel"]) == ("record", 1, world.panel)
    assert [each["where"] for each in listed(looked["places"])] == ["given"]
    told = zhiping("lookup", code.replace(" ", ""), folder, at="bureau", json=False)
    assert "手头没有更新的版本" in told.out and str(folder) in told.out


def test_a_code_nobody_bears_is_1_and_a_wrong_shape_is_refused(world: World, zhiping: Terminal) -> None:
    unknown = zhiping("lookup", "0" * 20, at="desk")
    assert (unknown.code, unknown["found"]) == (1, None)
    assert "没有找到" in unknown.text("sentence")
    short = zhiping("lookup", "1234", at="desk")
    assert (short.code, short.error["code"]) == (1, "code_shape")
    with world.laptop("desk") as desk:
        code = desk.identities.me().code
    assert zhiping("lookup", code, at="desk").code == 0
    assert "证书" in zhiping("lookup", code, at="desk", json=False).out


def test_a_panel_that_is_not_finished_is_refused_in_a_sentence(world: World, zhiping: Terminal) -> None:
    with world.laptop("desk") as desk:
        desk.records.reopen(world.panel, "意见有错字")
    refused = zhiping("round", "package", world.panel, "--out", world.root / "package", at="desk")
    assert (refused.code, refused.error["code"]) == (1, "package_not_ready")
    assert world.panel in str(refused.error["sentence"])


def test_the_print_set_and_each_operators_facts_are_written(world: World, zhiping: Terminal) -> None:
    out = world.root / "打印.pdf"
    made = zhiping("round", "print", world.panel, "--out", out, at="desk")
    assert made.code == 0 and out.read_bytes().startswith(b"%PDF")
    facts = made["facts"]
    assert facts == {world.panel: str(world.root / f"打印 {FACTS} {world.panel}.pdf")}
    assert "没有姓名和评分" in zhiping("round", "print", world.panel, "--out", out, at="desk", json=False).out


def test_trust_is_removed_by_code_or_certificate_with_a_reason(world: World, zhiping: Terminal) -> None:
    pem = world.root / "desk.pem"
    with world.laptop("desk") as desk:
        me = desk.identities.me()
    for organiser in (me.code, pem):
        assert zhiping("trust", "add", pem, "--code", me.code, at="bureau").code == 0
        gone = zhiping("trust", "remove", organiser, "--reason", "合同到期", at="bureau")
        assert (gone.code, gone["certificate"], gone["code"]) == (0, me.digest, check_code(me.digest))
        assert zhiping("trust", "list", at="bureau").json == []
    refused = zhiping("trust", "remove", me.code, "--reason", "再说一次", at="bureau")
    assert refused.error["code"] == "organiser_not_trusted"
    missing = zhiping("trust", "remove", "nowhere.pem", "--reason", "合同到期", at="bureau")
    assert missing.error["code"] == "nothing_there"


def test_a_workspaces_own_files_are_told_once_and_not_judged(world: World, zhiping: Terminal) -> None:
    found = zhiping("verify", world.folder("E1"), world.root / "record.pdf", at="bureau")
    assert [each["kind"] for each in listed(found.json)] == ["record"]
    assert found.err.count("略过知评工作区自己的文件") == 1
