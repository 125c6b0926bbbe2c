"""A signed ranking that was changed, cut or forged by a dishonest desk is never taken."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from app.domain.canonical import Json
from app.domain.entries import Draft
from app.domain.ranking_acts import replay_ranking
from app.domain.ranking_paper import (
    RankingFound,
    RankingPaper,
    find_ranking,
    ranking_fields,
    read_ranking,
)
from app.errors import ZhipingError
from app.pdf.papers import render_ranking
from app.services.appraisal import Known, appraise
from app.services.ranking_verification import differing, ranking_notes
from tests import ranked_worlds
from tests.ranked_worlds import APPLICANTS, record_file
from tests.services.forgery import certified, countersigned, drafts_of, judged, rechained, signer_of
from tests.workspaces import PROGRAM, World


@pytest.fixture(scope="module")
def world() -> World:
    return ranked_worlds.ranked()


def would_pass(data: bytes) -> bool:
    """Whether these bytes pass for a complete and sound paper; foreign exceptions go through."""
    try:
        found = appraise(data, Known(), PROGRAM)
    except ZhipingError:
        return False
    return found.is_sound and not found.empty_fields


def test_the_paper_attacked_here_would_pass(world: World) -> None:
    assert would_pass(world.file("ranking-signed.pdf"))


def test_one_changed_byte_is_found_anywhere(world: World) -> None:
    data = world.file("ranking-signed.pdf")
    places = [*range(11, len(data), 1499), len(data) - 1, len(data) - 3]
    passed = [at for at in places if would_pass(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])]
    assert passed == []


def test_every_cut_and_every_byte_less_is_found(world: World) -> None:
    data, sealed = world.file("ranking-signed.pdf"), world.file("ranking.pdf")
    assert data.startswith(sealed)
    for other in (data[:-1], data[: len(data) // 2], sealed, data + b"\n", data + data[len(sealed) :]):
        assert not would_pass(other)


# What a dishonest desk can make with our own tools: a paper that is signed well and lies.

Lie = Callable[[list[Draft]], list[Draft]]


def true_paper(world: World) -> RankingPaper:
    return read_ranking(judged(world.file("ranking-signed.pdf")).payload)


def lying(world: World, lie: Lie) -> tuple[RankingPaper, RankingFound]:
    """The paper after `lie` of its history; where that cannot be replayed, the true page stays."""
    paper = true_paper(world)
    entries = rechained(paper.entries, lie(drafts_of(paper.entries)))
    try:
        found = find_ranking(replay_ranking(entries))
    except ZhipingError:
        return replace(paper, entries=entries), find_ranking(replay_ranking(paper.entries))
    fields = ranking_fields(found.state)
    return replace(paper, entries=entries, result=found.json, fields=fields), found


def signed(world: World, paper: RankingPaper, found: RankingFound, chair: str = "E1") -> bytes:
    """Certified by the desk, signed in the chair's field by the key of a laptop."""
    sealed = certified(render_ranking(paper, found), signer_of(world, "desk"))
    return countersigned(sealed, "chair", signer_of(world, chair))


def reported(world: World, data: bytes, folder: Path, *, records: bool = False) -> tuple[str, str, str]:
    """Verdict, what is told and the numbers' code, in a bureau that trusts the desk."""
    file = folder / "forged.pdf"
    file.write_bytes(data)
    files = [file, *(world.root / record_file(each) for each in APPLICANTS)] if records else [file]
    with world.laptop("bureau") as bureau:
        report = bureau.verification.verify(files, [world.certificate("desk")])[0]
    numbers = next(each.code for each in report.checks if each.name == "numbers")
    return report.verdict, report.told.code, numbers


def lowered(drafts: list[Draft]) -> list[Draft]:
    """丁平台 one point less with every expert, all its own numbers consistent."""
    found: list[Draft] = []
    for each in drafts:
        body = dict(each.body)
        one = body.get("applicant")
        if isinstance(one, dict) and one["platform"] == "丁平台":
            body["applicant"] = lower(one)
        found.append(replace(each, body=body))
    return found


def lower(one: dict[str, Json]) -> dict[str, Json]:
    totals = one["totals"]
    assert isinstance(totals, list)
    lower_totals: list[Json] = []
    for each in totals:
        assert isinstance(each, dict)
        less = str(Fraction(str(each["own"])) - 1)
        text = less if "/" not in less else f"{float(Fraction(less))}"
        lower_totals.append({**each, "own": text, "entering": text})
    mean = Fraction(str(one["mean_exact"])) - 1
    return {**one, "totals": lower_totals, "mean_exact": str(mean)}


def test_a_row_that_is_not_its_records_is_found_beside_the_record(world: World, tmp_path: Path) -> None:
    """Alone it can only be reserved: the totals are the desk's word until the records are shown."""
    data = signed(world, *lying(world, lowered))
    assert reported(world, data, tmp_path)[:2] == ("valid", "verify_valid_reserved")
    told = reported(world, data, tmp_path, records=True)
    assert told == ("invalid", "ranking_not_its_record", "ranking_not_its_record")


def test_a_record_named_for_another_applicant_is_found(world: World, tmp_path: Path) -> None:
    paper = true_paper(world)
    digests = {str(each["panel"]): each["record"] for each in paper.result["records"]}  # type: ignore[union-attr,index,call-overload]  # a list of objects
    names = list(digests)

    def swapped(drafts: list[Draft]) -> list[Draft]:
        found = []
        for each in drafts:
            body = dict(each.body)
            one = body.get("applicant")
            if isinstance(one, dict) and one["panel"] in names[:2]:
                other = names[1] if one["panel"] == names[0] else names[0]
                body["applicant"] = {**one, "record": digests[other]}
            found.append(replace(each, body=body))
        return found

    data = signed(world, *lying(world, swapped))
    assert reported(world, data, tmp_path, records=True)[1] == "ranking_not_its_record"


@pytest.mark.parametrize("kind", ["OrderDecided", "Recommended", "RankingOpened", "ApplicantTaken"])
def test_a_history_with_an_act_left_out_is_refused(world: World, tmp_path: Path, kind: str) -> None:
    """Most of all the decision on the tie: without it nobody of the tie can be recommended."""
    data = signed(world, *lying(world, lambda drafts: [each for each in drafts if each.kind != kind]))
    assert reported(world, data, tmp_path)[:2] == ("invalid", "verify_contradicts")


def test_a_result_that_is_not_the_entries_is_told_with_both_numbers(world: World, tmp_path: Path) -> None:
    paper, found = lying(world, lambda drafts: drafts)
    lie = replace(paper, result={**paper.result, "sentence": "运营服务类：专家组推荐丁平台。"})
    told = reported(world, signed(world, lie, found), tmp_path)
    assert told == ("invalid", "ranking_differs", "ranking_differs")


def test_a_page_that_shows_another_order_is_found(world: World, tmp_path: Path) -> None:
    paper, _ = lying(world, lambda drafts: drafts)
    _, other = lying(world, lowered)
    assert reported(world, signed(world, paper, other), tmp_path)[1] == "verify_page_differs"


def test_a_chairs_field_filled_by_somebody_else_is_found(world: World, tmp_path: Path) -> None:
    paper, found = lying(world, lambda drafts: drafts)
    assert reported(world, signed(world, paper, found, chair="E2"), tmp_path)[1] == "verify_other_signer"


def test_the_chair_refuses_a_ranking_that_is_not_the_record_they_signed(world: World, tmp_path: Path) -> None:
    """The chair's own copy of the record is worked out again before the key is used."""
    own = world.copy(tmp_path / "world")
    paper, found = lying(world, lowered)
    data = certified(render_ranking(paper, found), signer_of(world, "desk"))
    fresh = ranked_worlds.complete().copy(tmp_path / "before")  # this chair signed no ranking yet
    with fresh.laptop("E1") as chair, pytest.raises(ZhipingError) as refused:
        chair.ranking_signing.sign(data, tmp_path / "out.pdf")
    assert refused.value.code == "ranked_otherwise" and refused.value.fields["platform"] == "丁平台"
    with own.laptop("E1") as chair, pytest.raises(ZhipingError) as refused:
        chair.ranking_signing.sign(data, tmp_path / "out.pdf")
    assert refused.value.code == "other_ranking_signed"


def test_a_second_ranking_of_the_same_applicants_and_an_unnamed_other_paper_are_noted(world: World) -> None:
    one = judged(world.file("ranking-signed.pdf"))
    second = replace(one, digest="0" * 64, header=replace(one.header, panel="0" * 32))
    assert [each.code for each in ranking_notes(one, [one, second])] == ["note_second_ranking"]
    unnamed = replace(one, digest="0" * 64)
    assert [each.code for each in ranking_notes(one, [unnamed])] == ["note_other_ranking"]
    practice = replace(second, header=replace(second.header, rehearsal=True))
    assert ranking_notes(one, [practice]) == ()


def test_a_record_beside_it_that_the_ranking_does_not_rest_on_is_noted(world: World) -> None:
    one, record = judged(world.file("ranking-signed.pdf")), judged(world.file(record_file("甲平台")))
    assert record.record is not None and record.findings is not None
    other = replace(record.record, sealed="2026-11-25T00:00:00+08:00")
    found = replace(record, record=other, digest=other.digest)
    assert [each.code for each in ranking_notes(one, [found])] == ["note_ranked_record_other"]
    elsewhere = replace(other, header=replace(other.header, panel="0" * 32))
    assert ranking_notes(one, [replace(found, record=elsewhere)]) == ()
    row = next(each for each in lying(world, list)[1].state.applicants if each.platform == "甲平台")
    assert differing(row, record.record, record.findings, "another desk") == "signer"
