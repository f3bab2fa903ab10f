"""Sources, and the mentions and links that initiatives have."""

from django.contrib import admin

from initiatives.admin.base import CatalogueAdmin
from initiatives.models import Link, Mention, Source


@admin.register(Source)
class SourceAdmin(CatalogueAdmin):
    initiatives_lookup = "mentions__source"
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "publisher", "date_label"]
    search_fields = ["title", "publisher"]


@admin.register(Mention)
class MentionAdmin(CatalogueAdmin):
    initiatives_lookup = "mentions"
    autocomplete_fields = ["initiative", "source"]
    list_display = ["printed_name", "initiative", "source", "locator"]
    list_filter = ["source"]
    list_select_related = ["initiative", "source"]
    search_fields = ["printed_name", "printed_municipality", "locator", "initiative__title"]


@admin.register(Link)
class LinkAdmin(CatalogueAdmin):
    autocomplete_fields = ["initiative"]
    list_display = ["label", "kind", "initiative", "url"]
    list_filter = ["kind"]
    list_select_related = ["initiative"]
    search_fields = ["label", "url", "initiative__title"]
