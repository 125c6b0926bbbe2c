"""What PDF/A-3u (ISO 19005-3) asks of a file, as far as one can see without a validator: complaints."""

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

FORBIDDEN_ACTIONS = {
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition",
    "/Trans", "/GoTo3DView", "/JavaScript", "/SubmitForm", "/URI",
}  # fmt: skip
FORBIDDEN_KEYS = {
    "/AA", "/JS", "/XFA", "/NeedAppearances", "/Encrypt", "/TR", "/HTP", "/PresSteps", "/Alternates", "/OPI",
    "/Ref", "/PS", "/TransferFunction", "/NeedsRendering", "/Requirements",
}  # fmt: skip
OPERATORS = {
    "q", "Q", "cm", "w", "J", "j", "M", "d", "ri", "i", "m", "l", "c", "v", "y", "h", "re", "S", "s", "f",
    "F",
    "f*", "B", "B*", "b", "b*", "n", "W", "W*", "BT", "ET", "Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts", "Td",
    "TD", "Tm", "T*", "Tj", "TJ", "'", '"', "g", "G", "rg", "RG", "Do",
}  # fmt: skip


def complaints(data: bytes) -> list[str]:
    """Everything that would not pass; an empty list is what a test wants."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [
            *_file(data, pdf),
            *_everywhere(pdf),
            *_metadata(pdf),
            *_intent(pdf),
            *_fonts(pdf),
            *_contents(pdf),
            *_attachments(pdf),
            *_widgets(pdf),
        ]


def _file(data: bytes, pdf: Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", data):
        yield "header without its binary comment"
    if not data.endswith(b"%%EOF\n") or data.count(b"%%EOF") != 1:
        yield "more than one end, or something behind it"
    if "/Encrypt" in pdf.trailer:
        yield "encrypted"
    if len(bytes(pdf.trailer.ID[0])) != 16 or b"/ObjStm" in data:
        yield "no ID, or object streams"
    if str(pdf.Root.get("/Lang", "")) != "zh-CN":
        yield "no language"


def _everywhere(pdf: Pdf) -> Iterator[str]:
    for item in pdf.objects:
        for holder in _dictionaries(item):
            for key in set(holder.keys()) & FORBIDDEN_KEYS:
                yield f"forbidden key {key}"
            if str(holder.get("/S", "")) in FORBIDDEN_ACTIONS and "/Type" not in holder:
                yield f"forbidden action {holder['/S']}"
            if holder.get("/Type") == Name.ExtGState or "/SMask" in holder or "/Group" in holder:
                yield "transparency without need"
        if isinstance(item, Stream):
            yield from _stream(item)


def _stream(item: Stream) -> Iterator[str]:
    filters = item.get("/Filter", Array())
    names = [str(filters)] if isinstance(filters, Name) else [str(each) for each in filters]
    is_image = item.get("/Subtype") == Name.Image
    allowed = {"/FlateDecode", "/DCTDecode"} if is_image else {"/FlateDecode"}
    if set(names) - allowed or "/F" in item or "/FFilter" in item:
        yield f"filters {names}, or a file outside"
    if is_image:
        yield from _image(item)
    if int(item.Length) != len(item.read_raw_bytes()):
        yield "a wrong length"


def _image(item: Stream) -> Iterator[str]:
    """6.2.8: nothing but a picture in a colour space that the output intent explains."""
    if "/Interpolate" in item or "/SMask" in item or "/Mask" in item or "/Intent" in item:
        yield "a picture with interpolation, a mask or an intent"
    if item.ColorSpace not in (Name.DeviceGray, Name.DeviceRGB) or int(item.BitsPerComponent) != 8:
        yield "a picture in another colour space"


def _dictionaries(item: Object) -> Iterator[Dictionary | Stream]:
    """The item and every dictionary directly inside it."""
    if isinstance(item, Dictionary | Stream):
        yield item
        for value in dict(item).values():
            if isinstance(value, Object) and not value.is_indirect:
                yield from _dictionaries(value)
    elif isinstance(item, Array):
        for each in item:
            if isinstance(each, Object) and not each.is_indirect:
                yield from _dictionaries(each)


def _metadata(pdf: Pdf) -> Iterator[str]:
    stream = pdf.Root.Metadata
    if stream.Type != Name.Metadata or stream.Subtype != Name.XML or "/Filter" in stream:
        yield "metadata is not a plain XML stream"
    text = stream.read_bytes().decode("utf-8")
    if not text.startswith("<?xpacket begin") or not text.endswith('<?xpacket end="w"?>'):
        yield "metadata without its packet"
    info = pdf.trailer.Info
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as found:
        told = {key: str(found.get(key, "")) for key in (
            "pdfaid:part", "pdfaid:conformance", "dc:title", "pdf:Producer", "xmp:CreatorTool",
            "xmp:CreateDate", "xmp:ModifyDate",
        )}  # fmt: skip
    if (told["pdfaid:part"], told["pdfaid:conformance"]) != ("3", "U"):
        yield "not told to be PDF/A-3u"
    pairs = {"/Title": "dc:title", "/Producer": "pdf:Producer", "/Creator": "xmp:CreatorTool"}
    for key, name in pairs.items():
        if str(info[key]) != told[name]:
            yield f"{key} differs from {name}"
    for key, name in {"/CreationDate": "xmp:CreateDate", "/ModDate": "xmp:ModifyDate"}.items():
        digits = re.sub(r"[^0-9]", "", told[name])
        if re.sub(r"[^0-9]", "", str(info[key])) != digits:
            yield f"{key} differs from {name}"
    if set(info.keys()) - {*pairs, "/CreationDate", "/ModDate"}:
        yield "Info says more than XMP"


def _intent(pdf: Pdf) -> Iterator[str]:
    (intent,) = pdf.Root.OutputIntents
    profile = intent.DestOutputProfile.read_bytes()
    if intent.S != Name.GTS_PDFA1 or int(intent.DestOutputProfile.N) != 3:
        yield "no PDF/A output intent"
    kind, space, version = profile[12:16], profile[16:20], profile[8]
    if (kind, space) != (b"mntr", b"RGB ") or version > 4 or profile[36:40] != b"acsp":
        yield "not an sRGB display profile"
    if int.from_bytes(profile[:4], "big") != len(profile):
        yield "the profile is cut"


def _fonts(pdf: Pdf) -> Iterator[str]:
    fonts = [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/Type") == Name.Font]
    for font in fonts:
        name, descriptor = str(font.BaseFont), font.FontDescriptor
        if not re.fullmatch(r"/[A-Z]{6}\+NotoSansSC-(Regular|Bold)", name) or font.Subtype != Name.TrueType:
            yield f"font {name}"
        if descriptor.FontName != font.BaseFont or "/FontFile2" not in descriptor or "/Encoding" in font:
            yield f"{name} is not embedded as a symbolic TrueType font"
        flags = int(descriptor.Flags)
        if not flags & 4 or flags & 32:
            yield f"{name} is not symbolic"
        program = descriptor.FontFile2.read_bytes()
        if program[:4] != b"\x00\x01\x00\x00" or int(descriptor.FontFile2.Length1) != len(program):
            yield f"{name} has no TrueType program"
        if len(font.Widths) != int(font.LastChar) - int(font.FirstChar) + 1:
            yield f"{name} has other widths than characters"
        yield from _widths(name, font, program)
        yield from _unicode(name, font.ToUnicode.read_bytes().decode("ascii"))


def _widths(name: str, font: Dictionary, program: bytes) -> Iterator[str]:
    """Widths in the file are those of the embedded program, through its one cmap."""
    face = TTFont(BytesIO(program))
    if face["head"].unitsPerEm != 1000 or len(face["cmap"].tables) != 1:
        yield f"{name} has another em or more than one cmap"
    cmap = face["cmap"].tables[0].cmap
    for code, width in enumerate(font.Widths):
        glyph = cmap.get(code + int(font.FirstChar))
        if glyph and glyph != ".notdef" and face["hmtx"][glyph][0] != int(width):
            yield f"{name} has a wrong width at {code}"


def _unicode(name: str, cmap: str) -> Iterator[str]:
    for target in re.findall(r"^<[0-9A-F]{2}> <([0-9A-F]{4,})>$", cmap, re.MULTILINE):
        text = bytes.fromhex(target).decode("utf-16-be")
        if len(text) != 1 or text in "\x00\ufeff\ufffe":
            yield f"{name} maps to {target}"


def _contents(pdf: Pdf) -> Iterator[str]:
    for page in pdf.pages:
        operators = {str(instruction.operator) for instruction in pikepdf.parse_content_stream(page)}
        if operators - OPERATORS:
            yield f"operators {operators - OPERATORS}"
        if set(page.obj.keys()) & {"/AA", "/Trans", "/Group", "/PresSteps"}:
            yield "a page with transitions, actions or a group"


def _attachments(pdf: Pdf) -> Iterator[str]:
    if "/AF" not in pdf.Root:
        return
    leaves = list(pdf.Root.Names.EmbeddedFiles.Names)
    names, specs = [str(each) for each in leaves[::2]], leaves[1::2]
    if names != sorted(names) or {spec.objgen for spec in specs} != {spec.objgen for spec in pdf.Root.AF}:
        yield "the name tree is unsorted, or not the same objects as /AF"
    for name, spec in zip(names, specs, strict=True):
        stream = spec.EF.F
        data = stream.read_bytes()
        if str(spec.F) != name or str(spec.UF) != name or not str(spec.Desc):
            yield f"{name} has several names or no description"
        if (
            str(spec.AFRelationship) not in ("/Source", "/Data", "/Supplement")
            or stream.objgen != spec.EF.UF.objgen
        ):
            yield f"{name} has no relationship, or two files"
        if stream.Type != Name.EmbeddedFile or "/" not in str(stream.Subtype)[1:]:
            yield f"{name} has no MIME type"
        params = stream.Params
        if int(params.Size) != len(data) or bytes(params.CheckSum) != hashlib.md5(data).digest():
            yield f"{name} has another size or checksum"
        if not re.fullmatch(r"D:\d{14}[+-]\d\d'\d\d'", str(params.ModDate)):
            yield f"{name} has no date"


def _widgets(pdf: Pdf) -> Iterator[str]:
    fields = list(pdf.Root.AcroForm.Fields) if "/AcroForm" in pdf.Root else []
    annotations = [note for page in pdf.pages for note in page.obj.get("/Annots", Array())]
    if [note.objgen for note in annotations if note.Subtype == Name.Widget] and len(fields) != len(
        annotations
    ):
        yield "widgets that are no fields"
    for field in fields:
        flags = int(field.F)
        if str(field.FT) != "/Sig" or not flags & 4 or flags & (1 | 2 | 32):
            yield "a field that is hidden, not printed or no signature"
        if list(field.AP.keys()) != ["/N"] or field.AP.N.get("/Subtype") != Name.Form:
            yield "a widget without its one appearance"
        page = next(page for page in pdf.pages if page.objgen == field.P.objgen)
        left, bottom, right, top = (float(side) for side in field.Rect)
        if not (
            0 <= left < right <= float(page.MediaBox[2]) and 0 <= bottom < top <= float(page.MediaBox[3])
        ):
            yield "a widget outside its page"
