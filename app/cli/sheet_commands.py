"""zhiping sheet, the expert's: opening a brief, declaring, scoring, signing, revising; no verdict."""

from pathlib import Path

import click

from app.cli.panel_commands import OUT
from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Acts, one_of, setting
from app.cli.sheet_words import sheet_json, sheet_line, sheet_lines
from app.domain import canonical
from app.domain.canonical import Json
from app.domain.sheet import Sheet
from app.domain.signed_sheet import CHANGE_CODES, CHANGE_WORDS, KEYED_ONLY
from app.errors import RefusedError
from app.i18n import t
from app.services.core import Core
from app.services.hand_written import read_findings, read_text
from app.services.media import runs_from
from app.services.scoring import Submitted
from app.services.sticks import read_one
from app.services.templates import findings_template, write_template

sheet = Acts("sheet", help="专家：打开任务书、声明、评分、签署、交表、更正。")
_SHEET = click.argument("sheet", metavar="评分表")
_REASONS = tuple(code for code in CHANGE_CODES if code not in KEYED_ONLY)
_REASON_HELP = "；".join(f"{code} {CHANGE_WORDS[code]}" for code in _REASONS)


class NothingSignedError(RefusedError):
    """No revision of the sheet was signed, so there is nothing to hand over."""

    field_names = ("sheet",)


@sheet.command("open", help="打开任务书，坐到与本机身份同名的席位。再打开一次没有变化。")
@click.argument("brief", metavar="任务书.pdf", type=FILE)
@setting("--as", "seat", metavar="席位", help="指定席位，如 E3；迟到的专家用汇总席给的席位。")
@pass_session
def open_brief(session: Session, brief: Path, seat: str | None) -> None:
    """`sheet open BRIEF.pdf [--as E3]`"""
    with session.core() as core:
        found = core.scoring.open(read_one(brief), seat)
        session.say(sheet_json(found), t("已打开评分表 {id}。").format(id=found.id), *sheet_lines(found))


@sheet.command("list", help="列出本机的评分表。")
@pass_session
def list_sheets(session: Session) -> None:
    """`sheet list`"""
    with session.core() as core:
        found = [core.scoring.load(name) for name in core.scoring.names()]
        lines = [sheet_line(each) for each in found]
        session.say([sheet_json(each) for each in found], *(lines or [t("本机还没有任务书。")]))


@sheet.command("declare", help="回避声明：无须回避，或申请回避。这不是评分表。")
@_SHEET
@setting("--no-conflict", is_flag=True, help="无须回避，开始评分。")
@setting("--recuse", metavar="事由", help="申请回避本平台。事由只写在您的声明上。")
@pass_session
def declare(session: Session, sheet: str, no_conflict: bool, recuse: str | None) -> None:
    """`sheet declare SHEET --no-conflict | --recuse TEXT`"""
    one_of({"--no-conflict": no_conflict, "--recuse": recuse})
    with session.core() as core:
        found = core.scoring.declare(core.scoring.load(sheet), recuse)
        told = (
            t("已声明无须回避，可以评分。")
            if recuse is None
            else t("您将回避本平台的评审，其他平台不受影响。请签署并交出声明。")
        )
        session.say(sheet_json(found), told)


@sheet.command("template", help="写出待填的 FINDINGS.json：每一项、每一处怎么填都有说明。已填的照录。")
@_SHEET
@OUT
@pass_session
def template(session: Session, sheet: str, out: Path) -> None:
    """`sheet template SHEET --out FINDINGS.json`"""
    with session.core() as core:
        found = core.scoring.load(sheet)
        write_template(out, findings_template(found))
        value: Json = {**sheet_json(found), "path": str(out)}
        session.say(
            value,
            t("已写入 {out}。请用文本编辑器填写，再运行：").format(out=out),
            f"  {session.typed('sheet', 'fill', found.id, str(out))}",
        )


@sheet.command("fill", help="按 FINDINGS.json 填写。全部填写，或有一处不合要求时一处也不填。")
@_SHEET
@click.argument("findings", metavar="FINDINGS.json", type=FILE)
@pass_session
def fill(session: Session, sheet: str, findings: Path) -> None:
    """`sheet fill SHEET FINDINGS.json`"""
    with session.core() as core:
        found = core.scoring.fill(core.scoring.load(sheet), read_findings(findings))
        session.say(sheet_json(found), t("已保存。"), *sheet_lines(found))


@sheet.command("opinion", help="写入本人的意见，内容取自一个 UTF-8 文本文件。")
@_SHEET
@click.argument("file", metavar="文件", type=FILE)
@pass_session
def opinion(session: Session, sheet: str, file: Path) -> None:
    """`sheet opinion SHEET FILE`"""
    with session.core() as core:
        found = core.scoring.write_opinion(core.scoring.load(sheet), read_text(file).strip())
        session.say(sheet_json(found), t("意见已保存。"))


@sheet.command("show", help="显示评分表：每一项的得分和理由，还差什么。")
@_SHEET
@pass_session
def show(session: Session, sheet: str) -> None:
    """`sheet show SHEET`"""
    with session.core() as core:
        found = core.scoring.load(sheet)
        session.say(sheet_json(found), *sheet_lines(found, whole=True))


@sheet.command("submit", help="签署评分表并写到文件；已签署的，把同一份再写一次。")
@_SHEET
@OUT
@pass_session
def submit(session: Session, sheet: str, out: Path) -> None:
    """`sheet submit SHEET --out PATH`"""
    with session.core() as core:
        found = core.scoring.load(sheet)
        signed = None if found.open else core.scoring.signed(found)
        _hand_over(session, core, found, signed or core.scoring.submit(found), out)


@sheet.command("export", help="把最后签署的那一份再写到文件，内容不变。")
@_SHEET
@OUT
@pass_session
def export(session: Session, sheet: str, out: Path) -> None:
    """`sheet export SHEET --out PATH`"""
    with session.core() as core:
        found = core.scoring.load(sheet)
        signed = core.scoring.signed(found)
        if signed is None:
            raise NothingSignedError(sheet=found.id)
        _hand_over(session, core, found, signed, out)


@sheet.command("revise", help="已签署的评分表出更正版，须写明理由。原版保留。")
@_SHEET
@setting(
    "--reason", required=True, type=click.Choice(_REASONS), metavar="代码", help=f"理由代码：{_REASON_HELP}。"
)
@setting("--note", required=True, metavar="说明", help="具体说明。")
@pass_session
def revise(session: Session, sheet: str, reason: str, note: str) -> None:
    """`sheet revise SHEET --reason CODE --note TEXT`"""
    with session.core() as core:
        found = core.scoring.revise(core.scoring.load(sheet), reason, note)
        session.say(sheet_json(found), t("已开始第 {n} 版，原版保留。").format(n=len(found.signed) + 1))


def _hand_over(session: Session, core: Core, sheet: Sheet, signed: Submitted, out: Path) -> None:
    core.scoring.hand_over(sheet.id, signed, out)
    code = canonical.check_code(signed.sheet.digest)
    value: Json = {
        **sheet_json(core.scoring.load(sheet.id)),
        "path": str(out),
        "code": code,
        "revision": signed.sheet.header.revision,
    }
    session.say(
        value,
        t("已签署并写入 {out}，复核一致。{pull}").format(out=out, pull=_pull_words(out)),
        t("校验码 {code}，请与汇总席屏幕核对。").format(code=code),
    )


def _pull_words(out: Path) -> str:
    """Never that the stick may be pulled out which this very program runs from."""
    return t("知评正从这个 U 盘运行，请先退出再拔出。") if runs_from(out) else t("现在可以拔出 U 盘。")
