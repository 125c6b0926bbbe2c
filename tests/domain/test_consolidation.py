"""Consolidation and flips against an independent reading of domain.md, on random panels, all exact."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.brief import Brief
from app.domain.consolidation import consolidate, kept
from app.domain.flips import flips
from app.domain.history import OutlierExplained, SeatPlaced
from app.domain.rubric import AllOf, Criterion, CriterionId, Range, Tiers
from app.domain.rule_sheet import RuleSheet
from app.domain.votes import median, points_of
from tests.builders import CONFIRMED, Desk, a_brief, a_desk, a_sheet, points_for, rubric, survey

Awards = Mapping[str, Fraction]
STAFF = "2.1.3.1"


# The naive reading: awards in, everything else by hand.


@dataclass(frozen=True)
class Expected:
    """What domain.md says of these sheets."""

    mean: Fraction
    mean_if_determined: Fraction
    dropped: frozenset[str]
    gate: Fraction | None
    gate_open: list[str]
    gate_equal: list[str]
    verdict: str


def by_hand(brief: Brief, sheets: Mapping[str, Awards], discussed: set[str]) -> Expected:
    rules, table, count, stands = brief.rules, brief.rubric, len(sheets), dict[str, Fraction | str]()
    changed = {seat: dict(awards) for seat, awards in sheets.items()}
    for section in table.sections:
        for criterion in section.criteria if section.mandatory else ():
            given_there = [awards[criterion.id] for awards in sheets.values()]
            yes = given_there.count(criterion.points)
            if yes == count:
                stands[criterion.id] = criterion.points
            elif yes == 0 or rules.gate == "strict":
                stands[criterion.id] = min(given_there)
            elif criterion.id not in discussed:
                stands[criterion.id] = "open"
            elif yes == count - yes and rules.equal == "undetermined":
                stands[criterion.id] = "equal"
            else:
                award = criterion.points if yes > count - yes else min(given_there)
                stands[criterion.id] = award
                for seat in changed:
                    changed[seat][criterion.id] = award
    open_, equal = ([key for key, value in stands.items() if value == word] for word in ("open", "equal"))
    own = {seat: sum(awards.values(), Fraction(0)) for seat, awards in sheets.items()}
    if_all = {seat: sum(awards.values(), Fraction(0)) for seat, awards in changed.items()}
    mean, dropped = _mean(if_all if rules.determined_in_mean else own, trimmed=rules.merging == "trimmed")
    gate = (
        None if open_ or equal else sum((x for x in stands.values() if isinstance(x, Fraction)), Fraction(0))
    )
    mandatory = sum((each.points for each in table.sections if each.mandatory), Fraction(0))
    line = table.pass_total if table.kind == "annual" else rules.minimum_total
    good, bad = ("pass", "fail") if table.kind == "annual" else ("eligible", "ineligible")
    passed = gate == mandatory and (line is None or mean >= line)
    return Expected(
        mean,
        _mean(if_all, trimmed=rules.merging == "trimmed")[0],
        dropped,
        gate,
        open_,
        equal,
        "undetermined" if gate is None else good if passed else bad,
    )


def _mean(totals: Mapping[str, Fraction], *, trimmed: bool) -> tuple[Fraction, frozenset[str]]:
    left = list(totals.items())
    dropped = set()
    if trimmed and len(left) >= 5:
        for best in (max, min):
            extreme = best(total for _, total in left)
            first = next(at for at, (_, total) in enumerate(left) if total == extreme)
            dropped.add(left.pop(first)[0])
    return sum((total for _, total in left), Fraction(0)) / len(left), frozenset(dropped)


# Random panels.


def awards_of(criterion: Criterion, partial: bool) -> st.SearchStrategy[Fraction]:
    rule = criterion.rule
    full = criterion.points
    if isinstance(rule, AllOf):
        most = [full] * 4
        return st.sampled_from([*most, Fraction(0), *([full / 2] if partial else [])])
    if isinstance(rule, Range):
        return st.integers(0, int(rule.maximum * 2)).map(lambda half: Fraction(half, 2))
    if isinstance(rule, Tiers):
        return st.sampled_from([*(tier.points for tier in rule.tiers), rule.otherwise])
    return st.integers(0, int(full)).map(Fraction)


@st.composite
def rule_sheets(draw: st.DrawFn, annex: int) -> RuleSheet:
    return RuleSheet(
        merging=draw(st.sampled_from(["mean", "trimmed"])),
        gate=draw(st.sampled_from(["joint", "joint", "strict"])),
        equal=draw(st.sampled_from(["undetermined", "not_met"])),
        determined_in_mean=draw(st.booleans()),
        partial_awards=draw(st.booleans()),
        minimum_total=draw(st.sampled_from([None, Fraction(75), Fraction("80.5")])) if annex == 1 else None,
        confirmed_by=CONFIRMED,
    )


@dataclass(frozen=True)
class Case:
    """A panel with its counted sheets' awards (the desk's value in them) and what was discussed."""

    desk: Desk
    awards: Mapping[str, Awards]
    discussed: set[str]


@st.composite
def panels(draw: st.DrawFn) -> Case:
    annex = draw(st.sampled_from([1, 2, 2, 8]))
    rules = draw(rule_sheets(annex))
    brief = a_brief(annex, draw(st.integers(1, 7)), rules=rules)
    desk = Desk(brief)
    rate, supplied = draw(st.sampled_from([("90", 10), ("89.96", 8), ("70", 6), ("69.9999", 0)]))
    awards: dict[str, Awards] = {}
    # Most sheets are alike, or no two experts would ever agree on a gate.
    common: dict[str, Fraction] = {
        each.id: draw(awards_of(each, rules.partial_awards)) for each in brief.rubric.criteria
    }
    for seat in brief.seats:
        state = draw(st.sampled_from(["counted"] * 7 + ["recused", "absent"]))
        if state == "recused":
            desk.receive(a_sheet(brief, seat.id, recused="利害关系"))
        elif state == "absent":
            desk.act(SeatPlaced(seat.id, "absent", "没来"))
        else:
            own = dict(common)
            for other in draw(st.lists(st.sampled_from(brief.rubric.criteria), max_size=4)):
                own[other.id] = draw(awards_of(other, rules.partial_awards))
            desk.receive(a_sheet(brief, seat.id, own))
            if annex != 1:
                own[survey(brief.rubric).id] = Fraction(supplied)
            awards[seat.id] = own
    if annex != 1:
        desk.supply(rate)
    at_gate = [each for each in desk.found.result.disputed if brief.rubric.is_mandatory(each)]
    discussed: set[str] = (
        set(at_gate)
        if draw(st.booleans())
        else set(draw(st.lists(st.sampled_from(at_gate))))
        if at_gate
        else set()
    )
    if discussed:
        desk.determine(*sorted(discussed))
    return Case(desk, awards, discussed)


@settings(max_examples=80)
@given(panels())
def test_the_result_is_what_a_naive_reading_of_the_rules_gives(case: Case) -> None:
    assume(case.awards)
    brief, found = case.desk.brief, case.desk.found
    expected = by_hand(brief, case.awards, case.discussed)
    result = found.result
    assert (result.mean, result.mean_if_determined) == (expected.mean, expected.mean_if_determined)
    assert {each.seat for each in result.experts if each.status == "trimmed"} == expected.dropped
    assert {each.seat: each.total for each in result.experts if each.total is not None} == {
        seat: sum(own.values()) for seat, own in case.awards.items()
    }
    assert result.gate.points == expected.gate
    assert (list(result.gate.open), list(result.gate.equal)) == (expected.gate_open, expected.gate_equal)
    assert found.verdict.kind == expected.verdict
    mandatory = [each.id for each in brief.rubric.criteria if brief.rubric.is_mandatory(each.id)]
    for line in result.experts:
        if line.seat in case.awards:
            assert line.mandatory == sum(case.awards[line.seat][key] for key in mandatory)
    in_mean = [own for seat, own in case.awards.items() if seat not in expected.dropped]
    assert result.gate.mean == Fraction(sum(own[key] for own in in_mean for key in mandatory)) / len(in_mean)
    judged = {each.id for each in brief.rubric.criteria if isinstance(each.rule, Range)}
    assert set(result.disputed) == {
        key for key in (each.id for each in brief.rubric.criteria)
        if key not in judged and len({own[key] for own in case.awards.values()}) > 1
    }  # fmt: skip
    _check_outliers(case)
    assert case.desk.replayed() == case.desk.panel


def _check_outliers(case: Case) -> None:
    totals = {seat: sum(own.values(), Fraction(0)) for seat, own in case.awards.items()}
    expected = {}
    for seat, total in totals.items():
        others = sorted(other for name, other in totals.items() if name != seat)
        if len(totals) >= 3:
            middle = (others[(len(others) - 1) // 2] + others[len(others) // 2]) / 2
            if abs(total - middle) > 15:
                expected[seat] = (total, middle, total - middle)
    found = case.desk.found.result.outliers
    assert {each.seat: (each.total, each.median, each.difference) for each in found} == expected


@settings(max_examples=40)
@given(panels())
def test_what_would_flip_the_verdict_is_found_by_trying_every_single_award(case: Case) -> None:
    assume(case.awards)
    desk = case.desk
    found = desk.found
    told = flips(desk.panel, found.result, found.verdict)
    if found.verdict.kind == "undetermined":
        assert told == ()
        return
    expected = set()
    brief = desk.brief
    at_gate: set[str] = {each.id for each in brief.rubric.criteria if brief.rubric.is_mandatory(each.id)}
    by_desk = "" if brief.rubric.kind == "accreditation" else survey(brief.rubric).id
    for criterion in brief.rubric.criteria:
        for award in (Fraction(0), criterion.points):
            for chosen in (
                [tuple(case.awards)] if criterion.id == by_desk else [(seat,) for seat in case.awards]
            ):
                sheets = {
                    seat: {**own, criterion.id: award} if seat in chosen else own
                    for seat, own in case.awards.items()
                }
                kind = by_hand(brief, sheets, at_gate).verdict
                if kind != found.verdict.kind:
                    expected.add((criterion.id, kind))
    assert {(each.criterion, each.verdict) for each in told} == expected
    assert len(told) == len(expected)


def test_a_flip_is_what_really_happens_when_that_sheet_says_otherwise() -> None:
    points = [points_for(80), points_for(80), {**points_for(80), STAFF: 0}]
    desk = a_desk(a_brief(experts=3, rules=RuleSheet(determined_in_mean=True)), points).determine()
    found = desk.found
    told = {(each.criterion, each.verdict) for each in flips(desk.panel, found.result, found.verdict)}
    really = set()
    for at in range(3):
        for criterion in desk.brief.rubric.criteria:
            for award in (0, int(criterion.points)):
                if criterion.id == survey(rubric()).id:
                    continue
                changed = [*points]
                changed[at] = {**points[at], criterion.id: award}
                other = a_desk(desk.brief, changed)
                if any(desk.brief.rubric.is_mandatory(each) for each in other.found.result.disputed):
                    other.determine()
                if other.found.verdict.kind != found.verdict.kind:
                    really.add((criterion.id, other.found.verdict.kind))
    assert (STAFF, "fail") in told
    assert {each for each in told if each[0] != survey(rubric()).id} == really


def test_flips_name_no_expert_and_no_direction() -> None:
    desk = a_desk(points=[points_for(80)] * 5)
    told = flips(desk.panel, desk.found.result, desk.found.verdict)
    assert {each.verdict for each in told} == {"fail"}
    assert set(vars(told[0])) == {"criterion", "verdict"}


# Merging, by example.


def test_the_mean_is_a_fraction_and_not_a_rounded_number() -> None:
    desk = a_desk(a_brief(experts=3), [points_for(80), points_for(80), points_for(79)])
    assert desk.found.result.mean == Fraction(239, 3)


@pytest.mark.parametrize(
    ("totals", "dropped"),
    [
        ((80, 90, 85, 85, 70), {"E2", "E5"}),
        ((90, 90, 85, 80, 80), {"E1", "E4"}),
        ((85, 85, 85, 85, 85), {"E1", "E2"}),
        ((80, 80, 90, 90, 90), {"E3", "E1"}),
        ((80, 90, 85, 70), set()),
        ((85,), set()),
    ],
)
def test_one_highest_and_one_lowest_total_are_dropped_the_first_of_equal_ones(
    totals: tuple[int, ...], dropped: set[str]
) -> None:
    brief = a_brief(experts=len(totals), rules=RuleSheet(merging="trimmed"))
    result = a_desk(brief, [points_for(each) for each in totals]).found.result
    assert {each.seat for each in result.experts if each.status == "trimmed"} == dropped
    left = [total for at, total in enumerate(totals) if f"E{at + 1}" not in dropped]
    assert result.mean == Fraction(sum(left), len(left))


@given(st.lists(st.integers(0, 20).map(lambda n: Fraction(n, 2)), min_size=1, max_size=19))
def test_trimming_drops_the_two_ends_and_never_an_expert_more(totals: list[Fraction]) -> None:
    by_seat = {f"E{at + 1}": total for at, total in enumerate(totals)}
    panel = replace(Desk(a_brief()).panel, brief=a_brief(rules=RuleSheet(merging="trimmed")))
    left = sorted(by_seat[seat] for seat in kept(by_seat, panel))
    assert left == (sorted(totals)[1:-1] if len(totals) >= 5 else sorted(totals))
    assert kept(by_seat, replace(panel, brief=a_brief())) == tuple(by_seat)


def test_where_determined_awards_enter_the_mean_the_ends_are_those_of_the_determined_totals() -> None:
    brief = a_brief(rules=RuleSheet(merging="trimmed", determined_in_mean=True))
    points = [{**points_for(90), STAFF: 0}, points_for(85), points_for(86), points_for(87), points_for(88)]
    result = a_desk(brief, points).determine().found.result
    assert {each.seat for each in result.experts if each.status == "trimmed"} == {"E1", "E2"}
    assert result.mean == 87


def test_a_determination_changes_no_sheet() -> None:
    desk = a_desk(points=[{STAFF: 0}])
    before = [(each.total, each.mandatory) for each in desk.found.result.experts]
    result = desk.determine().found.result
    assert [(each.total, each.mandatory) for each in result.experts] == before
    assert [result.gate.points, result.gate.mean, result.gate.by] == [25, 23, "determination"]


def test_discussing_how_far_a_condition_is_unmet_changes_no_total_either() -> None:
    brief = a_brief(experts=3, rules=RuleSheet(partial_awards=True, determined_in_mean=True))
    desk = a_desk(brief, [{STAFF: 5}, {STAFF: 0}, {STAFF: 0}])
    mean = desk.found.result.mean
    result = desk.determine(STAFF).found.result
    assert [result.mean, result.mean_if_determined, result.gate.points] == [mean, mean, 15]
    assert (result.gate.state, result.gate.by) == ("short", "agreement")
    assert "经合议认定" not in desk.found.verdict.sentence


def test_the_median_is_exact() -> None:
    assert median([Fraction(3), Fraction(1), Fraction(2)]) == 2
    assert median([Fraction(1), Fraction(2)]) == Fraction(3, 2)


# Outliers.


def test_fifteen_points_are_not_yet_far_and_one_more_is() -> None:
    assert a_desk(points=[points_for(65), *[points_for(80)] * 4]).found.result.outliers == ()
    (found,) = a_desk(points=[points_for(64), *[points_for(80)] * 4]).found.result.outliers
    assert [found.seat, found.difference, found.explained] == ["E1", -16, ""]


def test_an_outlier_is_explained_and_never_removed() -> None:
    desk = a_desk(points=[points_for(60), *[points_for(80)] * 4])
    mean = desk.found.result.mean
    result = desk.act(OutlierExplained("E1", "从严掌握")).found.result
    assert (result.mean, result.outliers[0].explained) == (mean, "从严掌握")


def test_two_sheets_are_too_few_for_an_outlier_and_the_threshold_is_a_rule() -> None:
    two = a_desk(a_brief(experts=2), [points_for(60), points_for(100)])
    assert two.found.result.outliers == ()
    strict = a_brief(experts=3, rules=RuleSheet(outlier_points=Fraction(4)))
    assert len(a_desk(strict, [points_for(95)]).found.result.outliers) == 1


def test_nothing_is_consolidated_while_a_place_is_awaited() -> None:
    brief = a_brief()
    desk = Desk(brief).receive(
        *(a_sheet(brief, f"E{at}", {STAFF: 0 if at == 1 else 10}) for at in range(1, 5))
    )
    result = consolidate(desk.panel)
    assert result.waiting == (("E5", "missing"),)
    assert [(each.total, each.mandatory) for each in result.experts] == [(None, None)] * 5
    assert (result.mean, result.mean_if_determined, result.gate.points, result.gate.mean) == (None,) * 4
    assert not (result.disputed or result.votes or result.determinations or result.outliers)


def test_what_was_reckoned_of_one_sheet_is_not_taken_for_another_of_the_same_seat() -> None:
    desk = a_desk(a_brief(2, 3), [{STAFF: 0}])
    first = desk.panel.counted[0]
    criterion = desk.panel.brief.rubric.criterion(CriterionId(STAFF))
    assert points_of(desk.panel, first, criterion) == 0
    other = replace(first, sheet=a_sheet(desk.panel.brief, "E1"))
    assert points_of(desk.panel, other, criterion) == criterion.points
    assert points_of(desk.panel, first, criterion) == 0
