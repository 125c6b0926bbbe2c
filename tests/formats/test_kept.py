"""Workspaces and papers of every version from the first on are opened, read and worked on by this one."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from app import __version__
from app.bootstrap import PROGRAM, open_core
from app.domain.canonical import FORMAT
from app.domain.documents import KINDS
from app.domain.versions import is_newer
from app.services import rehearsal_script as script
from app.services.hand_written import read_certificate_file
from app.services.rehearsal import DESK
from app.settings import Settings
from app.store.migrations import STEPS, Step
from tests.cli.driver import Terminal
from tests.formats.kept import NAMES, Kept, expected, unpacked
from tests.formats.make import EXPERT, PAPERS, core_of, known_facts, known_reservations

NEXT = (*STEPS, Step(()))


@pytest.fixture(scope="module", params=NAMES)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    yield unpacked(request.param, tmp_path_factory.mktemp("kept"))


def test_there_are_files_from_the_first_version_on() -> None:
    assert NAMES[0] == "v1"


def test_every_paper_of_an_earlier_version_is_read_and_holds(kept: Kept, tmp_path: Path) -> None:
    paths = {kept.folder / name: name for name in PAPERS}
    trust = read_certificate_file(kept.folder / "desk.pem")
    with open_core(Settings(tmp_path / "bureau", None)) as core:
        found = {paths[each.file]: each for each in core.verification.verify(list(paths), [trust])}
    for name, told in kept.mapping("papers").items():
        assert isinstance(told, Mapping)
        report = found[name]
        # Only a later version may lay pages out otherwise, and then says so.
        codes = {each.code for each in report.reservations} - {"page_not_reproduced"}
        assert (report.kind, report.verdict, report.code) == (told["kind"], told["verdict"], told["code"])
        # Given beside others a paper may raise fewer doubts than it once did, never new ones.
        assert codes <= set(told["reservations"]), name
        page = next(each for each in report.checks if each.name == "page")
        assert page.state == "ok" or is_newer(PROGRAM, kept.text("program")), "raise __version__"


def test_the_desks_workspace_says_what_it_said(kept: Kept) -> None:
    with core_of(kept.folder / "workspaces" / DESK) as core:
        found = core.panels.findings(kept.text("panel"))[0]
        assert found.verdict.sentence == kept.text("sentence")
        assert all(core.panels.load(each).panel.issued for each in core.panels.names())
        assert core.packages.handed_over() and core.rankings.names()


def test_an_experts_workspace_is_worked_on_with_its_own_key(kept: Kept) -> None:
    with core_of(kept.folder / "workspaces" / EXPERT) as core:
        before = core.scoring.load(core.scoring.names()[0])
        assert len(before.signed) == 2
        again = core.scoring.revise(before, script.REVISED, "再次核对。")
        core.scoring.submit(core.scoring.write_opinion(again, "同意。"))
        assert len(core.scoring.load(before.id).signed) == 3


def test_a_later_version_keeps_a_copy_beside_and_says_so_and_the_earlier_one_then_refuses(
    tmp_path: Path,
) -> None:
    kept = unpacked(NAMES[-1], tmp_path)
    folder = kept.folder / "workspaces" / EXPERT
    copy = folder / f"zhiping.sqlite.v{len(STEPS)}.copy"
    earlier, later = Terminal(tmp_path), Terminal(tmp_path, partial(open_core, steps=NEXT))
    listing = ("sheet", "list", "--workspace", folder)
    before = earlier(*listing)
    assert before.code == 0 and "整理" not in before.err
    first, second = later(*listing), later(*listing)
    assert first.out == second.out == before.out
    assert f"原样留在旁边：{copy}" in first.err and "整理" not in second.err
    whole = (folder / "zhiping.sqlite").read_bytes()
    refused = earlier(*listing)
    assert (refused.code, refused.error["code"]) == (1, "newer_store")
    assert "请安装新版知评" in str(refused.error["sentence"])
    assert (folder / "zhiping.sqlite").read_bytes() == whole
    copy.replace(folder / "zhiping.sqlite")
    assert earlier(*listing).out == before.out


def test_what_is_new_since_the_last_kept_version_is_told_by_numbers() -> None:
    """An entry of a kind or form that an earlier version does not know makes it refuse the workspace (another
    store version) and judge no paper with it (another program version). A new kind of paper or reservation:
    another program version.
    """
    last = expected(NAMES[-1])
    steps = last["steps"]
    assert isinstance(steps, int) and steps <= len(STEPS) and (last["format"], FORMAT) == (1, 1)
    newer = is_newer(f"zhiping {__version__}", str(last["program"]))
    if known_facts() != last["facts"]:
        assert newer and len(STEPS) > steps, "raise __version__, add a Step (it may be empty), keep new files"
    if (list(KINDS), known_reservations()) != (last["kinds"], last["reservations"]):
        assert newer, "raise __version__ and keep new files"
