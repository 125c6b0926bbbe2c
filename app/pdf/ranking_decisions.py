"""What the program does not decide, on paper: contested groups, the panel's decisions, its recommendation."""

from app.domain.ranking_order import Contested, Decision, contested
from app.domain.ranking_paper import RankingFound
from app.domain.ranking_rows import Applicant, shown_apart
from app.pdf.blocks import grid_table, heading
from app.pdf.flow import Flow
from app.pdf.styles import CELL, CELL_CENTER, SMALL, STRONG
from app.pdf.wording import date_words

_PLAN = "专家组推荐，由委托方按评审结果择优选取，原则上每类平台 1 个（方案第六部分第（三）项）。"
_COMMON = "各家的评审专家不完全相同；共同专家是每一家具备资格的都交了有效评分表的专家，均分为其总分的平均。"


def decisions(flow: Flow, found: RankingFound) -> None:
    """Every contested group with what the panel decided; both orders where the experts differ."""
    state = found.state
    groups = contested(state.ranking)
    heading(flow, "并列和次序的决定")
    if not groups:
        flow.paragraph(_no_contest(found))
    names = {each.panel: each for each in state.applicants}
    for group in groups:
        decision = next((each for each in state.decisions if set(each.panels) == set(group.panels)), None)
        flow.paragraph(_contest_words(found, group, names), STRONG)
        flow.paragraph(_decision_words(decision, names), indent=14)
        flow.gap(3)
    if state.ranking.common_order:
        _both_orders(flow, found)


def _no_contest(found: RankingFound) -> str:
    if found.state.ranking.common_order:
        return "没有并列；按全部有效评分表和按共同专家的次序一致，无须决定。"
    return "没有并列，无须决定。"


def _contest_words(found: RankingFound, group: Contested, names: dict[str, Applicant]) -> str:
    listed = "、".join(names[each].platform for each in group.panels)
    if group.kind == "differs":
        return f"{listed}：按全部有效评分表和按共同专家的次序不同。"
    means = [each.mean for each in found.state.applicants]
    shown = shown_apart(means, found.state.opening.rules.minimum_total)
    return f"{listed}：综合评分都是 {shown[names[group.panels[0]].mean]} 分，精确值相等，并列。"


def _decision_words(decision: Decision | None, names: dict[str, Applicant]) -> str:
    if decision is None:
        return "专家组没有决定先后，名次并列；不影响推荐。"
    order = "，".join(f"{at}．{names[each].platform}" for at, each in enumerate(decision.panels, start=1))
    return f"专家组于{date_words(decision.date)}决定：{order}。理由：{decision.note}"


def _both_orders(flow: Flow, found: RankingFound) -> None:
    """The order by all and by the common experts, side by side."""
    ranking = found.state.ranking
    common = {each.panel: each for each in ranking.common_order}
    minimum = found.state.opening.rules.minimum_total
    own = shown_apart([each.mean for each in ranking.order], minimum)
    shared = shown_apart([each.mean for each in ranking.common_order], None)
    rows = [
        [
            each.platform,
            str(each.rank),
            own[each.mean],
            str(common[each.panel].rank),
            shared[common[each.panel].mean],
        ]
        for each in ranking.order
        if each.eligible
    ]
    header = ("申报单位", "名次\n（全部专家）", "综合评分", "名次\n（共同专家）", "共同专家均分")
    styles = (CELL, CELL_CENTER, CELL_CENTER, CELL_CENTER, CELL_CENTER)
    flow.gap(4)
    flow.need(90)
    flow.table(grid_table(flow.width, (164, 80, 80, 80, 80), header, rows, styles))
    flow.gap(4)
    flow.paragraph(
        "各家的评审专家不完全相同；共同专家是每一家都交了有效评分表的专家，均分为其总分的平均。", SMALL
    )


def recommendation(flow: Flow, found: RankingFound) -> None:
    """Whom the panel recommends, for how many places, and why where it is not the usual one."""
    wanted = found.state.recommendation
    heading(flow, "专家组推荐")
    if wanted is None:
        flow.paragraph("没有申报单位具备认定资格，不作推荐。")
    else:
        names = {each.panel: each.platform for each in found.state.applicants}
        listed = "、".join(f"{at}．{names[each]}" for at, each in enumerate(wanted.panels, start=1))
        told = f"推荐：{listed}" if listed else "没有推荐"
        flow.paragraph(f"{told}（名额 {wanted.places} 个，{date_words(wanted.date)}）。", STRONG)
        if wanted.note.strip():
            flow.paragraph(f"说明：{wanted.note}")
    flow.paragraph(_PLAN, SMALL)
