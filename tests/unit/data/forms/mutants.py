"""Mutated forms of many structural kinds, made from one seed.

A kind with codes must always be refused with one of them; a kind without may also be read.
"""

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from data.forms import write_form_docx, write_form_xlsx
from tests.unit.data.forms.samples import FILLED, FILLED_RECORD

DOCUMENT = "word/document.xml"
DOCUMENT_RELS = "word/_rels/document.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
Parts = dict[str, bytes]
Change = Callable[[random.Random, Parts], None]


class Mutant(NamedTuple):
    """A file that somebody might upload."""

    kind: str
    file_name: str
    content: bytes


class Kind(NamedTuple):
    """How to make a mutant, and with which codes it must be refused, if it must."""

    make: Callable[[random.Random], tuple[str, bytes]]
    codes: frozenset[str] = frozenset()


@lru_cache(maxsize=3)
def _base(name: str) -> Mapping[str, bytes]:
    contents = {
        "docx": lambda: write_form_docx(FILLED_RECORD),
        "xlsx": lambda: write_form_xlsx(FILLED_RECORD),
        "other": lambda: FILLED,
    }
    with zipfile.ZipFile(io.BytesIO(contents[name]())) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def packed(parts: Mapping[str, bytes], level: int = 1) -> bytes:
    """Return the parts as a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _docx(change: Change) -> Callable[[random.Random], tuple[str, bytes]]:
    def make(rng: random.Random) -> tuple[str, bytes]:
        parts = dict(_base("other" if rng.random() < 0.15 else "docx"))
        change(rng, parts)
        return "申报表.docx", packed(parts)

    return make


def _xlsx(change: Change) -> Callable[[random.Random], tuple[str, bytes]]:
    def make(rng: random.Random) -> tuple[str, bytes]:
        parts = dict(_base("xlsx"))
        change(rng, parts)
        return "申报表.xlsx", packed(parts)

    return make


def _insert(parts: Parts, name: str, marker: bytes, added: bytes) -> None:
    head, found, tail = parts[name].partition(marker)
    assert found, (name, marker)
    parts[name] = head + added + found + tail


def _at_random(rng: random.Random, parts: Parts, name: str, pattern: bytes, by: bytes) -> None:
    places = list(re.finditer(pattern, parts[name]))
    if places:
        place = rng.choice(places)
        content = parts[name]
        parts[name] = content[: place.start()] + place.expand(by) + content[place.end() :]


# --- kinds that must be refused -------------------------------------------------------------


def _wide_span(rng: random.Random, parts: Parts) -> None:
    span = str(rng.choice([64, 1000, 30_000_000, 10**40, -1])).encode()
    tag = rng.choice([b"gridSpan", b"gridBefore", b"gridAfter"])
    _insert(parts, DOCUMENT, b"<w:vAlign", b'<w:%s w:val="%s"/>' % (tag, span))


def _empty_runs(rng: random.Random, parts: Parts) -> None:
    _insert(
        parts,
        DOCUMENT,
        b"<w:sectPr",
        b"<w:p>%s</w:p>" % (b"<w:r/>" * rng.randint(200_001, 230_000)),
    )


def _zip_bomb(rng: random.Random, parts: Parts) -> None:
    parts["word/media/image1.png"] = b"\0" * rng.randint(2, 6) * 2**20


def _large_unpacked(rng: random.Random, parts: Parts) -> None:
    block = rng.randbytes(2**18)
    half = b"".join(block[i : i + 12] + b"\0" * 244 for i in range(0, 2**16, 64))
    for number in range(61):
        parts[f"word/media/image{number}.png"] = half * 4


def _laughs(rng: random.Random, parts: Parts) -> None:
    entities = b"".join(
        b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(rng.randint(3, 9))
    )
    _declare(rng, parts, b'<!DOCTYPE x [<!ENTITY a0 "ha">%s]>' % entities)


def _outside_entity(rng: random.Random, parts: Parts) -> None:
    target = rng.choice([b"file:///etc/passwd", b"http://127.0.0.1/x"])
    _declare(rng, parts, b'<!DOCTYPE x [<!ENTITY e SYSTEM "%s">]>' % target)


def _declare(rng: random.Random, parts: Parts, declaration: bytes) -> None:
    name = rng.choice([DOCUMENT, "word/styles.xml", "word/settings.xml", TYPES, "_rels/.rels"])
    head, end, tail = parts[name].partition(b"?>")
    parts[name] = head + end + declaration + tail


def _utf16_entity(rng: random.Random, parts: Parts) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'
    codec = rng.choice(["utf-16", "utf-16-le", "utf-16-be"])
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(codec, b"")
    parts[rng.choice([DOCUMENT, "word/styles.xml"])] = mark + text.encode(codec)


def _deep(rng: random.Random, parts: Parts) -> None:
    depth = rng.randint(130, 6000)
    _insert(parts, DOCUMENT, b"<w:sectPr", b"<w:sdt>" * depth + b"</w:sdt>" * depth)


def _macros(rng: random.Random, parts: Parts) -> None:
    if rng.random() < 0.5:
        parts[rng.choice(["word/vbaProject.bin", "word/vbaData.xml"])] = rng.randbytes(99)
    else:
        parts[TYPES] = parts[TYPES].replace(b"document.main+xml", b"document.macroEnabled.main+xml")
        parts[TYPES] = parts[TYPES].replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.macro",
            b"application/vnd.ms-word.document.macro",
        )


def _objects(rng: random.Random, parts: Parts) -> None:
    if rng.random() < 0.3:
        tag = rng.choice([b'<o:OLEObject xmlns:o="urn:o"/>', b"<w:altChunk/>", b"<w:control/>"])
        _insert(parts, DOCUMENT, b"<w:sectPr", tag)
        return
    name = rng.choice(
        ["word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml", "word/embeddings/a.xlsx",
         "customUI/customUI.xml", "word/afchunk.mht"]
    )  # fmt: skip
    parts[name] = b"<x/>"


def _outside(rng: random.Random, parts: Parts) -> None:
    kind = rng.choice([b"attachedTemplate", b"image", b"oleObject", b"frame", b"subDocument"])
    mode = rng.choice([b"External", b"external"])
    target = rng.choice([b"http://127.0.0.1/t.dotm", b"file:///c:/t.dotm", b"\\\\host\\t.dotm"])
    _insert(
        parts, DOCUMENT_RELS, b"</Relationships>",
        b'<Relationship Id="x9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/%s" Target="%s" TargetMode="%s"/>' % (kind, target, mode),
    )  # fmt: skip


def _unsafe_name(rng: random.Random, parts: Parts) -> None:
    name = rng.choice(
        ["../evil.xml", "word/../../x.xml", "/etc/passwd", "\\x.xml", "..\\x.xml", "C:/x.xml",
         "WORD/document.xml", "word/DOCUMENT.XML"]
    )  # fmt: skip
    parts[name] = b"<x/>"


def _many_parts(rng: random.Random, parts: Parts) -> None:
    for number in range(rng.randint(401, 900)):
        parts[f"word/media/x{number}.png"] = b""


def _active_field(rng: random.Random, parts: Parts) -> None:
    code = rng.choice([b"DDEAUTO c:\\\\x", b"INCLUDETEXT http://x", b' includepicture "x"'])
    cut = rng.randint(1, 3)
    runs = [b"<w:r><w:instrText>%s</w:instrText></w:r>" % part for part in (code[:cut], code[cut:])]
    _insert(parts, DOCUMENT, b"<w:sectPr", b"<w:p>%s</w:p>" % b"".join(runs))


def _formulas(rng: random.Random, parts: Parts) -> None:
    _at_random(
        rng, parts, SHEET, rb'(<c r="[A-Z]+\d+" s="\d")[^>]*/>', rb"\1><f>1+1</f><v>2</v></c>"
    )


def _far_rows(rng: random.Random, parts: Parts) -> None:
    row = rng.randint(5_001, 1_048_576)
    _insert(
        parts, SHEET, b"</sheetData>", b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row)
    )


def _far_columns(rng: random.Random, parts: Parts) -> None:
    cells = b"".join(b'<c r="%s9"><v>1</v></c>' % name for name in (b"XFD", b"XFA"))
    _insert(parts, SHEET, b"</sheetData>", b'<row r="9">%s</row>' % cells)


def _vast_merge(rng: random.Random, parts: Parts) -> None:
    _insert(
        parts, SHEET, b"</mergeCells>", b'<mergeCell ref="F1:%s4999"/>' % rng.choice([b"Z", b"XFD"])
    )


def _many_sheets(rng: random.Random, parts: Parts) -> None:
    sheets = b"".join(
        b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n)
        for n in range(9, rng.randint(80, 300))
    )
    _insert(parts, "xl/workbook.xml", b"</sheets>", sheets)


def _workbook_links(rng: random.Random, parts: Parts) -> None:
    name = rng.choice(
        ["xl/externalLinks/externalLink1.xml", "xl/connections.xml", "xl/queryTables/q1.xml"]
    )
    parts[name] = b"<x/>"


def _workbook_macros(rng: random.Random, parts: Parts) -> None:
    parts[rng.choice(["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])] = rng.randbytes(20)


def _truncated(rng: random.Random) -> tuple[str, bytes]:
    content = packed(_base(rng.choice(["docx", "xlsx", "other"])))
    return "申报表.docx", content[: rng.randint(4, len(content) - 30)]


def _locked(rng: random.Random) -> tuple[str, bytes]:
    if rng.random() < 0.5:
        return "申报表.docx", _ole(rng) + "EncryptedPackage".encode("utf-16-le")
    content = bytearray(packed(_base("docx")))
    for mark, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for place in re.finditer(re.escape(mark), bytes(content)):
            content[place.start() + shift] |= 1
    return "申报表.docx", bytes(content)


def _ole(rng: random.Random) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(rng.randrange(97, 122) for _ in range(600))


def _older(rng: random.Random) -> tuple[str, bytes]:
    return rng.choice(["a.doc", "a.docx", "a.xls", "a.wps", "a.et", "a.DOC"]), _ole(rng)


def _scan(rng: random.Random) -> tuple[str, bytes]:
    head = rng.choice([b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
    return rng.choice(["a.pdf", "a.docx", "a.jpg"]), head + rng.randbytes(300)


def _stranger(rng: random.Random) -> tuple[str, bytes]:
    head = rng.choice([b"", b"<html>", b"{\\rtf1", b"MZ", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf"])
    content = head + rng.randbytes(rng.randint(0, 500))
    return "申报表.docx", content if rng.random() < 0.9 else b""


def _other_archive(rng: random.Random) -> tuple[str, bytes]:
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
    if rng.random() < 0.5:
        parts = {TYPES: b"<Types/>", "ppt/presentation.xml": b"<x/>"}
    return "申报表.docx", packed(parts)


def _too_large(rng: random.Random) -> tuple[str, bytes]:
    return "申报表.docx", b"PK\x03\x04" + bytes(10 * 2**20 + rng.randint(0, 9))


def _lying_sizes(rng: random.Random) -> tuple[str, bytes]:
    content = bytearray(packed(_base("docx")))
    place = content.find(b"PK\x01\x02")
    for shift in rng.sample([16, 20, 24], 2):
        struct.pack_into("<I", content, place + shift, rng.randint(0, 2**31))
    return "申报表.docx", bytes(content)


# --- kinds that may be read -----------------------------------------------------------------


def _flipped_bytes(rng: random.Random) -> tuple[str, bytes]:
    content = bytearray(packed(_base(rng.choice(["docx", "xlsx"]))))
    for _ in range(rng.randint(1, 12)):
        content[rng.randrange(4, len(content))] = rng.randrange(256)
    return "申报表.docx", bytes(content)


def _flipped_markup(rng: random.Random, parts: Parts) -> None:
    name = rng.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    content = bytearray(parts[name])
    for _ in range(rng.randint(1, 4)):
        content[rng.randrange(len(content))] = rng.choice(b'<>/"= aw&;\x00\xff0')
    parts[name] = bytes(content)


def _cut_markup(rng: random.Random, parts: Parts) -> None:
    start = rng.randrange(len(parts[DOCUMENT]))
    end = min(len(parts[DOCUMENT]), start + rng.randint(1, 3000))
    parts[DOCUMENT] = parts[DOCUMENT][:start] + parts[DOCUMENT][end:]


def _lost_part(rng: random.Random, parts: Parts) -> None:
    del parts[rng.choice(list(parts))]


def _swapped_parts(rng: random.Random, parts: Parts) -> None:
    first, second = rng.sample(list(parts), 2)
    parts[first], parts[second] = parts[second], parts[first]


def _rows_shuffled(rng: random.Random, parts: Parts) -> None:
    rows = re.findall(rb"<w:tr>.*?</w:tr>", parts[DOCUMENT], re.DOTALL)
    mixed = rng.sample(rows, len(rows))
    fresh = iter(mixed[: rng.randint(1, len(mixed))])
    parts[DOCUMENT] = re.sub(
        rb"<w:tr>.*?</w:tr>", lambda _: next(fresh, b""), parts[DOCUMENT], flags=re.DOTALL
    )


def _cells_lost(rng: random.Random, parts: Parts) -> None:
    keep = rng.uniform(0.5, 0.98)
    parts[DOCUMENT] = re.sub(
        rb"<w:tc>.*?</w:tc>",
        lambda found: found[0] if rng.random() < keep else b"",
        parts[DOCUMENT],
        flags=re.DOTALL,
    )


def _merges_mixed(rng: random.Random, parts: Parts) -> None:
    choices = [
        b"", b"<w:vMerge/>", b'<w:vMerge w:val="restart"/>', b'<w:gridSpan w:val="63"/>',
        b'<w:gridSpan w:val="0"/>', b"<w:gridSpan/>",
    ]  # fmt: skip
    parts[DOCUMENT] = re.sub(
        rb'<w:vAlign w:val="center"/>', lambda _: rng.choice(choices), parts[DOCUMENT]
    )


def _ticks_mixed(rng: random.Random, parts: Parts) -> None:
    marks = ["☑", "☐", "□", "■", "√", "☒", "", "○", "●", "[ ]", "(√)", "x", "✔"]
    parts[DOCUMENT] = re.sub(
        rb"<w:sdt>.*?</w:sdt>",
        lambda _: f"<w:r><w:t>{rng.choice(marks)}</w:t></w:r>".encode(),
        parts[DOCUMENT],
        flags=re.DOTALL,
    )


def _texts_mixed(rng: random.Random, parts: Parts) -> None:
    odd = [
        "1e999", "-0", "NaN", "1" * 200, "９９％", "约10", "10-20", "三百", "\u202e反", "1,000,0",
        "a\u0301" * 50, "😀" * 30, "=1+1", "&lt;&amp;&gt;", "万元", "1.5亿元", "2024年13月40日",
        "☑", "≥", "0.0000001%", "(((((((((", "技术名称", "99999999999999999999",
    ]  # fmt: skip
    parts[DOCUMENT] = re.sub(
        rb'(<w:t xml:space="preserve">|<w:t>)([^<]*)(</w:t>)',
        lambda found: (
            found[1] + rng.choice(odd).encode() + found[3] if rng.random() < 0.4 else found[0]
        ),
        parts[DOCUMENT],
    )


def _long_text(rng: random.Random, parts: Parts) -> None:
    letter = rng.choice(["文", "1", "(", "约", " ", "、", "[", "☑", "9,"]).encode()
    text = letter * rng.randint(30_000, 120_000)
    _at_random(rng, parts, DOCUMENT, rb"(<w:t[^>]*>)[^<]*(</w:t>)", rb"\g<1>" + text + rb"\g<2>")


def _revisions(rng: random.Random, parts: Parts) -> None:
    tag = rng.choice([b"w:del", b"w:ins", b"w:moveFrom", b"w:smartTag"])
    parts[DOCUMENT] = re.sub(
        rb"<w:r>.*?</w:r>",
        lambda found: b"<%s>%s</%s>" % (tag, found[0], tag) if rng.random() < 0.3 else found[0],
        parts[DOCUMENT],
        flags=re.DOTALL,
    )


def _tables_nested(rng: random.Random, parts: Parts) -> None:
    tables = re.findall(rb"<w:tbl>.*?</w:tbl>", parts[DOCUMENT], re.DOTALL)
    inner = rng.choice(tables)
    for _ in range(rng.randint(1, 5)):
        inner = b"<w:tbl><w:tr><w:tc>%s<w:p/></w:tc></w:tr></w:tbl>" % inner
    _insert(parts, DOCUMENT, b"<w:sectPr", inner)


def _many_cases(rng: random.Random, parts: Parts) -> None:
    tables = re.findall(rb"<w:tbl>.*?</w:tbl>", parts[DOCUMENT], re.DOTALL)
    _insert(parts, DOCUMENT, b"<w:sectPr", rng.choice(tables[1:3]) * rng.randint(20, 60))


def _types_mixed(rng: random.Random, parts: Parts) -> None:
    parts[TYPES] = rng.choice([b"<Types/>", b"<x>", b"", parts[TYPES].replace(b"word", b"wrod")])


def _encodings(rng: random.Random, parts: Parts) -> None:
    name = rng.choice(["gb2312", "utf-7", "cp037", "latin-1", "utf-16", "x-none", "ascii"])
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"UTF-8", name.encode(), 1)


def _attributes(rng: random.Random, parts: Parts) -> None:
    many = b" ".join(b'a%d="x"' % n for n in range(rng.randint(1000, 40_000)))
    _insert(parts, DOCUMENT, b"<w:sectPr", b"<w:p %s/>" % many)


def _references_broken(rng: random.Random, parts: Parts) -> None:
    parts[SHEET] = re.sub(
        rb'r="[A-Z]+\d+"',
        lambda found: rng.choice([found[0], b'r="??"', b'r=""', b'r="ZZZ9999999"', b'r="A1"']),
        parts[SHEET],
    )


def _cell_types(rng: random.Random, parts: Parts) -> None:
    values = [
        b'<c r="C%d" t="s"><v>99999</v></c>',
        b'<c r="C%d" t="s"><v>-1</v></c>',
        b'<c r="C%d" t="e"><v>#REF!</v></c>',
        b'<c r="C%d" t="b"><v>1</v></c>',
        b'<c r="C%d" t="str"><v>x</v></c>',
        b'<c r="C%d"><v>1E+400</v></c>',
        b'<c r="C%d" s="999"><v>nan</v></c>',
        b'<c r="C%d" s="5"><v>45000.5</v></c>',
    ]
    parts[SHEET] = re.sub(
        rb'<c r="C(\d+)".*?(?:/>|</c>)',
        lambda found: rng.choice(values) % int(found[1]),
        parts[SHEET],
        flags=re.DOTALL,
    )


def _merges_broken(rng: random.Random, parts: Parts) -> None:
    parts[SHEET] = re.sub(
        rb'ref="[^"]+"',
        lambda found: rng.choice(
            [found[0], b'ref="E9:A1"', b'ref=""', b'ref="A1"', b'ref="A1:E300"']
        ),
        parts[SHEET],
    )


def _bad_compression(rng: random.Random) -> tuple[str, bytes]:
    content = bytearray(packed(_base("docx")))
    for mark, shift in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = content.find(mark)
        struct.pack_into("<H", content, place + shift, rng.choice([1, 9, 12, 14, 97, 99]))
    return "申报表.docx", bytes(content)


def _trailing(rng: random.Random) -> tuple[str, bytes]:
    content = packed(_base("docx"))
    junk = zlib.compress(rng.randbytes(200)) * rng.randint(1, 50)
    return "申报表.docx", content + junk if rng.random() < 0.5 else content[:-22] + junk


def _codes(*codes: str) -> frozenset[str]:
    return frozenset(codes)


_NO_FORM = _codes("not_a_form", "damaged", "bad_xml", "other_document")
KINDS: dict[str, Kind] = {
    "wide span": Kind(_docx(_wide_span), _codes("span_too_wide")),
    "empty runs": Kind(_docx(_empty_runs), _codes("too_many_nodes")),
    "zip bomb": Kind(_docx(_zip_bomb), _codes("suspicious_ratio")),
    "large when unpacked": Kind(_docx(_large_unpacked), _codes("unpacked_too_large")),
    "billion laughs": Kind(_docx(_laughs), _codes("document_type")),
    "entity from outside": Kind(_docx(_outside_entity), _codes("document_type")),
    "entity in UTF-16": Kind(_docx(_utf16_entity), _codes("document_type")),
    "deep nesting": Kind(_docx(_deep), _codes("too_deep")),
    "macros": Kind(_docx(_macros), _codes("macros")),
    "embedded objects": Kind(_docx(_objects), _codes("embedded_objects")),
    "outside relationship": Kind(_docx(_outside), _codes("external_parts")),
    "unsafe part name": Kind(_docx(_unsafe_name), _codes("unsafe_part")),
    "many parts": Kind(_docx(_many_parts), _codes("too_many_parts")),
    "active field": Kind(_docx(_active_field), _codes("active_field")),
    "formulas": Kind(_xlsx(_formulas), _codes("formulas")),
    "far rows": Kind(_xlsx(_far_rows), _codes("too_many_rows")),
    "far columns": Kind(_xlsx(_far_columns), _codes("too_many_cells")),
    "vast merge": Kind(_xlsx(_vast_merge), _codes("too_many_cells")),
    "many sheets": Kind(_xlsx(_many_sheets), _codes("too_many_sheets")),
    "workbook links": Kind(_xlsx(_workbook_links), _codes("external_parts")),
    "workbook macros": Kind(_xlsx(_workbook_macros), _codes("macros")),
    "truncated": Kind(_truncated, _codes("damaged")),
    "locked": Kind(_locked, _codes("encrypted")),
    "older program": Kind(_older, _codes("old_word", "old_workbook", "wps_file")),
    "scan": Kind(_scan, _codes("pdf_file", "picture_file")),
    "stranger": Kind(_stranger, _codes("wrong_magic", "rtf_file", "empty_file")),
    "other archive": Kind(_other_archive, _codes("other_document")),
    "too large": Kind(_too_large, _codes("too_large")),
    "lying sizes": Kind(_lying_sizes),
    "flipped bytes": Kind(_flipped_bytes),
    "flipped markup": Kind(_docx(_flipped_markup)),
    "cut markup": Kind(_docx(_cut_markup)),
    "lost part": Kind(_docx(_lost_part)),
    "swapped parts": Kind(_docx(_swapped_parts)),
    "rows shuffled": Kind(_docx(_rows_shuffled)),
    "cells lost": Kind(_docx(_cells_lost)),
    "merges mixed": Kind(_docx(_merges_mixed)),
    "ticks mixed": Kind(_docx(_ticks_mixed)),
    "texts mixed": Kind(_docx(_texts_mixed)),
    "long text": Kind(_docx(_long_text)),
    "revisions": Kind(_docx(_revisions)),
    "tables nested": Kind(_docx(_tables_nested)),
    "many cases": Kind(_docx(_many_cases)),
    "types mixed": Kind(_docx(_types_mixed)),
    "encodings": Kind(_docx(_encodings)),
    "attributes": Kind(_docx(_attributes)),
    "references broken": Kind(_xlsx(_references_broken)),
    "cell types": Kind(_xlsx(_cell_types)),
    "merges broken": Kind(_xlsx(_merges_broken)),
    "bad compression": Kind(_bad_compression),
    "trailing bytes": Kind(_trailing),
}
"""Every structural kind of mutant by name."""

_HEAVY = {"large when unpacked": 2, "empty runs": 4, "zip bomb": 6, "too large": 2}
"""Kinds whose files take long to make: fewer of them."""


@cache
def mutants_of(kind: str, count: int) -> tuple[Mutant, ...]:
    """Return mutants of one kind, the same at every call."""
    rng = random.Random(f"{kind} 2024-2")
    return tuple(
        Mutant(kind, *KINDS[kind].make(rng)) for _ in range(min(count, _HEAVY.get(kind, count)))
    )
