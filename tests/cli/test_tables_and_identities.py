"""rubric, identity and trust at the terminal; hand-written files are hostile until read."""

import os
from pathlib import Path

import pytest

from app import paths
from tests.cli.driver import Terminal, listed

ANNEX = "huangpu-2022/annex-2"


def test_the_tables_are_listed_and_shown_without_any_workspace(zhiping: Terminal, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    assert [each["annex"] for each in listed(zhiping("rubric", "list").json)] == [1, 2, 3, 4, 5, 6, 7, 8]
    shown = zhiping("rubric", "show", ANNEX)
    assert (shown["total"], shown["mandatory_points"], shown["pass_total"]) == ("100", "25", "80")
    assert shown["category"] == "运营服务类" and len(shown.text("digest")) == 64
    first = zhiping("rubric", "show", "huangpu-2022/annex-1")
    assert first["category"] is None and first["pass_total"] is None
    assert "2.1.3.1" in zhiping("rubric", "show", ANNEX, json=False).out
    assert set(tmp_path.iterdir()) == before


def test_an_unknown_table_is_refused(zhiping: Terminal) -> None:
    assert zhiping("rubric", "show", "annex-9").error["code"] == "rubric_unknown"


def test_own_tables_are_checked_one_by_one_and_one_bad_one_is_exit_1(zhiping: Terminal) -> None:
    good = paths.rubrics() / "huangpu-2022" / "annex-3.toml"
    bad = zhiping.folder / "bad.toml"
    bad.write_text("id = [", encoding="utf-8")
    assert zhiping("rubric", "check", good).code == 0
    both = zhiping("rubric", "check", good, bad)
    assert both.code == 1
    assert [each["outcome"] for each in listed(both["files"])] == ["ok", "refused"]


def test_findings_are_scored_and_what_is_blank_is_missing(zhiping: Terminal) -> None:
    findings = {"2.1.1.1": {"conditions": [True, True]}, "2.5.1.1": {"pending": True}, "2.3.1.1": None}
    scored = zhiping("rubric", "score", ANNEX, zhiping.write("f.json", findings))
    assert (scored["total"], scored["mandatory"], scored["complete"]) == ("10", "10", False)
    assert scored["pending"] == ["2.5.1.1"] and scored["awards"] == {"2.1.1.1": "10"}
    missing = scored["missing"]
    assert isinstance(missing, list) and "2.3.1.1" in missing and "2.5.1.1" not in missing


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{\n"2.5.1.1": {"value": 89.96}}', "hand_written_file", 2),
        ('{"2.5.1.1": {"value": NaN}}', "hand_written_file", 1),
        ('{"a": 1,\n\n"a": 2}', "hand_written_file", 3),
        ('{"a": 1,\n"\\u0061": 2}', "hand_written_file", 2),
        ('{"a": {"b": 1, "c": {"b": 2}}, "d": ', "hand_written_file", 1),
        ("[" * 30 + "]" * 30, "hand_written_file", 1),
        ("[" * 100_000, "hand_written_file", 1),
        ("9" * 5000, "hand_written_file", 1),
        ("[]", "shape", 0),
        ('{"2.9.9.9": null}', "unknown_criterion", 0),
        ('{"2.5.1.1": {"value": 89}}', "finding_shape", 0),
        ('{"2.5.1.1": {"value": "1e2"}}', "finding_number", 0),
        ('{"\\ud800": null}', "unknown_criterion", 0),
    ],
)
def test_a_bad_findings_file_is_refused_with_its_line_or_place(
    text: str, code: str, line: int, zhiping: Terminal
) -> None:
    path = zhiping.folder / "f.json"
    path.write_text(text, encoding="utf-8")
    refused = zhiping("rubric", "score", ANNEX, path)
    assert refused.code == 1 and refused.error["code"] == code
    assert not line or refused.error["line"] == line
    assert zhiping("rubric", "score", ANNEX, path, json=False).code == 1


def test_a_repeated_value_or_key_in_another_object_is_fine(zhiping: Terminal) -> None:
    path = zhiping.folder / "f.json"
    text = '\ufeff{ "2.1.1.1" : {"conditions": [true, true], "remark": "{\\"a\\": 1.5, 1e5}"},\r\n'
    text += '"2.1.2.1": {"conditions": [true, true, true, true, true], "remark": "remark"}}'
    path.write_bytes(text.encode("utf-8"))
    assert zhiping("rubric", "score", ANNEX, path)["total"] == "15"


def test_what_is_no_file_of_findings_is_refused(zhiping: Terminal) -> None:
    os.mkfifo(zhiping.folder / "pipe")
    (zhiping.folder / "big").write_bytes(b" " * 4_000_001)
    (zhiping.folder / "gbk").write_bytes("\n\n汉".encode("gbk"))
    assert zhiping("rubric", "score", ANNEX, zhiping.folder / "pipe").error["code"] == "not_a_file"
    assert zhiping("rubric", "score", ANNEX, zhiping.folder / "big").error["code"] == "file_too_large"
    assert zhiping("rubric", "score", ANNEX, zhiping.folder / "gbk").error["line"] == 3
    assert zhiping("rubric", "score", ANNEX, zhiping.folder / "none").error["code"] == "nothing_there"


def test_an_identity_is_made_once_shown_and_exported_and_trusted_by_its_code(zhiping: Terminal) -> None:
    made = zhiping("identity", "new", "--name", "李䶮", "--unit", "某某大学", at="e2")
    assert made.code == 0 and made["protection"] == "passphrase" and "私钥" not in made.out
    assert zhiping("identity", "show", at="e2").json == made.json
    assert zhiping("identity", "new", "--name", "李䶮", at="e2").error["code"] == "identity_exists"
    file = zhiping.folder / "e2.pem"
    assert zhiping("identity", "export", file, at="e2")["code"] == made["code"]
    assert b"PRIVATE" not in file.read_bytes()
    wrong = zhiping("trust", "add", file, "--code", "0000 0000 0000 0000 0000", at="bureau")
    assert wrong.code == 1 and wrong.error["code"] == "code_differs"
    assert zhiping("trust", "list", at="bureau").json == []
    spaceless = made.text("code").replace(" ", "")
    added = zhiping("trust", "add", file, "--code", spaceless, at="bureau")
    assert zhiping("trust", "list", at="bureau").json == [added.json]


def test_without_keyring_and_passphrase_the_sentence_says_how_to_give_one(
    zhiping: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZHIPING_PASSPHRASE_FILE", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    refused = zhiping("identity", "new", "--name", "李䶮", "--workspace", zhiping.folder / "e2")
    assert refused.code == 1 and "--passphrase-file" in str(refused.error["sentence"])


def test_a_bad_passphrase_file_is_refused_and_never_shown(zhiping: Terminal) -> None:
    zhiping.passphrase.write_text("第一行足够长足够长\n第二行\n", encoding="utf-8")
    refused = zhiping("identity", "new", "--name", "李䶮", at="e2")
    assert refused.error["code"] == "passphrase_file" and "第一行" not in refused.out + refused.err
    zhiping.passphrase.write_text("短口令", encoding="utf-8")
    refused = zhiping("identity", "new", "--name", "李䶮", at="e2")
    assert refused.error["code"] == "passphrase_refused" and "短口令" not in refused.out + refused.err
