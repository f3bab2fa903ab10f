"""Reads a table from a file that somebody made: CSV, XLSX or ODS, recognised by its contents and within limits."""

import codecs

from initiatives.importing.files import csv_file, ods_file, xlsx_file
from initiatives.importing.files.package import Package
from initiatives.importing.files.table import MAX_SIZE, FileError, Sheet

MEGABYTE = 2**20
# The first bytes of files that are often taken for a table: what they are, and what to do.
OTHER_KINDS = {
    b"\xd0\xcf\x11\xe0": "Dit is een oud Excel-bestand (.xls), of een Excel-bestand met een wachtwoord.",
    b"%PDF": "Dit is een PDF. Daar kunnen wij geen tabel uit lezen.",
    b"{\\rtf": "Dit is een tekstdocument (RTF), geen tabel.",
    b"\x89PNG": "Dit is een plaatje, geen tabel.",
    b"\xff\xd8\xff": "Dit is een foto, geen tabel.",
    b"GIF8": "Dit is een plaatje, geen tabel.",
    b"MZ": "Dit is een programma, geen tabel.",
    b"\x1f\x8b": "Dit is een ingepakt bestand (gzip). Pak het eerst uit.",
    b"Rar!": "Dit is een ingepakt bestand (RAR). Pak het eerst uit.",
    b"7z\xbc\xaf": "Dit is een ingepakt bestand (7z). Pak het eerst uit.",
}
WEB_PAGE = (b"<!doctype", b"<html", b"<?xml", b"<table")
WHAT_WE_READ = "Bewaar de tabel als Excel-werkmap (.xlsx), als OpenDocument (.ods) of als CSV."


def read(content: bytes) -> Sheet:
    """Read the first table of a file; its kind follows from its contents, not from its name.

    Raises:
        FileError: in Dutch, with what to do.
    """
    if len(content) > MAX_SIZE:
        raise FileError(f"Dit bestand is groter dan {MAX_SIZE // MEGABYTE} MB. Verdeel het over meer bestanden.")
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise FileError(f"Dit bestand is leeg. {WHAT_WE_READ}")
    if content.startswith(b"PK"):
        return _read_package(Package(content))
    for beginning, reason in OTHER_KINDS.items():
        if content.startswith(beginning):
            raise FileError(f"{reason} {WHAT_WE_READ}")
    if content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGE):
        raise FileError(f"Dit is een webpagina of XML, geen tabel. {WHAT_WE_READ}")
    return csv_file.read(content)


def _read_package(package: Package) -> Sheet:
    if "xl/workbook.xml" in package.names:
        return xlsx_file.read(package)
    if package.media_type == ods_file.MEDIA_TYPE:
        return ods_file.read(package)
    raise FileError(f"Dit is een ingepakt bestand, maar geen spreadsheet. {WHAT_WE_READ}")
