"""zhiping round: from the template to seven panels and their briefs, and what it answers when it refuses."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.services import round_form as form
from tests.cli.driver import Answer, Terminal, listed
from tests.services.rounds_filled import ANNUAL, filled


def problems(answer: Answer) -> list[tuple[object, object, object]]:
    return [(each["sheet"], each["address"], each["code"]) for each in listed(answer["problems"])]


@pytest.fixture
def desk(zhiping: Terminal) -> Terminal:
    assert zhiping("identity", "new", "--name", "林秘书", "--unit", "某公司", at="desk").code == 0
    return zhiping


def test_a_template_is_written_for_the_platforms_asked_for(zhiping: Terminal) -> None:
    out = zhiping.folder / "一轮.xlsx"
    made = zhiping("round", "template", "--out", out)
    assert (made.code, made["annexes"]) == (0, list(ANNUAL)) and out.is_file()
    again = zhiping("round", "template", "--out", out)
    assert again.error["code"] == "template_exists"
    four = ["--annex", "1"] * 4
    assert zhiping("round", "template", "--out", zhiping.folder / "认定.xlsx", *four)["annexes"] == [1] * 4
    wrong = zhiping("round", "template", "--out", zhiping.folder / "错.xlsx", "--annex", "9")
    assert wrong.error["code"] == "rubric_unknown"


def test_from_a_filled_in_workbook_to_the_briefs(desk: Terminal) -> None:
    path = filled(desk.folder / "一轮.xlsx").save()
    checked = desk("round", "check", path, at="desk")
    assert checked.code == 0 and checked["problems"] == [] and checked["panels"] == []
    platforms = listed(checked["platforms"])
    assert [each["platform"] for each in platforms] == [f"第{number}平台" for number in range(1, 8)]
    assert platforms[0]["rehearsal"] is False
    assert desk("panel", "list", at="desk").json == []
    made = desk("round", "new", path, at="desk")
    names = [str(each["id"]) for each in listed(made["panels"])]
    assert made.code == 0 and len(names) == 7
    assert [each["state"] for each in listed(made["panels"])] == ["prepared"] * 7
    briefs = desk("round", "brief", *names[:2], "--out", desk.folder / "U盘", at="desk")
    files = [Path(str(each["path"])) for each in listed(briefs["briefs"])]
    assert briefs.code == 0 and all(each.is_file() for each in files)
    assert "正在签发 2/2" in briefs.err
    expert = desk("identity", "new", "--name", "王伟", at="E1")
    assert expert.code == 0 and desk("sheet", "open", files[0], at="E1").code == 0
    twice = desk("round", "new", path, at="desk")
    assert twice.code == 1 and twice.error["code"] == "round_exists"
    assert len(listed(desk("round", "new", path, "--again", at="desk")["panels"])) == 7


def test_every_bad_cell_is_listed_and_nothing_is_made(desk: Terminal) -> None:
    made = filled(desk.folder / "一轮.xlsx", (1, 1))
    made.platform(1, {form.NAME: None})
    made.expert(1, {form.EVERYWHERE: "主席"})
    path = made.save()
    for command in ("check", "new"):
        answer = desk("round", command, path, at="desk")
        assert answer.code == 1 and answer["problem_count"] == 4 and answer["platforms"] == []
        assert problems(answer)[:2] == [
            (form.PLATFORMS, "C4", "round_blank"), (form.EXPERTS, "G4", "round_chairs"),
        ]  # fmt: skip
        plain = desk("round", command, path, at="desk", json=False)
        assert plain.code == 1 and "平台 C4：要填平台名称，现在是空的。" in plain.out
    assert desk("panel", "list", at="desk").json == []


def test_no_more_than_two_hundred_problems_are_listed_and_all_are_counted(desk: Terminal) -> None:
    made = filled(desk.folder / "一轮.xlsx", (1,) * 50)
    for number in range(1, 51):
        made.platform(
            number, dict.fromkeys((form.NAME, form.FIRST, form.LAST, form.DAY, form.OPERATOR), None)
        )
    answer = desk("round", "check", made.save(), at="desk")
    assert answer["problem_count"] == 250 and len(listed(answer["problems"])) == 200
    assert "其余 50 处" in desk("round", "check", made.path, at="desk", json=False).out


def test_what_is_no_workbook_is_refused_in_one_sentence(desk: Terminal) -> None:
    file = desk.folder / "旧.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    refused = desk("round", "check", file, at="desk")
    assert refused.code == 1 and refused.error["code"] == "not_a_workbook"
    assert "旧版 Excel 文件（.xls）" in str(refused.error["sentence"])
    assert desk("round", "check", desk.folder / "没有.xlsx", at="desk").error["code"] == "nothing_there"


def test_a_round_without_an_identity_makes_nothing(zhiping: Terminal) -> None:
    path = filled(zhiping.folder / "一轮.xlsx", (1,)).save()
    refused = zhiping("round", "new", path, at="desk")
    assert refused.code == 1 and refused.error["code"] == "identity_missing"


def test_the_results_of_a_rehearsal_fill_a_workbook(zhiping: Terminal) -> None:
    made = zhiping("demo", "--out", zhiping.folder / "演练", "--annex", "2", "--experts", "3")
    folders = made["workspaces"]
    assert isinstance(folders, Mapping)
    (desk,) = [Path(str(each)) for name, each in folders.items() if name == "desk"]
    (panel,) = listed(zhiping("--workspace", desk, "panel", "list").json)
    out = zhiping.folder / "结果.xlsx"
    answer = zhiping("--workspace", desk, "round", "workbook", str(panel["id"]), "--out", out)
    assert answer.code == 0 and answer["rehearsal"] is True and out.is_file()
    unknown = zhiping("--workspace", desk, "round", "workbook", "ZPAAAAAAAA", "--out", out)
    assert unknown.error["code"] == "panel_unknown"
