"""移交清单: every file of a package with its digests, every number of the organiser's briefs accounted for.

What is packed and how it is written: services. Whether a folder is what it says: manifest_check.py.
"""

import re
from collections.abc import Sequence
from typing import Literal

from app.domain.brief import Person, person_json, read_person
from app.domain.canonical import Json
from app.domain.documents import (
    Document,
    object_of,
    read_header,
    require_spelling,
)
from app.domain.frozen import frozen
from app.domain.shape import Reader, ShapeError
from app.errors import TrustError

Entered = Literal["sealed", "void", "open", "not_issued"]
STATES: tuple[Entered, ...] = ("sealed", "void", "open", "not_issued")
STATE_WORDS = {"sealed": "已封存", "void": "已作废", "open": "评审未结束", "not_issued": "未签发"}
PAPERS = ("brief", "sheet", "record", "ranking")
FILE_KINDS = (*PAPERS, "scan", "workbook", "print", "other")
KIND_WORDS = {
    "brief": "评审任务书", "sheet": "个人评分表", "record": "评审汇总记录", "ranking": "认定评审排序表",
    "scan": "佐证扫描件", "workbook": "结果工作簿", "print": "打印件", "other": "其他文件",
}  # fmt: skip
# The manifest itself, first in the folder.
FIRST_FILE = "0 先看这里.pdf"
# `verify` takes as many files as a stick may have; the manifest is one of them.
MOST_FILES = 499
MOST_BRIEFS = 5000
_PANEL = re.compile(r"ZP[A-Z2-9]{8}")
_CODE = re.compile(r"([0-9]{4} ){4}[0-9]{4}")
_PATH_CHARACTERS = re.compile(r'[^\\:*?"<>|]+')


class ManifestError(TrustError):
    """A manifest that contradicts itself; `place` names the file or the brief's number."""

    field_names = ("place",)


@frozen
class PackedFile:
    """A file of the package: its path with / between folders, what it is, its SHA-256 in hex.

    `digest` and `code` are the payload's and its 校验码, "" for what is no paper of ours.
    """

    path: str
    size: int
    sha256: str
    kind: str
    words: str
    digest: str = ""
    code: str = ""

    def to_json(self) -> Json:
        """The canonical form."""
        return {
            "path": self.path,
            "size": self.size,
            "sha256": self.sha256,
            "kind": self.kind,
            "words": self.words,
            "digest": self.digest,
            "code": self.code,
        }


@frozen
class BriefLine:
    """What became of one of the organiser's briefs; `record` is the digest of the record sealed now, or "".

    Platform and conclusion only of what is `packed`: of other rounds only the numbers are accounted for.
    """

    number: int
    brief: str
    panel: str
    rehearsal: bool
    state: Entered
    packed: bool
    platform: str = ""
    conclusion: str = ""
    record: str = ""

    def to_json(self) -> Json:
        """The canonical form."""
        return {
            "number": self.number,
            "brief": self.brief,
            "panel": self.panel,
            "rehearsal": self.rehearsal,
            "state": self.state,
            "packed": self.packed,
            "platform": self.platform,
            "conclusion": self.conclusion,
            "record": self.record,
        }


@frozen
class Manifest(Document):
    """The whole of a manifest's payload. The header's brief number and previous brief are the last ones."""

    made: str
    organiser: Person
    files: tuple[PackedFile, ...]
    briefs: tuple[BriefLine, ...]

    @property
    def name(self) -> str:
        """YJ and eight base-32 characters."""
        return self.header.panel_name

    @property
    def packed(self) -> tuple[BriefLine, ...]:
        """The panels of the package by the numbers of their briefs."""
        return tuple(each for each in self.briefs if each.packed)

    def file(self, digest: str) -> PackedFile | None:
        """The file of that payload."""
        return next((each for each in self.files if each.digest == digest), None)

    def to_json(self) -> dict[str, Json]:
        """The canonical form."""
        return self.header.to_json() | {
            "made": self.made,
            "organiser": person_json(self.organiser),
            "files": [each.to_json() for each in self.files],
            "briefs": [each.to_json() for each in self.briefs],
        }


def read_manifest(payload: bytes) -> Manifest:
    """The manifest of canonical bytes; ManifestError, ShapeError or NotCanonicalError for any other."""
    reader = object_of(payload)
    manifest = Manifest(
        header=read_header(reader, "manifest"),
        made=reader.text("made", limit=25, empty=False),
        organiser=read_person(reader.object("organiser")),
        files=tuple(_read_file(each) for each in reader.objects("files", limit=MOST_FILES)),
        briefs=tuple(_read_line(each) for each in reader.objects("briefs", limit=MOST_BRIEFS)),
    )
    reader.done()
    _check_files(manifest.files)
    _check_briefs(manifest)
    require_spelling(manifest.payload, payload)
    return manifest


def _read_file(reader: Reader) -> PackedFile:
    found = PackedFile(
        path=reader.text("path", limit=240, empty=False),
        size=reader.integer("size"),
        sha256=reader.digest("sha256"),
        kind=reader.choice("kind", FILE_KINDS),
        words=reader.text("words", limit=200, empty=False),
        digest=reader.digest("digest", empty=True),
        code=reader.text("code", limit=24),
    )
    reader.done()
    return found


def _read_line(reader: Reader) -> BriefLine:
    found = BriefLine(
        number=reader.integer("number", low=1),
        brief=reader.digest("brief"),
        panel=reader.text("panel", limit=10),
        rehearsal=reader.flag("rehearsal"),
        state=_state(reader.choice("state", STATES)),
        packed=reader.flag("packed"),
        platform=reader.text("platform", limit=120),
        conclusion=reader.text("conclusion", limit=1000),
        record=reader.digest("record", empty=True),
    )
    reader.done()
    if not _PANEL.fullmatch(found.panel):
        raise ShapeError(place=reader.at("panel"), expected="ZP…")
    return found


def _state(text: str) -> Entered:
    return next(each for each in STATES if each == text)


def _check_files(files: Sequence[PackedFile]) -> None:
    """Paths that a folder can have, each once and in order; codes exactly where there is a digest."""
    if [each.path for each in files] != sorted({each.path for each in files}):
        raise ManifestError(place="files")
    for each in files:
        coded = bool(_CODE.fullmatch(each.code)) if each.digest else not each.code
        if not is_path(each.path) or bool(each.digest) != (each.kind in PAPERS) or not coded:
            raise ManifestError(place=each.path)


def is_path(path: str) -> bool:
    """Whether a path stays inside its folder on every system, at most two folders deep."""
    parts = path.split("/")
    return len(parts) <= 3 and all(
        _PATH_CHARACTERS.fullmatch(part) and not part.startswith(".") and part == part.strip(" .")
        for part in parts
    )


def _check_briefs(manifest: Manifest) -> None:
    """Every number from 1 on, each of its own brief and panel; what is packed is finished and there."""
    header, briefs = manifest.header, manifest.briefs
    if [each.number for each in briefs] != list(range(1, header.brief_number + 1)):
        raise ManifestError(place="briefs")
    for values in ([each.brief for each in briefs], [each.panel for each in briefs]):
        if len(set(values)) != len(values):
            raise ManifestError(place="briefs")
    if header.brief or not manifest.packed or briefs[-1].brief != header.previous_brief:
        raise ManifestError(place="briefs")
    for each in briefs:
        if not _holds(each, manifest):
            raise ManifestError(place=f"briefs[{each.number}]")


def _holds(line: BriefLine, manifest: Manifest) -> bool:
    """Whether a line says of its brief what its state allows, and names what the package has of it."""
    if bool(line.record) != (line.state == "sealed"):
        return False
    if not line.packed:
        return not line.platform and not line.conclusion
    if line.rehearsal != manifest.header.rehearsal or not line.platform or not line.conclusion:
        return False
    if line.state == "void":
        return True
    wanted = ((line.brief, "brief"), (line.record, "record"))
    found = [(manifest.file(digest), kind) for digest, kind in wanted]
    return line.state == "sealed" and all(file and file.kind == kind for file, kind in found)
