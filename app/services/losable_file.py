"""Small files that are safe to lose. What they say: laptop.py, round_draft.py."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def write_losable(path: Path, value: Mapping[str, object]) -> None:
    """Writes `value` to `path` as a whole; where the disk does not take it, what was there stays."""
    with suppress(OSError):
        temporary = path.with_name(f"{path.name}.new")
        temporary.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        temporary.replace(path)
