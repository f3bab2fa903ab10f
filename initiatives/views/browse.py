"""Browse and search: the answer as a list, a map and a table, and what to suggest to who is typing."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from initiatives.actions import unanswered
from initiatives.maps.dots import Map
from initiatives.metadata.schema_org import data_block, item_list
from initiatives.responses.page_cache import cacheable
from initiatives.responses.redirects import handle_address_errors
from initiatives.search.crosstab import crosstab
from initiatives.search.index.snapshot import current
from initiatives.search.query_string.parameters import LONGEST_QUESTION
from initiatives.search.request import ask
from initiatives.search.search import Search
from initiatives.search.suggestions import suggest


@require_safe
@handle_address_errors
def browse(request: HttpRequest) -> HttpResponse:
    """The initiatives that match the query string. An outdated value is redirected once, an unknown one is told."""
    search = ask(request.GET, "browse")
    response = _answered(request, search, "initiatives/browse.html", json_ld=_listed(request, search))
    if request.method == "GET" and search.answer.is_empty:
        unanswered.count_unanswered(words=search.asked.words)
    return response


@require_safe
@handle_address_errors
def on_map(request: HttpRequest) -> HttpResponse:
    """Where the initiatives are that match the query string: a dot for each municipality, and a table of them."""
    search = ask(request.GET, "map")
    return _answered(request, search, "initiatives/map.html", map=Map.of(search))


@require_safe
@handle_address_errors
def matrix(request: HttpRequest) -> HttpResponse:
    """Which combinations have initiatives that match the query string, and which have none in the sources."""
    search = ask(request.GET, "matrix")
    tables = [crosstab(search, "doelgroep", other) for other in ("categorie", "provincie")]
    return _answered(request, search, "initiatives/matrix.html", tables=tables)


def _listed(request: HttpRequest, search: Search) -> SafeString:
    """The initiatives on the page, for machines."""
    site = f"{request.scheme}://{request.get_host()}"
    names = [(each.name, f"{site}{each.get_absolute_url()}") for each in search.page]
    return data_block(item_list(names, search.page.start_index(), search.total))


def _answered(request: HttpRequest, search: Search, template: str, **context: object) -> HttpResponse:
    """The page of an answer, which may be kept."""
    status = 200 if search.page_exists else 404
    response = render(request, template, {"search": search, **context}, status=status)
    return cacheable(response, search.index) if search.total and not search.asked.ignored else response


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What begins as somebody types: places, target groups, categories with their counts, and titles."""
    typed = request.GET.get("q", "")[:LONGEST_QUESTION]
    found = [
        {"soort": each.kind, "naam": each.label, "aantal": each.count, "url": each.url}
        for each in suggest(typed, current())
    ]
    return JsonResponse({"vraag": typed, "suggesties": found}, json_dumps_params={"ensure_ascii": False})
