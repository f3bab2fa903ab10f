"""Files that are archives of parts, such as spreadsheets: the same bytes whenever they are made."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile, ZipInfo


def dated(archive: BytesIO, made_on: date) -> bytes:
    """Return a ZIP archive with the day as the time of each part, in their order.

    Every web server sends the same file under the same ETag.
    """
    written = BytesIO()
    with ZipFile(archive) as parts, ZipFile(written, "w") as copy:
        for part in parts.infolist():
            info = ZipInfo(part.filename, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            copy.writestr(info, parts.read(part), part.compress_type)
    return written.getvalue()
