"""Admin of provinces and municipalities."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from initiatives.admin.base import CatalogueAdmin
from initiatives.models import Initiative, Municipality, Province


@admin.register(Province)
class ProvinceAdmin(CatalogueAdmin):
    fixed = ("slug",)
    list_display = ["name", "code"]
    search_fields = ["name", "code"]


@admin.register(Municipality)
class MunicipalityAdmin(CatalogueAdmin):
    fixed = ("code",)
    autocomplete_fields = ["province", "successors"]
    list_display = ["name", "code", "province", "population", "valid_until"]
    list_filter = ["province", ("valid_until", admin.EmptyFieldListFilter)]
    list_select_related = ["province"]
    search_fields = ["name", "official_name", "code", "aliases"]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Protect municipalities with initiatives, since a local initiative cannot be without."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        used = Initiative.objects.filter(municipalities__in=objs).distinct()
        return deleted, counts, needed, [*protected, *(f"initiatief: {initiative}" for initiative in used)]
