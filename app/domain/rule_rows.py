"""Which rules of the rule sheet matter for which scoring tables; the others take their default unasked."""

from collections.abc import Iterable

from app.domain.rubric import AllOf, Periods, Range, Rubric, Tiers

NUMBERS = ("step", "outlier_points", "minimum_total")


def matters(key: str, rubrics: Iterable[Rubric]) -> bool:
    """Whether the rule `key` (of QUESTIONS, or of NUMBERS) can change anything under these tables."""
    return any(_matters(key, each) for each in rubrics)


def _matters(key: str, rubric: Rubric) -> bool:
    rules = [each.rule for each in rubric.criteria]
    match key:
        case "gate" | "equal" | "determined_in_mean":
            return any(rubric.is_mandatory(each.id) for each in rubric.criteria)
        case "survey":
            return any(isinstance(each, Tiers) and each.desk for each in rules)
        case "partial_awards":
            return any(isinstance(each, AllOf) for each in rules)
        case "months":
            conditions = (part for each in rules if isinstance(each, AllOf) for part in each.conditions)
            return any(isinstance(each, Periods) for each in conditions)
        case "step":
            return any(isinstance(each, Range) for each in rules)
        case "minimum_total":
            return rubric.kind == "accreditation"
        case _:
            return True
