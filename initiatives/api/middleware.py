"""Makes every response below /api/ one for programs, also those that are not made by a view of the API."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from initiatives.api.problems import MEDIA_TYPE, as_problem

PREFIX = "/api/"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Scripts on other sites may read everything, and do nothing else (https://fetch.spec.whatwg.org/#http-cors-protocol).
CORS_HEADERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "API-Version, ETag, Link"}
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def api_responses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: problem details (RFC 9457) instead of error pages, CORS headers, and the version of the API.

    OPTIONS is answered for every address: without a preflight response a browser would not let a script see why an
    address was refused.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        response = _preflight() if request.method == "OPTIONS" else get_response(request)
        if response.status_code >= 400 and response["Content-Type"] != MEDIA_TYPE:
            as_problem(response)
        if response.status_code == 405:
            response["Allow"] = ", ".join(SAFE_METHODS)
        for name, value in CORS_HEADERS.items() if request.method in SAFE_METHODS else ():
            response[name] = value
        response["API-Version"] = settings.API_VERSION
        return response

    return middleware


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204, headers=PREFLIGHT_HEADERS | {"Allow": ", ".join(SAFE_METHODS)})
    del response["Content-Type"]  # there is no content
    return response
