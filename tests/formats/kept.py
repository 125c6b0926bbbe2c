"""What earlier versions of the program left, unpacked: workspaces, papers, and what they said."""

import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.formats.make import EXPECTED, KEPT, ROOT

NAMES = tuple(sorted(each.name for each in ROOT.glob("v*") if (each / KEPT).is_file()))


@dataclass(frozen=True)
class Kept:
    """One version's files in `folder`, and what the program that wrote them said of them."""

    folder: Path
    expected: Mapping[str, object]

    def text(self, key: str) -> str:
        """The text under `key`."""
        found = self.expected[key]
        assert isinstance(found, str)
        return found

    def mapping(self, key: str) -> Mapping[str, object]:
        """The object under `key`."""
        found = self.expected[key]
        assert isinstance(found, Mapping)
        return found


def expected(name: str) -> Mapping[str, object]:
    """What that version wrote down of itself."""
    found = json.loads((ROOT / name / EXPECTED).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def unpacked(name: str, folder: Path) -> Kept:
    """A version's kept files, unpacked into `folder`."""
    with tarfile.open(ROOT / name / KEPT) as archive:
        # Python 3.11 has learnt of filters only with 3.11.4; the files are our own.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(folder)
    return Kept(folder, expected(name))
