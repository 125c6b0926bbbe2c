"""The battery dies: the program is killed outright and started again; nothing is lost and it says so."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.driver import PASSPHRASE, Terminal
from tests.workspaces import STAFF, full_marks, panel_file

ROOT = Path(__file__).resolve().parents[2]
RECOVERED = "上次没有正常关闭。评分全部保留，最后保存于"


@dataclass(frozen=True)
class Laptop:
    """An expert's own computer with one sheet, declared."""

    folder: Path
    sheet: str
    zhiping: Terminal

    def start(self, act: str) -> "subprocess.Popen[str]":
        """The program, with somebody at its keys who does `act`."""
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "ZHIPING_WORKSPACE": str(self.folder / "E1"),
            "ZHIPING_PASSPHRASE_FILE": str(self.folder / "passphrase.txt"),
        }
        command = [sys.executable, "-X", "utf8", "-m", "tests.story.crashing", act]
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def killed(self, act: str) -> Mapping[str, object]:
        """What was on the screen the moment the program was killed."""
        with self.start(act) as running:
            try:
                return heard(running)
            finally:
                running.kill()

    def closed(self) -> Mapping[str, object]:
        """What was on the screen before the program was closed in order."""
        with self.start("close") as running:
            seen = heard(running)
        assert running.returncode == 0
        return seen


def heard(running: "subprocess.Popen[str]") -> Mapping[str, object]:
    """The one line that the program says."""
    assert running.stdout is not None
    line = running.stdout.readline()
    assert line, f"ended with {running.wait()}"
    seen = json.loads(line)
    assert isinstance(seen, Mapping)
    return seen


def said(seen: Mapping[str, object]) -> str:
    """All words on the screen."""
    words = seen["said"]
    assert isinstance(words, list)
    return "\n".join(words)


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    zhiping = Terminal(tmp_path)
    (tmp_path / "passphrase.txt").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    zhiping("identity", "new", "--name", "林秘书", at="desk")
    panel = zhiping("panel", "new", panel_file(tmp_path, facts=""), at="desk").text("id")
    zhiping("panel", "brief", panel, "--out", tmp_path / "brief.pdf", at="desk")
    zhiping("identity", "new", "--name", "王伟", at="E1")
    sheet = zhiping("sheet", "open", tmp_path / "brief.pdf", at="E1").text("id")
    assert zhiping("sheet", "declare", sheet, "--no-conflict", at="E1").code == 0
    return Laptop(tmp_path, sheet, zhiping)


def test_killed_in_the_middle_of_a_criterion_it_is_there_again_with_everything(laptop: Laptop) -> None:
    seen = laptop.killed("work")
    assert (seen["at"], seen["total"]) == (STAFF, "15")
    sheet = seen["sheet"]
    assert isinstance(sheet, Mapping)
    assert sheet[STAFF] == {"conditions": ["4", None], "remark": "ming ce"}
    assert RECOVERED not in said(seen)
    for again in (laptop.killed("look"), laptop.closed()):  # the second time the battery died at once
        assert (again["page"], again["at"]) == ("ScoringPage", STAFF)
        assert (again["sheet"], again["total"]) == (sheet, "15")
        assert RECOVERED in said(again) and "已回到原处" in said(again)
    after = laptop.closed()
    assert after["page"] == "HomePage" and "没有正常关闭" not in said(after)
    shown = laptop.zhiping("sheet", "show", laptop.sheet, at="E1")
    assert shown["total"] == "15"


def test_killed_while_signing_the_sheet_is_whole_signed_or_not(laptop: Laptop) -> None:
    file = laptop.zhiping.write("findings.json", {k: v for k, v in full_marks(2).items() if k != "2.5.1.1"})
    filled = laptop.zhiping("sheet", "fill", laptop.sheet, file, at="E1")
    assert filled.code == 0, filled.out
    seen = laptop.killed("sign")
    again = laptop.closed() if not seen["unsent"] else laptop.killed("look")
    assert again["sheet"] == seen["sheet"]
    out = laptop.folder / "sheet.pdf"
    assert laptop.zhiping("sheet", "submit", laptop.sheet, "--out", out, at="E1").code == 0
    verified = laptop.zhiping("verify", out, at="desk")
    assert verified.code == 0 and '"valid"' in verified.out
