"""Admin of target groups, categories and organisations."""

from django.contrib import admin

from initiatives.admin.base import CatalogueAdmin
from initiatives.models import Category, Organisation, TargetGroup


@admin.register(TargetGroup)
class TargetGroupAdmin(CatalogueAdmin):
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "parent", "order", "attention"]
    list_filter = ["attention", ("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "synonyms"]


@admin.register(Category)
class CategoryAdmin(CatalogueAdmin):
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "order", "description"]
    search_fields = ["name", "synonyms"]


@admin.register(Organisation)
class OrganisationAdmin(CatalogueAdmin):
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "kind", "website"]
    list_filter = ["kind"]
    search_fields = ["name"]
