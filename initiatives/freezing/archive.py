"""Writes responses as the site sends them to a WARC file (ISO 28500, version 1.1), for web archives."""

from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from initiatives.freezing.answers import Answer

MEDIA_TYPE = "application/warc"
SOFTWARE = "corona-initiatieven (manage.py freeze)"
PROTOCOL = "HTTP/1.1"


class Archive:
    """A WARC file that is being written; each record is compressed by itself, so that a reader can go to any."""

    def __init__(self, file: BinaryIO, name: str, base: str, made_at: datetime, **about: Any) -> None:
        """Begin with a record about the file.

        Args:
            base: of the addresses of the site.
            made_at: in UTC; the date of all records.
            about: other fields of that record.
        """
        self._writer = WARCWriter(file, gzip=True, warc_version="1.1")
        self._base, self._date = base, f"{made_at:%Y-%m-%dT%H:%M:%SZ}"
        fields = {"software": SOFTWARE, "format": "WARC File Format 1.1", "isPartOf": base, **about}
        info = self._writer.create_warcinfo_record(name, {key: str(value) for key, value in fields.items()})
        self._writer.write_record(info)
        info.raw_stream.close()

    def add(self, answer: Answer) -> None:
        """Write the request for an address and what the site answered."""
        url, dated = f"{self._base}{answer.address}", {"WARC-Date": self._date}
        headers = [(name, value) for name, value in answer.headers if name.lower() != "content-length"]
        headers.append(("Content-Length", str(len(answer.content))))
        response = self._writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(answer.content),
            http_headers=StatusAndHeaders(answer.status, headers, protocol=PROTOCOL),
            warc_headers_dict=dated,
        )
        asked = StatusAndHeaders(
            f"GET {answer.address} {PROTOCOL}", [("Host", urlsplit(url).netloc)], is_http_request=True
        )
        request = self._writer.create_warc_record(url, "request", http_headers=asked, warc_headers_dict=dated)
        self._writer.write_request_response_pair(request, response)
        for record in (request, response):
            record.raw_stream.close()  # a temporary file, which warcio leaves open
