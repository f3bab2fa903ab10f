"""Admin of sources, their recommendations, advice, publications, mentions and links."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from initiatives.admin.base import FORM_FIELDS, CatalogueAdmin
from initiatives.models import AdviceExample, Illustration, Link, Mention, Publication, Recommendation, Source


class PublicationInline(admin.TabularInline):
    model = Publication
    extra = 0
    formfield_overrides = FORM_FIELDS


@admin.register(Source)
class SourceAdmin(CatalogueAdmin):
    inlines = [PublicationInline]
    fixed = ("slug",)
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "publisher", "date_label"]
    search_fields = ["title", "publisher"]


class DependentAdmin(CatalogueAdmin):
    """Base for parts of an initiative: a change of one counts as a change of its initiative."""

    def save_related(self, request: HttpRequest, form: forms.ModelForm, *arguments: Any) -> None:
        super().save_related(request, form, *arguments)
        request.index_update.initiatives.touch()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        request.index_update.initiatives.touch()


@admin.register(Mention)
class MentionAdmin(DependentAdmin):
    autocomplete_fields = ["initiative", "source"]
    list_display = ["printed_name", "initiative", "source", "locator"]
    list_filter = ["source"]
    list_select_related = ["initiative", "source"]
    search_fields = ["printed_name", "printed_municipality", "locator", "initiative__title"]


@admin.register(Link)
class LinkAdmin(DependentAdmin):
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


@admin.register(AdviceExample)
class AdviceExampleAdmin(CatalogueAdmin):
    autocomplete_fields = ["initiative", "target_group"]
    list_display = ["initiative", "target_group", "kind", "advice"]
    list_filter = ["kind", "target_group"]
    list_select_related = ["initiative", "target_group"]
    search_fields = ["initiative__title", "advice"]


@admin.register(Publication)
class PublicationAdmin(CatalogueAdmin):
    autocomplete_fields = ["source"]
    list_display = ["title", "publisher", "year", "source"]
    list_filter = ["source"]
    list_select_related = ["source"]
    search_fields = ["title", "publisher", "url"]
