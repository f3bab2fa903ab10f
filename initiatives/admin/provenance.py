"""Sources and their advice, and the mentions and links that initiatives have."""

from django.contrib import admin

from initiatives.admin.base import CatalogueAdmin
from initiatives.models import Illustration, Link, Mention, Recommendation, Source
from initiatives.models.initiative import InitiativeQuerySet


@admin.register(Source)
class SourceAdmin(CatalogueAdmin):
    initiatives_lookup = "mentions__source"
    fixed = ("slug",)
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "publisher", "date_label"]
    search_fields = ["title", "publisher"]


class DependentAdmin(CatalogueAdmin):
    """Something of an initiative on a page of its own: a change of it is one of the initiative."""

    def after_change(self, initiatives: InitiativeQuerySet) -> None:
        initiatives.touch()
        super().after_change(initiatives)


@admin.register(Mention)
class MentionAdmin(DependentAdmin):
    initiatives_lookup = "mentions"
    autocomplete_fields = ["initiative", "source"]
    list_display = ["printed_name", "initiative", "source", "locator"]
    list_filter = ["source"]
    list_select_related = ["initiative", "source"]
    search_fields = ["printed_name", "printed_municipality", "locator", "initiative__title"]


@admin.register(Link)
class LinkAdmin(DependentAdmin):
    initiatives_lookup = "links"
    autocomplete_fields = ["initiative"]
    list_display = ["label", "kind", "initiative", "url"]
    list_filter = ["kind"]
    list_select_related = ["initiative"]
    search_fields = ["label", "url", "initiative__title"]


class IllustrationInline(admin.TabularInline):
    model = Illustration
    extra = 0
    autocomplete_fields = ["initiative"]


@admin.register(Recommendation)
class RecommendationAdmin(CatalogueAdmin):
    inlines = [IllustrationInline]
    autocomplete_fields = ["source"]
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["number", "title", "source"]
    list_display_links = ["title"]
    list_select_related = ["source"]
    search_fields = ["title", "text"]


@admin.register(Illustration)
class IllustrationAdmin(CatalogueAdmin):
    autocomplete_fields = ["initiative", "recommendation"]
    list_display = ["initiative", "recommendation", "why"]
    list_filter = ["recommendation"]
    list_select_related = ["initiative", "recommendation"]
    search_fields = ["initiative__title", "why"]
