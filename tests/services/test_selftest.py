"""自检: what it finds on a sound computer and on a faulty one, and that nothing stays of it."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app import __date__, paths
from app.crypto.keyring_box import KeyringForgetsFault, KeyringLockedFault
from app.domain.rubric import Rubric
from app.services import parcel
from app.services import selftest_checks as checks
from app.services.cross_notes import Told
from app.services.selftest import SelfTestStoppedError, Surroundings, screen
from app.services.selftest_report import ORDER, CheckName, Line, Screen, SelfReport
from app.store import rubric_files
from app.store.database import StoreDamagedFault
from app.store.rubric_files import NoRubricsError
from tests import workspaces
from tests.crypto.memory_box import MemoryBox
from tests.workspaces import World

NOW = datetime.fromisoformat("2026-11-24T09:00:00+08:00")
BUILT = datetime.fromisoformat("2026-11-22T00:00:00+08:00")


def in_time(world: World) -> World:
    """The same world, its clock not behind the day this version was made."""
    world.clock.now = max(world.clock.now, datetime.fromisoformat(f"{__date__}T12:00:00+08:00"))
    return world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return in_time(workspaces.issued().copy(tmp_path_factory.mktemp("selftest") / "world"))


def everything(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


@dataclass
class Seen:
    """One self-test of a sound laptop, and what lay there before and after."""

    report: SelfReport
    steps: list[tuple[int, int, CheckName, str]] = field(default_factory=list)
    kept: bool = False


@pytest.fixture(scope="module")
def seen(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    temporary = tmp_path_factory.mktemp("temporary")
    steps: list[tuple[int, int, CheckName, str]] = []
    elsewhere = World(world.root)  # with a keyring of its own: passphrases take their time
    with pytest.MonkeyPatch.context() as patch, world.laptop("desk") as core:
        patch.setattr(tempfile, "tempdir", str(temporary))
        around = Surroundings(Screen(1366, 728, 1.0), (world.stick,))
        before, secrets = everything(world.root), dict(world.box.secrets)
        job = core.selftest.prepare(lambda folder, _secret: elsewhere.core(folder), around)
        report = job(lambda *step: steps.append(step))
        same = everything(world.root) == before and world.box.secrets == secrets
        yield Seen(report, steps, same and not list(temporary.iterdir()))


def test_a_sound_computer_is_green_in_all_that_can_be_looked_at_here(seen: Seen) -> None:
    found = {each.name: (each.state, each.told.code) for each in seen.report.lines}
    assert tuple(found) == ORDER
    assert found.pop("manifest") == ("none", "selftest_from_source")
    assert {state for state, _ in found.values()} == {"green"}
    assert seen.report.state == "green" and seen.report.told.code == "selftest_green"


def test_the_rehearsal_is_a_whole_review_and_nothing_stays_of_the_self_test(seen: Seen) -> None:
    told = [step for _, _, name, step in seen.steps if name == "rehearsal" and step]
    assert "签发" in told[1] and "验证" in told[-1]
    assert [number for number, _, _, step in seen.steps if not step] == list(range(1, len(ORDER) + 1))
    assert seen.kept


def test_who_no_longer_waits_stops_it_and_nothing_stays(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def stop(_number: int, _count: int, name: CheckName, step: str) -> None:
        if step:
            raise SelfTestStoppedError

    with world.laptop("E1") as core, pytest.raises(SelfTestStoppedError):
        core.selftest.prepare(world.core)(stop)
    assert list(tmp_path.iterdir()) == []


def test_a_rehearsal_that_fails_is_red_with_its_own_sentence(world: World) -> None:
    def broken(folder: Path, _secret: str) -> World:
        raise StoreDamagedFault(path=str(folder))

    with world.laptop("E1") as core:
        report = core.selftest.prepare(broken)()  # type: ignore[arg-type]  # it opens nothing
    assert (report.lines[-1].name, report.lines[-1].state) == ("rehearsal", "red")
    assert report.lines[-1].told.code == "store_damaged"
    assert report.state == "red" and report.told.fields == {"count": report.count("red")}


def test_a_workspace_that_is_not_there_or_does_not_open_is_said(world: World, tmp_path: Path) -> None:
    with world.laptop("E1") as core:
        absent = core.selftest.prepare(world.core, folder=tmp_path / "new").workspace
        trouble = Surroundings(trouble=StoreDamagedFault(path="x"))
        damaged = core.selftest.prepare(world.core, trouble, tmp_path).workspace
    assert (absent.state, damaged.state, damaged.told.code) == ("none", "red", "store_damaged")
    assert not (tmp_path / "new").exists()


# ---- the single checks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "newest", "state", "code"),
    [
        (NOW, "", "green", "selftest_clock"),
        (NOW, "2026-11-24T09:00:30+08:00", "green", "selftest_clock"),
        (NOW, "2026-11-24T02:00:00+00:00", "red", "selftest_clock_before_entry"),
        (NOW - timedelta(days=400), "", "red", "selftest_clock_before_program"),
        (datetime.fromisoformat("2026-11-24T09:00:00+09:00"), "", "amber", "selftest_clock_zone"),
    ],
)
def test_the_clock_is_neither_behind_the_program_nor_behind_what_was_entered(
    now: datetime, newest: str, state: str, code: str
) -> None:
    line = checks.clock(now, BUILT, newest)
    assert (line.state, line.told.code) == (state, code)


class ForgetfulBox(MemoryBox):
    """Takes a secret and returns another."""

    def fetch(self, key_id: str) -> bytes:
        return bytes(32)


@dataclass
class FailingBox(MemoryBox):
    """Refuses with `error`."""

    error: type[KeyringLockedFault | KeyringForgetsFault] = KeyringLockedFault

    def keep(self, key_id: str, secret: bytes) -> None:
        super().keep(key_id, secret)
        raise self.error


@pytest.mark.parametrize(
    ("box", "state", "code"),
    [
        (MemoryBox(), "green", "selftest_keyring"),
        (MemoryBox(there=False), "amber", "selftest_keyring_none"),
        (ForgetfulBox(), "red", "selftest_keyring_forgets"),
        (FailingBox(), "red", "keyring_locked"),
        (FailingBox(error=KeyringForgetsFault), "red", "keyring_forgets"),
    ],
)
def test_the_keyring_is_written_read_and_left_as_it_was(box: MemoryBox, state: str, code: str) -> None:
    line = checks.keyring(box, "probe", b"\x01" * 32)
    assert (line.state, line.told.code, box.secrets) == (state, code, {})


def test_a_stick_is_written_read_and_left_as_it_was(tmp_path: Path) -> None:
    data = checks.stick_data(b"0123456789abcdef")
    [good, gone] = checks.sticks((tmp_path, tmp_path / "gone"), data)
    assert (good.state, gone.state) == ("green", "red") and len(data) == 1_000_000
    assert list(tmp_path.iterdir()) == []
    assert [each.state for each in checks.sticks((), data)] == ["none"]


@pytest.mark.parametrize(
    ("name", "value", "state"),
    [("SLOW_MS", -1.0, "amber"), ("LITTLE_MB", 10**12, "amber"), ("TOO_LITTLE_MB", 10**12, "red")],
)
def test_a_slow_or_full_disk_is_told(
    name: str, value: float, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checks.disk(tmp_path / "not" / "made").state == "green"
    monkeypatch.setattr(checks, name, value)
    assert checks.disk(tmp_path).state == state
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_the_program_that_is_another_is_named(tmp_path: Path) -> None:
    (tmp_path / "_internal").mkdir()
    for name in ("知评", "library"):
        (tmp_path / name).write_bytes(b"program")
    (tmp_path / parcel.MANIFEST).write_text(parcel.describe(tmp_path), encoding="utf-8")
    assert checks.manifest(tmp_path).told.fields == {"count": 2}
    (tmp_path / "library").write_bytes(b"propram")
    line = checks.manifest(tmp_path)
    assert (line.state, line.details) == ("red", ("library",)) and line.told.fields["file"] == "library"
    (tmp_path / parcel.MANIFEST).unlink()
    assert checks.manifest(tmp_path).state == "red"


def test_the_rubrics_digests_are_shown_to_be_compared() -> None:
    def none() -> tuple[Rubric, ...]:
        raise NoRubricsError(folder="x")

    line, found = checks.rubrics(lambda: rubric_files.load(paths.rubrics()))
    assert line.state == "green" and len(line.details) == len(found) == 8
    assert found[1].digest[:16] in line.details[1]
    assert checks.rubrics(none)[0].state == "red"


def test_fonts_lack_a_character_that_no_paper_could_show(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.fonts().state == "green"
    monkeypatch.setattr(checks, "RARE", "𬭚\U0002a6d7")
    assert checks.fonts() == Line("fonts", "red", Told("selftest_fonts_lack", {"characters": "\U0002a6d7"}))


@pytest.mark.parametrize(
    ("found", "state"),
    [(Screen(911, 512, 1.5), "green"), (Screen(910, 700, 1.5), "amber"), (Screen(1366, 500, 1.0), "amber"),
     (None, "none")],
)  # fmt: skip
def test_a_screen_on_which_a_page_does_not_fit_is_told(found: Screen | None, state: str) -> None:
    assert screen(found).state == state
