"""Downloads: all results of a question as a file, by one writer for each `Download` among the outlets."""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from initiatives.api.json_file import json_parts
from initiatives.exports import csv, ods, xlsx
from initiatives.exports.columns import Value, values
from initiatives.exports.file_name import file_name
from initiatives.exports.sheets import MAX_ROWS, About
from initiatives.responses.redirects import handle_address_errors
from initiatives.responses.whole_files import WholeFile, file_response
from initiatives.search.full_records import iterate_all
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.address import Address
from initiatives.search.query_string.outlets import DOWNLOAD, Download
from initiatives.search.request import answer_query

SheetWriter = Callable[[BinaryIO, Iterable[Iterable[Value]], About], None]


@require_safe
@handle_address_errors
def download(request: HttpRequest, outlet: str) -> HttpResponseBase:
    """Give everything that matches the query string as a file; `outlet` is the name of a `Download`."""
    return WRITERS[outlet](request, DOWNLOAD[outlet])


def _csv(request: HttpRequest, outlet: Download) -> HttpResponseBase:
    """Write CSV row by row; `csv.OPTIONS` are query keys of its own."""
    dialect, faults = csv.dialect_of(request.GET)
    answer = answer_query(request.GET, outlet.name, strict=True, own=csv.OPTIONS, faults=faults)
    return _file(
        request, answer, outlet, lambda: map(str.encode, csv.lines(_rows(request, answer), dialect)), str(dialect)
    )


def _json(request: HttpRequest, outlet: Download) -> HttpResponseBase:
    answer = answer_query(request.GET, outlet.name, strict=True)
    return _file(request, answer, outlet, lambda: map(str.encode, json_parts(answer, request)))


def _sheet(write: SheetWriter) -> Callable[[HttpRequest, Download], HttpResponseBase]:
    """Return the writer of a kind of spreadsheet, which refuses too many rows."""

    def respond(request: HttpRequest, outlet: Download) -> HttpResponseBase:
        answer = answer_query(request.GET, outlet.name, strict=True)
        if answer.total > MAX_ROWS:
            return _too_large(request, answer)
        address = request.build_absolute_uri(answer.list_address.url())
        about = About(answer.sentence, timezone.localdate(), address)

        def pieces() -> Iterator[bytes]:
            file = BytesIO()
            write(file, _rows(request, answer), about)
            yield file.getvalue()

        return _file(request, answer, outlet, pieces)

    return respond


# One for each download; by the names of their outlets.
WRITERS: dict[str, Callable[[HttpRequest, Download], HttpResponseBase]] = {
    "csv": _csv,
    "xlsx": _sheet(xlsx.write),
    "ods": _sheet(ods.write),
    "json": _json,
}


def _rows(request: HttpRequest, answer: AnswerPage) -> Iterator[list[Value]]:
    site = request.build_absolute_uri("/")[:-1]
    return (values(initiative, site) for initiative in iterate_all(answer.search))


def _file(
    request: HttpRequest,
    answer: AnswerPage,
    outlet: Download,
    pieces: Callable[[], Iterable[bytes]],
    options: str = "",
) -> HttpResponseBase:
    """Respond with the file of an answer; what is written otherwise has other `options`."""
    address = request.build_absolute_uri(Address.at(outlet.name, answer.parameters).url())
    name = file_name(answer.search, timezone.localdate(), outlet.name)
    return file_response(
        request, WholeFile(f"{address} {options}", name, outlet.content_type, answer.search.index.version, pieces)
    )


def _too_large(request: HttpRequest, answer: AnswerPage) -> HttpResponse:
    csv_url = Address.at("csv", answer.parameters).url()
    context = {"answer": answer, "most": MAX_ROWS, "csv_url": csv_url}
    return render(request, "pages/too_large.html", context, status=413)
