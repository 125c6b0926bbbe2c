"""移交清单: what a manifest may say, what it may not, and what a folder is against it."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from app.domain import canonical
from app.domain.brief import Person
from app.domain.canonical import NotCanonicalError
from app.domain.documents import Header, OtherKindError, package_name, payload_digest
from app.domain.manifest import (
    BriefLine,
    Manifest,
    ManifestError,
    PackedFile,
    is_path,
    read_manifest,
)
from app.domain.manifest_check import Line, compare
from app.domain.shape import ShapeError, UnknownKeyError
from tests.builders import TIME

CODE = "7741 7391 5265 0318 4420"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def file(path: str, kind: str, payload: str) -> PackedFile:
    code = CODE if payload else ""
    return PackedFile(path, 10, digest(path), kind, "说明", digest(payload) if payload else "", code)


def manifest(**changes: object) -> Manifest:
    """Two panels packed, one of them void; a third brief of another round."""
    header = Header(
        kind="manifest",
        rehearsal=False,
        program="zhiping 1",
        panel="ab" * 16,
        signer=digest("desk"),
        brief="",
        brief_number=3,
        previous_brief=digest("brief 3"),
        revision=1,
        replaces=(),
    )
    made = Manifest(
        header=header,
        made=TIME,
        organiser=Person("林秘书", "某某公司"),
        files=(
            file("1 甲 ZPAAAAAAAA/任务书.pdf", "brief", "brief 1"),
            file("1 甲 ZPAAAAAAAA/汇总记录 第1版.pdf", "record", "record 1"),
            file("2 乙 ZPBBBBBBBB/任务书.pdf", "brief", "brief 2"),
            file("结果.xlsx", "workbook", ""),
        ),
        briefs=(
            BriefLine(
                1,
                digest("brief 1"),
                "ZPAAAAAAAA",
                False,
                "sealed",
                True,
                "甲",
                "考核合格。",
                digest("record 1"),
            ),
            BriefLine(2, digest("brief 2"), "ZPBBBBBBBB", False, "void", True, "乙", "运营主体退出"),
            BriefLine(3, digest("brief 3"), "ZPCCCCCCCC", True, "open", False),
        ),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # any field by its name


def with_file(at: int, **changes: object) -> Manifest:
    found = list(manifest().files)
    found[at] = replace(found[at], **changes)  # type: ignore[arg-type]  # as above
    return manifest(files=tuple(found))


def with_brief(at: int, **changes: object) -> Manifest:
    found = list(manifest().briefs)
    found[at] = replace(found[at], **changes)  # type: ignore[arg-type]  # as above
    return manifest(briefs=tuple(found))


def with_header(**changes: object) -> Manifest:
    return manifest(header=replace(manifest().header, **changes))  # type: ignore[arg-type]  # as above


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    made = manifest()
    assert read_manifest(made.payload) == made
    assert made.name == package_name(made.header.panel) == "YJ" + made.name[2:]
    assert made.digest == payload_digest(made.header, made.payload)
    assert [each.panel for each in made.packed] == ["ZPAAAAAAAA", "ZPBBBBBBBB"]
    assert made.file(digest("nothing")) is None


def nothing_packed(number: int) -> BriefLine:
    return BriefLine(number, digest(f"brief {number}"), f"ZPAAAAAAA{number + 1}", False, "open", False)


WRONG: list[Callable[[], Manifest]] = [
    lambda: manifest(files=tuple(reversed(manifest().files))),
    lambda: manifest(files=(manifest().files[0], *manifest().files)),
    lambda: with_file(3, path="../结果.xlsx"),
    lambda: with_file(3, digest=digest("x"), code=CODE),
    lambda: with_file(0, digest="", code=""),
    lambda: with_file(0, code="1234"),
    lambda: with_file(3, code=CODE),
    lambda: manifest(briefs=manifest().briefs[:2]),
    lambda: with_brief(1, brief=digest("brief 1")),
    lambda: with_brief(1, panel="ZPAAAAAAAA"),
    lambda: with_header(previous_brief=digest("other")),
    lambda: with_header(brief=digest("brief 1")),
    lambda: manifest(briefs=tuple(map(nothing_packed, (1, 2, 3)))),
    lambda: with_brief(0, record=""),
    lambda: with_brief(0, record=digest("another record")),
    lambda: with_brief(0, record=digest("brief 1")),
    lambda: with_brief(0, brief=digest("a brief not packed")),
    lambda: with_brief(0, rehearsal=True),
    lambda: with_brief(0, platform=""),
    lambda: with_brief(0, conclusion=""),
    lambda: with_brief(0, state="open", record=""),
    lambda: with_brief(1, record=digest("record 1")),
    lambda: with_brief(2, platform="丙"),
    lambda: with_brief(2, conclusion="考核合格。"),
]  # fmt: skip


@pytest.mark.parametrize("made", WRONG)
def test_a_manifest_that_contradicts_itself_is_refused(made: Callable[[], Manifest]) -> None:
    with pytest.raises(ManifestError):
        read_manifest(made().payload)


def test_a_panel_that_has_no_panels_name_and_a_kind_nobody_knows_are_refused() -> None:
    for made in (with_brief(2, panel="YJCCCCCCCC"), with_file(3, kind="secret")):
        with pytest.raises(ShapeError):
            read_manifest(made.payload)


def test_only_the_one_spelling_of_a_manifest_is_read() -> None:
    value = manifest().to_json()
    with pytest.raises(UnknownKeyError):
        read_manifest(canonical.write({**value, "more": 1}))
    with pytest.raises(OtherKindError):
        read_manifest(canonical.write({**value, "kind": "brief"}))
    with pytest.raises(NotCanonicalError):
        read_manifest(manifest().payload + b" ")


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("结果.xlsx", True),
        ("1 甲/二/任务书.pdf", True),
        ("1/2/3/4.pdf", False),
        ("/etc/passwd", False),
        ("甲/../乙.pdf", False),
        (".hidden", False),
        ("甲\\乙.pdf", False),
        ("C:乙.pdf", False),
        ("甲 /乙.pdf", False),
        ("甲./乙.pdf", False),
        ("", False),
    ],
)
def test_a_path_stays_in_its_folder_on_every_system(path: str, good: bool) -> None:
    assert is_path(path) is good


def present() -> dict[str, str]:
    return {each.path: each.sha256 for each in manifest().files}


def test_a_folder_as_packed_has_nothing_to_tell() -> None:
    assert {each.state for each in compare(manifest(), present())} == {"present"}


def test_what_is_gone_changed_renamed_or_new_is_named() -> None:
    there = present()
    brief, record, other, sheet = [each.path for each in manifest().files]
    there[brief] = digest("changed")
    del there[record]
    there["改名.pdf"] = there.pop(other)
    there["多.txt"] = digest("多")
    assert compare(manifest(), there) == (
        Line("altered", brief, "说明"),
        Line("missing", record, "说明"),
        Line("renamed", other, "说明", "改名.pdf"),
        Line("present", sheet, "说明"),
        Line("extra", "多.txt"),
    )


def test_a_file_swapped_with_another_of_the_list_is_altered_not_renamed() -> None:
    there = present()
    brief, record, *_ = [each.path for each in manifest().files]
    there[brief], there[record] = there[record], there[brief]
    assert [each.state for each in compare(manifest(), there)] == ["altered", "altered", "present", "present"]


def test_a_copy_beside_the_original_is_one_file_too_many() -> None:
    there = present()
    there["副本.pdf"] = there[manifest().files[0].path]
    assert [each.state for each in compare(manifest(), there)] == [*["present"] * 4, "extra"]
