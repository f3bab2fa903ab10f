"""Browse and search."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.search.query import Search


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """The initiatives that match the query string. An outdated value is redirected once, an unknown one is told."""
    search = Search(request.GET)
    if search.moved_query:
        return HttpResponsePermanentRedirect(f"{request.path}?{search.moved_query}")
    status = 200 if search.page_exists else 404
    return render(request, "initiatives/browse.html", {"search": search}, status=status)
