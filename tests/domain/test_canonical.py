"""The one spelling: what may stand in our data, what is refused, digests and the 校验码."""

import json
import unicodedata
from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.canonical import (
    CharacterRefusedError,
    DecimalRefusedError,
    Json,
    NotCanonicalError,
)

RARE_HANZI = "𬭚䶮㛃𠅤㐂𰻞\U000323b0"
TEXTS = st.text(alphabet=st.characters(categories=("L", "N", "P", "S")), max_size=12)
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(0, canonical.MAX_INTEGER) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(alphabet="abcXYZ019_./#-", min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_whatever_is_written_is_read_back_and_written_alike(value: Json) -> None:
    written = canonical.write(value)
    assert canonical.read(written) == value
    assert canonical.write(canonical.read(written)) == written


@given(st.lists(st.text(max_size=6) | st.text(alphabet='中文，"\\\n\t\x7f\x00 aZ~', max_size=6), max_size=4))
def test_a_text_is_written_unless_a_character_of_it_is_refused(texts: list[str]) -> None:
    refused = any(canonical.first_refused_character(each, multiline=True) for each in texts)
    for value in (texts, {"a": {"b": texts}}, dict(zip("abcd", texts, strict=False))):
        if refused:
            with pytest.raises(NotCanonicalError, match="character"):
                canonical.write(value)
        else:
            assert canonical.read(canonical.write(value)) == value
            as_the_library = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            assert canonical.write(value) == as_the_library.encode()


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, Json]) -> None:
    turned = dict(reversed(list(value.items())))
    assert canonical.write(turned) == canonical.write(value)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"a":1,"a":1}', "duplicate"),
        (b'{"a":{"b":1,"b":2}}', "duplicate"),
        (b"1.0", "float"),
        (b"[1e3]", "float"),
        (b"NaN", "float"),
        (b"-Infinity", "float"),
        (b"-1", "integer"),
        (b"2147483648", "integer"),
        (b"99999999999", "integer"),
        (b'{ "a":1}', "other_spelling"),
        (b'{"b":1,"a":1}', "other_spelling"),
        (b'"\\u4e2d"', "other_spelling"),
        (b'"\\/"', "other_spelling"),
        (b"1\n", "other_spelling"),
        (b"01", "not_json"),
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'"\xff"', "not_json"),
        ("\ufeff1".encode(), "not_json"),
        (b'"\\ud800"', "character"),
        (b'{"":1}', "key"),
        ('{"键":1}'.encode(), "key"),
        (b'{"a b":1}', "key"),
    ],
)
def test_bytes_in_another_spelling_are_refused(data: bytes, why: str) -> None:
    with pytest.raises(NotCanonicalError) as refused:
        canonical.read(data)
    assert refused.value.fields["why"] == why


@pytest.mark.parametrize("value", [1.0, b"x", bytearray(b"x"), {1: 2}, {"a": 1.5}, [object()], {3, 4}])
def test_values_without_a_spelling_are_not_written(value: object) -> None:
    with pytest.raises(NotCanonicalError):
        canonical.write(value)  # type: ignore[arg-type]  # what mypy would refuse must be refused here too


def test_twenty_four_levels_are_read_and_one_more_is_not() -> None:
    deepest = canonical.MAX_LEVELS
    assert canonical.read(b"[" * deepest + b"]" * deepest) == canonical.read(
        canonical.write(canonical.read(b"[" * deepest + b"]" * deepest))
    )
    for data in (b"[" * (deepest + 1) + b"]" * (deepest + 1), b'{"a":' * 100_000, b"[" * 3_000_000):
        with pytest.raises(NotCanonicalError, match="too_deep"):
            canonical.read(data)


@pytest.mark.parametrize("around", [lambda inside: [inside], lambda inside: {"a": inside}])
def test_a_value_too_deep_is_not_written(around: Callable[[Json], Json]) -> None:
    value: Json = "x"
    for _ in range(canonical.MAX_LEVELS):
        value = around(value)
    assert canonical.read(canonical.write(value)) == value
    with pytest.raises(NotCanonicalError, match="too_deep"):
        canonical.write(around(value))


def test_brackets_inside_a_text_are_no_levels() -> None:
    value = ["[" * 100, '"' + "{" * 100, "\\" + "[" * 50]
    assert canonical.read(canonical.write(value)) == value


def test_four_megabytes_are_read_and_one_byte_more_is_not() -> None:
    most = b'"' + b"x" * (canonical.MAX_BYTES - 2) + b'"'
    assert canonical.read(most) == "x" * (canonical.MAX_BYTES - 2)
    with pytest.raises(NotCanonicalError, match="too_large"):
        canonical.read(most + b" ")


@pytest.mark.parametrize(
    "character",
    [
        "\x00", "\x07", "\t", "\r", "\x7f", "\x85", "\u200b", "\u200d", "\u200e", "\u202e", "\u2066",
        "\ufeff", "\u00ad", "\u2028", "\u2029", "\ue000", "\U000f0000", "\ud800", "\udfff", "\uffff",
        "\u0378", "\U0001ffff", "\U000e0001", "\U00033480",
    ],
)  # fmt: skip
def test_characters_that_cannot_be_seen_are_refused_at_entry_and_at_import(character: str) -> None:
    with pytest.raises(CharacterRefusedError) as refused:
        canonical.check_text(f"备注{character}", "remark", multiline=True)
    assert refused.value.fields == {"place": "remark", "character": f"U+{ord(character):04X}"}
    with pytest.raises(NotCanonicalError, match="character"):
        canonical.write({"a": f"备注{character}"})


@given(st.characters())
def test_no_character_of_a_refused_category_passes_but_late_hanzi(character: str) -> None:
    hidden = unicodedata.category(character)[0] == "C" or unicodedata.category(character) in ("Zl", "Zp")
    late = "\U0002ebf0" <= character <= "\U0002ee5d" or "\U00031350" <= character <= "\U00033479"
    assert (canonical.first_refused_character(character) is None) == (not hidden or late)


def test_a_line_break_stands_only_in_a_text_of_many_lines() -> None:
    assert canonical.check_text("一\n二", "opinion", multiline=True) == "一\n二"
    with pytest.raises(CharacterRefusedError):
        canonical.check_text("一\n二", "name")


@pytest.mark.parametrize("hanzi", RARE_HANZI)
def test_rare_hanzi_survive_unchanged(hanzi: str) -> None:
    assert canonical.check_text(hanzi, "name") == hanzi
    assert canonical.read(canonical.write({"name": hanzi})) == {"name": hanzi}
    assert hanzi.encode() in canonical.write([hanzi])


def test_texts_are_never_normalised() -> None:
    for text in ("é", "e\u0301", "Ａ", "㎡", "，", "豈"):
        assert canonical.read(canonical.write(text)) == text
    assert canonical.write("é") != canonical.write("e\u0301")


def test_kind_and_mode_are_part_of_every_digest() -> None:
    digests = {
        canonical.digest(kind, mode, data)
        for kind in ("sheet", "record")
        for mode in ("official", "rehearsal")
        for data in (b"1", b"2")
    }
    assert len(digests) == 8
    assert all(len(digest) == 64 for digest in digests)


def test_the_code_of_a_digest_is_always_the_same_twenty_digits() -> None:
    # By another scrypt than ours, and fixed for ever: codes are printed on paper.
    assert canonical.check_code("00" * 32) == "0794 1756 7311 6134 4742"
    assert canonical.check_code("00" * 31 + "01") != canonical.check_code("00" * 32)


def test_a_typed_code_is_compared_without_spaces_and_in_any_width() -> None:
    code = "7741 7391 5265 0318 4420"
    assert canonical.same_code("77417391526503184420", code)
    assert canonical.same_code("７７４１ ７３９１－５２６５ ０３１８　４４２０", code)
    assert not canonical.same_code("7741 7391 5265 0318 4421", code)
    assert not canonical.same_code("7741 7391 5265 0318 442", code)
    assert not canonical.same_code("", code)


@given(st.integers(0, 999_999_999), st.integers(0, 999_999))
def test_decimals_are_read_as_they_were_written(whole: int, millionths: int) -> None:
    value = whole + Fraction(millionths, 10**6)
    text = canonical.write_decimal(value)
    assert canonical.parse_decimal(text) == value
    assert text == "0" or not text.startswith("00")
    assert "." not in text or not text.endswith(("0", "."))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "+1",
        "1e3",
        "01",
        "1.",
        ".5",
        "1,5",
        " 1",
        "1 ",
        "1234567890",
        "0.1234567",
        "１",
        "٣",
        "1/2",
        "1\n",
    ],
)
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(DecimalRefusedError):
        canonical.parse_decimal(text, "points")


@pytest.mark.parametrize("value", [Fraction(1, 3), Fraction(-1), Fraction(1, 10**7)])
def test_what_has_no_plain_decimal_is_not_written(value: Fraction) -> None:
    with pytest.raises(DecimalRefusedError):
        canonical.write_decimal(value)


def test_a_tuple_is_written_like_a_list() -> None:
    value: Sequence[Json] = ("a", 1)
    assert canonical.write(value) == b'["a",1]'
