"""A signature with a key of ours inside a PDF, judged by poppler, which we did not write."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import ExternalSigner, Signer

from app.crypto import identity
from tests.crypto.memory_box import MemoryBox

pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not installed")


def adapted(folder: Path) -> Signer:
    """Our Signer's `sign` inside pyHanko, as simply as can be: the bytes to sign are known beforehand."""
    box = MemoryBox()
    identity.create(folder, protection="keyring", secret=None, box=box, random=os.urandom)
    ours = identity.unlock(folder, secret=None, box=box)

    class Adapted(ExternalSigner):  # type: ignore[misc]  # pyHanko's types are not followed
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            assert digest_algorithm == "sha256"
            return ours.sign(data)

    certificate = asn1_x509.Certificate.load(ours.certificate)
    return Adapted(signing_cert=certificate, cert_registry=None, signature_value=80)


@pdfsig
def test_poppler_finds_the_signature_valid_and_the_certificate_readable(tmp_path: Path) -> None:
    page, signed = io.BytesIO(), tmp_path / "signed.pdf"
    paper = pikepdf.new()
    paper.add_blank_page()
    paper.save(page)
    with signed.open("w+b") as out:
        signers.sign_pdf(
            IncrementalPdfFileWriter(page),
            signers.PdfSignatureMetadata(
                field_name="expert", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
            ),
            signer=adapted(tmp_path),
            output=out,
        )
    told = subprocess.run(
        ["pdfsig", str(signed)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
    ).stdout
    found = identity.load(tmp_path)
    assert found is not None
    assert "Signature Validation: Signature is Valid." in told
    assert f"Signer Certificate Common Name: {found.key_id}" in told
    assert "Total document signed" in told
