"""zhiping panel, paper: printing numbered blank forms, accounting for them, keying signed paper sheets in."""

from pathlib import Path

import click

from app.cli.panel_commands import OUT, REASON
from app.cli.panel_words import panel_json, panel_lines
from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Acts, setting
from app.domain import canonical
from app.domain.canonical import Json
from app.domain.forms import Form
from app.domain.keyed_paper import form_words
from app.domain.signed_sheet import CHANGE_CODES, CHANGE_WORDS, Change
from app.errors import RefusedError
from app.i18n import t
from app.services.core import Core
from app.services.forms import FormLine
from app.services.hand_written import read_findings, read_text
from app.services.keying import Keyed, OnPaper
from app.services.sticks import write_out
from app.services.templates import findings_template, write_template

keying = Acts("keying")
_PANEL = click.argument("panel", metavar="专家组")
_EXPERT = click.argument("expert", metavar="席位")
_CODES = "；".join(f"{code} {CHANGE_WORDS[code]}" for code in CHANGE_CODES)
_STATES = {"out": "未交回", "keyed": "已代录", "void": "作废"}


class FindingsMissingError(RefusedError):
    """Keying in needs the findings file, unless the paper is a recusal."""


class ReasonIncompleteError(RefusedError):
    """A correction needs both the reason's code and a note."""


@keying.command("form", help="印发纸质评分表（A4），每份一个随机表号。电脑用不了时手写，交回后由汇总席代录。")
@_PANEL
@OUT
@setting(
    "--expert", "experts", multiple=True, metavar="席位", help="印给这个席位；可以写多次。不写则不指定席位。"
)
@setting("--each", is_flag=True, help="名单上每个席位各印一份。")
@pass_session
def form(session: Session, panel: str, out: Path, experts: tuple[str, ...], each: bool) -> None:
    """`panel form PANEL --out X.pdf [--expert E3]… [--each]`"""
    with session.core() as core:
        found = core.panels.load(panel).panel
        seats = (
            [place.seat for place in found.places if place.settled != "replaced"] if each else list(experts)
        )
        made = core.forms.issue(panel, seats or [""], out)
        code = canonical.check_code(found.brief.digest)
        value: Json = {
            "panel": panel,
            "rehearsal": found.brief.header.rehearsal,
            "path": str(out),
            "code": code,
            "forms": [_form(each) for each in made],
        }
        told = [
            t("  表号 {number}  {seat}").format(
                number=form_words(each.number), seat=each.seat or t("未指定席位")
            )
            for each in made
        ]
        session.say(
            value,
            t("已印发纸质评分表 {n} 份，写入 {out}。请用 A4 纸打印。").format(n=len(made), out=out),
            *told,
        )


@keying.command("forms", help="列出印发过的纸质评分表：未交回、已代录、作废。")
@_PANEL
@pass_session
def forms(session: Session, panel: str) -> None:
    """`panel forms PANEL`"""
    with session.core() as core:
        found = core.forms.all(panel)
        rehearsal = core.panels.load(panel).panel.brief.header.rehearsal
        lines = [_line(each) for each in found] or [t("没有印发过纸质评分表。")]
        session.say(
            {"panel": panel, "rehearsal": rehearsal, "forms": [_accounted(each) for each in found]}, *lines
        )


@keying.command("form-void", help="把一份纸质评分表作废：填坏了、丢失了、不用了。已代录的不能作废。")
@_PANEL
@click.argument("number", metavar="表号")
@REASON
@pass_session
def form_void(session: Session, panel: str, number: str, reason: str) -> None:
    """`panel form-void PANEL NUMBER --reason TEXT`"""
    with session.core() as core:
        found = core.forms.void(panel, number, reason)
        session.say(
            {**panel_json(found), "forms": _all_forms(core, panel)},
            t("表号 {number} 已作废。").format(number=number),
        )


@keying.command("key-template", help="写出代录用的 FINDINGS.json，每一处都有说明；代录过的照录。")
@_PANEL
@_EXPERT
@OUT
@pass_session
def key_template(session: Session, panel: str, expert: str, out: Path) -> None:
    """`panel key-template PANEL EXPERT --out FINDINGS.json`"""
    with session.core() as core:
        sheet = core.keying.so_far(panel, expert)
        write_template(out, findings_template(sheet))
        rehearsal = sheet.brief.header.rehearsal
        value: Json = {"panel": panel, "expert": expert, "rehearsal": rehearsal, "path": str(out)}
        session.say(value, t("已写入 {out}。请逐项照纸面录入，不要改动、不要补充。").format(out=out))


@keying.command("key", help="代录专家亲笔签名的纸质评分表。只照录；本人以后签署的评分表取代代录。")
@_PANEL
@_EXPERT
@click.argument("findings", metavar="[FINDINGS.json]", type=FILE, required=False)
@setting("--form", "number", required=True, metavar="表号", help="纸上的表号，8 位数字。")
@setting(
    "--total",
    required=True,
    metavar="总分",
    help="照纸面再输入一遍总分（不含由组织方补录的满意度）；申请回避的写 0。",
)
@setting("--declared", required=True, type=click.Choice(["no-conflict", "recused"]), metavar="声明",
         help="纸上的声明：no-conflict 无须回避；recused 申请回避。")  # fmt: skip
@setting("--declared-on", "day", metavar="日期", help="纸上签名的日期；不写时为评审日期。")
@setting("--recusal", default="", metavar="事由", help="申请回避的事由，照纸面。")
@setting(
    "--scan",
    "scans",
    multiple=True,
    type=FILE,
    metavar="图片",
    help="纸面的扫描或照片（PNG、JPEG），每页一张。",
)
@setting("--opinion", type=FILE, metavar="文件", help="纸上的本人意见，UTF-8 文本文件。")
@setting("--reason", type=click.Choice(CHANGE_CODES), metavar="代码", help=f"再次代录的理由：{_CODES}。")
@setting("--note", default="", metavar="说明", help="再次代录的具体说明。")
@setting("--out", type=FILE, metavar="文件", help="另存一份代录的评分表。")
@pass_session
def key(
    session: Session,
    panel: str,
    expert: str,
    findings: Path | None,
    number: str,
    total: str,
    declared: str,
    day: str | None,
    recusal: str,
    scans: tuple[Path, ...],
    opinion: Path | None,
    reason: str | None,
    note: str,
    out: Path | None,
) -> None:
    """`panel key PANEL EXPERT FINDINGS.json --form N --total T --declared no-conflict --scan FILE…`"""
    recused = declared == "recused"
    if findings is None and not recused:
        raise FindingsMissingError
    with session.core() as core:
        on_paper = OnPaper(
            form=number,
            findings={} if findings is None or recused else read_findings(findings),
            total=total,
            declared=day or core.panels.load(panel).panel.brief.date.isoformat(),
            recusal=recusal if recused else None,
            opinion=read_text(opinion).strip() if opinion else "",
            change=_change(reason, note),
        )
        session.progress(t("正在核对总分、处理扫描件、签名……"))
        keyed = core.keying.key(panel, expert, on_paper, scans)
        if out is not None:
            write_out(out, keyed.data)
        _say_keyed(session, keyed, on_paper.declared, out)


def _change(reason: str | None, note: str) -> Change | None:
    if (reason is None) != (not note.strip()):
        raise ReasonIncompleteError
    return None if reason is None else Change(reason, note)


def _say_keyed(session: Session, keyed: Keyed, day: str, out: Path | None) -> None:
    sheet, panel = keyed.sheet, keyed.panel
    code = canonical.check_code(sheet.digest)
    form_number = sheet.paper.form if sheet.paper else ""
    value: Json = {
        **panel_json(panel),
        "panel": panel.name,
        "expert": sheet.seat,
        "revision": sheet.header.revision,
        "form": form_number,
        "declared_on": day,
        "scans": len(sheet.paper.scans) if sheet.paper else 0,
        "code": code,
        "path": str(out) if out else "",
    }
    told = t("已代录{name}（{seat}）的纸质评分表，表号 {form}，第 {revision} 版。").format(
        name=sheet.name, seat=sheet.seat, form=form_words(form_number), revision=sheet.header.revision
    )
    session.say(
        value, told, t("校验码 {code}。记录中注明代录，须人工核对。").format(code=code), *panel_lines(panel)
    )


def _form(form: Form) -> dict[str, Json]:
    return {"number": form.number, "seat": form.seat}


def _accounted(line: FormLine) -> dict[str, Json]:
    return {**_form(line.form), "state": line.state, "keyed": line.keyed, "reason": line.form.void}


def _all_forms(core: Core, panel: str) -> list[Json]:
    return [_accounted(each) for each in core.forms.all(panel)]


def _line(line: FormLine) -> str:
    note = (
        t("（{keyed}）").format(keyed=line.keyed)
        if line.keyed
        else t("：{void}").format(void=line.form.void)
        if line.form.void
        else ""
    )
    return t("表号 {number}  {seat}  {state}{note}").format(
        number=form_words(line.form.number),
        seat=line.form.seat or t("未指定席位"),
        state=t(_STATES[line.state]),
        note=note,
    )
