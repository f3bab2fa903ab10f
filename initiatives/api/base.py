"""What the addresses of the API share: they read, and refuse what they do not know."""

from typing import ClassVar

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django_filters import FilterSet, MultipleChoiceFilter
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from initiatives.api.query import PAGING, links, only, page_of, strange
from initiatives.responses.etags import conditional
from initiatives.search.facets.values import FacetValues
from initiatives.search.index.snapshot import current_index
from initiatives.search.query_string.outlets import API_SIZES
from initiatives.search.query_string.parameters import Fault, Parameters, parse, repeated_key
from initiatives.search.request import QuestionMovedError, UnclearError
from initiatives.search.search import Search


class Reading(APIView):
    """An address to read from. What who asks has already, is not made again."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return conditional(request, lambda: self.answer(request, **kwargs))


class PlainReading(Reading):
    """An address without parameters."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if faults := list(strange(request.GET, ())):
            raise UnclearError(faults)
        return super().get(request, **kwargs)


class Listing(Reading):
    """A list of the vocabulary, with how many initiatives each has; `rows()` gives all of them, in order.

    Attributes:
        filters: what can be asked for.
        serializer: says each row.
        facets: of which facet a parameter takes the values, so that an old value is sent on, as in a question.
    """

    filters: ClassVar[type[FilterSet]]
    serializer: ClassVar[type[Serializer]]
    facets: ClassVar[dict[str, str]] = {}

    def answer(self, request: HttpRequest) -> Response:
        index = current_index()
        parameters = parse(only(request.GET, PAGING), index.facet_values, API_SIZES)
        query = self._of_today(request.GET, index.facet_values)
        found = self.filters(query, self.rows())
        faults = [*strange(request.GET, (*self.filters.base_filters, *PAGING)), *parameters.faults]
        faults += [Fault(key, message) for key, messages in found.errors.items() for message in messages]
        if faults := [*faults, *self._repeated(request.GET)]:
            raise UnclearError(faults)
        if query != request.GET:
            raise QuestionMovedError(query.urlencode())
        page = page_of(found.qs, parameters)
        context = {"request": request, "search": Search(Parameters(), index)}
        return paged(request, page, self.serializer(list(page), many=True, context=context).data)

    def _of_today(self, query: QueryDict, facet_values: FacetValues) -> QueryDict:
        """The query with the values of today for those that are outdated or informal."""
        moved = query.copy()
        for key in self.facets.keys() & query.keys():
            slugs = [facet_values.resolve(self.facets[key], value) or [value] for value in query.getlist(key)]
            moved.setlist(key, [slug for each in slugs for slug in each])
        return moved

    def _repeated(self, query: QueryDict) -> list[Fault]:
        """A fault for each parameter that is there more than once and takes one value."""
        single = [key for key, each in self.filters.base_filters.items() if not isinstance(each, MultipleChoiceFilter)]
        return [repeated_key(key) for key in single if len(query.getlist(key)) > 1]


def paged(request: HttpRequest, page: Page, said: list[dict], **more: str) -> Response:
    """A page of a list as an answer, with the addresses of other pages in its Link header.

    Args:
        request: asked for it.
        page: where in the list it is.
        said: what stands on it.
        more: what to say before that.
    """
    counted = {"aantal": page.paginator.count, "pagina": page.number, "aantalPaginas": page.paginator.num_pages}
    return Response({**more, **counted, "resultaten": said}, headers={"Link": links(request, page)})
