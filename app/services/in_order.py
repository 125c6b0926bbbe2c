"""Many files judged side by side and told in their order.

The judge has a child for each that it answers at once (`judging.AT_ONCE`); a few files are judged by the one
it has, for another takes as long to start as they do.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_FEW = 5
_AT_ONCE = 2


def in_order(items: Iterable[T], act: Callable[[T], R]) -> Generator[R, None, None]:
    """What `act` makes of each item, in order; the items are asked for a few ahead, and never all at once.

    What `act` or `items` raise is raised here; what was begun before that comes to its end.
    """
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            for number, item in enumerate(items, start=1):
                waiting.append(pool.submit(act, item))
                # One more than work at once, so that none stands still while the oldest takes longer.
                if len(waiting) > (_AT_ONCE if number > _FEW else 0):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()
