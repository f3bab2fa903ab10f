"""Deletion in the editors' pages: only of what nothing uses."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from initiatives.actions import deletion
from initiatives.admin.links import admin_link
from initiatives.models import SearchRow
from initiatives.requests import signed_in

MAX_SHOWN = 50


class DeletionMixin(ModelAdmin):
    """Guards the deletion of records; `initiatives.actions.deletion` does it."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """List what else is deleted, and as protected what uses it; search rows need no permission of their own."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        in_use = [_use(record, user) for record in objs for user in deletion.uses_of(record)]
        if len(in_use) > MAX_SHOWN:
            in_use = [*in_use[:MAX_SHOWN], f"en nog {len(in_use) - MAX_SHOWN}"]
        return deleted, counts, needed - {SearchRow._meta.verbose_name}, in_use or protected

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.delete_queryset(request, self.model._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        deletion.delete(records=self.model._default_manager.filter(pk__in=queryset.values("pk")), by=signed_in(request))

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> list:
        """No-op: the action writes the log."""
        return []


def _use(record: Model, user: Model) -> str:
    return format_html("{}: {}", user._meta.verbose_name, admin_link(user))
