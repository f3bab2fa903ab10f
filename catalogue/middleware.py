"""Refuses requests that no page can answer."""

import codecs
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")  # OPTIONS is refused by the views themselves
EDITORS = "/beheer/"  # the only part of the site that takes POST; Django's views would read others as GET or DELETE
PREVIEWS = "/voorbeeld/"  # before the token of a preview link
MAX_QUERY_LENGTH = 65_536  # bytes; a question of 10,000 characters fits, an attack does not


def ingress_guard(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: refuse a request before a view, a parser or the database fails on it.

    The refusals have no content; a middleware around this one can give them a page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return _refusal(request) or get_response(request)

    return middleware


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """An error response, or None when the request can be answered."""
    query = request.META.get("QUERY_STRING", "")
    is_for_editors = request.path_info.startswith(EDITORS)
    if len(query) > MAX_QUERY_LENGTH:
        return HttpResponse(status=414)
    # PostgreSQL cannot store a NUL character. The public pages drop it from a query; the admin would fail on it.
    if "\0" in request.path_info or (is_for_editors and "%00" in query):
        return HttpResponse(status=400)
    if not _is_utf8(request.content_params.get("charset", "utf-8")):
        request.encoding = "utf-8"  # for the error page, which reads the query too
        return HttpResponse(status=400)
    methods = (*SAFE_METHODS, "POST") if is_for_editors else SAFE_METHODS
    if request.method not in methods:
        return HttpResponseNotAllowed(methods if is_for_editors else ("GET", "HEAD"))
    return None


def _is_utf8(charset: str) -> bool:
    """Whether this is a name of UTF-8; Django would read the query in any other codec of Python."""
    try:
        return codecs.lookup(charset).name == "utf-8"
    except LookupError:
        return False
