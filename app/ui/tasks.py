"""Long work beside the screen: a worker gets frozen values and returns one; the main thread does the rest.

Python's collector of reference cycles runs in whatever thread happens to allocate. A forgotten window that it
takes away in a worker takes the process with it, so while work is under way it does not run at all.
"""

import gc
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot

from app.errors import ZhipingError

T = TypeVar("T")


class _Relay(QObject, Generic[T]):
    """Lives on the main thread, so that what the worker found is told there."""

    finished = Signal(object, object)

    def __init__(self, done: Callable[[T], None], failed: Callable[[ZhipingError], None]) -> None:
        super().__init__()
        self._done, self._failed = done, failed
        self.finished.connect(self.on_finished, Qt.ConnectionType.QueuedConnection)
        _running.add(self)
        gc.disable()

    @Slot(object, object)
    def on_finished(self, value: T, error: BaseException | None) -> None:
        """Hands the value on, or the error; what is nobody's error goes to the last resort."""
        _running.discard(self)
        if not _running:
            gc.enable()
        if error is None:
            self._done(value)
        elif isinstance(error, ZhipingError):
            self._failed(error)
        else:
            raise error


def collect_again() -> None:
    """The start is over, which went without collecting garbage; what it made is not looked at again."""
    gc.freeze()
    if not _running:
        gc.enable()


class _Work(QRunnable, Generic[T]):
    def __init__(self, work: Callable[[], T], relay: _Relay[T]) -> None:
        super().__init__()
        self._work, self._relay = work, relay

    def run(self) -> None:
        """On the worker's thread."""
        try:
            value = self._work()
        except BaseException as error:  # whatever it is, the main thread must hear of it
            self._tell(None, error)
        else:
            self._tell(value, None)

    def _tell(self, value: T | None, error: BaseException | None) -> None:
        with suppress(RuntimeError):  # the program ended meanwhile, and the relay with it
            self._relay.finished.emit(value, error)


_running: set[QObject] = set()


def run(work: Callable[[], T], done: Callable[[T], None], failed: Callable[[ZhipingError], None]) -> None:
    """Runs `work` on a worker, then `done` with its value or `failed` with its error on the main thread.

    `work` must not touch a widget nor the store.
    """
    QThreadPool.globalInstance().start(_Work(work, _Relay(done, failed)))


class _Steps(QObject, Generic[T]):
    """Main-thread work in steps; ends with its owner."""

    def __init__(
        self,
        owner: QObject,
        steps: Generator[None, None, T],
        done: Callable[[T], None],
        failed: Callable[[ZhipingError], None],
    ) -> None:
        super().__init__(owner)
        self._steps, self._done, self._failed = steps, done, failed
        _stepping.append(self)
        QTimer.singleShot(0, self, self.go_on)

    def go_on(self) -> None:
        """One step; the next when the window has answered."""
        try:
            next(self._steps)
        except StopIteration as ended:
            value: T = ended.value
            self._end()
            self._done(value)
        except ZhipingError as error:
            self._end()
            self._failed(error)
        except BaseException:  # nobody's error goes to the last resort, and nothing is under way any more
            self._end()
            raise
        else:
            QTimer.singleShot(0, self, self.go_on)

    def _end(self) -> None:
        _stepping.remove(self)
        self.deleteLater()


_stepping: list[QObject] = []


def step(
    owner: QObject,
    steps: Generator[None, None, T],
    done: Callable[[T], None],
    failed: Callable[[ZhipingError], None],
) -> None:
    """Runs what only the main thread may do, such as reading the store, a step at a time, while `owner` is
    there; then `done` with what the generator returns, or `failed`."""
    _Steps(owner, steps, done, failed)


def busy() -> bool:
    """Whether work is under way, beside the screen or in steps."""
    _stepping[:] = [each for each in _stepping if shiboken6.isValid(each)]
    return bool(_running or _stepping)
