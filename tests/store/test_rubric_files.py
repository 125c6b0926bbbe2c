"""Rubric files from disk: real files, good and broken."""

import os
import shutil
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from app.domain.canonical import DecimalRefusedError
from app.domain.rubric import AllOf, Measure, RubricSumError
from app.domain.shape import MissingKeyError, ShapeError, UnknownKeyError
from app.errors import RefusedError
from app.store.rubric_files import (
    MAX_BYTES,
    NoRubricsError,
    RubricFileEncodingError,
    RubricFileKindError,
    RubricFileNameError,
    RubricFileTooLargeError,
    RubricFileUnreadableFault,
    RubricSyntaxError,
    load,
    read_file,
)

SHIPPED = Path(__file__).parents[2] / "rubrics"
ANNEX_2 = SHIPPED / "huangpu-2022" / "annex-2.toml"


@pytest.fixture
def annex(tmp_path: Path) -> Path:
    """A copy of annex 2 under its own name, to be broken."""
    folder = tmp_path / "rubrics" / "huangpu-2022"
    folder.mkdir(parents=True)
    return Path(shutil.copy(ANNEX_2, folder / "annex-2.toml"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_the_shipped_tables_are_eight_in_the_order_of_the_annexes() -> None:
    assert [rubric.id for rubric in load(SHIPPED)] == [
        f"huangpu-2022/annex-{number}" for number in range(1, 9)
    ]


def test_annexes_are_ordered_by_number_not_by_spelling(annex: Path) -> None:
    later = Path(shutil.copy(annex, annex.with_name("annex-10.toml")))
    edit(later, 'annex-2"\nannex = 2', 'annex-10"\nannex = 10')
    assert [rubric.annex for rubric in load(annex.parents[1])] == [2, 10]


def test_reading_a_file_again_gives_the_same_table(annex: Path) -> None:
    assert read_file(annex) == read_file(ANNEX_2)


def test_windows_line_ends_make_no_other_table(annex: Path) -> None:
    annex.write_bytes(annex.read_bytes().replace(b"\n", b"\r\n"))
    assert read_file(annex).digest == read_file(ANNEX_2).digest


def test_a_number_with_a_point_is_exact(annex: Path) -> None:
    edit(annex, 'at_least = 20, unit = "家"', 'at_least = 0.1, unit = "㎡", whole = false')
    rule = read_file(annex).criterion("2.2.1.1").rule
    assert isinstance(rule, AllOf)
    assert rule.conditions[1] == Measure("入驻机构", Fraction(1, 10), "㎡", whole=False)


BROKEN = [
    ("points = 25", "points = 26", RubricSumError, "annex-2.toml.sections[0].points"),
    ('kind = "annual"', 'kind = "annual"\nsurprise = 1', UnknownKeyError, "annex-2.toml"),
    ('rule.kind = "all_of"', 'rule.kind = "any_of"', ShapeError,
     "annex-2.toml.sections[0].indicators[0].criteria[0].rule.kind"),
    ("at_least = 5, ", "", MissingKeyError,
     "annex-2.toml.sections[0].indicators[2].criteria[0].rule.conditions[0]"),
    ("total = 100", "total = 1e2", DecimalRefusedError, "annex-2.toml.total"),
    ("total = 100", "total = 2026-01-01", ShapeError, "annex-2.toml.total"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "error", "place"), BROKEN)
def test_a_broken_table_names_the_file_and_the_place(
    annex: Path, old: str, new: str, error: type[RefusedError], place: str
) -> None:
    edit(annex, old, new)
    with pytest.raises(error) as told:
        read_file(annex)
    assert told.value.fields["place"] == place
    with pytest.raises(error):
        load(annex.parents[1])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id = "a"\nannex = \n', 2),
        ('id = "a"\nid = "b"\n', 2),
        ('id = "a"\n\nid = "unfinished', 3),
        ("a = [", 1),
        ("a = " + "[" * 100_000, 1),
    ],
    ids=["no value", "key twice", "open text", "open list", "too deep"],
)
def test_a_slip_in_the_toml_names_the_line(annex: Path, text: str, line: int) -> None:
    annex.write_text(text, encoding="utf-8")
    with pytest.raises(RubricSyntaxError) as told:
        read_file(annex)
    assert told.value.fields["file"] == "annex-2.toml"
    assert told.value.fields["line"] == line
    assert told.value.fields["reason"]


@pytest.mark.parametrize(
    "data", ["标题".encode("gb18030"), b"\xef\xbb\xbfid = 1\n", "id = 1".encode("utf-16")]
)
def test_only_utf_8_without_a_mark_is_read(annex: Path, data: bytes) -> None:
    annex.write_bytes(data)
    with pytest.raises(RubricFileEncodingError):
        read_file(annex)


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(annex: Path) -> None:
    data = annex.read_bytes()
    annex.write_bytes(data + b"#" * (MAX_BYTES - len(data)))
    assert read_file(annex).annex == 2
    annex.write_bytes(data + b"#" * (MAX_BYTES - len(data) + 1))
    with pytest.raises(RubricFileTooLargeError):
        read_file(annex)


def test_a_folder_is_no_rubric(tmp_path: Path) -> None:
    with pytest.raises(RubricFileKindError):
        read_file(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in a Windows folder")
def test_a_pipe_is_refused_and_not_waited_for(annex: Path) -> None:
    annex.unlink()
    os.mkfifo(annex)
    with pytest.raises(RubricFileKindError):
        load(annex.parents[1])


def test_a_file_that_is_not_there_is_the_machines_fault(tmp_path: Path) -> None:
    with pytest.raises(RubricFileUnreadableFault) as told:
        read_file(tmp_path / "annex-9.toml")
    assert told.value.fields["reason"]


def test_an_id_stands_in_one_place_only(annex: Path) -> None:
    shutil.copy(annex, annex.with_name("annex-2-copy.toml"))
    with pytest.raises(RubricFileNameError) as told:
        load(annex.parents[1])
    assert told.value.fields["id"] == "huangpu-2022/annex-2"


def test_hidden_files_are_not_looked_at(annex: Path) -> None:
    annex.with_name("._annex-2.toml").write_bytes(b"\x00\x05\x16\x07")
    assert len(load(annex.parents[1])) == 1


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_tables_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoRubricsError):
        load(tmp_path / name)


def test_the_example_in_the_format_page_is_a_sound_table(tmp_path: Path) -> None:
    page = (SHIPPED / "README.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    path = tmp_path / "plan-2030" / "annex-2.toml"
    path.parent.mkdir()
    path.write_text(example, encoding="utf-8", newline="\n")
    (rubric,) = load(tmp_path)
    assert {type(criterion.rule).__name__ for criterion in rubric.criteria} == {
        "AllOf", "Range", "Tiers", "Accumulate",
    }  # fmt: skip


def test_every_key_of_the_form_is_in_the_format_page() -> None:
    page = (SHIPPED / "README.md").read_text(encoding="utf-8")
    keys = {key for rubric in load(SHIPPED) for key in _keys(rubric.to_json())}
    assert {key for key in keys if key not in page} == set()


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_keys(part) for part in value.values()))
    return set().union(*(_keys(part) for part in value)) if isinstance(value, list) else set()
