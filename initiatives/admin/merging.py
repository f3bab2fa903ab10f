"""The pages that merge a record into another of its kind: choose the other, look at what changes, confirm."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from initiatives import rules
from initiatives.actions.merging.merge import merge
from initiatives.actions.merging.namesakes import namesakes
from initiatives.actions.merging.plan import MERGEABLE, Plan, plan_merger
from initiatives.admin.links import admin_url, row_with_key
from initiatives.admin.merge_preview import preview_context
from initiatives.choices import Status
from initiatives.models import Initiative
from initiatives.models.base import CatalogueModel
from initiatives.models.merger import UNDO_DAYS
from initiatives.requests import signed_in
from initiatives.rules import Verb

CHOICE = "keuze-"  # before the name of a field, in the form of the preview
WORDS, INTO = "zoek", "in"  # the keys of the addresses
MAX_MATCHES = 20
MAX_SEARCH = 200  # characters


class MergingMixin(ModelAdmin):
    """Adds the pages to a ModelAdmin; records of other kinds than `MERGEABLE` have none."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        own = [path("<path:object_id>/samenvoegen/", view, name=name)] if self.model in MERGEABLE else []
        return [*own, *super().get_urls()]

    def may_merge(self, request: HttpRequest) -> bool:
        return self.model in MERGEABLE and rules.may(request.user, Verb.MERGE, self.model)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Offer merging beside what keeps a record from being deleted."""
        context = {"may_merge": self.may_merge(request)} | (extra_context or {})
        return super().delete_view(request, object_id, context)

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose the other, or with it in the address see what would change; POST merges."""
        if not self.may_merge(request):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        key = request.POST.get("into", "") if request.method == "POST" else request.GET.get(INTO, "")
        into = row_with_key(self.get_queryset(request).exclude(pk=record.pk), key)
        if into is None:
            return self._choose(request, record, is_gone=bool(key))
        if request.method == "POST":
            return self._merge(request, record, into)
        return self._preview(request, record, into, {}, [])

    def _choose(self, request: HttpRequest, record: CatalogueModel, *, is_gone: bool) -> HttpResponse:
        typed = request.GET.get(WORDS, "").strip()[:MAX_SEARCH]
        others = self.get_queryset(request).exclude(pk=record.pk)
        rows, is_distinct_needed = self.get_search_results(request, others, typed)
        matches = list((rows.distinct() if is_distinct_needed else rows)[: MAX_MATCHES + 1]) if typed else []
        context = self._merge_context(request, record) | {
            "typed": typed,
            "matches": [(_label(row), merge_url(record, row)) for row in matches[:MAX_MATCHES]],
            "has_more": len(matches) > MAX_MATCHES,
            "namesakes": [(_label(row), merge_url(record, row)) for row in namesakes(record)],
            "is_gone": is_gone,
        }
        return render(request, "admin/merge_choose.html", context)

    def _merge(self, request: HttpRequest, record: CatalogueModel, into: CatalogueModel) -> HttpResponse:
        answers = {
            key.removeprefix(CHOICE): request.POST.get(key, "") for key in request.POST if key.startswith(CHOICE)
        }
        seen = request.POST.get("seen", "")
        try:
            merger = merge(record=record, into=into, answers=answers, seen=seen, by=signed_in(request))
        except ValidationError as error:
            return self._preview(request, record, into, answers, error.messages)
        undo_url = reverse("admin:merger", args=[merger.pk])
        text = "“{}” is opgegaan in “{}”. <a href='{}'>Maak dit ongedaan</a>"
        messages.success(request, format_html(text, merger.title, merger.into_title, undo_url))
        return HttpResponseRedirect(admin_url(into))

    def _preview(
        self,
        request: HttpRequest,
        record: CatalogueModel,
        into: CatalogueModel,
        answers: dict[str, str],
        errors: list[str],
    ) -> HttpResponse:
        plan = _plan(record, into, answers)
        if plan is None:
            text = "Een van de twee bestaat niet meer. Er is niets gewijzigd."
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        context = (
            self._merge_context(request, record)
            | preview_context(plan)
            | {
                "into": into,
                "errors": [error for error in errors if error not in plan.refusals],
                "prefix": CHOICE,
                "days": UNDO_DAYS,
                "choose_url": merge_url(record),
                "swapped_url": merge_url(into, record),
            }
        )
        return render(request, "admin/merge.html", context)

    def _merge_context(self, request: HttpRequest, record: CatalogueModel) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": "Samenvoegen",
            "opts": self.opts,
            "record": record,
        }


def _label(row: CatalogueModel) -> str:
    """A record as a list names it; an initiative with its place and status, by which namesakes are told apart."""
    if not isinstance(row, Initiative):
        return str(row)
    status = "" if row.status == Status.PUBLISHED else f", {row.get_status_display().lower()}"
    return f"{row.title_with_place}{status}"


def _plan(record: CatalogueModel, into: CatalogueModel, answers: dict[str, str]) -> Plan | None:
    """The plan with the answers of the editor, or without those that make no sense; None when a record is gone."""
    for chosen in (answers, {}):
        with suppress(ValidationError):
            return plan_merger(record, into, chosen)
    return None


def merge_url(record: CatalogueModel, into: CatalogueModel | None = None) -> str:
    """The address where a record is merged: into this other one, or into one that is chosen there."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_merge"
    return reverse(name, args=[record.pk], query={INTO: into.pk} if into else None)
