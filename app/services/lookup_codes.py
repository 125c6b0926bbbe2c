"""校验码 of many papers at once: reckoned side by side, and remembered by the file they belong to.

Each takes a tenth of a second by design. What is remembered is derived and may be dropped at any time.
"""

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from app.domain.canonical import check_code
from app.domain.frozen import frozen
from app.services.workspace import Workspace

# Beside the judgements, which name their program and version: a code depends on neither.
_KEPT_AS = "zhiping/code"
_MOST_WORKERS = 8


@frozen
class Coded:
    """The payload's digest of a file, and its 校验码."""

    digest: str
    code: str


def codes_of(digests: Iterable[str], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The 校验码 of each digest; `known` are taken as they are. Scrypt lets other threads run."""
    found = dict(known or {})
    wanted = [each for each in dict.fromkeys(digests) if each and each not in found]
    if wanted:
        workers = min(_MOST_WORKERS, os.cpu_count() or 1, len(wanted))
        with ThreadPoolExecutor(workers) as pool:
            found |= dict(zip(wanted, pool.map(check_code, wanted), strict=True))
    return found


def remembered(workspace: Workspace) -> dict[str, Coded]:
    """What is remembered, by the file's SHA-256."""
    found: dict[str, Coded] = {}
    for file, data in workspace.papers.remembered(_KEPT_AS).items():
        digest, _, code = data.decode("ascii").partition(" ")
        found[file] = Coded(digest, code)
    return found


def remember(workspace: Workspace, codes: Mapping[str, Coded]) -> None:
    """Remembers codes by the file's SHA-256; what is remembered already costs nothing."""
    there = remembered(workspace)
    for file, coded in codes.items():
        if there.get(file) != coded:
            data = f"{coded.digest} {coded.code}".encode("ascii")
            workspace.papers.remember_judgement(file, _KEPT_AS, data, time=workspace.now())
