"""What all editors' pages share: lists as lines of text, lasting addresses, search that is never behind."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.forms import SimpleArrayField
from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from initiatives.actions import remember_slug
from initiatives.models import Initiative
from initiatives.models.history import TARGETS
from initiatives.search import index


class LinesField(SimpleArrayField):
    """A list of texts, one a line; a comma is just a comma."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, base_field: forms.Field, **options: Any) -> None:
        options["help_text"] = f"{options.get('help_text', '')} Een per regel.".strip()
        super().__init__(base_field, delimiter="\n", **options)

    def clean(self, value: str) -> list[str]:
        return super().clean("\n".join(line for line in value.splitlines() if line.strip()))


# How fields of these kinds stand in every form.
FIELDS = {ArrayField: {"form_class": LinesField}, models.URLField: {"assume_scheme": "https"}}


class CatalogueAdmin(admin.ModelAdmin):
    """Keeps old addresses, and makes the search rows anew of every initiative that a change touches.

    `initiatives_lookup` names the way from an initiative to the model; empty where search does not know the model.
    """

    formfield_overrides = FIELDS
    initiatives_lookup = ""

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data and type(obj) in TARGETS:
            remember_slug(thing=obj, old_slug=form.initial["slug"])

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        index.refresh(self.touched(type(form.instance).objects.filter(pk=form.instance.pk)))

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.delete_queryset(request, type(obj).objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        touched = list(self.touched(queryset).values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        index.refresh(Initiative.objects.filter(pk__in=touched))

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
