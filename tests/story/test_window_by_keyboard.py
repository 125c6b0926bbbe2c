"""An expert's day at the window with nothing but a keyboard, annex by annex; the desk's terminal has the
last word on what came out."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from app.domain.rubric import CriterionId
from app.ui.brief_page import BriefPage
from app.ui.check_page import CheckPage
from app.ui.handover_page import HandoverPage
from app.ui.home_page import HomePage
from app.ui.roster_page import RosterPage
from app.ui.scoring_page import ScoringPage
from tests.cli.driver import Terminal, listed
from tests.story.keyboard import Key, Keyboard, focused, words_of
from tests.story.scoring_hands import PLANS, Hands, Plan, expected_marks
from tests.ui import desks
from tests.ui.days import day
from tests.workspaces import NAMES, World, panel_file, rubric

PERSON = 1  # of the roster, from 0


@dataclass(frozen=True)
class Desk:
    """The organiser's laptop: a terminal, and the folder that everybody's sticks lie in."""

    zhiping: Terminal
    world: World

    def issue(self, plan: Plan) -> Path:
        """A stick with the brief of a panel."""
        stick = self.world.root / f"stick-{plan.annex}"
        stick.mkdir()
        file = panel_file(
            self.world.root, annex=plan.annex, platform=f"附件{plan.annex}服务平台", facts=plan.facts()
        )
        panel = self.zhiping("panel", "new", file, at="desk").text("id")
        done = self.zhiping("panel", "brief", panel, "--out", stick / "任务书.pdf", at="desk")
        assert done.code == 0, done.out
        shutil.copy(stick / "任务书.pdf", self.world.stick / "brief.pdf")  # what a day looks at beforehand
        return stick


@dataclass(frozen=True)
class Seen:
    """What the window showed at the end of a day: award by criterion, the total, the panel."""

    awards: Mapping[CriterionId, str]
    total: str
    panel: str


@pytest.fixture(scope="module")
def organiser(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desks.application()
    world = World(tmp_path_factory.mktemp("window"))
    world.stick.mkdir()
    world.folder("desk").mkdir(parents=True)
    zhiping = Terminal(world.folder("desk").parent)
    made = zhiping("identity", "new", "--name", "林秘书", "--unit", "某某会议公司", at="desk")
    assert made.code == 0, made.out
    return Desk(zhiping, world)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"annex-{plan.annex}")
def test_an_expert_scores_a_table_by_keyboard_and_the_terminal_verifies_the_sheet(
    organiser: Desk, plan: Plan, tmp_path: Path
) -> None:
    brief = organiser.issue(plan)
    collected = tmp_path / "stick"
    collected.mkdir()
    with day(organiser.world, tmp_path / "laptop") as running:
        keys = Keyboard(running)
        sit_down(keys, brief)
        declare(keys)
        seen = score(keys, plan)
        sign_and_hand_over(keys, collected, seen)
    written = list(collected.glob("*.pdf"))
    assert len(written) == 1
    payload = json.loads(attached(written[0]))
    assert {id: points for id, points in seen.awards.items() if points != "–"} == payload["awards"]
    assert (payload["total"], payload["name"]) == (seen.total, NAMES[PERSON])
    what_was_written(plan, payload["assessments"])
    taken_by_the_desk(organiser, seen, written[0])


def sit_down(keys: Keyboard, brief: Path) -> None:
    """From the empty home to the brief: a stick, a name, one question."""
    running = keys.running
    running.plug(brief)
    assert "U 盘里有 1 份任务书" in running.said()
    keys.act("打开任务书（1 份）")
    roster = running.page(RosterPage)
    assert focused() is roster.names[0]
    keys.act(words_of(roster.names[PERSON]))
    keys.act("只有我用")
    keys.act("就是我，继续")


def declare(keys: Keyboard) -> None:
    """Reads the brief and declares."""
    page = keys.running.page(BriefPage)
    said = keys.running.said()
    assert all(words in said for words in ("2025年6月8日至2026年6月7日", *NAMES[:3], "没有确认的不算数"))
    assert page.session.sheet.declaration is None
    keys.act("确认：无须回避，开始评分")


def score(keys: Keyboard, plan: Plan) -> Seen:
    """Every criterion, from the first to the last; what the window shows then."""
    page = keys.running.page(ScoringPage)
    keys.look()
    reached = Hands(keys, page, plan).score_all()
    table = rubric(plan.annex)
    supplied = {each.id for each in table.criteria if page.session.awards[each.id].state == "pending"}
    assert reached == [each.id for each in table.criteria if each.id not in supplied]
    awards = {card.criterion.id: card.score.text() for card in page.cards}
    assert {id: awards[id] for id in expected_marks(plan)} == expected_marks(plan)
    keys.press(Key.Key_Space)
    header = page.session.sheet.brief.header
    return Seen(awards, page.foot.total.text(), header.panel_name)


def sign_and_hand_over(keys: Keyboard, stick: Path, seen: Seen) -> None:
    """One tick, one signature, one stick."""
    running = keys.running
    check = running.page(CheckPage)
    keys.look()
    assert focused() is check.sure and not check.jumps
    keys.press(Key.Key_Space)
    keys.act("签署（1 份）")
    handover = running.page(HandoverPage)
    running.plug()
    assert "已签署，还没有交出。请插入收表 U 盘。" in running.said()
    running.plug(stick)
    keys.act("写入 U 盘")
    assert handover.good.text() == "已写入，复核一致。现在可以拔出 U 盘。"
    keys.act("回到今日评审")
    assert running.page(HomePage) and "已写入 U 盘" in running.said()


def what_was_written(plan: Plan, assessments: Mapping[str, Mapping[str, object]]) -> None:
    """Facts, remark, flag and evidence as the hands entered them, and nowhere else."""
    facts = {id: each["fact"] for id, each in assessments.items() if each.get("fact")}
    assert facts == {**dict.fromkeys(plan.confirmed, "confirmed"), plan.corrected: "corrected"}
    assert assessments[plan.corrected]["remark"] == plan.remark
    assert [id for id, each in assessments.items() if each.get("discuss")] == [plan.discuss]
    evidence = {id: each["evidence"] for id, each in assessments.items() if each.get("evidence")}
    assert evidence == {plan.noted: ["12", "13"]}


def taken_by_the_desk(organiser: Desk, seen: Seen, written: Path) -> None:
    """Imported, bound by the code that the expert reads out, and verified."""
    zhiping = organiser.zhiping
    imported = listed(zhiping("panel", "import", written, at="desk")["files"])
    assert [each["outcome"] for each in imported] == ["pending"]
    report = listed(zhiping("verify", written, at="desk").json)[0]
    assert (report["kind"], report["verdict"]) == ("sheet", "valid")
    states = {each["name"]: each["state"] for each in listed(report["checks"])}
    assert {states[each] for each in ("bytes", "later_changes", "coverage", "numbers", "page")} == {"ok"}
    assert "failed" not in states.values()
    bound = zhiping("panel", "bind", seen.panel, f"E{PERSON + 1}", str(report["code"]), at="desk")
    assert bound.code == 0, bound.out


def attached(paper: Path) -> bytes:
    """The data inside a PDF, read by another program's library."""
    with pikepdf.open(paper) as opened:
        return opened.attachments["zhiping.json"].get_file().read_bytes()
