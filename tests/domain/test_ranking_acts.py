"""The life of a ranking at its desk: one law for acting and for replaying, every prefix of it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.act_refusals import HistoryRefusedError, NotAnActError, ReasonMissingError
from app.domain.canonical import Json
from app.domain.entries import ChainBrokenError, append
from app.domain.history import (
    ApplicantLeftOut,
    ApplicantTaken,
    Fact,
    OrderDecided,
    RankingOpened,
    RankingReopened,
    RankingSealed,
    RankingSigned,
    Recommended,
    Scored,
    draft,
)
from app.domain.ranking_acts import (
    MAX_APPLICANTS,
    ApplicantsFullError,
    RankingEmptyError,
    RankingNotOpenError,
    RankingNotSealedError,
    RankingSealedError,
    after_ranking,
    opened_ranking,
    replay_ranking,
)
from app.domain.ranking_order import MAX_PLACES, ApplicantUnknownError, PlacesRefusedError
from app.domain.ranking_rows import RankingDiffersError
from app.domain.shape import ShapeError
from app.errors import RefusedError, ZhipingError
from tests.builders import TIME, digest_of
from tests.rankings import DATE, RankingDesk, an_applicant, an_opening, name_of

A, B, C = map(name_of, "abc")
PAPER = digest_of("first ranking")


def a_tie() -> RankingDesk:
    """Two equal and one behind."""
    low = an_applicant("c", {"E1": 80, "E2": 80, "E3": 80})
    return RankingDesk([an_applicant("a"), an_applicant("b"), low])


def decided(*panels: str, note: str = "讨论后一致同意") -> OrderDecided:
    return OrderDecided(list(panels), note, DATE)


def recommended(*panels: str, places: int = 1, note: str = "") -> Recommended:
    return Recommended(list(panels), places, note, DATE)


def taken(letter: str, revision: int = 1) -> ApplicantTaken:
    return ApplicantTaken(an_applicant(letter, revision=revision).to_json())


def refused(desk: RankingDesk, error: type[ZhipingError], fact: Fact) -> None:
    before = desk.state
    with pytest.raises(error):
        desk.act(fact)
    assert desk.state == before


def test_a_ranking_is_opened_decided_recommended_sealed_and_signed() -> None:
    desk = a_tie().act(decided(B, A), recommended(B), RankingSealed(PAPER, 1))
    desk.act(RankingSigned(PAPER, "chair", digest_of("file")))
    state = desk.state
    assert state.name.startswith("PX") and state.recommendation is not None
    assert state.recommendation.panels == (B,)
    assert (state.sealed, state.papers, state.signed_fields) == (PAPER, (PAPER,), ("chair",))
    assert replay_ranking(desk.entries) == state
    assert state.panels == {A, B, C}


def test_a_new_record_drops_what_was_decided_on_the_old_one() -> None:
    desk = a_tie().act(decided(B, A), recommended(B), taken("c", revision=2))
    assert (desk.state.decisions, desk.state.recommendation) == ((), None)
    assert [each.revision for each in desk.state.applicants] == [1, 1, 2]


def test_a_new_decision_replaces_the_one_on_the_same_group_and_drops_the_recommendation() -> None:
    desk = a_tie().act(decided(B, A), recommended(B), decided(A, B))
    assert [each.panels for each in desk.state.decisions] == [(A, B)]
    assert desk.state.recommendation is None


def test_who_is_left_out_is_named_with_a_reason_and_may_come_back() -> None:
    desk = a_tie().act(ApplicantLeftOut(C, "丙平台", "撤回申报"))
    assert [each.panel for each in desk.state.applicants] == [A, B]
    assert [(each.panel, each.reason) for each in desk.state.left_out] == [(C, "撤回申报")]
    desk.act(ApplicantLeftOut(C, "丙平台", "书面撤回申报"))
    assert [each.reason for each in desk.state.left_out] == ["书面撤回申报"]
    assert desk.act(taken("c")).state.left_out == ()
    refused(desk, ReasonMissingError, ApplicantLeftOut(C, "丙平台", " "))


def test_decisions_and_recommendations_are_checked_at_the_time_they_are_made() -> None:
    desk = a_tie()
    refused(desk, ApplicantUnknownError, decided(A, "ZPQQQQQQQQ"))
    refused(desk, ReasonMissingError, decided(A, B, note=" "))
    refused(desk, ShapeError, OrderDecided([A, B], "讨论", "昨天"))
    refused(desk, ShapeError, OrderDecided("AB", "讨论", DATE))
    refused(desk, ShapeError, OrderDecided([A, 1], "讨论", DATE))
    refused(desk, PlacesRefusedError, recommended(places=0))
    refused(desk, PlacesRefusedError, recommended(places=MAX_PLACES + 1))
    refused(desk, ShapeError, Recommended([], 1, "没有", "2026-13-01"))
    refused(RankingDesk([an_applicant("a", gate=35)]), RankingEmptyError, recommended(note="没有"))


def test_a_row_whose_numbers_do_not_come_out_is_never_taken() -> None:
    lie = replace(an_applicant("a"), mean=an_applicant("a").mean + 1)
    refused(RankingDesk(), RankingDiffersError, ApplicantTaken(lie.to_json()))


def test_a_ranking_holds_so_many_applicants() -> None:
    desk = RankingDesk()
    for at in range(MAX_APPLICANTS):
        one = replace(an_applicant("a"), panel=f"ZP{at:08d}", number=at + 1)
        desk.act(ApplicantTaken(one.to_json()))
    refused(desk, ApplicantsFullError, taken("b"))
    desk.act(ApplicantTaken(replace(an_applicant("a"), panel="ZP00000000", number=1).to_json()))


def test_a_sealed_ranking_is_only_signed_or_taken_back() -> None:
    desk = a_tie().act(recommended(places=1, note="暂不推荐"))
    refused(desk, RankingNotSealedError, RankingSealed(PAPER, 2))
    refused(desk, RankingNotSealedError, RankingSealed("", 1))
    refused(desk, RankingNotSealedError, RankingReopened("", "撤回"))
    desk.act(RankingSealed(PAPER, 1))
    for fact in (decided(A, B), recommended(note="无"), taken("a"), RankingSealed(PAPER, 2)):
        refused(desk, RankingSealedError, fact)
    refused(desk, RankingNotSealedError, RankingSigned(digest_of("other"), "chair", PAPER))
    desk.act(RankingSigned(PAPER, "chair", digest_of("file")))
    refused(desk, RankingNotSealedError, RankingSigned(PAPER, "chair", digest_of("file")))
    refused(desk, ReasonMissingError, RankingReopened(PAPER, ""))
    desk.act(RankingReopened(PAPER, "漏了说明"))
    assert (desk.state.sealed, desk.state.reopened) == ("", ("漏了说明",))
    second = digest_of("second")
    desk.act(RankingSealed(second, 2))
    assert (desk.state.papers, desk.state.signed_fields) == ((PAPER, second), ())


def test_acts_of_another_stream_and_a_second_opening_are_refused() -> None:
    refused(a_tie(), NotAnActError, Scored("1.1.1.1", None))
    refused(a_tie(), RankingNotOpenError, RankingOpened(an_opening().to_json()))
    with pytest.raises(RankingNotOpenError):
        opened_ranking(taken("a"))


@pytest.mark.parametrize("key", sorted(dict(an_opening().to_json())))  # type: ignore[arg-type]  # an object
def test_an_opening_without_one_of_its_keys_is_refused(key: str) -> None:
    value = an_opening().to_json()
    assert isinstance(value, dict)
    with pytest.raises(RefusedError):
        opened_ranking(RankingOpened({name: each for name, each in value.items() if name != key}))


def test_a_history_that_cannot_have_happened_is_refused() -> None:
    with pytest.raises(HistoryRefusedError):
        replay_ranking([])
    desk = a_tie()
    stream = desk.entries[0].stream
    forced = append(desk.entries, stream, draft(recommended(C)), TIME, "f" * 32)
    with pytest.raises(HistoryRefusedError) as broken:
        replay_ranking([*desk.entries, forced])
    assert broken.value.fields == {"seq": 5, "why": "not_the_first"}
    with pytest.raises(ChainBrokenError):
        replay_ranking([*desk.entries[:2], *desk.entries[3:]])
    with pytest.raises(HistoryRefusedError):
        replay_ranking([append([], stream, draft(taken("a")), TIME, "0" * 32)])


PANELS = st.lists(st.sampled_from([A, B, C, "ZPQQQQQQQQ"]), max_size=3)
REASONS = st.sampled_from(["讨论", "讨论", " "])
LISTED: st.SearchStrategy[Json] = PANELS.map(lambda each: list(each))
ACTS: st.SearchStrategy[Fact] = st.one_of(
    st.builds(taken, st.sampled_from("abc"), st.integers(1, 2)),
    st.builds(ApplicantLeftOut, st.sampled_from([A, C]), st.just("平台"), REASONS),
    st.builds(OrderDecided, LISTED, REASONS, st.just(DATE)),
    st.builds(Recommended, LISTED, st.integers(0, 3), REASONS, st.just(DATE)),
    st.builds(RankingSealed, st.sampled_from([PAPER, digest_of("second")]), st.integers(1, 3)),
    st.builds(RankingReopened, st.sampled_from([PAPER, ""]), REASONS),
    st.builds(RankingSigned, st.just(PAPER), st.sampled_from(["chair", "chair-1"]), st.just(PAPER)),
    st.sampled_from([RankingOpened(an_opening().to_json()), Scored("1.1.1.1", None)]),
)


@settings(max_examples=60)
@given(st.lists(ACTS, max_size=12))
def test_acting_and_replaying_are_one_law_for_every_prefix(facts: list[Fact]) -> None:
    desk = a_tie()
    states = [replay_ranking(desk.entries[:upto]) for upto in range(1, len(desk.entries) + 1)]
    for fact in facts:
        try:
            desk.act(fact)
        except ZhipingError:
            with pytest.raises(ZhipingError):
                after_ranking(desk.state, fact)
            continue
        states.append(desk.state)
    assert [replay_ranking(desk.entries[: at + 1]) for at in range(len(desk.entries))] == states
    for state in states:
        wanted = state.recommendation
        assert wanted is None or all(
            each.eligible for each in state.applicants if each.panel in wanted.panels
        )
