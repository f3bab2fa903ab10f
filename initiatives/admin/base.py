"""Base of the editors' pages: lists as lines of text, fixed URL fields, a search index that is always current."""

import re
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import BadRequest
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from initiatives.models import SearchRow
from initiatives.search.index.writer import IndexUpdate, index_update


class LinesField(SimpleArrayField):
    """A list of texts, one per line, so that a text can have commas."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, base_field: forms.Field, **options: Any) -> None:
        options["help_text"] = f"{options.get('help_text', '')} Een per regel.".strip()
        super().__init__(base_field, delimiter="\n", **options)

    def clean(self, value: str | None) -> list[str]:
        """Leave out empty lines."""
        return super().clean("\n".join(line for line in (value or "").splitlines() if line.strip()))


NUMBER = re.compile(r"[0-9]{1,18}")
FORM_FIELDS = {ArrayField: {"form_class": LinesField}, models.URLField: {"assume_scheme": "https"}}


def _index_update(request: HttpRequest) -> AbstractContextManager[IndexUpdate | None]:
    return index_update() if request.method == "POST" else nullcontext()


class CatalogueAdmin(admin.ModelAdmin):
    """Reindexes every initiative whose search row depends on a row that is saved or deleted.

    Each view that can change rows runs in one `index_update`, which the steps of Django's admin find as
    `request.index_update`. `fixed` has the fields that make URLs without a history: they are read-only once saved.
    """

    formfield_overrides = FORM_FIELDS
    fixed: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj else ()))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, list[str]]:
        prepopulated = super().get_prepopulated_fields(request, obj)
        read_only = self.get_readonly_fields(request, obj)
        return {name: sources for name, sources in prepopulated.items() if name not in read_only}

    def changeform_view(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        self._check_keys(request)
        with _index_update(request) as request.index_update:
            return super().changeform_view(request, *arguments, **options)

    def changelist_view(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        self._check_keys(request)
        with _index_update(request) as request.index_update:
            return super().changelist_view(request, *arguments, **options)

    def delete_view(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        with _index_update(request) as request.index_update:
            return super().delete_view(request, *arguments, **options)

    def _check_keys(self, request: HttpRequest) -> None:
        """Refuse relations that are not numeric, on which Django's autocomplete fields raise a ValueError."""
        names = {"_selected_action", *self.autocomplete_fields}
        names |= {name for inline in self.inlines for name in inline.autocomplete_fields}
        for key, values in [*request.GET.lists(), *request.POST.lists()]:
            if key.rpartition("-")[2] in names and not all(NUMBER.fullmatch(value) for value in values if value):
                raise BadRequest(f"{key} is no number")

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        """Also reindex the initiatives that the row belonged to before it was changed."""
        request.index_update.add(type(obj).objects.filter(pk=obj.pk))
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        request.index_update.add(type(form.instance).objects.filter(pk=form.instance.pk))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """List what else is deleted; search rows need no permission of their own."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, needed - {SearchRow._meta.verbose_name}, protected

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.delete_queryset(request, type(obj).objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        request.index_update.add(queryset)
        super().delete_queryset(request, queryset)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Read-only admin of rows that the software itself writes."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
