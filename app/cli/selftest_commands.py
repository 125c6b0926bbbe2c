"""zhiping selftest: whether this computer is ready; makes no workspace and leaves nothing behind."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import click

from app import i18n
from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Act, setting
from app.domain.canonical import Json
from app.errors import ZhipingError
from app.i18n import phrase, sentence, t
from app.services.core import Core
from app.services.selftest import Surroundings
from app.services.selftest_paper import selftest_paper
from app.services.selftest_report import Line, SelfReport
from app.services.sticks import write_out
from app.services.workspace import DATABASE
from app.settings import Settings

_FAULT = 3
_SIGNS = {"green": "✓", "amber": "!", "red": "✗", "none": "–"}


@click.command(
    "selftest",
    cls=Act,
    help="自检：这台电脑能不能用于评审。逐项给出绿、黄、红和怎么办；有红色的，退出码为 3。不留下任何内容。",
)
@setting(
    "--stick", multiple=True, type=FILE, metavar="U盘", help="U 盘的文件夹，试写、读回、删除；可写多次。"
)
@setting("--out", type=FILE, metavar="文件", help="把结果另存成一份可打印的 PDF。")
@pass_session
def selftest(session: Session, stick: tuple[Path, ...], out: Path | None) -> int:
    """`selftest [--stick DIR…] [--out FILE] --json`"""
    settings = session.settings()
    with _core(session, settings) as (core, trouble, folder):
        around = Surroundings(sticks=stick, trouble=trouble)

        def open_core(workspace: Path, secret: str) -> AbstractContextManager[Core]:
            return session.program.open_core(Settings(workspace, secret))

        def progress(number: int, count: int, name: str, step: str) -> None:
            session.progress(
                t("{number}/{count} {name}：{step}").format(
                    number=number, count=count, name=words()[name], step=phrase(step) or t("……")
                )
            )

        report = core.selftest.prepare(open_core, around, folder)(progress)
    if out is not None:
        write_out(out, selftest_paper(report, i18n.paper_sentence, words(i18n.original())))
    session.say(_json(report), *_lines(report))
    return _FAULT if report.state == "red" else 0


@contextmanager
def _core(session: Session, settings: Settings) -> Iterator[tuple[Core, ZhipingError | None, Path | None]]:
    """The chosen workspace's services; where it is not there or does not open, those of an empty one in a
    temporary folder, with the trouble and the folder that was meant: looking must not make a workspace."""
    trouble: ZhipingError | None = None
    if (settings.workspace / DATABASE).is_file():
        manager = session.program.open_core(settings)
        try:
            core = manager.__enter__()
        except ZhipingError as error:
            trouble = error
        else:
            session.folder = settings.workspace
            try:
                yield core, None, None
            finally:
                manager.__exit__(None, None, None)
            return
    with (
        tempfile.TemporaryDirectory(prefix="zhiping-", ignore_cleanup_errors=True) as empty,
        session.program.open_core(Settings(Path(empty), None)) as core,
    ):
        yield core, trouble, settings.workspace


def words(found: i18n.Catalogue | None = None) -> Mapping[str, str]:
    """What each check, and each state, is called; by another catalogue than that of the run, too."""
    known = (found or i18n.catalogue()).words
    return {**known["selftest"], **known["selftest_state"]}


def _json(report: SelfReport) -> dict[str, Json]:
    return {
        "version": report.version,
        "time": report.time,
        "state": report.state,
        "sentence": sentence(report.told.code, report.told.fields),
        "checks": [
            {
                "name": each.name,
                "state": each.state,
                "code": each.told.code,
                "sentence": sentence(each.told.code, each.told.fields),
                "details": list(each.details),
            }
            for each in report.lines
        ],
    }


def _lines(report: SelfReport) -> list[str]:
    lines = [line for each in report.lines for line in _told(each)]
    return [*lines, sentence(report.told.code, report.told.fields)]


def _told(line: Line) -> list[str]:
    named, state = words()[line.name], words()[line.state]
    told = sentence(line.told.code, line.told.fields)
    return [
        t("{sign} {named}：{state}。{told}").format(
            sign=_SIGNS[line.state], named=named, state=state, told=told
        ),
        *(f"    {each}" for each in line.details),
    ]
