"""The terminal in English: help, answers and errors; what programs read is the same in every language."""

import re
from collections.abc import Mapping

import pytest

from tests.catalogue import CHINESE
from tests.cli.driver import Terminal

HELP = (("--help",), ("panel", "--help"), ("panel", "key", "--help"), ("ranking", "decide", "--help"))


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help_is_english(words: tuple[str, ...], zhiping: Terminal) -> None:
    shown = zhiping("--lang", "en", *words, json=False)
    assert shown.code == 0 and shown.out.startswith("Usage: ")
    assert not CHINESE.search(shown.out.replace("…", ""))
    assert zhiping(*words, json=False).out.startswith("用法：")


def test_errors_are_english_with_the_same_code_and_exit_code(zhiping: Terminal) -> None:
    chinese, english = zhiping("panel", "status", "ZP"), zhiping("panel", "status", "ZP", "--lang", "en")
    assert chinese.code == english.code == 1
    assert chinese.error["code"] == english.error["code"] == "panel_unknown"
    assert CHINESE.search(str(chinese.error["sentence"]))
    assert not CHINESE.search(str(english.error["sentence"]))


def test_what_programs_read_is_the_same(zhiping: Terminal) -> None:
    chinese, english = zhiping("rubric", "list"), zhiping("rubric", "list", "--lang=en")
    assert chinese.json == english.json and chinese.code == english.code == 0
    chinese, english = zhiping("lookup", "1" * 20), zhiping("lookup", "1" * 20, "--lang=en")
    assert chinese.code == english.code == 1
    assert isinstance(chinese.json, Mapping) and isinstance(english.json, Mapping)
    assert list(chinese.json) == list(english.json) and chinese["sentence"] != english["sentence"]


def test_the_environment_names_the_language_and_the_option_goes_before_it(
    zhiping: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIPING_LANG", "en")
    assert zhiping("panel", "list", json=False).out == "There are no panels here yet.\n"
    assert zhiping("panel", "list", "--lang", "zh", json=False).out == "本机还没有专家组。\n"


def test_an_unknown_language_is_wrong_usage(zhiping: Terminal) -> None:
    refused = zhiping("panel", "list", "--lang", "fr", json=False)
    assert refused.code == 64 and re.search("zh.*en", refused.err)
