"""The log of one workspace: acts, ids, types and frames of errors; never a score, a name, a remark, a key.

No message of an exception and no local variable is ever written: both may hold what people entered.
"""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import walk_tb

from app.errors import ZhipingError

LOG_NAME = "zhiping.log"
MOST_BYTES = 1_000_000
BACKUPS = 2
_MOST_CAUSES = 10


class _QuietHandler(RotatingFileHandler):
    """A log that cannot be written stops nobody's work and prints nothing."""

    def handleError(self, record: logging.LogRecord) -> None:
        return


def write_act(folder: Path, act: str, ids: Sequence[str], code: int) -> None:
    """Notes in `folder` that an act ended with an exit code; `ids` are panels, seats, sheets, criteria."""
    _write(folder, [" ".join(("act", act, *ids, f"exit={code}"))])


def write_error(folder: Path | None, act: str, error: BaseException) -> Path:
    """Notes an error by types and frames, its causes too; returns the log's path.

    Without a folder that is there the log lies in the system's folder for temporary files.
    """
    there = folder if folder is not None and folder.is_dir() else Path(tempfile.gettempdir())
    _write(there, [f"error {act}", *_told(error)])
    return there / LOG_NAME


def _told(error: BaseException) -> Iterator[str]:
    cause: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if cause is None:
            return
        code = f" code={cause.code}" if isinstance(cause, ZhipingError) else ""
        yield f"  {type(cause).__module__}.{type(cause).__qualname__}{code}"
        for frame, line in walk_tb(cause.__traceback__):
            where = Path(frame.f_code.co_filename)
            yield f"    {where.parent.name}/{where.name}:{line} {frame.f_code.co_name}"
        cause = cause.__cause__ or cause.__context__


def _write(folder: Path, lines: Sequence[str]) -> None:
    handler = _QuietHandler(
        folder / LOG_NAME, maxBytes=MOST_BYTES, backupCount=BACKUPS, encoding="utf-8", delay=True,
        errors="backslashreplace",
    )  # fmt: skip
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    try:
        for line in lines:
            handler.handle(logging.LogRecord("zhiping", logging.INFO, "", 0, line, None, None))
    finally:
        with suppress(OSError):  # closing flushes once more: the disk that was full still is
            handler.close()
