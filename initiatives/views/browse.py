"""Browse and search: the answer as a list, a map and a table, and what to suggest to who is typing."""

from itertools import chain
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from initiatives.actions import unanswered
from initiatives.maps.dots import Map
from initiatives.metadata.schema_org import data_block, item_list
from initiatives.responses.page_cache import cacheable
from initiatives.responses.redirects import handle_address_errors, permanent_redirect
from initiatives.search.crosstab import COLUMNS, ROWS, crosstab
from initiatives.search.facets.codes import values_by_code
from initiatives.search.index.snapshot import current_index
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.parameters import MAX_QUERY_LENGTH
from initiatives.search.request import answer_query
from initiatives.search.suggestions import suggest


@cacheable
@require_safe
@handle_address_errors
def browse(request: HttpRequest) -> HttpResponse:
    """The initiatives that match the query string. An outdated value is redirected once, an unknown one is told."""
    answer = answer_query(request.GET, "browse")
    response = _rendered(request, answer, "initiatives/browse.html", json_ld=_listed(request, answer))
    match = answer.search.text_match
    if not match.has_answer and unanswered.is_countable(answer.parameters.words):
        response["Cache-Control"] = "no-cache"  # and not kept by us: each question is counted
        if request.method == "GET":
            unanswered.count_unanswered(words=answer.parameters.words, has_partial=bool(match.matches.all))
    return response


@cacheable
@require_safe
@handle_address_errors
def on_map(request: HttpRequest) -> HttpResponse:
    """Where the initiatives are that match the query string: a dot for each municipality, and a table of them."""
    answer = answer_query(request.GET, "map")
    return _rendered(request, answer, "initiatives/map.html", map=Map.of(answer))


@cacheable
@require_safe
@handle_address_errors
def matrix(request: HttpRequest) -> HttpResponse:
    """Which combinations have initiatives that match the query string, and which have none in the sources."""
    return _tables(request, "matrix")


@cacheable
@require_safe
@handle_address_errors
def approach_matrix(request: HttpRequest) -> HttpResponse:
    """The same for target groups and approaches."""
    return _tables(request, "approach_matrix")


def _tables(request: HttpRequest, outlet: str) -> HttpResponse:
    answer = answer_query(request.GET, outlet)
    tables = [crosstab(answer, ROWS, columns) for columns in COLUMNS[outlet]]
    folder = "" if outlet == "matrix" else reverse("matrix")
    links = {name: AnswerPage(answer.search, name).canonical_url for name in COLUMNS}
    return _rendered(request, answer, "initiatives/matrix.html", tables=tables, folder=folder, links=links)


@require_safe
def matrix_cell(request: HttpRequest, row: str, column: str) -> HttpResponse:
    """Redirect from the short address of a cell to the list of its initiatives.

    Raises:
        Http404: one of the codes is not that of a value of the facets of the matrix.
    """
    values = values_by_code(current_index().facet_values, (ROWS, *chain.from_iterable(COLUMNS.values())))
    query = request.GET.copy()
    for code in (row, column):
        if code not in values:
            raise Http404
        key, slug = values[code]
        query[key] = slug
    return permanent_redirect(reverse("browse"), urlencode(sorted(query.lists()), doseq=True))


def _listed(request: HttpRequest, answer: AnswerPage) -> SafeString:
    """The initiatives on the page as structured data."""
    site = f"{request.scheme}://{request.get_host()}"
    names = [(result.name, f"{site}{result.get_absolute_url()}") for result in answer.page]
    return data_block(item_list(names, answer.page.start_index(), answer.total))


def _rendered(request: HttpRequest, answer: AnswerPage, template: str, **context: object) -> HttpResponse:
    status = 200 if answer.page_exists else 404
    return render(request, template, {"answer": answer, **context}, status=status)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What begins as somebody types: places, target groups, categories with their counts, and titles."""
    typed = request.GET.get("q", "")[:MAX_QUERY_LENGTH]
    suggested = [
        {"soort": suggestion.kind, "naam": suggestion.label, "aantal": suggestion.count, "url": suggestion.url}
        for suggestion in suggest(typed, current_index())
    ]
    return JsonResponse({"vraag": typed, "suggesties": suggested}, json_dumps_params={"ensure_ascii": False})
