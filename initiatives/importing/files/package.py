"""A ZIP file with a spreadsheet in it, of which the parts are measured before any is unpacked."""

import io
import re
import zlib
from collections.abc import Iterator
from functools import cached_property
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from initiatives.importing.files.table import MAX_EMPTY_ROWS, MAX_ROWS, FileError

MAX_PARTS = 2_000
MAX_UNPACKED = 80 * 2**20  # bytes of all parts; 10,000 initiatives take half of that
MAX_SETTINGS = 4 * 2**20  # bytes of a part that has no rows: programs read it completely into memory
CHUNK = 2**16
OVERLAP = 16
PICTURES = ("xl/media/", "Pictures/", "Thumbnails/")  # those of SVG may have a document type
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MAX_TAGS = 3_000_000  # of a part; 10,000 initiatives have two thirds of that
MAX_CELLS = 900_000  # of a part; 10,000 initiatives have half of that, and a reader keeps those of a row in memory
ROW = re.compile(rb"<(?:\w+:)?(?:table-)?row(?=[\s/>])")
CELL = re.compile(rb"<(?:\w+:)?(?:table-cell|c)(?=[\s/>])")
BROKEN = (
    "Dit bestand is beschadigd of niet compleet. Open het in uw programma, bewaar het opnieuw en probeer dat bestand."
)
BOMB = "Dit bestand is ingepakt klein, maar uitgepakt te groot om te lezen. Kopieer de rijen naar een nieuw bestand."
TOO_MANY_ROWS = (
    f"Dit bestand heeft meer dan {MAX_ROWS} rijen, of heel veel lege rijen onder de tabel. Kopieer alleen de gevulde"
    " rijen naar een nieuw bestand."
)
LOCKED = "Dit bestand heeft een wachtwoord. Bewaar het zonder wachtwoord."
ODD = (
    "Dit bestand heeft verwijzingen (een DTD) die een spreadsheet niet heeft. Kopieer de rijen naar een nieuw bestand."
)


class Package:
    """The parts of a ZIP file, each within the limits.

    Raises:
        FileError: the file is damaged, encrypted, or too large when unpacked.
    """

    def __init__(self, content: bytes) -> None:
        self.file = io.BytesIO(content)
        try:
            self._zip = ZipFile(self.file)
        except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise FileError(BROKEN) from error
        self._check_sizes(self._zip.infolist())
        self.names = set(self._zip.namelist())

    @cached_property
    def media_type(self) -> str:
        """What an OpenDocument file says that it is; empty for others."""
        return self.read("mimetype").decode("ascii", "replace") if "mimetype" in self.names else ""

    def read(self, name: str) -> bytes:
        """Return a small part."""
        with self.open(name) as part:
            return part.read(CHUNK)

    def open(self, name: str) -> IO[bytes]:
        """Open a part; reading stops at the size that it had when it was measured."""
        try:
            return self._zip.open(name)
        except (BadZipFile, KeyError, RuntimeError, NotImplementedError) as error:
            raise FileError(BROKEN) from error

    def check_parts(self, large: tuple[str, ...]) -> None:
        """Unpack everything once, without keeping it, and count what a reader would have to go through.

        Args:
            large: beginnings of the names of parts that have rows and may be large.

        Raises:
            FileError: a part is damaged, is too large for what it is, has more rows or elements than a table may have,
                or declares a document type or entities, by which a few bytes can become gigabytes or name files of
                this machine.
        """
        for info in self._zip.infolist():
            is_large, is_xml = info.filename.startswith(large), info.filename.endswith((".xml", ".rels"))
            _check(is_large or not is_xml or info.file_size <= MAX_SETTINGS, BOMB)
            is_picture = info.filename.startswith(PICTURES)  # a sheet can have any name
            tags = rows = cells = 0
            for before, chunk in self._chunks(info):
                _check(is_picture or not _has_declaration(before, chunk), ODD)
                tags, rows = tags + chunk.count(b"<"), rows + len(ROW.findall(before + chunk))
                cells += len(CELL.findall(before + chunk))
                _check(tags <= MAX_TAGS and cells <= MAX_CELLS, BOMB)
                _check(rows <= MAX_ROWS + MAX_EMPTY_ROWS, TOO_MANY_ROWS)

    def _chunks(self, info: ZipInfo) -> Iterator[tuple[bytes, bytes]]:
        """The contents of a part, with the last bytes before each chunk: what is looked for can lie across."""
        before = b""
        try:
            with self.open(info.filename) as part:
                while chunk := part.read(CHUNK):
                    yield before, chunk
                    before = chunk[-OVERLAP:]
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise FileError(BROKEN) from error

    def _check_sizes(self, parts: list[ZipInfo]) -> None:
        _check(bool(parts), BROKEN)
        _check(len(parts) <= MAX_PARTS, BOMB)
        _check(not any(part.flag_bits & 1 for part in parts), LOCKED)
        _check(sum(part.file_size for part in parts) <= MAX_UNPACKED, BOMB)
        _check(len({part.filename for part in parts}) == len(parts), BROKEN)


def _has_declaration(before: bytes, chunk: bytes) -> bool:
    """Whether XML declares a document type; in UTF-16, which spreadsheets are not in, it could not be seen."""
    beginning = before + chunk
    return (not before and chunk.startswith(UTF_16)) or b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning


def _check(is_right: bool, message: str) -> None:
    if not is_right:
        raise FileError(message)
