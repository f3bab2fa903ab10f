"""Django's permission hooks, answered by initiatives.rules."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse

from initiatives import rules
from initiatives.admin.forms import PartFormSet
from initiatives.models import Initiative
from initiatives.models.base import CatalogueModel
from initiatives.revisions.comparison import references
from initiatives.revisions.state import Changes, is_part
from initiatives.rules import Verb

MAX_WORDS = 30  # of a search in a list
# The lookups that the filters of a list use. Others could be any expression, such as a regular one.
LOOKUPS = ("", "exact", "in", "isnull", "isempty", "gte", "lt", "year", "month", "day")


class SelectableMixin:
    """Limits what a form can refer to, also in a forged request, to what its autocomplete fields offer."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> ModelChoiceField | None:
        return super().formfield_for_foreignkey(db_field, request, **self._limited(db_field, request, options))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> ModelChoiceField | None:
        return super().formfield_for_manytomany(db_field, request, **self._limited(db_field, request, options))

    def _limited(self, db_field: Any, request: HttpRequest, options: dict[str, Any]) -> dict[str, Any]:
        rows = db_field.remote_field.model._default_manager.all()
        return {"queryset": rules.selectable(request.user, rows)} | options


class RightsMixin(SelectableMixin):
    """The rights of a ModelAdmin."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, Verb.VIEW, self.model)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may(request.user, Verb.VIEW, obj or self.model)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, Verb.ADD, self.model)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may(request.user, Verb.CHANGE, obj or self.model)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may(request.user, Verb.DELETE, obj or self.model)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, Verb.PUBLISH, self.model)

    def has_archive_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, Verb.ARCHIVE, self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return rules.visible(request.user, super().get_queryset(request))

    def changeform_view(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        """Refuse to save as a new record, which no form offers and Django does all the same."""
        if "_saveasnew" in request.POST:
            raise BadRequest("There is no saving as new.")
        return super().changeform_view(request, *arguments, **options)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search for the first words only: each is a condition on every field, and thousands take minutes."""
        return super().get_search_results(request, queryset, " ".join(search_term.split()[:MAX_WORDS]))

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Refuse values on which Python or PostgreSQL fails, such as the year 99999999, as Django does wrong ones."""
        try:
            return super().get_changelist_instance(request)
        except (ValueError, ArithmeticError, DatabaseError) as error:
            raise IncorrectLookupParameters(error) from error

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what a filter of the list asks: other lookups can be expressions on which PostgreSQL fails."""
        _field, _, kind = lookup.rpartition("__")
        is_simple = kind in LOOKUPS or self._is_field_path(lookup)
        return is_simple and super().lookup_allowed(lookup, value, request)

    def _is_field_path(self, lookup: str) -> bool:
        filters = [item[0] if isinstance(item, tuple | list) else item for item in self.list_filter]
        return lookup in filters or any(lookup in (f"{name}__id", f"{name}__pk") for name in filters)


class PartRightsMixin(SelectableMixin):
    """The rights of an inline: those on the record that its rows are parts of."""

    formset = PartFormSet

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the rows that refer to an initiative which the editor may not read."""
        rows, hidden = super().get_queryset(request), rules.hidden_initiatives(request.user)
        fields = (*self.model._meta.concrete_fields, *self.model._meta.many_to_many)
        for field in fields if rules.is_municipal(request.user) else ():
            rows = rows.exclude(**{f"{field.name}__in": hidden}) if field.related_model is Initiative else rows
        return rows

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may(request.user, Verb.VIEW, obj or self.parent_model)

    def has_add_permission(self, request: HttpRequest, obj: Model | None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        verb = Verb.CHANGE if obj and obj.pk else Verb.ADD
        return rules.may(request.user, verb, obj or self.parent_model)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_change_permission(request, obj)


def readable_changes(request: HttpRequest, model: type[CatalogueModel], changes: Changes) -> Changes:
    """Return changes of a record without those of parts that refer to an initiative which the editor may not read."""
    if not rules.is_municipal(request.user):
        return changes
    readable = rules.selectable(request.user, Initiative.objects.all()).values_list("pk", flat=True)
    referred = {
        name: {key for value in values for related, key in references(model, name, value) if related is Initiative}
        for name, values in changes.items()
        if is_part(name)
    }
    hidden = set().union(*referred.values()).difference(readable)
    return {name: values for name, values in changes.items() if not referred.get(name, set()) & hidden}
