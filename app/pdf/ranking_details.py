"""What an order rests on: each expert's totals, the sums by hand, the records with their codes, every act."""

from collections.abc import Sequence
from fractions import Fraction

from app.domain.canonical import check_code
from app.domain.entries import Entry, clock_went_back
from app.domain.history import Fact, read_fact
from app.domain.ranking_acts import RankingState
from app.domain.ranking_facts import (
    ApplicantLeftOut,
    ApplicantTaken,
    OrderDecided,
    RankingOpened,
    RankingReopened,
    RankingSealed,
    RankingSigned,
    Recommended,
)
from app.domain.ranking_paper import RankingFound, RankingPaper
from app.domain.ranking_rows import Applicant, Total, shown_apart
from app.domain.verdict import brief_points
from app.pdf.blocks import grid_table, headed_table, heading, points
from app.pdf.flow import Flow
from app.pdf.paper_frame import clipped
from app.pdf.styles import CELL, CELL_CENTER, CELL_SMALL, CELL_SMALL_CENTER, CELL_STRONG, SMALL
from app.pdf.wording import division, time_words

_EXPERTS_A_TABLE = 8
_PLATFORM, _EXPERT, _MEAN = 110.0, 40.0, 50.0
_PAD = 3.0


def details(flow: Flow, paper: RankingPaper, found: RankingFound) -> None:
    """The parts that show how the order came about."""
    _totals(flow, found)
    _by_hand(flow, found)
    _records(flow, found)
    _journal(flow, paper)
    _certificates(flow, found)


def _totals(flow: Flow, found: RankingFound) -> None:
    """Applicants by experts; an expert who scored several stands in one column."""
    state = found.state
    names: dict[str, str] = {}
    for applicant in state.applicants:
        for total in applicant.totals:
            names.setdefault(total.who, total.name)
    whos = list(names)
    tables = max(1, -(-len(whos) // _EXPERTS_A_TABLE))
    size = -(-len(whos) // tables) or 1
    shown = shown_apart([each.mean for each in state.applicants], state.opening.rules.minimum_total)
    for number, start in enumerate(range(0, len(whos), size)):
        group = whos[start : start + size]
        columns = [clipped(names[who], _EXPERT - 6, CELL_STRONG.size) for who in group]
        rows = [
            [each.platform, *[_cell(each.totals, who) for who in group], shown[each.mean]]
            for each in state.applicants
        ]
        shares = (_PLATFORM, *[_EXPERT] * len(group), _MEAN)
        styles = (CELL, *[CELL_CENTER] * len(group), CELL_STRONG)
        table = grid_table(flow.width, shares, ("申报单位", *columns, "综合评分"), rows, styles, _PAD)
        headed_table(flow, "各位专家的总分" + ("（续）" if number else ""), table)
    flow.gap(4)
    flow.paragraph(_totals_note(state), SMALL)


def _cell(totals: Sequence[Total], who: str) -> str:
    total = next((each for each in totals if each.who == who), None)
    if total is None:
        return "—"
    return brief_points(total.own) + ("" if total.counted else "\n（去掉）")


def _totals_note(state: RankingState) -> str:
    note = "— 表示该专家没有这一家的有效评分表。总分取自各家的汇总记录。"
    if any(not each.counted for one in state.applicants for each in one.totals):
        note += "（去掉）表示按规则去掉的一个最高总分和一个最低总分，不计入平均。"
    if state.opening.rules.determined_in_mean:
        note += "综合评分按约定先以合议认定替换该项得分再平均。"
    return note


def _by_hand(flow: Flow, found: RankingFound) -> None:
    heading(flow, "手算核对")
    lines = []
    for each in found.state.applicants:
        terms = [total.entering for total in each.totals if total.counted]
        lines.append(f"{each.platform}：{division(terms, len(terms))}{_exactly(each)}")
    points(flow, lines)


def _exactly(one: Applicant) -> str:
    """The exact fraction where decimals do not tell it."""
    return "" if (one.mean * 100).denominator == 1 else f"，精确值 {Fraction(one.mean)}"


def _records(flow: Flow, found: RankingFound) -> None:
    rows = [
        [each.platform, each.record_id, check_code(each.record), each.record[:16]]
        for each in found.state.applicants
    ]
    header = ("申报单位", "汇总记录", "校验码", "数据摘要（前 16 位）")
    table = grid_table(flow.width, (120, 90, 160, 114), header, rows, (CELL, CELL), _PAD)
    headed_table(flow, "所依据的汇总记录", table)


def _journal(flow: Flow, paper: RankingPaper) -> None:
    names: dict[str, str] = {}
    rows = [[str(entry.seq), time_words(entry.time), *_told(entry, names)] for entry in paper.entries]
    styles = (CELL_SMALL_CENTER, CELL_SMALL, CELL_SMALL, CELL_SMALL)
    header = ("序号", "时间", "事项", "原因或说明")
    notes = []
    back = clock_went_back(paper.entries)
    if back:
        listed = "、".join(str(seq) for seq in back)
        notes.append(f"时钟曾经倒退：第 {listed} 条的时间早于之前的记录。先后次序以序号为准。")
    notes.append("时间取自这台电脑的时钟。纳入新的汇总记录后，以前的决定和推荐作废，须重新登记。")
    table = grid_table(flow.width, (30, 94, 180, 180), header, rows, styles, _PAD)
    headed_table(flow, "经过", table, keep=4 + 2 * SMALL.leading)
    flow.gap(4)
    flow.paragraph("".join(notes), SMALL)


def _told(entry: Entry, names: dict[str, str]) -> tuple[str, str]:
    """One act and its reason; `names` gathers what panels are called."""
    fact = read_fact(entry)
    if isinstance(fact, ApplicantTaken):
        platform, record = _taken(fact)
        names[record.partition("-")[0]] = platform
        return f"纳入：{platform}（{record}）", ""
    return act_words(fact, names)


def act_words(fact: Fact, names: dict[str, str]) -> tuple[str, str]:
    """One act of a ranking and its reason: 登记次序：乙平台，甲平台 / 理由."""
    match fact:
        case RankingOpened():
            return "开始排序", ""
        case ApplicantLeftOut():
            return f"不纳入：{fact.platform}（{fact.panel}）", fact.reason
        case OrderDecided():
            return f"登记次序：{_named(fact.panels, names)}", fact.note
        case Recommended():
            return f"登记推荐（名额 {fact.places} 个）：{_named(fact.panels, names) or '没有推荐'}", fact.note
        case RankingSealed():
            return f"封存第{fact.revision}版，摘要 {fact.ranking[:16]}", ""
        case RankingReopened():
            return f"撤回封存，摘要 {fact.ranking[:16]}", fact.reason
        case RankingSigned():
            return f"签名：签名栏 {fact.field}", ""
    return type(fact).__name__, ""


def _taken(fact: ApplicantTaken) -> tuple[str, str]:
    value = fact.applicant
    assert isinstance(value, dict)  # replayed before it is printed
    return str(value["platform"]), f"{value['panel']}-R{value['revision']}"


def _named(panels: object, names: dict[str, str]) -> str:
    listed = panels if isinstance(panels, list | tuple) else ()
    return "，".join(names.get(str(each), str(each)) for each in listed)


def _certificates(flow: Flow, found: RankingFound) -> None:
    opening = found.state.opening
    rows = [[f"汇总席：{opening.organiser.name}", check_code(opening.signer), opening.signer[:16]]]
    rows += [
        [f"组长：{each.name}", check_code(each.certificate), each.certificate[:16]]
        for each in found.state.chairs
    ]
    header = ("签名者", "证书校验码", "证书摘要（前 16 位）")
    headed_table(flow, "签名证书", grid_table(flow.width, (150, 190, 144), header, rows, pad=_PAD))
