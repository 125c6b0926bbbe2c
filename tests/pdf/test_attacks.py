"""Attacks on signed papers: every changed byte, every cut, every forged increment is found."""

import random
import re
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO

import pytest

from app.domain.documents import NewerFormatError
from app.pdf import revisions
from app.pdf.container import Container, open_container
from app.pdf.refusals import DamagedFileError, NotOursError
from app.pdf.signing import certify, sign
from app.pdf.syntax import Ref
from tests.pdf import plain_papers as papers
from tests.pdf.plain_papers import LINES, NOON, identity, unsigned

FLIPS = (0x20, 0x01, 0x80, 0x02, 0x10, 0x08)


@cache
def sheet() -> bytes:
    return papers.sheet()


@cache
def record() -> bytes:
    return papers.record(1)


def opened(pdf: bytes) -> Container | None:
    try:
        return open_container(pdf)
    except (NotOursError, NewerFormatError):
        return None


def is_clean(pdf: bytes) -> bool:
    """Whether the file would pass for complete and sound."""
    found = opened(pdf)
    return (
        found is not None
        and not found.empty_fields
        and all(check.state == "ok" for check in found.checks.values())
    )


def flipped(pdf: bytes, at: int, by: int) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ by]) + pdf[at + 1 :]


def contents_spans(pdf: bytes) -> Iterator[range]:
    for found in re.finditer(rb"/Contents <[0-9A-F]+>", pdf):
        yield range(found.start(), found.end())


def test_the_papers_attacked_here_are_clean() -> None:
    assert is_clean(sheet()) and is_clean(record())


def test_one_changed_byte_anywhere_in_a_signature_is_found() -> None:
    pdf = sheet()
    [span] = contents_spans(pdf)
    missed = [(at, by) for at in span for by in (0x20, FLIPS[1 + at % 5]) if is_clean(flipped(pdf, at, by))]
    assert missed == []


def test_one_changed_byte_in_any_of_three_signatures_is_found() -> None:
    pdf, chance = record(), random.Random(1)
    places = [at for span in contents_spans(pdf) for at in chance.sample(span, 120)]
    missed = [(at, by) for at in places for by in (chance.choice(FLIPS),) if is_clean(flipped(pdf, at, by))]
    assert missed == []


@pytest.mark.parametrize("offset", range(4))
def test_one_changed_byte_elsewhere_is_found(offset: int) -> None:
    pdf, chance = record(), random.Random(offset)
    inside = {at for span in contents_spans(pdf) for at in span}
    places = [at for at in range(offset, len(pdf), 23) if at not in inside]
    missed = [(at, by) for at in places for by in (chance.choice(FLIPS),) if is_clean(flipped(pdf, at, by))]
    assert missed == []


@pytest.mark.parametrize(
    "name", ["xref", "trailer", "startxref", "%%EOF", "/ByteRange", "/Prev", "/Size", "/Root"]
)
def test_one_changed_byte_around_the_joints_is_found(name: str) -> None:
    pdf = record()
    places = [
        at
        for found in re.finditer(re.escape(name.encode("ascii")), pdf)
        for at in range(max(0, found.start() - 2), min(len(pdf), found.end() + 12))
    ]
    assert [at for at in places for by in (0x20, 0x01) if is_clean(flipped(pdf, at, by))] == []


def test_lower_case_hex_in_a_signature_is_found() -> None:
    pdf = sheet()
    [span] = contents_spans(pdf)
    at = next(at for at in span if pdf[at : at + 1] in b"ABCDEF" and at > span.start + 20)
    found = opened(flipped(pdf, at, 0x20))
    assert found is not None and found.checks["bytes"].code == "contents_form"


def test_a_byte_in_the_padding_is_found() -> None:
    pdf = papers.sheet()
    while b"00>" not in pdf[-2200:]:  # about one signature in two leaves a byte of room
        pdf = papers.sheet()
    at = pdf.rindex(b"00>") + 1
    found = opened(pdf[:at] + b"1" + pdf[at + 1 :])
    assert found is not None and found.checks["bytes"].state == "failed"


def test_every_cut_leaves_something_missing() -> None:
    pdf, chance = record(), random.Random(2)
    ends = [found.end() + step for found in re.finditer(rb"%%EOF", pdf) for step in (-6, -1, 0, 1, 2)]
    ends += [chance.randrange(len(pdf)) for _ in range(150)] + [0, 1, len(pdf) - 1, len(pdf) - 2]
    assert [end for end in ends if end < len(pdf) and is_clean(pdf[:end])] == []


@pytest.mark.parametrize("more", [b"\n", b" ", b"\0", b"%%EOF\n", b"% note\n", b"\r\n%%EOF"])
def test_bytes_behind_the_end_are_found(more: bytes) -> None:
    found = opened(record() + more)
    assert found is not None and found.checks["later_changes"].code == "appended_bytes"


@pytest.mark.parametrize("junk", [b"\n", b"\xef\xbb\xbf", b"GIF89a", b"%PDF-1.4\n"])
def test_bytes_before_the_header_are_refused(junk: bytes) -> None:
    assert not is_clean(junk + record())


def test_the_signatures_stripped_leave_an_unsigned_paper() -> None:
    pdf = record()
    found = opened(pdf[: pdf.index(b"%%EOF") + 6])
    assert found is not None and found.signatures == () and len(found.empty_fields) == 3
    assert {check.state for check in found.checks.values()} == {"unknown"}


def test_two_papers_cannot_be_spliced() -> None:
    one, other = record(), papers.record(1, text="综合评分 66.60 分")
    cut_one, cut_other = one.index(b"%%EOF") + 6, other.index(b"%%EOF") + 6
    assert not is_clean(other[:cut_other] + one[cut_one:])


# ---- forged increments ---------------------------------------------------------------------------


def appended(
    pdf: bytes, objects: dict[int, bytes], *, trailer: bytes = b"", prev: int | None = None
) -> bytes:
    """`pdf` and one more revision in our own form, with any objects and more trailer entries."""
    last = revisions.read(pdf).revisions[-1]
    root = last.trailer["Root"]
    assert isinstance(root, Ref)
    out = bytearray(pdf)
    offsets = {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    size = max([last.size, *(number + 1 for number in objects)])
    out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % entry for entry in offsets.items())
    out += b"trailer\n<< /Root %d 0 R /Info 2 0 R " % root.number
    out += b"/Size %d /ID [<00><00>] /Prev %d %s >>\n" % (size, last.table if prev is None else prev, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def number_of(pdf: bytes, pattern: bytes) -> int:
    """The number of the first object that matches."""
    found = re.search(rb"(\d+) 0 obj\n<<[^\n]*" + pattern, pdf)
    assert found is not None
    return int(found[1])


def test_an_unsigned_revision_is_found() -> None:
    pdf = record()
    found = opened(appended(pdf, {2: b"<< /Title (Other) >>"}))
    assert found is not None and found.checks["later_changes"].code == "unsigned_revision"
    assert len(found.signatures) == 3


@pytest.mark.parametrize("body", [b"<< >>", b"null", b"[ ]", b"(x)"])
def test_a_replaced_page_is_found(body: bytes) -> None:
    pdf = record()
    found = opened(appended(pdf, {number_of(pdf, rb"/MediaBox"): body}))
    assert found is not None and found.checks["later_changes"].state == "failed"


def test_a_revision_that_changes_nothing_is_found() -> None:
    found = opened(appended(record(), {}))
    assert found is not None and found.checks["later_changes"].state == "failed"


def test_a_stray_object_is_found() -> None:
    pdf = record()
    size = revisions.read(pdf).revisions[-1].size
    found = opened(appended(pdf, {size + 1: b"<< /Type /Annot >>"}))
    assert found is not None and found.checks["later_changes"].state == "failed"


@pytest.mark.parametrize("trailer", [b"/XRefStm 20", b"/Encrypt 3 0 R", b"/Other 1", b"/Size 3"])
def test_a_trailer_with_more_in_it_is_not_followed(trailer: bytes) -> None:
    found = opened(appended(record(), {2: b"<< >>"}, trailer=trailer))
    assert found is not None and found.checks["later_changes"].code == "appended_bytes"


@pytest.mark.parametrize("prev", [0, 1, 10**9])
def test_a_chain_of_tables_that_skips_or_loops_is_not_followed(prev: int) -> None:
    pdf = record()
    found = opened(appended(pdf, {2: b"<< >>"}, prev=prev))
    assert found is not None and found.checks["later_changes"].code == "appended_bytes"
    itself = opened(appended(pdf, {2: b"<< >>"}, prev=len(pdf) + 20))
    assert itself is not None and itself.checks["later_changes"].code == "appended_bytes"


def signed_increment(pdf: bytes, field: str, meddle: Callable[[object], None]) -> bytes:
    """What a genuine signer could do with another program: sign, and change something in one revision."""
    from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup

    from app.pdf import signing, strict_cms
    from app.pdf.appearance import draw_into
    from app.pdf.increment_writer import open_increment

    who = identity("meddler").signer
    writer = open_increment(pdf)  # the attacker has our program, and changes it
    draw_into(writer, signing._empty_field(writer, field), LINES)
    meddle(writer)
    steps = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    next(steps)
    setup = SigMDPSetup(md_algorithm="sha256", certify=False, docmdp_perms=None)
    steps.send(SigObjSetup(signing._placeholder(who, NOON, "x"), mdp_setup=setup))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    steps.send(strict_cms.compose(who, prepared.document_digest))
    return bytes(output.getvalue())


def _nothing(writer: object) -> None:
    return None


def _other_page(writer: object) -> None:
    page = writer.root["/Pages"]["/Kids"][0]  # type: ignore[attr-defined]  # pyHanko is untyped
    page["/Rotate"] = page["/MediaBox"][0]
    writer.update_container(page)  # type: ignore[attr-defined]  # pyHanko is untyped


def _other_title(writer: object) -> None:
    from pyhanko.pdf_utils.generic import pdf_string

    info = writer.trailer["/Info"]  # type: ignore[attr-defined]  # pyHanko is untyped
    info["/Title"] = pdf_string("Other")
    writer.update_container(info)  # type: ignore[attr-defined]  # pyHanko is untyped


def _other_catalog(writer: object) -> None:
    from pyhanko.pdf_utils.generic import pdf_string

    writer.root["/Lang"] = pdf_string("en")  # type: ignore[attr-defined]  # pyHanko is untyped
    writer.update_root()  # type: ignore[attr-defined]  # pyHanko is untyped


def _moved_field(writer: object) -> None:
    from pyhanko.pdf_utils.generic import ArrayObject, NumberObject

    field = writer.root["/AcroForm"]["/Fields"][1]  # type: ignore[attr-defined]  # pyHanko is untyped
    field["/Rect"] = ArrayObject(NumberObject(value) for value in (0, 0, 200, 60))


def _hidden_field(writer: object) -> None:
    from pyhanko.pdf_utils.generic import NumberObject

    writer.root["/AcroForm"]["/Fields"][1]["/F"] = NumberObject(2)  # type: ignore[attr-defined]  # pyHanko is untyped


def _larger_appearance(writer: object) -> None:
    from pyhanko.pdf_utils.generic import ArrayObject, NumberObject

    form = writer.root["/AcroForm"]["/Fields"][1]["/AP"]["/N"]  # type: ignore[attr-defined]  # pyHanko is untyped
    form["/BBox"] = ArrayObject(NumberObject(value) for value in (0, 0, 10, 10))


def _appearance_with_an_image(writer: object) -> None:
    from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject, pdf_name

    form = writer.root["/AcroForm"]["/Fields"][1]["/AP"]["/N"]  # type: ignore[attr-defined]  # pyHanko is untyped
    image = writer.add_object(StreamObject({}, stream_data=b"x"))  # type: ignore[attr-defined]  # pyHanko is untyped
    form["/Resources"][pdf_name("/XObject")] = DictionaryObject({pdf_name("/I"): image})


def _other_neighbour(writer: object) -> None:
    from pyhanko.pdf_utils.generic import pdf_string

    field = writer.root["/AcroForm"]["/Fields"][2]  # type: ignore[attr-defined]  # pyHanko is untyped
    field["/T"] = pdf_string("other")
    writer.update_container(field)  # type: ignore[attr-defined]  # pyHanko is untyped


def _orphan(writer: object) -> None:
    from pyhanko.pdf_utils.generic import DictionaryObject

    writer.add_object(DictionaryObject())  # type: ignore[attr-defined]  # pyHanko is untyped


def test_the_forging_signer_signs_soundly_when_it_forges_nothing() -> None:
    pdf = signed_increment(papers.record(1, upto=1), "expert-E1", _nothing)
    found = open_container(pdf)
    assert {check.state for check in found.checks.values()} == {"ok"}


@pytest.mark.parametrize(
    "meddle",
    [
        _other_page,
        _other_title,
        _other_catalog,
        _moved_field,
        _hidden_field,
        _larger_appearance,
        _appearance_with_an_image,
        _other_neighbour,
        _orphan,
    ],
)
def test_a_genuine_signer_may_change_nothing_but_their_field(meddle: Callable[[object], None]) -> None:
    found = opened(signed_increment(papers.record(1, upto=1), "expert-E1", meddle))
    assert found is not None and found.checks["later_changes"].state == "failed"


def test_a_field_signed_twice_is_found() -> None:
    """The second signature would silently take the place of the first."""
    pdf = papers.record(1, upto=2)
    field = number_of(pdf, rb"/T \(expert-E1\)")
    stolen = re.findall(rb"\n%d 0 obj\n(<<.*?>>)\nendobj" % field, pdf, re.DOTALL)
    found = opened(appended(pdf, {field: stolen[-1] if stolen else b"<< >>"}))
    assert found is not None and found.checks["later_changes"].state == "failed"


# ---- the grammar of the first revision -----------------------------------------------------------


def rewritten(old: bytes, new: bytes) -> bytes:
    """An unsigned sheet with the same number of bytes, one place spelled otherwise."""
    pdf = unsigned("sheet", ["a"])
    assert pdf.count(old) >= 1 and len(old) == len(new)
    return pdf.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Type /Catalog", b"/Lang (x)%    "),
        (b"1 0 obj\n<<", b"1 1 obj\n<<"),
        (b"\n2 0 obj", b"\n1 0 obj"),
        (b"0000000015 00000 n", b"0000000016 00000 n"),
        (b"0000000015 00000 n", b"0000000015 00000 f"),
        (b"0000000015 00000 n", b"0000000015 00001 n"),
        (b"%PDF-1.7", b"%PDF-2.0"),
        (b"startxref", b"startxxef"),
        (b"/Lang (zh-CN)", b"/Type (zh-CN)"),
        (b"/Lang (zh-CN)", b"/URI (zh--CN)"),
        (b"/Lang (zh-CN)", b"/JS (zh---CN)"),
        (b"/Lang (zh-CN)", b"/#4aS (zh-CN)"),
    ],
)
def test_another_grammar_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(NotOursError):
        open_container(rewritten(old, new))


def respelled(pdf: bytes, start: int, end: int, new: bytes) -> bytes:
    """An unsigned paper with one span of bytes replaced and every offset after it put right."""
    shift = len(new) - (end - start)
    pdf = pdf[:start] + new + pdf[end:]

    def moved(found: re.Match[bytes]) -> bytes:
        offset = int(found[1])
        return b"%010d 00000 n" % (offset + shift if offset >= end else offset)

    table = pdf.rindex(b"xref\n0 ")
    tail = re.sub(rb"(\d{10}) 00000 n", moved, pdf[table:])
    return pdf[:table] + re.sub(rb"startxref\n\d+", b"startxref\n%d" % table, tail)


@pytest.mark.parametrize(
    "hidden", [b"2 0 obj\n<< >>\nendobj\n", b"99 0 obj\n<< >>\nendobj\n", b"% x\n", b"hidden"]
)
def test_what_hides_between_objects_is_refused(hidden: bytes) -> None:
    pdf = unsigned("sheet", ["a"])
    at = pdf.index(b"\n2 0 obj") + 1
    assert opened(respelled(pdf, at, at, b"\n")) is not None
    with pytest.raises(DamagedFileError):
        open_container(respelled(pdf, at, at, hidden))


def test_a_file_signed_after_such_an_alteration_is_refused_too() -> None:
    pdf = rewritten(b"/Lang (zh-CN)", b"/JS (zh---CN)")
    signed = certify(
        pdf, field="a", signer=identity("x").signer, time=NOON, reason="", permission=1, lines=LINES
    )
    with pytest.raises(NotOursError):
        open_container(signed)


def bomb(size: int) -> bytes:
    """A sheet whose page content unpacks to `size` bytes."""
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    pdf = unsigned("sheet", ["a"])
    found = re.search(rb"/Contents (\d+) 0 R", pdf)
    assert found is not None
    head = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return appended(pdf, {int(found[1]): head + packed + b"\nendstream"})


def test_a_decompression_bomb_is_refused_before_it_unpacks() -> None:
    pdf = bomb(200 << 20)
    assert len(pdf) < 1_000_000
    with pytest.raises(NotOursError) as caught:
        open_container(pdf)
    assert caught.value.fields == {"why": "too_large"}


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b"<<" * 100_000, b"<</A " * 50_000, b"(" * 100_000, b"<" * 100_000]
)
def test_deep_nesting_is_refused(body: bytes) -> None:
    head = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n1 0 obj\n"
    with pytest.raises(NotOursError):
        open_container(head + body + b"\nendobj\n% zhiping.json")


def test_whatever_is_spliced_in_is_refused_or_found() -> None:
    """No error but our own ever comes out, whatever happens to the bytes."""
    pdf, chance = record(), random.Random(4)
    pieces = (
        b"<<",
        b">>",
        b"[",
        b"]",
        b"0 R",
        b" 1 0 R ",
        b"/Type",
        b"(\\8)",
        b"<8>",
        b"null",
        b"-1",
        b".",
        b"stream\n",
    )
    for _ in range(700):
        at, size = chance.randrange(len(pdf)), chance.choice((0, 1, 2, 5, 20))
        piece = chance.choice((*pieces, chance.randbytes(3), pdf[at - 9 : at]))
        spliced = pdf[:at] + piece + pdf[at + size :]
        assert spliced == pdf or not is_clean(spliced)


PLACES = (
    "AF",
    "AcroForm",
    "Names",
    "EF",
    "Params",
    "Fields",
    "FT",
    "Rect",
    "T",
    "UF",
    "CheckSum",
    "Filter",
    "Length",
)


@pytest.mark.parametrize("place", PLACES)
def test_an_odd_value_is_refused_by_an_error_of_ours(place: str) -> None:
    """The offsets are put right, so that nothing stops the reading before the odd value is met."""
    pdf = unsigned("sheet", ["a"])
    value = rb"\s*(?:<<(?:[^<>]|<[0-9a-f]*>|<<[^<>]*>>)*>>|\[[^\]]*\]|\([^)]*\)|<[0-9a-f]+>|\d+ 0 R|/\w+|\d+)"
    found = re.search(b"/" + place.encode("ascii") + rb"\b" + value, pdf)
    assert found is not None
    for odd in (
        b"<< >>",
        b"[ ]",
        b"[ << >> ]",
        b"null",
        b"true",
        b"1",
        b"-1",
        b"(\xff)",
        b"/X",
        b"1 0 R",
        b"99 0 R",
    ):
        spelled = b"/" + place.encode("ascii") + b" " + odd
        changed = opened(respelled(pdf, found.start(), found.end(), spelled))
        assert changed is None or place in ("Rect", "Params", "CheckSum", "T", "Filter"), odd


def test_random_bytes_are_refused() -> None:
    chance = random.Random(3)
    for size in (10, 1000, 100_000):
        junk = chance.randbytes(size)
        for data in (junk, b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n" + junk + b"zhiping.json"):
            with pytest.raises(NotOursError):
                open_container(data)


def test_a_chair_who_signs_before_an_expert_is_found() -> None:
    pdf = papers.record(1, upto=1)
    pdf = sign(pdf, field="chair", signer=identity("c").signer, time=NOON, reason="", lines=LINES)
    pdf = sign(pdf, field="expert-E1", signer=identity("e").signer, time=NOON, reason="", lines=LINES)
    assert not is_clean(pdf)


def test_pyhanko_alone_would_pass_what_is_found_here() -> None:
    """The gaps are real: should pyHanko close this one, our check becomes the second."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    pdf = sheet()
    [span] = contents_spans(pdf)
    at = next(at for at in span if pdf[at : at + 1] in b"ABCDEF" and at > span.start + 20)
    attacked = flipped(pdf, at, 0x20)
    [one] = PdfFileReader(BytesIO(attacked)).embedded_signatures
    context = ValidationContext(trust_roots=[one.signer_cert], allow_fetching=False)
    assert validate_pdf_signature(one, context).bottom_line
    assert not is_clean(attacked)
