"""The sentences: one for every code the program can say, none for any other, with its own fields only."""

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from app import i18n
from app.domain.sheet import ReasonRefusedError
from app.errors import EnvironmentFault, RefusedError, TrustError, ZhipingError

APP = Path(app.__file__).parent
KINDS = {RefusedError, EnvironmentFault, TrustError}
# Where checks are made: the call or tuple that names the code, and which argument it is.
MAKERS = {"Check": 2, "_Outcome": 1, "CmsFault": 0, "ChangeFault": 0, "Told": 0}
PREFIXED = re.compile(r"(import|verify|note|usage|terminal|lookup)_[a-z_]*[a-z]")
SPOKEN_ELSEWHERE = {"interrupted", "our_bug", "double_clicked"}  # app/cli/terminal.py, app/__main__.py


def error_classes() -> set[type[ZhipingError]]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if module.name != "app.__main__":
            importlib.import_module(module.name)

    def below(kind: type[ZhipingError]) -> Iterator[type[ZhipingError]]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    return {each for each in below(ZhipingError) if each.__module__.startswith("app.")} - KINDS


def constants(node: ast.AST) -> Iterator[str]:
    """The texts an expression can be: a constant, either side of an `if`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def codes_in(source: str) -> set[str]:
    """Every code of a check or an outcome that a module's source names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
            at = MAKERS[node.func.id]
            found.update(constants(node.args[at]) if len(node.args) > at else ())
        found.update(each for each in constants(node) if PREFIXED.fullmatch(each))
        if isinstance(node, ast.JoinedStr) and "verify_valid_" in ast.unparse(node):
            found.update({"verify_valid_brief", "verify_valid_sheet", "verify_valid_manifest"})
    return found


def check_codes() -> set[str]:
    rooms = [*(APP / "services").glob("*.py"), *(APP / "pdf").glob("*.py"), *(APP / "cli").glob("*.py")]
    return set[str]().union(*(codes_in(path.read_text(encoding="utf-8")) for path in rooms))


def changes() -> set[str]:
    """Codes that increments.py picks outside a call: they end in the check "later_changes"."""
    tree = ast.parse((APP / "pdf" / "increments.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    arguments = [arg for call in calls if ast.unparse(call.func) == "ChangeFault" for arg in call.args]
    return set[str]().union(*(set(constants(arg)) for arg in arguments))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("kind", sorted(error_classes(), key=str))
def test_every_error_has_one_sentence_with_its_own_fields_only(kind: type[ZhipingError]) -> None:
    told = i18n.catalogue().sentences[kind.code]
    assert placeholders(told) <= set(kind.field_names)
    assert re.search("[一-鿿]", told) and told.endswith(("。", "”", "}", "）"))
    error = kind(**dict.fromkeys(kind.field_names, "1"))
    assert i18n.error_sentence(error)


def test_every_check_outcome_and_note_has_a_sentence() -> None:
    assert (check_codes() | changes()) - set(i18n.catalogue().sentences) == set()


def test_the_walk_finds_the_codes_it_is_for() -> None:
    """Else the test above could pass by finding nothing."""
    some = {"bytes_intact", "unsigned_revision", "signature_form", "page_differs", "verify_altered"}
    some |= {"note_superseded", "import_pending", "import_accepted", "time_stamp_unknown"}
    assert some - (check_codes() | changes()) == set()
    assert codes_in('Check("a", "ok", "x" if y else "z"); Told("verify_q")') == {"x", "z", "verify_q"}


def test_no_sentence_is_for_a_code_that_nothing_says() -> None:
    said = {each.code for each in error_classes()} | check_codes() | changes() | SPOKEN_ELSEWHERE
    assert set(i18n.catalogue().sentences) - said == set()


def test_two_errors_of_one_code_take_the_same_sentence() -> None:
    """Classes in two rooms may share a code; then the sentence must do for the fields of both."""
    for kind in error_classes():
        for other in error_classes():
            if kind.code == other.code:
                assert placeholders(i18n.catalogue().sentences[kind.code]) <= set(other.field_names)


def test_a_code_defined_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('disk_full = "甲"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('disk_full = "乙"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="disk_full"):
        i18n.load(tmp_path)


def test_an_unknown_code_is_our_bug() -> None:
    with pytest.raises(KeyError):
        i18n.sentence("no_such_code")


def test_a_short_key_is_told_in_chinese_and_any_other_text_as_it_is(tmp_path: Path) -> None:
    assert "任务书" in i18n.sentence("not_a_record", {"kind": "brief"})
    assert "文字" in i18n.sentence("shape", {"place": "a.b", "expected": "text"})
    assert "0–100" in i18n.sentence("shape", {"place": "a.b", "expected": "0–100"})


def test_braces_in_a_field_are_only_text() -> None:
    assert "{x}" in i18n.error_sentence(ReasonRefusedError(code="{x}"))


def test_who_could_not_choose_a_language_reads_a_line_in_each() -> None:
    chinese, english = i18n.every_language("double_clicked").splitlines()
    assert "双击" in chinese and "double-click" in english
