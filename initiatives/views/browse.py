"""Browse and search, and what to suggest to who is typing."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives import actions
from initiatives.search.index import current
from initiatives.search.parameters import LONGEST_QUESTION
from initiatives.search.query import Search
from initiatives.search.suggestions import suggest
from initiatives.views.finished import finished


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """The initiatives that match the query string. An outdated value is redirected once, an unknown one is told."""
    search = Search(request.GET)
    if search.moved_query:
        return HttpResponsePermanentRedirect(f"{request.path}?{search.moved_query}")
    status = 200 if search.page_exists else 404
    response = render(request, "initiatives/browse.html", {"search": search}, status=status)
    if search.total and not search.asked.ignored:
        return finished(response, search.index)
    if request.method == "GET" and search.answer.is_empty:
        actions.count_unanswered(words=search.asked.words)
    return response


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What begins as somebody types: places, target groups, categories with their counts, and titles."""
    typed = request.GET.get("q", "")[:LONGEST_QUESTION]
    found = [
        {"soort": each.kind, "naam": each.label, "aantal": each.count, "url": each.url}
        for each in suggest(typed, current())
    ]
    return JsonResponse({"vraag": typed, "suggesties": found}, json_dumps_params={"ensure_ascii": False})
