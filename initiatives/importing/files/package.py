"""A ZIP file with a spreadsheet in it, of which the parts are measured before any is unpacked."""

import io
import zlib
from functools import cached_property
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from initiatives.importing.files.table import FileError

MAX_PARTS = 2_000
MAX_UNPACKED = 80 * 2**20  # bytes of all parts; 10,000 initiatives take half of that
MAX_SETTINGS = 4 * 2**20  # bytes of a part that has no rows: programs read it completely into memory
CHUNK = 2**16
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # in which a declaration could hide; spreadsheets are in UTF-8
BROKEN = (
    "Dit bestand is beschadigd of niet compleet. Open het in uw programma, bewaar het opnieuw en probeer dat bestand."
)
BOMB = "Dit bestand is ingepakt klein, maar uitgepakt te groot om te lezen. Kopieer de rijen naar een nieuw bestand."
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

    def open(self, name: str) -> BinaryIO:
        """Open a part; reading stops at the size that it had when it was measured."""
        try:
            return self._zip.open(name)
        except (BadZipFile, KeyError, RuntimeError, NotImplementedError) as error:
            raise FileError(BROKEN) from error

    def check_parts(self, large: tuple[str, ...]) -> None:
        """Unpack everything once, without keeping it.

        Args:
            large: beginnings of the names of parts that have rows and may be large.

        Raises:
            FileError: a part is damaged, is too large for what it is, or declares a document type or entities, by which
                a few bytes can become gigabytes or name files of this machine.
        """
        for info in self._zip.infolist():
            if not info.filename.startswith(large) and info.filename.endswith((".xml", ".rels")):
                _check(info.file_size <= MAX_SETTINGS, BOMB)
            self._check_part(info)

    def _check_sizes(self, parts: list[ZipInfo]) -> None:
        _check(bool(parts), BROKEN)
        _check(len(parts) <= MAX_PARTS, BOMB)
        _check(not any(part.flag_bits & 1 for part in parts), LOCKED)
        _check(sum(part.file_size for part in parts) <= MAX_UNPACKED, BOMB)
        _check(len({part.filename for part in parts}) == len(parts), BROKEN)

    def _check_part(self, info: ZipInfo) -> None:
        is_xml, before = info.filename.endswith((".xml", ".rels")), b""
        try:
            with self.open(info.filename) as part:
                while chunk := part.read(CHUNK):
                    if is_xml:
                        _check(bool(before) or not chunk.startswith(UTF_16), ODD)
                        _check(b"<!DOCTYPE" not in before + chunk and b"<!ENTITY" not in before + chunk, ODD)
                    before = chunk[-16:]
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise FileError(BROKEN) from error


def _check(is_right: bool, message: str) -> None:
    if not is_right:
        raise FileError(message)
