"""Facts and entries: every kind written and read back, anything else refused."""

from dataclasses import fields, replace
from typing import Any

import pytest

from app.domain import canonical, facts, history, manifest_facts, ranking_facts, reserves
from app.domain.canonical import Json, NotCanonicalError
from app.domain.entries import Draft, Entry, append, entry_from_json
from app.domain.history import FACTS, Fact, PanelVoided, UnknownFactError, draft, read_fact
from app.domain.shape import MissingKeyError, ShapeError, UnknownKeyError
from tests.builders import TIME


def example(kind: type[Fact]) -> Fact:
    sample: dict[Any, Any] = {str: "一", int: 3, bool: True}
    return kind(**{each.name: sample.get(each.type, {"a": [1]}) for each in fields(kind)})


def entry(made: Draft) -> Entry:
    return append([], "panel/ZPAAAAAAAA", made, TIME, "0" * 32)


@pytest.mark.parametrize("kind", FACTS)
def test_every_fact_is_read_back_from_its_entry(kind: type[Fact]) -> None:
    fact = example(kind)
    found = entry(draft(fact))
    assert found.kind == kind.__name__
    assert read_fact(found) == fact


def test_no_fact_is_forgotten_in_the_register() -> None:
    values = [
        each for module in (facts, manifest_facts, ranking_facts, reserves) for each in vars(module).values()
    ]
    known = {each for each in values if isinstance(each, type) and issubclass(each, Fact)}
    assert known - {Fact} == set(FACTS)
    assert {each.__name__ for each in FACTS} <= set(history.__all__)


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_with_a_field_too_many_too_few_or_of_another_kind_is_refused(kind: type[Fact]) -> None:
    made = draft(example(kind))
    with pytest.raises(UnknownKeyError):
        read_fact(entry(replace(made, body={**made.body, "extra": 1})))
    for key in made.body:
        less = {name: value for name, value in made.body.items() if name != key}
        with pytest.raises(MissingKeyError):
            read_fact(entry(replace(made, body=less)))
        if isinstance(made.body[key], str | int):
            others: list[Json] = [None, [], True, 1, "x"]
            for wrong in others:
                if type(wrong) is not type(made.body[key]):
                    with pytest.raises(ShapeError):
                        read_fact(entry(replace(made, body={**made.body, key: wrong})))


def test_a_kind_or_version_not_known_here_is_told() -> None:
    for made in (Draft("PanelDreamed", 1, {}), Draft("PanelVoided", 2, {"reason": "废"})):
        with pytest.raises(UnknownFactError):
            read_fact(entry(made))


def test_the_salt_is_no_part_of_the_fact() -> None:
    found = entry(draft(PanelVoided("废")))
    assert b"salt" in found.body
    assert read_fact(found) == PanelVoided("废")
    assert canonical.read(found.body) == {"reason": "废", "salt": "0" * 32}


def test_a_body_too_large_for_an_entry_is_refused_when_it_comes_from_elsewhere() -> None:
    told = entry(draft(PanelVoided("废"))).to_json()
    assert isinstance(told, dict)
    body = {"reason": "废" * (canonical.MAX_BYTES // 3), "salt": "0" * 32}
    with pytest.raises(NotCanonicalError, match="too_large"):
        entry_from_json({**told, "body": body})
