"""Base views of the API: read-only, conditional, and strict about parameters."""

from collections.abc import Callable
from itertools import chain
from typing import ClassVar

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django_filters import FilterSet, MultipleChoiceFilter
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from initiatives.api.query import PAGING, links, page_of, parameter_faults, with_keys
from initiatives.responses.etags import conditional
from initiatives.responses.page_cache import cacheable
from initiatives.search.facets.values import FacetValues
from initiatives.search.index.snapshot import current_index
from initiatives.search.query_string.outlets import API_SIZES
from initiatives.search.query_string.parameters import Fault, Parameters, parse, repeated_key
from initiatives.search.request import QuestionMovedError, UnclearError
from initiatives.search.search import Search


class ReadView(APIView):
    """Base view for GET; returns 304 when the client's ETag is current. The page cache may keep its responses."""

    @classmethod
    def as_view(cls, **options: object) -> Callable[..., HttpResponseBase]:
        return cacheable(super().as_view(**options))

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return conditional(request, lambda: self.answer(request, **kwargs))


class ParameterlessView(ReadView):
    """A view without parameters."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if faults := list(parameter_faults(request.GET, ())):
            raise UnclearError(faults)
        return super().get(request, **kwargs)


class VocabularyList(ReadView):
    """A paginated list of vocabulary rows with their numbers of initiatives."""

    rows: ClassVar[Callable[[], QuerySet]]  # returns all, in order
    filters: ClassVar[type[FilterSet]]  # its parameters
    serializer: ClassVar[type[Serializer]]  # of a row
    # the facet whose values a parameter takes, so that outdated values are redirected
    facets: ClassVar[dict[str, str]] = {}

    def answer(self, request: HttpRequest) -> Response:
        index = current_index()
        parameters = parse(with_keys(request.GET, PAGING), index.facet_values, API_SIZES)
        query = self._of_today(request.GET, index.facet_values)
        filtered = self.filters(query, self.rows())  # type: ignore[misc] # a static method
        faults = [*parameter_faults(request.GET, (*self.filters.base_filters, *PAGING)), *parameters.faults]
        faults += [Fault(key, message) for key, messages in filtered.errors.items() for message in messages]
        if faults := [*faults, *self._repeated(request.GET)]:
            raise UnclearError(faults)
        if query != request.GET:
            raise QuestionMovedError(query.urlencode())
        page = page_of(filtered.qs, parameters)
        context = {"request": request, "search": Search(Parameters(), index)}
        return paged(request, page, self.serializer(list(page), many=True, context=context).data)

    def _of_today(self, query: QueryDict, facet_values: FacetValues) -> QueryDict:
        """The query with outdated and informal values replaced by current ones."""
        moved = query.copy()
        for key in self.facets.keys() & query.keys():
            slugs = [facet_values.resolve(self.facets[key], value) or [value] for value in query.getlist(key)]
            moved.setlist(key, list(chain.from_iterable(slugs)))
        return moved

    def _repeated(self, query: QueryDict) -> list[Fault]:
        """A fault for each repeated parameter that takes one value."""
        filters = self.filters.base_filters.items()
        single = [key for key, field in filters if not isinstance(field, MultipleChoiceFilter)]
        return [repeated_key(key) for key in single if len(query.getlist(key)) > 1]


def paged(request: HttpRequest, page: Page, results: list[dict], **more: str) -> Response:
    """Return a page of a list, with the addresses of other pages in its Link header; other keys come first."""
    counted = {"aantal": page.paginator.count, "pagina": page.number, "aantalPaginas": page.paginator.num_pages}
    return Response({**more, **counted, "resultaten": results}, headers={"Link": links(request, page)})
