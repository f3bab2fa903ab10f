"""Admin of provinces and municipalities."""

from django.contrib import admin

from initiatives.admin.base import CatalogueAdmin
from initiatives.models import Municipality, Province


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
