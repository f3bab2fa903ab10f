"""What the catalogue keeps itself: old addresses, what the fixtures said, what search knows."""

from django.contrib import admin

from initiatives.admin.base import ReadOnlyAdmin
from initiatives.models import LoadedRecord, SearchRow, SlugHistory


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
    list_display = ["initiative", "terms"]
    list_select_related = ["initiative"]
    search_fields = ["initiative__title"]
