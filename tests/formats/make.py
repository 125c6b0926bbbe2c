"""Keeps what today's program writes, for all later versions to read: `python -m tests.formats.make vN`.

A review in miniature (annex 1, three experts, throw-away keys): the desk's and one expert's workspace and
every kind of paper go into `vN/kept.tar.xz`, what they say into `vN/expected.json`. Made once, when a version
ships that writes something new (CONTRIBUTING.md); never made again for a version that has shipped.
"""

import argparse
import ast
import inspect
import io
import json
import lzma
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import fields
from pathlib import Path

from app import __version__
from app.bootstrap import open_core
from app.domain import reservations
from app.domain.canonical import FORMAT, Json
from app.domain.documents import KINDS
from app.domain.history import FACTS
from app.paths import rubrics
from app.services.core import Core
from app.services.hand_written import read_certificate_file
from app.services.rehearsal import DESK, Rehearsed, rehearse
from app.settings import Settings
from app.store import rubric_files
from app.store.database import open_database
from app.store.migrations import STEPS
from tests.reserved import with_reserves

ROOT = Path(__file__).parent
ANNEX, EXPERTS, EXPERT = 1, 3, "E3"  # E3 has revised, so both revisions lie there
KEPT, EXPECTED = "kept.tar.xz", "expected.json"
PAPERS = ("brief.pdf", "sheets/E3-2.pdf", "record.pdf", "ranking.pdf", "package/0 先看这里.pdf")


def known_facts() -> dict[str, Json]:
    """Every kind of entry this version writes: its version and fields."""
    return {
        each.__name__: " ".join((str(each.version), *(one.name for one in fields(each)))) for each in FACTS
    }


def known_reservations() -> list[str]:
    """The codes of every reservation that a record of this version may name."""
    tree = ast.parse(inspect.getsource(reservations))
    calls = [
        each for each in ast.walk(tree) if isinstance(each, ast.Call) and ast.unparse(each.func) == "_one"
    ]
    return sorted({ast.unparse(each.args[0]).removeprefix("f").strip("'") for each in calls})


def opened(folder: Path, secret: str) -> AbstractContextManager[Core]:
    """A workspace under its passphrase: no keyring is asked."""
    return open_core(Settings(folder, secret))


def play(folder: Path) -> Rehearsed:
    """The review, its ranking and its package in `folder`."""
    tables = rubric_files.load(rubrics())
    done = rehearse(folder, tables, opened, print, annex=ANNEX, experts=EXPERTS, applicants=1)
    names = [each.panel for each in done.panels]
    with core_of(done.workspaces[DESK]) as desk:
        which = desk.panels.load(names[0]).panel.brief.platform.category
        desk.rankings.recommend(which, names, rehearsal=True)
        desk.ranking_sealing.seal(which, folder / "sealed.pdf", rehearsal=True)
        with core_of(done.workspaces["E1"]) as chair:
            chair.ranking_signing.sign((folder / "sealed.pdf").read_bytes(), folder / "ranking.pdf")
        desk.collecting.collect([folder / "ranking.pdf"])
        desk.packages.make(names, folder / "package")
        reserved(desk, folder)
    return done


def reserved(desk: Core, folder: Path) -> None:
    """A second panel at the desk, a reserve in for one of its experts: the rehearsal needs none."""
    file = folder / "reserved.toml"
    file.write_text((folder / "PANEL.toml").read_text(encoding="utf-8"), encoding="utf-8")
    name = desk.panels.new(with_reserves(file, ("孙立文", "某研究院", "desk.pem"), ("周迟", "", ""))).name
    desk.panels.issue(name, folder / "reserved.pdf")
    desk.settling.step_in(name, "E2", desk.settling.reserve(name, "孙立文"), "临时有事。")


def core_of(folder: Path) -> AbstractContextManager[Core]:
    """The services of a rehearsal's workspace, by the passphrase that lies beside it."""
    return opened(folder, (folder / "passphrase.txt").read_text(encoding="utf-8").strip())


def said(folder: Path, done: Rehearsed) -> dict[str, Json]:
    """What the workspaces and papers say today."""
    [played] = done.panels
    paths = {folder / name: name for name in PAPERS}
    with core_of(done.workspaces["bureau"]) as core:
        trust = read_certificate_file(folder / "desk.pem")
        reports = core.verification.verify(list(paths), [trust])
    return {
        "program": f"zhiping {__version__}",
        "format": FORMAT,
        "steps": len(STEPS),
        "kinds": list(KINDS),
        "facts": known_facts(),
        "reservations": known_reservations(),
        "panel": played.panel,
        "sentence": played.sentence,
        "papers": {
            paths[report.file]: {
                "kind": report.kind,
                "verdict": report.verdict,
                "code": report.code,
                "reservations": [each.code for each in report.reservations],
            }
            for report in reports
        },
    }


def kept_files(folder: Path) -> Iterator[Path]:
    """What is kept of the review: two workspaces, the papers, the organiser's certificate."""
    for name in (DESK, EXPERT):
        yield from sorted((folder / "workspaces" / name).iterdir())
    yield from (folder / name for name in (*PAPERS, "desk.pem"))


def pack(folder: Path) -> bytes:
    """The kept files as one archive, strongly compressed: papers lie in it three times, as files and in both
    workspaces."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in kept_files(folder):
            archive.add(path, path.relative_to(folder).as_posix(), filter=_nobody)
    return lzma.compress(out.getvalue(), preset=9 | lzma.PRESET_EXTREME)


def _nobody(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = 0
    return info


def main() -> None:
    """Makes one folder of kept files, which must not be there yet."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("name", help="v1, v2, …")
    target: Path = ROOT / asked.parse_args().name
    target.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        done = play(Path(folder))
        for name in (DESK, EXPERT):
            with closing(open_database(done.workspaces[name] / "zhiping.sqlite")) as database:
                database.rows("VACUUM")
        (target / KEPT).write_bytes(pack(Path(folder)))
        told = json.dumps(said(Path(folder), done), ensure_ascii=False, indent=1)
        (target / EXPECTED).write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
