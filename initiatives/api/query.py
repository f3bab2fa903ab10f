"""Reads what the API is asked: nothing is left out silently, every fault is told at once."""

from collections.abc import Collection, Iterator
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, QueryDict

from initiatives.api import parameters
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.parameters import PAGE_KEY, Fault, Parameters
from initiatives.search.request import answer_query

PAGING, QUERY = ([parameter.name for parameter in known] for known in (parameters.PAGES, parameters.QUERY))


def question(request: HttpRequest) -> AnswerPage:
    """The answer to the question in an address.

    Raises:
        UnclearError, QuestionMovedError: as `answer_query` does; `toon` is about the page, and unknown here.
    """
    faults = list(strange(request.GET, QUERY))
    return answer_query(only(request.GET, QUERY), "api", strict=True, faults=faults)


def strange(query: QueryDict, keys: Collection[str]) -> Iterator[Fault]:
    """A fault for each parameter that is not one of these, or has no value; a form may send those, a program errs."""
    for key, values in sorted(query.lists()):
        if key not in keys:
            yield Fault(key, f"De parameter “{key[:40]}” bestaat niet.")
        elif not all(value.strip() for value in values):
            yield Fault(key, f"De parameter “{key}” is leeg. Laat hem dan weg.")


def only(query: QueryDict, keys: Collection[str]) -> QueryDict:
    """The part of a query with these parameters."""
    part = QueryDict(mutable=True)
    for key, values in query.lists():
        if key in keys:
            part.setlist(key, values)
    return part


def page_of(rows: Collection, parameters: Parameters) -> Page:
    """The page that is asked for.

    Args:
        rows: all, in order.
        parameters: say which page, and how large.

    Raises:
        Http404: there are not so many.
    """
    paginator = Paginator(rows, parameters.size)
    try:
        return paginator.page(parameters.page)
    except EmptyPage:
        raise Http404(f"Pagina {parameters.page} bestaat niet. De laatste is {paginator.num_pages}.") from None


def links(request: HttpRequest, page: Page) -> str:
    """The addresses of other pages as a Link header writes them (RFC 8288): the first, those beside it, the last."""
    last = page.paginator.num_pages
    numbers = {"first": 1, "prev": page.number - 1, "next": page.number + 1, "last": last}
    return ", ".join(
        f'<{_address(request, number)}>; rel="{name}"' for name, number in numbers.items() if 1 <= number <= last
    )


def _address(request: HttpRequest, number: int) -> str:
    """The full address of a page of the same list, each part of the query once and in order."""
    pairs = {(key, value) for key, values in request.GET.lists() for value in values if key != PAGE_KEY}
    query = urlencode(sorted({*pairs, (PAGE_KEY, str(number))}))
    return request.build_absolute_uri(f"{request.path}?{query}")
