"""Django's permission hooks, answered by initiatives.rules."""

import re
from typing import Any

from django.contrib.admin.options import BaseModelAdmin, InlineModelAdmin
from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse

from initiatives import rules
from initiatives.admin.forms import PartFormSet
from initiatives.admin.lists import ListMixin
from initiatives.admin.typed import Record
from initiatives.models import Initiative
from initiatives.models.base import CatalogueModel
from initiatives.revisions.comparison import references
from initiatives.revisions.state import Changes, is_part
from initiatives.rules import Verb

NUMBER = re.compile(r"[0-9]{1,18}")
MAX_PARTS = 200  # rows of an inline in a form; a target group has 26 of one kind


class SelectableMixin(BaseModelAdmin):
    """Limits what a form can refer to, also in a forged request, to what its autocomplete fields offer."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> ModelChoiceField | None:
        return super().formfield_for_foreignkey(db_field, request, **self._limited(db_field, request, options))

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> ModelMultipleChoiceField | None:
        return super().formfield_for_manytomany(db_field, request, **self._limited(db_field, request, options))

    def _limited(self, db_field: Any, request: HttpRequest, options: dict[str, Any]) -> dict[str, Any]:
        rows = db_field.remote_field.model._default_manager.all()
        return {"queryset": rules.selectable(request.user, rows)} | options


class RightsMixin(SelectableMixin, ListMixin):
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

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Record | None:
        """Django's record; raises Http404 for what can be no number of one, with which PostgreSQL fails."""
        if not NUMBER.fullmatch(object_id):
            raise Http404
        return super().get_object(request, object_id, from_field)


class PartRightsMixin(SelectableMixin, InlineModelAdmin):
    """The rights of an inline: those on the record that its rows are parts of; and the number of rows of a form."""

    formset = PartFormSet
    max_num = MAX_PARTS

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **options: Any) -> type:
        """Django's formset, which makes no more rows than that, whatever number a form names; Django adds 1,000."""
        return super().get_formset(request, obj, absolute_max=MAX_PARTS, **options)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the rows that refer to an initiative which the editor may not read."""
        rows, hidden = super().get_queryset(request), rules.hidden_initiatives(request.user)
        fields = (*self.model._meta.concrete_fields, *self.model._meta.many_to_many)
        for field in fields if rules.is_municipal(request.user) else ():
            rows = rows.exclude(**{f"{field.name}__in": hidden}) if field.related_model is Initiative else rows
        return rows

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.may(request.user, Verb.VIEW, obj or self.parent_model)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
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
