"""How this run was asked to work: one frozen value, made from the command line and the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import RefusedError
from app.paths import default_workspace

PASSPHRASE_FILE = "ZHIPING_PASSPHRASE_FILE"
COMMAND = "ZHIPING_COMMAND"
_LONGEST = 4096


class PassphraseFileError(RefusedError):
    """The passphrase file cannot be read as one line of UTF-8."""

    field_names = ("file",)


@dataclass(frozen=True)
class Settings:
    """The workspace's folder, and the passphrase or PIN given to this run (None: none)."""

    workspace: Path
    secret: str | None


def command_words(environ: Mapping[str, str]) -> str:
    """The words that start the program here, for the hints; build/run.py says them."""
    return environ.get(COMMAND, "").strip() or "zhiping"


def read_settings(
    workspace: Path | None, passphrase_file: Path | None, environ: Mapping[str, str], platform: str
) -> Settings:
    """The settings of this run; the command line goes before the environment.

    PassphraseFileError; HomeUnknownFault where no workspace is named and none can be found.
    """
    named = environ.get(PASSPHRASE_FILE)
    file = passphrase_file or (Path(named) if named else None)
    return Settings(
        workspace=workspace or default_workspace(environ, platform),
        secret=None if file is None else _secret(file),
    )


def _secret(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            text = opened.read(_LONGEST + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PassphraseFileError(file=str(file)) from error
    secret = text.rstrip("\r\n")
    if not secret or "\n" in secret or len(text) > _LONGEST:
        raise PassphraseFileError(file=str(file))
    return secret
