"""The shape of the code: rooms, late imports, docstrings, sizes. Each rule is tried on code breaking it."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import environment

ROOT = environment.ROOT
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
HEAVY = frozenset(SETTINGS["zhiping"]["heavy-libraries"])
HEAVY_MODULES = frozenset(SETTINGS["zhiping"]["heavy-modules"])
LATE = frozenset(SETTINGS["zhiping"]["late-imports"])
MODULE_LINES, FUNCTION_LINES = 300, 40
MODULES = sorted((ROOT / "app").rglob("*.py"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """The top-level names that a piece of code imports, what is under TYPE_CHECKING left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0], node
        else:
            yield from imports(node)


def faults_of_imports(tree: ast.Module, module: str) -> list[str]:
    """Heavy libraries at the top or in a module not named for them; anything else hidden in a function."""
    hidden = {
        id(statement) for f in ast.walk(tree) if isinstance(f, FUNCTIONS) for _, statement in imports(f)
    }
    found = []
    for name, statement in imports(tree):
        where = f"{module}:{statement.lineno}: {name}"
        if name in HEAVY and id(statement) not in hidden:
            found.append(f"{where} is slow to load: import it inside the function that needs it")
        if name in HEAVY and module not in HEAVY_MODULES:
            found.append(f"{where}: name the module under heavy-modules in pyproject.toml")
        if name not in HEAVY and id(statement) in hidden and module not in LATE:
            found.append(f"{where} hides inside a function")
    return found


def hides_imports(tree: ast.Module) -> bool:
    """Whether an import stands inside a function."""
    return any(next(imports(f), None) for f in ast.walk(tree) if isinstance(f, FUNCTIONS))


def faults_of_size(tree: ast.Module, module: str, lines: int) -> list[str]:
    """No docstring, too long a module, too long a function."""
    found = [] if ast.get_docstring(tree) else [f"{module} has no docstring"]
    if lines > MODULE_LINES:
        found.append(f"{module} has {lines} lines")
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(f"{module}:{node.lineno}: {node.name} has {length} lines")
    return found


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_imports_late_only_what_is_slow_to_load(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert faults_of_imports(tree, dotted(path)) == []


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_says_what_it_owns_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert faults_of_size(ast.parse(text), dotted(path), text.count("\n")) == []


def test_modules_named_for_late_imports_exist_and_use_them() -> None:
    texts = {dotted(path): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
    using = {module for module, tree in texts.items() if any(name in HEAVY for name, _ in imports(tree))}
    assert HEAVY_MODULES - using == set()
    hiding = {module for module, tree in texts.items() if hides_imports(tree)}
    assert LATE - hiding == set()


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("import reportlab", "inside the function"),
        ("def f():\n    import pikepdf", "heavy-modules"),
        ("def f():\n    import json", "hides"),
        ("class A:\n    def f(self):\n        if 1:\n            from app import paths", "hides"),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pikepdf", ""),
        ("import json", ""),
    ],
)
def test_a_wrong_import_is_found(code: str, fault: str) -> None:
    found = faults_of_imports(ast.parse(code), "app.example")
    assert (fault in " ".join(found)) if fault else found == []


def test_a_missing_docstring_and_too_much_code_are_found() -> None:
    long = "def f():\n" + "    x = 1\n" * FUNCTION_LINES
    assert len(faults_of_size(ast.parse(long), "app.example", MODULE_LINES + 1)) == 3
    assert faults_of_size(ast.parse('"""Owns f."""\n' + long.rstrip()[:-10]), "app.example", 300) == []


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-X", "utf8", "-W", "error", "-c", code, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("store", "import sqlite3", ""),
        ("store", "import pikepdf", "app.store.probe may not import pikepdf"),
        ("store", "from app.pdf import probe", "app.store.probe may not import app.pdf"),
        ("crypto", "import sqlite3", "app.crypto.probe may not import sqlite3"),
        ("pdf", "import cryptography", "app.pdf.probe may not import cryptography"),
        ("pdf", "def f():\n    import reportlab", ""),
        ("domain", "import cryptography", "app.domain.probe may not import cryptography"),
        ("domain", "from app import paths", "app.domain.probe may not import app.paths"),
        ("services", "from app import __version__", ""),
        ("services", "import click", "app.services.probe may not import click"),
        ("services", "import urllib.request", "app.services.probe may not import urllib"),
        ("helpers", "", "app.helpers"),
    ],
)
def test_the_import_contract_refuses_what_it_should(
    tmp_path: Path, module: str, line: str, broken: str
) -> None:
    for room in {"domain", "store", "crypto", "pdf", "services", module}:
        (tmp_path / "app" / room).mkdir(parents=True)
        (tmp_path / "app" / room / "__init__.py").touch()
        (tmp_path / "app" / room / "probe.py").touch()
    for name in ("__init__", "errors", "paths"):
        (tmp_path / "app" / f"{name}.py").touch()
    (tmp_path / "build").mkdir()
    for name in ("pyproject.toml", "build/contracts.py"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "app" / module / "probe.py").write_text(line + "\n", encoding="utf-8")
    done = lint(tmp_path)
    assert (done.returncode == 0) is (not broken), done.stdout + done.stderr
    assert broken in done.stdout


def test_every_room_of_the_program_has_its_own_contract() -> None:
    rooms = {c["room"] for c in SETTINGS["importlinter"]["contracts"] if c["type"] == "may_see"}
    there = {f"app.{p.stem}" for p in (ROOT / "app").iterdir() if p.stem not in {"__init__", "__pycache__"}}
    assert there - rooms == set()
