"""Papers: kept once, found by either digest, checked when read; judgements: remembered and dropped."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.store.database import open_database
from app.store.document_store import DocumentStore, PaperDamagedError, file_digest
from tests.store.facts import STREAM, TIME, paper

OTHER = "panel/ZPABCDEFGH"


def test_the_file_digest_is_sha256() -> None:
    assert file_digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_kept_paper_is_found_by_both_digests(papers: DocumentStore) -> None:
    sheet = paper()
    papers.keep(sheet)
    assert papers.by_file_digest(sheet.file_digest) == sheet
    assert papers.by_payload_digest(sheet.digest) == (sheet,)
    assert papers.by_file_digest("0" * 64) is None
    assert papers.by_payload_digest("0" * 64) == ()


def test_keeping_again_changes_nothing(papers: DocumentStore) -> None:
    papers.keep(paper())
    papers.keep(paper())
    papers.keep(replace(paper(), kind="record"))
    assert papers.in_stream(STREAM) == (paper(),)


def test_a_record_that_gains_signatures_is_several_files_of_one_payload(papers: DocumentStore) -> None:
    sealed, signed = paper(b"sealed", kind="record"), paper(b"sealed and signed", kind="record")
    papers.keep(sealed)
    papers.keep(signed)
    assert papers.by_payload_digest(sealed.digest) == (sealed, signed)


def test_papers_are_listed_by_kind_and_by_stream_in_the_order_kept(papers: DocumentStore) -> None:
    brief, late, early = paper(b"b", kind="brief", stream=OTHER), paper(b"z"), paper(b"a")
    for each in (brief, late, early):
        papers.keep(each)
    assert papers.list("sheet") == (late, early)
    assert papers.list("brief") == (brief,)
    assert papers.list("record") == ()
    assert papers.in_stream(OTHER) == (brief,)


def test_one_file_may_be_kept_for_two_streams(papers: DocumentStore) -> None:
    here, there = paper(), paper(stream=OTHER)
    papers.keep(here)
    papers.keep(there)
    assert papers.in_stream(STREAM) == (here,)
    assert papers.in_stream(OTHER) == (there,)
    assert papers.by_file_digest(here.file_digest) == here


def test_a_paper_under_a_wrong_digest_is_our_mistake(papers: DocumentStore) -> None:
    with pytest.raises(ValueError, match="digest"):
        papers.keep(replace(paper(), file_digest="0" * 64))
    assert papers.in_stream(STREAM) == ()


def test_paper_bytes_edited_in_the_file_are_found_on_reading(path: Path) -> None:
    with closing(open_database(path)) as database:
        DocumentStore(database).keep(paper(b"%PDF total 79.99"))
    path.write_bytes(path.read_bytes().replace(b"total 79.99", b"total 80.01"))
    with closing(open_database(path)) as database:
        papers, digest = DocumentStore(database), file_digest(b"%PDF total 79.99")
        with pytest.raises(PaperDamagedError) as caught:
            papers.by_file_digest(digest)
        assert caught.value.fields == {"file_digest": digest}
        with pytest.raises(PaperDamagedError):
            papers.in_stream(STREAM)
        with pytest.raises(PaperDamagedError):
            papers.list("sheet")


def test_a_judgement_is_remembered_for_one_program_and_replaced(papers: DocumentStore) -> None:
    papers.remember_judgement("a", "zhiping 1.0", b"first", time=TIME)
    papers.remember_judgement("a", "zhiping 1.1", b"newer program", time=TIME)
    papers.remember_judgement("a", "zhiping 1.0", b"second", time=TIME)
    assert papers.judgement("a", "zhiping 1.0") == b"second"
    assert papers.judgement("a", "zhiping 1.1") == b"newer program"
    assert papers.judgement("b", "zhiping 1.0") is None


def test_judgements_may_be_dropped(papers: DocumentStore) -> None:
    papers.remember_judgement("a", "zhiping 1.0", b"x", time=TIME)
    papers.forget_judgements()
    assert papers.judgement("a", "zhiping 1.0") is None
