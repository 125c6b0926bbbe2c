"""Entries and their chain: what follows from what, and what is found when something does not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.canonical import Json, NotCanonicalError
from app.domain.entries import (
    ChainBrokenError,
    Draft,
    Entry,
    append,
    check_chain,
    check_headers,
    clock_went_back,
    entry_from_json,
)
from app.domain.shape import MissingKeyError, ShapeError, UnknownKeyError
from app.errors import RefusedError, TrustError

STREAM = "sheet/ZPABCDEFGH-E1"
TIME = "2026-11-22T14:31:05+08:00"
SALT = "0123456789abcdef" * 2
DRAFT = Draft("ScoreEntered", 1, {"criterion": "2.1.3.1", "finding": {"conditions": [True, "23", None]}})

texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=12)
values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2**31 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner),
    max_leaves=6,
)
drafts = st.builds(
    Draft,
    st.sampled_from(["ScoreEntered", "Declared", "view.X_1"]),
    st.integers(1, 9),
    st.dictionaries(st.sampled_from(["criterion", "finding", "remark"]), values),
)
salts = st.binary(min_size=16, max_size=16).map(bytes.hex)


def a_chain(count: int) -> list[Entry]:
    chain: list[Entry] = []
    for _ in range(count):
        chain.append(append(chain, STREAM, DRAFT, TIME, SALT))
    return chain


def test_the_first_entry_has_seq_1_and_no_previous() -> None:
    first = append([], STREAM, DRAFT, TIME, SALT)
    assert (first.seq, first.previous, first.stream) == (1, "", STREAM)


def test_each_entry_names_the_digest_of_the_one_before() -> None:
    chain = a_chain(3)
    assert [entry.seq for entry in chain] == [1, 2, 3]
    assert [entry.previous for entry in chain] == ["", chain[0].digest, chain[1].digest]


def test_the_body_is_canonical_and_carries_its_salt() -> None:
    entry = append([], STREAM, DRAFT, TIME, SALT)
    assert canonical.read(entry.body) == {**DRAFT.body, "salt": SALT}
    assert entry.body_digest == canonical.digest("entry-body", "official", entry.body)


@given(st.lists(st.tuples(drafts, salts), max_size=4))
def test_every_appended_chain_holds_and_survives_json(acts: list[tuple[Draft, str]]) -> None:
    chain: list[Entry] = []
    for draft, salt in acts:
        chain.append(append(chain, "workspace", draft, TIME, salt))
    check_chain(chain)
    written = canonical.write([entry.to_json() for entry in chain])
    read = canonical.read(written)
    assert isinstance(read, list)
    assert [entry_from_json(value) for value in read] == chain
    assert canonical.write([entry_from_json(value).to_json() for value in read]) == written


@given(
    st.sampled_from([STREAM, "workspace", "平台/一", 'a"b', "a\\b"]),
    st.integers(1, 2**31 - 1),
    st.sampled_from(["ScoreEntered", "得分", "a\nb"]),
    st.sampled_from(["", "0" * 64]),
)
def test_the_digest_is_that_of_the_canonical_header(stream: str, seq: int, kind: str, previous: str) -> None:
    entry = Entry(stream, seq, kind, 1, TIME, b"{}", previous)
    header: dict[str, Json] = {
        "stream": stream,
        "seq": seq,
        "kind": kind,
        "version": 1,
        "time": TIME,
        "body": entry.body_digest,
        "previous": previous,
    }
    assert entry.digest == canonical.digest("entry", "official", canonical.write(header))
    assert entry.header.digest == entry.digest


def test_a_header_that_cannot_be_spelled_has_no_digest() -> None:
    with pytest.raises(NotCanonicalError):
        _ = Entry(STREAM, 1, "Score\x00Entered", 1, TIME, b"{}", "").digest


def test_an_empty_chain_is_sound() -> None:
    check_chain([])


def broken(chain: list[Entry]) -> tuple[str | int, str | int]:
    with pytest.raises(ChainBrokenError) as caught:
        check_chain(chain)
    with pytest.raises(ChainBrokenError):
        check_headers([entry.header for entry in chain])
    assert isinstance(caught.value, TrustError)
    return caught.value.fields["stream"], caught.value.fields["seq"]


def test_a_missing_first_entry_is_found() -> None:
    assert broken(a_chain(3)[1:]) == (STREAM, 1)


def test_a_gap_is_found() -> None:
    first, _, third = a_chain(3)
    assert broken([first, third]) == (STREAM, 2)


def test_swapped_entries_are_found() -> None:
    first, second, third = a_chain(3)
    assert broken([first, third, second]) == (STREAM, 2)


def test_an_entry_of_another_stream_is_found() -> None:
    first, second = a_chain(2)
    assert broken([first, replace(second, stream="workspace")]) == (STREAM, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"body": b'{"salt":"00"}'},
        {"kind": "ScoreChanged"},
        {"version": 2},
        {"time": "2026-11-22T14:31:06+08:00"},
        {"previous": "0" * 64},
    ],
)
def test_any_field_changed_afterwards_is_found_at_the_next_entry_or_at_once(change: dict[str, str]) -> None:
    first, second, third = a_chain(3)
    changed = Entry(**{**vars_of(second), **change})  # type: ignore[arg-type] # values of several types on purpose
    expected = 2 if "previous" in change else 3
    assert broken([first, changed, third]) == (STREAM, expected)


def vars_of(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}


def test_a_clock_that_went_back_is_named_with_offsets_taken_into_account() -> None:
    times = [
        "2026-11-22T14:00:00+08:00",
        "2026-11-22T13:00:00+08:00",  # back
        "2026-11-22T13:30:00+08:00",  # later than the one before, still before the first
        "2026-11-22T07:00:00+00:00",  # 15:00 in +08:00
        "2026-11-22T15:00:00+08:00",  # the same moment
    ]
    chain: list[Entry] = []
    for time in times:
        chain.append(append(chain, STREAM, DRAFT, time, SALT))
    assert clock_went_back(chain) == (2, 3)


@pytest.mark.parametrize(
    ("stream", "draft", "time", "salt"),
    [
        ("Sheet/E1", DRAFT, TIME, SALT),
        ("sheet/a b", DRAFT, TIME, SALT),
        ("", DRAFT, TIME, SALT),
        (STREAM, Draft("", 1, {}), TIME, SALT),
        (STREAM, Draft("X", 0, {}), TIME, SALT),
        (STREAM, Draft("X", 1, {"salt": SALT}), TIME, SALT),
        (STREAM, DRAFT, "2026-11-22T14:31:05", SALT),
        (STREAM, DRAFT, "2026-11-22T14:31:05Z", SALT),
        (STREAM, DRAFT, "2026-02-30T14:31:05+08:00", SALT),
        (STREAM, DRAFT, "2026-11-22T14:31:05.5+08:00", SALT),
        (STREAM, DRAFT, TIME, SALT[:-1]),
        (STREAM, DRAFT, TIME, SALT.upper()),
    ],
)
def test_our_own_mistakes_in_appending_are_value_errors(
    stream: str, draft: Draft, time: str, salt: str
) -> None:
    with pytest.raises(ValueError):
        append([], stream, draft, time, salt)


def test_a_chain_is_not_continued_under_another_name() -> None:
    with pytest.raises(ValueError, match="another stream"):
        append(a_chain(1), "workspace", DRAFT, TIME, SALT)


def test_a_body_without_canonical_spelling_or_too_large_is_refused() -> None:
    with pytest.raises(NotCanonicalError):
        append([], STREAM, Draft("X", 1, {"text": "a\u200bb"}), TIME, SALT)
    with pytest.raises(NotCanonicalError):
        append([], STREAM, Draft("X", 1, {"text": "字" * 1_400_000}), TIME, SALT)


def json_of(**changes: Json) -> dict[str, Json]:
    value = a_chain(2)[1].to_json()
    assert isinstance(value, dict)
    return {**value, **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"stream": "../x y"},
        {"stream": 3},
        {"seq": 0},
        {"seq": True},
        {"seq": "2"},
        {"kind": "得分"},
        {"version": 0},
        {"time": "today"},
        {"time": "2026-13-01T00:00:00+08:00"},
        {"previous": ""},
        {"previous": "0" * 63},
        {"seq": 1},
        {"body": []},
        {"body": {}},
        {"body": {"salt": "00"}},
        {"body": {"salt": SALT, "x": 0.5}},
        {"body": {"salt": SALT, "x": "\u202e"}},
    ],
)
def test_a_malformed_entry_is_refused(changes: dict[str, Json]) -> None:
    with pytest.raises((ShapeError, NotCanonicalError)):
        entry_from_json(json_of(**changes))


def test_unknown_and_missing_keys_are_refused() -> None:
    with pytest.raises(UnknownKeyError):
        entry_from_json(json_of(more="1"))
    value = json_of()
    del value["time"]
    with pytest.raises(MissingKeyError):
        entry_from_json(value)
    with pytest.raises(RefusedError):
        entry_from_json([])
