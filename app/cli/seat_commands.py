"""zhiping panel, seats: binding by 校验码, absences, reserves, late experts, chair, which paper stands."""

from pathlib import Path

import click

from app.cli.panel_commands import REASON
from app.cli.panel_words import panel_json, panel_lines
from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Acts, one_of, setting
from app.domain.panel import Panel, Place
from app.domain.signer import certificate_digest
from app.i18n import t
from app.services.core import Core
from app.services.hand_written import read_certificate_file

seats = Acts("seats")
_PANEL = click.argument("panel", metavar="专家组")
_EXPERT = click.argument("expert", metavar="席位")


def _say(session: Session, panel: Panel, first: str) -> None:
    session.say(panel_json(panel), first, *panel_lines(panel))


def _say_seat(session: Session, core: Core, panel: str, seat: Place) -> None:
    """Who got the next seat, and how they open the brief on it."""
    found = core.panels.load(panel).panel
    said = t("{name}的席位是 {seat}。请他打开任务书时选 --as {seat}。")
    lines = [said.format(name=seat.name, seat=seat.seat), *panel_lines(found)]
    session.say({**panel_json(found), "expert": seat.seat}, *lines)


@seats.command("bind", help="把席位与专家念出的校验码对上（评分表的或证书的都可以）。")
@_PANEL
@_EXPERT
@click.argument("code", metavar="校验码")
@pass_session
def bind(session: Session, panel: str, expert: str, code: str) -> None:
    """`panel bind PANEL EXPERT CODE`"""
    with session.core() as core:
        _say(session, core.settling.bind(panel, expert, code), t("{expert} 已确认。").format(expert=expert))


@seats.command("rebind", help="席位改用另一张证书（例如电脑丢失）。理由会印在记录上。")
@_PANEL
@_EXPERT
@click.argument("certificate", metavar="证书文件", type=FILE)
@REASON
@pass_session
def rebind(session: Session, panel: str, expert: str, certificate: Path, reason: str) -> None:
    """`panel rebind PANEL EXPERT CERT --reason TEXT`"""
    with session.core() as core:
        digest = certificate_digest(read_certificate_file(certificate))
        _say(
            session,
            core.settling.rebind(panel, expert, digest, reason),
            t("{expert} 已改用新的证书。").format(expert=expert),
        )


@seats.command("place", help="登记没有交表的席位：缺席、已更换或拒绝。")
@_PANEL
@_EXPERT
@setting("--absent", is_flag=True, help="缺席。")
@setting("--replaced", is_flag=True, help="已更换。")
@setting("--refused", is_flag=True, help="未交（拒绝）。")
@REASON
@pass_session
def place(
    session: Session, panel: str, expert: str, absent: bool, replaced: bool, refused: bool, reason: str
) -> None:
    """`panel place PANEL EXPERT --absent|--replaced|--refused --reason TEXT`"""
    option = one_of({"--absent": absent, "--replaced": replaced, "--refused": refused})
    with session.core() as core:
        found = core.settling.place(panel, expert, option.removeprefix("--"), reason)
        _say(session, found, t("{expert} 已登记。").format(expert=expert))


@seats.command("add", help="给迟到的专家增加一个席位，排在名单最后。")
@_PANEL
@setting("--name", required=True, metavar="姓名", help="专家姓名。")
@setting("--unit", default="", metavar="单位", help="专家单位。")
@setting("--title", default="", metavar="职称", help="专家职称。")
@REASON
@pass_session
def add(session: Session, panel: str, name: str, unit: str, title: str, reason: str) -> None:
    """`panel add PANEL --name 姓名 --reason TEXT`"""
    with session.core() as core:
        _say_seat(session, core, panel, core.settling.add(panel, name, unit, title, reason))


@seats.command(
    "reserve",
    help="由候补专家递补：原席位登记为已更换（已回避的照旧），候补专家排在名单最后。理由会印在记录上。",
)
@_PANEL
@_EXPERT
@setting("--name", required=True, metavar="姓名", help="候补专家的姓名。")
@setting("--unit", default="", metavar="单位", help="有两位同名的候补专家时，写明单位。")
@REASON
@pass_session
def reserve(session: Session, panel: str, expert: str, name: str, unit: str, reason: str) -> None:
    """`panel reserve PANEL EXPERT --name 姓名 --reason TEXT`"""
    with session.core() as core:
        found = core.settling.reserve(panel, name, unit)
        _say_seat(session, core, panel, core.settling.step_in(panel, expert, found, reason))


@seats.command("chair", help="更换组长。组长须有计入的评分表，最后签名。")
@_PANEL
@_EXPERT
@REASON
@pass_session
def chair(session: Session, panel: str, expert: str, reason: str) -> None:
    """`panel chair PANEL EXPERT --reason TEXT`"""
    with session.core() as core:
        _say(
            session,
            core.settling.chair(panel, expert, reason),
            t("组长改为 {expert}。").format(expert=expert),
        )


@seats.command("choose", help="同一席位有两份不一致的评分表时，登记专家本人认可的那一份（按校验码）。")
@_PANEL
@_EXPERT
@click.argument("code", metavar="校验码")
@REASON
@pass_session
def choose(session: Session, panel: str, expert: str, code: str, reason: str) -> None:
    """`panel choose PANEL EXPERT CODE --reason TEXT`"""
    with session.core() as core:
        _say(
            session,
            core.settling.choose(panel, expert, code, reason),
            t("{expert} 已登记以哪份为准。").format(expert=expert),
        )
