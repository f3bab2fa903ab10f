"""A list of initiatives to take along: as CSV and as a spreadsheet."""

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from initiatives.exports import csv, ods, xlsx
from initiatives.exports.columns import values
from initiatives.exports.file_name import file_name
from initiatives.exports.sheets import About
from initiatives.responses.redirects import handle_address_errors
from initiatives.responses.streaming import read_ahead
from initiatives.search.full_records import every
from initiatives.search.request import ask
from initiatives.search.search import Search

MOST_ROWS = 10_000  # in a spreadsheet, which is made whole before the first byte of it is sent
SPREADSHEETS: dict[str, tuple[Callable[[BinaryIO, Iterator[list], About], None], str]] = {
    "xlsx": (xlsx.write, xlsx.MEDIA_TYPE),
    "ods": (ods.write, ods.MEDIA_TYPE),
}


@require_safe
@handle_address_errors
def csv_file(request: HttpRequest) -> HttpResponse:
    """Everything that matches the query string, sent row by row; `csv.OPTIONS` are keys of its own."""
    dialect, faults = csv.dialect_of(request.GET)
    search = ask(request.GET, "csv", strict=True, own=csv.OPTIONS, faults=faults)
    lines = read_ahead(csv.lines(_rows(request, search), dialect)) if request.method == "GET" else ()
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8; header=present")
    name = file_name(search, timezone.localdate(), "csv")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_safe
@handle_address_errors
def spreadsheet(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything that matches the query string.

    Args:
        kind: one of `SPREADSHEETS`.
    """
    search = ask(request.GET, kind, strict=True)
    if search.total > MOST_ROWS:
        context = {"search": search, "most": MOST_ROWS, "csv_url": search.address_at("csv").url()}
        return render(request, "pages/too_large.html", context, status=413)
    write, media_type = SPREADSHEETS[kind]
    today = timezone.localdate()
    about = About(search.sentence, today, request.build_absolute_uri(search.list_address.url()))
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    write(file, _rows(request, search), about)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name(search, today, kind), content_type=media_type)


def _rows(request: HttpRequest, search: Search) -> Iterator[list]:
    site = request.build_absolute_uri("/")[:-1]
    return (values(initiative, site) for initiative in every(search))
