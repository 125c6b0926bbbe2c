"""zhiping ranking: a category's applicants in order, the panel's decisions, the signed 认定评审排序表."""

from pathlib import Path

import click

from app.cli.ranking_words import ranking_json, ranking_lines
from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Acts, setting
from app.domain import canonical
from app.domain.canonical import Json
from app.i18n import phrase, t
from app.services.core import Core
from app.services.sticks import read_one

ranking = Acts("ranking", help="认定排序：同一类别各申报单位的次序、专家组的决定和推荐、认定评审排序表。")
WHICH = click.argument("which", metavar="类别|专家组|排序编号")
REHEARSAL = setting("--rehearsal", is_flag=True, help="这一类别既有正式又有演练时，指演练的那些。")
REASON = setting("--reason", required=True, metavar="理由", help="理由，会印在排序表上。")
OUT = setting("--out", required=True, type=FILE, metavar="文件", help="写到这个文件。")
DATE = setting("--date", default="", metavar="YYYY-MM-DD", help="专家组决定的日期，不写就是今天。")


@ranking.command("list", help="列出本机有认定专家组的类别和已有的排序。")
@pass_session
def list_rankings(session: Session) -> None:
    """`ranking list`"""
    with session.core() as core:
        looks = [
            core.rankings.look(category, rehearsal=rehearsal)
            for category, rehearsal in core.rankings.categories()
        ]
        lines = [ranking_lines(each)[0] for each in looks]
        session.say([ranking_json(each) for each in looks], *(lines or [t("本机还没有认定专家组。")]))


@ranking.command("show", help="看一个类别的排序：次序、并列、还差什么。不做任何登记。")
@WHICH
@REHEARSAL
@pass_session
def show(session: Session, which: str, rehearsal: bool) -> None:
    """`ranking show CATEGORY|PANEL|RANKING`"""
    with session.core() as core:
        _say(session, core, which, rehearsal)


@ranking.command("new", help="上一次排序已签齐后，为这一类别新的专家组开始下一次排序。")
@WHICH
@REHEARSAL
@pass_session
def new(session: Session, which: str, rehearsal: bool) -> None:
    """`ranking new CATEGORY`"""
    with session.core() as core:
        made = core.rankings.new(which, rehearsal=rehearsal)
        _say(session, core, made.name, rehearsal)


@ranking.command("leave-out", help="把一个专家组排除在这次排序之外，写明理由（如上一轮的、已撤回申报的）。")
@WHICH
@click.argument("panel", metavar="专家组")
@REASON
@REHEARSAL
@pass_session
def leave_out(session: Session, which: str, panel: str, reason: str, rehearsal: bool) -> None:
    """`ranking leave-out CATEGORY PANEL --reason TEXT`"""
    with session.core() as core:
        made = core.rankings.leave_out(which, panel, reason, rehearsal=rehearsal)
        _say(session, core, made.name, rehearsal)


@ranking.command("decide", help="登记专家组对并列（或两种次序不同）各家决定的先后，按次序写出，先的在前。")
@WHICH
@click.argument("panels", metavar="专家组…", nargs=-1, required=True)
@setting("--note", required=True, metavar="理由", help="专家组决定的理由，会印在排序表上。")
@DATE
@REHEARSAL
@pass_session
def decide(
    session: Session, which: str, panels: tuple[str, ...], note: str, date: str, rehearsal: bool
) -> None:
    """`ranking decide CATEGORY PANEL… --note TEXT [--date DATE]`"""
    with session.core() as core:
        made = core.rankings.decide(which, panels, note, date, rehearsal=rehearsal)
        _say(session, core, made.name, rehearsal)


@ranking.command("recommend", help="登记专家组的推荐；一家也不写就是没有推荐，须写明理由。")
@WHICH
@click.argument("panels", metavar="专家组…", nargs=-1)
@setting("--places", type=int, default=1, metavar="N", help="名额，默认 1；多于 1 须写明理由。")
@setting("--note", default="", metavar="说明", help="说明，会印在排序表上。")
@DATE
@REHEARSAL
@pass_session
def recommend(
    session: Session,
    which: str,
    panels: tuple[str, ...],
    places: int,
    note: str,
    date: str,
    rehearsal: bool,
) -> None:
    """`ranking recommend CATEGORY [PANEL…] [--places N] [--note TEXT] [--date DATE]`"""
    with session.core() as core:
        made = core.rankings.recommend(which, panels, places, note, date, rehearsal=rehearsal)
        _say(session, core, made.name, rehearsal)


@ranking.command("seal", help="封存认定评审排序表并写到文件。各家的汇总记录须都已封存并由组长签名。")
@WHICH
@OUT
@REHEARSAL
@pass_session
def seal(session: Session, which: str, out: Path, rehearsal: bool) -> None:
    """`ranking seal CATEGORY --out PATH`"""
    with session.core() as core:
        session.progress(t("正在封存……"))
        sealed = core.ranking_sealing.seal(which, out, rehearsal=rehearsal)
        code = canonical.check_code(sealed.paper.digest)
        look = core.rankings.look(sealed.paper.header.panel_name)
        told: Json = {
            **ranking_json(look),
            "paper_id": sealed.paper.id,
            "path": str(out),
            "code": code,
            "fields": list(sealed.paper.fields),
        }
        waiting = t("、").join(each.name for each in look.state.chairs)
        session.say(
            told,
            t("已封存 {id}，写入 {out}。").format(id=sealed.paper.id, out=out),
            phrase(sealed.found.sentence),
            t("请组长签名：{waiting}（zhiping ranking sign）。").format(waiting=waiting),
            t("校验码 {code}").format(code=code),
        )


@ranking.command("reopen", help="撤回封存，或准备出取代版。原排序表保留，签名须重新进行。")
@WHICH
@REASON
@REHEARSAL
@pass_session
def reopen(session: Session, which: str, reason: str, rehearsal: bool) -> None:
    """`ranking reopen CATEGORY --reason TEXT`"""
    with session.core() as core:
        made = core.rankings.reopen(which, reason, rehearsal=rehearsal)
        _say(session, core, made.name, rehearsal)


@ranking.command("sign", help="组长在自己的电脑上：先核验排序表，再签本人的空位，写到文件。")
@click.argument("file", metavar="排序表.pdf", type=FILE)
@OUT
@pass_session
def sign(session: Session, file: Path, out: Path) -> None:
    """`ranking sign RANKING.pdf --out PATH`"""
    with session.core() as core:
        session.progress(t("正在核验排序表……"))
        look = core.ranking_signing.look(read_one(file))
        # Shown before the key is used: what one is about to sign.
        session.progress(t("您将签名的排序表写明：{sentence}").format(sentence=phrase(look.found.sentence)))
        for each in look.found.reservations:
            session.progress(t("须人工核对：{sentence}").format(sentence=phrase(each.sentence)))
        signed = core.ranking_signing.sign_seen(look, out)
        code = canonical.check_code(look.paper.digest)
        told: Json = {
            "id": look.paper.id,
            "rehearsal": look.paper.header.rehearsal,
            "path": str(out),
            "field": look.field,
            "name": look.chair.name,
            "code": code,
            "sentence": look.found.sentence,
            "empty_fields": list(signed.appraisal.empty_fields),
            "reservations": [each.to_json() for each in look.found.reservations],
        }
        session.say(
            told,
            t("{name}已签名，写入 {out}。").format(name=look.chair.name, out=out),
            t("校验码 {code}").format(code=code),
        )


def _say(session: Session, core: Core, which: str, rehearsal: bool) -> None:
    look = core.rankings.look(which, rehearsal=rehearsal)
    session.say(ranking_json(look), *ranking_lines(look))
