"""What the libraries alone need for the same bytes: the floors of bench_measures.py."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
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

from app.domain.canonical import Json
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
    """One transaction of the rows of an entry."""
    _commit(
        execute,
        entry.body,
        entry.stream, entry.seq, entry.kind, entry.version, entry.time,
        entry.body_digest, entry.previous, entry.digest,
    )  # fmt: skip


class BareEntries:
    """A chain of scored criteria by library calls alone: nothing is checked, refused or remembered."""

    def __init__(self, execute: Callable[..., object], criterion: str) -> None:
        self._execute, self._criterion = execute, criterion
        self._seq, self._previous = 0, ""

    def enter(self, assessment: Mapping[str, Json]) -> None:
        """One entry: spelled, salted, timed, digested, chained and on the disk."""
        self._seq += 1
        time = datetime.now().astimezone().isoformat(timespec="seconds")
        body = _spelled(
            {"assessment": assessment, "criterion": self._criterion, "salt": secrets.token_bytes(16).hex()}
        )
        inside = sha256(b"zhiping/1/entry-body/official\0" + body).hexdigest()
        rows = ("sheet/raw", self._seq, "Scored", 1, time, inside, self._previous)
        names = ("stream", "seq", "kind", "version", "time", "body", "previous")
        header = _spelled(dict(zip(names, rows, strict=True)))
        self._previous = sha256(b"zhiping/1/entry/official\0" + header).hexdigest()
        _commit(self._execute, body, *rows, self._previous)


def _spelled(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _commit(execute: Callable[..., object], body: bytes, *row: str | int) -> None:
    execute("BEGIN")
    execute(
        "INSERT INTO entries (stream, seq, kind, version, time, body, previous, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    execute("INSERT INTO bodies (stream, seq, data) VALUES (?, ?, ?)", (row[0], row[1], body))
    execute("COMMIT")
