"""The command line itself: every command of the contract, Chinese help, exit codes, one JSON value."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from app import logs
from app.cli.terminal import root
from app.domain.entries import ChainBrokenError
from app.errors import ZhipingError
from app.settings import Settings
from tests.cli.driver import Opener, Terminal

# contract.md: each command with the options it names.
CONTRACT = {
    "rubric list": [], "rubric show": [], "rubric check": [], "rubric score": [],
    "identity new": ["--name", "--unit", "--title"], "identity show": [], "identity export": [],
    "panel template": ["--annex", "--out"],
    "panel new": [], "panel brief": ["--out"], "panel import": [], "panel status": [], "panel result": [],
    "panel bind": [], "panel place": ["--absent", "--replaced", "--refused", "--reason"],
    "panel add": ["--name", "--reason"], "panel chair": ["--reason"], "panel determine": ["--note"],
    "panel supply": ["--evidence"], "panel explain": [], "panel opinion": [], "panel seal": ["--out"],
    "panel reopen": ["--reason"], "panel void": ["--reason"], "panel rank": [],
    "sheet open": ["--as"], "sheet declare": ["--no-conflict", "--recuse"],
    "sheet template": ["--out"], "sheet fill": [],
    "sheet show": [], "sheet submit": ["--out"],
    "sheet revise": ["--reason", "--note"], "record sign": ["--out"],
    "trust add": ["--code"], "trust list": [], "trust remove": ["--reason"], "verify": ["--trust"],
    "round package": ["--out", "--with"], "round print": ["--out"], "lookup": [],
    "demo": ["--out", "--annex", "--experts"],
}  # fmt: skip
SHARED = ["--workspace", "--passphrase-file", "--lang", "--json", "--help"]
ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Show|exit|Missing|Error|Try|required|default|such|TEXT|PATH)\b"
)


def commands(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its words."""
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from commands(each, f"{path} {name}".strip())
    else:
        yield path, command


ALL = dict(commands(root()))


def failing(error: BaseException) -> Opener:
    """What opens a core, failing."""

    def open_core(_settings: Settings) -> "click.Context":  # never returns
        raise error

    return open_core  # type: ignore[return-value]  # it raises before it could return anything


@pytest.mark.parametrize("name", CONTRACT)
def test_the_contract_has_this_command_with_its_options(name: str) -> None:
    options = {option for parameter in ALL[name].params for option in parameter.opts}
    assert options >= {*CONTRACT[name], *SHARED}


@pytest.mark.parametrize("name", ALL)
def test_a_command_has_chinese_help_for_itself_and_each_option(name: str, zhiping: Terminal) -> None:
    assert re.search("[一-鿿]", ALL[name].help or "")
    for parameter in ALL[name].params:
        if isinstance(parameter, click.Option):
            assert re.search("[一-鿿]", parameter.help or ""), parameter.opts
    shown = zhiping(*name.split(), "--help", json=False)
    assert shown.code == 0 and shown.out.startswith(f"用法：zhiping {name}") and not shown.err
    assert not ENGLISH.search(shown.out)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ("panle", "panle"), ("panel nothing", "nothing"), ("panel new", "PANEL.toml"), ("rubric show", "ID"),
        ("panel brief ZP", "--out"), ("panel brief ZP --out", "--out"), ("rubric list more", "多给"),
        ("rubric list --what", "--what"), ("sheet revise S --reason bad --note x", "facts_changed"),
        ("sheet declare S", "--no-conflict"), ("sheet declare S --no-conflict --recuse x", "--recuse"),
        ("panel place P E1 --reason x", "--absent"), ("demo --out x --annex two", "--annex"),
        ("rubric list --json=1", "--json"), ("record sign f --out x --pass-over E3", "--pass-over"),
    ],
)  # fmt: skip
def test_wrong_usage_is_64_with_a_chinese_sentence(args: str, told: str, zhiping: Terminal) -> None:
    plain = zhiping(*args.split(), json=False)
    assert plain.code == 64 and told in plain.err and not ENGLISH.search(plain.err)
    if not args.endswith("--out") and "--json" not in args:
        asked = zhiping(*args.split())
        assert asked.code == 64 and asked.error["code"] == "usage"


def test_a_bare_command_shows_the_help_and_is_wrong_usage(zhiping: Terminal) -> None:
    shown = zhiping(json=False)
    assert shown.code == 64 and "命令：" in shown.err and not shown.out


def test_shared_options_count_before_the_group_and_after_the_command(zhiping: Terminal) -> None:
    a, b = zhiping.folder / "a", zhiping.folder / "b"
    assert zhiping("--workspace", a, "--json", "trust", "list", json=False).json == []
    assert zhiping("trust", "--workspace", b, "list").json == []
    assert zhiping("--workspace", a, "trust", "list", "--workspace", b).json == []
    assert a.is_dir() and b.is_dir()


def test_a_refusal_is_1_and_its_json_carries_code_sentence_and_fields(zhiping: Terminal) -> None:
    refused = zhiping("panel", "status", "ZPAAAAAAAA", at="desk")
    assert refused.code == 1
    assert (refused.error["code"], refused.error["panel"]) == ("panel_unknown", "ZPAAAAAAAA")
    assert "ZPAAAAAAAA" in str(refused.error["sentence"])
    plain = zhiping("panel", "status", "ZPAAAAAAAA", at="desk", json=False)
    assert (plain.code, plain.out) == (1, "") and plain.err.count("\n") == 1


def test_a_workspace_that_cannot_be_made_is_the_machines_fault(zhiping: Terminal) -> None:
    (zhiping.folder / "taken").write_text("", encoding="utf-8")
    refused = zhiping("trust", "list", at="taken")
    assert refused.code == 3 and refused.error["code"] == "workspace_not_made"


def test_broken_trust_is_4(tmp_path: Path) -> None:
    broken = Terminal(tmp_path, failing(ChainBrokenError(stream="panel/ZPAAAAAAAA", seq=3)))
    assert broken("panel", "list", at="desk").code == 4


@pytest.mark.parametrize("secret", ["张𬭚", "87.5"])
def test_a_bug_of_ours_is_70_and_its_text_is_neither_shown_nor_logged(
    secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    wrong = Terminal(tmp_path, failing(RuntimeError(secret)))
    for json in (True, False):
        ended = wrong("panel", "list", at="desk", json=json)
        assert ended.code == 70 and "Traceback" not in ended.err + ended.out
        assert secret not in ended.err + ended.out and str(tmp_path) in ended.err + ended.out
    log = (tmp_path / logs.LOG_NAME).read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in log and secret not in log


def test_an_interruption_is_130_with_a_sentence(tmp_path: Path) -> None:
    ended = Terminal(tmp_path, failing(KeyboardInterrupt()))("panel", "list", at="desk", json=False)
    assert ended.code == 130 and "已中止" in ended.err


def test_what_fails_with_names_and_secrets_leaves_neither_in_the_log(zhiping: Terminal) -> None:
    zhiping("identity", "new", "--name", "欧阳文博", "--unit", "某某大学", at="desk")
    zhiping("panel", "bind", "ZPAAAAAAAA", "E2", "1234 5678", at="desk")
    zhiping("panel", "place", "ZPAAAAAAAA", "E2", "--absent", "--reason", "航班延误", at="desk")
    log = (zhiping.folder / "desk" / logs.LOG_NAME).read_text(encoding="utf-8")
    assert "zhiping panel bind ZPAAAAAAAA E2 exit=1" in log
    for secret in ("欧阳", "大学", "1234", "航班", "口令"):
        assert secret not in log


def test_every_error_class_has_an_exit_code() -> None:
    """RefusedError, EnvironmentFault and TrustError are all there is below the root."""
    assert {each.__name__ for each in ZhipingError.__subclasses__()} == {
        "RefusedError", "EnvironmentFault", "TrustError",
    }  # fmt: skip
