"""zhiping selftest: its form, its exit code, its PDF; looking makes no workspace."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from app.bootstrap import open_core
from app.services import selftest
from app.services.core import Core
from app.services.selftest_report import ORDER
from app.settings import Settings
from app.store.database import StoreDeviceFault
from tests.cli.driver import Terminal, listed


def opener(settings: Settings) -> AbstractContextManager[Core]:
    """A disk that gives out when the rehearsal begins, which would take seconds."""
    if settings.secret is not None and settings.secret.startswith("rehearsal-"):
        raise StoreDeviceFault(path=str(settings.workspace), reason="SQLITE_IOERR_WRITE")
    return open_core(settings)


def test_a_red_check_is_the_machines_fault_and_says_what_to_do(tmp_path: Path) -> None:
    zhiping = Terminal(tmp_path, opener)
    out = tmp_path / "自检.pdf"
    answer = zhiping("selftest", "--out", out, "--stick", tmp_path, "--workspace", tmp_path / "new")
    assert answer.code == 3 and answer["state"] == "red" and "须先处理" in answer.text("sentence")
    found = {str(each["name"]): each for each in listed(answer["checks"])}
    assert tuple(found) == ORDER
    assert found["rehearsal"]["code"] == "store_device" and "磁盘" in str(found["rehearsal"]["sentence"])
    assert (found["workspace"]["state"], found["stick"]["state"]) == ("none", "green")
    assert out.read_bytes().startswith(b"%PDF-")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["passphrase.txt", "自检.pdf"]


def test_a_workspace_that_does_not_open_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws" / "zhiping.sqlite").write_bytes(b"not a database at all" * 300)
    answer = Terminal(tmp_path, opener)("selftest", at="ws")
    [line] = [each for each in listed(answer["checks"]) if each["name"] == "workspace"]
    assert (line["state"], line["code"]) == ("red", "store_damaged")


def test_where_nothing_is_red_it_ends_with_0_and_reads_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selftest, "rehearse", lambda *_args, **_settings: None)  # tests/services plays it
    zhiping = Terminal(tmp_path, opener)
    zhiping("identity", "new", "--name", "王伟", at="ws")
    answer = zhiping("selftest", at="ws", json=False)
    assert answer.code == 0 and "✓ 工作区：正常。" in answer.out and "11/11 演练一遍" in answer.err
    assert answer.out.rstrip().splitlines()[-1].endswith("。")
