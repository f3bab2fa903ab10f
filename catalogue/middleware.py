"""Refuses requests that no page can answer, before Django makes an object of them."""

import codecs
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.cookie import parse_cookie
from django.utils.http import parse_header_parameters

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")  # OPTIONS is refused by the views themselves
EDITORS = "/beheer/"  # the only part of the site that takes POST; Django's views would read others as GET or DELETE
PREVIEWS = "/voorbeeld/"  # before the token of a preview link
MAX_QUERY_LENGTH = 65_536  # bytes; servers in front have lower limits (catalogue.gunicorn)
REFUSAL = "catalogue.refusal"  # key in the WSGI environment: the status of a refusal
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # not allowed in the value of a header (RFC 9110, 5.5)


def refusal(environ: dict) -> int | None:
    """Return the status to refuse a request with, or None.

    Args:
        environ: the WSGI environment (PEP 3333), from which Django cannot make a request object in every case: it reads
            the query when the Content-Type has a charset, and in that charset, which may be any codec of Python.
    """
    if not _is_utf8(environ.get("CONTENT_TYPE", "")) or _has_too_many_fields(environ.get("QUERY_STRING", "")):
        return 400
    if any(CONTROL.search(value) for name, value in environ.items() if name.startswith("HTTP_")):
        return 400
    # A cookie can have a NUL as \000, and PostgreSQL cannot look for a session of that name.
    if any("\0" in value for value in parse_cookie(environ.get("HTTP_COOKIE", "")).values()):
        return 400
    return None


def refused(environ: dict, status: int) -> dict:
    """Return the environment of a request to refuse, without the parts on which Django can fail.

    Args:
        environ: the WSGI environment of the request.
        status: of the response.
    """
    return environ | {REFUSAL: status, "CONTENT_TYPE": "", "HTTP_COOKIE": "", "QUERY_STRING": ""}


def ingress_guard(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: refuse a request before a view, a parser or the database fails on it.

    The refusals have no content; a middleware around this one can give them a page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return _refusal_response(request) or get_response(request)

    return middleware


def _refusal_response(request: HttpRequest) -> HttpResponse | None:
    """An error response, or None when the request can be answered."""
    query = request.META.get("QUERY_STRING", "")
    is_for_editors = request.path_info.startswith(EDITORS)
    if status := request.META.get(REFUSAL) or refusal(request.META):
        request.encoding = "utf-8"  # for the error page, which reads the query too
        return HttpResponse(status=status)
    if len(query) > MAX_QUERY_LENGTH:
        return HttpResponse(status=414)
    # PostgreSQL cannot store a NUL character. The public pages drop it from a query; the admin would fail on it.
    if "\0" in request.path_info or (is_for_editors and "%00" in query):
        return HttpResponse(status=400)
    methods = (*SAFE_METHODS, "POST") if is_for_editors else SAFE_METHODS
    if request.method not in methods:
        return HttpResponseNotAllowed(methods if is_for_editors else ("GET", "HEAD"))
    return None


def _has_too_many_fields(query: str) -> bool:
    return query.count("&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def _is_utf8(content_type: str) -> bool:
    """Whether a Content-Type has no charset but UTF-8."""
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):  # an unknown charset, or one that is no text
        return False
