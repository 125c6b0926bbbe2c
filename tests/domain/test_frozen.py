"""Values are frozen dataclasses in every respect; only how they are made is ours."""

import dataclasses
import pickle
from dataclasses import KW_ONLY, FrozenInstanceError, asdict, dataclass, field, fields
from fractions import Fraction

import pytest

from app.domain.frozen import frozen, once, replace


@frozen
class Point:
    """Two fields, one with a default."""

    x: int
    y: Fraction = Fraction(1, 2)


@frozen
class Place:
    """The same fields in another class."""

    x: int
    y: Fraction = Fraction(1, 2)


@frozen
class Named:
    """One field."""

    name: str


@frozen
class Nothing:
    """None at all."""


@dataclass(frozen=True)
class Standard:
    """As the library makes them."""

    x: int
    y: Fraction = Fraction(1, 2)


def test_equal_are_those_of_one_class_with_the_same_inside() -> None:
    others: tuple[object, ...] = (Point(2), Place(1), (1, Fraction(1, 2)), 1, None)
    assert Point(1) == Point(1, Fraction(1, 2)) and all(Point(1) != each for each in others)
    assert Named("甲") == Named("甲") != Named("乙") and Nothing() == Nothing()


def test_equal_ones_are_one_in_a_set_and_what_is_mutable_inside_has_no_hash() -> None:
    assert len({Point(1), Point(1), Point(2)}) == 2 and len({Nothing(), Nothing()}) == 1
    with pytest.raises(TypeError):
        hash(Named(["甲"]))  # type: ignore[arg-type]  # what a hostile caller may do


def test_nothing_can_be_set_or_deleted() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError):
        point.x = 2  # type: ignore[misc]  # this is what is refused
    with pytest.raises(FrozenInstanceError):
        del point.x
    assert point == Point(1)


def test_it_is_spelled_replaced_and_read_as_the_librarys_own() -> None:
    ours, theirs = Point(1), Standard(1)
    assert repr(ours) == repr(theirs).replace("Standard", "Point") and repr(Nothing()) == "Nothing()"
    assert asdict(ours) == asdict(theirs) == {"x": 1, "y": Fraction(1, 2)}
    assert [each.name for each in fields(ours)] == ["x", "y"]
    assert dataclasses.replace(ours, x=3) == Point(3)
    match ours:
        case Point(x, y):
            assert (x, y) == (1, Fraction(1, 2))


@frozen
class Noted(Point):
    """A class of a class, with what can only be named."""

    _: KW_ONLY
    note: str = ""

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("x is not below 0")


class Plain(Point):
    """A class of a class that is no value itself."""


def test_the_first_object_is_made_as_every_other() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="not below"):
            Noted(-1)
        with pytest.raises(TypeError, match=r"Noted.__init__\(\) takes from 2 to 3 positional"):
            Noted(1, Fraction(0), "甲")  # type: ignore[call-arg]  # this is what is refused
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
            Noted()  # type: ignore[call-arg]  # as above
    assert Noted(1, note="甲") == Noted(x=1, note="甲") != Noted(1)
    assert (Plain(1).x, Plain(1) == Plain(1), Plain(1) == Point(1)) == (1, True, False)


@frozen
class Gathered:
    """What is made anew for each, beside what is given."""

    name: str = "甲"
    many: list[int] = field(default_factory=list)


def test_a_default_is_shared_and_what_a_factory_makes_is_not() -> None:
    one, other = Gathered(), Gathered("乙")
    assert (one.name, other.name, one.many) == ("甲", "乙", [])
    assert one.many is not other.many and Gathered(many=[1]).many == [1]
    assert Gathered(many=one.many).many is one.many


def test_one_that_comes_from_another_process_needs_no_beginning() -> None:
    assert pickle.loads(pickle.dumps(Named("甲"))) == Named("甲")


@frozen
class Circle:
    """With something computed once, and counted."""

    radius: int
    asked: list[str] = field(default_factory=list)

    @once
    def area(self) -> int:
        """Nearly."""
        self.asked.append("area")
        return 3 * self.radius**2


def test_replacing_is_as_the_librarys_own() -> None:
    point = Point(1)
    assert replace(point, x=3) == Point(3) and replace(point) == point and replace(point) is not point
    assert type(replace(Plain(1), y=Fraction(2))) is Plain and replace(Plain(1), x=2) == Plain(2)
    assert replace(Noted(1, note="甲"), x=2) == Noted(2, note="甲")
    assert replace(Noted(1), note="乙") == Noted(1, note="乙")
    with pytest.raises(ValueError, match="not below"):
        replace(Noted(1), x=-1)
    with pytest.raises(TypeError, match="Point has no field z"):
        replace(point, z=1)  # type: ignore[call-arg]  # this is what is refused
    with pytest.raises(FrozenInstanceError):
        replace(point, x=3).x = 4  # type: ignore[misc]  # this is what is refused


def test_what_is_computed_is_computed_once_and_belongs_to_one_object() -> None:
    circle = Circle(2)
    assert (circle.area, circle.area, circle.asked) == (12, 12, ["area"])
    wider = replace(circle, radius=3)
    assert (wider.area, circle.area) == (27, 12) and wider != circle
    with pytest.raises(TypeError, match="Circle has no field area"):
        replace(circle, area=1)  # type: ignore[call-arg]  # this is what is refused
    assert Circle(2) == replace(circle, asked=[]) and repr(Circle(2)) == repr(replace(circle, asked=[]))
    assert pickle.loads(pickle.dumps(circle)).area == 12
