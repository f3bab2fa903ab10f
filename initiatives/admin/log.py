"""The log: who did what, read-only, also as CSV."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin, RelatedOnlyFieldListFilter, SimpleListFilter
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.admin.base import ReadOnlyAdmin
from initiatives.admin.links import form_url
from initiatives.choices import EventKind
from initiatives.exports.csv import Dialect, table
from initiatives.models import Event, Merger
from initiatives.responses.streaming import read_ahead
from initiatives.revisions.records import MODELS

ACCOUNT = str(User._meta.model_name)
LINKED: dict[Any, type[Model]] = {**MODELS, ACCOUNT: User}
HEADER = ["wanneer", "wie", "wat", "soort", "nummer", "waarvan", "bijzonderheden"]
DIALECT = Dialect(";", "\ufeff")  # what the Dutch Excel reads
CHUNK_SIZE = 2_000  # rows that are read from the database at once


class KindOfRecordFilter(SimpleListFilter):
    """Filter by model, under the Dutch name of the model."""

    title, parameter_name = "soort", "model__exact"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        names = {*Event.objects.exclude(model="").order_by("model").values_list("model", flat=True).distinct(), ACCOUNT}
        return sorted(((name, _name_of(name)) for name in names), key=lambda choice: choice[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(model=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "kind", "record_kind", "what", "about"]
    list_display_links = None
    linked_filters = ("object_id",)
    list_filter = ["kind", KindOfRecordFilter, ("user", RelatedOnlyFieldListFilter), "at"]
    list_select_related = ["user"]
    search_fields = ["title", "detail", "user__username"]
    date_hierarchy = "at"
    list_per_page = 100
    change_list_template = "admin/log.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.csv_view)
        return [path("csv/", view, name="initiatives_event_csv"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        csv_url = reverse("admin:initiatives_event_csv")
        return super().changelist_view(request, {"title": "Logboek", "csv_url": csv_url, **(extra_context or {})})

    def csv_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """The lines that the list has with the same query, all of them, in a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).queryset
        lines = read_ahead(table(HEADER, _rows(rows), DIALECT))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        name = f"logboek-{timezone.localdate().isoformat()}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @admin.display(description="wie", ordering="user")
    def who(self, event: Event) -> str:
        return _who(event)

    @admin.display(description="soort", ordering="model")
    def record_kind(self, event: Event) -> str:
        return _name_of(event.model)

    @admin.display(description="waarvan", ordering="title")
    def what(self, event: Event) -> SafeString | str:
        """The record as a link to its form, which it may no longer have."""
        model = LINKED.get(event.model)
        url = form_url(model, event.object_id) if model else ""
        return format_html('<a href="{}">{}</a>', url, event.title) if url else event.title

    @admin.display(description="bijzonderheden")
    def about(self, event: Event) -> SafeString | str:
        """The details; those of a merger that can be undone with a link to where that is done."""
        if event.kind != EventKind.MERGED or event.object_id is None:
            return event.detail
        merger = Merger.objects.undoable().filter(model=event.model, object_id=event.object_id).first()
        if merger is None:
            return event.detail
        url = reverse("admin:merger", args=[merger.pk])
        return format_html('{}. <a href="{}">Maak ongedaan</a>', event.detail, url)


def _rows(events: QuerySet) -> Iterator[list[str]]:
    for event in events.iterator(chunk_size=CHUNK_SIZE):
        at = f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"
        kind, record_kind, number = event.get_kind_display(), _name_of(event.model), event.object_id or ""
        yield [at, _who(event), kind, record_kind, str(number), event.title, event.detail]


def _who(event: Event) -> str:
    if event.user:
        return str(event.user)
    return "onbekend" if event.kind == EventKind.SIGN_IN_FAILED else "het systeem"


def _name_of(model: str) -> str:
    if model == ACCOUNT:
        return "account"
    return str(MODELS[model]._meta.verbose_name) if model in MODELS else model
