"""Taking a JSON object apart: every key asked for once, the rest refused with its place."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from app.domain.canonical import CharacterRefusedError, DecimalRefusedError
from app.domain.shape import (
    MissingKeyError,
    Reader,
    ShapeError,
    TextTooLongError,
    UnknownKeyError,
    as_object,
)
from app.errors import ZhipingError

D64 = "ab" * 32


def test_every_key_is_taken_once_and_nothing_is_left() -> None:
    reader = Reader(
        {
            "text": "一\n二", "choice": "b", "digest": D64, "none": "", "number": 7, "flag": True,
            "decimal": "0.5", "items": [1, "x"], "texts": ["a", "b"], "objects": [{"k": "v"}],
            "object": {"k": "v"}, "null": None,
        },
        "top",
    )  # fmt: skip
    assert reader.has("text") and "text" in reader.left()
    assert reader.text("text", multiline=True) == "一\n二"
    assert not reader.has("text")
    assert reader.choice("choice", ("a", "b")) == "b"
    assert reader.digest("digest") == D64
    assert reader.digest("none", empty=True) == ""
    assert reader.integer("number", low=7, high=7) == 7
    assert reader.flag("flag") is True
    assert reader.decimal("decimal") == Fraction(1, 2)
    assert reader.items("items") == [1, "x"]
    assert reader.texts("texts") == ("a", "b")
    (inner,) = reader.objects("objects")
    assert inner.place == "top.objects[0]" and inner.text("k") == "v"
    nested = reader.object("object")
    assert nested.at("k") == "top.object.k"
    assert not reader.is_null("object") and reader.is_null("null")
    reader.done()


def test_absent_keys_take_their_default() -> None:
    reader = Reader({})
    assert reader.text("a", default="x") == "x"
    assert reader.choice("a", ("p", "q"), default="q") == "q"
    assert reader.flag("a", default=False) is False
    assert reader.decimal("a", default=Fraction(3)) == 3
    assert reader.items("a", default=()) == ()
    assert reader.texts("a", default=("t",)) == ("t",)
    assert reader.objects("a", default=()) == ()
    assert reader.at("a") == "a"


@pytest.mark.parametrize(
    ("value", "take"),
    [
        (1, lambda r: r.text("k")),
        (" ", lambda r: r.text("k", empty=False)),
        ("c", lambda r: r.choice("k", ("a", "b"))),
        (1, lambda r: r.choice("k", ("a", "b"))),
        (D64.upper(), lambda r: r.digest("k")),
        (D64 + "\n", lambda r: r.digest("k")),
        ("", lambda r: r.digest("k")),
        (None, lambda r: r.digest("k", empty=True)),
        (True, lambda r: r.integer("k")),
        ("1", lambda r: r.integer("k")),
        (0, lambda r: r.integer("k", low=1)),
        (9, lambda r: r.integer("k", high=8)),
        (1, lambda r: r.flag("k")),
        (1, lambda r: r.decimal("k")),
        ("ab", lambda r: r.items("k")),
        ([1, 2], lambda r: r.items("k", limit=1)),
        ([1], lambda r: r.texts("k")),
        ([1], lambda r: r.objects("k")),
        ("x", lambda r: r.object("k")),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_place(
    value: object, take: Callable[[Reader], object]
) -> None:
    with pytest.raises(ShapeError) as refused:
        take(Reader({"k": value}, "at"))
    assert str(refused.value.fields["place"]).startswith("at.k")


@pytest.mark.parametrize(
    ("value", "take", "error"),
    [
        ("abc", lambda r: r.text("k", limit=2), TextTooLongError),
        (["abc"], lambda r: r.texts("k", each=2), TextTooLongError),
        ("a\nb", lambda r: r.text("k"), CharacterRefusedError),
        (["a\u202e"], lambda r: r.texts("k"), CharacterRefusedError),
        ("1e3", lambda r: r.decimal("k"), DecimalRefusedError),
        ("x", lambda r: r.text("other"), MissingKeyError),
        ("x", lambda r: r.raw("other"), MissingKeyError),
        ("x", lambda r: r.done(), UnknownKeyError),
    ],
)
def test_what_does_not_fit_is_refused_by_its_own_name(
    value: object, take: Callable[[Reader], object], error: type[ZhipingError]
) -> None:
    with pytest.raises(error):
        take(Reader({"k": value}))


@pytest.mark.parametrize("value", [None, [], "x", 1])
def test_only_an_object_is_taken_apart(value: object) -> None:
    with pytest.raises(ShapeError):
        Reader(value)
    with pytest.raises(ShapeError):
        as_object(value)  # type: ignore[arg-type]  # what comes from outside may be anything
