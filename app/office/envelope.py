"""What a file is before anything in it is parsed: a bearable .xlsx without macros or links, or refused.

Looks at names and sizes only; the contents are reading.py's, in a child process.
"""

import io
import zipfile

from app.errors import RefusedError

MOST_BYTES = 8_000_000
MOST_UNPACKED = 24_000_000
MOST_PARTS = 300
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTS = (".csv", ".txt", ".tsv")


class NotAWorkbookError(RefusedError):
    """Not an .xlsx workbook; `container` is a short key: "xls", "et", "csv", "ods" or "other"."""

    field_names = ("file", "container")


class WorkbookLockedError(RefusedError):
    """The workbook is encrypted."""

    field_names = ("file",)


class WorkbookMacrosError(RefusedError):
    """The workbook carries macros."""

    field_names = ("file",)


class WorkbookLinksError(RefusedError):
    """The workbook refers to other files."""

    field_names = ("file",)


class WorkbookTooLargeError(RefusedError):
    """More bytes, rows, columns or sheets than any workbook of ours has."""

    field_names = ("file",)


class WorkbookUnreadableError(RefusedError):
    """An .xlsx by its looks that cannot be read."""

    field_names = ("file",)


def check(name: str, data: bytes) -> None:
    """Nothing for an .xlsx that may be read; one of the refusals above, naming the file, otherwise."""
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if data.startswith(_OLE):
        # Office wraps an encrypted .xlsx in the container that old .xls files are: told by what lies inside.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WorkbookLockedError(file=name)
        raise NotAWorkbookError(file=name, container="et" if ending in (".et", ".ett") else "xls")
    if len(data) > MOST_BYTES:
        raise WorkbookTooLargeError(file=name)
    if not data.startswith(b"PK\x03\x04"):
        raise NotAWorkbookError(file=name, container="csv" if ending in _TEXTS else "other")
    parts = _parts(name, data)
    names = {each.filename.lower() for each in parts}
    if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED:
        raise WorkbookTooLargeError(file=name)
    if any(each.flag_bits & 1 for each in parts):
        raise WorkbookLockedError(file=name)
    if ending == ".xlsm" or any(each.endswith("vbaproject.bin") for each in names):
        raise WorkbookMacrosError(file=name)
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise NotAWorkbookError(file=name, container="ods" if "mimetype" in names else "other")
    if any(each.startswith("xl/externallinks/") for each in names):
        raise WorkbookLinksError(file=name)


def _parts(name: str, data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    # zipfile lets struct and arithmetic errors of broken directories through
    except (zipfile.BadZipFile, ValueError, LookupError, OSError, ArithmeticError, NotImplementedError) as e:
        raise WorkbookUnreadableError(file=name) from e
