"""The journal: what was saved while the opinion was being written is one act; a pass tells its check."""

from app.domain.entries import Entry, append
from app.domain.history import CheckPassedOver, Fact, OpinionWritten, OutlierExplained, draft
from app.pdf.record_journal import _numbers, _runs, act_words


def entries(*facts: Fact) -> list[Entry]:
    made: list[Entry] = []
    for at, fact in enumerate(facts):
        time = f"2026-11-24T09:{at:02d}:00+08:00"
        made.append(append(made, "panel/ZPAAAAAAAA", draft(fact), time, f"{at:032x}"))
    return made


def test_an_opinion_saved_at_every_pause_is_one_row() -> None:
    explained = OutlierExplained("E1", "只看了一半佐证")
    runs = _runs(
        entries(OpinionWritten("一"), OpinionWritten("二"), explained, OpinionWritten("三"), explained)
    )
    assert [_numbers(run) for run in runs] == ["1–2", "3", "4", "5"]
    assert runs[0][-1].seq == 2


def test_going_on_without_a_check_says_which_and_why() -> None:
    [entry] = entries(CheckPassedOver("evidence", "2.1.1.1、2.2.1.1", "佐证未逐项编号"))
    assert act_words(entry) == (
        "离场核对未完成，写明理由后继续：佐证编号，2.1.1.1、2.2.1.1", "佐证未逐项编号",
    )  # fmt: skip
