"""Sixty files that are no table, or no safe one: each by name, with words that its message must have."""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Iterator

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADER = ("titel", "samenvatting")
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def packed(parts: dict[str, bytes], *, first: str = "") -> bytes:
    """A ZIP file; the part that is named `first` is stored as it is, in front."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        if first:
            package.writestr(first, parts[first], zipfile.ZIP_STORED)
        for name, content in parts.items():
            if name != first:
                package.writestr(name, content)
    return file.getvalue()


def workbook(*rows: tuple) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def changed(content: bytes, name: str, change) -> bytes:
    """A ZIP file with one part changed, or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    parts[name] = change(parts.get(name, b""))
    return packed(parts, first="mimetype" if "mimetype" in parts else "")


def sheet(rows: bytes) -> bytes:
    """A worksheet with these rows as XML."""
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN.encode(), rows)


def with_sheet(content: bytes) -> bytes:
    return changed(workbook(HEADER), "xl/worksheets/sheet1.xml", lambda _: content)


def ods(table: str, declaration: str = "", hidden: str = "") -> bytes:
    """An OpenDocument spreadsheet with a table of this XML, behind a sheet with `hidden`, if any, that is not shown."""
    spaces = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "style", "table", "text"))
    before = f'<table:table table:name="B" table:style-name="weg">{hidden}</table:table>' if hidden else ""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{declaration}<office:document-content {spaces}>'
        '<office:automatic-styles><style:style style:name="weg" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f'<office:body><office:spreadsheet>{before}<table:table table:name="A">{table}</table:table>'
        "</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return packed({"mimetype": ODS_TYPE, "content.xml": content.encode()}, first="mimetype")


def ods_row(*texts: str, **attributes: str) -> str:
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)
    named = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-row{named}>{cells}</table:table-row>"


def lying_zip(size: int) -> bytes:
    """A ZIP file with a part that says to be small and unpacks to `size` bytes."""
    content = bytearray(packed({"[Content_Types].xml": b"x", "xl/workbook.xml": b"0" * size}))
    declared = struct.pack("<I", size)
    while (place := content.find(declared)) >= 0:
        content[place : place + 4] = struct.pack("<I", 10)
    return bytes(content)


def overlapping(parts: int) -> bytes:
    """A ZIP file whose directory names the same megabytes again and again (D. Fifield, A better zip bomb, 2019)."""
    base = packed({"xl/workbook.xml": b"0" * 4_000_000})
    start = base.rfind(b"PK\x01\x02")
    end = base.rfind(b"PK\x05\x06")
    entry, name = base[start:end], b"xl/workbook.xml"
    entries = b"".join(entry.replace(name, b"xl/wo%010d" % number) for number in range(parts))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, parts, parts, len(entries), start, 0)
    return base[:start] + entries + tail


def billion_laughs() -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'


def bad_files() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    """Yield name, what makes the content, and a part of the message: some take a second to make."""
    good = workbook(HEADER, ("Een", "Kort."))
    # Nothing, or something else.
    yield "empty", lambda: b"", "leeg"
    yield "blank lines", lambda: b"\r\n \r\n\t\r\n", "leeg"
    yield "mark only", lambda: b"\xef\xbb\xbf", "leeg"
    yield "old Excel", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000, "oud Excel-bestand"
    yield "pdf", lambda: b"%PDF-1.7\n%\xe2\xe3", "PDF"
    yield "rtf", lambda: b"{\\rtf1 tabel}", "RTF"
    yield "png", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "plaatje"
    yield "jpeg", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 100, "foto"
    yield "gif", lambda: b"GIF89a" + b"\0" * 20, "plaatje"
    yield "gzip", lambda: gzip.compress(b"titel\nEen\n"), "gzip"
    yield "rar", lambda: b"Rar!\x1a\x07\x01\x00", "RAR"
    yield "7z", lambda: b"7z\xbc\xaf\x27\x1c", "7z"
    yield "web page", lambda: b"<!DOCTYPE html><html><table></table></html>", "webpagina"
    yield "web page named xls", lambda: b"\xef\xbb\xbf  <html xmlns:x='urn:x'>", "webpagina"
    yield "xml", lambda: b'<?xml version="1.0"?><Workbook/>', "XML"
    yield "program", lambda: b"MZ\x90\x00\x03" + b"\0" * 500, "programma"
    yield "sqlite", lambda: b"SQLite format 3\0" + b"\0" * 100, "geen tekst"
    # CSV.
    yield "nul", lambda: b"titel;regio\r\nEen\0;Zuid", "geen tekst"
    yield "unknown letters", lambda: b"titel\r\n\x81\x8d\x8f\x90\x9d", "tekens"
    yield "half a UTF-16", lambda: b"\xff\xfet\0i\0t", "geen tekst"
    yield "open quote", lambda: b'titel;regio\r\n"Een;Zuid\r\nTwee;Noord', "nergens gesloten"
    yield "text behind a quote", lambda: b'titel;regio\r\n"Een" twee;Zuid', "staat nog tekst"
    yield "nested quotes", lambda: b'titel;regio\r\n"De "grote" stap";Zuid', "staat nog tekst"
    yield "very long field", lambda: b"titel\r\n" + b"x" * 200_000, "131.072"
    yield "very long field in quotes", lambda: b'titel\r\n"' + b"x\n" * 100_000 + b'"', "131.072"
    yield "too many rows", lambda: b"titel\r\n" + b"Een\r\n" * 10_002, "meer dan 10000 rijen"
    yield (
        "a million empty rows",
        lambda: b"titel;regio\r\nEen;Zuid\r\n" + b";\r\n" * 1_000_000 + b"Twee;Noord",
        "lege rijen",
    )
    yield "too many columns", lambda: b";".join([b"titel"] * 300) + b"\r\n", "200 kolommen"
    yield "too large", lambda: b"titel\r\n" + b"Een kort verhaal\r\n" * 1_400_000, "groter dan"
    # Cut and damaged packages.
    yield "cut in half", lambda: good[: len(good) // 2], "beschadigd"
    yield "cut at the end", lambda: good[:-30], "beschadigd"
    yield "first bytes only", lambda: good[:4], "beschadigd"
    yield "damaged inside", lambda: _damaged(good), "beschadigd"
    yield "other zip", lambda: packed({"readme.txt": b"Hallo"}), "geen spreadsheet"
    yield "empty zip", lambda: b"PK\x05\x06" + b"\0" * 18, "beschadigd"
    yield "text document", lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "geen spreadsheet"
    yield (
        "word document",
        lambda: packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
        "geen spreadsheet",
    )
    yield "password in the zip", lambda: _encrypted(good), "wachtwoord"
    yield "a part twice", lambda: _twice(), "beschadigd"
    # Bombs.
    yield "bomb in a sheet", lambda: with_sheet(sheet(b"<row/>" * 20_000_000)), "te groot"
    yield "bomb of zeros", lambda: packed({"xl/workbook.xml": b"0" * 200_000_000}), "te groot"
    yield "bomb in the styles", lambda: changed(good, "xl/styles.xml", lambda part: part + b" " * 6_000_000), "te groot"
    yield "a row of cells", lambda: with_sheet(sheet(b"<row>" + b"<c/>" * 1_000_000 + b"</row>")), "te groot"
    yield "lying sizes", lambda: lying_zip(50_000_000), "beschadigd"
    yield "overlapping parts", lambda: overlapping(1_500), "te groot"
    yield "thousands of parts", lambda: packed({f"xl/{number}.xml": b"<x/>" for number in range(3_000)}), "te groot"
    yield "nested zips", lambda: packed({"xl/workbook.xml": packed({"a": b"0" * 10_000_000})}), "beschadigd"
    # Excel.
    yield "macros", lambda: changed(good, "xl/vbaProject.bin", lambda _: b"\0" * 100), "macro"
    yield "million empty rows", lambda: with_sheet(sheet(b"<row/>" * 1_000_000)), "lege rijen"
    yield "far cell", lambda: with_sheet(sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "lege rijen"
    yield "impossible cell", lambda: with_sheet(sheet(b'<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')), "beschadigd"
    yield "no sheet", lambda: changed(good, "xl/worksheets/sheet1.xml", lambda _: b""), "beschadigd"
    yield "no XML in it", lambda: with_sheet(b"titel;regio"), "beschadigd"
    yield "external entity", lambda: with_sheet(_external()), "DTD"
    yield "entities of entities", lambda: with_sheet(billion_laughs().encode() + sheet(b"")), "DTD"
    yield "DTD in UTF-16", lambda: with_sheet(_external().decode().encode("utf-16")), "DTD"
    yield "DTD in UTF-16 without a mark", lambda: with_sheet(_external().decode().encode("utf-16-be")), "beschadigd"
    yield "DTD in UTF-7", lambda: with_sheet(b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x>'), "beschadigd"
    yield "DTD in a sheet that is not named XML", _renamed_sheet, "DTD"
    yield "deep nesting", lambda: with_sheet(sheet(b"<row r='1'>" + b"<c>" * 200_000)), "beschadigd"
    yield "date out of reach", lambda: with_sheet(_far_date()), "beschadigd"
    # OpenDocument.
    yield "ods entities", lambda: ods(ods_row("&a9;"), billion_laughs()), "DTD"
    yield (
        "ods external entity",
        lambda: ods(ods_row("&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "DTD",
    )
    yield (
        "ods repeated rows",
        lambda: ods(ods_row("titel") + ods_row("Een", number_rows_repeated="1048575")),
        "10000 rijen",
    )
    yield "ods wide", lambda: ods("<table:table-row>" + _repeated_cell(16_384) + "</table:table-row>"), "200 kolommen"
    yield "ods number", lambda: ods(ods_row("titel", number_rows_repeated="veel")), "beschadigd"
    yield "ods cut", lambda: packed({"mimetype": ODS_TYPE, "content.xml": b"<office:document-content"}), "beschadigd"
    yield "ods without contents", lambda: packed({"mimetype": ODS_TYPE}), "beschadigd"


def _damaged(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        start = package.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    return content[:start] + bytes(byte ^ 255 for byte in content[start : start + 40]) + content[start + 40 :]


def _encrypted(content: bytes) -> bytes:
    """With the mark of a password in every entry of the directory."""
    content = bytearray(content)
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def _twice() -> bytes:
    content = packed({"xl/workbook.xml": b"<x/>", "xl/workbooks.xm": b"<y/>"})
    return content.replace(b"xl/workbooks.xm", b"xl/workbook.xml")


def _external() -> bytes:
    return b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + sheet(
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    )


def _renamed_sheet() -> bytes:
    content = workbook(HEADER)
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        content = changed(content, name, lambda part: part.replace(b"sheet1.xml", b"sheet1.txt"))
    return changed(content, "xl/worksheets/sheet1.txt", lambda _: billion_laughs().encode() + sheet(b""))


def _far_date() -> bytes:
    return sheet(b'<row r="1"><c r="A1" t="d"><v>99999-99-99</v></c></row>')


def _repeated_cell(times: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"><text:p>titel</text:p></table:table-cell>'
