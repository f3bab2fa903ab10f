"""The editors' lists: what they answer, and what they say of a parameter that they do not know."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator

from initiatives.admin.list_parameters import declared, unreadable
from initiatives.admin.typed import editor_request

MAX_WORDS = 30  # of a search in a list
FIRST_WORDS = f"Er is gezocht op de eerste {MAX_WORDS} woorden."
UNKNOWN = "Dit filter kennen wij niet: {}. Hieronder staat de lijst zonder dit filter."
NO_PAGE = "Deze lijst heeft geen pagina {}. Hieronder staat de eerste pagina."
MAX_SHOWN = 80  # characters of a parameter


class List(ChangeList):
    """A list that begins at its first page where the one that is asked for does not exist."""

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
        except IncorrectLookupParameters:
            self._begin(request)
            super().get_results(request)
        if self.page_num > 1 and not self.multi_page:
            self._begin(request)

    def _begin(self, request: HttpRequest) -> None:
        editor_request(request).list_faults.append(NO_PAGE.format(self.page_num))
        self.page_num = 1


class ListMixin(ModelAdmin):
    """Shows a list without the parameters that it does not know, names them, and answers 400.

    What does more than showing the list, such as an action or a download, is refused: it would be about rows that
    nobody asked for. `linked_filters` has what our own links to a list ask besides its `list_filter`.
    """

    linked_filters: tuple[str, ...] = ()

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return List

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        faults = self._drop_unreadable(request) if self.has_view_permission(request) else []
        editor_request(request).list_faults = faults
        if faults and request.method == "POST":
            raise BadRequest(faults[0])
        response = super().changelist_view(request, extra_context)
        for fault in faults:
            messages.warning(request, fault)
        if len(request.GET.get(SEARCH_VAR, "").split()) > MAX_WORDS:
            messages.info(request, FIRST_WORDS)
        if faults and response.status_code == 200:
            response.status_code = 400
        return response

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Django's list; BadRequest for what it cannot read, also for what only Python or PostgreSQL fails on."""
        if not hasattr(request, "list_faults"):  # of a download, which must not have other rows than were asked for
            editor_request(request).list_faults = []
            if names := unreadable(self, request):
                raise BadRequest(f"The list has no {names[0]}.")
        try:
            return super().get_changelist_instance(request)
        except (IncorrectLookupParameters, ValueError, ArithmeticError, DatabaseError) as error:
            raise BadRequest("The list cannot read its parameters.") from error

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the list declares: others could ask for passwords, or be expressions on which PostgreSQL fails."""
        return lookup in declared(self, request)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search for the first words only: each is a condition on every field, and thousands take minutes."""
        return super().get_search_results(request, queryset, " ".join(search_term.split()[:MAX_WORDS]))

    def _drop_unreadable(self, request: HttpRequest) -> list[str]:
        """Take what the list cannot read out of a request; return what to say of each."""
        query = request.GET.copy()
        faults: list[str] = []
        for name in unreadable(self, request):
            value = Truncator(query.pop(name)[-1]).chars(MAX_SHOWN)
            text = NO_PAGE.format(value) if name == PAGE_VAR else UNKNOWN.format(f"{name[:MAX_SHOWN]}={value}")
            faults.append(text)
        editor_request(request).GET = query
        return faults
