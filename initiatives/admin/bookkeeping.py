"""Read-only admin of former slugs, loaded fixtures and the search index."""

from django.contrib import admin

from initiatives.admin.base import ReadOnlyAdmin
from initiatives.models import CatalogueVersion, LoadedRecord, SearchRow, SearchWord, SlugHistory


@admin.register(SlugHistory)
class SlugHistoryAdmin(ReadOnlyAdmin):
    list_display = ["slug", "kind"]
    list_filter = ["kind"]
    search_fields = ["slug"]


@admin.register(LoadedRecord)
class LoadedRecordAdmin(ReadOnlyAdmin):
    list_display = ["key", "model"]
    list_filter = ["model"]
    search_fields = ["key"]


@admin.register(SearchRow)
class SearchRowAdmin(ReadOnlyAdmin):
    list_display = ["initiative", "place", "seen_on", "completeness"]
    list_select_related = ["initiative"]
    search_fields = ["initiative__title"]


@admin.register(SearchWord)
class SearchWordAdmin(ReadOnlyAdmin):
    list_display = ["form", "lemma", "bases", "uses"]
    search_fields = ["form", "lemma"]


@admin.register(CatalogueVersion)
class CatalogueVersionAdmin(ReadOnlyAdmin):
    list_display = ["number", "changed", "vocabulary", "initiatives"]
    list_filter = ["vocabulary"]
    search_fields = ["number"]
