"""zhiping demo: a whole rehearsal in a folder of its own; needs neither keyring nor input."""

from contextlib import AbstractContextManager
from pathlib import Path

import click

from app.cli.session import Session, pass_session
from app.cli.shape import FILE, Act, setting
from app.domain.canonical import Json
from app.i18n import phrase, t
from app.services.core import Core
from app.services.rehearsal import rehearse
from app.settings import Settings


@click.command(
    "demo", cls=Act, help="演练：在一个新文件夹里走完从任务书到签名记录的全过程，不用密钥环，不问任何问题。"
)
@setting("--out", required=True, type=FILE, metavar="文件夹", help="新的或空的文件夹。")
@setting("--annex", type=int, default=2, metavar="N", help="附件 1 至 8，默认 2。")
@setting("--experts", type=int, default=5, metavar="N", help="专家人数，3 至 19，默认 5。")
@setting("--applicants", type=int, metavar="K", help="申报单位数，只用于附件 1，默认 3。")
@pass_session
def demo(session: Session, out: Path, annex: int, experts: int, applicants: int | None) -> None:
    """`demo --out DIR [--annex N] [--experts N]`"""

    def open_core(folder: Path, secret: str) -> AbstractContextManager[Core]:
        return session.program.open_core(Settings(workspace=folder, secret=secret))

    done = rehearse(
        out, session.tables.all(), open_core, lambda line: session.progress(phrase(line)),
        annex=annex, experts=experts, applicants=applicants,
    )  # fmt: skip
    first = done.panels[0]
    records = (str(each.record) for each in done.panels)
    command = session.typed("verify", *records, "--trust", str(done.trust))
    value: dict[str, Json] = {
        "rehearsal": True,
        "id": first.panel,
        "brief": str(first.brief),
        "sheets": [str(each) for each in first.sheets],
        "record": str(first.record),
        "trust": str(done.trust),
        "workspaces": {name: str(path) for name, path in done.workspaces.items()},
        "passphrase_files": {name: str(path / "passphrase.txt") for name, path in done.workspaces.items()},
        "panels": [each.to_json() for each in done.panels],
        "verify": command,
    }
    if done.ranking is not None:
        value["ranking"] = done.ranking
    lines = [
        t("{platform}：{sentence}").format(platform=each.platform, sentence=phrase(each.sentence))
        for each in done.panels
    ]
    session.say(value, t("演练完成，不进入正式评审。"), *lines, t("验证记录："), f"  {command}")
