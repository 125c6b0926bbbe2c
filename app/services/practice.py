"""先练一遍: a made-up stall platform and one sheet on it, in a folder of its own, for three minutes.

The scoring table itself says what to try; nothing here ever reaches a real review.
"""

import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from app.domain.frozen import frozen
from app.domain.rubric import Rubric, rubric_from_table
from app.domain.sheet import Sheet
from app.services.core import Core

Open = Callable[[Path, str], AbstractContextManager[Core]]
PASSPHRASE = "practice-only-secret"
PERSON = ("练习专家", "某某大学", "教授")
BLANK, FULL, FACT = "9.1.1.1", "9.2.1.1", "9.3.1.1"

_TABLE = """
id = "practice/annex-9"
annex = 9
title = "小摊服务平台评分表（练习用）"
kind = "annual"
category = "练习类"
applicant_label = "摊主名称"
note = "（练习用，不进入正式评审）"
total = 40
pass_total = 30
[[sections]]
name = "基础条件"
points = 10
mandatory = true
[[sections.indicators]]
name = "空白不是 0 分"
points = 10
[[sections.indicators.criteria]]
text = "有营业执照，且价签清楚，得10分。（练一练：先只判断一条：空白不是 0 分，两条都判断完才有分。）"
points = 10
rule.kind = "all_of"
rule.conditions = [{ kind = "check", label = "有营业执照" }, { kind = "check", label = "价签清楚" }]
[[sections]]
name = "货品"
points = 10
mandatory = false
[[sections.indicators]]
name = "只能得满分或 0 分"
points = 10
[[sections.indicators.criteria]]
text = "每天新到水果不少于5种，得10分。（练一练：您数到 4 种，请填 4。差一种也是 0 分，并须写明依据。）"
points = 10
rule.kind = "all_of"
rule.conditions = [{ kind = "measure", label = "每天新到水果", at_least = 5, unit = "种" }]
[[sections]]
name = "人手和口碑"
points = 20
mandatory = false
[[sections.indicators]]
name = "更正组织方填报的事实"
points = 10
[[sections.indicators.criteria]]
text = "固定帮手不少于2人，得10分。（练一练：组织方填报 3 人，您核实为 2 人。请按“更正”，填 2。）"
points = 10
rule.kind = "all_of"
rule.conditions = [{ kind = "measure", label = "固定帮手", at_least = 2, unit = "人" }]
[[sections.indicators]]
name = "顾客口碑"
points = 10
[[sections.indicators.criteria]]
text = "顾客口碑好，得0-10分。（练一练：请按您的判断给分。）"
points = 10
rule.kind = "range"
rule.max = 10
rule.step = 1
"""

_PANEL = """
rubric = "practice/annex-9"
rehearsal = true
date = 2026-11-24
place = "练习"
period = { from = "2025-01-01", to = "2025-12-31" }
[platform]
name = "街角水果摊服务平台（练习）"
category = "练习类"
builder = "街角水果摊"
operator = "街角水果摊"
[[experts]]
name = "练习专家"
unit = "某某大学"
title = "教授"
chair = true
[rules]
confirmed_by = { name = "练习", unit = "练习", date = 2026-01-01, document = "练习" }
[facts."9.3.1.1"]
finding = { conditions = ["3"] }
evidence = "1"
"""


@frozen
class Trap:
    """One of the four things that go wrong on the day, and whether the sheet has been through it."""

    title: str
    lesson: str
    done: bool


def practice_rubric() -> Rubric:
    """The made-up table."""
    return rubric_from_table(tomllib.loads(_TABLE))


def set_up(folder: Path, open_core: Open) -> Path:
    """A workspace in `folder` with an identity and an opened sheet; for any thread. Returns its folder."""
    desk_folder, own = folder / "desk", folder / "expert"
    with open_core(desk_folder, PASSPHRASE) as desk:
        desk.identities.new("练习组织方")
        (desk_folder / "PANEL.toml").write_text(_PANEL, encoding="utf-8")
        panel = desk.panels.new(desk_folder / "PANEL.toml", [practice_rubric()])
        brief = desk.panels.issue(panel.name, folder / "brief.pdf")
    with open_core(own, PASSPHRASE) as expert:
        expert.identities.new(*PERSON)
        expert.scoring.open(brief)
    return own


def traps(sheet: Sheet) -> tuple[Trap, ...]:
    """The four lessons and how far the sheet has come."""
    judged = {each for each in sheet.awards if each not in sheet.remarks_missing}
    corrected = sheet.assessment(sheet.brief.rubric.criterion(FACT).id).fact == "corrected"
    handed = bool(sheet.signed) and sheet.signed[-1] in sheet.handed_over
    return (
        Trap("空白不是 0 分", "没有判断的条件是空白，不算 0 分；有空白的评分表不能签署。", BLANK in judged),
        Trap("得 N 分就是 N 分或 0 分", "原文写“得10分”的，差一点也是 0 分，写明依据。", FULL in judged),
        Trap(
            "组织方填报的事实可以更正", "一致就确认，不一致就更正并写明依据；两样都没做就是空白。", corrected
        ),
        Trap("签署了还不是交表", "签署后评分表仍在您的电脑里，写入 U 盘并复核一致才算交出。", handed),
    )
