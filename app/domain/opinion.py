"""The panel's opinion as it writes itself from the result: verdict, zero-score items, what was settled.

A draft for people to change; names of experts never stand in it.
"""

from collections.abc import Iterator

from app.domain.closing import evidence_for, zero_awards
from app.domain.consolidation import Result
from app.domain.panel import Panel
from app.domain.record import Findings
from app.domain.rubric import Criterion, CriterionId
from app.domain.verdict import brief_points

OPINION_LIMIT = 4000
_REMARKS = 3
_NUMERALS = ("一", "二", "三", "四")
_OUTCOMES = {"full": "认定满分", "not_full": "认定未得满分", "equal": "未过半数，未能认定"}


def drafted_opinion(found: Findings) -> str:
    """The draft, at most OPINION_LIMIT characters; "" while scores are not open."""
    if not found.panel.is_open:
        return ""
    parts = [("评审结论", [found.verdict.sentence])]
    parts.append(("未得分项", list(_zeros(found.panel))))
    parts.append(("合议认定", list(_determinations(found.panel, found.result))))
    parts.append(
        ("组织方更正的事实", [f"{each.criterion}：{each.reason}" for each in found.panel.corrections])
    )
    told = [(name, lines) for name, lines in parts if lines]
    while len(text := _text(told)) > OPINION_LIMIT:
        told = _shortened(told)
    return text


def _text(parts: list[tuple[str, list[str]]]) -> str:
    blocks = [
        "\n".join((f"{number}、{name}", *lines))
        for number, (name, lines) in zip(_NUMERALS, parts, strict=False)
    ]
    return "\n".join(blocks)


def _shortened(parts: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Without the last line of the longest part, which says that there is more."""
    longest = max(range(len(parts)), key=lambda at: sum(map(len, parts[at][1])))
    name, lines = parts[longest]
    more = "其余各项见所附评分表。"
    kept = [line for line in lines if line != more][:-1]
    return [*parts[:longest], (name, [*kept, more]), *parts[longest + 1 :]]


def _zeros(panel: Panel) -> Iterator[str]:
    for criterion in panel.brief.rubric.criteria:
        zeros = zero_awards(panel, criterion)
        if not zeros:
            continue
        remarks = [each.sheet.assessments[criterion.id].remark.strip() for each in zeros]
        said = list(dict.fromkeys(remark for remark in remarks if remark))[:_REMARKS]
        why = "；".join(remark.rstrip("。") for remark in said)
        if len(zeros) < len(panel.counted):
            how_many = f"{len(panel.counted)} 人中 {len(zeros)} 人评 0 分"
        else:
            how_many = "评 0 分"
        points = f"（{brief_points(criterion.points)} 分）"
        yield f"{criterion.id}{points}{criterion.text}：{how_many}{_basis(panel, criterion, why)}"


def _basis(panel: Panel, criterion: Criterion, why: str) -> str:
    evidence = "、".join(evidence_for(panel, criterion))
    seen = f"（佐证 {evidence}）" if evidence and "佐证" not in why else ""
    return f"。{why}{seen}。" if why else f"{seen}。"


def _determinations(panel: Panel, result: Result) -> Iterator[str]:
    for criterion, found in result.determinations.items():
        vote = result.votes[criterion]
        counts = f"{len(vote.in_favour)}∶{len(vote.against)}"
        kind = _kind(panel, criterion)
        yield f"{criterion}{kind} 经合议{_OUTCOMES[vote.outcome]}（{counts}）：{found.note}"


def _kind(panel: Panel, criterion: CriterionId) -> str:
    return "（必要项）" if panel.brief.rubric.is_mandatory(criterion) else ""
