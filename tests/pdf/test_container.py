"""What a file of ours is found to be: its parts, its signatures, what cannot be judged, what is not ours."""

import hashlib
import json
import pickle
import re
import tomllib
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Literal

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import canonical
from app.domain.documents import NewerFormatError
from app.domain.signer import Signer
from app.errors import ZhipingError
from app.pdf import cms_form, strict_cms
from app.pdf.comparison import same_appearances, same_pages
from app.pdf.container import Container, carried, open_container
from app.pdf.papers import render_brief, render_record, render_sheet
from app.pdf.refusals import DamagedFileError, NotOursError
from app.pdf.signing import certify, sign
from app.pdf.syntax import Scanner, String
from tests.pdf import plain_papers as papers
from tests.pdf.paper_samples import a_brief, a_record, sheets_of
from tests.pdf.pdfa import complaints
from tests.pdf.plain_papers import LINES, NOON, altered, identity, unsigned

ROOT = Path(__file__).resolve().parents[2]
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def states(found: Container) -> dict[str, str]:
    return {name: check.state for name, check in found.checks.items()}


def codes(found: Container) -> dict[str, str]:
    return {name: check.code for name, check in found.checks.items()}


ALL_OK = {"bytes": "ok", "later_changes": "ok", "coverage": "ok", "signers": "ok"}


def test_a_sheet_is_opened_with_all_it_carries() -> None:
    pdf = papers.sheet(attachments={"scan.pdf": b"scan" * 100})
    found = open_container(pdf)
    assert states(found) == ALL_OK
    assert found.payload == papers.payload("sheet")
    assert found.attachments == carried(pdf) == {"scan.pdf": b"scan" * 100}
    assert found.fields == ("expert-E1",) and found.empty_fields == ()
    assert found.file_digest == hashlib.sha256(pdf).hexdigest()
    [fact] = found.signatures
    who = identity("expert-1")
    assert (fact.certificate, fact.digest) == (who.der, who.signer.digest)
    assert (fact.claimed_time, fact.reason, fact.docmdp) == ("2026-03-14T12:00:00+08:00", "提交", 1)
    assert fact.mechanism == "ecdsa_sha256"


def test_a_record_names_its_signatures_in_signing_order() -> None:
    found = open_container(papers.record(2))
    assert states(found) == ALL_OK
    assert [fact.field for fact in found.signatures] == ["seal", "expert-E1", "expert-E2", "chair"]
    assert [fact.docmdp for fact in found.signatures] == [2, None, None, None]
    assert len({fact.digest for fact in found.signatures}) == 4


def test_the_first_revision_is_the_paper_before_any_signature() -> None:
    assert open_container(papers.record(1)).first_revision == unsigned(
        "record", ["seal", "expert-E1", "chair"]
    )


@pytest.mark.parametrize("upto", [1, 2, 3])
def test_an_unfinished_record_is_sound_and_names_its_empty_fields(upto: int) -> None:
    found = open_container(papers.record(2, upto=upto))
    assert states(found) == ALL_OK
    assert found.empty_fields == ("seal", "expert-E1", "expert-E2", "chair")[upto:]


def test_a_countersigner_may_be_passed_over() -> None:
    pdf = papers.record(2, upto=2)
    pdf = sign(pdf, field="chair", signer=identity("c").signer, time=NOON, reason="缺席：E2", lines=LINES)
    found = open_container(pdf)
    assert states(found) == ALL_OK and found.empty_fields == ("expert-E2",)


def test_without_a_signature_nothing_is_proven() -> None:
    found = open_container(unsigned("sheet", ["expert-E1"]))
    assert set(states(found).values()) == {"unknown"}
    assert found.empty_fields == ("expert-E1",) and found.signatures == ()


def test_a_record_cut_to_an_earlier_revision_shows_the_fields_it_lost() -> None:
    pdf = papers.record(2)
    for end in (found.end() + 1 for found in re.finditer(rb"%%EOF", pdf[:-10])):
        assert open_container(pdf[:end]).empty_fields != ()


@pytest.mark.parametrize("rsa_bits", [2048, 3072])
def test_rsa_keys_of_licensed_authorities_are_accepted(rsa_bits: int) -> None:
    who = identity(f"rsa-{rsa_bits}", rsa_bits=rsa_bits).signer
    pdf = certify(
        unsigned("sheet", ["a"]), field="a", signer=who, time=NOON, reason="", permission=1, lines=LINES
    )
    found = open_container(pdf)
    assert states(found) == ALL_OK and found.signatures[0].mechanism == "rsa_sha256"


def test_a_chain_travels_with_the_signature_bound_to_it() -> None:
    who = identity("leaf")
    chain = (identity("middle", is_ca=True).der, identity("root", is_ca=True).der)
    signer = Signer(who.der, chain, "ecdsa_sha256", who.sign)
    pdf = certify(
        unsigned("sheet", ["a"]), field="a", signer=signer, time=NOON, reason="", permission=1, lines=LINES
    )
    found = open_container(pdf)
    assert states(found) == ALL_OK and found.signatures[0].certificate == who.der
    raw = _contents(pdf)
    assert strict_cms.judge(raw).chain == chain


def test_an_authority_speaks_for_nobody() -> None:
    who = identity("authority", is_ca=True).signer
    pdf = certify(
        unsigned("sheet", ["a"]), field="a", signer=who, time=NOON, reason="", permission=1, lines=LINES
    )
    found = open_container(pdf)
    assert states(found) == ALL_OK | {"signers": "failed"} and codes(found)["signers"] == "authority_signed"


@pytest.mark.parametrize(("kind", "permission"), [("sheet", 2), ("brief", 2), ("record", 1)])
def test_the_permission_must_be_the_one_of_the_kind(kind: str, permission: int) -> None:
    pdf = certify(
        unsigned(kind, ["a"]),
        field="a",
        signer=identity("x").signer,
        time=NOON,
        reason="",
        permission=1 if permission == 1 else 2,
        lines=LINES,
    )
    found = open_container(pdf)
    assert states(found) == ALL_OK | {"later_changes": "failed"}


def test_a_sheet_takes_no_second_signature() -> None:
    pdf = certify(
        unsigned("sheet", ["a", "b"]),
        field="a",
        signer=identity("x").signer,
        time=NOON,
        reason="",
        permission=1,
        lines=LINES,
    )
    pdf = sign(pdf, field="b", signer=identity("y").signer, time=NOON, reason="", lines=LINES)
    assert codes(open_container(pdf))["later_changes"] == "signature_permission"


def test_fields_are_filled_in_their_order() -> None:
    pdf = papers.record(2, upto=1)
    for name in ("expert-E2", "expert-E1"):
        pdf = sign(pdf, field=name, signer=identity(name).signer, time=NOON, reason="", lines=LINES)
    assert codes(open_container(pdf))["signers"] == "signing_order"


def test_a_newer_format_is_told_apart() -> None:
    data = canonical.write({"format": canonical.FORMAT + 1, "kind": "sheet", "mode": "official"})
    with pytest.raises(NewerFormatError) as caught:
        open_container(papers.sheet(data=data))
    assert caught.value.fields == {"format": 2}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"format":1}',
        b'{"format":true,"kind":"sheet"}',
        b'{"format":"1","kind":"sheet"}',
        b'{"kind":"sheet","format":1}',
        b'{"format":1, "kind":"sheet"}',
        b'{"format":1,"format":1,"kind":"sheet"}',
        b"\xff\xfe",
    ],
)
def test_data_in_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedFileError):
        open_container(papers.sheet(data=data))


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", "not_pdf"), (b"PK\x03\x04", "not_pdf"), (b"%PDF-1.7\n%\xff\xff\xff\xff\n", "no_data")],
)
def test_a_foreign_file_is_not_ours(data: bytes, why: str) -> None:
    with pytest.raises(NotOursError) as caught:
        open_container(data)
    assert caught.value.fields == {"why": why} and not isinstance(caught.value, DamagedFileError)


def _add_second_payload(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.Names.EmbeddedFiles.Names
    tree.append(tree[0])
    tree.append(tree[1])


def _rename_file(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF[0].F = pikepdf.String("other.json")


def _drop_association(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = pikepdf.Array([])


def _hide_a_file(pdf: pikepdf.Pdf) -> None:
    hidden = pdf.make_stream(b"hidden")
    hidden.stream_dict.Type = pikepdf.Name.EmbeddedFile
    pdf.pages[0].obj.Hidden = hidden


def _two_versions_of_a_file(pdf: pikepdf.Pdf) -> None:
    other = pdf.make_stream(b'{"format":1,"kind":"brief","mode":"official"}')
    other.stream_dict.Type = pikepdf.Name.EmbeddedFile
    pdf.Root.AF[0].EF.UF = other


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _link(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("x:y"))
    box = pikepdf.Array([0, 0, 9, 9])
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, A=action)
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(link))


def _xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xfa/>")


def _filled_in_advance(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].V = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig))


def _text_field(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].FT = pikepdf.Name.Tx


def _no_form(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm, pdf.pages[0].obj.Annots


@pytest.mark.parametrize(
    "change",
    [
        _add_second_payload,
        _rename_file,
        _drop_association,
        _hide_a_file,
        _two_versions_of_a_file,
        _script,
        _link,
        _xfa,
        _filled_in_advance,
        _text_field,
        _no_form,
    ],
)
def test_a_first_revision_that_we_would_not_write_is_refused(change: Callable[[pikepdf.Pdf], None]) -> None:
    with pytest.raises(NotOursError):
        open_container(altered(unsigned("sheet", ["a"]), change))


def test_the_alterations_above_are_refused_for_themselves() -> None:
    assert open_container(altered(unsigned("sheet", ["a"]), lambda pdf: None)).fields == ("a",)


def test_a_wrong_checksum_of_an_attachment_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AF[1].EF.F.Params.CheckSum = pikepdf.String(b"\x80" * 16)

    pdf = altered(unsigned("sheet", ["a"], attachments={"b.pdf": b"b"}), change)
    pdf = certify(
        pdf, field="a", signer=identity("x").signer, time=NOON, reason="", permission=1, lines=LINES
    )
    assert codes(open_container(pdf))["bytes"] == "attachment_checksum"


@pytest.mark.parametrize(
    "options",
    [
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"linearize": True},
        {"encryption": pikepdf.Encryption(owner="o", user="")},
        {"qdf": True},
    ],
)
def test_another_writing_of_the_same_paper_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(NotOursError):
        open_container(altered(unsigned("sheet", ["a"]), lambda pdf: None, **options))


def _contents(pdf: bytes) -> bytes:
    """The last signature's DER, without padding."""
    raw = bytes.fromhex(re.findall(rb"/Contents <([0-9A-F]+)>", pdf)[-1].decode("ascii"))
    return raw[: 4 + int.from_bytes(raw[2:4], "big")]


def _signed_by_pyhanko(**key: object) -> bytes:
    """A paper signed by pyHanko's own signer, whose CMS has another form than ours."""
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives import serialization
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

    who = identity("pyhanko", **key)
    plain = who.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(who.der),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=None,
    )
    described = PdfSignatureMetadata(
        field_name="a",
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        reason="x",
    )
    writer = IncrementalPdfFileWriter(BytesIO(unsigned("sheet", ["a"])))
    signed = PdfSigner(described, signer).sign_pdf(writer, existing_fields_only=True)
    return bytes(signed.getvalue())


@pytest.mark.parametrize("key", [{"curve": "secp384r1"}, {"rsa_bits": 1024}])
def test_another_algorithm_cannot_be_judged(key: dict[str, object]) -> None:
    with pytest.raises(strict_cms.CmsFault) as caught:
        strict_cms.judge(_contents(_signed_by_pyhanko(**key)))
    assert caught.value.unknown and caught.value.code == "algorithm_unknown"


def test_a_signature_of_another_program_is_not_of_our_form() -> None:
    with pytest.raises(strict_cms.CmsFault) as caught:
        strict_cms.judge(_contents(_signed_by_pyhanko()))
    assert not caught.value.unknown and caught.value.code == "signature_form"
    assert codes(open_container(_signed_by_pyhanko()))["later_changes"] == "changed_objects"


def _with_contents(pdf: bytes, der: bytes) -> bytes:
    """The paper with another CMS in its last signature, in the room there is."""
    found = list(re.finditer(rb"/Contents <([0-9A-F]+)>", pdf))[-1]
    spelling = der.hex().upper().encode("ascii")
    room = len(found[1])
    assert len(spelling) <= room
    return pdf[: found.start(1)] + spelling.ljust(room, b"0") + pdf[found.end(1) :]


def _roomy_sheet() -> bytes:
    """A sheet whose signer carries a chain, and whose CMS was then made anew without: room for additions."""
    who = identity("roomy")
    chain = (identity("spare", is_ca=True).der,)
    roomy = Signer(who.der, chain, "ecdsa_sha256", who.sign)
    pdf = certify(
        unsigned("sheet", ["a"]), field="a", signer=roomy, time=NOON, reason="", permission=1, lines=LINES
    )
    digest = strict_cms.judge(_contents(pdf)).message_digest
    return _with_contents(pdf, strict_cms.compose(who.signer, digest))


def test_a_cms_may_leave_zeros_behind_it() -> None:
    assert states(open_container(_roomy_sheet())) == ALL_OK


def _add_unsigned(der: bytes, kind: str, value: object) -> bytes:
    from asn1crypto import cms

    info = cms.ContentInfo.load(der)
    signer_info = info["content"]["signer_infos"][0]
    attribute = cms.CMSAttribute({"type": kind, "values": [value]})
    signer_info["unsigned_attrs"] = cms.CMSAttributes([attribute])
    return bytes(info.dump(force=True))


def test_an_unsigned_attribute_is_found() -> None:
    from asn1crypto import core

    pdf = _roomy_sheet()
    der = _add_unsigned(_contents(pdf), "1.2.3.4", core.OctetString(b"x"))
    assert codes(open_container(_with_contents(pdf, der)))["bytes"] == "unsigned_attribute"


def test_a_time_stamp_is_neither_accepted_nor_called_wrong() -> None:
    from asn1crypto import cms

    pdf = _roomy_sheet()
    token = cms.ContentInfo({"content_type": "data", "content": b"token"})
    der = _add_unsigned(_contents(pdf), "signature_time_stamp_token", token)
    found = open_container(_with_contents(pdf, der))
    assert (states(found)["bytes"], codes(found)["bytes"]) == ("unknown", "time_stamp_unknown")


def test_a_certificate_slipped_in_is_found() -> None:
    from asn1crypto import cms

    pdf = _roomy_sheet()
    info = cms.ContentInfo.load(_contents(pdf))
    extra = cms.CertificateChoices.load(identity("spare", is_ca=True).der)
    info["content"]["certificates"].append(extra)
    found = open_container(_with_contents(pdf, info.dump(force=True)))
    assert codes(found)["bytes"] == "signing_certificate"


def test_the_twin_of_a_signature_is_found() -> None:
    from asn1crypto.algos import DSASignature

    pdf = _roomy_sheet()
    der = _contents(pdf)
    at = der.rindex(bytes.fromhex("06082A8648CE3D040302")) + 10
    parts = DSASignature.load(der[at + 2 :])
    twin = DSASignature({"r": parts["r"].native, "s": P256_ORDER - parts["s"].native}).dump()
    ders, digest = (identity("roomy").der,), strict_cms.judge(der).message_digest
    attributes = cms_form.attributes(ders, "ecdsa", "sha256", digest)
    from asn1crypto import x509

    body = x509.Certificate.load(ders[0])["tbs_certificate"]
    who = body["issuer"].dump() + body["serial_number"].dump()
    swapped = cms_form.assemble(ders, who, "ecdsa", "sha256", attributes, twin)
    assert codes(open_container(_with_contents(pdf, swapped)))["bytes"] == "signature_form"


def test_another_signer_over_the_same_digest_is_a_fact_not_a_fault() -> None:
    """Whose seat it is, services decide: the container only says truthfully who signed."""
    pdf = _roomy_sheet()
    digest = strict_cms.judge(_contents(pdf)).message_digest
    other = identity("other")
    found = open_container(_with_contents(pdf, strict_cms.compose(other.signer, digest)))
    assert states(found) == ALL_OK and found.signatures[0].digest == other.signer.digest


def test_a_certificate_in_anothers_signature_is_found() -> None:
    pdf = papers.sheet()
    der = _contents(pdf)
    digest = strict_cms.judge(der).message_digest
    mine = identity("expert-1")
    forged = strict_cms.compose(Signer(mine.der, (), "ecdsa_sha256", identity("forger").sign), digest)
    found = open_container(_with_contents(pdf, forged))
    assert codes(found)["bytes"] == "signature_wrong" and states(found)["signers"] == "failed"


def test_a_container_survives_the_way_between_processes() -> None:
    found = open_container(papers.record(1))
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_same_data_renders_the_same_page() -> None:
    first = open_container(papers.record(1)).first_revision
    assert same_pages(first, unsigned("record", ["seal", "expert-E1", "chair"]))


@pytest.mark.parametrize(
    "other",
    [
        lambda: unsigned("record", ["seal", "expert-E1", "chair"], text="综合评分 89.20 分"),
        lambda: unsigned("record", ["seal", "chair"]),
        lambda: unsigned("record", ["seal", "expert-E1", "chair"], pages=2),
        lambda: unsigned("record", ["seal", "expert-E1", "chair"], attachments={"a.pdf": b"a"}),
        lambda: papers.record(1, upto=1),
        lambda: b"",
    ],
)
def test_another_page_is_not_the_same(other: Callable[[], bytes]) -> None:
    assert not same_pages(unsigned("record", ["seal", "expert-E1", "chair"]), other())


def test_the_boxes_of_the_signatures_show_what_they_should() -> None:
    pdf = papers.record(1)
    assert same_appearances(pdf, {"seal": LINES, "expert-E1": LINES, "chair": LINES})
    assert same_appearances(pdf, {})


@pytest.mark.parametrize(
    "shown",
    [
        {"seal": ("张三", "2026-03-14 12:00:01", "证书 12ab 34cd")},
        {"seal": LINES, "chair": LINES[:2]},
        {"seal": ()},
        {"nobody": LINES},
    ],
)
def test_a_box_that_shows_something_else_is_found(shown: dict[str, tuple[str, ...]]) -> None:
    assert not same_appearances(papers.record(1), shown)


def test_an_empty_field_shows_no_signature() -> None:
    assert not same_appearances(papers.record(1, upto=1), {"chair": LINES})


def test_compression_and_identifier_do_not_make_another_page() -> None:
    first = unsigned("sheet", ["a"])

    other = papers.recompressed(first, level=1)
    assert other != first and same_pages(other, first) and same_pages(first, other)


def test_every_code_of_a_check_has_its_sentence() -> None:
    sentences = tomllib.loads((ROOT / "resources/locale/zh_CN/pdf_container.toml").read_text("utf-8"))
    found: set[str] = set()
    for name in ("container", "strict_cms", "increments", "second_opinion"):
        source = (ROOT / "app/pdf" / f"{name}.py").read_text("utf-8")
        found |= set(re.findall(r'_Outcome\("\w+", "(\w+)"\)|$', source)) - {""}
        found |= set(re.findall(r'(?:CmsFault|ChangeFault)\("(\w+)"', source))
        found |= set(re.findall(r'ChangeFault\("\w+" if .+ else "(\w+)"\)', source))
    assert {"bytes_intact", "signature_form", "changed_objects", "algorithm_unknown"} <= found
    assert found <= set(sentences)


def test_every_refusal_of_this_room_has_its_sentence() -> None:
    sentences = tomllib.loads((ROOT / "resources/locale/zh_CN/pdf_container.toml").read_text("utf-8"))
    from app.pdf import increment_writer, judging, refusals, signing

    for module in (increment_writer, judging, refusals, signing):
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, ZhipingError)
                and value.__module__ == module.__name__
            ):
                assert value.code in sentences, value.code


def test_the_payload_is_read_as_it_is_spelled() -> None:
    found = open_container(papers.sheet(data=papers.payload("sheet", remark="一二三")))
    assert json.loads(found.payload)["remark"] == "一二三"


def _signed_through(pdf: bytes, permission: Literal[1, 2]) -> bytes:
    """A real paper with all its fields signed in order, by as many people."""
    for at, field in enumerate(open_container(pdf).fields):
        who = identity(f"through-{field}").signer
        if at == 0:
            pdf = certify(
                pdf, field=field, signer=who, time=NOON, reason="签", permission=permission, lines=LINES
            )
        else:
            pdf = sign(pdf, field=field, signer=who, time=NOON, reason="签", lines=LINES)
    return pdf


def test_the_real_papers_are_sound_archival_and_match_their_data() -> None:
    brief = a_brief(2, 5)
    sheets = sheets_of(brief)
    sealed = a_record(brief, sheets)
    issued = _signed_through(render_brief(brief), 1)
    submitted = _signed_through(render_sheet(sheets[0], brief), 1)
    held = {"brief.pdf": issued, "sheet-E1-1.pdf": submitted}
    record = _signed_through(render_record(sealed.record, sealed.found, held), 2)
    rendered = (
        (issued, render_brief(brief)),
        (submitted, render_sheet(sheets[0], brief)),
        (record, render_record(sealed.record, sealed.found, held)),
    )
    for pdf, again in rendered:
        found = open_container(pdf)
        assert states(found) == ALL_OK and found.empty_fields == ()
        assert same_pages(found.first_revision, again)
        # A signature is one more revision with one more end: all else archives ask for still holds.
        assert [one for one in complaints(pdf) if "more than one end" not in one] == []
    assert open_container(record).attachments == held


@given(st.binary(max_size=60))
def test_every_string_that_qpdf_writes_is_read_as_it_was(raw: bytes) -> None:
    for spelling in (pikepdf.String(raw).unparse(), b"<" + raw.hex().encode("ascii") + b">"):
        assert Scanner(spelling).value() == String(raw)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30))
def test_every_name_that_qpdf_writes_is_read_as_it_was(name: str) -> None:
    assert Scanner(pikepdf.Name("/" + name).unparse()).value() == name


@given(st.decimals(-10_000, 10_000, allow_nan=False, places=5))
def test_every_number_is_read_exactly(number: Decimal) -> None:
    assert Scanner(f"{number:f} ".encode("ascii")).value() == number


@given(st.binary(max_size=200))
def test_whatever_is_scanned_gives_a_value_or_our_refusal(data: bytes) -> None:
    scanner = Scanner(data)
    try:
        scanner.value()
    except DamagedFileError:
        return
    assert 0 < scanner.at <= len(data)
