"""zhiping round package and print, lookup, trust remove: handing over, printing, finding by 校验码."""

from pathlib import Path

import click

from app.cli.identity_commands import certificate_json, trust
from app.cli.record_commands import report_json
from app.cli.round_commands import round_
from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Act, setting
from app.domain.canonical import Json
from app.domain.manifest import FIRST_FILE
from app.i18n import phrase, sentence, t
from app.services.lookup import Looked, Paper, Place
from app.services.packages import Extra, Made, kind_of
from app.services.sticks import how_many, read_one

_PANELS = click.argument("panels", metavar="专家组…", nargs=-1, required=True)
_UNKNOWN = 1
_WHERE = {"given": "lookup_given", "kept": "lookup_kept", "inside": "lookup_inside"}


@round_.command(
    "package", help="移交：把这几个专家组的记录、任务书、全部评分表和签名的清单写到新的或空的文件夹。"
)
@_PANELS
@setting("--out", required=True, type=FILE, metavar="文件夹", help="写到这个文件夹，新的或空的。")
@setting(
    "--with",
    "extras",
    multiple=True,
    type=FILE,
    metavar="文件",
    help="一并移交的其他文件，原样写入，照片连同拍摄地点；可写多次。",
)
@pass_session
def package(session: Session, panels: tuple[str, ...], out: Path, extras: tuple[Path, ...]) -> None:
    """`round package PANEL… --out DIR [--with FILE…]`"""
    added = [Extra(path.name, read_one(path), kind_of(path.name)) for path in extras]

    with session.core() as core:

        def progress(number: int, path: str) -> None:
            session.progress(t("正在写入 {number} {path}").format(number=number, path=path))

        session.progress(t("正在制作移交清单……"))
        made = core.packages.make(panels, out, added, progress)
        code = made.code
        told = t("已写入移交包") if made.is_new else t("移交包没有变化，已按原清单写入")
        session.say(
            _made(made, out),
            t("{told} {out}：{n} 个文件，先看“{first}”。").format(
                told=told, out=out, n=len(made.manifest.files), first=FIRST_FILE
            ),
            t("移交清单 {name} 第{revision}版，校验码 {code}").format(
                name=made.manifest.name, revision=made.manifest.header.revision, code=code
            ),
            t("请验证一遍再交出："),
            f"  {session.typed('verify', str(out))}",
        )


def _made(made: Made, out: Path) -> dict[str, Json]:
    header = made.manifest.header
    return {
        "package": made.manifest.name,
        "revision": header.revision,
        "rehearsal": header.rehearsal,
        "new": made.is_new,
        "path": str(out),
        "manifest": str(out / FIRST_FILE),
        "code": made.code,
        "replaces": list(header.replaces),
        "files": [each.to_json() for each in made.manifest.files],
        "briefs": [each.to_json() for each in made.manifest.briefs],
    }


@round_.command(
    "print", help="打印件：签到表、承诺、规则、评分表、汇总表等合成一个 PDF；另写每家运营单位的事实核对单。"
)
@_PANELS
@setting("--out", required=True, type=FILE, metavar="文件", help="写到这个文件（.pdf）。")
@pass_session
def print_(session: Session, panels: tuple[str, ...], out: Path) -> None:
    """`round print PANEL… --out X.pdf`"""
    with session.core() as core:
        made, paths = core.prints.make(panels, out)
        facts = {name: str(path) for (name, _), path in zip(made.facts, paths[1:], strict=True)}
        value: Json = {"path": str(out), "parts": list(made.parts), "facts": facts}
        session.say(
            value,
            t("已写入 {out}：{names}。").format(out=out, names=t("、").join(made.parts)),
            *(
                t("给运营单位的事实核对单（没有姓名和评分）：{path}").format(path=path)
                for path in facts.values()
            ),
        )


@click.command(
    "lookup",
    cls=Act,
    help="按纸上的 20 位校验码查找：是哪一份、哪一版、有没有更新的版本、差在哪里。没有找到，退出码为 1。",
)
@click.argument("code", metavar="校验码")
@click.argument("paths", metavar="[路径…]", type=FILE, nargs=-1)
@pass_session
def lookup(session: Session, code: str, paths: tuple[Path, ...]) -> int:
    """`lookup CODE [PATH…]`"""
    total = how_many(paths)
    with session.core() as core:

        def progress(number: int, path: Path) -> None:
            session.progress(
                t("正在核对 {number}/{total} {name}").format(number=number, total=total, name=path.name)
            )

        found = core.lookup.look_up(code, paths, progress)
        session.say(_looked(found), *_lines(found))
    return 0 if found.found or found.certificate else _UNKNOWN


def _looked(found: Looked) -> dict[str, Json]:
    return {
        "code": found.code,
        "found": _paper(found.found),
        "places": [_place(each) for each in found.places],
        "report": report_json(found.report) if found.report else None,
        "newer": _paper(found.newer),
        "older": _paper(found.older),
        "differences": [
            {"place": each.place, "expert": each.seat, "before": each.before, "after": each.after}
            for each in found.differences
        ],
        "certificate": found.certificate.words if found.certificate else None,
        "near": [_paper(each) for each in found.near],
        "sentence": _sentences(found)[0],
    }


def _paper(paper: Paper | None) -> dict[str, Json] | None:
    if paper is None:
        return None
    header = paper.header
    return {
        "kind": header.kind,
        "what": paper.words,
        "panel": header.panel_name,
        "expert": paper.sheet.seat if paper.sheet else "",
        "revision": header.revision,
        "date": paper.date,
        "rehearsal": header.rehearsal,
        "path": paper.place.path,
    }


def _place(place: Place) -> dict[str, Json]:
    return {"where": place.where, "path": place.path, "name": place.name}


def _sentences(found: Looked) -> list[str]:
    """What the code is, and whether something newer is known; the first stands for all."""
    if found.certificate is not None:
        return [sentence("lookup_certificate", {"what": found.certificate.words})]
    if found.found is None:
        near = [sentence("lookup_near", {"what": each.words}) for each in found.near]
        return [sentence("lookup_unknown", {"code": found.code}), *near]
    paper = found.found
    mode = t("【演练】") if paper.header.rehearsal else ""
    told = [mode + sentence("lookup_found", {"what": paper.words, "revision": paper.header.revision})]
    if found.newer is not None:
        newer = found.newer.header.revision
        told.append(sentence("lookup_newer", {"later": newer, "date": found.newer.date}))
    else:
        told.append(sentence("lookup_newest"))
    return told


def _lines(found: Looked) -> list[str]:
    lines = _sentences(found)
    lines += [f"  {sentence(_WHERE[each.where], _names(each))}" for each in found.places]
    if found.report is not None:
        lines.append(f"  {sentence(found.report.told.code, found.report.told.fields)}")
    if found.differences:
        other = found.newer or found.older
        later = found.newer is not None
        versions = (found.found, other) if later else (other, found.found)
        named = t("和").join(
            t("第 {revision} 版").format(revision=each.header.revision)
            for each in versions
            if each is not None
        )
        lines.append(t("{named}的不同：").format(named=named))
        lines += [
            t("  {place}：{before} → {after}").format(
                place=" ".join(part for part in (phrase(each.place), each.seat) if part),
                before=phrase(each.before),
                after=phrase(each.after),
            )
            for each in found.differences
        ]
    return lines


def _names(place: Place) -> dict[str, str]:
    return {"path": place.path, "name": place.name}


@trust.command("remove", help="不再信任一个组织方，写明理由。以前的验证结果不变，登记保留。")
@click.argument("organiser", metavar="证书文件或校验码")
@setting("--reason", required=True, metavar="理由", help="为什么不再信任。")
@pass_session
def remove(session: Session, organiser: str, reason: str) -> None:
    """`trust remove CERT|CODE --reason TEXT`"""
    path = Path(organiser)
    with session.core() as core:
        der = core.identities.distrust(read_one(path) if _is_file(path) else organiser, reason)
        session.say(certificate_json(der), t("已不再信任这个组织方。以后验证它的文件会提示没有确认。"))


def _is_file(path: Path) -> bool:
    """A typed code never has letters: whatever does is meant as a path."""
    return path.exists() or any(each.isalpha() for each in str(path))
