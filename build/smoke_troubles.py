"""The checks of build/smoke.py about the machine: where it starts, what is missing, full, closed or gone."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import package_contents as contents
from smoke_scoring import EXPERT, brief, copied, signed_sheet
from smoke_world import (
    Window,
    World,
    as_nobody,
    expect,
    mounted,
    said,
    stick,
    until,
)

_HOME = "今日评审"


def version_and_selftest(world: World) -> None:
    """Says its version; the self-test finds nothing red."""
    done = world.run("--version")
    expect(done.code == 0 and done.out.startswith("知评 "), done.out + done.err)
    tested = world.run("selftest", "--json")
    expect(tested.code == 0, tested.out[-400:] + tested.err[-200:])


def open_and_close(world: World) -> None:
    """The window comes, shows its first page and goes with 0; the lock on the workspace is gone."""
    with Window(world, at="empty") as window:
        window.see("还没有任务书")
        window.close()
    expect(not (world.root / "empty" / "window.lock").exists(), "锁没有放开")


def read_only_media(world: World) -> None:
    """Started from a stick that takes nothing: in place, with the workspace on this computer."""
    with stick(world, "只读 U盘", 300) as root:
        folder = copied(world.folder, root / contents.FOLDER)
        subprocess.run(["mount", "-o", "remount,ro", str(root)], check=True)
        here = World(world.root, folder, world.environ)
        done = here.run("rubric", "list", at="ro")
        expect(done.code == 0, done.err)
        with Window(here, at="ro") as window:
            window.press("就在 U 盘上运行")
            window.see("知评正从这个 U 盘运行，请先退出再拔出。")
            window.close()


def moves_in(world: World) -> None:
    """The offer is taken: the copy runs from this computer, and the stick can be taken away."""
    with stick(world, "知评 U盘", 300) as root:
        folder = copied(world.folder, root / contents.FOLDER)
        with Window(World(world.root, folder, world.environ), at="moved") as window:
            window.press("复制到这台电脑并打开")
            window.ends()
            window.see(_HOME)
            gone = subprocess.run(["umount", str(root)], capture_output=True, encoding="utf-8")
            expect(gone.returncode == 0, f"U 盘还被占用：{gone.stderr}")
            window.see("还没有任务书")
            window.keys("alt+F4")
            until(lambda: _HOME not in window.names(), "窗口关闭")
    programs = list((world.root / "home" / "data" / "zhiping-program").iterdir())
    expect(len(programs) == 1 and (programs[0] / contents.WINDOW).is_file(), str(programs))


def workspace_on_a_stick(world: World) -> None:
    """Refused with a sentence, and nothing is made there."""
    with stick(world, "另一个", 5) as root:
        done = world.run("identity", "show", "--workspace", root / "工作区")
        expect(done.code == 1 and "工作区不能放在 U 盘" in done.err, done.err)
        expect(not list(root.iterdir()), "U 盘上留下了东西")


def no_home(world: World) -> None:
    """Without HOME the terminal works where a workspace is named, and a user without a home is told."""
    done = world.run("sheet", "list", at="no-home", without=["HOME", "XDG_DATA_HOME"])
    expect(done.code == 0, done.err)
    environ = {"PATH": os.environ["PATH"]}
    told = said(as_nobody([str(world.folder / contents.TERMINAL), "sheet", "list"]), environ)
    expect(told.code == 3 and "没有读写任何内容" in told.err, f"{told.code} {told.err}")


def no_keyring(world: World) -> None:
    """No bus, no keyring: it asks for a passphrase and takes one."""
    without = ["DBUS_SESSION_BUS_ADDRESS"]
    told = world.run("identity", "new", "--name", EXPERT, at="no-keyring", without=without)
    expect(told.code in (1, 3) and "口令" in told.err, f"{told.code} {told.err}")
    given = ("--passphrase-file", world.passphrase())
    done = world.run("identity", "new", "--name", EXPERT, *given, at="no-keyring", without=without)
    expect(done.code == 0, done.err)


def plain_locale(world: World) -> None:
    """Chinese in arguments, files and answers where the system's language is C."""
    given = ("--passphrase-file", world.passphrase())
    done = world.run("identity", "new", "--name", "张𬭚", *given, at="工作区 丙", LC_ALL="C", LANG="C")
    expect(done.code == 0 and "张𬭚" in done.out, done.out + done.err)
    opened = world.run("sheet", "open", brief(world), at="工作区 丙", LC_ALL="C", LANG="C")
    expect(opened.code == 0 and "地理标志平台" in opened.out, opened.out + opened.err)


def twice(world: World) -> None:
    """The second start hands its file to the window that is open, and is gone."""
    with Window(world, at="twice") as first:
        first.see("还没有任务书")
        started = time.monotonic()
        with Window(world, brief(world), at="twice") as second:
            second.ends()
        took = time.monotonic() - started
        first.see("请选择您的姓名")
        expect(took < 20, f"第二次启动用了 {took:.0f} 秒")
        expect(first.process.poll() is None, "第一个窗口不在了")
        first.close()


def full_disk(world: World) -> None:
    """Nothing fits any more: a sentence, nothing lost, and it goes on once there is room."""
    with mounted(world.root / "小盘", "size=4m") as disk:
        workspace = disk.relative_to(world.root) / "工作区"
        given = ("--passphrase-file", world.passphrase())
        world.made("identity", "new", "--name", EXPERT, *given, at=str(workspace))
        before = world.made("identity", "show", at=str(workspace))
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file:
            _fill(file.fileno())
        told = world.run("sheet", "open", brief(world), at=str(workspace))
        expect(told.code == 3 and "磁盘" in told.err, f"{told.code} {told.err}")
        filler.unlink()
        expect(world.made("identity", "show", at=str(workspace)) == before, "身份变了")
        expect(world.made("sheet", "list", at=str(workspace)) == [], "留下了半张评分表")
        expect(world.run("sheet", "open", brief(world), at=str(workspace)).code == 0, "腾出空间后仍打不开")


def _fill(handle: int) -> None:
    for size in (65536, 4096, 1):
        try:
            while True:
                os.write(handle, b"x" * size)
        except OSError:
            continue


def no_permission(world: World) -> None:
    """A workspace and a folder that belong to somebody else: a sentence, nothing is changed."""
    signed_sheet(world, "locked")
    folder = world.root / "locked"
    before = {each.name: each.stat().st_mtime_ns for each in folder.iterdir()}
    environ = {**world.environ, "ZHIPING_WORKSPACE": str(folder), "HOME": "/nonexistent"}
    told = said(as_nobody([str(world.folder / contents.TERMINAL), "sheet", "list"]), environ)
    expect(told.code == 3 and told.err.strip(), f"{told.code} {told.err}")
    expect({each.name: each.stat().st_mtime_ns for each in folder.iterdir()} == before, "文件变了")


def stick_fails(world: World) -> None:
    """The medium breaks while it is written to: a sentence, the sheet stays signed, the next one takes it."""
    name = signed_sheet(world, "failing")
    with mounted(world.root / "坏芯片", "size=2m") as chip, stick(world, "坏 U盘", 8, chip) as root:
        with (chip / "filler").open("wb", buffering=0) as file:
            _fill(file.fileno())  # from now on the medium takes no byte more, which the system finds out late
        _refused_then_taken(world, name, "failing", root / "E1.pdf")


def stick_gone(world: World) -> None:
    """The medium is gone before it is written to."""
    name = signed_sheet(world, "pulled")
    with stick(world, "拔出", 5) as root:
        out = root / "E1.pdf"
    _refused_then_taken(world, name, "pulled", out)


def _refused_then_taken(world: World, name: str, at: str, out: Path) -> None:
    given = ("--passphrase-file", world.passphrase())
    told = world.run("sheet", "submit", name, "--out", out, *given, at=at)
    expect(told.code == 3 and ("没有写成" in told.err or "复读" in told.err), f"{told.code} {told.err}")
    state = world.made("sheet", "list", at=at)[0]
    again = world.run("sheet", "submit", name, "--out", world.root / f"{at}.pdf", *given, at=at)
    expect(again.code == 0, f"{state} {again.err}")
    expect(
        world.made("verify", world.root / f"{at}.pdf", at="desk")[0]["verdict"] == "valid",
        "再写的一份没有通过验证",
    )


def damaged(world: World) -> None:
    """A file cut short is named at the start; one with another byte while it works; whole it is silent."""
    folder = copied(world.folder, world.root / "damaged" / contents.FOLDER)
    here = World(world.root, folder, world.environ)
    font = folder / contents.INSIDE / "resources" / "fonts" / "NotoSansSC-Bold.ttf"
    data = bytearray(font.read_bytes())
    font.write_bytes(data[:-1])
    told = here.run("rubric", "list")
    expect(told.code == 3 and font.name in told.err, f"{told.code} {told.err}")
    data[len(data) // 2] ^= 1
    font.write_bytes(data)
    tested = here.run("selftest", "--json")
    expect(tested.code == 3 and font.name in tested.out, tested.out[-300:])
    with Window(here, at="damaged-work") as window:
        window.see("缺失或损坏")
        window.press("知道了")
        until(lambda: "知道了" not in window.names(), "对话框关闭")
        window.close()
    shutil.rmtree(folder)
