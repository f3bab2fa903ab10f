"""The editors' pages at /beheer/, one ModelAdmin a file on a shared base."""

from django.contrib import admin

from initiatives.admin import (  # noqa: F401 (each module registers its models)
    bookkeeping,
    initiative,
    places,
    provenance,
    questions,
    vocabulary,
)

admin.site.site_title = "Corona-initiatieven"
admin.site.site_header = "Corona-initiatieven: beheer"
admin.site.index_title = "Beheer van de catalogus"
