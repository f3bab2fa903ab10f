"""What all editors' pages share: lists as lines of text, fixed addresses, search that is never behind."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import BadRequest
from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from initiatives.models import Initiative, SearchRow
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.search.index import writer


class LinesField(SimpleArrayField):
    """A list of texts, one a line; a comma is just a comma."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, base_field: forms.Field, **options: Any) -> None:
        options["help_text"] = f"{options.get('help_text', '')} Een per regel.".strip()
        super().__init__(base_field, delimiter="\n", **options)

    def clean(self, value: str | None) -> list[str]:
        """The lines that are not empty."""
        return super().clean("\n".join(line for line in (value or "").splitlines() if line.strip()))


NUMBER = re.compile(r"[0-9]{1,18}")
# How fields of these kinds stand in every form.
FIELDS = {ArrayField: {"form_class": LinesField}, models.URLField: {"assume_scheme": "https"}}


@contextmanager
def _changing(request: HttpRequest) -> Iterator[None]:
    """Take the lock of search before any row is locked: two editors who lock in different order would wait for ever."""
    if request.method != "POST":
        yield
        return
    with transaction.atomic():
        writer.index_lock()
        yield


class CatalogueAdmin(admin.ModelAdmin):
    """Makes the search rows anew of every initiative that a change touches.

    `initiatives_lookup` names the way from an initiative to the model; empty where search does not know the model.
    `fixed` has the fields that make an address and keep no history: they are filled in once.
    """

    formfield_overrides = FIELDS
    initiatives_lookup = ""
    fixed: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj else ()))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, list[str]]:
        found = super().get_prepopulated_fields(request, obj)
        return {name: of for name, of in found.items() if name not in self.get_readonly_fields(request, obj)}

    def changeform_view(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        self._check_keys(request)
        with _changing(request):
            return super().changeform_view(request, *arguments, **options)

    def changelist_view(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        self._check_keys(request)
        with _changing(request):
            return super().changelist_view(request, *arguments, **options)

    def delete_view(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        with _changing(request):
            return super().delete_view(request, *arguments, **options)

    def _check_keys(self, request: HttpRequest) -> None:
        """Refuse a relation that is no number, before Django's fields that complete what is typed fall over it."""
        names = {"_selected_action", *self.autocomplete_fields}
        names |= {name for inline in self.inlines for name in inline.autocomplete_fields}
        for key, values in [*request.GET.lists(), *request.POST.lists()]:
            if key.rpartition("-")[2] in names and not all(NUMBER.fullmatch(value) for value in values if value):
                raise BadRequest(f"{key} is no number")

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        """Save, and remember which initiatives the row touched before."""
        form.touched_before = list(self._touched_by(obj)) if change else []
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        touched = {*form.touched_before, *self._touched_by(form.instance)}
        self.after_change(Initiative.objects.filter(pk__in=touched))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """What else would go; that search rows go too needs nobody's permission."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, needed - {SearchRow._meta.verbose_name}, protected

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.delete_queryset(request, type(obj).objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        touched = set(self.touched(queryset).values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        self.after_change(Initiative.objects.filter(pk__in=touched))

    def after_change(self, initiatives: InitiativeQuerySet) -> None:
        """Do what follows for the initiatives that a saved or deleted row touches."""
        writer.reindex(initiatives)

    def _touched_by(self, row: Model) -> QuerySet:
        return self.touched(type(row).objects.filter(pk=row.pk)).values_list("pk", flat=True)

    def touched(self, rows: QuerySet) -> QuerySet:
        """The initiatives that are found by something of these rows."""
        if not self.initiatives_lookup:
            return Initiative.objects.none()
        return Initiative.objects.filter(**{f"{self.initiatives_lookup}__in": rows})


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at, not to change: the catalogue keeps these rows itself."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
