"""The fields that complete what is typed."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse

from initiatives import names, rules
from initiatives.actions.organisations import known_organisation
from initiatives.models import Initiative, Organisation
from initiatives.rules import Verb

NEW = "nieuw:"  # before the name of an organisation that is to be made


class Autocomplete(AutocompleteJsonView):
    """Offers the rows that the editor may refer to, also by a code, an old name, a synonym or with a typing error.

    For an initiative, an organisation that is not known can be made by choosing its name.
    """

    def get(self, request: HttpRequest, *arguments: Any, **options: Any) -> JsonResponse:
        self.term, self.model_admin, self.source_field, key = self.process_request(request)
        if not self.has_perm(request):
            raise PermissionDenied
        self.object_list = self.get_queryset()
        page = self.get_context_data()["page_obj"]
        results = [self.serialize_result(row, key) for row in page]
        if not page.has_next():
            results += self._to_make()
        return JsonResponse({"results": results, "pagination": {"more": page.has_next()}})

    def process_request(self, request: HttpRequest) -> tuple:
        """Refuse relations seen from the other side, on which Django fails: no form has them."""
        parameters = super().process_request(request)
        if parameters[2].auto_created:
            raise PermissionDenied
        return parameters

    def get_queryset(self) -> QuerySet:
        rows = rules.selectable(self.request.user, self.model_admin.model._default_manager.all())
        rows = rows.complex_filter(self.source_field.get_limit_choices_to())
        if self.term and rows.model in names.MODELS:
            return names.search(rows, self.term)
        rows, is_distinct_needed = self.model_admin.get_search_results(self.request, rows, self.term)
        order = self.model_admin.get_ordering(self.request) or self.model_admin.opts.ordering or ()
        ordered = rows.order_by(*order)
        return ordered.distinct() if is_distinct_needed else ordered

    def _to_make(self) -> list[dict[str, str]]:
        """The organisation that was typed, if it is none that is known and the editor may add one."""
        name, field = " ".join(self.term.split()), self.source_field
        is_offered = name and field.model is Initiative and field.related_model is Organisation
        if not is_offered or not rules.may(self.request.user, Verb.ADD, Organisation) or known_organisation(name):
            return []
        return [{"id": f"{NEW}{name}", "text": f"Maak “{name}” aan"}]
