"""认定排序 from complete records to the signed paper a bureau verifies: four applicants with a tie."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.ranking import RankingRefusedError
from app.domain.ranking_acts import RankingNotSealedError, RankingSealedError
from app.domain.ranking_order import (
    ApplicantNotEligibleError,
    ApplicantUnknownError,
    NotTheFirstError,
    TieUndecidedError,
)
from app.domain.ranking_paper import RecommendationMissingError
from app.domain.shape import TextTooLongError
from app.services.ranking_scope import CategoryUnknownError
from app.services.ranking_sealing import NotARankingError, NotThisRankingError
from app.services.ranking_signing import (
    NoRankingFieldError,
    OtherRankingSignedError,
    OtherRecordRankedError,
)
from app.services.rankings import RankingAwaitsError, RankingUnfinishedError
from tests import ranked_worlds
from tests.ranked_worlds import APPLICANTS, CATEGORY, judged, panel_of, record_file
from tests.services.forgery import countersigned, signer_of
from tests.services.forgery import judged as judged_file
from tests.workspaces import NAMES, World, panel_file


@pytest.fixture
def complete(tmp_path: Path) -> World:
    return ranked_worlds.complete().copy(tmp_path / "world")


@pytest.fixture
def ranked(tmp_path: Path) -> World:
    return ranked_worlds.ranked().copy(tmp_path / "world")


def records(world: World) -> list[Path]:
    return [world.root / record_file(platform) for platform in APPLICANTS]


def reported(world: World, *files: Path) -> tuple[str, str, Mapping[str, str], list[str], list[str]]:
    """Verdict and sentence's code of the first file, its checks by name, reservations and notes by code."""
    with world.laptop("bureau") as bureau:
        report = bureau.verification.verify(files, [world.certificate("desk")])[0]
    checks = {str(check.name): check.code for check in report.checks}
    codes = [each.code for each in report.reservations]
    return report.verdict, report.told.code, checks, codes, [each.code for each in report.notes]


# 次序、决定、推荐


def test_a_look_changes_nothing_and_says_whose_record_is_missing(tmp_path: Path) -> None:
    world = ranked_worlds.sealed_records().copy(tmp_path / "world")
    with world.laptop("desk") as desk:
        look = desk.rankings.look(CATEGORY)
        assert (look.recorded, desk.rankings.names()) == (False, ())
        assert {each.why for each in look.awaited} == {"sealed"} and len(look.awaited) == 4
        with pytest.raises(RankingAwaitsError) as refused:
            desk.rankings.recommend(CATEGORY, [])
        assert "甲平台" in str(refused.value.fields["panels"])
        assert desk.rankings.names() == ()


def test_the_order_shows_the_tie_the_gate_and_the_common_experts(complete: World) -> None:
    with complete.laptop("desk") as desk:
        state = desk.rankings.look(CATEGORY).state
    order = [(each.platform, each.rank, each.tied) for each in state.ranking.order]
    assert sorted(order[:2]) == [("乙平台", 1, True), ("甲平台", 1, True)]
    assert order[2:] == [("丁平台", 3, False), ("丙平台", None, False)]
    assert len(state.ranking.common_order) == 3 and not state.ranking.differs


def test_the_panel_decides_the_tie_before_it_recommends_one_of_it(complete: World) -> None:
    first, second = panel_of(complete, "乙平台"), panel_of(complete, "甲平台")
    third, out = panel_of(complete, "丁平台"), panel_of(complete, "丙平台")
    with complete.laptop("desk") as desk:
        for panels, error in (
            ([first], TieUndecidedError),
            ([third], NotTheFirstError),
            ([out], ApplicantNotEligibleError),
        ):
            with pytest.raises(error):
                desk.rankings.recommend(CATEGORY, panels)
        desk.rankings.decide(CATEGORY, [first, second], "讨论后一致同意")
        with pytest.raises(NotTheFirstError):
            desk.rankings.recommend(CATEGORY, [second])
        state = desk.rankings.recommend(CATEGORY, [first])
        assert state.recommendation is not None and state.recommendation.date == "2026-11-22"
        with pytest.raises(TextTooLongError):
            desk.rankings.decide(CATEGORY, [first, second], "长" * 1001)


def test_a_category_owes_its_ranking_from_the_last_record_to_the_last_chair(
    tmp_path: Path, complete: World
) -> None:
    ranked = ranked_worlds.ranked().copy(tmp_path / "ranked")
    waiting = ranked_worlds.sealed_records().copy(tmp_path / "waiting")
    with waiting.laptop("desk") as desk:
        assert desk.rankings.owed() == ()
        for name in desk.panels.names():
            desk.rankings.leave_out(CATEGORY, name, "撤回申请")
        assert desk.rankings.owed() == ()
    with complete.laptop("desk") as desk:
        [owed] = desk.rankings.owed()
        assert (owed.category, owed.rehearsal, owed.why) == (CATEGORY, False, "open")
        assert owed.panel in desk.panels.names() and desk.rankings.names() == ()
    with ranked.laptop("desk") as desk:
        assert [each.why for each in desk.rankings.owed()] == ["sealed"]
        desk.collecting.collect([ranked.root / "ranking-signed.pdf"])
        assert desk.rankings.owed() == ()
        desk.settling.void(panel_of(ranked, "丁平台"), "撤回申请")
        assert [each.why for each in desk.rankings.owed()] == ["stale"]


def test_a_ranking_is_named_by_category_panel_or_itself(ranked: World) -> None:
    panel = panel_of(ranked, "甲平台")
    with ranked.laptop("desk") as desk:
        [name] = desk.rankings.names()
        assert desk.rankings.categories() == ((CATEGORY, False),)
        for which in (CATEGORY, panel, name):
            assert desk.rankings.look(which).state.name == name
        with pytest.raises(CategoryUnknownError):
            desk.rankings.look("商标服务类")
        with pytest.raises(CategoryUnknownError):
            desk.rankings.load("PXQQQQQQQQ")


def test_a_panel_of_another_table_is_not_ranked(complete: World) -> None:
    with complete.laptop("desk") as desk:
        annual = desk.panels.new(panel_file(complete.root, NAMES[:3])).name
        with pytest.raises(RankingRefusedError):
            desk.rankings.look(annual)


def test_a_panel_never_issued_is_awaited_until_left_out_or_void(complete: World) -> None:
    with complete.laptop("desk") as desk:
        late = [
            desk.panels.new(panel_file(complete.root, NAMES[:3], annex=1, platform=name)).name
            for name in ("戊平台", "己平台")
        ]
        assert [each.why for each in desk.rankings.look(CATEGORY).awaited] == ["unissued", "unissued"]
        with pytest.raises(ApplicantUnknownError):
            desk.rankings.leave_out(CATEGORY, "ZPQQQQQQQQ", "没有这一家")
        desk.rankings.leave_out(CATEGORY, late[0], "申报单位书面撤回")
        desk.settling.void(late[1], "申报材料不实")
        look = desk.rankings.look(CATEGORY)
        assert look.awaited == ()
        assert [(each.platform, each.reason) for each in look.state.left_out] == [
            ("戊平台", "申报单位书面撤回"), ("己平台", "本轮评审已作废：申报材料不实"),
        ]  # fmt: skip


def test_other_rules_are_not_ranked_together_but_an_older_round_can_be_left_out(complete: World) -> None:
    with complete.laptop("desk") as desk:
        file = panel_file(complete.root, NAMES[:3], annex=1, platform="新平台", rules='merging = "trimmed"')
        desk.panels.new(file)
        with pytest.raises(RankingRefusedError) as refused:
            desk.rankings.look(CATEGORY)
        assert refused.value.fields["why"] == "rules"
        for platform in APPLICANTS:
            desk.rankings.leave_out(CATEGORY, panel_of(complete, platform), "上一轮的申报")
        assert [each.platform for each in desk.rankings.look(CATEGORY).awaited] == ["新平台"]


# 封存和签名


def test_sealing_waits_for_the_recommendation_and_the_same_paper_is_written_again(complete: World) -> None:
    first, second = panel_of(complete, "乙平台"), panel_of(complete, "甲平台")
    out = complete.root / "out.pdf"
    with complete.laptop("desk") as desk:
        with pytest.raises(RankingNotSealedError):
            desk.rankings.reopen(CATEGORY, "还没有封存")
        with pytest.raises(RecommendationMissingError):
            desk.ranking_sealing.seal(CATEGORY, out)
        desk.rankings.decide(CATEGORY, [first, second], "讨论后一致同意")
        desk.rankings.recommend(CATEGORY, [first, second], 2, "增设一个名额")
        sealed = desk.ranking_sealing.seal(CATEGORY, out)
        again = desk.ranking_sealing.seal(CATEGORY, complete.root / "again.pdf")
        assert (again.data, again.paper) == (sealed.data, sealed.paper)
        with pytest.raises(RankingSealedError):
            desk.rankings.recommend(CATEGORY, [], 1, "改主意")


def test_the_signed_paper_comes_back_once_and_no_other(ranked: World) -> None:
    signed = ranked.root / "ranking-signed.pdf"
    with ranked.laptop("desk") as desk:
        [one] = desk.collecting.collect([signed])
        assert (one.outcome, one.code) == ("accepted", "import_ranking")
        assert desk.rankings.look(CATEGORY).state.signed_fields == ("chair",)
        [one] = desk.collecting.collect([ranked.root / "ranking.pdf"])
        assert one.outcome == "unchanged"
        (ranked.root / "bad.pdf").write_bytes(signed.read_bytes()[:-1] + b" ")
        [one] = desk.collecting.collect([ranked.root / "bad.pdf"])
        assert (one.outcome, one.code) == ("refused", "ranking_unsound")
    with ranked.laptop("E2") as other:
        [one] = other.collecting.collect([signed])
        assert (one.outcome, one.code) == ("refused", "not_this_ranking")


def test_two_signings_in_parallel_are_a_fork(ranked: World) -> None:
    other = countersigned(ranked.file("ranking.pdf"), "chair", signer_of(ranked, "E1"))
    (ranked.root / "other.pdf").write_bytes(other)
    with ranked.laptop("desk") as desk:
        files = [ranked.root / "ranking-signed.pdf", ranked.root / "other.pdf"]
        codes = [each.code for each in desk.collecting.collect(files)]
    assert codes == ["import_ranking", "ranking_fork"]


def test_only_the_chair_signs_only_once_and_only_a_ranking(ranked: World) -> None:
    data, out = ranked.file("ranking.pdf"), ranked.root / "out.pdf"
    with ranked.laptop("E2") as expert, pytest.raises(NoRankingFieldError):
        expert.ranking_signing.sign(data, out)
    with ranked.laptop("E1") as chair:
        with pytest.raises(NoRankingFieldError):
            chair.ranking_signing.sign(ranked.file("ranking-signed.pdf"), out)
        with pytest.raises(NotARankingError):
            chair.ranking_signing.sign(ranked.file(record_file("甲平台")), out)
        # The same signing again writes the same bytes, it does not sign twice.
        assert chair.ranking_signing.sign(data, out).data == ranked.file("ranking-signed.pdf")


def test_a_paper_taken_back_is_superseded_and_the_chair_signs_the_new_one(ranked: World) -> None:
    with ranked.laptop("desk") as desk:
        desk.collecting.collect([ranked.root / "ranking-signed.pdf"])
        desk.rankings.reopen(CATEGORY, "推荐说明有误")
        first = panel_of(ranked, "乙平台")
        desk.rankings.recommend(CATEGORY, [first], 1, "更正说明")
        second = desk.ranking_sealing.seal(CATEGORY, ranked.root / "second.pdf")
        assert (second.paper.header.revision, len(second.paper.header.replaces)) == (2, 1)
        [one] = desk.collecting.collect([ranked.root / "ranking-signed.pdf"])
        assert one.outcome == "unchanged"  # the very file the desk holds
    with ranked.laptop("E1") as chair:
        chair.ranking_signing.sign(ranked.file("second.pdf"), ranked.root / "second-signed.pdf")
        with pytest.raises(OtherRankingSignedError):
            chair.ranking_signing.sign(ranked.file("ranking.pdf"), ranked.root / "out.pdf")
    told = reported(ranked, ranked.root / "ranking-signed.pdf", ranked.root / "second-signed.pdf")
    assert told[4] == ["note_superseded"]
    told = reported(ranked, ranked.root / "second-signed.pdf", ranked.root / "ranking-signed.pdf")
    assert told[4] == ["note_supersedes"]


def test_a_record_that_changed_makes_the_ranking_stale_and_the_chair_refuses_the_old_one(
    ranked: World,
) -> None:
    panel = panel_of(ranked, "丁平台")
    with ranked.laptop("desk") as desk:
        desk.records.reopen(panel, "补充意见")
        desk.settling.opinion(panel, "建议加强宣传。")
        desk.records.seal(panel, ranked.root / "later.pdf")
    with ranked.laptop("E1") as chair:
        chair.signing.sign(ranked.file("later.pdf"), ranked.root / "later-signed.pdf")
        with pytest.raises(OtherRecordRankedError):
            chair.ranking_signing.sign(ranked.file("ranking.pdf"), ranked.root / "out.pdf")
    with ranked.laptop("desk") as desk:
        assert [each.panel for each in desk.rankings.look(CATEGORY).awaited] == [panel]
        desk.collecting.collect([ranked.root / "later-signed.pdf"])
        look = desk.rankings.look(CATEGORY)
        assert (look.awaited, look.stale) == ((), (panel,))
        desk.rankings.reopen(CATEGORY, "丁平台的记录有更新")
        assert desk.rankings.look(CATEGORY).state.recommendation is None  # decided on the old record
        with pytest.raises(RecommendationMissingError):
            desk.ranking_sealing.seal(CATEGORY, ranked.root / "out.pdf")
    told = reported(ranked, ranked.root / "ranking-signed.pdf", ranked.root / "later-signed.pdf")
    assert told[4] == ["note_ranked_record_newer"]


def test_the_next_round_begins_when_the_last_ranking_is_signed(ranked: World) -> None:
    with ranked.laptop("desk") as desk:
        with pytest.raises(RankingUnfinishedError):
            desk.rankings.new(CATEGORY)
        desk.collecting.collect([ranked.root / "ranking-signed.pdf"])
        with pytest.raises(CategoryUnknownError):
            desk.rankings.new(CATEGORY)
    judged(ranked, "明年平台", {"E1": "9", "E2": "9", "E3": "9"})
    with ranked.laptop("desk") as desk:
        fresh = desk.rankings.new(CATEGORY)
        assert len(desk.rankings.names()) == 2
        look = desk.rankings.look(CATEGORY)
        assert look.state.name == fresh.name
        assert [each.platform for each in look.awaited] == ["明年平台"] and not look.state.applicants


# 核验


def test_a_bureau_verifies_the_paper_alone_with_a_reservation_and_with_its_records_without(
    ranked: World,
) -> None:
    verdict, told, checks, reservations, _ = reported(ranked, ranked.root / "ranking-signed.pdf")
    assert (verdict, told, checks["numbers"]) == ("valid", "verify_valid_reserved", "ranking_recomputed")
    assert reservations == ["records_not_given"]
    verdict, told, checks, reservations, notes = reported(
        ranked, ranked.root / "ranking-signed.pdf", *records(ranked)
    )
    assert (verdict, told, checks["numbers"]) == ("valid", "verify_valid_ranking", "ranking_beside_records")
    assert (reservations, notes) == ([], ["note_ranked_record"] * 4)


def test_a_missing_record_is_named_beside_the_ones_that_match(ranked: World) -> None:
    with ranked.laptop("bureau") as bureau:
        files = [ranked.root / "ranking-signed.pdf", *records(ranked)[:3]]
        report = bureau.verification.verify(files, [ranked.certificate("desk")])[0]
    assert (report.verdict, report.told.code) == ("valid", "verify_valid_reserved")
    [one] = report.reservations
    assert one.code == "records_not_given" and "丁平台" in one.sentence and "甲平台" not in one.sentence


def test_a_paper_without_the_chair_is_incomplete_and_an_unknown_desk_is_told(ranked: World) -> None:
    verdict, told, *_ = reported(ranked, ranked.root / "ranking.pdf")
    assert (verdict, told) == ("incomplete", "verify_incomplete")
    with ranked.laptop("bureau") as bureau:
        [report] = bureau.verification.verify([ranked.root / "ranking.pdf"])
        assert report.told.fields == {"fields": "王伟"}
        [report] = bureau.verification.verify([ranked.root / "ranking-signed.pdf"])
    assert (report.verdict, report.told.code) == ("unknown_signer", "verify_unknown_organiser")
    signers = [(each.field, each.signer) for each in report.signatures]
    assert signers == [("seal", "陈秘书"), ("chair", "王伟")]
    assert report.result is not None and report.result["category"] == CATEGORY


def test_another_desks_paper_cannot_be_taken_for_this_ones(ranked: World) -> None:
    with ranked.laptop("bureau") as other, pytest.raises(NotThisRankingError):
        found = judged_file(ranked.file("ranking-signed.pdf"))
        other.ranking_sealing.take_back(found, ranked.file("ranking-signed.pdf"))
