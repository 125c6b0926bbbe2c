"""What a card says around the domain's own reasons: the proposal, the reason line, why a remark is asked."""

from app.domain.brief import KnownFact
from app.domain.canonical import write_decimal
from app.domain.entering import answers
from app.domain.finding_values import Answer
from app.domain.rubric import Accumulate, AllOf, Check, Criterion, Measure, Tiers
from app.domain.rules import Award
from app.domain.sheet import Sheet
from app.ui.words import law, t

_LONGEST = 60  # characters of reasons that stay readable in one line beside the award


def points_words(award: Award) -> str:
    """10, – while it is not judged."""
    return "–" if award.points is None else write_decimal(award.points)


def answer_words(criterion: Criterion, at: int, answer: Answer, told: str) -> str:
    """符合, 23 家, 4.5 分; of a grid what the domain `told` (缺 2026年3月)."""
    if isinstance(answer, bool):
        return t("符合") if answer else t("不符合")
    if isinstance(answer, tuple):
        return law(told.partition("：")[2].removesuffix(" ✓"))
    unit = _unit(criterion, at)
    number = "" if answer is None else write_decimal(answer)
    return f"{number}{'' if unit == '%' else ' '}{unit}"


def proposals(criterion: Criterion, known: KnownFact | None, told: Award) -> list[str]:
    """The organiser's fact answer by answer; `told` is what it would be worth. "" where there is none."""
    if known is None:
        return [""] * len(answers(criterion.rule, None))
    found = answers(criterion.rule, known.finding)
    why = (*told.why, *("",) * len(found))
    return [answer_words(criterion, at, answer, why[at]) for at, answer in enumerate(found)]


def why_words(criterion: Criterion, award: Award) -> tuple[str, str]:
    """The line beside the award and its state (ok, bad, "")."""
    if award.state == "pending":
        return t("满意度由组织方补录，不影响您现在签署。"), "warn"
    if award.unjudged and award.state == "missing":
        left = t("还有 {n} 处未判断").format(n=award.unjudged)
        if award.unmet:
            return law("；".join(award.why[at] for at in award.unmet)) + t("；") + left, "bad"
        return left, ""
    if isinstance(criterion.rule, AllOf):
        if award.unmet:
            extra = award.why[len(criterion.rule.conditions) :]
            return law("；".join((*(award.why[at] for at in award.unmet), *extra))), "bad"
        measured = [
            line
            for line, condition in zip(award.why, criterion.rule.conditions, strict=False)
            if not isinstance(condition, Check)
        ]
        line = "；".join(measured)
        if line and len(line) <= _LONGEST:
            return law(line), "ok"
        return t("{n} 个条件全部符合 ✓").format(n=len(criterion.rule.conditions)), "ok"
    return law("；".join(award.why)), "ok" if award.full else ""


def asks_words(sheet: Sheet, criterion: Criterion, award: Award) -> str:
    """Why a remark is wanted: after 更正 what the expert found; else that one is needed."""
    assessment = sheet.assessment(criterion.id)
    points = points_words(award)
    if assessment.fact == "corrected":
        known = sheet.brief.facts[criterion.id]
        before = answers(criterion.rule, known.finding)
        own = [
            _found_words(criterion, at, answer, award.why[at])
            for at, answer in enumerate(answers(criterion.rule, assessment.finding))
            if answer != before[at]
        ]
        what = law("、".join(own))
        return t("您核实为 {what}，本项 {points} 分。请写明依据。").format(what=what, points=points)
    return t("本项 {points} 分，请写明依据。").format(points=points)


def rule_words(criterion: Criterion, *, partial: bool) -> str:
    """The rule in a word below the criterion's own text, where the text itself may be misread; "" else."""
    if isinstance(criterion.rule, AllOf) and not partial:
        return t("全部符合得 {n} 分，否则 0 分").format(n=write_decimal(criterion.points))
    if isinstance(criterion.rule, Accumulate):
        return t("累计，最多 {n} 分").format(n=write_decimal(criterion.rule.cap))
    return ""


def _found_words(criterion: Criterion, at: int, answer: Answer, told: str) -> str:
    """As `answer_words`; of a measure what the domain told, threshold included (19 家，少于 20 家)."""
    rule = criterion.rule
    if isinstance(rule, AllOf):
        condition = rule.conditions[at]
        if isinstance(condition, Measure):
            return told.removeprefix(f"{condition.label} ").removesuffix(" ✓")
    return answer_words(criterion, at, answer, told)


def _unit(criterion: Criterion, at: int) -> str:
    rule = criterion.rule
    if isinstance(rule, AllOf):
        condition = rule.conditions[at]
        return condition.unit if isinstance(condition, Measure) else ""
    if isinstance(rule, Accumulate):
        return rule.items[at].unit
    return rule.unit if isinstance(rule, Tiers) else "分"
