"""Builders of small real papers: keys as in trust.md, unsigned first revisions, signed sheets and records."""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from app.domain import canonical
from app.domain.signer import Signer
from app.pdf.archive import Attachment, FieldBox, finish
from app.pdf.drawing import Page, Text, draw
from app.pdf.signing import certify, sign

NOON = datetime(2026, 3, 14, 12, 0, 0, tzinfo=timezone(timedelta(hours=8)))
CREATED = "2026-03-14T11:59:00+08:00"
LINES = ("张三", "2026-03-14 12:00:00", "证书 12ab 34cd")


@dataclass(frozen=True)
class Identity:
    """A key and its certificate, and both as a Signer."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def signer(self) -> Signer:
        is_rsa = isinstance(self.key, rsa.RSAPrivateKey)
        return Signer(self.der, (), "rsa_sha256" if is_rsa else "ecdsa_sha256", self.sign)

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


@cache
def identity(name: str, *, curve: str = "secp256r1", rsa_bits: int = 0, is_ca: bool = False) -> Identity:
    """A self-signed identity as in trust.md; the same name gives the same key within a run."""
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    if rsa_bits:
        key = rsa.generate_private_key(public_exponent=65537, key_size=rsa_bits)
    else:
        key = ec.generate_private_key(ec.SECP256R1() if curve == "secp256r1" else ec.SECP384R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"zhiping-{name}")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(name.encode("ascii"), "big") + 1)
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return Identity(key, builder.sign(key, hashes.SHA256()))


def payload(kind: str, **more: canonical.Json) -> bytes:
    """A canonical zhiping.json of a kind."""
    body: dict[str, canonical.Json] = {"format": canonical.FORMAT, "kind": kind, "mode": "rehearsal"}
    return canonical.write(body | more)


def unsigned(
    kind: str,
    fields: Sequence[str],
    *,
    data: bytes | None = None,
    attachments: Mapping[str, bytes] | None = None,
    text: str = "综合评分 88.20 分",
    pages: int = 1,
) -> bytes:
    """A first revision with empty fields, one under the other on its first page."""
    drawn = draw([Page(595, 842, (Text(72, 72, f"{text} 第{at + 1}页", 12),)) for at in range(pages)])
    boxes = [
        FieldBox(name, 0, (72.0, 600.0 - 80 * at, 272.0, 660.0 - 80 * at)) for at, name in enumerate(fields)
    ]
    content = payload(kind) if data is None else data
    files = [Attachment("zhiping.json", content, "application/json", "数据", "Source")]
    files += [
        Attachment(name, held, "application/pdf", "附件", "Data")
        for name, held in (attachments or {}).items()
    ]
    return finish(drawn, title="评审样张", created=CREATED, attachments=files, fields=boxes)


def sheet(**more: object) -> bytes:
    """A sheet certified with P=1 by expert-1."""
    first = unsigned("sheet", ["expert-E1"], **more)  # type: ignore[arg-type]  # the builder's own keywords, passed on
    return certify(
        first,
        field="expert-E1",
        signer=identity("expert-1").signer,
        time=NOON,
        reason="提交",
        permission=1,
        lines=LINES,
    )


def record(experts: int = 1, *, upto: int | None = None, **more: object) -> bytes:
    """A record: seal (P=2), `experts` countersigners, chair last; only the first `upto` of them signed."""
    names = ["seal", *(f"expert-E{at + 1}" for at in range(experts)), "chair"]
    pdf = unsigned("record", names, **more)  # type: ignore[arg-type]  # the builder's own keywords, passed on
    for at, name in enumerate(names[:upto]):
        who = identity(f"signer-{name}").signer
        if at == 0:
            pdf = certify(pdf, field=name, signer=who, time=NOON, reason="制表", permission=2, lines=LINES)
        else:
            pdf = sign(pdf, field=name, signer=who, time=NOON, reason="同意本记录", lines=LINES)
    return pdf


def altered(pdf: bytes, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    """`pdf` after `change`, written as archive writes it but for `options` of pikepdf's save."""
    out = BytesIO()
    plain: dict[str, object] = {
        "object_stream_mode": pikepdf.ObjectStreamMode.disable,
        "compress_streams": True,
        "stream_decode_level": pikepdf.StreamDecodeLevel.generalized,
        "deterministic_id": "encryption" not in options,
    }
    if "encryption" in options:
        del plain["stream_decode_level"]
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out, **(plain | options))  # type: ignore[arg-type]  # save's own keywords
    return out.getvalue()


def recompressed(pdf: bytes, level: int) -> bytes:
    """A first revision as another build of zlib would write it: other bytes, other /ID, same content."""
    out = bytearray(pdf[:15])
    offsets: list[int] = []
    pattern = rb"(\d+) 0 obj\n(.*?)(?:/Length (\d+) (.*?>>)\nstream\n(.*?))?\nendobj\n"
    for found in re.finditer(pattern, pdf[: pdf.rindex(b"xref\n0 ")], re.DOTALL):
        offsets.append(len(out))
        if found[3] is None:
            out += found[0]
            continue
        data = found[5][: int(found[3])]
        if b"/FlateDecode" in found[0] and data:
            data = zlib.compress(zlib.decompress(data), level)
        out += b"%s 0 obj\n%s/Length %d %s\nstream\n" % (found[1], found[2], len(data), found[4])
        out += data + b"\nendstream\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = pdf[pdf.rindex(b"trailer") : pdf.rindex(b"startxref")]
    trailer = re.sub(rb"/ID \[.*?\]", b"/ID [<00><00>]", trailer)
    return bytes(out + trailer + b"startxref\n%d\n%%%%EOF\n" % table)
