"""Target groups, categories, organisations."""

from django.contrib import admin
from django.db.models import QuerySet

from initiatives.admin.base import CatalogueAdmin
from initiatives.models import Category, Organisation, TargetGroup


@admin.register(TargetGroup)
class TargetGroupAdmin(CatalogueAdmin):
    initiatives_lookup = "target_groups"
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "parent", "order", "attention"]
    list_filter = ["attention", ("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "synonyms"]

    def touched(self, rows: QuerySet) -> QuerySet:
        """Also those of the sub-groups: they are found by the main group's name."""
        return super().touched(TargetGroup.objects.filter(pk__in=rows) | TargetGroup.objects.filter(parent__in=rows))


@admin.register(Category)
class CategoryAdmin(CatalogueAdmin):
    initiatives_lookup = "categories"
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "order", "description"]
    search_fields = ["name", "synonyms"]


@admin.register(Organisation)
class OrganisationAdmin(CatalogueAdmin):
    initiatives_lookup = "organisations"
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "kind", "website"]
    list_filter = ["kind"]
    search_fields = ["name"]
