"""Panels whose experts differ: signed on real laptops, collected and bound; or lying in memory, where a page
only reads them and signing many sheets would take long."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from app.domain.finding_values import AllOfFinding, Assessment
from app.domain.panel import Panel
from app.domain.rubric import CriterionId
from app.ui.desk import Desk
from app.ui.organiser.panel_session import PanelSession
from tests import builders
from tests.workspaces import NAMES, STAFF, SURVEY, World, bind_all, panel_file, scored, short

Changes = Mapping[str, object]
NONE: Changes = {}
LEADER = {"conditions": ["6", True], "evidence": ["佐证5"]}
TOO_FEW = {
    "conditions": ["4", True],
    "remark": "经查佐证 5，专职从业人数 4 人，少于 5 人。",
    "evidence": ["佐证5"],
}
NINETEEN = {
    "conditions": [True, "19"],
    "fact": "corrected",
    "remark": "经查佐证 7，入驻机构 19 家，少于 20 家。",
    "evidence": ["佐证7"],
}
# By criterion of annex 2: one finds the staff short, one the institutions, one fewer highlights and wants
# the training discussed; the last is far below the others.
FOUR_TO_ONE: tuple[Changes, ...] = (
    {"c2_1_3_1": LEADER},
    {"c2_1_3_1": LEADER, "c2_3_1_1": {"value": "2"}},
    {"c2_1_3_1": TOO_FEW},
    {"c2_1_3_1": LEADER, "c2_2_1_1": NINETEEN,
     "c2_2_4_1": {"conditions": [True, ["1"] * 12], "discuss": True}},
    {"c2_1_3_1": LEADER, "c2_2_2_1": short("2.2.2.1"), "c2_2_2_2": short("2.2.2.2"),
     "c2_2_3_1": short("2.2.3.1"), "c2_2_3_2": short("2.2.3.2"), "c2_2_5_1": short("2.2.5.1")},
)  # fmt: skip


# ---- signed on laptops ---------------------------------------------------------------------------------


def panel_of(world: World, platform: str, changes: Sequence[Changes], *, come: int = 0) -> str:
    """A panel of annex 2 of as many experts as there are `changes`; only the first `come` sheets are in, all
    by default; 满意度 is supplied."""
    experts = len(changes)
    for number in range(1, experts + 1):
        if not world.folder(f"E{number}").exists():
            world.new_laptop(f"E{number}", NAMES[number - 1])
    with world.laptop("desk") as desk:
        name = desk.panels.new(panel_file(world.root, NAMES[:experts], platform=platform)).name
        desk.panels.issue(name, world.root / f"{name}.pdf")
    stick = world.root / f"stick-{name}"
    stick.mkdir()
    for number, each in enumerate(changes[: come or experts], start=1):
        sign(world, number, name, stick, each)
    with world.laptop("desk") as desk:
        desk.collecting.collect([stick])
        bind_all(desk, name, list(desk.panels.load(name).panel.sheets.values()))
        desk.settling.supply(name, SURVEY, {"value": "92"}, "佐证 12")
    return name


def sign(world: World, number: int, panel: str, stick: Path, changes: Changes) -> None:
    """One expert scores, signs and hands over."""
    with world.laptop(f"E{number}") as core:
        sheet, paper = scored(core, world.file(f"{panel}.pdf"), None, **changes)
        core.scoring.hand_over(sheet.id, paper, stick / f"E{number}.pdf")


# ---- in memory -----------------------------------------------------------------------------------------


class Told(PanelSession):
    """A panel that lies in memory, before a desk that knows nothing of it: to be looked at."""

    def __init__(self, desk: Desk, panel: Panel) -> None:
        super().__init__(desk, panel.name)
        self._told = panel

    @property
    def panel(self) -> Panel:
        return self._told

    @property
    def saved_at(self) -> str:
        return builders.TIME


def counted(*staff: int, points: Sequence[builders.Points] = (), come: int = 0) -> builders.Desk:
    """A panel of annex 2 whose experts counted so many people, and gave these points for other criteria."""
    brief = builders.a_brief(2, len(staff))
    desk = builders.Desk(brief)
    given = dict(enumerate(points))
    for at, number in enumerate(staff[: come or len(staff)]):
        sheet = builders.a_sheet(brief, brief.seats[at].id, {STAFF: 0} | dict(given.get(at, {})))
        remark = "" if number >= 5 else f"经查佐证 5，专职从业人数 {number} 人，少于 5 人。"
        own = Assessment(AllOfFinding((Fraction(number), True)), remark, ("佐证5",))
        awards = {**sheet.awards, CriterionId(STAFF): Fraction(10 if number >= 5 else 0)}
        assessments = {**sheet.assessments, CriterionId(STAFF): own}
        desk.receive(
            replace(sheet, assessments=assessments, awards=awards, total=sum(awards.values(), Fraction(0)))
        )
    return desk.supply()


def judged(*points: builders.Points) -> builders.Desk:
    """A panel of annex 1, one expert for each."""
    return builders.a_desk(builders.a_brief(1, len(points)), points)
