"""What every paper carries: header, kinds, names."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.canonical import NotCanonicalError
from app.domain.documents import (
    NewerFormatError,
    OtherKindError,
    object_of,
    panel_name,
    payload_digest,
    read_header,
    read_kind,
    read_seat_id,
    seat_number,
)
from app.domain.shape import Reader, ShapeError
from app.domain.signer import Signer, certificate_digest, signature_lines
from app.domain.verification import Check
from app.errors import ZhipingError
from tests.builders import a_header, digest_of

SHEET = a_header("sheet", brief=digest_of("brief"), revision=2, replaces=(digest_of("first"),))


def test_a_header_is_read_as_it_is_written() -> None:
    for header in (a_header(), SHEET, a_header("record", brief=digest_of("brief"), rehearsal=True)):
        reader = Reader(header.to_json())
        assert read_header(reader, header.kind) == header
        reader.done()
        assert read_kind(header.to_json()) == header.kind


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("format", 2, NewerFormatError), ("format", 0, ShapeError), ("kind", "brief", OtherKindError),
        ("kind", "letter", ShapeError), ("mode", "draft", ShapeError), ("program", "", ShapeError),
        ("panel", "0" * 31, ShapeError), ("panel", 7, ShapeError), ("signer", "", ShapeError),
        ("brief", "", ShapeError), ("brief_number", 0, ShapeError), ("previous_brief", "x", ShapeError),
        ("revision", 0, ShapeError), ("revision", 1000, ShapeError), ("revision", True, ShapeError),
        ("revision", 1, ShapeError), ("replaces", [], ShapeError), ("replaces", ["x"], ShapeError),
        ("replaces", [digest_of("a"), digest_of("a")], ShapeError), ("replaces", "x", ShapeError),
    ],
)  # fmt: skip
def test_a_changed_header_is_refused(key: str, value: Any, error: type[ZhipingError]) -> None:
    with pytest.raises(error):
        read_header(Reader({**SHEET.to_json(), key: value}), "sheet")


@pytest.mark.parametrize(
    "changes", [{"brief": digest_of("x")}, {"revision": 2, "replaces": (digest_of("x"),)}]
)
def test_a_brief_is_never_reissued_and_names_no_brief_of_its_own(changes: dict[str, Any]) -> None:
    with pytest.raises(ShapeError):
        read_header(Reader(a_header("brief", **changes).to_json()), "brief")


def test_the_kind_is_told_before_anything_else_unless_the_format_is_newer() -> None:
    assert read_kind({"format": 1, "kind": "record", "other": 1}) == "record"
    with pytest.raises(NewerFormatError):
        read_kind({"format": 9, "kind": "letter"})
    with pytest.raises(ShapeError):
        read_kind({"format": 1, "kind": "letter"})


def test_one_panel_has_one_short_name() -> None:
    assert panel_name("0" * 32) == "ZPAAAAAAAA"
    assert panel_name("f" * 32) == "ZP99999999"
    assert a_header().panel_name == panel_name(a_header().panel)


@given(st.binary(min_size=16, max_size=16))
def test_a_short_name_is_its_first_forty_bits(panel: bytes) -> None:
    name = panel_name(panel.hex())
    assert len(name) == 10 and name.startswith("ZP")
    number = 0
    for letter in name[2:]:
        number = number * 32 + "ABCDEFGHJKLMNPQRSTUVWXYZ23456789".index(letter)
    assert number == int.from_bytes(panel[:5], "big")


def test_seats_are_numbered_from_one_to_nineteen() -> None:
    assert [seat_number(read_seat_id(f"E{at}", "seat")) for at in range(1, 20)] == list(range(1, 20))
    for text in ("E0", "E20", "E01", "e1", "E", "", "E1 ", None, 1):
        with pytest.raises(ShapeError):
            read_seat_id(text, "seat")


def test_a_rehearsal_paper_has_another_digest_than_a_real_one() -> None:
    real, rehearsal = a_header(), a_header(rehearsal=True)
    assert payload_digest(real, b"{}") != payload_digest(rehearsal, b"{}")
    assert (real.mode, rehearsal.mode) == ("official", "rehearsal")


def test_only_a_canonical_object_is_a_payload() -> None:
    assert object_of(canonical.write({"a": 1})).integer("a") == 1
    with pytest.raises(ShapeError):
        object_of(b"[]")
    with pytest.raises(NotCanonicalError):
        object_of(b"{ }")


def test_a_signer_is_known_by_the_digest_of_its_certificate() -> None:
    signer = Signer(b"der", (), "ecdsa_sha256", lambda data: data)
    assert signer.digest == certificate_digest(b"der") == digest_of("der")


def test_a_signatures_box_says_who_when_and_under_which_certificate() -> None:
    time = datetime(2026, 11, 24, 14, 31, 5)
    assert signature_lines("张𬭚", time, digest_of("der")) == (
        "张𬭚", "2026-11-24 14:31", f"证书 {digest_of('der')[:16]}",
    )  # fmt: skip


def test_a_check_of_a_verification_says_what_was_found_and_nothing_by_default() -> None:
    check = Check("bytes", "ok", "bytes_ok")
    assert (check.name, check.state, dict(check.fields)) == ("bytes", "ok", {})
    assert check == Check("bytes", "ok", "bytes_ok", {}) != Check("bytes", "failed", "bytes_ok")
