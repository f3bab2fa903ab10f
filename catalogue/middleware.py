"""What every request passes before it reaches a page."""

from collections.abc import Callable

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

READING = ("GET", "HEAD", "OPTIONS")  # all that visitors do; the pages themselves refuse the last
LONGEST_QUERY = 65_536  # bytes; a question of 10,000 characters fits, an attack does not
FRAMED = "/embed/"  # where everything stands that other sites may show in a frame

Answering = Callable[[HttpRequest], HttpResponse]


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
