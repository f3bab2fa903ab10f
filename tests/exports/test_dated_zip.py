"""Archives that are the same whenever they are made."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from initiatives.exports.dated_zip import dated


def archive(hour):
    file = BytesIO()
    with ZipFile(file, "w") as parts:
        parts.writestr(ZipInfo("mimetype", (2020, 3, 1, hour, 0, 0)), b"application/x", ZIP_STORED)
        parts.writestr(ZipInfo("content.xml", (2020, 3, 1, hour, 0, 2)), b"<x/>" * 100, ZIP_DEFLATED)
    return file


def test_parts_keep_all_but_their_time():
    morning, evening = (dated(archive(hour), date(2026, 12, 2)) for hour in (9, 21))
    assert morning == evening
    with ZipFile(BytesIO(morning)) as parts:
        assert [(part.filename, part.compress_type) for part in parts.infolist()] == [
            ("mimetype", ZIP_STORED),
            ("content.xml", ZIP_DEFLATED),
        ]
        assert {part.date_time for part in parts.infolist()} == {(2026, 12, 2, 0, 0, 0)}
        assert parts.read("content.xml") == b"<x/>" * 100
