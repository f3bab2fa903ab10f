"""Makes responses fit for programs: of the API, and of the files and feeds that are not below /api/."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from initiatives.api.problems import MEDIA_TYPE, as_problem

PREFIX = "/api/"
# The beginnings of the paths of the API, downloads, feed, DCAT and the descriptions of the tables.
OPEN = (PREFIX, "/initiatieven.", "/catalogus.", "/datapackage.json", "/tabelschema.json")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Scripts on other sites may read everything, and do nothing else (https://fetch.spec.whatwg.org/#http-cors-protocol).
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, Content-Disposition, ETag, Link, Retry-After",
}
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def open_responses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: CORS headers for what programs read; below /api/ the version and problem details (RFC 9457) too.

    OPTIONS is answered for every address: without a preflight response a browser would not let a script see why an
    address was refused. It comes before the page cache, so that 304 has these headers too.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OPEN):
            return get_response(request)
        response = _preflight() if request.method == "OPTIONS" else get_response(request)
        if request.path_info.startswith(PREFIX):
            _finish_for_api(response)
        if response.status_code == 405:
            response["Allow"] = ", ".join(SAFE_METHODS)
        for name, value in CORS_HEADERS.items() if request.method in SAFE_METHODS else ():
            response[name] = value
        return response

    return middleware


def _finish_for_api(response: HttpResponse) -> None:
    """Replace an error page by problem details, also one that was not made by a view of the API."""
    if response.status_code >= 400 and response["Content-Type"] != MEDIA_TYPE:
        as_problem(response)
    response["API-Version"] = settings.API_VERSION


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204, headers=PREFLIGHT_HEADERS | {"Allow": ", ".join(SAFE_METHODS)})
    del response["Content-Type"]  # there is no content
    return response
