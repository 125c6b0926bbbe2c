"""Streams: appended whole, read back checked, refused when stale, erased without losing their order."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.entries import ChainBrokenError, Draft, append, check_chain, check_headers
from app.errors import RefusedError
from app.store.database import Database, open_database
from app.store.document_store import DocumentStore, ErasedStreamError
from app.store.entry_store import EntryStore, StaleError
from tests.store.facts import STREAM, TIME, counted_salts, enter, paper, score

OTHER = "sheet/ZPABCDEFGH-E2"
SECRET = "这句话应当消失"


@pytest.fixture
def second(path: Path, database: Database) -> Iterator[EntryStore]:
    """Another program with the same file open."""
    with closing(open_database(path)) as opened:
        yield EntryStore(opened)


def test_what_was_appended_is_what_is_read(entries: EntryStore) -> None:
    salt = counted_salts()
    made = entries.append(STREAM, [score("1.1"), score("1.2")], time=TIME, salt=salt)
    made += entries.append(STREAM, [score("1.3")], time=TIME, salt=salt)
    assert entries.read(STREAM) == made
    check_chain(made)


def test_the_store_makes_the_entries_that_the_domain_makes(entries: EntryStore) -> None:
    first = entries.append(STREAM, [score("1.1")], time=TIME, salt=counted_salts())
    second = entries.append(STREAM, [score("1.2")], time=TIME, salt=counted_salts(2))
    assert second == (append(first, STREAM, score("1.2"), TIME, f"{2:032x}"),)


def test_another_opening_reads_the_same_and_goes_on(path: Path) -> None:
    with closing(open_database(path)) as database:
        enter(EntryStore(database), "1.1", "1.2")
    with closing(open_database(path)) as database:
        enter(EntryStore(database), "1.3")
        assert [entry.seq for entry in EntryStore(database).read(STREAM)] == [1, 2, 3]


def test_a_stream_without_entries_reads_as_empty(entries: EntryStore) -> None:
    assert entries.read("panel/ZPABCDEFGH") == ()
    assert entries.read_headers("panel/ZPABCDEFGH") == ()
    assert not entries.is_erased("panel/ZPABCDEFGH")


def test_streams_are_listed_by_prefix_with_their_heads(entries: EntryStore) -> None:
    enter(entries, "1.1", "1.2")
    enter(entries, "1.1", stream=OTHER)
    enter(entries, "1.1", stream="workspace")
    assert entries.streams() == (STREAM, OTHER, "workspace")
    assert entries.streams("sheet/") == (STREAM, OTHER)
    assert entries.streams("sheet/%") == ()
    assert [head.digest for head in entries.heads("sheet/")] == [
        entries.read(STREAM)[-1].digest,
        entries.read(OTHER)[-1].digest,
    ]


@settings(max_examples=20)  # each example makes a file
@given(st.lists(st.tuples(st.sampled_from([STREAM, OTHER, "workspace"]), st.integers(0, 3)), max_size=8))
def test_any_interleaving_of_streams_keeps_every_chain(acts: list[tuple[str, int]]) -> None:
    counts = dict.fromkeys((STREAM, OTHER, "workspace"), 0)
    with TemporaryDirectory() as folder, closing(open_database(Path(folder) / "w.sqlite")) as database:
        entries = EntryStore(database)
        for stream, number in acts:
            enter(entries, *(["1.1"] * number), stream=stream)
            counts[stream] += number
        for stream, number in counts.items():
            assert len(entries.read(stream)) == number


def test_accepting_a_score_reads_nothing(database: Database, entries: EntryStore) -> None:
    enter(entries, "1.1")
    said: list[str] = []
    connection = database._connection
    connection.set_trace_callback(said.append)
    enter(entries, "1.2")
    connection.set_trace_callback(None)
    ours = dict.fromkeys(line for line in said if not line.startswith("--"))  # triggers repeat their cause
    assert [line.split()[0] for line in ours] == ["INSERT"]  # one statement, a transaction by itself


def test_papers_are_kept_with_their_entries_or_neither(entries: EntryStore, papers: DocumentStore) -> None:
    sheet = paper()
    entries.append(STREAM, [score()], papers=[sheet], time=TIME, salt=counted_salts())
    assert papers.in_stream(STREAM) == (sheet,)
    with pytest.raises(sqlite3.IntegrityError):
        wrong = paper(b"two", payload="toolong")
        entries.append(STREAM, [score()], papers=[paper(b"three"), wrong], time=TIME, salt=counted_salts())
    assert papers.in_stream(STREAM) == (sheet,)
    assert len(entries.read(STREAM)) == 1


def test_one_act_told_in_two_streams_is_written_whole(entries: EntryStore, second: EntryStore) -> None:
    acts = [("workspace", [score()]), (STREAM, [score(), score()])]
    made = entries.append_together(acts, time=TIME, salt=counted_salts())
    assert [(entry.stream, entry.seq) for entry in made] == [("workspace", 1), (STREAM, 1), (STREAM, 2)]
    second.read(STREAM)
    enter(entries, "1.1")
    with pytest.raises(StaleError) as caught:
        second.append_together(acts, time=TIME, salt=counted_salts())
    assert caught.value.fields == {"stream": STREAM}
    assert len(entries.read("workspace")) == 1


def test_our_own_mistakes_in_appending_write_nothing(entries: EntryStore) -> None:
    for acts in ([(STREAM, [score()]), (STREAM, [score()])], [(STREAM, [score(), Draft("Erased", 1, {})])]):
        with pytest.raises(ValueError, match=r"erase|once"):
            entries.append_together(acts, time=TIME, salt=counted_salts())
    assert entries.streams() == ()


def test_an_unusable_draft_writes_nothing(entries: EntryStore) -> None:
    with pytest.raises(canonical.NotCanonicalError):
        entries.append(STREAM, [score(), Draft("X", 1, {"a": "\u202e"})], time=TIME, salt=counted_salts())
    assert entries.read(STREAM) == ()


def test_of_two_programs_the_later_is_refused_until_it_reads_again(
    entries: EntryStore, second: EntryStore
) -> None:
    enter(entries, "1.1")
    assert len(second.read(STREAM)) == 1
    enter(entries, "1.2")
    for _ in range(2):
        with pytest.raises(StaleError) as caught:
            enter(second, "1.9")
        assert isinstance(caught.value, RefusedError)
    assert len(second.read(STREAM)) == 2
    enter(second, "1.3")
    assert [entry.seq for entry in entries.read(STREAM)] == [1, 2, 3]


def test_two_programs_may_write_to_streams_of_their_own(entries: EntryStore, second: EntryStore) -> None:
    for _ in range(5):
        enter(entries, "1.1")
        enter(second, "1.1", stream=OTHER)
    assert len(entries.read(OTHER)) == len(second.read(STREAM)) == 5


def test_erasing_takes_bodies_and_papers_and_leaves_the_order(
    entries: EntryStore, papers: DocumentStore
) -> None:
    made = entries.append(STREAM, [score(), score()], papers=[paper()], time=TIME, salt=counted_salts())
    papers.remember_judgement(paper().file_digest, "zhiping 1", b"{}", time=TIME)
    enter(entries, "1.1", stream=OTHER)
    papers.keep(paper(stream=OTHER))

    last = entries.erase(STREAM, "专家要求删除", time=TIME, salt=counted_salts(9))

    headers = entries.read_headers(STREAM)
    check_headers(headers)
    assert [header.digest for header in headers] == [made[0].digest, made[1].digest, last.digest]
    assert canonical.read(last.body) == {"reason": "专家要求删除", "salt": f"{9:032x}"}
    assert entries.is_erased(STREAM)
    assert papers.in_stream(STREAM) == ()
    assert papers.judgement(paper().file_digest, "zhiping 1") is None
    assert len(entries.read(OTHER)) == 1
    assert papers.in_stream(OTHER) == (paper(stream=OTHER),)
    with pytest.raises(ErasedStreamError) as caught:
        entries.read(STREAM)
    assert caught.value.fields == {"stream": STREAM}


def test_nothing_follows_erasing(entries: EntryStore, papers: DocumentStore) -> None:
    enter(entries, "1.1")
    entries.erase(STREAM, "x", time=TIME, salt=counted_salts(9))
    for refused in (
        lambda: enter(entries, "1.2"),
        lambda: entries.erase(STREAM, "x", time=TIME, salt=counted_salts(9)),
        lambda: papers.keep(paper()),
        lambda: entries.append(OTHER, [score()], papers=[paper()], time=TIME, salt=counted_salts()),
    ):
        with pytest.raises(ErasedStreamError) as caught:
            refused()
        assert caught.value.fields == {"stream": STREAM}
    assert entries.streams() == (STREAM,)


def test_a_program_that_missed_the_erasing_is_told(entries: EntryStore, second: EntryStore) -> None:
    enter(entries, "1.1")
    second.read(STREAM)
    entries.erase(STREAM, "x", time=TIME, salt=counted_salts(9))
    with pytest.raises(ErasedStreamError):
        enter(second, "1.2")
    with pytest.raises(ErasedStreamError):
        second.read(STREAM)


def test_a_stream_without_entries_is_not_erased(entries: EntryStore) -> None:
    with pytest.raises(ValueError, match="nothing"):
        entries.erase(STREAM, "x", time=TIME, salt=counted_salts())
    assert entries.streams() == ()


def test_erased_words_are_nowhere_in_the_files(path: Path, entries: EntryStore) -> None:
    secret, pdf = Draft("Remarked", 1, {"remark": SECRET}), SECRET.encode() * 5000
    entries.append(STREAM, [secret], papers=[paper(pdf)], time=TIME, salt=counted_salts())
    copy = path.with_name(f"{path.name}.v1.copy")
    copy.write_bytes(pdf)
    assert any(SECRET.encode() in file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    entries.erase(STREAM, "x", time=TIME, salt=counted_salts(9))
    assert not any(SECRET.encode() in file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    assert not copy.exists()


@pytest.mark.parametrize(
    ("old", "new", "seq"),
    [
        (b"1.1.1.1", b"1.1.1.9", 1),  # the first body
        (b"3.3.3.3", b"3.3.3.9", 3),  # the last body
        (b"ScoreEntered", b"ScoreEnterea", 1),  # a header
        (b'"23"', b'"99"', 1),
    ],
)
def test_bytes_edited_in_the_file_are_found_on_reading(path: Path, old: bytes, new: bytes, seq: int) -> None:
    with closing(open_database(path)) as database:
        enter(EntryStore(database), "1.1.1.1", "2.2.2.2", "3.3.3.3")
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    with closing(open_database(path)) as database, pytest.raises(ChainBrokenError) as caught:
        EntryStore(database).read(STREAM)
    assert caught.value.fields == {"stream": STREAM, "seq": seq}
