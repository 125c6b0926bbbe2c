"""zhiping round: one workbook in for all panels of a round, all briefs out, one workbook of results."""

from collections.abc import Sequence
from pathlib import Path

import click

from app.cli.panel_words import panel_json
from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Acts, setting
from app.domain import canonical
from app.domain.canonical import Json
from app.domain.panel import Panel
from app.i18n import sentence, t
from app.services.cross_notes import Told
from app.services.panel_file import PanelPlan
from app.services.round_cells import Problem
from app.services.round_reading import MOST_PROBLEMS, Checked
from app.services.rounds import write_round_template

round_ = Acts("round", help="一轮评审：用一本工作簿准备全部平台，一次签发任务书，最后写出结果。")
_ANNUAL = tuple(range(2, 9))
_PANELS = click.argument("panels", metavar="专家组…", nargs=-1, required=True)
_FILE = click.argument("file", metavar="工作簿.xlsx", type=FILE)


@round_.command("template", help="写出待填的工作簿：平台、专家、规则和各附件的事实。不覆盖已有的文件。")
@setting("--out", required=True, type=FILE, metavar="文件", help="写到这个文件（.xlsx）。")
@setting(
    "--annex", type=int, multiple=True, metavar="N",
    help="一个平台写一次，按平台的次序；同一附件有几家就写几次。默认附件 2 至 8 各一个。",
)  # fmt: skip
@pass_session
def template(session: Session, out: Path, annex: tuple[int, ...]) -> None:
    """`round template --out X.xlsx [--annex N…]`"""
    tables = [session.tables.annex(number) for number in annex or _ANNUAL]
    write_round_template(out, tables)
    value: Json = {"path": str(out), "annexes": [each.annex for each in tables]}
    session.say(
        value,
        t("已写入 {out}（{n} 个平台）。请用 Excel 或 WPS 填写黄色的格子，存好后检查：").format(
            out=out, n=len(tables)
        ),
        f"  {session.typed('round', 'check', str(out))}",
    )


@round_.command("check", help="检查填好的工作簿，列出每一处要改的地方。什么也不建立。有要改的，退出码为 1。")
@_FILE
@pass_session
def check(session: Session, file: Path) -> int:
    """`round check X.xlsx`"""
    with session.core() as core:
        found = core.rounds.check(file)
        last = () if found.problems else (t("可以导入："), f"  {session.typed('round', 'new', str(file))}")
        session.say(_checked(found, ()), *_lines(found), *last)
    return int(bool(found.problems))


@round_.command("new", help="按工作簿建立全部专家组，编号并冻结规则；有一处要改就一个也不建立，退出码为 1。")
@_FILE
@setting("--again", is_flag=True, help="同一平台、同一考核期已有专家组时，仍要再建一轮。")
@pass_session
def new(session: Session, file: Path, again: bool) -> int:
    """`round new X.xlsx [--again]`"""
    with session.core() as core:
        found = core.rounds.check(file)
        if found.problems:
            session.say(_checked(found, ()), *_lines(found))
            return 1
        made = core.rounds.open_all(found, again=again)
        session.say(
            _checked(found, made),
            t("已准备 {n} 个专家组。").format(n=len(made)),
            *_made(made),
            *_lines(found),
        )
    return 0


@round_.command("brief", help="签发几个专家组的任务书，写到一个文件夹；文件名由程序定。再写一次内容不变。")
@_PANELS
@setting("--out", required=True, type=FILE, metavar="文件夹", help="写到这个文件夹，没有就建立。")
@pass_session
def brief(session: Session, panels: tuple[str, ...], out: Path) -> None:
    """`round brief PANEL… --out DIR`"""
    with session.core() as core:

        def progress(number: int, name: str) -> None:
            session.progress(
                t("正在签发 {number}/{n} {name}").format(number=number, n=len(panels), name=name)
            )

        files = core.rounds.issue_all(panels, out, progress)
        value: list[Json] = []
        lines = [t("已签发 {n} 份任务书，写入 {out}。").format(n=len(files), out=out)]
        for name, path in zip(dict.fromkeys(panels), files, strict=True):
            found = core.panels.load(name).panel
            code = canonical.check_code(found.brief.digest)
            value.append({**panel_json(found), "path": str(path), "code": code})
            lines.append(t("  {name}  校验码 {code}").format(name=path.name, code=code))
        session.say({"briefs": value}, *lines)


@round_.command(
    "workbook", help="把已收齐的专家组的结果写成一本工作簿：每位专家、每一项、合议和须人工核对的事项。"
)
@_PANELS
@setting("--out", required=True, type=FILE, metavar="文件", help="写到这个文件（.xlsx）。")
@pass_session
def workbook(session: Session, panels: tuple[str, ...], out: Path) -> None:
    """`round workbook PANEL… --out X.xlsx`"""
    with session.core() as core:
        core.rounds.workbook(panels, out)
        rehearsal = core.panels.load(panels[0]).panel.brief.header.rehearsal
        value: Json = {"path": str(out), "panels": list(dict.fromkeys(panels)), "rehearsal": rehearsal}
        session.say(
            value, t("结果已写入 {out}。内部资料，不送申报单位；以签名的汇总记录为准。").format(out=out)
        )


def _checked(found: Checked, made: Sequence[Panel]) -> dict[str, Json]:
    """What a workbook says: the first 200 problems, and how many there are."""
    return {
        "platforms": [_plan(each) for each in found.plans],
        "problems": [_problem(each) for each in found.problems[:MOST_PROBLEMS]],
        "problem_count": len(found.problems),
        "notes": [_told(each) for each in found.notes],
        "panels": [panel_json(each) for each in made],
    }


def _plan(plan: PanelPlan) -> Json:
    return {
        "rubric": plan.rubric.id,
        "rehearsal": plan.rehearsal,
        "platform": plan.platform.name,
        "category": plan.platform.category,
        "operator": plan.platform.operator,
        "period": plan.period.to_json(),
        "date": plan.date.isoformat(),
        "experts": [{"id": seat.id, "name": seat.name, "chair": seat.chair} for seat in plan.seats],
        "reserves": [each.name for each in plan.reserves],
        "facts": len(plan.facts),
    }


def _problem(problem: Problem) -> Json:
    return {"sheet": problem.sheet, "address": problem.address, **_told(problem.told)}


def _told(told: Told) -> dict[str, Json]:
    return {"code": told.code, "sentence": sentence(told.code, told.fields)}


def _lines(found: Checked) -> list[str]:
    lines = []
    for plan in found.plans:
        chair = next(seat.name for seat in plan.seats if seat.chair)
        people = t("{n} 位专家，组长{chair}").format(n=len(plan.seats), chair=chair)
        if plan.reserves:
            people += t("，候补 {n} 位").format(n=len(plan.reserves))
        lines.append(
            t("附件{annex} {name}：{people}，事实 {n} 项").format(
                annex=plan.rubric.annex, name=plan.platform.name, people=people, n=len(plan.facts)
            )
        )
    if found.problems:
        lines.append(sentence("round_problems", {"problems": len(found.problems)}))
    for each in found.problems[:MOST_PROBLEMS]:
        lines.append(
            t("  {sheet} {address}：{told}").format(
                sheet=each.sheet, address=each.address, told=sentence(each.told.code, each.told.fields)
            )
        )
    if len(found.problems) > MOST_PROBLEMS:
        lines.append(t("  …… 其余 {n} 处改后再检查。").format(n=len(found.problems) - MOST_PROBLEMS))
    return lines + [t("请留意：{told}").format(told=sentence(each.code, each.fields)) for each in found.notes]


def _made(panels: Sequence[Panel]) -> list[str]:
    return [
        t("  第 {n} 号 {name} {platform}").format(
            n=each.brief.header.brief_number, name=each.name, platform=each.brief.platform.name
        )
        for each in panels
    ]
