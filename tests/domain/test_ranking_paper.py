"""认定评审排序表 as data: when it may be sealed, that it reads back, that all of it must come out."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.brief import Person
from app.domain.canonical import Json
from app.domain.entries import entry_from_json
from app.domain.history import ApplicantLeftOut, OrderDecided, RankingSealed, Recommended
from app.domain.ranking_acts import RankingEmptyError, RankingSealedError
from app.domain.ranking_order import OrderUndecidedError
from app.domain.ranking_paper import (
    RankingPaper,
    RecommendationMissingError,
    chair_of_field,
    check_may_seal_ranking,
    ranking_fields,
    read_ranking,
    recompute_ranking,
)
from app.domain.ranking_rows import RankingDiffersError
from app.domain.rule_sheet import RuleSheet
from app.errors import RefusedError, ZhipingError
from tests.builders import CONFIRMED, digest_of
from tests.rankings import DATE, RankingDesk, an_applicant, name_of

A, B, C, D = map(name_of, "abcd")
FIRST = digest_of("first")


def four() -> RankingDesk:
    """A tie, one ineligible, one behind; the panel decided and recommends."""
    applicants = [
        an_applicant("a", {"E1": 90, "E2": 90, "E3": 90}),
        an_applicant("b", {"E1": 88, "E2": 92, "E3": 90}),
        an_applicant("c", {"E1": 99, "E2": 99, "E3": 99}, gate=35),
        an_applicant("d", {"E1": 70, "E2": 71, "E3": 73}, reservations=2),
    ]
    desk = RankingDesk(applicants)
    return desk.act(OrderDecided([B, A], "服务面更广", DATE), Recommended([B], 1, "", DATE))


def test_the_paper_says_in_one_sentence_whom_the_panel_recommends() -> None:
    found = four().found
    assert found.sentence == (
        "运营服务类：4 家参加评审，3 家具备认定资格。专家组推荐乙平台，由委托方择优选取。"
    )
    assert [(each.code, each.sentence) for each in found.reservations] == [
        ("record_reserved", f"丁平台的汇总记录（{D}-R1）另有 2 项须人工核对")
    ]


def test_a_ranking_is_read_as_it_is_written_and_its_numbers_come_out() -> None:
    desk = four()
    paper = desk.paper()
    again = read_ranking(paper.payload)
    assert again == paper and again.digest == paper.digest and again.id == f"{desk.state.name}-R1"
    assert recompute_ranking(again) == desk.found
    assert again.result["final"] == [
        {"panel": B, "platform": "乙平台", "rank": 1, "tied": False},
        {"panel": A, "platform": "甲平台", "rank": 2, "tied": False},
        {"panel": D, "platform": "丁平台", "rank": 3, "tied": False},
    ]
    assert again.result["not_ranked"] == [
        {"panel": C, "platform": "丙平台", "verdict": "ineligible", "sentence": "不具备认定资格：未得满分。"}
    ]


def test_sealing_waits_for_a_recommendation_for_differing_orders_and_for_applicants() -> None:
    with pytest.raises(RankingEmptyError):
        check_may_seal_ranking(RankingDesk().state)
    with pytest.raises(RecommendationMissingError):
        check_may_seal_ranking(RankingDesk([an_applicant("a")]).state)
    crossed = RankingDesk([an_applicant("a", {"E1": 90, "E2": 84}), an_applicant("b", {"E1": 88, "E4": 100})])
    with pytest.raises(OrderUndecidedError):
        check_may_seal_ranking(crossed.state)
    with pytest.raises(RankingSealedError):
        check_may_seal_ranking(four().act(RankingSealed(FIRST, 1)).state)


def test_where_nobody_is_eligible_the_paper_says_so_without_a_recommendation() -> None:
    desk = RankingDesk([an_applicant("a", gate=35), an_applicant("b", gate=None)])
    check_may_seal_ranking(desk.state)
    found = recompute_ranking(read_ranking(desk.paper().payload))
    assert found.sentence == "运营服务类：2 家参加评审，0 家具备认定资格。专家组不作推荐。"
    assert [each.code for each in found.reservations] == ["not_determined"]
    assert desk.paper().result["recommendation"] is None


def test_one_applicant_alone_is_a_ranking_too() -> None:
    desk = RankingDesk([an_applicant("a")])
    assert desk.found.sentence.endswith("专家组尚未登记推荐。")
    desk.act(Recommended([A], 1, "", DATE))
    recompute_ranking(read_ranking(desk.paper().payload))


def test_what_is_not_usual_is_listed_to_be_checked_by_a_person() -> None:
    rules = RuleSheet(minimum_total=Fraction(60))
    applicants = [an_applicant("a", {"E1": 90}, rules=rules), an_applicant("b", {"E4": 80}, rules=rules)]
    desk = RankingDesk(applicants, rules=rules)
    desk.act(ApplicantLeftOut(C, "丙平台", "撤回申报"), Recommended([], 2, "都不够成熟", DATE))
    assert [each.code for each in desk.found.reservations] == [
        "left_out", "no_common_experts", "more_places", "rule_off_default", "rules_unconfirmed",
    ]  # fmt: skip
    assert desk.found.sentence.endswith("专家组没有推荐。")
    recompute_ranking(read_ranking(desk.paper().payload))


def test_the_desk_seals_and_every_chair_signs_once() -> None:
    one = RankingDesk([an_applicant("a"), an_applicant("b")]).state
    assert ranking_fields(one) == ("seal", "chair")
    assert chair_of_field("seal", one) is None
    chair = chair_of_field("chair", one)
    assert chair is not None and chair.certificate == digest_of("E1")
    several = RankingDesk([an_applicant("a"), an_applicant("b", chair="E2"), an_applicant("c")]).state
    assert ranking_fields(several) == ("seal", "chair-1", "chair-2")
    found = [chair_of_field(each, several) for each in ("chair-1", "chair-2")]
    assert [each.name for each in found if each] == ["专家E1", "专家E2"]


# Attacks by a desk that is not honest.

DESK = four()
PAPER = DESK.paper()


def forged(change: Callable[[RankingPaper], RankingPaper]) -> None:
    with pytest.raises(ZhipingError):
        recompute_ranking(read_ranking(change(PAPER).payload))


def places_in(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, inner in items for place in places_in(inner, (*at, key)))]


@settings(max_examples=100)
@given(st.data())
def test_no_word_and_no_number_of_a_result_can_be_another(data: st.DataObject) -> None:
    result: Any = canonical.read(canonical.write(PAPER.result))
    place = data.draw(st.sampled_from([each for each in places_in(result) if each]))
    holder = result
    for key in place[:-1]:
        holder = holder[key]
    old = holder[place[-1]]
    others: list[Json] = [None, True, False, 0, 1, 2, "", "0", "90", "eligible", [], {}, A]
    holder[place[-1]] = data.draw(
        st.sampled_from([each for each in others if canonical.write(each) != canonical.write(old)])
    )
    with pytest.raises(RankingDiffersError):
        recompute_ranking(replace(PAPER, result=result))


@pytest.mark.parametrize(
    "change",
    [
        lambda paper: replace(paper, result={**paper.result, "note": "通过"}),
        lambda paper: replace(paper, header=replace(paper.header, signer=digest_of("other"))),
        lambda paper: replace(paper, header=replace(paper.header, panel="0" * 32)),
        lambda paper: replace(paper, header=replace(paper.header, rehearsal=True)),
        lambda paper: replace(paper, header=replace(paper.header, revision=2, replaces=(FIRST,))),
        lambda paper: replace(paper, header=replace(paper.header, brief=FIRST)),
        lambda paper: replace(paper, header=replace(paper.header, brief_number=2)),
        lambda paper: replace(paper, organiser=Person("别人", "")),
        lambda paper: replace(paper, fields=("seal",)),
        lambda paper: replace(paper, fields=("seal", "chair", "chair-2")),
        lambda paper: replace(paper, entries=paper.entries[:-1]),  # the recommendation missing
        lambda paper: replace(paper, entries=(*paper.entries[:-2], paper.entries[-1])),  # the decision
        lambda paper: replace(paper, entries=paper.entries[:1]),
    ],
)
def test_a_ranking_that_says_anything_its_entries_do_not_is_refused(
    change: Callable[[RankingPaper], RankingPaper],
) -> None:
    forged(change)


def test_entries_of_another_ranking_are_refused() -> None:
    value: Any = PAPER.entries[0].to_json()
    other = entry_from_json({**value, "stream": "ranking/PXQQQQQQQQ"})
    forged(lambda paper: replace(paper, entries=(other, *paper.entries[1:])))


@pytest.mark.parametrize("key", sorted(PAPER.to_json()))
def test_a_ranking_without_one_of_its_keys_is_refused(key: str) -> None:
    value = {name: each for name, each in PAPER.to_json().items() if name != key}
    with pytest.raises(ZhipingError):
        read_ranking(canonical.write(value))


@pytest.mark.parametrize(
    "changes", [{"kind": "record"}, {"extra": 1}, {"entries": [{}]}, {"result": []}, {"fields": "seal"}]
)
def test_a_ranking_in_another_form_is_refused(changes: dict[str, Json]) -> None:
    with pytest.raises(RefusedError):
        read_ranking(canonical.write({**PAPER.to_json(), **changes}))


def test_a_rehearsal_has_another_digest() -> None:
    desk = RankingDesk([an_applicant("a")], rehearsal=True).act(Recommended([A], 1, "", DATE))
    assert recompute_ranking(desk.paper()).json["rehearsal"] is True
    official = RankingDesk([an_applicant("a")]).act(Recommended([A], 1, "", DATE))
    assert desk.paper().digest != official.paper().digest


def test_an_unconfirmed_ranking_says_so() -> None:
    desk = RankingDesk([an_applicant("a")], rules=RuleSheet())
    assert [each.code for each in desk.found.reservations] == ["rules_unconfirmed"]
    assert RankingDesk([an_applicant("a")], rules=RuleSheet(confirmed_by=CONFIRMED)).found.reservations == ()
