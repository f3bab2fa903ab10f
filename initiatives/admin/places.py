"""Provinces and municipalities."""

from django.contrib import admin

from initiatives.admin.base import CatalogueAdmin
from initiatives.models import Municipality, Province


@admin.register(Province)
class ProvinceAdmin(CatalogueAdmin):
    initiatives_lookup = "municipalities__province"
    list_display = ["name", "code"]
    search_fields = ["name", "code"]


@admin.register(Municipality)
class MunicipalityAdmin(CatalogueAdmin):
    initiatives_lookup = "municipalities"
    autocomplete_fields = ["province", "successors"]
    list_display = ["name", "code", "province", "population", "valid_until"]
    list_filter = ["province", ("valid_until", admin.EmptyFieldListFilter)]
    list_select_related = ["province"]
    search_fields = ["name", "official_name", "code", "aliases"]
