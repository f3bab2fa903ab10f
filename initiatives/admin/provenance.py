"""Admin of sources and their recommendations."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from initiatives.admin.base import CatalogueAdmin
from initiatives.admin.forms import FORM_FIELDS
from initiatives.admin.link_pages import check_records
from initiatives.admin.rights import PartRightsMixin
from initiatives.admin.unchecked import FreshnessMixin
from initiatives.models import Illustration, Publication, Recommendation, Source


class PublicationInline(PartRightsMixin, admin.StackedInline):
    model = Publication
    extra = 0
    fields = ["title", ("publisher", "year"), "url", "archived_url", ("locator", "order")]
    formfield_overrides = FORM_FIELDS


@admin.register(Source)
class SourceAdmin(FreshnessMixin, CatalogueAdmin):
    inlines = [PublicationInline]
    fixed = ("slug",)
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "publisher", "date_label"]
    search_fields = ["title", "publisher"]
    actions = ["check_links"]

    @admin.action(description="Controleer de links", permissions=["change"])
    def check_links(self, request: HttpRequest, queryset: QuerySet) -> None:
        check_records(request, queryset)


class IllustrationInline(PartRightsMixin, admin.StackedInline):
    model = Illustration
    extra = 0
    fields = [("initiative", "order"), "why"]
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
