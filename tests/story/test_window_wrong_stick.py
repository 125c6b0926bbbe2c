"""One stick with everything that does not belong there: each file is named with its reason and who must do
what, none is merged, the good ones beside them are."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.canonical import check_code
from tests import workspaces
from tests.story.window_hands import person
from tests.ui import desks
from tests.workspaces import NAMES, World, panel_file, revised, scored

REFUSED = (
    "张䶮（某某运营服务）\n", "文件在签署后被改动，没有收取。请他重新写入。",
    "damaged.pdf", "这个文件已损坏", "请向对方重新要一份",
    "foreign.pdf", "notes.docx", "这个文件不是知评生成的", "请确认选对了文件",
    "别处的平台.pdf", "不是本机签发的，没有收取。请交给签发任务书的汇总席。",
    "演练的平台.pdf", "不进入正式评审，没有收取。请他打开正式的任务书",
)  # fmt: skip
LEFT = ["altered.pdf", "damaged.pdf", "foreign.pdf", "notes.docx", "别处的平台.pdf", "演练的平台.pdf"]


@pytest.fixture(scope="module")
def application() -> QApplication:
    return desks.application()


@pytest.fixture
def world(application: QApplication, tmp_path: Path) -> World:
    """The stick beside its world: two good sheets, and one file of every other kind."""
    world = workspaces.issued().copy(tmp_path / "world")
    stick = world.root / "MIXED"
    stick.mkdir()
    for number in (1, 2):
        sign(world, number, world.file("stick/brief.pdf"), stick / f"{number}-good.pdf")
    shutil.copy(stick / "1-good.pdf", stick / "again.pdf")
    with world.laptop("E2") as core:
        [name] = core.scoring.names()
        shutil.move(stick / "2-good.pdf", stick / "old.pdf")
        core.scoring.hand_over(name, revised(core, name), stick / "2-good.pdf")
    sign(world, 3, world.file("stick/brief.pdf"), stick / "altered.pdf")
    signed = (stick / "altered.pdf").read_bytes()
    (stick / "damaged.pdf").write_bytes(signed[: len(signed) // 2])
    (stick / "altered.pdf").write_bytes(signed + b"\n% another total\n")
    world.new_laptop("elsewhere", "别处的秘书", "别的公司", "")
    for rehearsal, name in ((False, "别处的平台"), (True, "演练的平台")):
        with world.laptop("elsewhere") as core:
            panel = core.panels.new(panel_file(world.root, platform=name, rehearsal=rehearsal)).name
            brief = core.panels.issue(panel, world.root / f"{name}.pdf")
        sign(world, 3, brief, stick / f"{name}.pdf")
    (stick / "foreign.pdf").write_bytes(b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n")
    (stick / "notes.docx").write_bytes(b"PK nothing of ours")
    return world


def sign(world: World, number: int, brief: bytes, out: Path) -> None:
    """An expert scores, signs and hands over."""
    with world.laptop(f"E{number}") as core:
        sheet, paper = scored(core, brief)
        core.scoring.hand_over(sheet.id, paper, out)


def test_every_file_that_does_not_belong_is_named_and_none_is_merged(world: World) -> None:
    stick = world.root / "MIXED"
    with person(world, "desk") as secretary:
        secretary.plug(stick)
        secretary.click("收取评分表")
        secretary.sees("共 10 份：待确认 3，已有 1，未收 6。", *REFUSED)
        codes = {}
        for number in (1, 2):
            with world.laptop(f"E{number}") as core:
                sheet = core.scoring.load(core.scoring.names()[0])
                codes[NAMES[number - 1]] = check_code(sheet.signed[-1]).replace(" ", "")
        for name, code in codes.items():
            secretary.write(f"{name}念出的校验码", code)
        secretary.sees(
            "共 10 份：新收 2，旧版 1，已有 1，未收 6。",
            "李𬭚的这份是第 1 版，已收更新的版本；这份只作为经过保留。",
            "已有的 1 份没有改动：again.pdf。",
            *REFUSED,
        )
        assert sorted(each.name for each in stick.iterdir()) == LEFT
        secretary.click("完成")
        secretary.sees("1 个平台，席位已登记 2/3")
