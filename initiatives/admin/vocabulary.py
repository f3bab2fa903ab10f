"""Admin of target groups, categories, approaches and organisations."""

from django.contrib import admin

from initiatives.admin.base import CatalogueAdmin
from initiatives.admin.namesakes import NamedForm
from initiatives.admin.rights import PartRightsMixin
from initiatives.models import AdviceExample, Approach, Category, Finding, Organisation, TargetGroup


class AdviceExampleInline(PartRightsMixin, admin.StackedInline):
    model = AdviceExample
    extra = 0
    fields = [("initiative", "kind"), "advice"]
    autocomplete_fields = ["initiative"]


@admin.register(TargetGroup)
class TargetGroupAdmin(CatalogueAdmin):
    form = NamedForm
    inlines = [AdviceExampleInline]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "parent", "order", "attention"]
    list_filter = ["attention", ("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "synonyms"]


@admin.register(Category)
class CategoryAdmin(CatalogueAdmin):
    form = NamedForm
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "order", "description"]
    search_fields = ["name", "synonyms"]


class FindingInline(PartRightsMixin, admin.StackedInline):
    model = Finding
    extra = 0
    autocomplete_fields = ["initiatives"]


@admin.register(Approach)
class ApproachAdmin(CatalogueAdmin):
    form = NamedForm
    autocomplete_fields = ["target_groups"]
    inlines = [FindingInline]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "order", "summary"]
    search_fields = ["name", "synonyms"]


@admin.register(Organisation)
class OrganisationAdmin(CatalogueAdmin):
    form = NamedForm
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "kind", "website"]
    list_filter = ["kind"]
    search_fields = ["name"]
