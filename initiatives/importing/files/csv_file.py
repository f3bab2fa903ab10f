"""Reads CSV as programs write it: commas, semicolons or tabs, in UTF-8, UTF-16 or as Dutch Excel for Windows."""

import codecs
import csv
import io
from collections.abc import Iterator

from initiatives.importing.files.table import FileError, Sheet, collect

SEPARATORS = ",;\t"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
FOR_EXCEL = "sep="  # with a separator behind it, this first line tells Excel which one the file has
WINDOWS = "cp1252"  # in which Excel for Windows saves “CSV (gescheiden door lijstscheidingsteken)” in western Europe
ABOUT_WINDOWS = (
    "Dit bestand is niet in UTF-8 bewaard, maar zoals Excel in Windows het doet. Kijk of letters als é en ë goed zijn."
)


def read(content: bytes) -> Sheet:
    """Read CSV; the separator is the one that is most frequent in the first line with text.

    Raises:
        FileError: in Dutch.
    """
    text, notes = _decoded(content)
    if "\0" in text:
        raise FileError("Dit is geen tekst. Bewaar de tabel als Excel-werkmap (.xlsx), als .ods of als CSV.")
    try:
        return collect(_rows(text), is_csv=True, notes=notes)
    except csv.Error as error:
        raise FileError(f"Dit is geen CSV-bestand dat wij kunnen lezen: {_reason(error)}") from error


def _decoded(content: bytes) -> tuple[str, list[str]]:
    try:
        if content.startswith(UTF_16):
            return content.decode("utf-16"), []
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return content.decode(WINDOWS), [ABOUT_WINDOWS]
    except UnicodeDecodeError:
        raise FileError(
            "Wij herkennen de tekens in dit bestand niet. Bewaar het in Excel als “CSV UTF-8” of als werkmap (.xlsx)."
        ) from None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(SEPARATORS, key=first.count)
    rows = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1)
    return ((line, cells) for line, cells in rows if (line, cells) != (1, [FOR_EXCEL, ""]))


def _reason(error: csv.Error) -> str:
    """The reason in Dutch, for the errors of Python's reader in strict mode."""
    reasons = {
        "unexpected end": "een aanhalingsteken wordt nergens gesloten. Elk veld dat met een aanhalingsteken begint,"
        " moet er ook mee eindigen.",
        "expected after": "achter een aanhalingsteken dat sluit, staat nog tekst. Verdubbel aanhalingstekens in een"
        " tekst.",
        "field larger": "een veld is langer dan 131.072 tekens. Waarschijnlijk is een aanhalingsteken niet gesloten.",
    }
    return next((reason for part, reason in reasons.items() if part in str(error)), f"{error}.")
