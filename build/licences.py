"""Whose is every library in the packaged folder, may it be there? One table, and a walk that fails on doubt.

GPL and AGPL are refused, unknown too; what a licence offers with OR is taken by its weakest alternative.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, distributions, packages_distributions
from pathlib import Path

import package_contents as contents

# Our own folder, and what comes with PyInstaller, whose licence lets its start code be part of any program.
OURS = frozenset({"app", "package_contents", "start_terminal", "start_window"})
PACKER = re.compile(r"pyi(mod|boot|_rth)[a-z0-9_]*|_pyi_.*|PYZ.*")
_EXCEPTIONS = ("WITH GCC-exception", "WITH Bootloader-exception")

# A binary's place → (component, SPDX). First match counts. Libraries of the systems too: on Linux those of
# Debian, on Windows those of Microsoft and of Python's installer.
BINARIES: tuple[tuple[str, str, str], ...] = (
    (rf"({contents.WINDOW}|{contents.TERMINAL})(\.exe)?", "知评", "Apache-2.0"),
    (r"PySide6/(Qt/lib/libicu.*|icu.*)", "ICU", "Unicode-3.0"),
    (r"(PySide6|shiboken6)/.*", "Qt and PySide6", "LGPL-3.0-only"),
    (r"PIL/.*", "Pillow", "MIT-CMU"),
    (r"pillow\.libs/libXau.*", "libXau", "MIT"),
    (r"pillow\.libs/libjpeg.*|pikepdf\.libs/libjpeg.*", "libjpeg-turbo", "IJG AND BSD-3-Clause"),
    (r"pillow\.libs/liblcms2.*", "Little CMS", "MIT"),
    (r"(pillow\.libs/)?liblzma.*", "liblzma", "0BSD"),
    (r"pillow\.libs/libopenjp2.*", "OpenJPEG", "BSD-2-Clause"),
    (r"pillow\.libs/libtiff.*", "libtiff", "libtiff"),
    (r"(pillow\.libs/|graphics/)?libxcb[-.].*", "XCB", "MIT"),
    (r"(pillow\.libs/)?libzstd.*", "Zstandard", "BSD-3-Clause OR GPL-2.0-only"),
    (r"(pikepdf\.libs/libqpdf|pikepdf/.*qpdf).*", "qpdf", "Apache-2.0"),
    (r"pikepdf/.*", "pikepdf", "MPL-2.0"),
    (r"pypdfium2_raw/.*pdfium\.(so|dll)", "PDFium", "BSD-3-Clause AND Apache-2.0"),
    (r"lxml/.*", "lxml, libxml2, libxslt", "BSD-3-Clause AND MIT"),
    (r"cryptography/.*", "cryptography", "Apache-2.0 OR BSD-3-Clause"),
    (r"(aiohttp|frozenlist|multidict|propcache|yarl)/.*", "aiohttp and its parts", "Apache-2.0"),
    (r"charset_normalizer/.*|[0-9a-f]+__mypyc\..*", "charset-normalizer", "MIT"),
    (r"_cffi_backend\..*", "cffi", "MIT"),
    (r"(python3\.\d+/|lib-dynload/).*|[_a-z]+\.pyd|(lib)?python3.*(\.so.*|\.dll)", "CPython", "PSF-2.0"),
    (r"lib(crypto|ssl)([-.].*)?", "OpenSSL", "Apache-2.0"),
    (r"(lib)?sqlite3\..*", "SQLite", "blessing"),
    (r"libffi[-.].*", "libffi", "MIT"),
    (r"(libbz2|bz2).*", "bzip2", "bzip2-1.0.6"),
    (r"(libz|zlib1?)\..*", "zlib", "Zlib"),
    (r"libexpat\..*", "Expat", "MIT"),
    (r"libuuid\..*", "libuuid", "BSD-3-Clause"),
    (r"(libstdc\+\+|libgcc_s).*", "GCC runtime", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    (r"graphics/lib(GL|GLX|GLdispatch|EGL)\..*", "GLVND", "MIT"),
    (r"lib(X11|X11-xcb|Xau|Xdmcp)\..*", "Xlib", "MIT"),
    (r"libxkbcommon.*", "xkbcommon", "MIT"),
    (r"libdbus-1\..*", "D-Bus", "AFL-2.1 OR GPL-2.0-or-later"),
    (r"libfontconfig\..*", "Fontconfig", "HPND"),
    (r"libfreetype\..*", "FreeType", "FTL OR GPL-2.0-or-later"),
    (r"libbrotli.*", "Brotli", "MIT"),
    (r"libpng16\..*", "libpng", "libpng-2.0"),
    (r"lib(glib|gthread)-2\.0\..*", "GLib", "LGPL-2.1-or-later"),
    (r"libpcre2-8\..*", "PCRE2", "BSD-3-Clause"),
    (r"lib(gcrypt|gpg-error)\..*", "Libgcrypt", "LGPL-2.1-or-later"),
    (r"libsystemd\..*", "libsystemd", "LGPL-2.1-or-later"),
    (r"libcap\..*", "libcap", "BSD-3-Clause OR GPL-2.0-only"),
    (r"liblz4\..*", "LZ4", "BSD-2-Clause"),
    (r"lib(bsd|md)\..*", "libbsd", "BSD-3-Clause"),
    (r"lib(gssapi_krb5|krb5|k5crypto|krb5support|com_err)\..*", "MIT Kerberos", "MIT"),
    (r"libkeyutils\..*", "keyutils", "LGPL-2.0-or-later"),
    (r"(api-ms-win|msvcp|vcruntime|ucrtbase|concrt).*\.dll", "Microsoft runtime", "LicenseRef-Microsoft"),
)  # fmt: skip
# Distributions whose metadata say their licence in words only.
SAID: Mapping[str, str] = {}


def component(place: str) -> tuple[str, str] | None:
    """(component, SPDX) of a binary by its place in the folder, with `/`; None for an unknown one."""
    inside = place.replace("\\", "/").removeprefix(f"{contents.INSIDE}/")
    return next(((name, spdx) for pattern, name, spdx in BINARIES if re.fullmatch(pattern, inside)), None)


def is_strong_copyleft(said: str) -> bool:
    """Whether a licence, one row or several, is GPL or AGPL, offers nothing weaker and has no exception."""
    return any(
        all(
            re.search(r"(?<![A-Za-z])A?GPL|(?<!Lesser )General Public License", one)
            and not any(each in one for each in _EXCEPTIONS)
            for one in row.split(" OR ")
        )
        for row in said.splitlines()
    )


def licence(found: Distribution) -> str:
    """What a distribution says of its licence: SPDX expression, classifiers, short licence field."""
    fields = ("License-Expression", "Classifier", "License")
    said = [str(text).split("\n")[0] for field in fields for text in found.metadata.get_all(field) or ()]
    return "\n".join(text for text in said if "::" not in text or text.startswith("License ::"))


def binaries(made: Path) -> Iterator[str]:
    """The places of all files that a system would run, by their first bytes, not by their names."""
    for path in sorted(each for each in made.rglob("*") if each.is_file()):
        with path.open("rb") as file:
            if file.read(4).startswith((b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")):
                yield path.relative_to(made).as_posix()


def refused_binaries(places: Iterable[str]) -> list[str]:
    """A line for every binary that is unknown or may not be there."""
    found = {place: component(place) for place in places}
    unknown = [f"{place}：不知道是谁的" for place, whose in found.items() if whose is None]
    strong = [
        f"{place}：{whose[1]}" for place, whose in found.items() if whose and is_strong_copyleft(whose[1])
    ]
    return unknown + strong


def packed_modules(made: Path) -> set[str]:
    """The top names of all Python modules in the two programs, from their own tables of contents."""
    from PyInstaller.archive.readers import CArchiveReader  # only where something was packed

    names: set[str] = set()
    for program in (contents.WINDOW, contents.TERMINAL):
        path = next(each for each in (made / program, made / f"{program}.exe") if each.is_file())
        archive = CArchiveReader(str(path))
        names.update(archive.toc, archive.open_embedded_archive("PYZ.pyz").toc)
    return {name.split(".")[0] for name in names}


def shipped(modules: Iterable[str], standard: frozenset[str]) -> tuple[dict[str, Distribution], list[str]]:
    """The distributions that modules belong to, and a line for every module that belongs to none."""
    owners = packages_distributions()
    known = {each.metadata["Name"]: each for each in distributions()}
    found: dict[str, Distribution] = {}
    unknown: list[str] = []
    for module in sorted(set(modules) - standard - OURS):
        if PACKER.fullmatch(module) or module.startswith("_sysconfigdata"):
            continue
        names = owners.get(module, [])
        found.update({name: known[name] for name in names})
        unknown += [] if names else [f"{module}：不知道是哪个包的"]
    return found, unknown


def refused_distributions(found: Mapping[str, Distribution]) -> list[str]:
    """A line for every distribution that says no licence or one that may not be there."""
    said = {name: SAID.get(name) or licence(each) for name, each in found.items()}
    silent = [f"{name}：没有说明许可" for name, words in said.items() if not words.strip()]
    return silent + [f"{name}：{words}" for name, words in said.items() if is_strong_copyleft(words)]
