"""个人评分表: what a signed sheet must be, and that nothing in it can be changed unseen."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.brief import Brief, KnownFact
from app.domain.canonical import Json, NotCanonicalError
from app.domain.findings import Assessment, TiersFinding
from app.domain.rubric import CriterionId
from app.domain.rule_sheet import RuleSheet
from app.domain.shape import ShapeError
from app.domain.signed_sheet import (
    Declaration,
    NumbersDifferError,
    OtherBriefError,
    RemarkMissingError,
    SheetIncompleteError,
    SignedSheet,
    SurveyLockedError,
    check_sheet,
    read_signed_sheet,
)
from app.errors import ZhipingError
from tests.builders import a_brief, a_sheet, digest_of, rubric, worth

BRIEF = a_brief(
    facts={"2.1.3.1": KnownFact(worth(rubric().criterion("2.1.3.1"), 10), "7")},
    rules=RuleSheet(partial_awards=True),
)
FIRST = a_sheet(BRIEF)
AWARDS: Any = FIRST.to_json()["awards"]
POINTS = {"2.1.3.1": 0, "2.2.1.1": 0, "2.2.4.1": 5, "2.3.1.1": 3, "2.4.1.1": 7}
SHEETS = [
    FIRST,
    a_sheet(BRIEF, "E2", POINTS, opinion="建议\n加强统计"),
    a_sheet(BRIEF, "E1", POINTS, replaces=[FIRST]),
    a_sheet(BRIEF, "E1", recused="与运营单位有合作", replaces=[FIRST]),
    a_sheet(BRIEF, "E3", origin="keyed"),
    a_sheet(BRIEF, "E6", name="𬭚㛃"),
]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_read_as_it_is_written(sheet: SignedSheet) -> None:
    found = read_signed_sheet(sheet.payload, BRIEF)
    assert found == sheet
    assert (found.payload, found.digest) == (sheet.payload, sheet.digest)


@pytest.mark.parametrize("annex", range(1, 9))
def test_a_sheet_of_every_annex_is_read_as_it_is_written(annex: int) -> None:
    brief = a_brief(annex)
    sheet = a_sheet(brief, "E2")
    assert read_signed_sheet(sheet.payload, brief) == sheet


@pytest.mark.parametrize("key", sorted(FIRST.to_json()))
def test_a_sheet_without_one_of_its_keys_is_refused(key: str) -> None:
    value = {k: v for k, v in FIRST.to_json().items() if k != key}
    with pytest.raises(ZhipingError):
        read_signed_sheet(canonical.write(value), BRIEF)


def paths_of(value: Json, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a JSON value, itself left out."""
    items: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [place for key, inner in items for place in [(*at, key), *paths_of(inner, (*at, key))]]


FREE = {
    "program", "signer", "name", "unit", "title", "signed", "opinion", "time", "note", "reason", "remark",
    "basis", "evidence", "code", "discuss", "seat", "origin", "replaces", "revision",
}  # fmt: skip


@settings(max_examples=300)
@given(st.data())
def test_any_changed_number_or_judgement_of_a_sheet_is_refused(data: st.DataObject) -> None:
    """A signed sheet that says otherwise than its own findings does not pass; words are the signature's."""
    sheet = data.draw(st.sampled_from(SHEETS))
    value: Any = canonical.read(sheet.payload)
    place = data.draw(st.sampled_from(paths_of(value)))
    holder = value
    for key in place[:-1]:
        holder = holder[key]
    new = data.draw(
        st.sampled_from([None, True, False, 0, 1, "0", "1", "3", "10", "100", "x", [], {}, ["1"], {"a": 1}])
    )
    holder[place[-1]] = new
    changed = canonical.write(value)
    if changed == sheet.payload:
        return
    try:
        found = read_signed_sheet(changed, BRIEF)
    except ZhipingError:
        return
    # What is still a sheet says something else, whole: other words, or another finding with the same worth.
    assert found.payload == changed
    assert found.digest != sheet.digest
    assert (found.awards, found.total) == (sheet.awards, sheet.total)
    assert {str(key) for key in place} & (FREE | {"assessments", "change"})


def test_an_unknown_key_is_refused_wherever_it_stands() -> None:
    for holder in ((), ("declaration",), ("assessments", "2.1.1.1"), ("change",)):
        value: Any = canonical.read(SHEETS[2].payload)
        inner = value
        for key in holder:
            inner = inner[key]
        inner["extra"] = 1
        with pytest.raises(ZhipingError):
            read_signed_sheet(canonical.write(value), BRIEF)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"total": "99"}, NumbersDifferError),
        ({"total": "100.0"}, ZhipingError),
        ({"awards": {}}, NumbersDifferError),
        ({"awards": {**AWARDS, "2.1.1.1": "0"}}, NumbersDifferError),
        ({"awards": {**AWARDS, "2.5.1.1": "10"}}, NumbersDifferError),
        ({"assessments": {}}, SheetIncompleteError),
        ({"brief": digest_of("other")}, OtherBriefError),
        ({"panel": "f" * 32}, OtherBriefError),
        ({"mode": "rehearsal"}, OtherBriefError),
        ({"brief_number": 2}, OtherBriefError),
        ({"previous_brief": digest_of("other")}, OtherBriefError),
        ({"change": {"code": "slip", "note": "笔误"}}, ShapeError),
        ({"declaration": {"kind": "recused", "reason": "利害关系", "time": "t"}}, SheetIncompleteError),
        ({"declaration": {"kind": "recused", "reason": " ", "time": "t"}}, ShapeError),
        ({"opinion": "一\u202e"}, NotCanonicalError),
    ],
)  # fmt: skip
def test_a_sheet_that_contradicts_itself_or_its_brief_is_refused(
    changes: dict[str, Any], error: type[ZhipingError]
) -> None:
    with pytest.raises(error):
        read_signed_sheet(canonical.write({**FIRST.to_json(), **changes}), BRIEF)


def test_a_confirmed_fact_is_spelled_out_on_the_sheet() -> None:
    value: Any = canonical.read(FIRST.payload)
    assert value["assessments"]["2.1.3.1"]["fact"] == "confirmed"
    del value["assessments"]["2.1.3.1"]["conditions"]
    with pytest.raises(NotCanonicalError):
        read_signed_sheet(canonical.write(value), BRIEF)


def with_assessment(
    criterion: str, assessment: Assessment, awards: dict[str, int] | None = None
) -> SignedSheet:
    found = {**FIRST.awards, **{CriterionId(key): Fraction(value) for key, value in (awards or {}).items()}}
    return replace(
        FIRST,
        assessments={**FIRST.assessments, CriterionId(criterion): assessment},
        awards=found,
        total=sum(found.values(), Fraction(0)),
    )


def test_a_blank_condition_keeps_a_sheet_from_being_signed() -> None:
    with pytest.raises(SheetIncompleteError) as refused:
        check_sheet(with_assessment("2.2.1.1", Assessment(None)), BRIEF)
    assert refused.value.fields == {"place": "2.2.1.1"}


@pytest.mark.parametrize("finding", [TiersFinding(Fraction(95)), TiersFinding(None)])
def test_what_the_desk_supplies_is_locked_on_an_experts_sheet(finding: TiersFinding) -> None:
    with pytest.raises((SurveyLockedError, SheetIncompleteError)):
        check_sheet(with_assessment("2.5.1.1", Assessment(finding), {"2.5.1.1": 10}), BRIEF)


def test_a_rate_known_beforehand_stands_on_every_sheet_as_it_is() -> None:
    brief = a_brief(facts={"2.5.1.1": KnownFact(TiersFinding(Fraction("89.96")), "8")})
    sheet = a_sheet(brief)
    assert sheet.total == 98
    assert read_signed_sheet(sheet.payload, brief) == sheet


def test_where_each_expert_enters_the_rate_it_may_not_stay_pending() -> None:
    brief = a_brief(rules=RuleSheet(survey="experts"))
    check_sheet(a_sheet(brief), brief)
    blank = {CriterionId("2.5.1.1"): Assessment(TiersFinding(None, pending=True))}
    pending = a_sheet(brief, assessments={**a_sheet(brief).assessments, **blank})
    with pytest.raises(SheetIncompleteError):
        check_sheet(pending, brief)


@pytest.mark.parametrize("criterion", ["2.1.2.1", "2.2.1.1"])
def test_an_unmet_mandatory_condition_and_ten_points_at_zero_need_a_remark(criterion: str) -> None:
    finding = worth(rubric().criterion(criterion), 0)
    check_sheet(with_assessment(criterion, Assessment(finding, "经查不足"), {criterion: 0}), BRIEF)
    for blank in ("", " \n"):
        with pytest.raises(RemarkMissingError):
            check_sheet(with_assessment(criterion, Assessment(finding, blank), {criterion: 0}), BRIEF)


def test_a_corrected_fact_needs_a_remark_and_five_points_at_zero_do_not() -> None:
    staff = Assessment(worth(rubric().criterion("2.1.3.1"), 10), fact="corrected")
    with pytest.raises(RemarkMissingError):
        check_sheet(with_assessment("2.1.3.1", staff), BRIEF)
    check_sheet(
        with_assessment("2.2.2.1", Assessment(worth(rubric().criterion("2.2.2.1"), 0)), {"2.2.2.1": 0}), BRIEF
    )


def test_a_revision_gives_its_reason_and_a_first_sheet_and_a_recusal_have_none() -> None:
    revised = SHEETS[2]
    with pytest.raises(ShapeError):
        check_sheet(replace(revised, change=None), BRIEF)
    with pytest.raises(ShapeError):
        check_sheet(replace(FIRST, change=revised.change), BRIEF)
    with pytest.raises(ShapeError):
        check_sheet(replace(SHEETS[3], change=revised.change), BRIEF)


def test_a_recusal_bears_no_scores() -> None:
    recusal = SHEETS[3]
    assert recusal.recused and not FIRST.recused
    for changes in ({"awards": FIRST.awards}, {"assessments": FIRST.assessments}, {"total": Fraction(1)}):
        with pytest.raises(SheetIncompleteError):
            check_sheet(replace(recusal, **changes), BRIEF)


def test_a_sheet_of_another_brief_is_told_from_one_of_this() -> None:
    other: Brief = a_brief(place="另一会场")
    with pytest.raises(OtherBriefError):
        read_signed_sheet(FIRST.payload, other)


def test_a_declaration_is_made_of_kind_reason_and_time() -> None:
    assert FIRST.declaration == Declaration("no_conflict", "", FIRST.signed)
