"""Signing: what the increment is, what other programs say of it, what is refused."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from app.domain.signer import Signer
from app.errors import RefusedError
from app.pdf.container import open_container
from app.pdf.fonts import MissingGlyphsError
from app.pdf.increment_writer import UnsignableFileError
from app.pdf.signing import (
    AlreadySignedError,
    FieldFilledError,
    FieldUnknownError,
    KeyNotAcceptedError,
    NotCertifiedError,
    certify,
    sign,
)
from tests.pdf import plain_papers as papers

HALF_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551 // 2


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


def certified(
    pdf: bytes, who: Signer, *, field: str = "expert-E1", lines: tuple[str, ...] = papers.LINES
) -> bytes:
    return certify(pdf, field=field, signer=who, time=papers.NOON, reason="提交", permission=1, lines=lines)


def contents(pdf: bytes) -> bytes:
    """The last signature's CMS, padding included."""
    return bytes.fromhex(re.findall(rb"/Contents <([0-9A-F]+)>", pdf)[-1].decode("ascii"))


def said_by(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")


def saved(folder: Path, pdf: bytes) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return str(path)


@needs("pdfsig")
@pytest.mark.parametrize("paper", [papers.sheet, lambda: papers.record(2)])
def test_poppler_finds_every_signature_valid(paper: Callable[[], bytes], tmp_path: Path) -> None:
    pdf = paper()
    said = said_by("pdfsig", "-nocert", saved(tmp_path, pdf))
    assert said.count("Signature is Valid.") == len(open_container(pdf).signatures)
    assert "ETSI.CAdES.detached" in said and "SHA-256" in said


@needs("mutool")
def test_mupdf_finds_the_last_signature_covering_an_unchanged_document(tmp_path: Path) -> None:
    said = said_by("mutool", "sign", "-v", saved(tmp_path, papers.record(1)))
    assert said.count("The document is unchanged since signing.") == 1
    assert said.count("The signature is valid but there have been edits since signing.") == 2
    assert "Digest error" not in said and "Signature is invalid" not in said


@needs("openssl")
@pytest.mark.parametrize("rsa_bits", [0, 2048])
def test_openssl_verifies_the_cms_over_the_signed_bytes(rsa_bits: int, tmp_path: Path) -> None:
    who = papers.identity(f"openssl-{rsa_bits}", rsa_bits=rsa_bits)
    pdf = certified(papers.unsigned("sheet", ["expert-E1"]), who.signer)
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)
    assert found is not None
    start, end, rest = (int(number) for number in found.groups())
    raw = contents(pdf)
    (tmp_path / "cms.der").write_bytes(raw[: 4 + int.from_bytes(raw[2:4], "big")])
    (tmp_path / "signed.bin").write_bytes(pdf[:start] + pdf[end : end + rest])
    (tmp_path / "who.pem").write_bytes(who.certificate.public_bytes(serialization.Encoding.PEM))
    command = ["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", "cms.der", "-binary"]
    command += ["-CAfile", "who.pem", "-partial_chain", "-purpose", "any"]
    command += ["-content", "signed.bin", "-out", "out.bin"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.bin").read_bytes() == (tmp_path / "signed.bin").read_bytes()


@needs("openssl")
def test_openssl_rejects_the_cms_over_other_bytes(tmp_path: Path) -> None:
    raw = contents(papers.sheet())
    (tmp_path / "cms.der").write_bytes(raw[: 4 + int.from_bytes(raw[2:4], "big")])
    (tmp_path / "signed.bin").write_bytes(b"other")
    command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", "cms.der", "-binary", "-noverify"]
    command += ["-content", "signed.bin", "-out", "out.bin"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


@needs("qpdf")
def test_qpdf_finds_no_fault_in_a_signed_record(tmp_path: Path) -> None:
    assert "No syntax or stream encoding errors" in said_by(
        "qpdf", "--check", saved(tmp_path, papers.record(1))
    )


def test_signing_only_appends() -> None:
    first = papers.unsigned("record", ["seal", "chair"])
    who = papers.identity("chair").signer
    sealed = certify(
        first, field="seal", signer=who, time=papers.NOON, reason="制表", permission=2, lines=papers.LINES
    )
    assert sealed.startswith(first)
    assert sign(
        sealed, field="chair", signer=who, time=papers.NOON, reason="同意", lines=papers.LINES
    ).startswith(sealed)


def test_the_same_input_and_the_same_signature_give_the_same_bytes() -> None:
    who = papers.identity("steady")
    assert isinstance(who.key, ec.EllipticCurvePrivateKey)
    key = who.key
    algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    steady = Signer(who.der, (), "ecdsa_sha256", lambda data: key.sign(data, algorithm))
    first = papers.unsigned("sheet", ["expert-E1"])
    assert certified(first, steady) == certified(first, steady)


def test_no_signature_can_be_swapped_for_its_twin() -> None:
    for _ in range(8):
        raw = contents(papers.sheet())
        der = raw[: 4 + int.from_bytes(raw[2:4], "big")]
        signature = der[der.rindex(bytes.fromhex("2A8648CE3D040302")) + 10 :]
        assert decode_dss_signature(signature)[1] <= HALF_ORDER


def test_hardly_any_room_is_left_over() -> None:
    raw = contents(papers.sheet())
    length = 4 + int.from_bytes(raw[2:4], "big")
    assert 0 <= len(raw) - length <= 8
    assert not any(raw[length:])


def test_a_signed_paper_stays_what_archives_accept() -> None:
    with (
        pikepdf.open(BytesIO(papers.record(1))) as pdf,
        pikepdf.open(BytesIO(papers.unsigned("record", ["a"]))) as first,
    ):
        assert pdf.Root.Metadata.read_bytes() == first.Root.Metadata.read_bytes()
        assert str(pdf.docinfo["/ModDate"]) == str(first.docinfo["/ModDate"])
        for field in pdf.Root.AcroForm.Fields:
            assert int(field.F) & 4 and not int(field.F) & 2
            form = field.AP.N
            assert form.Type == "/XObject" and form.Subtype == "/Form" and set(field.AP.keys()) == {"/N"}
            for font in form.Resources.Font.values():
                assert "NotoSansSC" in str(font.BaseFont) and "/FontFile2" in font.FontDescriptor
                assert b"beginbfchar" in font.ToUnicode.read_bytes()
        assert set(pdf.Root.Perms.keys()) == {"/DocMDP"}
        reference = pdf.Root.Perms.DocMDP.Reference[0]
        assert not {"/DigestLocation", "/DigestMethod", "/DigestValue"}.intersection(reference.keys())


@needs("pdftotext")
def test_the_lines_of_a_signature_can_be_read_on_the_page(tmp_path: Path) -> None:
    path = saved(tmp_path, papers.sheet())
    said = said_by("pdftotext", path, "-")
    for line in papers.LINES:
        assert line in said


@needs("pdftoppm")
def test_long_lines_shrink_to_their_box(tmp_path: Path) -> None:
    long = tuple(f"第{at}行：" + "很长的名字和单位" * 6 for at in range(6))
    pdf = certified(papers.unsigned("sheet", ["expert-E1"]), papers.identity("expert-1").signer, lines=long)
    with pikepdf.open(BytesIO(pdf)) as opened:
        form = opened.Root.AcroForm.Fields[0].AP.N
        sizes = [float(size) for size in re.findall(rb"/F\d\+\d+ ([0-9.]+) Tf", form.read_bytes())]
    assert sizes and max(sizes) <= 48 / (6 * 1.35) + 0.01


def test_a_character_that_cannot_be_drawn_is_refused_before_signing() -> None:
    with pytest.raises(MissingGlyphsError):
        certified(papers.unsigned("sheet", ["expert-E1"]), papers.identity("x").signer, lines=("\U0001f600",))


def test_a_reason_of_any_character_comes_back_unchanged() -> None:
    reason = "笔误—“更正”·𬭚 (a\\b) \r\n 1"
    pdf = certify(
        papers.unsigned("sheet", ["expert-E1"]),
        field="expert-E1",
        signer=papers.identity("x").signer,
        time=papers.NOON,
        reason=reason,
        permission=1,
        lines=(),
    )
    assert open_container(pdf).signatures[0].reason == reason


def refused_of(act: Callable[[], object]) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value


def test_an_unknown_field_is_refused_by_name() -> None:
    error = refused_of(
        lambda: certified(papers.unsigned("sheet", ["a"]), papers.identity("x").signer, field="b")
    )
    assert isinstance(error, FieldUnknownError) and error.fields == {"field": "b"}


def test_a_filled_field_is_never_signed_again() -> None:
    pdf, who = papers.record(1, upto=2), papers.identity("x").signer
    again = refused_of(
        lambda: sign(pdf, field="expert-E1", signer=who, time=papers.NOON, reason="", lines=())
    )
    assert isinstance(again, FieldFilledError)


def test_a_paper_is_certified_once_and_first() -> None:
    who = papers.identity("x").signer
    assert isinstance(refused_of(lambda: certified(papers.record(1, upto=1), who)), AlreadySignedError)
    early = refused_of(
        lambda: sign(
            papers.unsigned("record", ["seal"]),
            field="seal",
            signer=who,
            time=papers.NOON,
            reason="",
            lines=(),
        )
    )
    assert isinstance(early, NotCertifiedError)


@pytest.mark.parametrize(("curve", "rsa_bits"), [("secp384r1", 0), ("", 1024)])
def test_a_key_that_no_verifier_of_ours_accepts_does_not_sign(curve: str, rsa_bits: int) -> None:
    who = papers.identity("odd", curve=curve or "secp256r1", rsa_bits=rsa_bits)
    first = papers.unsigned("sheet", ["expert-E1"])
    assert isinstance(refused_of(lambda: certified(first, who.signer)), KeyNotAcceptedError)


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7\n", b"x" * 1000, papers.payload("sheet")])
def test_what_is_no_paper_is_not_signed(junk: bytes) -> None:
    assert isinstance(refused_of(lambda: certified(junk, papers.identity("x").signer)), UnsignableFileError)


def test_a_time_without_offset_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="offset"):
        certify(
            papers.unsigned("sheet", ["a"]),
            field="a",
            signer=papers.identity("x").signer,
            time=datetime(2026, 3, 14),
            reason="",
            permission=1,
            lines=(),
        )
