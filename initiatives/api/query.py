"""Reads the query of an API request strictly: every fault is reported at once."""

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, QueryDict

from initiatives.api import parameters
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.parameters import PAGE_KEY, Fault, Parameters
from initiatives.search.request import answer_query

PAGING, QUERY = ([parameter.name for parameter in known] for known in (parameters.PAGES, parameters.QUERY))


def answer_request(request: HttpRequest) -> AnswerPage:
    """Answer the query string of a request.

    Raises:
        UnclearError, QuestionMovedError: as `answer_query` does; `toon` concerns pages, and is unknown here.
    """
    faults = list(parameter_faults(request.GET, QUERY))
    return answer_query(with_keys(request.GET, QUERY), "api", strict=True, faults=faults)


def parameter_faults(query: QueryDict, keys: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each parameter that is unknown or empty; forms send empty ones, programs do so by mistake."""
    for key, values in sorted(query.lists()):
        if key not in keys:
            yield Fault(key, f"De parameter “{key[:40]}” bestaat niet.")
        elif not all(value.strip() for value in values):
            yield Fault(key, f"De parameter “{key}” is leeg. Laat hem dan weg.")


def with_keys(query: QueryDict, keys: Collection[str]) -> QueryDict:
    part = QueryDict(mutable=True)
    for key, values in query.lists():
        if key in keys:
            part.setlist(key, values)
    return part


def page_of(rows: Any, parameters: Parameters) -> Page:
    """Return the requested page; raises Http404 when there are fewer pages."""
    paginator: Paginator = Paginator(rows, parameters.size)
    try:
        return paginator.page(parameters.page)
    except EmptyPage:
        raise Http404(f"Pagina {parameters.page} bestaat niet. De laatste is {paginator.num_pages}.") from None


def links(request: HttpRequest, page: Page) -> str:
    """Return a Link header (RFC 8288) with the first, previous, next and last page."""
    last = page.paginator.num_pages
    numbers = {"first": 1, "prev": page.number - 1, "next": page.number + 1, "last": last}
    return ", ".join(
        f'<{_address(request, number)}>; rel="{name}"' for name, number in numbers.items() if 1 <= number <= last
    )


def _address(request: HttpRequest, number: int) -> str:
    """The full address of a page of the same list, with its query sorted and without duplicates."""
    pairs = {(key, value) for key, values in request.GET.lists() for value in values if key != PAGE_KEY}
    query = urlencode(sorted({*pairs, (PAGE_KEY, str(number))}))
    return request.build_absolute_uri(f"{request.path}?{query}")
