"""认定排序: panels of one category side by side; ties are shown, never broken (domain.md)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.domain.canonical import Json
from app.domain.frozen import frozen
from app.domain.ranking_rows import Applicant, applicant_of
from app.domain.record import Findings
from app.domain.result_json import exact
from app.errors import RefusedError


class RankingRefusedError(RefusedError):
    """Panels that cannot be ranked together; `why` is a short key, `panel` the first that does not fit."""

    field_names = ("panel", "why")


@frozen
class Ranked:
    """One applicant; `rank` is None where it is not eligible. Equal exact means share a rank."""

    panel: str
    platform: str
    eligible: bool
    mean: Fraction
    rank: int | None
    tied: bool


@frozen
class Ranking:
    """The order of a category; `common_order` is empty where all panels have the same counted experts."""

    category: str
    order: tuple[Ranked, ...]
    common_order: tuple[Ranked, ...]
    differs: bool

    @property
    def recommended(self) -> str | None:
        """The first applicant, where neither a tie nor differing orders ask for a recorded decision."""
        first = [each for each in self.order if each.rank == 1]
        return first[0].panel if len(first) == 1 and not self.differs else None

    def to_json(self) -> Json:
        """contract.md, `panel rank`."""
        return {
            "category": self.category,
            "order": [ranked_json(each) for each in self.order],
            "common_order": [ranked_json(each) for each in self.common_order],
            "differs": self.differs,
            "recommended": self.recommended,
        }


def rank(found: Sequence[Findings]) -> Ranking:
    """The ranking of at least two finished accreditation panels of one category and mode."""
    if len({each.panel.name for each in found}) < max(2, len(found)):
        raise RankingRefusedError(panel="", why="number")
    first = found[0].panel.brief
    for each in found:
        brief = each.panel.brief
        if brief.rubric.kind != "accreditation" or brief.rubric.digest != first.rubric.digest:
            raise RankingRefusedError(panel=each.panel.name, why="rubric")
        if brief.platform.category != first.platform.category:
            raise RankingRefusedError(panel=each.panel.name, why="category")
        if brief.header.rehearsal != first.header.rehearsal:
            raise RankingRefusedError(panel=each.panel.name, why="rehearsal")
        if brief.rules != first.rules:
            raise RankingRefusedError(panel=each.panel.name, why="rules")
        if each.result.mean is None or each.verdict.kind == "undetermined":
            raise RankingRefusedError(panel=each.panel.name, why="unfinished")
    return rank_applicants(first.platform.category, [applicant_of(each, "", 1) for each in found])


def rank_applicants(category: str, applicants: Sequence[Applicant]) -> Ranking:
    """The ranking of applicants whose results stand and may be compared, however many.

    The common experts are those of the applicants that are ranked: who fails at the gate narrows nothing.
    """
    order = _order(applicants, {each.panel: each.mean for each in applicants})
    ranked = [each for each in applicants if each.eligible]
    common = _common(ranked)
    common_order = _order(ranked, common) if common else ()
    ranks = {each.panel: each.rank for each in order}
    differs = any(ranks[each.panel] != each.rank for each in common_order)
    return Ranking(category, order, common_order, differs)


def _common(applicants: Sequence[Applicant]) -> Mapping[str, Fraction]:
    """Each panel's mean over the experts counted in all of them; empty if all are the same or none is."""
    totals = [{each.who: each.own for each in one.totals} for one in applicants]
    shared = set.intersection(*map(set, totals)) if totals else set()
    if not shared or all(set(each) == shared for each in totals):
        return {}
    return {
        one.panel: sum((each[who] for who in shared), Fraction(0)) / len(shared)
        for one, each in zip(applicants, totals, strict=True)
    }


def _order(applicants: Sequence[Applicant], means: Mapping[str, Fraction]) -> tuple[Ranked, ...]:
    ordered = sorted(applicants, key=lambda each: (not each.eligible, -means[each.panel], each.panel))
    in_rank = [means[each.panel] for each in applicants if each.eligible]
    return tuple(
        Ranked(
            panel=each.panel,
            platform=each.platform,
            eligible=each.eligible,
            mean=means[each.panel],
            rank=1 + sum(other > means[each.panel] for other in in_rank) if each.eligible else None,
            tied=each.eligible and in_rank.count(means[each.panel]) > 1,
        )
        for each in ordered
    )


def ranked_json(each: Ranked) -> Json:
    """One line of an order (contract.md, `panel rank`)."""
    return {
        "panel": each.panel,
        "platform": each.platform,
        "eligible": each.eligible,
        "mean_exact": exact(each.mean),
        "rank": each.rank,
        "tied": each.tied,
    }
