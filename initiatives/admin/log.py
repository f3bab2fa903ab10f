"""The log: who did what, read-only."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.admin.base import ReadOnlyAdmin
from initiatives.admin.links import admin_url
from initiatives.models import Event
from initiatives.revisions.records import MODELS


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "kind", "what", "detail"]
    list_display_links = None
    list_filter = ["kind", "model", "user"]
    list_select_related = ["user"]
    search_fields = ["title", "detail", "user__username"]
    date_hierarchy = "at"
    list_per_page = 100

    @admin.display(description="wie", ordering="user")
    def who(self, event: Event) -> str:
        return str(event.user or "")

    @admin.display(description="waarvan", ordering="title")
    def what(self, event: Event) -> SafeString | str:
        """The record as a link to its form, which it may no longer have."""
        model = MODELS.get(event.model)
        url = admin_url(model(pk=event.object_id)) if model else ""
        return format_html('<a href="{}">{}</a>', url, event.title) if url else event.title
