"""A whole panel through the terminal: three experts, three laptops, one desk, one verifier."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.canonical import Json
from app.paths import rubrics
from app.services.rehearsal_script import full, roles_of, short
from app.services.tables import Tables
from tests.cli.driver import Answer, Terminal, listed
from tests.reserved import with_reserves

NAMES = ("欧阳文博", "张𬭚", "李䶮")
TABLE = Tables(rubrics()).one("huangpu-2022/annex-2")
ROLES = roles_of(TABLE)
PANEL = """
rubric = "huangpu-2022/annex-2"
date = 2026-11-24
period = { from = 2025-06-08, to = 2026-06-07 }
[platform]
name = "某某平台"
category = "运营服务类"
operator = "某某公司"
[rules]
confirmed_by = { name = "陈科长", unit = "知识产权局", date = 2026-11-20, document = "某号函" }
"""


def findings(expert: int) -> dict[str, Json]:
    """Full points, but the second expert finds a mandatory measure short."""
    found: dict[str, Json] = {each.id: full(each) for each in TABLE.criteria if each.id != "2.5.1.1"}
    if expert == 1:
        found[ROLES.disputed.id] = {**short(ROLES.disputed), "remark": "经查佐证 5，不足。"}
    return found


@dataclass(frozen=True)
class Story:
    """Where the story has come to: its terminal, its panel, the answers worth looking at."""

    zhiping: Terminal
    panel: str
    answers: Mapping[str, Answer]

    def path(self, name: str) -> Path:
        """A file of the story."""
        return self.zhiping.folder / name


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """From the identities to the record taken back, every step through the terminal."""
    zhiping = Terminal(tmp_path_factory.mktemp("story"))
    answers: dict[str, Answer] = {}
    panel = _prepared(zhiping, answers)
    for at in range(len(NAMES)):
        _scored(zhiping, panel, at, answers)
    _collected(zhiping, panel, answers)
    _settled(zhiping, panel, answers)
    record, signed = zhiping.folder / "record.pdf", zhiping.folder / "signed.pdf"
    answers["seal"] = zhiping("panel", "seal", panel, "--out", record, at="desk")
    answers["sign"] = zhiping("record", "sign", record, "--out", signed, at="E1")
    answers["back"] = zhiping("panel", "import", signed, at="desk")
    return Story(zhiping, panel, answers)


def _prepared(zhiping: Terminal, answers: dict[str, Answer]) -> str:
    for seat, name in zip(("E1", "E2", "E3"), NAMES, strict=True):
        answers[seat] = zhiping("identity", "new", "--name", name, at=seat)
    zhiping("identity", "export", zhiping.folder / "e1.pem", at="E1")
    zhiping("identity", "new", "--name", "林秘书", "--unit", "某某会议公司", at="desk")
    zhiping("identity", "export", zhiping.folder / "desk.pem", at="desk")
    experts = [
        f'[[experts]]\nname = "{name}"\nchair = {"true" if at == 0 else "false"}\n'
        + ('certificate = "e1.pem"\n' if at == 0 else "")
        for at, name in enumerate(NAMES)
    ]
    fact = f'[facts."{ROLES.corrected.id}"]\nevidence = "7"\nfinding = {{ conditions = [true, "23"] }}\n'
    file = zhiping.folder / "PANEL.toml"
    file.write_text(PANEL + "".join(experts) + fact, encoding="utf-8")
    answers["new"] = zhiping("panel", "new", file, at="desk")
    panel = answers["new"].text("id")
    answers["brief"] = zhiping("panel", "brief", panel, "--out", zhiping.folder / "brief.pdf", at="desk")
    return panel


def _scored(zhiping: Terminal, panel: str, at: int, answers: dict[str, Answer]) -> None:
    seat = f"E{at + 1}"
    sheet = f"{panel}-{seat}"
    stick = zhiping.folder / "stick"
    stick.mkdir(exist_ok=True)
    answers[f"open {seat}"] = zhiping("sheet", "open", zhiping.folder / "brief.pdf", at=seat)
    zhiping("sheet", "declare", sheet, "--no-conflict", at=seat)
    file = zhiping.write(f"findings-{seat}.json", findings(at))
    answers[f"fill {seat}"] = zhiping("sheet", "fill", sheet, file, at=seat)
    answers[f"submit {seat}"] = zhiping("sheet", "submit", sheet, "--out", stick / f"{seat}.pdf", at=seat)


def _collected(zhiping: Terminal, panel: str, answers: dict[str, Answer]) -> None:
    stick = zhiping.folder / "stick"
    os.mkfifo(stick / "pipe.pdf")
    (stick / "别的.pdf").write_bytes(b"%PDF-1.7\nnot ours")
    Path(os.fsdecode(os.fsencode(stick) + b"/odd\xff\xfename.pdf")).write_bytes(b"")
    answers["import"] = zhiping("panel", "import", stick, at="desk")
    answers["import plain"] = zhiping("panel", "import", stick, at="desk", json=False)
    answers["closed result"] = zhiping("panel", "result", panel, at="desk")
    answers["closed determine"] = zhiping("panel", "determine", panel, "2.1.3.1", "--note", "x", at="desk")


def _settled(zhiping: Terminal, panel: str, answers: dict[str, Answer]) -> None:
    answers["wrong bind"] = zhiping("panel", "bind", panel, "E2", "1" * 20, at="desk")
    zhiping("panel", "bind", panel, "E2", answers["submit E2"].text("code"), at="desk")
    answers["bind"] = zhiping("panel", "bind", panel, "E3", answers["E3"].text("code"), at="desk")
    answers["early seal"] = zhiping("panel", "seal", panel, "--out", zhiping.folder / "no.pdf", at="desk")
    value = zhiping.write("survey.json", {"value": "91.5"})
    supplied = ("panel", "supply", panel, "2.5.1.1", value, "--evidence", "调查报告")
    answers["supply"] = zhiping(*supplied, at="desk")
    determined = ("panel", "determine", panel, ROLES.disputed.id, "--note", "对照佐证 5")
    answers["determine"] = zhiping(*determined, at="desk")
    opinion = zhiping.folder / "opinion.txt"
    opinion.write_text("总体良好。\n", encoding="utf-8")
    answers["opinion"] = zhiping("panel", "opinion", panel, opinion, at="desk")
    answers["status"] = zhiping("panel", "status", panel, at="desk")
    answers["result"] = zhiping("panel", "result", panel, at="desk")


def test_every_answer_of_the_way_is_one_json_value_that_names_the_mode(story: Story) -> None:
    for name, answer in story.answers.items():
        if name in ("import", "back"):
            assert all("rehearsal" in each for each in listed(answer["files"]))
        elif name not in ("E1", "E2", "E3", "import plain") and answer.code == 0:
            assert answer["rehearsal"] is False, name


def test_an_expert_sees_their_own_numbers_and_no_verdict(story: Story) -> None:
    filled = story.answers["fill E2"]
    assert (filled["total"], filled["mandatory"], filled["pending"]) == ("80", "15", ["2.5.1.1"])
    shown = story.zhiping("sheet", "show", f"{story.panel}-E2", at="E2", json=False)
    assert "合格" not in shown.out and "80 分）" not in shown.out
    assert "由专家组合议认定" in shown.out and "不含满意度" in shown.out
    assert all(name not in shown.out for name in (NAMES[0], NAMES[2]))


def test_a_stick_is_taken_file_by_file_with_a_reason_for_each_refusal(story: Story) -> None:
    taken = story.answers["import"]
    assert taken.code == 1
    found = {Path(str(each["path"])).name: each for each in listed(taken["files"])}
    assert [found[f"E{at}.pdf"]["outcome"] for at in (1, 2, 3)] == ["accepted", "pending", "pending"]
    assert [found[name]["code"] for name in ("pipe.pdf", "别的.pdf")] == ["not_a_file", "not_ours"]
    assert len(found) == 6 and "正在收取 6/6" in taken.err
    again = story.answers["import plain"]
    assert again.code == 1 and again.out.startswith("共 6 份：已有 3，未收 3。")


def test_before_all_are_in_there_is_no_number_for_anybody(story: Story) -> None:
    closed = story.answers["closed result"]
    assert closed.code == 0 and closed["verdict"] == "undetermined"
    assert closed["mean"] is None and {each["total"] for each in listed(closed["experts"])} == {None}
    assert [each["why"] for each in listed(closed["waiting"])] == ["pending", "pending"]
    assert story.answers["closed determine"].error["code"] == "seats_unsettled"


def test_a_seat_is_bound_only_by_the_code_its_expert_reads_out(story: Story) -> None:
    assert story.answers["wrong bind"].error["code"] == "code_unknown"
    bound = story.answers["bind"]
    assert bound["waiting"] == [] and bound["state"] == "open"


def test_sealing_waits_for_what_is_missing_and_says_what(story: Story) -> None:
    assert story.answers["early seal"].error["code"] == "survey_awaited"
    assert not story.path("no.pdf").exists()
    assert story.answers["status"]["to_do"] is None


def test_the_result_has_the_contracts_form(story: Story) -> None:
    result = story.answers["result"]
    assert (result["mean"], result["mean_exact"], result["margin_exact"]) == ("96.67", "290/3", "50/3")
    assert result["verdict"] == "pass"
    votes = result["determinations"]
    assert isinstance(votes, Mapping)
    assert votes[ROLES.disputed.id] == {"for": 2, "against": 1, "outcome": "full", "recorded": True}
    mandatory = result["mandatory"]
    assert isinstance(mandatory, Mapping)
    assert (mandatory["points"], mandatory["state"], mandatory["by"]) == ("25", "full", "determination")
    assert "经合议认定，2∶1" in result.text("sentence")
    assert {each["code"] for each in listed(result["reservations"])} == {"seat_bound"}
    assert isinstance(result["flips"], list)


def test_the_record_is_sealed_signed_and_taken_back(story: Story) -> None:
    sealed, signed = story.answers["seal"], story.answers["sign"]
    assert sealed["id"] == f"{story.panel}-R1" and sealed["fields"] == ["seal", "chair"]
    assert (signed["expert"], signed["total"], signed["empty_fields"]) == ("E1", "100", [])
    assert signed["code"] == sealed["code"]
    assert [each["code"] for each in listed(story.answers["back"]["files"])] == ["import_record"]
    assert story.zhiping("panel", "status", story.panel, at="desk")["state"] == "signed"


def test_the_record_verifies_where_the_organiser_is_trusted_and_only_there(story: Story) -> None:
    verify = ("verify", story.path("signed.pdf"))
    trusted = story.zhiping(*verify, "--trust", story.path("desk.pem"), at="bureau")
    report = listed(trusted.json)[0]
    assert (trusted.code, report["verdict"], report["kind"]) == (0, "valid", "record")
    assert "另有 2 项须人工核对" in str(report["sentence"])
    assert [each["name"] for each in listed(report["checks"])] == [
        "bytes", "later_changes", "coverage", "signers", "trust", "time", "numbers", "page",
    ]  # fmt: skip
    unknown = story.zhiping(*verify, at="bureau")
    assert (unknown.code, listed(unknown.json)[0]["verdict"]) == (1, "unknown_signer")
    plain = story.zhiping(*verify, "--trust", story.path("desk.pem"), at="bureau", json=False)
    assert plain.code == 0 and "有效" in plain.out and "正在验证 1/1" in plain.err


def test_one_changed_byte_is_1_a_foreign_file_2_and_the_highest_counts(story: Story) -> None:
    data = bytearray(story.path("signed.pdf").read_bytes())
    data[len(data) // 2] ^= 1
    story.path("changed.pdf").write_bytes(data)
    story.path("foreign.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    trust = ("--trust", story.path("desk.pem"))
    changed = story.zhiping("verify", story.path("changed.pdf"), *trust, at="bureau")
    assert (changed.code, listed(changed.json)[0]["verdict"]) == (1, "invalid")
    both = story.zhiping("verify", story.path("signed.pdf"), story.path("foreign.pdf"), *trust, at="bureau")
    assert both.code == 2
    assert [each["verdict"] for each in listed(both.json)] == ["valid", "not_ours"]
    unsigned = story.zhiping("verify", story.path("record.pdf"), *trust, at="bureau")
    assert (unsigned.code, listed(unsigned.json)[0]["verdict"]) == (1, "incomplete")
    assert story.zhiping("verify", story.path("none.pdf"), at="bureau").code == 2


def test_a_superseding_record_names_the_first_and_verifying_both_says_so(story: Story) -> None:
    folder = story.zhiping.folder
    for name in ("desk", "E1"):
        shutil.copytree(folder / name, folder / f"{name}-later")
    zhiping = story.zhiping
    assert zhiping("panel", "reopen", story.panel, "--reason", "意见漏写", at="desk-later").code == 0
    second = zhiping("panel", "seal", story.panel, "--out", folder / "r2.pdf", at="desk-later")
    assert second["id"] == f"{story.panel}-R2"
    assert zhiping("record", "sign", folder / "r2.pdf", "--out", folder / "s2.pdf", at="E1-later").code == 0
    trust = ("--trust", folder / "desk.pem")
    both = zhiping("verify", folder / "signed.pdf", folder / "s2.pdf", *trust, at="bureau")
    notes = [[note["code"] for note in listed(each["notes"])] for each in listed(both.json)]
    assert both.code == 0 and notes == [["note_superseded"], ["note_supersedes"]]


def test_submitting_a_signed_sheet_again_writes_the_same_bytes(story: Story) -> None:
    for command in ("submit", "export"):
        out = story.path(f"again-{command}.pdf")
        again = story.zhiping("sheet", command, f"{story.panel}-E2", "--out", out, at="E2")
        assert again["code"] == story.answers["submit E2"]["code"]
        assert out.read_bytes() == (story.path("stick") / "E2.pdf").read_bytes()


def test_a_signed_sheet_takes_findings_only_in_a_revision(story: Story) -> None:
    shutil.copytree(story.path("E3"), story.path("E3-later"))
    sheet, file = f"{story.panel}-E3", story.path("findings-E3.json")
    changed = story.zhiping.write("changed.json", {"2.3.1.1": {"value": "2"}})
    zhiping = story.zhiping
    assert zhiping("sheet", "fill", sheet, changed, at="E3-later").error["code"] == "sheet_signed"
    revised = zhiping("sheet", "revise", sheet, "--reason", "slip", "--note", "看错", at="E3-later")
    assert revised["state"] == "scoring"
    assert zhiping("sheet", "export", sheet, "--out", story.path("old.pdf"), at="E3-later")["revision"] == 1
    assert zhiping("sheet", "fill", sheet, changed, at="E3-later")["total"] == "88"
    again = zhiping("sheet", "submit", sheet, "--out", story.path("E3-2.pdf"), at="E3-later")
    assert again["revision"] == 2 and again["handed_over"] is True
    assert file.exists()


def test_a_place_is_settled_and_an_expert_added_with_a_reason(story: Story) -> None:
    shutil.copytree(story.path("desk"), story.path("desk-2"))
    zhiping, file = story.zhiping, story.path("PANEL.toml")
    panel = zhiping("panel", "new", file, at="desk-2").text("id")
    early = zhiping("panel", "place", panel, "E2", "--absent", "--reason", "航班延误", at="desk-2")
    assert early.error["code"] == "not_issued"
    zhiping("panel", "brief", panel, "--out", story.path("brief-2.pdf"), at="desk-2")
    placed = zhiping("panel", "place", panel, "E2", "--absent", "--reason", "航班延误", at="desk-2")
    assert [each["status"] for each in listed(placed["seats"])] == ["missing", "absent", "missing"]
    added = zhiping("panel", "add", panel, "--name", "王小明", "--reason", "替补", at="desk-2")
    assert added["expert"] == "E4" and added["reserves"] == []
    chair = zhiping("panel", "chair", panel, "E3", "--reason", "原组长未到", at="desk-2")
    assert chair["chair"] == "E3"
    lost = ("panel", "rebind", panel, "E1", story.path("desk.pem"), "--reason", "电脑丢失")
    assert zhiping(*lost, at="desk-2").code == 0
    consent = ("--name", "陈科长", "--unit", "局", "--date", "2026-11-24", "--document", "函")
    assert zhiping("panel", "consent", panel, *consent, at="desk-2").code == 0
    assert zhiping("panel", "void", panel, "--reason", "重来", at="desk-2")["state"] == "void"
    assert zhiping("panel", "rank", panel, story.panel, at="desk-2").error["code"] == "ranking_refused"
    names = [str(each["id"]) for each in listed(zhiping("panel", "list", at="desk-2").json)]
    assert sorted(names) == sorted([story.panel, panel])


def test_a_recusal_is_signed_and_handed_over_without_scores(story: Story) -> None:
    zhiping = story.zhiping
    zhiping("identity", "new", "--name", NAMES[1], at="other")
    opened = zhiping("sheet", "open", story.path("brief.pdf"), at="other")
    assert opened["expert"] == "E2"
    zhiping("sheet", "declare", opened.text("id"), "--recuse", "曾任顾问", at="other")
    done = zhiping("sheet", "submit", opened.text("id"), "--out", story.path("recusal.pdf"), at="other")
    assert (done["state"], done["awards"]) == ("recused", {})


def test_a_reserve_steps_in_by_name(story: Story) -> None:
    shutil.copytree(story.path("desk"), story.path("desk-3"))
    zhiping, file = story.zhiping, story.path("PANEL-3.toml")
    file.write_text(story.path("PANEL.toml").read_text(encoding="utf-8"), encoding="utf-8")
    with_reserves(file, ("孙立文", "某院", "desk.pem"), ("孙立文", "某所", ""), ("冯新", "", ""))
    made = zhiping("panel", "new", file, at="desk-3")
    panel = made.text("id")
    assert [each["free"] for each in listed(made["reserves"])] == [True] * 3
    zhiping("panel", "brief", panel, "--out", story.path("brief-3.pdf"), at="desk-3")
    step_in = ("panel", "reserve", panel, "E2", "--reason", "有公务", "--name")
    assert zhiping(*step_in, "孙立文", at="desk-3").error["code"] == "reserve_unknown"
    done = zhiping(*step_in, "孙立文", "--unit", "某院", at="desk-3")
    assert done["expert"] == "E4"
    assert [each["status"] for each in listed(done["seats"])] == ["missing", "replaced", "missing", "missing"]
    fourth = listed(done["seats"])[3]
    assert (fourth["binding"], fourth["instead"]) == ("named", "E2")
    assert [each["free"] for each in listed(done["reserves"])] == [False, True, True]
    plain = zhiping("panel", "status", panel, at="desk-3", json=False).out
    assert "候补专家，未递补：孙立文、冯新" in plain


def test_what_is_no_brief_or_record_is_refused(story: Story) -> None:
    signed = story.path("signed.pdf")
    assert story.zhiping("sheet", "open", signed, at="E1").error["code"] == "not_a_brief"
    not_a_record = story.zhiping("record", "sign", story.path("brief.pdf"), "--out", signed, at="E1")
    assert not_a_record.error["code"] == "not_a_record"
    done: Sequence[str | Path] = ("record", "sign", signed, "--out", story.path("twice.pdf"))
    assert story.zhiping(*done, at="E1").error["code"] == "no_field_for_you"


def test_the_passphrase_is_asked_for_by_its_file_and_never_shown(story: Story) -> None:
    brief = ("sheet", "revise", f"{story.panel}-E1", "--reason", "slip", "--note", "x")
    shutil.copytree(story.path("E1"), story.path("E1-locked"))
    story.zhiping(*brief, at="E1-locked")
    submit = ("sheet", "submit", f"{story.panel}-E1", "--out", story.path("x.pdf"))
    refused = story.zhiping(*submit, "--workspace", story.path("E1-locked"))
    assert refused.error["code"] == "passphrase_needed" and "--passphrase-file" in refused.out
    wrong = story.path("wrong.txt")
    wrong.write_text("另一句足够长的口令啊", encoding="utf-8")
    refused = story.zhiping(*submit, "--workspace", story.path("E1-locked"), "--passphrase-file", wrong)
    assert refused.error["code"] == "wrong_passphrase" and "另一句" not in refused.out + refused.err
