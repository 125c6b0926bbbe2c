"""The organising desk's measurements of bench.py: a round of 20 platforms × 7 experts, page by page.

Each page in a fresh process: cold is its first opening in a program that has just shown the board, compiled
as the program is shipped. 窗口自己 is the processor time of the window's own thread: what a computer that
does nothing else needs; the clock also counts whatever else runs on this one.
"""

import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_worlds import STICK, Pickled, four_ranked, later, opened_world, round_of_twenty
from tests.workspaces import World

QUICK = "--quick" in sys.argv
SIGNED = 2 if QUICK else 5  # panels whose seven sheets lie on the stick
CHILD = Path(__file__).with_name("bench_desk_child.py")
ANSWER, OPEN, GAP = 50.0, 200.0, 100.0  # milliseconds
IMPORT = 1.3  # times the terminal
Took = list[list[float]]
PAGES = {
    "board": "看板", "stick": "收取评分表", "collect": "1 收表", "discuss": "2 合议",
    "opinion": "3 意见与核对", "seal": "4 封存与签名", "handover": "5 移交",
    "prepare": "准备新一轮", "prepare_form": "逐个填写", "issue": "签发任务书", "print": "打印",
    "package": "移交（全轮）", "keying": "代录纸质表",
}  # fmt: skip
ACTS = {"clicks": "点击", "keys": "按键", "scrolls": "滚动"}


def told(name: str, took: Took, worst: float) -> None:
    """One row: median and worst by the clock, the worst of the window's own thread, and what was promised."""
    clock, own = [each[0] * 1e3 for each in took], [each[1] * 1e3 for each in took]
    print(
        f"median {statistics.median(clock):7.2f} ms   worst {max(clock):7.2f} ms   "
        f"窗口自己最长 {max(own):7.2f} ms   "
        f"{name}（须 ≤ {worst:g} 毫秒，{len(took)} 次{'' if max(own) <= worst else '，超出'}）",
        flush=True,
    )


def measured(page: str, world: Path) -> dict[str, Took]:
    """What a fresh process says of a page."""
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPYCACHEPREFIX"] = str(world.parent / "compiled")
    command = [sys.executable, "-X", "utf8", str(CHILD), page, str(world)]
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Took] = json.loads(done.stdout)
    return found


def page_by_page(round_now: Path, ranked: Path) -> None:
    """Every page of the desk."""
    measured("board", round_now)  # compiles
    told("对照：只有 20 行文字的 Qt 窗口", measured("bare", round_now)["warm"], OPEN)
    for page, name in {**PAGES, "ranking": "认定排序（4 家）"}.items():
        found = measured(page, ranked if page == "ranking" else round_now)
        if page == "board":
            told("看板 20 × 7：首次打开", found["board"], OPEN)
            told("看板 20 × 7：读各组时窗口不应答", found["reading"], GAP)
        else:
            told(f"{name}：首次打开", found["cold"], OPEN)
        told(f"{name}：再打开", found["warm"], OPEN)
        for act, words in ACTS.items():
            if act in found:
                told(f"{name}：{words}", found[act], ANSWER)
    told("2 合议：9 × 17 对照表打开", measured("matrix", round_now)["warm"], OPEN)


def a_stick(before: World, folder: Path) -> None:
    """A whole stick in the window against the same in the terminal."""
    here = before.copy(folder / "terminal")
    with here.laptop("desk") as desk:
        desk.collecting.collect([here.root / f"{here.panel}.pdf"])  # the judging child is up
        begun = time.perf_counter()
        count = len(desk.collecting.collect([here.root / STICK]))
        floor = time.perf_counter() - begun
    found = measured("import", saved(before.copy(folder / "window"), folder / "window.pickle"))
    ours = found["took"][0][0]
    print(
        f"{ours / floor:5.2f}×   floor {floor * 1e3:10.3f} ms   ours {ours * 1e3:10.3f} ms   "
        f"窗口里收取 {count} 份评分表，对照终端（须 ≤ {IMPORT:g}×）",
        flush=True,
    )
    told(f"收取 {count} 份时窗口不应答", found["gap"], GAP)


def saved(world: World, file: Path) -> Path:
    """The world for another process; its keys are a measurement's own."""
    told: Pickled = (world.root, world.box, world.clock, world.panel)
    file.write_bytes(pickle.dumps(told))
    return file


def main() -> None:
    """All measurements of the desk, over worlds in a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = round_of_twenty(folder / "round", SIGNED)
        after = later(before, folder / "later")
        acts = saved(after.copy(folder / "acts"), folder / "acts.pickle")
        now = saved(after, folder / "later.pickle")
        told("登记一项：保存并绘出", measured("acts", acts)["acts"], ANSWER)
        page_by_page(now, saved(four_ranked(folder / "ranked"), folder / "ranked.pickle"))
        a_stick(opened_world((before.root, before.box, before.clock, before.panel)), folder)


if __name__ == "__main__":
    main()
