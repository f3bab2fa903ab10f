"""Files that are archives of parts, such as spreadsheets: the same bytes whenever they are made."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def dated(archive: BytesIO, made_on: date) -> bytes:
    """Return a ZIP archive with the day as the time of each part, in their order.

    Every web server sends the same file under the same ETag.
    """
    written = BytesIO()
    with ZipFile(archive) as parts, ZipFile(written, "w") as copy:
        for part in parts.infolist():
            copy.writestr(dated_part(part.filename, made_on, part.compress_type), parts.read(part))
    return written.getvalue()


def dated_part(name: str, made_on: date, compression: int = ZIP_DEFLATED) -> ZipInfo:
    """Return the description of a part to write, with the day as its time."""
    part = ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
    part.compress_type = compression
    return part
