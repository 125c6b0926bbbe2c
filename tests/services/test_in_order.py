"""Judged side by side, told in order; a few are judged alone, and nothing runs far ahead."""

import threading
import time
from collections.abc import Iterator

import pytest

from app.services.in_order import in_order


def test_everything_comes_in_order_however_long_each_takes() -> None:
    late = threading.Event()

    def act(number: int) -> int:
        if number == 10:
            assert late.wait(20)  # only what comes after it lets it go on
        if number == 11:
            late.set()
        return number * 2

    assert list(in_order(range(30), act)) == [number * 2 for number in range(30)]


def test_a_few_are_done_one_after_the_other() -> None:
    working = threading.Lock()

    def act(number: int) -> int:
        assert working.acquire(blocking=False)
        time.sleep(0.01)
        working.release()
        return number

    assert list(in_order(range(5), act)) == list(range(5))
    assert list(in_order([], act)) == []


def test_only_a_few_are_asked_for_ahead() -> None:
    asked: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            asked.append(number)
            yield number

    for told, each in enumerate(in_order(items(), lambda number: number)):
        assert each == told and len(asked) <= told + 3


def test_whoever_stops_listening_stops_the_work() -> None:
    done: list[int] = []

    def act(number: int) -> int:
        done.append(number)
        return number

    running = in_order(range(100), act)
    assert [next(running) for _ in range(10)] == list(range(10))
    running.close()
    assert len(done) <= 13


@pytest.mark.parametrize("at", [2, 20])
def test_what_goes_wrong_is_told_where_it_happened(at: int) -> None:
    def act(number: int) -> int:
        if number == at:
            raise OSError("gone")
        return number

    running = in_order(range(40), act)
    assert [next(running) for _ in range(at)] == list(range(at))
    with pytest.raises(OSError, match="gone"):
        next(running)
