"""The history of a record: its versions, what each changed, and going back to one."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from reversion.models import Version

from initiatives import rules
from initiatives.actions.proposing import propose
from initiatives.actions.restoring import restore
from initiatives.admin.rights import readable_changes
from initiatives.models import Merger
from initiatives.models.base import CatalogueModel
from initiatives.requests import signed_in
from initiatives.revisions.comparison import describe, label_of
from initiatives.revisions.state import changes_between, state_at, state_of
from initiatives.revisions.versions import changes_in, versions_of
from initiatives.rules import Verb

VERSIONS_PER_PAGE = 25
MAX_NAMED_FIELDS = 6


class HistoryMixin(ModelAdmin):
    """The history pages of a ModelAdmin."""

    object_history_template = "admin/versions.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_version"
        view = self.admin_site.admin_view(self.version_view)
        return [path("<path:object_id>/history/<int:version_id>/", view, name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The versions of a record, newest first, with the names of the fields that each changed."""
        record = self._record(request, object_id)
        page = Paginator(versions_of(record), VERSIONS_PER_PAGE).get_page(request.GET.get("p"))
        rows = [{"version": version, "fields": self._changed_fields(version)} for version in page]
        context = self._history_context(request, record) | {"page": page, "rows": rows, "title": "Geschiedenis"}
        if rules.may(request.user, Verb.MERGE, self.model):
            context["mergers"] = Merger.objects.undoable().filter(model=self.opts.model_name, into_id=record.pk)
        return render(request, self.object_history_template, context)

    def version_view(self, request: HttpRequest, object_id: str, version_id: int) -> HttpResponse:
        """What a version changed, and what would change by going back to it; POST goes back."""
        record = self._record(request, object_id)
        version = versions_of(record).filter(pk=version_id).first()
        if version is None:
            raise Http404
        if request.method == "POST":
            return self._restore(request, record, version)
        back = changes_between(state_of(record), state_at(version))
        context = self._history_context(request, record) | {
            "title": "Een versie bekijken",
            "version": version,
            "changed": describe(self.model, readable_changes(request, self.model, changes_in(version))),
            "back": describe(self.model, readable_changes(request, self.model, back)),
            "may_restore": self.has_change_permission(request, record),
        }
        return render(request, "admin/version.html", context)

    def _restore(self, request: HttpRequest, record: CatalogueModel, version: Version) -> HttpResponse:
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        try:
            message = self._restored(request, record, version)
            self.message_user(request, message, messages.SUCCESS)
        except ValidationError as error:
            message = f"Deze versie kan niet terug: {' '.join(error.messages)}"
            self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(self._history_url(record))

    def _restored(self, request: HttpRequest, record: CatalogueModel, version: Version) -> str:
        """Go back to a version, or propose to; returns what to tell the editor."""
        state = state_at(version)
        if rules.may_change_at_once(request.user, record) and rules.may_have(request.user, record, state):
            labels = restore(record=record, version=version, by=signed_in(request))
            return f"Teruggezet: {', '.join(labels)}." if labels else "Er is niets gewijzigd: zo was het al."
        changes = changes_between(state_of(record), state)
        changes.pop("status", None)
        if changes:
            propose(record=record, changes=changes, by=signed_in(request), why="Terug naar een eerdere versie.")
        return "Uw voorstel om deze versie terug te zetten is bewaard. Een eindredacteur beoordeelt het."

    def _changed_fields(self, version: Version) -> str:
        labels = list(dict.fromkeys(label_of(self.model, name) for name in changes_in(version)))
        more = f" en nog {len(labels) - MAX_NAMED_FIELDS}" if len(labels) > MAX_NAMED_FIELDS else ""
        return ", ".join(labels[:MAX_NAMED_FIELDS]) + more

    def _record(self, request: HttpRequest, object_id: str) -> CatalogueModel:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not rules.may(request.user, Verb.VIEW, record):
            raise PermissionDenied
        return record

    def _history_context(self, request: HttpRequest, record: CatalogueModel) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "record": record,
            "history_url": self._history_url(record),
        }

    def _history_url(self, record: CatalogueModel) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[record.pk])
