"""The checks of build/smoke.py about papers: a rehearsal at the terminal, a sheet scored in the window."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

from smoke_world import PASSPHRASE, Window, World, expect, until

TABLE = "huangpu-2022/annex-7"
EXPERT = "周明远"
_PANEL = """rubric = "{table}"
date = "2026-11-24"
place = "开发区会议中心"
period = {{ from = "2025-06-08", to = "2026-06-07" }}
[platform]
name = "某某 地理标志平台"
category = "地理标志服务类"
operator = "某某公司"
[[experts]]
name = "{expert}"
unit = "某某大学"
title = "教授"
chair = true
[[experts]]
name = "张𬭚"
[[experts]]
name = "李䶮"
"""


def rehearse(world: World) -> None:
    """A whole rehearsal at the terminal, and its record verified."""
    out = world.root / "演练 一"
    done = world.run("demo", "--out", out, "--experts", 3)
    expect(done.code == 0, done.err[-300:])
    report = world.made("verify", out / "record.pdf", "--trust", out / "desk.pem")
    expect(report[0]["verdict"] == "valid", str(report[0]["verdict"]))


def brief(world: World) -> Path:
    """The desk issues a brief, once: the other checks open it."""
    path = world.root / "任务书 甲.pdf"
    if path.exists():
        return path
    file = world.root / "PANEL.toml"
    file.write_text(_PANEL.format(table=TABLE, expert=EXPERT), encoding="utf-8")
    given = ("--passphrase-file", world.passphrase())
    world.made("identity", "new", "--name", "林秘书", "--unit", "某某公司", *given, at="desk")
    panel = world.made("panel", "new", file, *given, at="desk")["id"]
    world.made("panel", "brief", panel, "--out", path, *given, at="desk")
    return path


def score_in_the_window(world: World) -> None:
    """A brief opened by argument, scored with real keys, signed, written to a file; the desk takes it."""
    with Window(world, brief(world), at="expert") as window:
        sit_down(window)
        window.press("确认：无须回避，开始评分")
        window.see("7.1.1.1")
        time.sleep(2)  # the page has just turned: the keyboard is in its first row
        score(world, window)
        window.press("我已逐项核对")
        window.press("签署（1 份）")
        window.see("已签署，还没有交出")
        name = world.made("sheet", "list", at="expert")[0]["id"]
        paper = world.root / "E1.pdf"
        given = ("--passphrase-file", world.passphrase())
        world.made("sheet", "export", name, "--out", paper, *given, at="expert")
        expect(world.made("verify", paper, at="desk")[0]["verdict"] == "valid", "评分表没有通过验证")
        window.keys("alt+F4")
        window.press("仍要关闭")
        window.ends()
    taken = world.made("panel", "import", paper, at="desk")["files"]
    expect([each["outcome"] for each in taken] == ["pending"], str(taken))


def sit_down(window: Window) -> None:
    """A name, one question, a passphrase: there is no keyring."""
    window.press(EXPERT)
    window.press("只有我用")
    window.focus("口令")
    window.type(PASSPHRASE)
    window.focus("再输入一次口令")
    window.type(PASSPHRASE)
    window.press("就是我，继续")
    window.see("回避声明")


def score(world: World, window: Window) -> None:
    """Every criterion of the table in order, until the terminal sees that nothing is missing."""
    for criterion in criteria(world):
        for keys in hands(criterion["rule"]):
            if keys.isdigit() and len(keys) > 1:
                window.type(keys)
            else:
                window.keys(*keys.split())
            window.keys("Return")
    window.keys("space")  # on the primary button: on to 核对并签署
    until(lambda: "我已逐项核对，评分由本人独立作出。" in window.names(), "核对并签署")
    sheet = world.made("sheet", "list", at="expert")[0]
    expect(not sheet.get("missing"), f"还差 {sheet.get('missing')}")


def criteria(world: World) -> list[dict[str, Any]]:
    """The table's criteria that an expert judges, in order."""
    table = world.made("rubric", "show", TABLE)
    found = [each for s in table["sections"] for i in s["indicators"] for each in i["criteria"]]
    return [each for each in found if not each["rule"].get("desk")]


def hands(rule: dict[str, Any]) -> list[str]:
    """What is pressed for a rule, a row each: a key, or a number to type."""
    if rule["kind"] == "all_of":
        return ["1" if each["kind"] == "check" else "100" for each in rule["conditions"]]
    if rule["kind"] == "tiers":
        return ["10"]
    return ["Right Right Right" for _ in rule["items"]]


def signed_sheet(world: World, at: str) -> str:
    """A signed sheet made at the terminal in the workspace `at`; its name."""
    given = ("--passphrase-file", world.passphrase())
    world.made("identity", "new", "--name", EXPERT, *given, at=at)
    name = str(world.made("sheet", "open", brief(world), at=at)["id"])
    world.made("sheet", "declare", name, "--no-conflict", at=at)
    form = world.root / f"{at}.json"
    world.made("sheet", "template", name, "--out", form, at=at)
    form.write_text(_filled(world), encoding="utf-8")
    world.made("sheet", "fill", name, form, at=at)
    return name


def _filled(world: World) -> str:
    found: dict[str, Any] = {}
    for each in criteria(world):
        rule = each["rule"]
        if rule["kind"] == "all_of":
            found[each["id"]] = {"conditions": [c["kind"] == "check" or "100" for c in rule["conditions"]]}
        elif rule["kind"] == "tiers":
            found[each["id"]] = {"value": "10"}
        else:
            found[each["id"]] = {"counts": ["3" for _ in rule["items"]]}
    return json.dumps(found, ensure_ascii=False)


def copied(folder: Path, target: Path) -> Path:
    """The packaged folder somewhere else."""
    shutil.copytree(folder, target)
    return target
