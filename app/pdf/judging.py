"""Foreign bytes are judged in child processes with limits of time and memory: no file can stop the program.

Windows and macOS have only the limit of time: there a child's memory is not bounded.
What is judged, and how, is container's.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Literal, Self, TypeVar, overload

from app.errors import EnvironmentFault, ZhipingError
from app.pdf import second_opinion
from app.pdf.container import Container, open_container
from app.pdf.refusals import NotOursError

T = TypeVar("T")

SECONDS = 5.0
PATIENCE = 40.0
MEGABYTES = 600
# Judging keeps a core busy; more children than two would only take the memory of a small laptop.
MOST = 2
AT_ONCE = min(MOST, os.cpu_count() or 1)
_START_SECONDS = 60.0
_READY = "ready"
# A child that held a file of this many bytes does not give all its memory back, and the next would find less.
_LARGE = 8_000_000
_Answer = tuple[Literal["done", "refused", "fault"], object]


class JudgedTooLongError(NotOursError):
    """Not judged in time: a hostile file, or a machine too busy for a sound one."""


class JudgeFault(EnvironmentFault):
    """This machine does not let the program start the process that judges files."""


class Judge:
    """Children that judge file after file, each started when it is needed and again after what broke it.

    Use it in a `with` block. Threads that ask at the same time are answered side by side, `at_once` of them;
    the others wait. `seconds` bounds one file's judging in processor time, so that a busy machine refuses
    nothing; `patience` in time by the clock (Windows knows only this one); `megabytes` a child's address
    space.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        patience: float = PATIENCE,
        megabytes: int = MEGABYTES,
        at_once: int = AT_ONCE,
        prepare: Callable[[], object] | None = None,
    ) -> None:
        """`prepare` is a top-level function a child runs once, before any file's time begins."""
        self._prepare = prepare
        self._seconds = seconds
        self._patience = patience
        self._megabytes = megabytes
        self._places = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()  # over the list and who of it is busy
        self._children: list[_Child] = []  # the oldest first: it has seen most

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @overload
    def judge(self, data: bytes) -> Container: ...

    @overload
    def judge(self, data: bytes, task: Callable[[bytes], T]) -> T: ...

    def judge(self, data: bytes, task: Callable[[bytes], object] = open_container) -> object:
        """What `task` makes of `data` in a child: a top-level function whose result can be pickled.

        Errors of ours are raised here as they were raised there; whatever else happens
        (a crash, a loop, no memory) is NotOursError with why "unreadable" or "too_large", or
        JudgedTooLongError. JudgeFault if no child starts.
        """
        with self._places:
            child = self._free_child()
            is_fit = False
            try:
                outcome, value = child.ask(task, data, self._seconds, self._patience)
                is_fit = outcome != "fault" and len(data) <= _LARGE
            finally:
                if not is_fit:
                    self._end(child)
                child.is_busy = False
        return _result(outcome, value)

    def close(self) -> None:
        """Ends the children, if there are any; a later `judge` starts others."""
        with self._lock:
            children = tuple(self._children)
        for child in children:
            self._end(child)

    def _free_child(self) -> "_Child":
        """The oldest child that judges nothing, or a new one; it is busy from now on."""
        with self._lock:
            for child in self._children:
                if not child.is_busy:
                    child.is_busy = True
                    return child
        child = _Child(self._megabytes, self._prepare)
        with self._lock:
            self._children.append(child)
        return child

    def _end(self, child: "_Child") -> None:
        with self._lock:
            if child in self._children:
                self._children.remove(child)
        child.end()


def _result(outcome: str, value: object) -> object:
    """What a child answered, or the error it told."""
    if outcome == "done":
        return value
    if isinstance(value, ZhipingError):
        raise value
    if value == "too_long":
        raise JudgedTooLongError(why="too_long")
    raise NotOursError(why=str(value))


class _Child:
    """The process and our end of the pipe to it; busy from the beginning, for it is made to be asked."""

    def __init__(self, megabytes: int, prepare: Callable[[], object] | None) -> None:
        self._waiting = threading.Lock()  # of two threads that wait for one process, one may miss its end
        self._ended = False
        self.is_busy = True
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, megabytes, prepare), daemon=True)
        _start(self._process)
        theirs.close()
        if not self._is_ready():
            self.end()
            raise JudgeFault()

    def _is_ready(self) -> bool:
        try:
            return self._pipe.poll(_START_SECONDS) and self._pipe.recv() == _READY
        except (EOFError, OSError):
            return False

    def ask(self, task: Callable[[bytes], object], data: bytes, seconds: float, patience: float) -> _Answer:
        """The child's answer, or a fault where it gave none in time."""
        try:
            self._pipe.send((task, seconds))
            self._pipe.send_bytes(data)
            if not self._pipe.poll(patience):
                return "fault", "too_long"
            answer: _Answer = self._pipe.recv()
        except (EOFError, OSError):
            return "fault", "too_long" if self._used_its_time() else "unreadable"
        return answer

    def _used_its_time(self) -> bool:
        """Whether the child was ended for the processor time it took; not where we ended it meanwhile."""
        with self._waiting:
            if self._ended:
                return False
            self._process.join(1)
            return self._process.exitcode == -getattr(signal, "SIGXCPU", 0) != 0

    def end(self) -> None:
        """Ends it, once; a thread that waits for an answer is told that there is none."""
        with self._waiting:
            if self._ended:
                return
            self._ended = True
            self._pipe.close()
            self._process.kill()
            self._process.join()
            self._process.close()


def _serve(pipe: Connection, megabytes: int, prepare: Callable[[], object] | None) -> None:
    """The child's life: one question after the other until the parent closes the pipe or ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    second_opinion.load()
    if prepare is not None:
        prepare()
    _limit_memory(megabytes)
    pipe.send(_READY)
    while True:
        try:
            _serve_one(pipe)
        except (EOFError, OSError):
            return


def _serve_one(pipe: Connection) -> None:
    """One question and its answer; nothing of the file stays in memory for the next."""
    task, seconds = pipe.recv()
    _limit_time(seconds)
    answer = _answer(task, pipe)
    try:
        pipe.send(answer)
    except MemoryError:
        pipe.send(("fault", "too_large"))


def _answer(task: Callable[[bytes], object], pipe: Connection) -> _Answer:
    try:
        return "done", task(pipe.recv_bytes())
    except ZhipingError as error:
        return "refused", error
    except MemoryError:
        return "fault", "too_large"
    except Exception:  # any exception of any library, on bytes that somebody may have made to provoke it
        return "fault", "unreadable"


def _end_with_parent() -> None:
    """An endless task must not outlive the program: leave at once when the parent is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


if sys.platform != "win32":
    import resource
    from multiprocessing import resource_tracker

    def _start(process: BaseProcess) -> None:
        """Starts a child. Ctrl-C, which a terminal sends to all, cannot reach it before it ignores that."""
        resource_tracker.ensure_running()  # where it came later, it would let the signal through again
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _limit_memory(megabytes: int) -> None:
        _limit(resource.RLIMIT_AS, megabytes * 1_000_000)

    def _limit_time(seconds: float) -> None:
        """Processor time from now on, in whole seconds; the system ends the child that takes more."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime + seconds) + 1)

    def _limit(kind: int, value: int) -> None:
        _soft, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        try:
            resource.setrlimit(kind, (value, hard))
        except (ValueError, OSError):
            # macOS knows no limit of address space: there, as on Windows, only time is bounded.
            return

else:

    def _start(process: BaseProcess) -> None:
        process.start()

    def _limit_memory(megabytes: int) -> None:
        return

    def _limit_time(seconds: float) -> None:
        return
