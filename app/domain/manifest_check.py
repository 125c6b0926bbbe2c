"""Is a folder what its manifest says? What is there, gone, changed, renamed, or not on the list; pure."""

from collections.abc import Mapping
from typing import Literal

from app.domain.frozen import frozen
from app.domain.manifest import Manifest

FileState = Literal["present", "renamed", "altered", "missing", "extra"]
FAULTS: tuple[FileState, ...] = ("altered", "missing", "renamed", "extra")


@frozen
class Line:
    """One file, listed or there: its path by the manifest, and what a renamed one is called now."""

    state: FileState
    path: str
    words: str = ""
    now: str = ""


def compare(manifest: Manifest, there: Mapping[str, str]) -> tuple[Line, ...]:
    """A line for each file of the manifest, in its order, then for each that is `there` and not on it.

    `there` maps the path inside the package to the SHA-256 in hex. A listed file that lies under another name
    is renamed, whatever lies under its own.
    """
    listed = {each.path for each in manifest.files}
    spare = {digest: path for path, digest in sorted(there.items(), reverse=True) if path not in listed}
    found: list[Line] = []
    for each in manifest.files:
        digest = there.get(each.path)
        if digest == each.sha256:
            found.append(Line("present", each.path, each.words))
        elif now := spare.pop(each.sha256, ""):
            found.append(Line("renamed", each.path, each.words, now))
        else:
            found.append(Line("missing" if digest is None else "altered", each.path, each.words))
    renamed = {each.now for each in found}
    extra = sorted(path for path in there if path not in listed and path not in renamed)
    return (*found, *(Line("extra", path) for path in extra))
