"""zhiping panel, discussion: determinations, supplied and corrected facts, explanations, opinion, consent."""

from pathlib import Path

import click

from app.cli.panel_commands import REASON
from app.cli.panel_words import panel_json, panel_lines
from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Acts, setting
from app.domain.canonical import Json
from app.domain.panel import Panel
from app.domain.period import read_date
from app.domain.rule_sheet import Confirmation
from app.i18n import t
from app.services.hand_written import read_json, read_text

discussion = Acts("discussion")
_PANEL = click.argument("panel", metavar="专家组")
_CRITERION = click.argument("criterion", metavar="评分项")
_FINDING = click.argument("finding", metavar="FINDING.json", type=FILE)
_EVIDENCE = setting("--evidence", required=True, metavar="依据", help="佐证编号或报告名称。")
_OUTCOMES = {"full": "符合", "not_full": "不符合", "equal": "人数相等，未能认定"}


def _say(session: Session, panel: Panel, first: str, more: dict[str, Json] | None = None) -> None:
    session.say({**panel_json(panel), **(more or {})}, first, *panel_lines(panel))


@discussion.command("determine", help="登记一项分歧已经合议。以各位专家已签署的最新评分表为票，不能代改。")
@_PANEL
@_CRITERION
@setting("--note", required=True, metavar="说明", help="合议时说了什么。")
@pass_session
def determine(session: Session, panel: str, criterion: str, note: str) -> None:
    """`panel determine PANEL CRITERION --note TEXT`"""
    with session.core() as core:
        found = core.settling.determine(panel, criterion, note)
        made = next(each for key, each in found.determinations.items() if key == criterion)
        votes: dict[str, Json] = {"for": made.in_favour, "against": made.against, "outcome": made.outcome}
        count = t("{in_favour}∶{against}").format(in_favour=made.in_favour, against=made.against)
        told = t("{criterion} 合议认定：{outcome}（{count}）。不改任何人的评分。").format(
            criterion=criterion, outcome=t(_OUTCOMES[made.outcome]), count=count
        )
        _say(session, found, told, {"criterion": criterion, "determination": votes})


@discussion.command("supply", help="补录第三方数据（如满意度），所有评分表共用。")
@_PANEL
@_CRITERION
@_FINDING
@_EVIDENCE
@pass_session
def supply(session: Session, panel: str, criterion: str, finding: Path, evidence: str) -> None:
    """`panel supply PANEL CRITERION FINDING.json --evidence TEXT`"""
    with session.core() as core:
        found = core.settling.supply(panel, criterion, read_json(finding), evidence)
        _say(session, found, t("{criterion} 已补录。").format(criterion=criterion), {"criterion": criterion})


@discussion.command("correct", help="登记任务书填报的一项事实有误。已签署的评分表不变。")
@_PANEL
@_CRITERION
@_FINDING
@_EVIDENCE
@REASON
@pass_session
def correct(session: Session, panel: str, criterion: str, finding: Path, evidence: str, reason: str) -> None:
    """`panel correct PANEL CRITERION FINDING.json --evidence TEXT --reason TEXT`"""
    with session.core() as core:
        found = core.settling.correct(panel, criterion, read_json(finding), evidence, reason)
        _say(
            session,
            found,
            t("{criterion} 的填报事实已登记更正。").format(criterion=criterion),
            {"criterion": criterion},
        )


@discussion.command("explain", help="说明一位专家的总分为什么与其他专家相差较大。评分不会被去掉。")
@_PANEL
@click.argument("expert", metavar="席位")
@click.argument("text", metavar="说明")
@pass_session
def explain(session: Session, panel: str, expert: str, text: str) -> None:
    """`panel explain PANEL EXPERT TEXT`"""
    with session.core() as core:
        _say(
            session,
            core.settling.explain(panel, expert, text),
            t("{expert} 的差异已说明。").format(expert=expert),
        )


@discussion.command("opinion", help="写入专家组意见，内容取自一个 UTF-8 文本文件。")
@_PANEL
@click.argument("file", metavar="文件", type=FILE)
@pass_session
def opinion(session: Session, panel: str, file: Path) -> None:
    """`panel opinion PANEL FILE`"""
    with session.core() as core:
        _say(session, core.settling.opinion(panel, read_text(file).strip()), t("专家组意见已保存。"))


@discussion.command("consent", help="登记委托方同意有效评分表不足 3 份时继续。")
@_PANEL
@setting("--name", required=True, metavar="姓名", help="委托方经办人。")
@setting("--unit", required=True, metavar="单位", help="委托方单位。")
@setting("--date", required=True, metavar="日期", help="同意的日期，如 2026-11-24。")
@setting("--document", required=True, metavar="文件", help="书面同意的文件名称或文号。")
@pass_session
def consent(session: Session, panel: str, name: str, unit: str, date: str, document: str) -> None:
    """`panel consent PANEL --name --unit --date --document`"""
    with session.core() as core:
        by = Confirmation(name, unit, read_date(date, "--date").isoformat(), document)
        _say(session, core.settling.consent(panel, by), t("委托方的同意已登记。"))
