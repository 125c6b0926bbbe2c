"""Many files judged side by side and told in their order.

The judge decides how many it answers at once, never more than `MOST`; a few files are left to the one child
it has, for another takes as long to start as they do.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from app.pdf.judging import MOST

T = TypeVar("T")
R = TypeVar("R")

_FEW = 5


def in_order(items: Iterable[T], act: Callable[[T], R]) -> Generator[R, None, None]:
    """What `act` makes of each item, in order; the items are asked for a few ahead, and never all at once.

    What `act` or `items` raise is raised here; what was begun before that comes to its end.
    """
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(MOST) as pool:
        try:
            for number, item in enumerate(items, start=1):
                waiting.append(pool.submit(act, item))
                # One more than work at once, so that none stands still while the oldest takes longer.
                if len(waiting) > (MOST if number > _FEW else 0):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()
