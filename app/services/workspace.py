"""A workspace as every service sees it: store, clock, chance; appending facts and reading them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from app.crypto.keyring_box import SecretBox
from app.domain.documents import Header
from app.domain.entries import Entry
from app.domain.frozen import frozen
from app.domain.history import Fact, draft
from app.domain.rubric import Rubric
from app.store.document_store import DocumentStore, Paper, file_digest
from app.store.entry_store import EntryStore

WORKSPACE = "workspace"
# What a workspace folder is known by, and what else of the program's own lies in it.
DATABASE = "zhiping.sqlite"
_OWN_FILES = ("identity.key", "view.json", "round-draft.json", "zhiping.log")


@frozen
class Workspace:
    """One folder, one identity. `clock` gives local time with offset; `random(n)` gives n random bytes.

    `shipped` reads the scoring tables that came with the program.
    `kept_copy` is the file as it was before this version of the program brought it forward, if it just did.
    `parcel` is the packaged folder the program runs from, None from source.
    `secret` is the passphrase or PIN that was given to this program, None where none was.
    """

    folder: Path
    entries: EntryStore
    papers: DocumentStore
    shipped: Callable[[], tuple[Rubric, ...]]
    box: SecretBox
    clock: Callable[[], datetime]
    random: Callable[[int], bytes]
    secret: str | None
    program: str
    kept_copy: Path | None = None
    parcel: Path | None = None

    @cached_property
    def rubrics(self) -> tuple[Rubric, ...]:
        """The scoring tables that came with the program, read once; the errors of `store.rubric_files`."""
        return self.shipped()

    def now(self) -> str:
        """This computer's time as entries spell it: RFC 3339 with offset, to the second."""
        return self.clock().isoformat(timespec="seconds")

    def append(self, stream: str, facts: Sequence[Fact], papers: Sequence[Paper] = ()) -> tuple[Entry, ...]:
        """Appends facts and keeps papers in one transaction; the errors are the store's."""
        acts = ((stream, [draft(fact) for fact in facts]),)
        return self.entries.append_together(acts, papers=papers, time=self.now(), salt=self.salt)

    def append_together(
        self, acts: Sequence[tuple[str, Sequence[Fact]]], papers: Sequence[Paper] = ()
    ) -> tuple[Entry, ...]:
        """As `append`, for one act told in several streams: all or nothing."""
        drafts = [(stream, [draft(fact) for fact in facts]) for stream, facts in acts]
        return self.entries.append_together(drafts, papers=papers, time=self.now(), salt=self.salt)

    def salt(self) -> str:
        """Thirty-two random hex digits."""
        return self.random(16).hex()


def paper_of(header: Header, digest: str, stream: str, data: bytes) -> Paper:
    """A file as the store keeps it."""
    return Paper(digest, file_digest(data), header.kind, header.mode, stream, data)


def is_own_file(path: Path) -> bool:
    """Whether `path` is a workspace's own file, no paper: its database, key, log or view."""
    name = path.name
    own = name in _OWN_FILES or name.startswith((DATABASE, "zhiping.log."))
    return own and path.with_name(DATABASE).is_file()


def panel_stream(panel: str) -> str:
    """The desk's stream of a panel (ZP…); of "", what all of them begin with."""
    return f"panel/{panel}"


def sheet_stream(sheet: str) -> str:
    """The expert's stream of a sheet (ZP…-E1); of "", what all of them begin with."""
    return f"sheet/{sheet}"


def record_stream(panel: str) -> str:
    """The stream in which a signer on another machine keeps what they signed of a panel."""
    return f"record/{panel}"
