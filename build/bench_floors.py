"""What the libraries alone need for the same bytes: the floors of bench_measures.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.domain.entries import Entry
from app.domain.signer import Signer
from app.pdf import appearance, papers


@dataclass
class Recorder:
    """Remembers what rendering asked of reportlab and pikepdf, so that the same can be asked again, bare."""

    drawn: list[Any] = field(default_factory=list)
    finished: list[tuple[tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)

    def __enter__(self) -> "Recorder":
        self._draw, self._finish = vars(papers)["draw"], vars(papers)["finish"]
        vars(papers).update(draw=self._drawing, finish=self._finishing)
        vars(appearance).update(draw=self._drawing)
        return self

    def __exit__(self, *_: object) -> None:
        vars(papers).update(draw=self._draw, finish=self._finish)
        vars(appearance).update(draw=self._draw)

    def _drawing(self, pages: Any) -> Any:
        self.drawn.append(pages)
        return self._draw(pages)

    def _finishing(self, *given: Any, **named: Any) -> Any:
        self.finished.append((given, named))
        return self._finish(*given, **named)

    def again(self) -> None:
        """The same pages through reportlab, the same parts through pikepdf, and nothing else."""
        for pages in self.drawn:
            self._draw(pages)
        for given, named in self.finished:
            self._finish(*given, **named)


def validate(data: bytes) -> None:
    """Every signature of a file, validated by pyHanko as its documentation does it."""
    for one in PdfFileReader(BytesIO(data)).embedded_signatures:
        context = ValidationContext(trust_roots=[one.signer_cert], allow_fetching=False)
        assert validate_pdf_signature(one, context).intact


class Bare(signers.Signer):  # type: ignore[misc]  # pyHanko brings no types
    """A pyHanko signer over one of our keys and nothing else."""

    def __init__(self, signer: Signer) -> None:
        self._raw = signer.sign
        certificate = x509.Certificate.load(signer.certificate)
        store = SimpleCertificateStore.from_certs([certificate])  # type: ignore[no-untyped-call]  # as above
        super().__init__(signing_cert=certificate, cert_registry=store, signature_mechanism=None)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """ECDSA in DER; 72 bytes at most."""
        return b"\0" * 72 if dry_run else self._raw(data)


def bare_sign(rendered: bytes, signer: Signer) -> bytes:
    """pyHanko's own certification of a record with the same key, PAdES, without an appearance."""
    meta = signers.PdfSignatureMetadata(
        field_name="seal",
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
    )
    out = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(rendered)), meta, signer=Bare(signer))
    return bytes(out.getbuffer())


def raw_commit(execute: Callable[..., object], entry: Entry) -> None:
    execute("BEGIN")
    execute(
        "INSERT INTO entries (stream, seq, kind, version, time, body, previous, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.stream, entry.seq, entry.kind, entry.version, entry.time,
            entry.body_digest, entry.previous, entry.digest,
        ),
    )  # fmt: skip
    execute("INSERT INTO bodies (stream, seq, data) VALUES (?, ?, ?)", (entry.stream, entry.seq, entry.body))
    execute("COMMIT")
