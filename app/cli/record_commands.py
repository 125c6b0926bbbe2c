"""zhiping record and zhiping verify: signing a sealed record, judging any file by what is trusted here."""

from collections.abc import Sequence
from pathlib import Path

import click

from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Act, Acts, OneOfError, setting
from app.domain import canonical
from app.domain.canonical import Json
from app.domain.verification import Check
from app.i18n import phrase, sentence, t
from app.services.hand_written import read_certificate_file
from app.services.record_signing import Look
from app.services.sticks import how_many, read_one
from app.services.verification import Report

record = Acts("record", help="汇总记录：在任何一台电脑上依次签名。")
_EXIT = {"valid": 0, "incomplete": 1, "unknown_signer": 1, "invalid": 1, "not_ours": 2}
_STATES = {"ok": "通过", "failed": "未通过", "unknown": "无法判断"}
_CHECKS = {
    "bytes": "内容", "later_changes": "后来的改动", "coverage": "签名范围", "signers": "签名者",
    "trust": "组织方", "time": "时间", "numbers": "分数", "page": "页面",
}  # fmt: skip


@record.command("sign", help="先核验汇总记录，再签本人的下一个空位，写到文件。")
@click.argument("file", metavar="汇总记录.pdf", type=FILE)
@setting("--out", required=True, type=FILE, metavar="文件", help="写到这个文件。")
@setting("--pass-over", multiple=True, metavar="E3=理由", help="组长越过未签名的席位，写明理由；可写多次。")
@pass_session
def sign(session: Session, file: Path, out: Path, pass_over: tuple[str, ...]) -> None:
    """`record sign RECORD.pdf --out PATH`"""
    passes = dict(_pass(each) for each in pass_over)
    with session.core() as core:
        session.progress(t("正在核验汇总记录……"))
        look = core.signing.look(read_one(file), passes)
        # Shown before the key is used: what one is about to sign.
        for line in _look_lines(look):
            session.progress(line)
        signed = core.signing.sign_seen(look, out)
        found = signed.appraisal
        code = canonical.check_code(found.digest)
        verdict = found.findings.verdict.sentence if found.findings else ""
        value: Json = {
            "id": found.record.id if found.record else "",
            "panel": found.header.panel_name,
            "rehearsal": found.header.rehearsal,
            "path": str(out),
            "field": look.field,
            "expert": look.place.seat,
            "name": look.place.name,
            "total": look.total or None,
            "code": code,
            "sentence": verdict,
            "empty_fields": list(found.empty_fields),
            "reservations": [each.to_json() for each in look.reservations],
        }
        session.say(
            value,
            t("{name}已签名，写入 {out}。").format(name=look.place.name, out=out),
            t("校验码 {code}").format(code=code),
        )


def _look_lines(look: Look) -> list[str]:
    """What the record says of its next signer."""
    own = t("您（{name}，{seat}）的评分合计 {total} 分。").format(
        name=look.place.name, seat=look.place.seat, total=look.total
    )
    listed = [
        t("须人工核对：{sentence}").format(sentence=phrase(each.sentence)) for each in look.reservations
    ]
    return [t("您将签名的汇总记录写明："), phrase(look.findings.verdict.sentence), own, *listed]


@click.command(
    "verify",
    cls=Act,
    help="验证文件：有效 0；不完整、组织方未确认或无效 1；不是知评的文件 2。可给多份，互相对照。",
)
@click.argument("files", metavar="文件…", type=FILE, nargs=-1, required=True)
@setting("--trust", multiple=True, type=FILE, metavar="证书", help="这一次信任的组织方证书；可写多次。")
@pass_session
def verify(session: Session, files: tuple[Path, ...], trust: tuple[Path, ...]) -> int:
    """`verify FILE… [--trust CERT…]`"""
    trusted = [read_certificate_file(path) for path in trust]
    total = how_many(files)
    with session.core() as core:

        def progress(number: int, path: Path) -> None:
            session.progress(
                t("正在验证 {number}/{total} {name}").format(number=number, total=total, name=path.name)
            )

        verified = core.verification.prepare(files, trusted)(progress)
        for folder in verified.skipped:
            session.progress(sentence("verify_skipped_workspace", {"path": str(folder)}))
        reports = core.verification.keep(verified)
        session.say([report_json(each) for each in reports], *_lines(reports))
    return max((_EXIT[each.verdict] for each in reports), default=_EXIT["not_ours"])


def report_json(report: Report) -> dict[str, Json]:
    """contract.md, `verify`: one object a file; `notes` come from the other files given."""
    return {
        "file": str(report.file),
        "kind": report.kind,
        "rehearsal": report.rehearsal,
        "verdict": report.verdict,
        "sentence": sentence(report.told.code, report.told.fields),
        "reservations": [each.to_json() for each in report.reservations],
        "checks": [_check(each) for each in report.checks],
        "signatures": [
            {
                "field": each.field,
                "expert": each.seat,
                "name": each.signer,
                "certificate_code": each.certificate_code,
                "time": each.time,
                "reason": each.reason,
            }
            for each in report.signatures
        ],
        "code": report.code,
        "result": report.result,
        "notes": [{"code": each.code, "sentence": sentence(each.code, each.fields)} for each in report.notes],
        "package": [
            {"path": each.path, "state": each.state, "what": each.words, "now": each.now}
            for each in report.package
        ],
    }


def _check(check: Check) -> dict[str, Json]:
    return {
        "name": check.name,
        "state": check.state,
        "code": check.code,
        "sentence": sentence(check.code, check.fields),
    }


def _lines(reports: Sequence[Report]) -> list[str]:
    lines: list[str] = []
    for each in reports:
        mode = t("【演练】") if each.rehearsal else ""
        lines.append(
            t("{file}：{mode}{told}").format(
                file=each.file, mode=mode, told=sentence(each.told.code, each.told.fields)
            )
        )
        lines.extend(
            t("  须人工核对：{sentence}").format(sentence=phrase(one.sentence)) for one in each.reservations
        )
        lines.extend(f"  {sentence(note.code, note.fields)}" for note in each.notes)
        for check in each.checks:
            told = sentence(check.code, check.fields)
            lines.append(
                t("  {name}：{state}。{told}").format(
                    name=t(_CHECKS[check.name]), state=t(_STATES[check.state]), told=told
                )
            )
        if each.code:
            lines.append(t("  校验码 {code}").format(code=each.code))
    return lines or [t("没有可以验证的文件。")]


def _pass(text: str) -> tuple[str, str]:
    seat, equals, reason = text.partition("=")
    if not equals or not seat.strip() or not reason.strip():
        raise OneOfError((t("--pass-over E3=理由"),))
    return seat.strip(), reason.strip()
