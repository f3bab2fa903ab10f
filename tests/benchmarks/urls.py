"""The catalogue's addresses, and views to measure beside them."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.request import answer_query
from tests.asking import ask


def trivial(request: HttpRequest) -> HttpResponse:
    """As little as a view can do behind the same middleware: it sends the number of bytes in the query, else two."""
    return HttpResponse(b"o" * int(request.META["QUERY_STRING"] or 2), content_type="text/html; charset=utf-8")


@cache
def _context(query: str) -> AnswerPage:
    answer = ask(query)
    for facet in answer.facets:
        _ = facet.shown, facet.datalist
    _ = answer.groups, answer.chips, answer.facet_suggestions, answer.did_you_mean
    return answer


def ready(request: HttpRequest) -> HttpResponse:
    """The browse page from a context that is made already: what rendering alone costs."""
    return render(request, "initiatives/browse.html", {"answer": _context(request.META["QUERY_STRING"])})


def unfinished(request: HttpRequest) -> HttpResponse:
    """The browse page made anew each time."""
    return render(request, "initiatives/browse.html", {"answer": answer_query(request.GET, "browse")})


urlpatterns = [
    path("meting/niets", trivial),
    path("meting/klaar", ready),
    path("meting/nieuw", unfinished),
    path("", include("catalogue.urls")),
]

handler400, handler403, handler404, handler500 = (
    f"initiatives.views.errors.{name}" for name in ("bad_request", "forbidden", "not_found", "server_error")
)
