"""The rehearsal: from nothing to a verified record, and what it refuses."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.rubric import Tiers
from app.paths import rubrics
from app.services import rehearsal_script as script
from app.services.tables import Tables, score_findings
from tests.cli.driver import Terminal, listed


def test_a_rehearsal_ends_with_a_record_that_verifies_elsewhere(zhiping: Terminal) -> None:
    out = zhiping.folder / "demo"
    done = zhiping("demo", "--out", out, "--annex", "8", "--experts", "3")
    assert done.code == 0 and done["rehearsal"] is True and "正在收取 3/3" in done.err
    sheets, spaces = done["sheets"], done["workspaces"]
    assert isinstance(sheets, list) and [Path(each).name for each in sheets] == [
        "E1-1.pdf", "E2-1.pdf", "E3-1.pdf", "E3-2.pdf",
    ]  # fmt: skip
    assert isinstance(spaces, Mapping) and {"desk", "E1", "E2", "E3"} <= set(spaces)
    for path in (*sheets, done.text("brief"), done.text("record"), done.text("trust"), *spaces.values()):
        assert Path(path).exists()
    verified = zhiping("verify", done.text("record"), sheets[-1], "--trust", done.text("trust"), at="bureau")
    assert verified.code == 0
    reports = listed(verified.json)
    assert {each["verdict"] for each in reports} == {"valid"} and all(each["rehearsal"] for each in reports)
    assert done.text("record") in done.text("verify") and "--trust" in done.text("verify")
    desk = ("--workspace", str(spaces["desk"]))
    result = zhiping("panel", "result", done.text("id"), *desk)
    assert result["verdict"] == "pass" and result["rehearsal"] is True
    mandatory = result["mandatory"]
    assert isinstance(mandatory, Mapping) and mandatory["by"] == "determination"
    opinion = zhiping("panel", "status", done.text("id"), *desk).text("opinion")
    assert "位专家未给分" in opinion and "建议规范年度统计口径" in opinion
    refused = zhiping("panel", "import", sheets[0], at="another desk")
    assert [each["code"] for each in listed(refused["files"])] == ["rehearsal_paper"]
    assert refused.code == 1


def test_applicants_for_accreditation_are_ranked(zhiping: Terminal) -> None:
    out = zhiping.folder / "demo"
    done = zhiping("demo", "--out", out, "--annex", "1", "--experts", "3", "--applicants", "2")
    assert done.code == 0 and len(listed(done["panels"])) == 2
    ranking = json.loads((out / "ranking.json").read_text(encoding="utf-8"))
    assert ranking == done["ranking"] and ranking["rehearsal"] is True
    assert [each["rank"] for each in ranking["order"]] == [1, 2]
    assert ranking["recommended"] == ranking["order"][0]["panel"]
    again = zhiping(
        "panel", "rank", *(str(each["id"]) for each in listed(done["panels"])),
        "--workspace", out / "workspaces" / "desk",
    )  # fmt: skip
    assert again.json == ranking


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--experts", "2"], "rehearsal_size"),
        (["--experts", "20"], "rehearsal_size"),
        (["--annex", "9"], "rehearsal_annex"),
        (["--applicants", "2"], "rehearsal_applicants"),
        (["--annex", "1", "--applicants", "6"], "rehearsal_applicants"),
    ],
)
def test_a_rehearsal_that_cannot_be_is_refused_before_anything_is_written(
    args: list[str], code: str, zhiping: Terminal
) -> None:
    refused = zhiping("demo", "--out", zhiping.folder / "demo", *args)
    assert refused.code == 1 and refused.error["code"] == code
    assert not (zhiping.folder / "demo").exists()


def test_a_rehearsal_never_writes_into_a_folder_with_something_in_it(zhiping: Terminal) -> None:
    (zhiping.folder / "mine").mkdir()
    (zhiping.folder / "mine" / "file").write_text("", encoding="utf-8")
    for path in (zhiping.folder / "mine", zhiping.folder / "mine" / "file"):
        assert zhiping("demo", "--out", path).error["code"] == "not_an_empty_folder"
    blocked = zhiping("demo", "--out", zhiping.folder / "mine" / "file" / "below")
    assert blocked.code == 3 and blocked.error["code"] == "not_written"


@pytest.mark.parametrize("annex", range(1, 9))
def test_every_table_has_the_parts_of_the_script_and_complete_findings(annex: int) -> None:
    table = next(each for each in Tables(rubrics()).all() if each.annex == annex)
    roles = script.roles_of(table)
    assert table.is_mandatory(roles.disputed.id) and not table.is_mandatory(roles.corrected.id)
    assert len({roles.disputed.id, roles.corrected.id, roles.short.id}) == 3
    assert not table.is_mandatory(roles.short.id)
    supplied = {each.id for each in table.criteria if isinstance(each.rule, Tiers) and each.rule.desk}
    for expert in range(3):
        found = script.findings_of(table, expert, 0)
        facts = {roles.disputed.id, roles.corrected.id}
        own = {key: value for key, value in found.items() if key not in facts}
        scored = score_findings(table, own)
        assert set(scored.missing) <= facts | supplied and scored.awards[roles.short.id] == 0


def test_the_third_applicant_of_an_accreditation_lacks_something_mandatory() -> None:
    table = Tables(rubrics()).one("huangpu-2022/annex-1")
    lacking = {
        key: value for key, value in script.findings_of(table, 0, 2).items()
        if value != script.findings_of(table, 0, 0)[key] and table.is_mandatory(key)
    }  # fmt: skip
    assert len(lacking) == 1 and all(points == 0 for points in score_findings(table, lacking).awards.values())
