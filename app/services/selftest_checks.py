"""The single checks of the self-test: each looks at one thing of this computer and returns its line.

None of them leaves anything behind. Which are made, and in what order: selftest.py.
"""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from app.crypto.keyring_box import KeyringNotSafeFault, NoKeyringFault, SecretBox
from app.domain.rubric import Rubric
from app.errors import EnvironmentFault, Field, ZhipingError
from app.pdf.fonts import missing_characters, typeface
from app.services import parcel
from app.services.cross_notes import Told
from app.services.selftest_report import Line, of_error
from app.services.sticks import NotWrittenFault, write_out

RARE = "𬭚䶮㛃𠅤"
LITTLE_MB, TOO_LITTLE_MB = 1000, 100
SLOW_MS = 100.0
_SAVES, _SAVE_BYTES = 15, 4096
_STICK_BYTES = 1_000_000
_MINUTE = timedelta(minutes=1)
_BEIJING = timedelta(hours=8)


def manifest(folder: Path | None) -> Line:
    """Every file of the packaged folder against its manifest: it finds accidents, and says no more."""
    if folder is None:
        return Line("manifest", "none", Told("selftest_from_source"))
    try:
        found = parcel.read(folder)
    except ZhipingError as error:
        return of_error("manifest", error)
    broken = tuple(parcel.differing(found))
    if broken:
        fields: dict[str, Field] = {"file": broken[0], "count": len(broken)}
        return Line("manifest", "red", Told("selftest_manifest_differs", fields), broken[:20])
    return Line("manifest", "green", Told("selftest_manifest_whole", {"count": len(found.files)}))


def rubrics(shipped: Callable[[], tuple[Rubric, ...]]) -> tuple[Line, tuple[Rubric, ...]]:
    """The scoring tables shipped with the program: all can be read; their digests, to be compared."""
    try:
        found = shipped()
    except ZhipingError as error:
        return of_error("rubrics", error), ()
    details = tuple(f"{each.id}  {each.digest[:16]}" for each in found)
    return Line("rubrics", "green", Told("selftest_rubrics", {"count": len(found)}), details), found


def fonts() -> Line:
    """Both faces are there and hold the rare hanzi of names."""
    try:
        missing = missing_characters(RARE)
        typeface("bold")
    except ZhipingError as error:
        return of_error("fonts", error)
    if missing:
        return Line("fonts", "red", Told("selftest_fonts_lack", {"characters": "".join(missing)}))
    return Line("fonts", "green", Told("selftest_fonts", {"characters": " ".join(RARE)}))


def keyring(box: SecretBox, probe: str, secret: bytes) -> Line:
    """Writes a secret of no worth, reads it back and removes it."""
    try:
        try:
            box.keep(probe, secret)
            same = box.fetch(probe) == secret
        finally:
            box.forget(probe)
    except (NoKeyringFault, KeyringNotSafeFault):
        return Line("keyring", "amber", Told("selftest_keyring_none"))
    except EnvironmentFault as error:
        return of_error("keyring", error)
    if not same:
        return Line("keyring", "red", Told("selftest_keyring_forgets"))
    return Line("keyring", "green", Told("selftest_keyring"))


def disk(folder: Path) -> Line:
    """Room and speed where the workspace lies, or would: `folder`'s nearest folder that is there."""
    there = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
    try:
        free = shutil.disk_usage(there).free
        took = _saving(there)
    except OSError as error:
        return of_error("disk", NotWrittenFault(path=str(there), reason=error.strerror or ""))
    told: dict[str, Field] = {"free": size_words(free), "ms": f"{took:.1f}"}
    if free < TOO_LITTLE_MB * 1_000_000:
        return Line("disk", "red", Told("selftest_disk_full", told))
    if free < LITTLE_MB * 1_000_000:
        return Line("disk", "amber", Told("selftest_disk_little", told))
    if took > SLOW_MS:
        return Line("disk", "amber", Told("selftest_disk_slow", told))
    return Line("disk", "green", Told("selftest_disk", told))


def _saving(folder: Path) -> float:
    """What one small save to the disk takes, in milliseconds: the middle one of some."""
    times: list[float] = []
    with tempfile.TemporaryFile(prefix=".zhiping-", dir=folder) as file:
        for _ in range(_SAVES):
            before = time.perf_counter()
            file.write(bytes(_SAVE_BYTES))
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - before)
    return statistics.median(times) * 1000


def clock(now: datetime, built: datetime, newest: str) -> Line:
    """Whether this computer's clock can be right: not before the program was made, nor before what was last
    entered here (`newest`, "" where nothing was), and in the time zone of the place."""
    told: dict[str, Field] = {"time": now.strftime("%Y-%m-%d %H:%M"), "zone": zone_words(now)}
    if now < built:
        before = {**told, "built": built.strftime("%Y-%m-%d")}
        return Line("clock", "red", Told("selftest_clock_before_program", before))
    if newest and now < datetime.fromisoformat(newest) - _MINUTE:
        before = {**told, "newest": newest.replace("T", " ")[:16]}
        return Line("clock", "red", Told("selftest_clock_before_entry", before))
    if now.utcoffset() != _BEIJING:
        return Line("clock", "amber", Told("selftest_clock_zone", told))
    return Line("clock", "green", Told("selftest_clock", told))


def sticks(found: Sequence[Path], data: bytes) -> tuple[Line, ...]:
    """Every stick that is in: a file is written, read back past the cache and removed again."""
    if not found:
        return (Line("stick", "none", Told("selftest_stick_none")),)
    return tuple(_stick(each, data) for each in found)


def _stick(root: Path, data: bytes) -> Line:
    name = root.name or str(root)
    probe = root / f".zhiping-{os.getpid()}.selftest"
    try:
        if probe.exists():
            raise NotWrittenFault(path=str(probe), reason="")
        try:
            write_out(probe, data)
        finally:
            probe.unlink(missing_ok=True)
        free = shutil.disk_usage(root).free
    except ZhipingError as error:
        told = Told("selftest_stick_failed", {"name": name, "reason": str(error.fields.get("reason", ""))})
        return Line("stick", "red", told)
    except OSError as error:
        return Line(
            "stick", "red", Told("selftest_stick_failed", {"name": name, "reason": error.strerror or ""})
        )
    return Line("stick", "green", Told("selftest_stick", {"name": name, "free": size_words(free)}))


def stick_data(random: bytes) -> bytes:
    """A megabyte that no stick holds already."""
    return random * (_STICK_BYTES // len(random))


def size_words(count: int) -> str:
    """A number of bytes as people say it: 12.3 GB, 450 MB."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def zone_words(now: datetime) -> str:
    """UTC+08:00"""
    offset = now.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"
