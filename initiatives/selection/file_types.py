"""The types of files that a visitor can take along."""

from dataclasses import dataclass

from initiatives.search.query_string.outlets import DOWNLOAD


@dataclass(frozen=True)
class FileType:
    media_type: str
    label: str


# By their extension.
FILE_TYPES = {
    "odt": FileType("application/vnd.oasis.opendocument.text", "ODT (LibreOffice)"),
    "docx": FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX (Word)"),
    "xlsx": FileType(DOWNLOAD["xlsx"].content_type, "XLSX (Excel)"),
}
