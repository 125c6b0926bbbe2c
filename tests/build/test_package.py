"""The packaged folder, without making one: what goes in, whose it is, what the table of licences refuses."""

import sys
from importlib.metadata import Distribution
from pathlib import Path

import pytest

import licences
import package_contents as contents
import package_making
from app.services import parcel

ROOT = Path(contents.__file__).resolve().parent.parent


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",  # GPL
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/plugins/tls/qopensslbackend.dll",
        "PySide6\\plugins\\platforms\\qminimal.dll",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/opengl32sw.dll",
        "libreadline.so.8",
        "libgtk-3.so.0",
        "click-8.5.1.dist-info/RECORD",
    ],
)
def test_what_no_page_uses_stays_out(place: str) -> None:
    assert not contents.is_wanted(place)


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "keyring-25.7.0.dist-info/entry_points.txt",
    ],
)
def test_what_is_used_goes_in(place: str) -> None:
    assert contents.is_wanted(place)


@pytest.mark.skipif(not contents.LINUX, reason="only there are the system's own libraries collected")
def test_a_library_that_nothing_needs_any_more_and_every_link_stays_out() -> None:
    found = [
        ("a/_ext.so", "/x/_ext.so", "EXTENSION"),
        ("libneeded.so.1", "/x/libneeded.so.1", "BINARY"),
        ("libpango.so.0", "/x/libpango.so.0", "BINARY"),
        ("libneeded.so", "libneeded.so.1", "SYMLINK"),
        ("libpython3.11.so.1.0", "/x/libpython3.11.so.1.0", "BINARY"),
    ]
    needs = {"/x/_ext.so": [("libneeded.so.1", "/x/libneeded.so.1"), ("libGL.so.1", "/x/libGL.so.1")]}
    kept = contents.binaries(found, lambda source: needs.get(source, []))
    assert [place for place, _, _ in kept] == [
        "a/_ext.so", "libneeded.so.1", "libpython3.11.so.1.0", "graphics/libGL.so.1",
    ]  # fmt: skip


def test_every_module_of_ours_is_packed_even_if_it_is_asked_for_by_name_only() -> None:
    found = contents.modules(ROOT)
    assert {"app", "app.ui.way", "app.services.core", "app.__main__"} <= set(found)
    assert len(found) == len(list((ROOT / "app").rglob("*.py")))


def test_everything_that_is_shipped_beside_the_code_is_in_the_checkout() -> None:
    assert [source for source, _ in contents.datas(ROOT) if not Path(source).exists()] == []


@pytest.mark.parametrize(
    ("place", "whose"),
    [
        ("知评", "知评"),
        ("zhiping.exe", "知评"),
        ("_internal/PySide6/Qt/lib/libQt6Core.so.6", "Qt and PySide6"),
        ("_internal/PySide6/Qt/lib/libicudata.so.73", "ICU"),
        ("_internal/python3.11/lib-dynload/_decimal.so", "CPython"),
        ("_internal/python311.dll", "CPython"),
        ("_internal/_ssl.pyd", "CPython"),
        ("_internal/libcrypto-3-x64.dll", "OpenSSL"),
        ("_internal/pypdfium2_raw/pdfium.dll", "PDFium"),
        ("_internal\\VCRUNTIME140.dll".lower(), "Microsoft runtime"),
    ],
)
def test_a_library_is_known_by_its_place(place: str, whose: str) -> None:
    found = licences.component(place)
    assert found is not None and found[0] == whose


def test_an_unknown_library_and_one_under_gpl_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = (("libreadline.*", "readline", "GPL-3.0-or-later"), *licences.BINARIES)
    monkeypatch.setattr(licences, "BINARIES", table)
    places = ["_internal/libreadline.so.8", "_internal/libmystery.so.1", "_internal/libz.so.1"]
    assert licences.refused_binaries(places) == [
        "_internal/libmystery.so.1：不知道是谁的",
        "_internal/libreadline.so.8：GPL-3.0-or-later",
    ]


def test_nothing_in_the_table_is_itself_refused() -> None:
    assert [spdx for _, _, spdx in licences.BINARIES if licences.is_strong_copyleft(spdx)] == []


def test_a_binary_is_told_by_its_first_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "readme").write_bytes(b"\x7fELF and so on")
    (tmp_path / "picture.so").write_bytes(b"no program")
    assert list(licences.binaries(tmp_path)) == ["readme"]


def test_a_module_of_no_package_is_named_and_the_standard_library_is_free() -> None:
    standard = frozenset(sys.stdlib_module_names)
    found, unknown = licences.shipped({"json", "app", "click", "pyi_rth_inspect", "mystery"}, standard)
    assert unknown == ["mystery：不知道是哪个包的"]
    assert set(found) == {"click"}


def test_a_distribution_that_says_no_licence_or_a_strong_one_is_refused(tmp_path: Path) -> None:
    said = {
        "silent": "",
        "strong": "License-Expression: AGPL-3.0-only\n",
        "free": "License-Expression: MIT\n",
    }
    found = {}
    for name, line in said.items():
        info = tmp_path / f"{name}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1\n{line}", "ascii")
        found[name] = Distribution.at(info)
    refused = licences.refused_distributions(found)
    assert refused == ["silent：没有说明许可", "strong：AGPL-3.0-only"]


def test_the_finished_folder_describes_itself_whole(tmp_path: Path) -> None:
    inside = tmp_path / contents.INSIDE
    inside.mkdir()
    (inside / "library.so").write_bytes(b"library")
    (tmp_path / contents.WINDOW).write_bytes(b"program")
    package_making.finish(tmp_path)
    found = parcel.read(tmp_path)
    assert set(found.files) == {contents.WINDOW, f"{contents.INSIDE}/library.so", package_making.FIRST}
    parcel.look_over(found)
    parcel.check(found)
    assert (tmp_path / contents.WINDOW).stat().st_mode & 0o111
    total, largest = package_making.size_lines(tmp_path)
    assert total > 0 and contents.WINDOW in "".join(largest)
