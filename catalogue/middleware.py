"""What every request passes before it reaches a page."""

from collections.abc import Callable

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from initiatives.api.problems import MEDIA_TYPE, tell_as_problem

READING = ("GET", "HEAD", "OPTIONS")  # all that visitors do; the pages themselves refuse the last
LONGEST_QUERY = 65_536  # bytes; a question of 10,000 characters fits, an attack does not
FRAMED = "/embed/"  # where everything stands that other sites may show in a frame
API = "/api/"
# What scripts on other sites may do and see: read, and nothing else (https://fetch.spec.whatwg.org/#http-cors-protocol).
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, ETag, Link",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

Answering = Callable[[HttpRequest], HttpResponse]


def api_answers(get_response: Answering) -> Answering:
    """Make every answer below /api/ one for programs, whoever gave it.

    A refusal is told as RFC 9457 asks; the API's version is on everything, as the Dutch API Design Rules ask. OPTIONS
    is answered for every address: a browser would not let a script see why an address was refused then.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API):
            return get_response(request)
        asks_first = request.method == "OPTIONS"
        response = HttpResponse(status=204, headers=PREFLIGHT) if asks_first else get_response(request)
        if response.status_code >= 400 and response["Content-Type"] != MEDIA_TYPE:
            tell_as_problem(response)
        if asks_first:
            del response["Content-Type"]  # there is nothing of any type
        if asks_first or response.status_code == 405:
            response["Allow"] = ", ".join(READING)
        for name, value in OPEN_TO_ALL.items() if request.method in READING else ():
            response[name] = value
        response["API-Version"] = settings.API_VERSION
        return response

    return answer


def framing(get_response: Answering) -> Answering:
    """Let other sites show what stands below `FRAMED` in a frame, its error pages too, and nothing else of the site."""
    allow = csp_replace({"frame-ancestors": [SELF, *settings.EMBED_HOSTS]})
    framed = xframe_options_exempt(allow(get_response))

    def answer(request: HttpRequest) -> HttpResponse:
        return (framed if request.path_info.startswith(FRAMED) else get_response)(request)

    return answer


def ingress_guard(get_response: Answering) -> Answering:
    """Refuse addresses that no page can answer, before they reach a database that refuses them less kindly.

    A NUL character cannot be stored in PostgreSQL. The public pages drop it from a question, in an address or in the
    editors' pages it is a mistake.
    """

    def guard(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            return render(request, "414.html", status=414)
        if "\0" in request.path_info or (request.path_info.startswith("/beheer/") and "%00" in query):
            return render(request, "400.html", status=400)
        if request.method not in READING and not request.path_info.startswith("/beheer/"):
            return _with_page(request, HttpResponseNotAllowed(READING[:2]))
        response = get_response(request)
        return _with_page(request, response) if response.status_code == 405 and not response.content else response

    return guard


def _with_page(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Django refuses a method with an empty page; ours says so."""
    response = render(request, "405.html", status=405)
    response["Allow"] = refused["Allow"]
    return response
