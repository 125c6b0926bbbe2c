"""zhiping rubric: the scoring tables; needs no workspace and makes none."""

from pathlib import Path

import click

from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Acts
from app.domain.canonical import Json, write_decimal
from app.domain.rubric import Rubric
from app.errors import RefusedError
from app.i18n import error_sentence, t
from app.services.hand_written import read_findings
from app.services.tables import rubric_line, rubric_whole, score_findings, score_json

rubric = Acts("rubric", help="评分表：查看、检查、试算。不用工作区。")


@rubric.command("list", help="列出随程序提供的评分表。")
@pass_session
def list_rubrics(session: Session) -> None:
    """`rubric list`"""
    found = session.tables.all()
    session.say([rubric_line(each) for each in found], *(f"{each.id}  {each.title}" for each in found))


@rubric.command("show", help="显示一张评分表。ID 如 huangpu-2022/annex-2。")
@click.argument("id", metavar="ID")
@pass_session
def show(session: Session, id: str) -> None:
    """`rubric show ID`"""
    found = session.tables.one(id)
    session.say(rubric_whole(found), *_lines(found))


@rubric.command("check", help="检查自己编写的评分表文件（可给多个）。有一个不能用，退出码为 1。")
@click.argument("files", metavar="文件…", type=FILE, nargs=-1, required=True)
@pass_session
def check(session: Session, files: tuple[Path, ...]) -> int:
    """`rubric check FILE…`"""
    told = [_checked(session, file) for file in files]
    session.say(
        {"files": told},
        *(t("{name}：{told}").format(name=each["file"], told=each["sentence"]) for each in told),
    )
    return int(any(each["outcome"] == "refused" for each in told))


@rubric.command("score", help="按一张评分表试算一份 FINDINGS.json。")
@click.argument("id", metavar="ID")
@click.argument("findings", metavar="FINDINGS.json", type=FILE)
@pass_session
def score(session: Session, id: str, findings: Path) -> None:
    """`rubric score ID FINDINGS.json`"""
    table = session.tables.one(id)
    found = score_findings(table, read_findings(findings))
    lines = [
        t("{criterion}  {points} 分").format(criterion=criterion, points=write_decimal(points))
        for criterion, points in found.awards.items()
    ]
    if found.missing:
        lines.append(
            t("还有 {n} 项未判断：{names}").format(n=len(found.missing), names=t("、").join(found.missing))
        )
    if found.pending:
        lines.append(t("待组织方补录：{names}").format(names=t("、").join(found.pending)))
    told = t("合计") if found.complete else t("已判断的合计")
    total, mandatory = write_decimal(found.total), write_decimal(found.mandatory)
    of = write_decimal(table.mandatory_points)
    session.say(
        score_json(found),
        *lines,
        t("{told} {total} 分，其中必要项 {mandatory}/{of} 分").format(
            told=told, total=total, mandatory=mandatory, of=of
        ),
    )


def _checked(session: Session, file: Path) -> dict[str, Json]:
    told: dict[str, Json] = {
        "file": str(file),
        "outcome": "ok",
        "id": "",
        "code": "",
        "sentence": t("可以使用。"),
    }
    try:
        told["id"] = session.tables.in_file(file).id
    except RefusedError as error:
        told |= {"outcome": "refused", "code": error.code, "sentence": error_sentence(error)}
    return told


def _lines(table: Rubric) -> list[str]:
    lines = [t("附件{annex}  {title}").format(annex=table.annex, title=table.title)]
    for section in table.sections:
        must = t("，必要项") if section.mandatory else ""
        lines.append(
            t("{name}（{points}分{must}）").format(
                name=section.name, points=write_decimal(section.points), must=must
            )
        )
        for indicator in section.indicators:
            name = indicator.name or t("原表未命名（{suggested_name}）").format(
                suggested_name=indicator.suggested_name
            )
            lines.append(
                t("  {name}（{points}分）").format(name=name, points=write_decimal(indicator.points))
            )
            lines.extend(f"    {each.id}  {each.text}" for each in indicator.criteria)
    return [*lines, t("总分 {total} 分").format(total=write_decimal(table.total)), table.note]
