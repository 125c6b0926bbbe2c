"""The packaged terminal program looks after its own files while it works; from source there is nothing."""

import threading
from pathlib import Path

from app.errors import ZhipingError
from app.services.parcel import Parcel, check, look_over, read

_PATIENCE_SECONDS = 0.3


class OwnFiles:
    """Lengths at once, contents beside the work; `folder` is the packaged folder or None.

    ProgramDamagedFault when a file is missing or has another length.
    """

    def __init__(self, folder: Path | None) -> None:
        self._found: ZhipingError | None = None
        self._enough = False
        self._reading: threading.Thread | None = None
        if folder is not None:
            parcel = read(folder)
            look_over(parcel)
            self._reading = threading.Thread(target=self._read, args=(parcel,), daemon=True)
            self._reading.start()

    def found(self) -> ZhipingError | None:
        """What reading found by now; a slow stick is not waited for, `zhiping selftest` reads all of it."""
        if self._reading is not None:
            self._reading.join(_PATIENCE_SECONDS)
            self._enough = True
        return self._found

    def _read(self, parcel: Parcel) -> None:
        try:
            check(parcel, lambda: not self._enough)
        except ZhipingError as error:
            self._found = error
