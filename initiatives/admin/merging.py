"""The page that merges a record into another of its kind."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path

from initiatives import rules
from initiatives.actions.deletion import uses_of
from initiatives.actions.merging import MERGEABLE, merge
from initiatives.admin.links import admin_link, admin_url
from initiatives.rules import Verb


class MergeForm(forms.Form):
    """What a record is merged into."""

    into = forms.ModelChoiceField(None, label="Gaat op in", empty_label="Kies…")

    def __init__(self, others: QuerySet, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].queryset = others


class MergingMixin(ModelAdmin):
    """Adds the page to a ModelAdmin; records of other kinds than `MERGEABLE` have none."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        own = [path("<path:object_id>/samenvoegen/", view, name=name)] if self.model in MERGEABLE else []
        return [*own, *super().get_urls()]

    def may_merge(self, request: HttpRequest) -> bool:
        return self.model in MERGEABLE and rules.may(request.user, Verb.MERGE, self.model)

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Name what refers to a record, and ask what it goes into; POST merges."""
        if not self.may_merge(request):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        others = self.model.objects.exclude(pk=record.pk)
        form = MergeForm(others, request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                merge(record=record, into=form.cleaned_data["into"], by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                into = form.cleaned_data["into"]
                self.message_user(request, f"“{record}” is opgegaan in “{into}”.", messages.SUCCESS)
                return HttpResponseRedirect(admin_url(into))
        context = {
            **self.admin_site.each_context(request),
            "title": "Samenvoegen",
            "opts": self.opts,
            "record": record,
            "form": form,
            "uses": [(user._meta.verbose_name, admin_link(user)) for user in uses_of(record)],
        }
        return render(request, "admin/merge.html", context)
