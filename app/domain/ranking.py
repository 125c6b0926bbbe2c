"""认定排序: panels of one category side by side; ties are shown, never broken (domain.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.canonical import Json
from app.domain.consolidation import total_of
from app.domain.panel import Counted
from app.domain.record import Findings
from app.domain.result_json import exact
from app.errors import RefusedError


class RankingRefusedError(RefusedError):
    """Panels that cannot be ranked together; `why` is a short key, `panel` the first that does not fit."""

    field_names = ("panel", "why")


@dataclass(frozen=True)
class Ranked:
    """One applicant; `rank` is None where it is not eligible. Equal exact means share a rank."""

    panel: str
    platform: str
    eligible: bool
    mean: Fraction
    rank: int | None
    tied: bool


@dataclass(frozen=True)
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
            "order": [_line(each) for each in self.order],
            "common_order": [_line(each) for each in self.common_order],
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
    order = _order(found, {each.panel.name: each.result.mean or Fraction(0) for each in found})
    common = _common(found)
    common_order = _order(found, common) if common else ()
    ranks = {each.panel: each.rank for each in order}
    differs = any(ranks[each.panel] != each.rank for each in common_order)
    return Ranking(first.platform.category, order, common_order, differs)


def _common(found: Sequence[Findings]) -> Mapping[str, Fraction]:
    """Each panel's mean over the experts counted in all of them; empty if all are the same or none is."""
    totals = [{_who(each): total_of(one.panel, each) for each in one.panel.counted} for one in found]
    shared = set.intersection(*(set(each) for each in totals))
    if not shared or all(set(each) == shared for each in totals):
        return {}
    return {
        one.panel.name: sum((each[who] for who in shared), Fraction(0)) / len(shared)
        for one, each in zip(found, totals, strict=True)
    }


def _who(counted: Counted) -> str:
    """Who scored: the sheet's own certificate; the name where the desk keyed a paper sheet in."""
    sheet = counted.sheet
    return sheet.header.signer if sheet.origin == "expert" else f"{sheet.name} {sheet.unit}"


def _order(found: Sequence[Findings], means: Mapping[str, Fraction]) -> tuple[Ranked, ...]:
    eligible = {each.panel.name: each.verdict.kind == "eligible" for each in found}
    ordered = sorted(
        found, key=lambda each: (not eligible[each.panel.name], -means[each.panel.name], each.panel.name)
    )
    in_rank = [means[each.panel.name] for each in found if eligible[each.panel.name]]
    return tuple(
        Ranked(
            panel=each.panel.name,
            platform=each.panel.brief.platform.name,
            eligible=eligible[each.panel.name],
            mean=means[each.panel.name],
            rank=1 + sum(other > means[each.panel.name] for other in in_rank)
            if eligible[each.panel.name]
            else None,
            tied=eligible[each.panel.name] and in_rank.count(means[each.panel.name]) > 1,
        )
        for each in ordered
    )


def _line(each: Ranked) -> Json:
    return {
        "panel": each.panel,
        "platform": each.platform,
        "eligible": each.eligible,
        "mean_exact": exact(each.mean),
        "rank": each.rank,
        "tied": each.tied,
    }
