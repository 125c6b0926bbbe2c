"""认定: several applicants of one category, each its panel, ranked side by side."""

from fractions import Fraction
from pathlib import Path

import pytest

from app.domain.ranking import RankingRefusedError, rank
from app.domain.record import Findings
from app.services.core import Core
from tests.ranked_worlds import judged as judge
from tests.workspaces import NAMES, World


def findings(desk: Core, panels: list[str]) -> list[Findings]:
    return [desk.panels.findings(panel)[0] for panel in panels]


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "world")
    world.stick.mkdir(parents=True)
    world.new_laptop("desk", "陈秘书", "广州某咨询有限公司", "")
    for number in range(1, 5):
        world.new_laptop(f"E{number}", NAMES[number - 1])
    return world


def test_three_applicants_are_ranked_and_one_without_an_office_is_not(world: World) -> None:
    panels = [
        judge(world, "甲平台", {"E1": "8", "E2": "8", "E3": "9"}),
        judge(world, "乙平台", {"E1": "10", "E2": "9.5", "E3": "9"}),
        judge(world, "丙平台", {"E1": "10", "E2": "10", "E3": "10"}, office=False),
    ]
    with world.laptop("desk") as desk:
        assert {each.outcome for each in desk.collecting.collect([world.stick])} == {"accepted"}
        ranking = rank(findings(desk, panels))
        records = [desk.records.seal(panel, world.root / f"{panel}.pdf") for panel in panels]
    assert [(each.platform, each.rank, each.eligible) for each in ranking.order] == [
        ("乙平台", 1, True), ("甲平台", 2, True), ("丙平台", None, False),
    ]  # fmt: skip
    assert [each.mean for each in ranking.order] == [Fraction(199, 2), Fraction(295, 3), Fraction(85)]
    assert (ranking.common_order, ranking.differs, ranking.recommended) == ((), False, panels[1])
    assert [each.findings.verdict.kind for each in records] == ["eligible", "eligible", "ineligible"]


def test_panels_with_different_experts_show_the_order_by_the_common_ones(world: World) -> None:
    """E4, who sat only on the second panel, is generous: without E4 the order is the other way round."""
    panels = [
        judge(world, "甲平台", {"E1": "8", "E2": "8", "E3": "2"}),
        judge(world, "乙平台", {"E1": "7", "E2": "7", "E4": "10"}),
    ]
    with world.laptop("desk") as desk:
        desk.collecting.collect([world.stick])
        ranking = rank(findings(desk, panels))
    assert [each.platform for each in ranking.order] == ["乙平台", "甲平台"]
    assert [each.platform for each in ranking.common_order] == ["甲平台", "乙平台"]
    assert ranking.differs and ranking.recommended is None


def test_a_tie_is_shown_and_never_broken_and_an_unfinished_panel_is_not_ranked(world: World) -> None:
    panels = [judge(world, name, {"E1": "9", "E2": "8", "E3": "7"}) for name in ("甲平台", "乙平台")]
    with world.laptop("desk") as desk:
        with pytest.raises(RankingRefusedError):
            rank(findings(desk, panels))
        desk.collecting.collect([world.stick])
        ranking = rank(findings(desk, panels))
    assert [(each.rank, each.tied) for each in ranking.order] == [(1, True), (1, True)]
    assert ranking.recommended is None
