"""Sealing, signing, writing out and taking back, step by step: the long part in a worker, the store only on
the main thread."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import ZhipingError
from app.services.collecting import Collected, CollectJob, JudgedFile
from app.services.record_jobs import JudgedRecord, Look, SealedNow, SealJob, SignedNow
from app.services.sticks import write_out
from app.services.workspace import panel_stream
from app.ui.desk import Desk
from app.ui.parts import work


class _Steps(QObject):
    """Tells how far the worker is; outlives the page as long as the worker speaks to it."""

    told = Signal(str)


class SealWork(QObject):
    """`stepped` names the step of sealing; then one of the others, or `failed` with the error: what was kept
    by then is kept."""

    stepped = Signal(str)
    sealed = Signal()
    looked = Signal(object)
    signed = Signal(object)
    written = Signal(object)
    taken = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def seal(self, name: str) -> None:
        """封存: computed and kept here, rendered, certified and judged in the worker."""
        self._try(lambda: self._seal(self._desk.core.records.prepare_seal(name)))

    def _seal(self, job: SealJob) -> None:
        steps = _Steps()
        steps.told.connect(self.stepped)
        work(self, partial(_sealed, job, steps), self.on_sealed, self.failed.emit)

    def on_sealed(self, made: SealedNow) -> None:
        """Sealed and clean: kept."""
        self._try(lambda: self._desk.core.records.keep_sealed(made), self.sealed.emit)

    def look(self, data: bytes) -> None:
        """Judges a record that is to be signed; `looked` has it."""
        self._try(
            lambda: work(self, self._desk.core.signing.prepare_look(data), self.on_judged, self.failed.emit)
        )

    def on_judged(self, judged: JudgedRecord) -> None:
        """It is judged; whose turn it is, the page asks."""
        self.looked.emit(judged)

    def sign(self, look: Look) -> None:
        """签名 of what was looked at."""
        self._try(lambda: work(self, self._desk.core.signing.prepare(look), self.on_signed, self.failed.emit))

    def on_signed(self, made: SignedNow) -> None:
        """Signed and clean: kept."""
        self._try(lambda: self._desk.core.signing.keep(made), lambda: self.signed.emit(made))

    def write(self, data: bytes, out: Path) -> None:
        """Writes a record out and reads it back."""
        work(self, partial(write_out, out, data), lambda _: self.written.emit(out), self.failed.emit)

    def take_back(self, name: str, paths: Sequence[Path]) -> None:
        """Takes the panel's record back from wherever it lies; everything else there stays untouched."""
        self._try(lambda: self._take_back(name, self._desk.core.collecting.prepare(paths)))

    def _take_back(self, name: str, job: CollectJob) -> None:
        work(self, partial(_records, job, name), self.on_records, self.failed.emit)

    def on_records(self, judged: tuple[JudgedFile, ...]) -> None:
        """The records among the files are judged: taken in here."""
        found: list[Collected] = []
        self._try(
            lambda: found.extend(self._desk.core.collecting.keep(each) for each in judged),
            lambda: self.taken.emit(tuple(found)),
        )

    def _try(self, do: Callable[[], object], then: Callable[[], None] | None = None) -> None:
        try:
            do()
        except ZhipingError as error:
            self.failed.emit(error)
            return
        if then is not None:
            then()


def _sealed(job: SealJob, steps: _Steps) -> SealedNow:
    """On the worker's thread."""
    return job(steps.told.emit)


def _records(job: CollectJob, name: str) -> tuple[JudgedFile, ...]:
    """On the worker's thread: what of the files is this panel's record, new or held."""
    return tuple(each for each in job.files() if _is_record(each, name))


def _is_record(each: JudgedFile, name: str) -> bool:
    if each.held is not None:
        return each.held.kind == "record" and each.held.stream == panel_stream(name)
    return each.found is not None and each.found.kind == "record" and each.found.header.panel_name == name
