"""Admin of synonyms and unanswered questions."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives import rules
from initiatives.admin.base import CatalogueAdmin, ReadOnlyAdmin
from initiatives.admin.exporting import ExportMixin
from initiatives.admin.namesakes import NamedForm
from initiatives.models import Synonym, UnansweredQuestion
from initiatives.rules import Verb


@admin.register(Synonym)
class SynonymAdmin(CatalogueAdmin):
    form = NamedForm
    list_display = ["word", "also", "narrower", "wider"]
    search_fields = ["word", "also", "narrower", "wider"]


@admin.register(UnansweredQuestion)
class UnansweredQuestionAdmin(ExportMixin, ReadOnlyAdmin):
    list_display = ["words", "times", "has_partial", "day", "synonym"]
    list_filter = ["day", "has_partial"]
    search_fields = ["words"]
    date_hierarchy = "day"

    def get_list_display(self, request: HttpRequest) -> list:
        """Without the column that makes synonyms, for who may not."""
        may_add = rules.may(request.user, Verb.ADD, Synonym)
        return [name for name in super().get_list_display(request) if may_add or name != "synonym"]

    @admin.display(description="synoniem")
    def synonym(self, question: UnansweredQuestion) -> SafeString:
        """Link to the form for a new synonym with these words in it, or to the one that has them."""
        known = Synonym.objects.filter(word=question.words).first()
        if known:
            url = reverse("admin:initiatives_synonym_change", args=[known.pk])
            return format_html('<a href="{}">Bekijk synoniem</a>', url)
        url = reverse("admin:initiatives_synonym_add", query={"word": question.words})
        return format_html('<a href="{}">Maak synoniem</a>', url)
