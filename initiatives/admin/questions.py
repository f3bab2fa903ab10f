"""Admin of synonyms and unanswered questions."""

from django.contrib import admin

from initiatives.admin.base import CatalogueAdmin, ReadOnlyAdmin
from initiatives.models import Synonym, UnansweredQuestion


@admin.register(Synonym)
class SynonymAdmin(CatalogueAdmin):
    list_display = ["word", "also"]
    search_fields = ["word", "also"]


@admin.register(UnansweredQuestion)
class UnansweredQuestionAdmin(ReadOnlyAdmin):
    list_display = ["words", "times", "day"]
    list_filter = ["day"]
    search_fields = ["words"]
    date_hierarchy = "day"
