"""zhiping panel: preparing, issuing, collecting, result, sealing, ranking; seats and discussion beside it."""

from collections.abc import Mapping
from pathlib import Path

import click

from app.cli.panel_words import panel_json, panel_lines, result_lines
from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Acts, setting
from app.domain import canonical
from app.domain.canonical import Json
from app.domain.ranking import Ranking, rank
from app.domain.ranking_shown import by_brief
from app.domain.result_json import result_json
from app.domain.shape import as_object
from app.domain.verdict import shown
from app.i18n import phrase, sentence, t
from app.services.collecting import Collected
from app.services.core import Core
from app.services.sticks import how_many
from app.services.templates import panel_template, write_template

panel = Acts("panel", help="汇总席：准备专家组、签发任务书、收表、合议、封存、排序。")
OUT = setting("--out", required=True, type=FILE, metavar="文件", help="写到这个文件。")
REASON = setting("--reason", required=True, metavar="理由", help="理由，会印在记录上。")


@panel.command("template", help="写出待填的 PANEL.toml，每一行都有说明。不用工作区，不覆盖已有的文件。")
@OUT
@setting("--annex", type=int, default=2, metavar="N", help="附件 1 至 8，默认 2。")
@pass_session
def template(session: Session, out: Path, annex: int) -> None:
    """`panel template [--annex N] --out PANEL.toml`"""
    table = session.tables.annex(annex)
    write_template(out, panel_template(table))
    value: Json = {"rubric": table.id, "path": str(out)}
    session.say(
        value,
        t("已写入 {out}（{title}）。请用文本编辑器填写，再运行：").format(out=out, title=table.title),
        f"  {session.typed('panel', 'new', str(out))}",
    )


@panel.command("new", help="按 PANEL.toml 准备一个专家组，编号并冻结规则。")
@click.argument("file", metavar="PANEL.toml", type=FILE)
@pass_session
def new(session: Session, file: Path) -> None:
    """`panel new PANEL.toml`"""
    with session.core() as core:
        made = core.panels.new(file)
        value = {**panel_json(made), "code": canonical.check_code(made.brief.digest)}
        session.say(value, t("已准备专家组 {name}。").format(name=made.name), *panel_lines(made))


@panel.command("list", help="列出本机签发的专家组。")
@pass_session
def list_panels(session: Session) -> None:
    """`panel list`"""
    with session.core() as core:
        found = [core.panels.load(name).panel for name in core.panels.names()]
        lines = [panel_lines(each)[0] for each in found]
        session.say([panel_json(each) for each in found], *(lines or [t("本机还没有专家组。")]))


@panel.command("brief", help="签发任务书并写到文件。再写一次内容不变。")
@click.argument("panel", metavar="专家组")
@OUT
@pass_session
def brief(session: Session, panel: str, out: Path) -> None:
    """`panel brief PANEL --out PATH`"""
    with session.core() as core:
        core.panels.issue(panel, out)
        found = core.panels.load(panel).panel
        code = canonical.check_code(found.brief.digest)
        value = {**panel_json(found), "path": str(out), "code": code}
        session.say(value, t("任务书已写入 {out}。校验码 {code}").format(out=out, code=code))


@panel.command(
    "import", help="收表：收取文件、文件夹或整个 U 盘里的评分表和已签名的记录。有一份未收，退出码为 1。"
)
@click.argument("paths", metavar="路径…", type=FILE, nargs=-1, required=True)
@setting("--take-off", is_flag=True, help="收好并复读一致后，把评分表从 U 盘上取走；别的文件不动。")
@pass_session
def collect(session: Session, paths: tuple[Path, ...], take_off: bool) -> int:
    """`panel import PATH… [--take-off]`"""
    total = how_many(paths)
    with session.core() as core:

        def progress(number: int, path: Path) -> None:
            session.progress(
                t("正在收取 {number}/{total} {name}").format(number=number, total=total, name=path.name)
            )

        found = core.collecting.collect(paths, progress)
        taken = core.collecting.take_off(found) if take_off else ()
        files = [{**_collected(core, each), "taken_off": each.path in taken} for each in found]
        gone = [t("已从 U 盘取走 {n} 份，本机已存好。").format(n=len(taken))] if taken else []
        session.say({"files": files}, *_collected_lines(found), *gone)
    return int(any(each.outcome == "refused" for each in found))


@panel.command("status", help="专家组的进度：席位、收表、还差什么。收齐前不显示任何评分。")
@click.argument("panel", metavar="专家组")
@pass_session
def status(session: Session, panel: str) -> None:
    """`panel status PANEL`"""
    with session.core() as core:
        found, _ = core.panels.findings(panel)
        session.say(panel_json(found.panel, found), *panel_lines(found.panel, found))


@panel.command("result", help="汇总结果：结论、分歧、须人工核对的事项。收齐前没有任何分数。")
@click.argument("panel", metavar="专家组")
@pass_session
def result(session: Session, panel: str) -> None:
    """`panel result PANEL`"""
    with session.core() as core:
        found, flips = core.panels.findings(panel)
        told = result_json(found.panel, found.result, found.verdict, found.reservations, flips)
        session.say(told, *result_lines(found, told))


@panel.command("seal", help="封存汇总记录并写到文件。封存后内容不能再改，只能依次签名。")
@click.argument("panel", metavar="专家组")
@OUT
@pass_session
def seal(session: Session, panel: str, out: Path) -> None:
    """`panel seal PANEL --out PATH`"""
    with session.core() as core:
        session.progress(t("正在封存……"))
        sealed = core.records.seal(panel, out)
        code = canonical.check_code(sealed.record.digest)
        value: Json = {
            **panel_json(core.panels.load(panel).panel),
            "panel": panel,
            "id": sealed.record.id,
            "path": str(out),
            "code": code,
            "fields": list(sealed.record.fields),
            "verdict": sealed.findings.verdict.kind,
            "sentence": sealed.findings.verdict.sentence,
            "reservations": [each.to_json() for each in sealed.findings.reservations],
        }
        session.say(
            value,
            t("已封存 {id}，写入 {out}。").format(id=sealed.record.id, out=out),
            phrase(sealed.findings.verdict.sentence),
            t("校验码 {code}").format(code=code),
        )


@panel.command("reopen", help="撤回封存，或准备出取代版。原记录保留，签名须重新进行。")
@click.argument("panel", metavar="专家组")
@REASON
@pass_session
def reopen(session: Session, panel: str, reason: str) -> None:
    """`panel reopen PANEL --reason TEXT`"""
    with session.core() as core:
        found = core.records.reopen(panel, reason)
        session.say(panel_json(found), t("已撤回封存，原版保留。"), *panel_lines(found))


@panel.command("void", help="作废这一轮评审，不出记录。已有内容保留。")
@click.argument("panel", metavar="专家组")
@REASON
@pass_session
def void(session: Session, panel: str, reason: str) -> None:
    """`panel void PANEL --reason TEXT`"""
    with session.core() as core:
        found = core.settling.void(panel, reason)
        session.say(panel_json(found), t("{name} 已作废。").format(name=found.name))


@panel.command("rank", help="同一类别的几个认定专家组排序。并列不由程序打破。")
@click.argument("panels", metavar="专家组…", nargs=-1, required=True)
@pass_session
def rank_panels(session: Session, panels: tuple[str, ...]) -> None:
    """`panel rank PANEL…`"""
    with session.core() as core:
        found = [core.panels.findings(name)[0] for name in panels]
        ranking = rank(found)
        rehearsal = found[0].panel.brief.header.rehearsal
        numbers = {each.panel.name: each.panel.brief.header.brief_number for each in found}
        session.say(
            {**as_object(ranking.to_json()), "rehearsal": rehearsal}, *ranking_lines(ranking, numbers)
        )


def ranking_lines(ranking: Ranking, numbers: Mapping[str, int]) -> list[str]:
    """The order for people: rank, mean, ties; the panel recommends, the commissioning side selects."""
    lines = [t("{category} 认定评审排序").format(category=ranking.category)]
    for each in by_brief(ranking, numbers):
        place = t("第 {rank} 名").format(rank=each.rank) if each.rank else t("不具备认定资格")
        tied = t("（并列，由专家组登记决定）") if each.tied else ""
        lines.append(
            t("  {place}{tied}  {platform}  {mean} 分  {panel}").format(
                place=place, tied=tied, platform=each.platform, mean=shown(each.mean), panel=each.panel
            )
        )
    if ranking.differs:
        lines.append(t("按共同专家排序的次序不同，须由专家组登记决定。"))
    return [
        *lines,
        t("推荐 {recommended}。").format(recommended=ranking.recommended)
        if ranking.recommended
        else t("没有推荐，须由专家组登记决定。"),
    ]


def _collected(core: Core, each: Collected) -> dict[str, Json]:
    mine = each.panel in core.panels.names()
    rehearsal = mine and core.panels.load(each.panel).panel.brief.header.rehearsal
    return {
        "path": str(each.path),
        "kind": each.kind,
        "outcome": each.outcome,
        "code": each.code,
        "sentence": sentence(each.code, each.fields),
        "panel": each.panel,
        "expert": each.expert,
        "revision": each.revision,
        "rehearsal": rehearsal or each.code == "rehearsal_paper",
    }


def _collected_lines(found: tuple[Collected, ...]) -> list[str]:
    if not found:
        return [t("U 盘里没有需要您处理的文件。")]
    count = {outcome: sum(each.outcome == outcome for each in found) for outcome in _OUTCOMES}
    told = t("，").join(
        f"{t(word)} {count[outcome]}" for outcome, word in _OUTCOMES.items() if count[outcome]
    )
    lines = [
        t("{name}：{told}").format(name=each.path.name, told=sentence(each.code, each.fields))
        for each in found
    ]
    return [t("共 {n} 份：{told}。").format(n=len(found), told=told), *lines]


_OUTCOMES = {
    "accepted": "新收",
    "pending": "待核对",
    "history": "旧版",
    "unchanged": "已有",
    "refused": "未收",
}
