"""zhiping identity and zhiping trust: who this workspace is, and which organisers it trusts."""

from pathlib import Path

import click

from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Acts, setting
from app.domain import canonical
from app.domain.canonical import Json
from app.domain.signer import certificate_digest
from app.i18n import t
from app.services.identities import Me
from app.services.sticks import read_one, write_out

identity = Acts("identity", help="本工作区的签名身份：建立、查看、导出证书。")
trust = Acts("trust", help="本机信任的组织方。")


@identity.command(
    "new", help="建立签名身份，一个工作区只有一个。用口令文件保护，没有口令文件时用系统密钥环。"
)
@setting("--name", required=True, metavar="姓名", help="本人姓名，印在文件上。")
@setting("--unit", default="", metavar="单位", help="工作单位。")
@setting("--title", default="", metavar="职称", help="职称或职务。")
@pass_session
def new(session: Session, name: str, unit: str, title: str) -> None:
    """`identity new`"""
    with session.core() as core:
        _say_me(session, core.identities.new(name, unit, title), t("身份已建立。"))


@identity.command("show", help="查看本工作区的身份和证书校验码。")
@pass_session
def show(session: Session) -> None:
    """`identity show`"""
    with session.core() as core:
        _say_me(session, core.identities.me())


@identity.command("export", help="把证书写到文件，交给组织方。证书里没有私钥。")
@click.argument("file", metavar="文件", type=FILE)
@pass_session
def export(session: Session, file: Path) -> None:
    """`identity export FILE`"""
    with session.core() as core:
        write_out(file, core.identities.export())
        me = core.identities.me()
        value: Json = {"path": str(file), "certificate": me.digest, "code": me.code}
        session.say(value, t("证书已写入 {file}。校验码 {code}").format(file=file, code=me.code))


@trust.command("add", help="信任一个组织方的证书。校验码须与盖章函件或电话核对的一致。")
@click.argument("certificate", metavar="证书文件", type=FILE)
@setting("--code", required=True, metavar="校验码", help="核对过的 20 位证书校验码。")
@pass_session
def add(session: Session, certificate: Path, code: str) -> None:
    """`trust add CERT --code CODE`"""
    with session.core() as core:
        der = core.identities.trust(read_one(certificate), code)
        session.say(certificate_json(der), t("校验码一致，已信任这个组织方。"))


@trust.command("list", help="列出本机信任的组织方证书。")
@pass_session
def list_trusted(session: Session) -> None:
    """`trust list`"""
    with session.core() as core:
        found = [certificate_json(der) for der in core.identities.trusted()]
        lines = [
            t("校验码 {code}  证书 {certificate}").format(code=each["code"], certificate=each["certificate"])
            for each in found
        ]
        session.say(list(found), *(lines or [t("还没有信任任何组织方。")]))


def certificate_json(der: bytes) -> dict[str, Json]:
    """`{certificate, code}`: digest and 校验码."""
    digest = certificate_digest(der)
    return {"certificate": digest, "code": canonical.check_code(digest)}


def _say_me(session: Session, me: Me, *first: str) -> None:
    value: Json = {
        "name": me.name,
        "unit": me.unit,
        "title": me.title,
        "certificate": me.digest,
        "code": me.code,
        "protection": me.protection,
    }
    kept = {"keyring": t("系统密钥环"), "passphrase": t("口令"), "keyring+pin": t("系统密钥环和 PIN")}[
        me.protection
    ]
    who = "  ".join(part for part in (me.name, me.unit, me.title) if part)
    session.say(
        value,
        *first,
        who,
        t("证书校验码 {code}").format(code=me.code),
        t("私钥保护：{kept}").format(kept=kept),
    )
