"""差在哪里: about which fact the counted experts differ, in words that name nobody.

For panels that are open: callers ask `Panel.is_open`. What stands on a row of the matrix is matrix.py's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from app.domain.canonical import write_decimal
from app.domain.finding_values import (
    AccumulateFinding,
    AllOfFinding,
    Answer,
    Finding,
    RangeFinding,
    TiersFinding,
    holds,
)
from app.domain.frozen import frozen
from app.domain.panel import Panel
from app.domain.period import labels
from app.domain.rubric import Accumulate, AllOf, Condition, Criterion, CriterionId, Measure, Tiers
from app.domain.votes import findings_on, points_of, recorded, vote

_WORDS = {True: "符合", False: "不符合"}
Found = Sequence[tuple[Fraction, str]]


@frozen
class Split:
    """A fact on which experts differ: what was looked at, how many found what (the most first), the line.

    `counted` tells a thing that is counted from one that is judged or measured.
    """

    label: str
    counts: tuple[tuple[int, str], ...]
    line: str = ""
    counted: bool = False

    @property
    def sentence(self) -> str:
        """入驻机构：4 人数到 23 家，1 人数到 19 家，门槛 20 家。"""
        verb = "数到" if self.counted else "认定"
        told = [f"{number} 人{verb}{_spaced(words)}" for number, words in self.counts]
        return f"{self.label}：{'，'.join([*told, *filter(None, [self.line])])}。"


def splits(panel: Panel, criterion: Criterion) -> tuple[Split, ...]:
    """The facts of a criterion on which the counted experts differ; none for judged points (range)."""
    rule, found = criterion.rule, findings_on(panel, criterion).values()
    if isinstance(rule, AllOf):
        names = labels(panel.brief.period, panel.brief.rules.months)
        answers = _answers(found)
        return tuple(
            _condition(rule.conditions[at], [each[at] for each in answers], names)
            for at in differing(rule, found)
        )
    if isinstance(rule, Tiers):
        values = [each.value or Fraction(0) for each in found if isinstance(each, TiersFinding)]
        measured = [_measured(rule.label, rule.unit, values, _tiers(rule, values), rule.unit != "%")]
    elif isinstance(rule, Accumulate):
        counts = [each.counts for each in found if isinstance(each, AccumulateFinding)]
        columns = [[each[at] or Fraction(0) for each in counts] for at in range(len(rule.items))]
        items = zip(rule.items, columns, strict=True)
        measured = [_measured(each.label, each.unit, column, "", True) for each, column in items]
    else:
        measured = []
    return tuple(each for each in measured if len(each.counts) > 1)


def differing(rule: AllOf, findings: Iterable[Finding | None]) -> tuple[int, ...]:
    """The positions of the conditions that some found to hold and some not."""
    answers = _answers(findings)
    return tuple(
        at
        for at, condition in enumerate(rule.conditions)
        if len({holds(condition, each[at]) for each in answers}) > 1
    )


def finding_words(criterion: Criterion, finding: Finding | None, at: Sequence[int] = ()) -> str:
    """What was found, short as a cell: 6 人、不符合; `at` are the conditions to tell, else the measures."""
    rule = criterion.rule
    if isinstance(rule, AllOf) and isinstance(finding, AllOfFinding):
        pairs = list(zip(rule.conditions, finding.conditions, strict=True))
        shown = [pairs[n] for n in at] or [each for each in pairs if isinstance(each[0], Measure)]
        if len(shown) == 1:
            return _short(*shown[0])
        return _several(shown) if at else _WORDS[all(holds(*each) for each in pairs)]
    if isinstance(rule, Tiers) and isinstance(finding, TiersFinding):
        return "待补录" if finding.value is None else amount(finding.value, rule.unit)
    if isinstance(rule, Accumulate) and isinstance(finding, AccumulateFinding):
        seen = [write_decimal(each or Fraction(0)) for each in finding.counts]
        return f"{'＋'.join(seen)} {rule.items[0].unit}"
    points = finding.points if isinstance(finding, RangeFinding) else None
    return f"{write_decimal(points or Fraction(0))} 分"


def cell_words(panel: Panel, criterion: Criterion) -> Mapping[str, str]:
    """What every counted seat found, short enough for a cell: what they differ in, where they do."""
    found, rule = findings_on(panel, criterion), criterion.rule
    at = differing(rule, found.values()) if isinstance(rule, AllOf) else ()
    return {seat: finding_words(criterion, each, at) for seat, each in found.items()}


def opposition(panel: Panel, criterion: Criterion) -> str:
    """2.1.3.1 认定不一致：4 人认定符合（6 人），1 人认定不符合（4 人）。请对照佐证 5 合议。"""
    where = evidence_words(panel, criterion.id) or "材料"
    return f"{_sides(panel, criterion)}请对照{where}{' ' if where[-1].isdigit() else ''}合议。"


def explained(panel: Panel, criterion: Criterion) -> tuple[str, ...]:
    """差在哪里, a sentence a fact; where all facts agree and only the points differ, that."""
    told = tuple(each.sentence for each in splits(panel, criterion))
    return told or (("各项条件认定一致，只是得分不同。",) if isinstance(criterion.rule, AllOf) else ())


def evidence_on(panel: Panel, criterion: CriterionId) -> tuple[str, ...]:
    """The evidence numbers named for a criterion: the brief's and the desk's first, then the experts'."""
    known = [panel.brief.facts.get(criterion), panel.supplied.get(criterion)]
    known += [each.fact for each in panel.corrections if each.criterion == criterion]
    found = [each.evidence for each in known if each is not None]
    found += [each for one in panel.counted for each in one.sheet.assessments[criterion].evidence]
    return tuple(dict.fromkeys(each.removeprefix("佐证").strip() for each in found))


def evidence_words(panel: Panel, criterion: CriterionId) -> str:
    """佐证 5、7; "" where none is named."""
    found = evidence_on(panel, criterion)
    return f"佐证 {'、'.join(found)}" if found else ""


def determined_words(panel: Panel, criterion: Criterion) -> str:
    """What a recorded discussion came to; "" while there is none, or a revision has reopened it."""
    found = recorded(panel, criterion)
    if found is None:
        return ""
    count, rules = f"{found.in_favour}∶{found.against}", panel.brief.rules
    if not panel.brief.rubric.is_mandatory(criterion.id) or rules.gate != "joint":
        return f"已登记合议（{count}）。不改任何人的评分。"
    if found.outcome == "equal":
        equal = "未能认定" if rules.equal == "undetermined" else "按约定认定为不符合"
        return f"{count}，未过半数，{equal}。"
    kept = min(found.in_favour, found.against)
    dissent = f"，不同意见 {kept} 条已保留" if kept else ""
    entering = "按约定计入平均。" if rules.determined_in_mean else "只认定基础条件，不改任何人的评分。"
    return f"合议认定：{_WORDS[found.outcome == 'full']}（{count}）{dissent}。{entering}"


def opinion_line(panel: Panel, criterion: Criterion) -> str:
    """A paragraph for the panel's opinion: what differed, what was looked at, what came of it; no names."""
    looked = evidence_words(panel, criterion.id)
    told = [_sides(panel, criterion), *explained(panel, criterion), f"已对照{looked}。" if looked else ""]
    return "".join([*told, determined_words(panel, criterion)])


def amount(value: Fraction, unit: str) -> str:
    """23 家, 89.96%"""
    return f"{write_decimal(value)}{'' if unit == '%' else ' '}{unit}"


def _sides(panel: Panel, criterion: Criterion) -> str:
    words, found = cell_words(panel, criterion), vote(panel, criterion)
    sides = [("认定符合", found.in_favour), ("认定不符合", found.against)]
    what = "认定不一致"
    if not isinstance(criterion.rule, AllOf):
        own = {each.place.seat: points_of(panel, each, criterion) or Fraction(0) for each in panel.counted}
        levels = sorted(set(own.values()), reverse=True)
        sides = [
            (f"得 {write_decimal(one)} 分", tuple(seat for seat in own if own[seat] == one)) for one in levels
        ]
        what = "得分不一致"
    told = [f"{len(seats)} 人{side}{_aside([words[one] for one in seats])}" for side, seats in sides if seats]
    return f"{criterion.id} {what}：{'，'.join(told)}。"


def _aside(words: Sequence[str]) -> str:
    """What one side found, the most frequent first; nothing where it is only 符合 or 不符合."""
    told = [each for each, _ in Counter(words).most_common() if each not in _WORDS.values()]
    return f"（{'、'.join(told)}）" if told else ""


def _spaced(words: str) -> str:
    return f" {words}" if words[:1].isdigit() else words


def _answers(findings: Iterable[Finding | None]) -> list[tuple[Answer, ...]]:
    return [each.conditions for each in findings if isinstance(each, AllOfFinding)]


def _condition(condition: Condition, answers: Sequence[Answer], names: Mapping[int, Sequence[str]]) -> Split:
    if isinstance(condition, Measure):
        values = [each for each in answers if isinstance(each, Fraction)]
        line = f"门槛 {amount(condition.at_least, condition.unit)}"
        return _measured(condition.label, condition.unit, values, line, condition.whole)
    told: list[tuple[Fraction, str]] = []
    for answer in answers:
        short = _short_periods(condition, answer)
        words = [names[len(answer)][at] for at in short] if isinstance(answer, tuple) else []
        told.append((Fraction(-len(short)), f"缺 {'、'.join(words)}" if words else _short(condition, answer)))
    return Split(condition.label, _counted(told))


def _measured(label: str, unit: str, values: Sequence[Fraction], line: str, counted: bool) -> Split:
    return Split(label, _counted([(each, amount(each, unit)) for each in values]), line, counted)


def _tiers(rule: Tiers, values: Sequence[Fraction]) -> str:
    """The tiers that lie between what was found."""
    between = [each.at_least for each in rule.tiers if min(values) < each.at_least <= max(values)]
    return f"分档 {'、'.join(amount(each, rule.unit) for each in between)}" if between else ""


def _counted(found: Found) -> tuple[tuple[int, str], ...]:
    """How many found what: the most first, of equal numbers the greater first."""
    told = sorted(Counter(found).items(), key=lambda each: (each[1], each[0][0]), reverse=True)
    return tuple((number, words) for (_, words), number in told)


def _short(condition: Condition, answer: Answer) -> str:
    if isinstance(condition, Measure) and isinstance(answer, Fraction):
        return amount(answer, condition.unit)
    if isinstance(answer, tuple):
        short = _short_periods(condition, answer)
        return f"缺 {len(short)} 期" if short else "各期齐全"
    return _WORDS[answer is True]


def _several(pairs: Sequence[tuple[Condition, Answer]]) -> str:
    """What is measured, and whether the others are met: 19 家、不符合; without a measure 2 处不符合."""
    told = [_short(*each) for each in pairs if isinstance(each[0], Measure)]
    unmet = sum(not holds(*each) for each in pairs if not isinstance(each[0], Measure))
    if unmet:
        told.append("不符合" if told or unmet == 1 else f"{unmet} 处不符合")
    return "、".join(told) or _WORDS[True]


def _short_periods(condition: Condition, answer: Answer) -> list[int]:
    """The positions of the periods that fall short."""
    least, counts = getattr(condition, "each", Fraction(0)), answer if isinstance(answer, tuple) else ()
    return [at for at, count in enumerate(counts) if count is None or count < least]
