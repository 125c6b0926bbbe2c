"""Long work beside the screen: a worker gets frozen values and returns one; the main thread does the rest.

Python's collector of reference cycles runs in whatever thread happens to allocate. A forgotten window that it
takes away in a worker takes the process with it, so while work is under way it does not run at all.
"""

import gc
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

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


class _Work(QRunnable, Generic[T]):
    def __init__(self, work: Callable[[], T], relay: _Relay[T]) -> None:
        super().__init__()
        self._work, self._relay = work, relay

    def run(self) -> None:
        """On the worker's thread."""
        try:
            value = self._work()
        except BaseException as error:  # whatever it is, the main thread must hear of it
            self._relay.finished.emit(None, error)
        else:
            self._relay.finished.emit(value, None)


_running: set[QObject] = set()


def run(work: Callable[[], T], done: Callable[[T], None], failed: Callable[[ZhipingError], None]) -> None:
    """Runs `work` on a worker, then `done` with its value or `failed` with its error on the main thread.

    `work` must not touch a widget nor the store.
    """
    QThreadPool.globalInstance().start(_Work(work, _Relay(done, failed)))


def busy() -> bool:
    """Whether work is under way."""
    return bool(_running)
