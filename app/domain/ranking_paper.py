"""认定评审排序表: the entries of a ranking, and the result that must come out of them."""

from collections.abc import Mapping, Sequence

from app.domain.brief import Person, person_json, read_person
from app.domain.canonical import Json
from app.domain.documents import (
    Document,
    object_of,
    read_header,
    require_spelling,
)
from app.domain.entries import Entry, entry_from_json
from app.domain.frozen import frozen
from app.domain.ranking import ranked_json
from app.domain.ranking_acts import RankingEmptyError, RankingSealedError, RankingState, replay_ranking
from app.domain.ranking_order import (
    Recommendation,
    contested,
    contested_json,
    final_order,
    require_decided,
)
from app.domain.ranking_rows import Applicant, Chair, RankingDiffersError
from app.domain.recomputed import Recomputed
from app.domain.reservations import Reservation
from app.domain.shape import as_object
from app.errors import RefusedError

SEAL = "seal"
CHAIR = "chair"
_RECOMPUTED = Recomputed(RankingDiffersError)
_same = _RECOMPUTED.same


class RecommendationMissingError(RefusedError):
    """The panel's recommendation is not recorded yet."""


@frozen
class RankingPaper(Document):
    """The whole of a ranking's payload; `fields` is the exact order of its signature fields."""

    sealed: str
    organiser: Person
    entries: tuple[Entry, ...]
    fields: tuple[str, ...]
    result: Mapping[str, Json]

    @property
    def id(self) -> str:
        """PX…-R1"""
        return f"{self.header.panel_name}-R{self.header.revision}"

    def to_json(self) -> dict[str, Json]:
        """The canonical form."""
        return self.header.to_json() | {
            "sealed": self.sealed,
            "organiser": person_json(self.organiser),
            "entries": [each.to_json() for each in self.entries],
            "fields": list(self.fields),
            "result": self.result,
        }


@frozen
class RankingFound:
    """Everything a ranking says, computed from its entries: what is printed and compared."""

    state: RankingState
    reservations: tuple[Reservation, ...]

    @property
    def sentence(self) -> str:
        """The one sentence: how many applied, are eligible, whom the panel recommends."""
        state = self.state
        eligible = [each for each in state.applicants if each.eligible]
        told = (
            f"{state.opening.category}：{len(state.applicants)} 家参加评审，{len(eligible)} 家具备认定资格。"
        )
        if not eligible:
            return f"{told}专家组不作推荐。"
        found = state.recommendation
        if found is None:
            return f"{told}专家组尚未登记推荐。"
        if not found.panels:
            return f"{told}专家组没有推荐。"
        names = {each.panel: each.platform for each in eligible}
        return f"{told}专家组推荐{'、'.join(names[each] for each in found.panels)}，由委托方择优选取。"

    @property
    def json(self) -> dict[str, Json]:
        """The result as the paper carries it and the terminal tells it."""
        state, ranking, opening = self.state, self.state.ranking, self.state.opening
        return {
            "id": state.name,
            "rehearsal": opening.rehearsal,
            "category": opening.category,
            "rubric": opening.rubric,
            "sentence": self.sentence,
            "order": [ranked_json(each) for each in ranking.order],
            "common_order": [ranked_json(each) for each in ranking.common_order],
            "differs": ranking.differs,
            "contested": [contested_json(each, state.decisions) for each in contested(ranking)],
            "final": [
                {"panel": each.panel, "platform": each.platform, "rank": each.rank, "tied": each.tied}
                for each in final_order(ranking, state.decisions)
            ],
            "not_ranked": [_not_ranked_json(each) for each in state.applicants if not each.eligible],
            "left_out": [
                {"panel": each.panel, "platform": each.platform, "reason": each.reason}
                for each in state.left_out
            ],
            "recommendation": _recommendation_json(state.recommendation),
            "records": [
                {"panel": each.panel, "record": each.record, "revision": each.revision}
                for each in state.applicants
            ],
            "reservations": [each.to_json() for each in self.reservations],
        }


def find_ranking(state: RankingState) -> RankingFound:
    """What a ranking's paper says as it stands."""
    return RankingFound(state, tuple(_reservations(state)))


def check_may_seal_ranking(state: RankingState) -> None:
    """A RefusedError naming the first thing still to be done before sealing; nothing if all is in."""
    if state.sealed:
        raise RankingSealedError
    if not state.applicants:
        raise RankingEmptyError
    require_decided(state.ranking, state.decisions)
    if state.recommendation is None and any(each.eligible for each in state.applicants):
        raise RecommendationMissingError


def ranking_fields(state: RankingState) -> tuple[str, ...]:
    """The signature fields in signing order: the desk's seal, then every chair of a ranked panel, once."""
    count = len(state.chairs)
    chairs = (CHAIR,) if count == 1 else tuple(f"{CHAIR}-{at}" for at in range(1, count + 1))
    return (SEAL, *chairs)


def chair_of_field(field: str, state: RankingState) -> Chair | None:
    """Whose certificate must fill a field; None for the desk's seal."""
    return dict(zip(ranking_fields(state), (None, *state.chairs), strict=True))[field]


def read_ranking(payload: bytes) -> RankingPaper:
    """The ranking of canonical bytes; form only, see `recompute_ranking` for its numbers."""
    reader = object_of(payload)
    paper = RankingPaper(
        header=read_header(reader, "ranking"),
        sealed=reader.text("sealed", limit=25, empty=False),
        organiser=read_person(reader.object("organiser")),
        entries=tuple(entry_from_json(each) for each in reader.items("entries", limit=2000)),  # type: ignore[arg-type]  # canonical.read made them
        fields=reader.texts("fields", limit=30, each=20),
        result=as_object(reader.raw("result")),  # type: ignore[arg-type]  # canonical.read made it
    )
    reader.done()
    require_spelling(paper.payload, payload)
    return paper


def recompute_ranking(paper: RankingPaper) -> RankingFound:
    """What the paper's entries really give; a ZhipingError where the paper says otherwise."""
    header = paper.header
    for entry in paper.entries:
        _same("entries", entry.stream, f"ranking/{header.panel_name}")
    state = replay_ranking(paper.entries)
    opening = state.opening
    _same("panel", header.panel, opening.ranking)
    _same("mode", header.rehearsal, opening.rehearsal)
    _same("signer", header.signer, opening.signer)
    _same("organiser", person_json(paper.organiser), person_json(opening.organiser))
    _same("brief", [header.brief, header.previous_brief, header.brief_number], ["", "", 1])
    check_may_seal_ranking(state)
    _same("fields", paper.fields, ranking_fields(state))
    _same("revision", header.revision, len(state.papers) + 1)
    _same("replaces", header.replaces, state.papers)
    found = find_ranking(state)
    _RECOMPUTED.same_result(paper.result, found.json)
    return found


def _reservations(state: RankingState) -> list[Reservation]:
    """What the ranking rests on that no signature of the person concerned proves, and what is not usual."""
    found: list[Reservation] = []
    for each in state.applicants:
        if each.verdict == "undetermined":
            found.append(_one("not_determined", f"{each.platform}未能形成结论，未参加排序：{each.sentence}"))
        if each.reservations:
            told = f"{each.platform}的汇总记录（{each.record_id}）另有 {each.reservations} 项须人工核对"
            found.append(_one("record_reserved", told))
    for out in state.left_out:
        found.append(_one("left_out", f"{out.platform}（{out.panel}）没有纳入排序：{out.reason}"))
    if _have_nobody_in_common(state):
        found.append(_one("no_common_experts", "各家的评审专家没有一位相同，次序出自不同专家的评分"))
    wanted = state.recommendation
    if wanted is not None and wanted.places > 1:
        told = f"推荐名额 {wanted.places} 个，方案规定原则上每类平台 1 个：{wanted.note}"
        found.append(_one("more_places", told))
    rules = state.opening.rules
    found.extend(_one("rule_off_default", f"规则不是默认：{text}") for text in rules.departures())
    if rules.confirmed_by is None:
        found.append(_one("rules_unconfirmed", "规则未经委托方确认"))
    return found


def _not_ranked_json(one: Applicant) -> Json:
    return {"panel": one.panel, "platform": one.platform, "verdict": one.verdict, "sentence": one.sentence}


def _recommendation_json(found: Recommendation | None) -> Json:
    if found is None:
        return None
    return {"panels": list(found.panels), "places": found.places, "note": found.note, "date": found.date}


def _have_nobody_in_common(state: RankingState) -> bool:
    ranked: Sequence[set[str]] = [
        {one.who for one in each.totals} for each in state.applicants if each.eligible
    ]
    return len(ranked) > 1 and not set.intersection(*ranked)


def _one(code: str, sentence: str) -> Reservation:
    return Reservation(code, "", sentence)
