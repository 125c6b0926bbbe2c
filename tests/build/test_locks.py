"""The locks: every version pinned with digests, nothing that names a place, nothing under GPL or AGPL."""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import environment
import lock
from licences import is_strong_copyleft, licence

FILES = (*environment.LOCKS.values(), lock.LOCK)
PIN = re.compile(r"^([a-z0-9-]+)==[^\s;]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n$")
PROJECT = tomllib.loads((environment.ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_lock_holds_nothing_but_pins_with_digests(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(lock.HEADER)
    pins = lock.blocks(text)
    assert [pin for pin in pins if not PIN.match(pin)] == []
    assert text == lock.HEADER + "".join(pins)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_lock_names_no_address_and_no_folder(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|//|[A-Z]:\\|--(?:index|extra|find|trusted)[^ ]*| @ ", text) == []


def pinned(path: Path) -> dict[str, list[str]]:
    """Package → its specifiers (more than one where markers tell them apart)."""
    found: dict[str, list[str]] = {}
    for pin in lock.blocks(path.read_text(encoding="utf-8")):
        wanted = Requirement(pin.splitlines()[0].removesuffix("\\"))
        found.setdefault(wanted.name, []).append(str(wanted.specifier))
    return found


@pytest.mark.parametrize("level", ["test", "package"])
def test_the_locks_agree_on_the_versions_they_share(level: environment.Level) -> None:
    run, more = pinned(environment.LOCKS["run"]), pinned(environment.LOCKS[level])
    assert {name: more[name] for name in more if name in run and set(more[name]) != set(run[name])} == {}


@pytest.mark.parametrize(
    ("wanted", "level"),
    [
        *((w, "run") for w in PROJECT["project"]["dependencies"]),
        *((w, "run") for w in PROJECT["dependency-groups"]["fonts"]),
        *((w, "test") for w in PROJECT["dependency-groups"]["test"]),
        *((w, "package") for w in PROJECT["dependency-groups"]["package"]),
    ],
)
def test_what_the_project_asks_for_is_in_the_lock(wanted: str, level: environment.Level) -> None:
    requirement = Requirement(wanted)
    versions = pinned(environment.LOCKS[level])[canonicalize_name(requirement.name)]
    assert [v for v in versions if not requirement.specifier.contains(v.removeprefix("=="))] == []


def test_a_lock_keeps_what_the_base_does_not_pin_and_drops_comments() -> None:
    base = "a==1 \\\n    --hash=sha256:00\n"
    more = (
        base + "    # via b\nc==2 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n--index-url https://x\n"
    )
    assert lock.without(more, base) == "c==2 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n"


def runtime_distributions() -> dict[str, Distribution]:
    """Everything installed here that the program's own dependencies drag in, extras left out."""
    waiting = [Requirement(w).name for w in PROJECT["project"]["dependencies"]]
    found: dict[str, Distribution] = {}
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # for another platform
        needs = [Requirement(text) for text in found[name].requires or ()]
        waiting += [n.name for n in needs if n.marker is None or n.marker.evaluate({"extra": ""})]
    return found


@pytest.mark.parametrize(
    ("said", "strong"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("LGPL-3.0", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("GPL-2.0-only OR GPL-3.0-only", True),
        ("MIT\nGPL-3.0", True),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", False),
    ],
)
def test_gpl_and_agpl_are_told_from_lgpl(said: str, strong: bool) -> None:
    assert is_strong_copyleft(said) is strong


def test_no_runtime_library_is_under_gpl_or_agpl_and_each_says_its_licence() -> None:
    found = runtime_distributions()
    assert len(found) > 20
    assert [name for name, one in found.items() if is_strong_copyleft(licence(one))] == []
    assert [name for name, one in found.items() if not licence(one).strip()] == []
