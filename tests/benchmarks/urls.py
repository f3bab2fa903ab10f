"""The catalogue's addresses, and views to measure beside them."""

from functools import cache

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import include, path

from initiatives.search.search import Search


def trivial(request: HttpRequest) -> HttpResponse:
    """As little as a view can do behind the same middleware."""
    return HttpResponse("ok", content_type="text/html; charset=utf-8")


@cache
def _context(query: str) -> Search:
    search = Search(QueryDict(query))
    for facet in search.facets:
        _ = facet.shown, facet.names
    _ = search.page_groups, search.chips, search.recognised, search.spelled
    return search


def ready(request: HttpRequest) -> HttpResponse:
    """The browse page from a context that is made already: what rendering alone costs."""
    search = _context(request.META["QUERY_STRING"])
    return render(request, "initiatives/browse.html", {"search": search})


def unfinished(request: HttpRequest) -> HttpResponse:
    """The browse page made anew each time."""
    return render(request, "initiatives/browse.html", {"search": Search(request.GET)})


urlpatterns = [
    path("meting/niets", trivial),
    path("meting/klaar", ready),
    path("meting/nieuw", unfinished),
    path("", include("catalogue.urls")),
]

handler400, handler403, handler404, handler500 = (
    f"initiatives.views.errors.{name}" for name in ("bad_request", "forbidden", "not_found", "server_error")
)
