"""The files to start from: what the program writes, filled in, is what the program takes."""

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.rubric import Tiers
from app.domain.rule_sheet import RuleSheet
from app.paths import rubrics
from app.services.panel_file import read_panel_file
from app.services.rehearsal_script import full
from app.services.tables import Tables
from tests.cli.driver import Terminal

TABLES = Tables(rubrics()).all()
NAMES = ("欧阳文博", "张𬭚", "李䶮", "赵㛃", "钱𠅤")


def filled(text: str, category: str) -> str:
    """The template as a secretary fills it in: the empty places and nothing else."""
    for name in NAMES:
        text = text.replace('name = ""            # 第', f'name = "{name}"            # 第', 1)
    for key, value in {
        "date": "2026-11-24", "from": "2025-06-08", "to": "2026-06-07",
        "name": "某某平台", "operator": "某某公司",
    }.items():  # fmt: skip
        text = re.sub(rf'(^|[{{, ]){key} = ""', rf'\1{key} = "{value}"', text, count=1, flags=re.MULTILINE)
    return text.replace('category = ""', f'category = "{category}"')


@pytest.mark.parametrize("annex", range(1, 9))
def test_a_filled_in_panel_template_makes_a_panel(annex: int, zhiping: Terminal) -> None:
    out = zhiping.folder / "PANEL.toml"
    assert zhiping("panel", "template", "--annex", str(annex), "--out", out)["path"] == str(out)
    text = out.read_text(encoding="utf-8")
    assert "facts" not in tomllib.loads(text)
    out.write_text(filled(text, "运营服务类"), encoding="utf-8")
    plan = read_panel_file(out, TABLES)
    assert (plan.rubric.annex, plan.facts, plan.rules) == (annex, {}, RuleSheet())
    assert [each.name for each in plan.seats] == list(NAMES) and plan.seats[0].chair


@pytest.mark.parametrize("annex", range(1, 9))
def test_every_commented_rule_and_fact_of_the_template_is_one_the_program_takes(
    annex: int, zhiping: Terminal
) -> None:
    out = zhiping.folder / "PANEL.toml"
    zhiping("panel", "template", "--annex", str(annex), "--out", out)
    text = filled(out.read_text(encoding="utf-8"), "运营服务类")
    text = re.sub(r"^# (?=(\w+ = |\[facts))", "", text, flags=re.MULTILINE)
    # the reserve's and the observer's, whose headings stay off
    text = re.sub(r'^(name|unit|title|certificate) = ""( +#.*)?$', "", text, flags=re.MULTILINE)
    text = text.replace('certificate = "周明远.pem"', "").replace('"?"', '"1"').replace("?", "true")
    assert len(tomllib.loads(text)["rules"]) == 12
    out.write_text(text, encoding="utf-8")
    plan = read_panel_file(out, TABLES)
    assert list(plan.facts) == [each.id for each in plan.rubric.criteria]
    assert plan.rules.departures() == ("认定最低综合评分：60 分",) and plan.rules.confirmed_by is not None


def test_an_unfilled_panel_template_is_refused_by_the_place_that_is_empty(zhiping: Terminal) -> None:
    out = zhiping.folder / "PANEL.toml"
    zhiping("panel", "template", "--out", out)
    zhiping("identity", "new", "--name", "林秘书", at="desk")
    refused = zhiping("panel", "new", out, at="desk")
    assert refused.code == 1 and "platform.name" in str(refused.error["sentence"])


def test_a_template_never_overwrites_a_file(zhiping: Terminal) -> None:
    out = zhiping.folder / "PANEL.toml"
    out.write_text("已填好", encoding="utf-8")
    refused = zhiping("panel", "template", "--out", out)
    assert refused.code == 1 and refused.error["code"] == "template_exists"
    assert out.read_text(encoding="utf-8") == "已填好"
    assert zhiping("panel", "template", "--annex", "9", "--out", out).error["code"] == "rubric_unknown"


def opened(zhiping: Terminal, facts: str = "") -> str:
    """The sheet of the first expert of a panel that was prepared from the template."""
    out = zhiping.folder / "PANEL.toml"
    zhiping("panel", "template", "--out", out)
    out.write_text(filled(out.read_text(encoding="utf-8"), "") + facts, encoding="utf-8")
    zhiping("identity", "new", "--name", "林秘书", at="desk")
    panel = zhiping("panel", "new", out, at="desk").text("id")
    brief = zhiping.folder / "任务书.pdf"
    zhiping("panel", "brief", panel, "--out", brief, at="desk")
    zhiping("identity", "new", "--name", NAMES[0], at="expert")
    sheet = zhiping("sheet", "open", brief, at="expert").text("id")
    zhiping("sheet", "declare", sheet, "--no-conflict", at="expert")
    return sheet


def test_a_findings_template_is_taken_blank_half_filled_and_whole(zhiping: Terminal, tmp_path: Path) -> None:
    sheet = opened(
        zhiping, '\n[facts."2.1.3.1"]\nfinding = { conditions = ["9", true] }\nevidence = "佐证 5"\n'
    )
    table = Tables(rubrics()).one("huangpu-2022/annex-2")
    out = tmp_path / "评分.json"
    zhiping("sheet", "template", sheet, "--out", out, at="expert")
    value = json.loads(out.read_text(encoding="utf-8"))
    assert [key for key in value if key != "//"] == [each.id for each in table.criteria]
    assert all(each.text == value[each.id]["//"][0] for each in table.criteria)
    assert "confirmed" in value["2.1.3.1"]["//"][-1]
    blank = zhiping("sheet", "fill", sheet, out, at="expert")
    supplied = [each.id for each in table.criteria if isinstance(each.rule, Tiers) and each.rule.desk]
    assert blank.code == 0 and blank["missing"] == [
        each.id for each in table.criteria if each.id not in supplied
    ]
    for each in table.criteria:
        if each.id not in supplied:
            assert set(full(each)) <= set(value[each.id])
            value[each.id] |= full(each)
    assert zhiping("sheet", "fill", sheet, zhiping.write("f.json", value), at="expert")["complete"] is True
    again = tmp_path / "再填.json"
    zhiping("sheet", "template", sheet, "--out", again, at="expert")
    kept = zhiping("sheet", "fill", sheet, again, at="expert")
    assert kept["complete"] is True and kept["total"] == "90"  # all but the desk's 10


def test_only_the_note_key_is_left_out_of_findings(zhiping: Terminal) -> None:
    file = zhiping.write(
        "f.json", {"//": "说明", "2.1.3.1": {"//": "说明", "conditions": [None, None], "注": "说明"}}
    )
    refused = zhiping("rubric", "score", "huangpu-2022/annex-2", file)
    assert refused.code == 1 and refused.error["code"] == "finding_unknown_key"


def test_hints_say_the_words_that_started_the_program(zhiping: Terminal) -> None:
    zhiping.program = replace(zhiping.program, command="python3 build/run.py")
    out = zhiping.folder / "PANEL.toml"
    told = zhiping("panel", "template", "--out", out, json=False)
    assert f"python3 build/run.py panel new {out}" in told.out
    assert zhiping("panel", "--help", json=False).out.startswith("用法：python3 build/run.py panel")
    assert "python3 build/run.py panel new --help" in zhiping("panel", "new", json=False).err
    assert zhiping("verify", zhiping.folder / "none.pdf", at="bureau").code == 2
    log = (zhiping.folder / "bureau" / "zhiping.log").read_text(encoding="utf-8")
    assert "zhiping verify" in log and "build/run.py" not in log


def test_a_panel_file_with_a_slip_is_refused_in_chinese_with_its_line(zhiping: Terminal) -> None:
    out = zhiping.folder / "PANEL.toml"
    zhiping("panel", "template", "--out", out)
    zhiping("identity", "new", "--name", "林秘书", at="desk")
    text = filled(out.read_text(encoding="utf-8"), "")
    more = "".join(f'\n[[experts]]\nname = "专家{number}"\n' for number in range(15))
    for wrong, told in {
        text.replace('date = "2026-11-24"', "date = 2026-02-30"): "第 6 行",
        text.replace('place = ""', 'plaec = ""'): "文件最外层 里多了不认识的“plaec”",
        text + '"""': "第 ",
        text + more: "1 至 19 位专家",
    }.items():
        out.write_text(wrong, encoding="utf-8")
        refused = zhiping("panel", "new", out, at="desk", json=False)
        assert refused.code == 1 and told in refused.err, refused.err
        assert not re.search(r"line|column|Invalid|Expected|Unterminated", refused.err)
    gone = zhiping("panel", "new", zhiping.folder / "none.toml", at="desk")
    assert gone.error["code"] == "nothing_there"


def test_a_file_name_cannot_write_over_the_screen(zhiping: Terminal) -> None:
    odd = zhiping.folder / "\x1b[2J\u202efdp.pdf"
    odd.write_bytes(b"%PDF-1.7")
    judged = zhiping("verify", odd, at="bureau", json=False)
    assert judged.code == 2 and "\ufffd" in judged.out
    assert not {"\x1b", "\u202e"} & {*judged.out, *judged.err}


def test_the_examples_of_the_readme_are_taken(zhiping: Terminal) -> None:
    text = (rubrics().parent / "README.md").read_text(encoding="utf-8")
    [panel] = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    [findings] = re.findall(r"```json\n(.*?)```", text, flags=re.DOTALL)
    out = zhiping.folder / "PANEL.toml"
    out.write_text(panel, encoding="utf-8")
    plan = read_panel_file(out, TABLES)
    assert len(plan.seats) == 3 and plan.rules.confirmed_by is not None
    file = zhiping.folder / "评分.json"
    file.write_text(findings, encoding="utf-8")
    scored = zhiping("rubric", "score", plan.rubric.id, file)
    assert scored.code == 0 and scored["awards"] == {"2.1.3.1": "10"}
